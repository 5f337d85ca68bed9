"""The ways of the Pupils page to duplicates, to another file, and to the two compared."""

from __future__ import annotations

from PySide6.QtCore import QObject

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.duplicates import DuplicatesScreen
from stls_desktop.gui.screens.join_files import JoinScreen
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.widgets.picker import Pick, Picker
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import caseload, joining
from stls_desktop.services.caseload import PupilLine
from stls_desktop.services.joining import SideBySide

MOST_OFFERED = 30
GONE = "One of the two files is not here, or they are read as one already."


class JoiningWays(QObject):
    """Shows in the page what belongs to joining, and leads back to the child."""

    def __init__(self, bench: Workbench, page: ListPage) -> None:
        super().__init__(page)
        self._bench, self._page = bench, page
        self._kept = ""
        self._lines: tuple[PupilLine, ...] = ()
        self.picker = Picker(
            page, "The other file", "Initials, year or school", "No other file is like that."
        )
        self.picker.typed.connect(self._on_typed)
        self.picker.picked.connect(self._on_picked)

    def show_duplicates(self) -> None:
        """Open the list of files that may be one child."""
        screen = DuplicatesScreen(self._bench)
        screen.compare_asked.connect(self.compare)
        screen.pupil_asked.connect(self._page.chosen)
        self._page.show_widget(screen)

    def choose_other(self, kept_id: str) -> None:
        """Ask for the file that is about the same child as this one."""
        self._kept = kept_id
        self._bench.runner.run(Lane.STORE, _Lines(self._bench), self._on_lines, owner=self)

    def compare(self, kept_id: str, other_id: str) -> None:
        """Show two files side by side."""
        work = _Compare(self._bench, kept_id, other_id)
        self._bench.runner.run(Lane.STORE, work, self._on_compared, owner=self, key="compare")

    def _on_lines(self, lines: tuple[PupilLine, ...]) -> None:
        self._lines = tuple(e for e in lines if e.id != self._kept and not e.is_unfinished)
        self.picker.open_over(self._page.window())

    def _on_typed(self, words: str) -> None:
        wanted = words.lower().split()
        picks = [
            Pick(line.id, line.initials, line.school, line.year)
            for line in self._lines
            if all(w in f"{line.initials} {line.school} {line.year}".lower() for w in wanted)
        ]
        self.picker.set_picks(picks[:MOST_OFFERED])

    def _on_picked(self, other_id: str) -> None:
        self.compare(self._kept, other_id)

    def _on_compared(self, found: SideBySide | None) -> None:
        if found is None:
            self._bench.prompts.tell(self._page.window(), "These cannot be joined", GONE)
            return
        screen = JoinScreen(self._bench, found)
        screen.joined.connect(self._on_joined)
        screen.cancelled.connect(self._page.show_nothing)
        self._page.show_widget(screen)
        screen.take_focus()

    def _on_joined(self, kept_id: str) -> None:
        self._page.show_nothing()
        self._page.chosen.emit(kept_id)


class _Lines:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._desk = bench.desk

    def __call__(self) -> tuple[PupilLine, ...]:
        return caseload.list_pupils(self._desk)


class _Compare:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, kept_id: str, other_id: str) -> None:
        self._desk, self._kept, self._other = bench.desk, kept_id, other_id

    def __call__(self) -> SideBySide | None:
        return joining.compare(self._desk, self._kept, self._other)
