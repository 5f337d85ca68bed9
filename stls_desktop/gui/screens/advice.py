"""The builder of an advice report: sources, a draft, three versions, and the pages beside them.

The draft writes itself from the ticked records; everything after that is the author's. A version
is built when it is first looked at, and what is typed is drawn beside it a moment later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from stls_core.report_checks import Place
from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.controls import Options
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.advice_beside import Beside
from stls_desktop.gui.screens.advice_compare import CompareDialog
from stls_desktop.gui.screens.advice_pieces import PieceRow, PieceSection, words_field
from stls_desktop.gui.screens.advice_sources import SourcesCard
from stls_desktop.gui.screens.phrase_bank import PhraseBank
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.visit_sections import RecordRow
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.styling import button, column, frame, row, show_in_place
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import advice, phrases
from stls_desktop.services.advice import Drafted, ReportSheet
from stls_desktop.services.casework_signing import Standing
from stls_desktop.services.drafting import Settled
from stls_desktop.services.records import RecordSheet
from stls_desktop.services.shapes import Draft, Opened

AUDIENCES: Final = (
    ("SENCO", "For the SENCO"),
    ("PARENT", "For the family"),
    ("TEACHER", "For the class teacher"),
)
_OWN: Final = (
    ("finding", "What we found", "Ctrl+Shift+F"),
    ("recommendation", "What to do next", "Ctrl+Shift+R"),
)
"""The pieces of the SENCO's version that are more than paragraphs."""
_TOLD_OF: Final = (
    *("advice_report", "report_part", "finding", "recommendation", "observation"),
    *("pupil", "agreement"),  # who is barred, and whether anything may be given out
)
"""The kinds that the screen is read again for."""
_SHARED_WITH: Final = ("SENCO", "TEACHER", "PARENT")


