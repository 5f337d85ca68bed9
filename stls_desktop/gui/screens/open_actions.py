"""Open actions where they are met: on a pupil's page, on a school's, and overdue ones from Today.

Each is answered right there with one key, and the answer can be taken back. Where an action is
dropped a reason is asked first.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_core.records.visits import Action
from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.lines import Lines
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.outcome_choice import OutcomeChips
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    button,
    column,
    frame,
    label,
    row,
    set_role,
    show_in_place,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import agreed
from stls_desktop.services.agreed import Answered, Owed

AT_FIRST: Final = 6
"""Lines shown at once: more are a key away, and would hold a page up that is only passed by."""

_Told = tuple[Action, str, dt.date]
"""What a line says: the action, its school where that is not said already, and on which day."""

_DID = {"DONE": "Done", "PART": "Partly done", "NOT_YET": "Not yet", "DROPPED": "Dropped"}


class OpenActionsCard(Card):
    """A list of open actions with their answers."""

    def __init__(self, bench: Workbench, over: QWidget, title: str = "Open actions") -> None:
        super().__init__(title)
        self._bench = bench
        self._undo = UndoBar(over)
        self._undo.undone.connect(self._on_undone)
        self._answered: Answered | None = None
        self._all: list[_Told] = []
        self._shows_all = False
        lines = column(gap=8)
        self._none_words = label("", "muted")
        self.add(self._none_words)
        self.add(lines)
        self._lines = Lines(lines, self._line, _id_of, is_ruled=True)
        self._more = button("", "link")
        self._more.hide()
        self._more.clicked.connect(self._on_more)
        self.add(self._more)

    def follow(self, read: Callable[[], Owed], none: str = "None are open.") -> None:
        """Read the list anew whenever an action has changed."""
        self._read, self._none = read, none
        self._reloader = Reloader(self, self._bench.bus, ("action",), self.reload)

    def reload(self) -> None:
        """Read the list again."""
        self._bench.runner.run(Lane.STORE, self._read, self._on_read, owner=self, key="owed")

    def _on_read(self, owed: Owed) -> None:
        more = owed.count > len(owed.actions)
        self.set_hint(f"the first {len(owed.actions)} of {owed.count}" if more else "")
        self.show_actions(owed.actions, self._none, owed.schools)

    def show_actions(
        self,
        actions: Sequence[Action],
        none: str = "None are open.",
        schools: Mapping[str, str] | None = None,
    ) -> None:
        """Show these in the order given, each with its school where that is not said already."""
        self._none_words.setText(none)
        show_in_place(self._none_words, not actions)
        told = schools or {}
        day = self._bench.desk.today()
        self._all = [(action, told.get(action.id, ""), day) for action in actions]
        self._show()

    def _show(self) -> list[QWidget]:
        shown = self._all if self._shows_all else self._all[:AT_FIRST]
        added = self._lines.show(shown)
        left = len(self._all) - len(shown)
        self._more.setText(f"Show {left} more")
        show_in_place(self._more, left > 0)
        return added

    def _line(self, told: _Told) -> OpenAction:
        action, school, day = told
        line = OpenAction(action, day, school)
        line.answered.connect(self._on_answer)
        return line

    def _on_more(self) -> None:
        self._shows_all = True
        added = self._show()
        if added and isinstance(added[0], OpenAction):
            added[0].outcome.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_answer(self, rec: str, status: str, note: str) -> None:
        self._run(Step(self._bench.desk, agreed.answer, rec, status, note), self._on_answered)

    def _on_answered(self, answered: Answered) -> None:
        self._answered = answered
        self._undo.offer(f"{_DID.get(answered.status, 'Answered')}.")
        self._bench.bus.publish(answered.changed)

    def _on_undone(self) -> None:
        if self._answered is not None:
            self._run(Step(self._bench.desk, agreed.take_back, self._answered), self._on_taken_back)

    def _on_taken_back(self, changed: Changed) -> None:
        self._answered = None
        self._bench.bus.publish(changed)

    def _run(self, op: Callable[[], Any], on_done: Callable[[Any], object]) -> None:
        self._bench.runner.run(Lane.STORE, op, on_done, owner=self, on_orphaned=self._on_orphaned)

    def _on_orphaned(self, result: Any) -> None:  # noqa: ANN401 - what the step gave
        changed = result.changed if isinstance(result, Answered) else result
        self._bench.bus.publish(changed)


class OpenAction(QWidget):
    """One action: what, who, by when, and what became of it."""

    answered = Signal(str, str, str)  # id, status, note

    def __init__(self, action: Action, day: dt.date, school: str = "") -> None:
        super().__init__()
        self._rec = action.id
        self._parts = layout = column(self, gap=4)
        layout.addWidget(label(action.what, wrap=True))
        due = action.by_when_on
        when = f"by {due.day} {due:%b %Y}" if due else ""
        line = row(gap=8)
        told = " · ".join(word for word in (school, action.who, when) if word)
        line.addWidget(label(told, "muted", wrap=True), 1)
        if action.status in ("PART", "NOT_YET"):
            line.addWidget(StatusChip(_DID[action.status], Tone.INFO))
        if due is not None and due < day:
            line.addWidget(StatusChip("Overdue", Tone.WARN))
        layout.addLayout(line)
        self.outcome = OutcomeChips()
        self.outcome.set_field_name(f"What became of: {action.what}")
        self.outcome.edited.connect(self._on_outcome)
        layout.addWidget(self.outcome)
        self._reason: _Reason | None = None

    @property
    def is_in_hand(self) -> bool:
        """Whether somebody is saying why it was dropped."""
        return self._reason is not None and not self._reason.isHidden()

    def _on_outcome(self) -> None:
        status = self.outcome.value()
        if status == "DROPPED":
            self._ask_why()
            return
        if self._reason is not None:
            show_in_place(self._reason, is_shown=False)
        if status:
            self.answered.emit(self._rec, status, "")

    def _ask_why(self) -> None:
        if self._reason is None:  # made when it is asked for: seldom, and never for all
            self._reason = _Reason()
            self._reason.given.connect(self._on_why)
            self._parts.addWidget(self._reason)
        show_in_place(self._reason, is_shown=True)
        self._reason.take_focus()

    def _on_why(self, reason: str) -> None:
        self.answered.emit(self._rec, "DROPPED", reason)


class _Reason(QWidget):
    """Why an action was dropped."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._why = LineField()
        self._box = FieldBox(self._why, "Why was it dropped?")
        self._why.returnPressed.connect(self._on_given)
        drop = button("Drop it")
        drop.clicked.connect(self._on_given)
        asked = row(self, gap=8)
        asked.addWidget(self._box, 1)
        asked.addWidget(drop, 0, Qt.AlignmentFlag.AlignBottom)

    def take_focus(self) -> None:
        """The caret goes into the line."""
        self._box.take_focus()

    def _on_given(self) -> None:
        reason = self._why.value()
        self._box.set_problem("" if reason else "Say why this action was dropped")
        if reason:
            self.given.emit(reason)


class OverdueScreen(QWidget):
    """Everything that is past its day, over all schools, to be answered in one go."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        head = frame("head")
        words = column(head, margins=(18, 10, 18, 10), gap=2)
        words.addWidget(label("Overdue actions", "h1"))
        words.addWidget(label("What became of each? One key answers.", "muted"))
        outer = column(self)
        outer.addWidget(head)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        parts = column(body, margins=(18, 14, 18, 14), gap=12)
        scroller.setWidget(body)  # empty: see record.py
        self.card = OpenActionsCard(bench, self, "Past their day")
        parts.addWidget(self.card)
        parts.addStretch(1)
        outer.addWidget(scroller, 1)
        self.card.follow(Step(bench.desk, agreed.overdue), "Nothing is overdue.")
        self.card.reload()


def _id_of(told: _Told) -> str:
    return told[0].id
