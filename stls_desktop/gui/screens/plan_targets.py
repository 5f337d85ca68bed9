"""The targets of a plan, typed on the plan's own screen: sentence, hints, scale and marks.

Three at most are wise; a fourth is taken and advised against. What a target came to is asked in
the plan's review, on the same form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QObject, Signal

from stls_core.records.plans import MOST_TARGETS
from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.screens.visit_sections import RecordRow, RecordSection, record_form
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.mark_field import MarkField, PresentLevel
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.smart_line import SmartLine
from stls_desktop.services import drafting
from stls_desktop.services.desk import Desk
from stls_desktop.services.shapes import Draft, Opened

USUAL_PRESENT = -2
MARKS = ("baseline", "expected", "achieved")
_MORE = ("area", "skill", "context", "prompt_level")
TOO_MANY = "More than three targets are hard to keep in sight. Which three matter most?"


def target_form(needs: ControlNeeds) -> RecordForm:
    """The form of one target; its marks follow the scale."""
    own: dict[str, Callable[[], Any]] = {"gas_baseline": PresentLevel}
    form = record_form("target", ControlNeeds(needs.reference, needs.on, needs.choices, own))
    Scale(form)
    return form


class Scale(QObject):
    """Has the marks of a target's form follow its scale."""

    def __init__(self, form: RecordForm) -> None:
        super().__init__(form)
        self._form = form
        form.edited.connect(self._on_edited)
        form.loaded.connect(self.follow)

    def follow(self) -> None:
        """Show each mark in the way of the scale."""
        scale = str(self._form.control("scale").value() or "TME")
        present = self._form.control("gas_baseline").value()
        for name in MARKS:
            control = self._form.control(name)
            if isinstance(control, MarkField) and not control.entry_problem():
                control.set_scale(scale, present)

    def _on_edited(self, name: str) -> None:
        if name not in ("scale", "gas_baseline"):
            return
        present = self._form.control("gas_baseline").value()
        if self._form.control("scale").value() == "GAS" and present is None:
            self._form.set_value("gas_baseline", USUAL_PRESENT)  # the convention is always kept
            return
        self.follow()
        if name == "gas_baseline" and present is not None:
            self._form.set_value("baseline", present)  # the goal begins where the scale says


class TargetRow(RecordRow):
    """One target: the hints follow the typing, and marks that cannot be are told at once."""

    def __init__(self, state: RecordState, desk: Desk, *, is_ruled: bool) -> None:
        self._hints = SmartLine()
        self._desk = desk
        super().__init__(state, "Remove this target", is_one_line=False, is_ruled=is_ruled)
        state.form.edited.connect(self._on_form_edited)
        self._show_hints()

    @property
    def hints(self) -> str:
        """What could still be said in the sentence."""
        return self._hints.words

    def _lift_rows(self, into: Any) -> None:  # noqa: ANN401 - a layout
        form = self.state.form
        for line in form.rows_of("words"):
            into.addWidget(line)
        into.addWidget(self._hints)
        for key in ("marks", "gas"):
            for line in form.rows_of(key):
                into.addWidget(line)
        self._more = Fold("target", "More about the target", is_plain=True)
        for line in form.rows_of("more"):
            self._more.add(line)
        self._more.watch(form.boxes[name] for name in _MORE)
        form.problems_shown.connect(self._more.look)
        into.addWidget(self._more)

    def _on_form_edited(self, name: str) -> None:
        if name in ("statement", "due_on"):
            self._show_hints()
        self._more.count()
        if name in (*MARKS, "scale", "gas_baseline"):
            self._check_marks()

    def _show_hints(self) -> None:
        form = self.state.form
        has_day = form.control("due_on").value() is not None
        self._hints.show_hints(str(form.control("statement").value() or ""), has_day=has_day)

    def _check_marks(self) -> None:
        found = drafting.problems_to_save(self._desk, self.state.draft())
        words = {problem.field: problem.message for problem in found}
        for name in MARKS:
            self.state.form.boxes[name].set_problem(words.get(name, ""))


class TargetsSection(RecordSection):
    """The card of a plan's targets."""

    counted = Signal(int)

    def __init__(self, desk: Desk, needs: ControlNeeds, plan_id: str) -> None:
        super().__init__(
            "Targets", "Add a target", "Ctrl+T", "Remove this target", is_one_line=False
        )
        self.set_hint("By when, who does what, how often")
        self._desk, self._needs, self._plan_id = desk, needs, plan_id
        self._written: set[str] = set()  # a target that nobody wrote in is no record
        self._warning = Banner()
        self.insert(0, self._warning)

    def show_target(self, opened: Opened, draft: Draft | None) -> TargetRow:
        """One more target; with a draft or a version it is kept, written in or not."""
        state = RecordState(opened, target_form(self._needs), draft, self._plan_id)
        if opened.seen or draft:
            self._written.add(opened.rec)
        made = self.append(state)
        made.edited.connect(_Written(self, made).note)
        self._count()
        assert isinstance(made, TargetRow)  # noqa: S101 - see make_row
        return made

    def states(self) -> Iterator[RecordState]:
        for state in super().states():
            if state.rec in self._written:
                yield state

    def shown(self) -> list[TargetRow]:
        """The targets that have not been removed."""
        return [
            each
            for each in self.rows_shown
            if isinstance(each, TargetRow) and not each.state.given.get("deleted")
        ]

    def fill_days(self, day: object) -> None:
        """A target without a day is due at the plan's final review."""
        for each in self.shown():
            control = each.state.form.control("due_on")
            if control.is_empty():
                control.set_value(day)

    def note_written(self, row: RecordRow) -> None:
        """Somebody wrote in a target, so it is kept."""
        self._written.add(row.state.rec)
        self.edited.emit()

    def make_row(self, state: RecordState, *, is_ruled: bool) -> RecordRow:
        return TargetRow(state, self._desk, is_ruled=is_ruled)

    def put_back(self, line: RecordRow) -> None:
        super().put_back(line)
        self._count()

    def _on_removed(self, line: RecordRow) -> None:
        super()._on_removed(line)
        self._count()

    def _count(self) -> None:
        count = len(self.shown())
        self._warning.show_message(TOO_MANY if count > MOST_TARGETS else "", Tone.WARN)
        self.counted.emit(count)


class _Written(QObject):
    def __init__(self, section: TargetsSection, row: RecordRow) -> None:
        super().__init__(row)
        self._section, self._row = section, row

    def note(self) -> None:
        self._section.note_written(self._row)
