"""The visit pack on the screen: for one school, or for every school of the next day out."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane, Ticket
from stls_desktop.gui.screens.paper import Paper, PaperScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.status import ProgressStrip
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import packs
from stls_desktop.services.packs import Gathered, Packs

ONLY_INITIALS = "Initials only. Shred it after the visit."


class PackScreen(PaperScreen):
    """Reads, draws with progress, shows. Drawing can be stopped."""

    def __init__(
        self,
        bench: Workbench,
        gather: Callable[[], Gathered],
        back: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(bench, "Visit pack", back, parent)
        self.packs: Packs | None = None
        self.progress = ProgressStrip()
        self.progress.cancelled.connect(self._on_cancel)
        self.notices.addWidget(self.progress)
        self.progress.start("Reading what is known")
        self._ticket = bench.runner.run(
            Lane.STORE, gather, self._on_gathered, self.fail, owner=self
        )

    @classmethod
    def of_school(cls, bench: Workbench, setting_id: str) -> "PackScreen":
        """The pack of one school."""
        return cls(bench, Step(bench.desk, packs.gather, (setting_id,)), "Back to the school")

    @classmethod
    def of_next_day(cls, bench: Workbench) -> "PackScreen":
        """The packs of every school of the teacher's next day out."""
        return cls(bench, Step(bench.desk, packs.gather_next), "Back to Going out")

    def fail(self, error: Exception) -> None:
        """Say what did not work."""
        self.progress.finish()
        super().fail(error)

    def on_given(self, route: str, words: str) -> None:
        """Record for each school that its pack left."""
        if self.packs is None:
            return
        self._words = f"{words}. {ONLY_INITIALS}"
        self._bench.runner.run(
            Lane.STORE,
            Step(self._bench.desk, packs.record_given, self.packs, route),
            self._on_recorded,
            self.fail,
            owner=self,
            first=True,
        )

    def _on_recorded(self, changed: Changed) -> None:
        self.tell_given(self._words, changed)

    def _on_gathered(self, gathered: Gathered) -> None:
        work = _Draw(gathered)
        work.on_progress = self._bench.runner.relay(self, self._on_progress)
        self.progress.set_progress(0, len(gathered), "Drawing")
        self._ticket = self._bench.runner.run(
            Lane.RENDER, work, self._on_drawn, self.fail, owner=self
        )
        work.ticket = self._ticket

    def _on_progress(self, done: int, total: int) -> None:
        if self.packs is None and not self._ticket.is_cancelled():
            self.progress.set_progress(done, total, "Drawing")

    def _on_cancel(self) -> None:
        self._ticket.cancel()
        self.progress.finish()
        self.banner.show_message("Stopped. Nothing was printed or saved.", Tone.INFO)
        self.done_button.setFocus()

    def _on_drawn(self, drawn: Packs | None) -> None:
        if drawn is None:
            return
        self.packs = drawn
        self.progress.finish()
        count = len(drawn.schools)
        what = drawn.schools[0] if count == 1 else f"{count} schools, a page each"
        name = drawn.reference if count == 1 else drawn.file_name.removesuffix(".pdf")
        self.show_paper(
            Paper(drawn.pdf, name, drawn.file_name), f"{what} · {drawn.reference} · {ONLY_INITIALS}"
        )
        if drawn.problems:
            self.banner.show_message(" ".join(drawn.problems), Tone.WARN)


class _Draw:
    """Runs on the render lane."""

    on_progress: Callable[[int, int], None] | None = None
    ticket: Ticket | None = None

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def __call__(self) -> Packs | None:
        return packs.draw(self._gathered, self.on_progress, self._is_cancelled)

    def _is_cancelled(self) -> bool:
        return self.ticket is not None and self.ticket.is_cancelled()
