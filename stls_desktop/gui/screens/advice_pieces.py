"""The pieces of an advice report on its screen: paragraphs, findings and recommendations.

Each is a record with a form of its own, as a plan's targets are. It says where it was taken from
and whether its author has reworded it; whom it is kept from unfolds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.screens.visit_sections import RecordRow, RecordSection, record_form
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.styling import button, icon_button, label, row
from stls_desktop.services.shapes import Draft, Opened

WRITTEN: Final = "Written by you"
REWORDED: Final = "{source}, reworded"
_MORE: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "report_part": ("Quote or withhold", ("is_quote", "withheld_from", "withheld_because")),
    "finding": ("Area, or withhold", ("withheld_from", "withheld_because")),
    "recommendation": (
        "Level, resource, or withhold",
        ("withheld_from", "withheld_because"),
    ),
}
"""{kind: (words of its fold, the fields that open it when they are filled in)}."""
_FROM: Final[Mapping[str, str]] = {
    "pupil": "From the pupil’s details",
    "advice_report": "From your question",
    "recommendation": "From what you recommend to school",
}
"""{kind: where a piece came from} for sources that are not among the ticked records."""
_WORDS: Final[Mapping[str, str]] = {"recommendation": "what"}


def words_field(kind: str) -> str:
    """The field of a piece that holds its sentences."""
    return _WORDS.get(kind, "text")


class PieceRow(RecordRow):
    """One piece: its words, where they came from, and a way up and down."""

    moved = Signal(object, int)  # the row, and by how many places
    kept = Signal(str)  # its words, for the statement bank

    def __init__(self, state: RecordState, source: str, *, is_ruled: bool) -> None:
        self._source = source
        super().__init__(state, "Remove", is_one_line=False, is_ruled=is_ruled)
        self._show_source()

    def take_focus(self) -> None:
        """Put the caret into its words."""
        self.state.form.boxes[words_field(self.state.kind)].take_focus()

    def _lift_rows(self, into: Any) -> None:  # noqa: ANN401 - a layout
        form, kind = self.state.form, self.state.kind
        for line in form.rows_of("words"):
            into.addWidget(line)
        if kind != "recommendation":
            form.boxes["text"].head.hide()  # the heading above has said it
        foot = row(gap=8)
        self._from = label("", "help")
        foot.addWidget(self._from, 1)
        if kind == "report_part":
            keep = icon_button("book-open", "Keep as a phrase", tip="Keep for other reports")
            keep.clicked.connect(self._on_keep)
            foot.addWidget(keep)
        for name, words, by in (("arrow-up", "Move up", -1), ("arrow-down", "Move down", 1)):
            mover = icon_button(name, f"{words} (Alt+{'Up' if by < 0 else 'Down'})")
            mover.clicked.connect(_Moves(self, by).move)
            foot.addWidget(mover)
        into.addLayout(foot)
        for keys, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            key = QShortcut(QKeySequence(keys), self, _Moves(self, by).move)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        title, watched = _MORE[kind]
        self.more = Fold("piece", title, is_plain=True)
        for line in form.rows_of("more"):
            self.more.add(line)
        self._watched = [form.boxes[name] for name in watched]
        form.problems_shown.connect(self._open_if_needed)
        self._open_if_needed()
        form.edited.connect(self._on_form_edited)
        into.addWidget(self.more)

    def _on_keep(self) -> None:
        self.kept.emit(str(self.state.flat().get("text") or ""))

    def _open_if_needed(self) -> None:
        """What is filled in or wrong is never out of sight."""
        if any(box.problem or not box.control.is_empty() for box in self._watched):  # type: ignore[attr-defined]
            self.more.set_open(is_open=True)

    def _on_form_edited(self, _name: str) -> None:
        self._show_source()

    def _show_source(self) -> None:
        flat = self.state.flat()
        now = str(flat.get(words_field(self.state.kind)) or "").strip()
        pulled = str(flat.get("pulled") or "").strip()
        words = WRITTEN
        if pulled and self._source:
            words = self._source if now == pulled else REWORDED.format(source=self._source)
        self._from.setText(words)


class PieceSection(RecordSection):
    """The pieces under one heading of one version."""

    wanted = Signal(str, str)  # kind and section: one more piece
    phrase_asked = Signal(str)  # section
    phrase_kept = Signal(str, str)  # section and words

    def __init__(
        self, title: str, kind: str, section: str, needs: ControlNeeds, report: str, keys: str = ""
    ) -> None:
        one = {"finding": "finding", "recommendation": "recommendation"}.get(kind, "paragraph")
        super().__init__(title, f"Add a {one}", keys, f"Remove this {one}", is_one_line=False)
        self.kind, self.section = kind, section
        self._needs, self._report = needs, report
        self._sources: Mapping[str, str] = {}
        if kind == "report_part":
            phrase = button("Phrase", "link", icon="message-square", tip="Use a sentence again")
            phrase.clicked.connect(self._on_phrase)
            self.add_action(phrase)
        self.add_asked.connect(self._on_add_asked)

    def show_piece(
        self, opened: Opened, draft: Draft | None, sources: Mapping[str, str]
    ) -> PieceRow:
        """One more piece at the end."""
        self._sources = sources
        state = RecordState(opened, record_form(self.kind, self._needs), draft, self._report)
        made = self.append(state)
        assert isinstance(made, PieceRow)  # noqa: S101 - see make_row
        made.moved.connect(self._on_moved)
        made.kept.connect(self._on_kept)
        return made

    def make_row(self, state: RecordState, *, is_ruled: bool) -> RecordRow:
        flat = state.flat()
        known = _FROM.get(str(flat.get("source_kind") or ""), "")
        source = self._sources.get(str(flat.get("source_id") or ""), known)
        return PieceRow(state, source, is_ruled=is_ruled)

    def shown(self) -> list[PieceRow]:
        """The pieces that have not been removed, in their order."""
        return [
            each
            for each in self.rows_shown
            if isinstance(each, PieceRow) and not each.state.given.get("deleted")
        ]

    def states(self) -> Iterator[RecordState]:
        """Every piece that says something or has been kept before."""
        for state in super().states():
            if not state.is_new or state.flat().get(words_field(self.kind)):
                yield state

    def take_away(self, gone: Mapping[str, Opened]) -> None:
        """Pieces of a draft that was undone, as they are stored now, are on the screen no more.

        One that was written in meanwhile stays, and what is typed brings it back.
        """
        for line in [each for each in self.rows_shown if each.state.rec in gone]:
            state = line.state
            if state.is_changed and not state.given.get("deleted"):
                stood = state.flat()
                state.reopen(gone[state.rec])
                for path in ("deleted", "source_id"):
                    state.set(path, stood.get(path))
                self.edited.emit()
            else:
                self.rows_shown.remove(line)
                line.hide()
                line.deleteLater()

    def _on_moved(self, line: PieceRow, by: int) -> None:
        shown = self.shown()
        place = shown.index(line)
        other = place + by
        if not 0 <= other < len(shown):
            return
        mine, theirs = (str(each.state.flat().get("order_key")) for each in (line, shown[other]))
        line.state.set("order_key", theirs)
        shown[other].state.set("order_key", mine)
        where = self._body.indexOf(shown[other])
        self._body.removeWidget(line)
        self._body.insertWidget(where, line)
        here, there = self.rows_shown.index(line), self.rows_shown.index(shown[other])
        self.rows_shown[here], self.rows_shown[there] = shown[other], line
        line.take_focus()
        self.edited.emit()

    def _on_add_asked(self) -> None:
        self.wanted.emit(self.kind, self.section)

    def _on_kept(self, words: str) -> None:
        self.phrase_kept.emit(self.section, words)

    def _on_phrase(self) -> None:
        self.phrase_asked.emit(self.section)


class _Moves(QObject):
    def __init__(self, line: PieceRow, by: int) -> None:
        super().__init__(line)
        self._line, self._by = line, by

    def move(self) -> None:
        self._line.moved.emit(self._line, self._by)
