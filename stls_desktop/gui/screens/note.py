"""The note after signing: preview, and the ways to hand it over.

Print and save are recorded: who was given which version, how and when.
"""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.paper import Paper, PaperScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import notes
from stls_desktop.services.issuing import Drawn, Gathered, drawn
from stls_desktop.services.notes import Suggested


class NoteScreen(PaperScreen):
    """One signed note: preview, print, save, and to whom."""

    correct_asked = Signal(str)  # id of the visit

    def __init__(self, bench: Workbench, version_id: str, parent: QWidget | None = None) -> None:
        super().__init__(bench, "Note for the SENCO", "Back to the visit", parent)
        self.version_id = version_id
        self.note: Drawn | None = None
        self._people: dict[str, Suggested] = {}
        wanted = _Gather(bench, version_id)
        bench.runner.run(Lane.STORE, wanted, self._on_gathered, self.fail, owner=self)

    def add_to_head(self, line: QHBoxLayout) -> None:
        """To whom it is given."""
        self.recipient = Choice(empty_words="For the file")
        self.recipient.setMinimumContentsLength(18)
        line.addWidget(FieldBox(self.recipient, "Given to"))

    def _on_gathered(self, found: tuple[Gathered, tuple[Suggested, ...]]) -> None:
        gathered, people = found
        self._people = {f"{n}": person for n, person in enumerate(people)}
        self._bench.runner.run(Lane.RENDER, _Draw(gathered), self._on_drawn, self.fail, owner=self)

    def _on_drawn(self, note: Drawn) -> None:
        self.note = note
        self.recipient.set_options(
            (key, f"{p.name}, {self._bench.desk.reference.label('staff_role', p.role)}")
            for key, p in self._people.items()
        )
        if self._people:
            self.recipient.set_value("0")
        facts = f"Version {note.number} · {note.reference} · {note.setting}"
        self.show_paper(Paper(note.content, note.reference, note.file_name), facts)
        if note.problems:
            self.banner.show_message(" ".join(note.problems), Tone.WARN)

    def before_giving(self, route: str, then: Callable[[], object]) -> None:
        """Whether it may be given to this person, before anything leaves the laptop."""
        self._then = then
        person = self._people.get(str(self.recipient.value()))
        name = person.name if person else ""
        wanted = Step(self._bench.desk, notes.may_give, self.version_id, name, route)
        self._bench.runner.run(
            Lane.STORE, wanted, self._on_may_give, self.fail, owner=self, first=True
        )

    def _on_may_give(self, _nothing: None) -> None:
        self._then()

    def on_given(self, route: str, words: str) -> None:
        """Record who was given which version."""
        if self.note is None:
            return
        person = self._people.get(str(self.recipient.value())) or Suggested("For the file", "")
        self._words = f"{words}. {person.name} has version {self.note.number}."
        self._bench.runner.run(
            Lane.STORE,
            Step(self._bench.desk, notes.issue, self.note, person.name, person.role, route),
            self._on_issued,
            self.fail,
            owner=self,
            first=True,
        )

    def _on_issued(self, changed: Changed) -> None:
        self.tell_given(self._words, changed)


class _Gather:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, version_id: str) -> None:
        self._desk, self._version_id = bench.desk, version_id

    def __call__(self) -> tuple[Gathered, tuple[Suggested, ...]]:
        gathered = notes.gather(self._desk, self._version_id)
        return gathered, notes.people_to_give_to(self._desk, self._version_id)


class _Draw:
    """Runs on the render lane: the note is drawn in about 50 ms."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    def __call__(self) -> Drawn:
        return drawn(self._gathered)
