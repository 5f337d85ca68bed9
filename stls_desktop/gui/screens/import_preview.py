"""What an import will do: every row, by kind; schools to be told apart; and what is decided.

A list of 20,000 rows is made on a lane and shown as a list is; nothing here reads or writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.screens.import_row import RowDetail, RowShown
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import Chips
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.styling import button, clear, column, frame, label, row, show_in_place
from stls_desktop.imports.incoming import SchoolNamed
from stls_desktop.imports.pupil_plan import Decision, Fate, PupilPlan, Row, UnknownSchool
from stls_desktop.services import pupil_import_told
from stls_desktop.services.desk import Desk
from stls_desktop.services.pupil_import_told import SchoolNames

MOST_SCHOOLS: Final = 12
LIST_HEIGHT: Final = 250
_EVERY, _DIFFERING, _REMARKED = "every", "differing", "remarked"
_TONES: Final = {
    Fate.NEW: Tone.OK,
    Fate.UPDATE: Tone.INFO,
    Fate.SAME: Tone.MUTED,
    Fate.LIKELY: Tone.WARN,
    Fate.TWICE: Tone.MUTED,
    Fate.NO_SCHOOL: Tone.ERR,
    Fate.REFUSED: Tone.ERR,
}


@dataclass(frozen=True)
class Preview:
    """A plan as the screen shows it, worked out away from the screen."""

    plan: PupilPlan
    lines: tuple[ListRow, ...]
    remarks: Mapping[int, tuple[str, ...]]
    names: SchoolNames


def previewed(desk: Desk, plan: PupilPlan) -> Preview:
    """For a lane: the rows of the list with the words of each."""
    remarks: dict[int, tuple[str, ...]] = {}
    for note in plan.notes:
        more = f" (and {note.rows - 1:,} more rows)" if note.rows > 1 else ""
        words = f"{note.field}: {note.reason}{more}" if note.field else f"{note.reason}{more}"
        remarks[note.line] = (*remarks.get(note.line, ()), words)
    lines = tuple(_line(each, remarks.get(each.line, ())) for each in plan.rows)
    return Preview(plan, lines, remarks, SchoolNames(desk))


def _line(each: Row, remarks: tuple[str, ...]) -> ListRow:
    differs = ", ".join(d.label for d in each.differences)
    said = [each.words, f"differs: {differs}" if differs else "", *remarks]
    return ListRow(
        str(each.line),
        " · ".join(part for part in (f"Row {each.line}", each.initials) if part),
        detail="; ".join(words.rstrip(".") for words in said if words),
        state=each.outcome,
        tone=_TONES[each.outcome],
    )


class PreviewCard(Card):
    """Every row with its fate, and the buttons that write or keep it."""

    decided = Signal()
    school_said = Signal()
    import_wanted = Signal()
    report_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("What will happen")
        self._desk = desk
        self._shown: Preview | None = None
        self._undecided: dict[int, Row] = {}
        self.decisions: dict[int, Decision] = {}
        self._schools: dict[SchoolNamed, Choice] = {}
        self._said: dict[SchoolNamed, str] = {}
        self._choices: tuple[tuple[str, str], ...] = ()
        self._summary = label("", "strong", wrap=True)
        self.add(self._summary)
        self._doubts = Banner()
        self.add(self._doubts)
        self._dropped = Fold("left out", "Parts of the file that are left out", is_plain=True)
        self._dropped_words = label("", "muted", wrap=True)
        self._dropped.add(self._dropped_words)
        self.add(self._dropped)
        self._held = QWidget()
        self._asked = column(self._held, gap=10)
        self.add(self._held)
        self.filter = Chips()
        self.filter.set_field_name("Rows to show")
        self.filter.edited.connect(self._show_lines)
        self.add(self.filter)
        self.rows = RowList("Rows of the file")
        self.rows.row_selected.connect(self._on_selected)
        self.add(self.rows)
        self.add(frame("rule"))  # the list may end in half a row
        self.detail = RowDetail()
        self.detail.decided.connect(self._on_decided)
        self.add(self.detail)
        self._build_buttons()

    def _build_buttons(self) -> None:
        whole = row(gap=12)
        self.take_all = button("Take the file’s values in every row", "link")
        self.take_all.clicked.connect(self._on_take_all)
        self.keep_all = button("Keep ours in every row", "link")
        self.keep_all.clicked.connect(self._on_keep_all)
        line = row(gap=8)
        self.import_button = button("Import", "primary", icon="check")
        self.import_button.clicked.connect(self.import_wanted)
        self.report_button = button("Save this report", icon="download")
        self.report_button.clicked.connect(self.report_wanted)
        for each in (self.take_all, self.keep_all):
            whole.addWidget(each)
        whole.addStretch(1)
        for each in (self.import_button, self.report_button):
            line.addWidget(each)
        line.addStretch(1)
        self.add(whole)
        self.add(line)

    def set_schools(self, schools: Iterable[tuple[str, str]]) -> None:
        """(id, name) of every school, for those that the file calls otherwise."""
        self._choices = tuple(schools)

    def begin(self) -> None:
        """Forget what was decided of the file before."""
        self.decisions, self._said, self._shown = {}, {}, None

    def take_focus(self) -> None:
        """Begin at the button; what has to be looked at stands above it."""
        self.import_button.setFocus()

    @property
    def schools(self) -> dict[SchoolNamed, str]:
        """What was said of schools that are not known by their name in the file."""
        return dict(self._said)

    def show_undecided(self, shown: Preview) -> None:
        """Show a preview anew: rows, schools and the filter."""
        self._undecided = {each.line: each for each in shown.plan.rows}
        self._show_schools(shown.plan.schools)
        warnings = "\n".join(shown.plan.warnings)
        self._doubts.show_message(warnings, Tone.WARN)
        self._dropped_words.setText("\n".join(shown.plan.dropped))
        show_in_place(self._dropped, bool(shown.plan.dropped))
        self.show_decided(shown)

    def show_decided(self, shown: Preview) -> None:
        """Show the preview with what has been decided since."""
        self._shown = shown
        plan = shown.plan
        self._summary.setText(pupil_import_told.summary(plan))
        self._show_filter(plan)
        self._show_lines()
        for each in (self.take_all, self.keep_all):
            show_in_place(each, plan.differing > 0)
        self.import_button.setEnabled(bool(plan.writes))

    # Schools

    def _show_schools(self, unknown: tuple[UnknownSchool, ...]) -> None:
        has_keyboard = any(each.hasFocus() for each in self._held.findChildren(QWidget))
        if has_keyboard:  # what was pressed goes away; the keyboard would wander off the page
            self.rows.setFocus()
        clear(self._asked)
        self._schools = {}
        for each in unknown[:MOST_SCHOOLS]:
            self._asked.addWidget(self._school(each))
        if has_keyboard and self._schools:
            next(iter(self._schools.values())).setFocus()
        if len(unknown) > MOST_SCHOOLS:
            more = len(unknown) - MOST_SCHOOLS
            words = f"{more:,} more schools of the file are not on this laptop; the report has all."
            self._asked.addWidget(label(words, "muted", wrap=True))

    def _school(self, each: UnknownSchool) -> QWidget:
        suggested = {rec for rec, _ in each.suggested}
        others = (choice for choice in self._choices if choice[0] not in suggested)
        chosen = Choice(empty_words="Not said: these rows are left out")
        chosen.set_options((*each.suggested, *others))
        chosen.edited.connect(self._on_school)
        self._schools[each.named] = chosen
        count = f"{each.rows:,} row{'' if each.rows == 1 else 's'}"
        words = f"{each.named.words} is not on this laptop ({count}). Which school is it?"
        box = FieldBox(chosen, words)
        if not each.suggested:
            return box
        held = QWidget()
        layout = column(held, gap=2)
        layout.addWidget(box)
        line = row(gap=4)
        line.addWidget(label("Perhaps:", "muted"))
        for rec, name in each.suggested:
            perhaps = button(name, "link")
            perhaps.setAccessibleName(f"{each.named.words} is {name}")
            perhaps.setObjectName(rec)
            perhaps.setProperty("school", chosen)
            perhaps.clicked.connect(self._on_perhaps)
            line.addWidget(perhaps)
        line.addStretch(1)
        layout.addLayout(line)
        return held

    def _on_perhaps(self) -> None:
        pressed = self.sender()
        chosen = pressed.property("school")
        if isinstance(chosen, Choice):
            chosen.set_value(pressed.objectName())
            self._on_school()

    def _on_school(self) -> None:
        said = {named: str(c.value()) for named, c in self._schools.items() if c.value()}
        self._said |= said
        self.school_said.emit()

    # Rows

    def _show_filter(self, plan: PupilPlan) -> None:
        kept = self.filter.value() or _EVERY
        options = [(_EVERY, f"All {len(plan.rows):,}")]
        options += [
            (each.name, f"{each.value.capitalize()} {plan.count(each):,}")
            for each in Fate
            if plan.count(each)
        ]
        if plan.differing:
            options.append((_DIFFERING, f"Differing {plan.differing:,}"))
        if self._shown and self._shown.remarks:
            options.append((_REMARKED, f"With a remark {len(self._shown.remarks):,}"))
        self.filter.set_options(options)
        self.filter.set_value(kept if kept in dict(options) else _EVERY)

    def _show_lines(self) -> None:
        if self._shown is None:
            return
        code = self.filter.value() or _EVERY
        pairs = zip(self._shown.plan.rows, self._shown.lines, strict=True)
        lines = [line for each, line in pairs if self._is_wanted(each, code)]
        self.rows.set_rows(lines)
        height = theme().space(LIST_HEIGHT)
        self.rows.setFixedHeight(min(height, self.rows.sizeHintForRow(0) * len(lines) + 4))
        if self.rows.current_id() is None and lines:
            self.rows.select(lines[0].row_id)
        self._on_selected(self.rows.current_id() or "")

    def _is_wanted(self, each: Row, code: str) -> bool:
        if code == _DIFFERING:
            return bool(each.differences)
        if code == _REMARKED:
            return self._shown is not None and each.line in self._shown.remarks
        return code in (_EVERY, each.outcome.name)

    def _on_selected(self, row_id: str) -> None:
        shown = self._shown
        each = next((r for r in shown.plan.rows if str(r.line) == row_id), None) if shown else None
        if each is None or shown is None:
            self.detail.show_row(None)
            return
        sides = [pupil_import_told.both_sides(self._desk, shown.names, d) for d in each.differences]
        self.detail.show_row(
            RowShown(
                each,
                self._undecided.get(each.line, each),
                tuple(sides),
                shown.remarks.get(each.line, ()),
                self.decisions.get(each.line, Decision()),
            )
        )

    def _on_decided(self, line: int, decision: Decision) -> None:
        self.decisions[line] = decision
        self.decided.emit()

    def _on_take_all(self) -> None:
        self._decide_all(is_theirs=True)

    def _on_keep_all(self) -> None:
        self._decide_all(is_theirs=False)

    def _decide_all(self, *, is_theirs: bool) -> None:
        for each in self._shown.plan.rows if self._shown else ():
            if each.differences:
                choice = self.decisions.get(each.line, Decision()).choice
                every = frozenset(d.field for d in each.differences) if is_theirs else frozenset()
                self.decisions[each.line] = Decision(choice, every)
        self.decided.emit()