class AdviceScreen(RecordScreen):
    """One report with its pieces."""

    wants_room: ClassVar[bool] = True
    lists_itself: ClassVar[frozenset[str]] = frozenset({"report_part", "finding", "recommendation"})

    def __init__(
        self,
        bench: Workbench,
        sheet: RecordSheet,
        *,
        choices: Mapping[str, Options] | None = None,
        subtitle: str = "",
    ) -> None:
        reference = bench.desk.reference
        readers = [
            (code.code, code.label)
            for code in reference.choices("report_audience")
            if code.code in _SHARED_WITH
        ]
        known = {**(choices or {}), "withheld_from": readers, "finding_id": ()}
        super().__init__(bench, sheet, choices=known, subtitle=subtitle)
        self._version_id = ""
        self.give = button("Give it", icon="mail", tip="Preview, print, save or e-mail a copy")
        self.give.clicked.connect(self._on_give)
        show_in_place(self.give, False)
        self.add_action(self.give)
        if self.signing is not None:
            self.signing.signed.connect(self.paper_asked)
            self.signing.stands.connect(self._on_standing)

    def take_focus(self) -> None:
        """The caret begins in the question, or at the draft once there is one."""
        question = self.form.boxes["question"]
        if question.control.is_empty():  # type: ignore[attr-defined]
            question.take_focus()
        else:
            self.sources.write.setFocus()

    def states(self) -> Iterator[RecordState]:
        yield from super().states()
        for section in self.sections():
            yield from section.states()

    def sections(self) -> Iterator[PieceSection]:
        """Every section that was built, of all versions."""
        for built in self._versions.values():
            yield from built

    def build_parts(self) -> Iterator[QWidget]:
        self._sheet: ReportSheet | None = None
        self._versions: dict[str, list[PieceSection]] = {}
        self._holders_of: dict[str, QWidget] = {}
        self._drafted: Drafted | None = None
        self._removed: RecordRow | None = None
        self.audience = Segmented()
        self.audience.set_options(AUDIENCES)
        self.audience.setAccessibleName("Version")
        self.audience.set_value("SENCO")
        self.audience.edited.connect(self._on_audience)
        self._undo = UndoBar(self)
        self._undo.undone.connect(self._on_undone)
        yield self.form.card("question")
        self.sources = SourcesCard()
        self.sources.draft_asked.connect(self._on_draft_asked)
        QShortcut(QKeySequence("Ctrl+D"), self, self.sources.ask)
        yield self.sources
        for key, title, hint in (
            ("more", "More about the report", "Qualifications, missing voices"),
            ("qa", "Read by a colleague", ""),
        ):
            fold = Fold(f"advice {key}", title, hint)
            for line in self.form.rows_of(key):
                fold.add(line)
            fold.watch(self.form.boxes_of(key) if key == "qa" else ())
            self.form.problems_shown.connect(fold.look)
            yield fold
        self._texts = column(gap=12)
        held = QWidget()
        held.setLayout(self._texts)
        yield held
        self.form.edited.connect(self._on_report_edited)
        self._reloader = Reloader(self, self._bench.bus, _TOLD_OF, self.reload)

    def build_bar(self) -> QWidget:
        bar = frame("head")
        line = row(bar, margins=(18, 6, 18, 6), gap=10)
        line.addWidget(self.audience)
        line.addStretch(1)
        compare = button("Side by side", icon="file-text", tip="All three versions at once")
        compare.clicked.connect(self._on_compare)
        line.addWidget(compare)
        return bar

    def build_beside(self) -> QWidget:
        self.beside = Beside(self._bench, self.rec, self._drafts)
        self.beside.place_asked.connect(self._on_place)
        self.pages = self.beside.pages
        self.reload()
        return self.beside

    def reload(self) -> None:
        """Read the pieces and the sources again; what is being typed stays."""
        wanted = Step(self._bench.desk, advice.report_sheet, self.rec, self.state.flat())
        self._run(wanted, self._on_read, key="report")

    # What was read

    def _on_read(self, sheet: ReportSheet) -> None:
        self._sheet = sheet
        self.sources.show_sources(sheet.sources)
        for audience in self._versions or ("SENCO",):
            self._show_pieces(audience)
        self.beside.draw()

    def _show_pieces(self, audience: str) -> None:
        """Build a version, or add what came to it since."""
        if audience not in self._versions:
            self._build_version(audience)
        sheet = self._sheet
        if sheet is None:
            return
        for section in self._versions[audience]:
            shown = {each.state.rec for each in section.rows_shown}
            for opened in sheet.pieces:
                if opened.rec not in shown and self._belongs(opened, section):
                    self._show_piece(section, opened)
        self._name_findings()

    def _belongs(self, opened: Opened, section: PieceSection) -> bool:
        draft = self._sheet.drafts.get(opened.rec) if self._sheet else None
        document = draft.doc if draft else opened.doc
        is_here = opened.kind == section.kind and not document.get("deleted")
        return is_here and str(document.get("section") or "") == section.section

    def _show_piece(self, section: PieceSection, opened: Opened) -> PieceRow:
        sheet = self._sheet
        draft = sheet.drafts.get(opened.rec) if sheet else None
        return section.show_piece(opened, draft, sheet.from_words if sheet else {})

    def _build_version(self, audience: str) -> None:
        sections = []
        if audience == "SENCO":
            for kind, title, keys in _OWN:
                sections.append(PieceSection(title, kind, "", self.needs, self.rec, keys))
        sections += [
            PieceSection(code.label, "report_part", code.code, self.needs, self.rec)
            for code in self._bench.desk.reference.choices("report_section")
            if code.parent == audience
        ]
        holder = QWidget()
        texts = column(holder, gap=12)
        for section in sections:
            texts.addWidget(section)
            section.edited.connect(self._on_piece_edited)
            section.wanted.connect(self._on_wanted)
            section.removed.connect(self._on_removed)
            section.phrase_asked.connect(self._on_phrase_asked)
            section.phrase_kept.connect(self._on_phrase_kept)
        self._versions[audience] = sections
        self._holders_of[audience] = holder
        self._texts.addWidget(holder)
        show_in_place(holder, self.audience.value() == audience)

    def _name_findings(self) -> None:
        """A recommendation names the finding that it answers, by its number and first words."""
        found = [s for s in self.sections() if s.kind == "finding"]
        options = [
            (row.state.rec, f"{number}. {str(row.state.flat().get('text') or '')[:60]}")
            for section in found
            for number, row in enumerate(section.shown(), 1)
        ]
        for section in self.sections():
            if section.kind == "recommendation":
                for row in section.shown():
                    control = row.state.form.control("finding_id")
                    kept = control.value()
                    control.set_options(options)
                    control.set_value(kept)

    # What a person did

    def _on_compare(self) -> None:
        dialog = CompareDialog(self._bench, self, self.rec, self._drafts(), AUDIENCES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.place_asked.connect(self.go_to)
        dialog.setModal(True)
        dialog.show()

    def _on_standing(self, standing: Standing) -> None:
        self._version_id = standing.version_id
        show_in_place(self.give, bool(standing.version_id))

    def _on_give(self) -> None:
        self.paper_asked.emit(self._version_id)

    def _on_audience(self) -> None:
        audience = str(self.audience.value())
        self._show_pieces(audience)
        for each, holder in self._holders_of.items():
            show_in_place(holder, each == audience)
        self.beside.show_version(audience)

    def _on_report_edited(self, _name: str) -> None:
        self.beside.touch()

    def _on_piece_edited(self) -> None:
        self.keeper.touch()
        self.beside.touch()
        section = self.sender()
        if isinstance(section, PieceSection) and section.kind == "finding":
            self._name_findings()

    def _on_wanted(self, kind: str, section_code: str) -> None:
        section = next(
            each for each in self.sections() if (each.kind, each.section) == (kind, section_code)
        )
        place = advice.next_place(self._order_keys())
        opened = advice.blank_piece(
            self._bench.desk, kind, self.rec, self.state.flat(), place, section_code
        )
        line = self._show_piece(section, opened)
        line.show()
        line.take_focus()
        self._name_findings()

    def _order_keys(self) -> Iterator[str]:
        """Of every piece, those of versions that were not looked at yet included."""
        sheet = self._sheet
        documents = [line.state.flat() for each in self.sections() for line in each.rows_shown]
        if sheet is not None:
            documents += [piece.doc for piece in sheet.pieces]
            documents += [draft.doc for draft in sheet.drafts.values()]
        return (str(document.get("order_key") or "") for document in documents)

    def _on_phrase_asked(self, section: str) -> None:
        bank = PhraseBank(self._bench, self, section, self._sheet.called if self._sheet else "")
        bank.taken.connect(self._on_phrase_taken)
        bank.open_over(self.window())

    def _on_phrase_taken(self, section: str, words: str) -> None:
        self._on_wanted("report_part", section)
        made = next(e for e in self.sections() if e.section == section).shown()[-1]
        made.state.form.set_value("text", words)
        made.take_focus()

    def _on_phrase_kept(self, section: str, words: str) -> None:
        called = self._sheet.called if self._sheet else ""
        self._run(Step(self._bench.desk, phrases.keep, section, words, called), self._on_kept)

    def _on_kept(self, changed: Changed) -> None:
        self.banner.show_message("Kept as a phrase. The child’s name is left open.", Tone.OK)
        self._bench.bus.publish(changed)

    def _on_removed(self, line: RecordRow) -> None:
        self._drafted, self._removed = None, line
        self._undo.offer("Removed from the report.")

    def _on_draft_asked(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self.keeper.touch()
        self.keeper.settle(self._on_ready_to_draft)

    def _on_ready_to_draft(self, settled: Settled) -> None:
        stuck = [each for each in settled.unsendable if each.draft.rec == self.rec]
        if stuck:
            problem = stuck[0].problems[0]
            self.banner.show_message(problem.message, Tone.WARN)
            self.form.focus(problem.field)
            return
        self.banner.show_message("")
        wanted = Step(self._bench.desk, advice.write_draft, self.rec, self._chosen)
        self._run(wanted, self._on_drafted)

    def _on_drafted(self, drafted: Drafted) -> None:
        self._drafted, self._removed = drafted, None
        count = len(drafted.pieces)
        words = "Nothing new was found in them." if not count else f"{count} pieces were added."
        self._undo.offer(words)
        self._reopen(drafted.report)
        self.sources.set_open(is_open=False)
        self._bench.bus.publish(drafted.changed)

    def _on_undone(self) -> None:
        if self._removed is not None:
            section = next(s for s in self.sections() if self._removed in s.rows_shown)
            section.put_back(self._removed)
            self._removed = None
        elif self._drafted is not None:
            self.keeper.settle(self._on_ready_to_undo)

    def _on_ready_to_undo(self, _settled: Settled) -> None:
        """What was typed is kept, so that the undo can tell which pieces were worked on."""
        drafted, self._drafted = self._drafted, None
        if drafted is not None:
            wanted = Step(self._bench.desk, advice.undo, self.rec, drafted)
            self._run(wanted, self._on_draft_undone)

    def _on_draft_undone(self, undone: Drafted) -> None:
        gone = {each.rec: each for each in undone.pieces}
        for section in self.sections():
            section.take_away(gone)
        self._reopen(undone.report)
        self._bench.bus.publish(undone.changed)

    def _reopen(self, report: Opened) -> None:
        if self.state.reopen(report):
            self.keeper.touch()

    def go_to(self, rec: str, path: str) -> None:
        """Put the caret where something is to be mended, in whichever version it stands."""
        if path == "source_ids":
            self.sources.set_open(is_open=True)
            self.sources.write.setFocus()
            return
        sheet = self._sheet
        piece = next((p for p in sheet.pieces if p.rec == rec), None) if sheet else None
        if piece is not None:
            code = str(piece.doc.get("section") or "")
            known = self._bench.desk.reference.choices("report_section")
            audience = next((each.parent for each in known if each.code == code), "SENCO")
            self.audience.set_value(audience)
            self._on_audience()
        super().go_to(rec, path or (words_field(piece.kind) if piece else path))

    def _on_place(self, place: Place) -> None:
        """Lead to a place and mark the words in question."""
        self.go_to(place.rec, place.field)
        for state in self.states():
            if state.rec == place.rec and place.end and place.field in state.form.boxes:
                control = state.form.control(place.field)
                if isinstance(control, TextArea):
                    control.mark(place.start, place.end)

    def _drafts(self) -> list[Draft]:
        return [state.draft() for state in self.states() if state.is_changed]

    def _run(
        self, op: Callable[[], Any], on_done: Callable[[Any], object], key: str | None = None
    ) -> None:
        self._bench.runner.run(Lane.STORE, op, on_done, self._on_not_done, owner=self, key=key)

    def _on_not_done(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.WARN)
