"""The walk itself, step by step, and the line that each step prints.

Everything happens in a temporary data folder with a council server of its own, which are gone
afterwards; only pictures and notes stay.
"""

from __future__ import annotations

import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Final, Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from stls_desktop.demo.council import DemoCouncil, NoCouncilError, is_installed
from stls_desktop.demo.stage import Stage, fill
from stls_desktop.gui.main_window import MainWindow
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.screens.unlock import UnlockWindow
from stls_desktop.gui.shell import Shell
from stls_desktop.gui.tour import (
    advising,
    around,
    assessing,
    attaching,
    confidences,
    copying,
    filing,
    import_pupils,
    lifecycles,
    looks,
    modelling,
    observations,
    plans,
    schools,
    syncs,
    visits,
    voices,
)
from stls_desktop.gui.tour.camera import SCREEN, Camera
from stls_desktop.gui.tour.hands import Hands, LostError, Touches, pause
from stls_desktop.gui.tour.opening import unlock
from stls_desktop.gui.tour.scaled import take_scaled

MOST_TOUCHES: Final = 12
DONE, NOT_DONE = 0, 2


class Running(Protocol):
    """The program, as the composition root makes it."""

    unlock_window: UnlockWindow
    shell: Shell | None

    def start(self) -> None:
        """Show the first window."""

    def close(self) -> None:
        """Settle and end."""


Start = Callable[[Path, Path], Running]


class Tour:
    """What every step is given."""

    def __init__(self, out: Path, folder: Path, stage: Stage, council: DemoCouncil | None) -> None:
        self.out, self.folder, self.stage, self.council = out, folder, stage, council
        self.hands, self.camera = Hands(), Camera(out)
        self.notes = out / "notes"
        self.notes.mkdir(parents=True, exist_ok=True)
        for earlier in self.notes.glob("*.pdf"):
            earlier.unlink()  # or the dialog would ask whether to overwrite it
        self.shell: Shell | None = None
        self.routine: Touches | None = None  # what the routine visit took

    @property
    def window(self) -> MainWindow:
        """The main window, once it is open."""
        if self.shell is None:
            msg = "The main window is not open"
            raise LostError(msg)
        return self.shell.window

    @property
    def prompts(self) -> Prompts:
        """What asks for files."""
        if self.shell is None:
            msg = "The main window is not open"
            raise LostError(msg)
        return self.shell.bench.prompts

    def is_at_rest(self) -> bool:
        """Whether the program has nothing to do."""
        return self.shell is None or not self.shell.bench.runner.is_busy()

    def page(self, number: int) -> QWidget:
        """Go to a page by its key and return what it shows."""
        self.window.activateWindow()  # offscreen, a closed dialog leaves no window active
        pause(50)
        self.hands.press(
            Qt.Key(Qt.Key.Key_0.value + number), Qt.KeyboardModifier.ControlModifier, self.window
        )
        pause(400)
        return self.window.page(self.window.current_key)

    def picture(self, name: str) -> None:
        """Photograph the main window."""
        self.camera.take(self.window, name)

    def say(self, words: str) -> None:
        """One line for a step."""
        sys.stdout.write(f"{words}\n")
        sys.stdout.flush()


def take(out: Path, start: Start, chapters: Collection[str] = ()) -> int:
    """Take the tour, or some of its chapters; pictures and notes go to `out`. 0 if all was done."""
    out = out.absolute()
    out.mkdir(parents=True, exist_ok=True)
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    with tempfile.TemporaryDirectory(prefix="tour ") as held:
        folder = Path(held)
        council = _council(folder / "council")
        try:
            stage = Stage(folder / "laptop")
            tour = Tour(out, folder, stage, council)
            tour.say(f"caseload: {fill(stage, council)}")
            program = start(stage.folder, stage.device_secret_file)
            return _walk(tour, program, chapters or CHAPTERS)
        except LostError as lost:
            sys.stderr.write(f"The tour stopped. {lost}\n")
            return NOT_DONE
        except Exception:
            sys.stderr.write(f"The tour stopped.\n{traceback.format_exc()}")
            raise
        finally:
            if council is not None:
                council.stop()


def _walk(tour: Tour, program: Running, chapters: Collection[str]) -> int:
    began = time.monotonic()
    try:
        tour.shell = unlock(tour, program)
        tour.window.resize(SCREEN)
        pause(600)
        for name, steps in CHAPTERS.items():
            if name in chapters:
                for step in steps:
                    step(tour)
    finally:
        program.close()
    take_scaled(tour)
    touches = tour.routine
    if touches is not None:
        tour.say(
            f"touches besides prose, from Today to the note in hand: {touches.total}"
            f" (keys {touches.keys}, pointer {touches.pointers}); at most {MOST_TOUCHES}"
        )
        tour.say(f"touched: {' · '.join(touches.fields)}")
    tour.say(f"pictures: {tour.out / 'light'} and {tour.out / 'dark'}")
    tour.say(f"notes: {tour.notes}")
    tour.say(f"seconds: {time.monotonic() - began:.0f}")
    return NOT_DONE if touches is not None and touches.total > MOST_TOUCHES else DONE


def _give_a_note(tour: Tour) -> None:
    tour.routine = visits.routine_visit(tour)
    visits.give_note(tour, tour.routine)


CHAPTERS: Final[dict[str, tuple[Callable[[Tour], None], ...]]] = {
    "schools": (schools.see_schools, schools.import_schools, schools.see_an_empty_school),
    "visits": (
        visits.see_today,
        visits.see_what_blocks_signing,
        _give_a_note,
    ),
    "pages": (visits.see_the_rest,),
    "plans": (plans.see_plans,),
    "today": (around.see_around,),
    "files": (filing.see_a_new_file,),
    "cases": (lifecycles.see_lives,),
    "modelling": (modelling.see_modelling,),
    "observations": (observations.see_observations,),
    "assessments": (assessing.see_assessments,),
    "voices": (voices.see_voices,),
    "advice": (advising.see_a_report, advising.save_many),
    "copies": (copying.see_copies,),
    "looks": (looks.see_the_look, looks.see_headings),
    "documents": (attaching.see_attachments,),
    "pupils": (import_pupils.import_pupils,),
    "confidences": (confidences.see_confidences,),
    "sync": (syncs.see_sync, syncs.meet_a_conflict),
}
"""What the tour is made of, in the order that it is taken; each can be taken alone."""


def _council(folder: Path) -> DemoCouncil | None:
    """The server, or None with the reason told; sync steps are then skipped."""
    if not is_installed():
        sys.stdout.write("sync: skipped, the council server is not installed here\n")
        return None
    council = DemoCouncil(folder)
    try:
        council.found()
        council.start()
    except (NoCouncilError, OSError) as error:
        sys.stdout.write(f"sync: skipped, the council server did not start: {error}\n")
        return None
    if council.wait():
        return council
    council.stop()
    sys.stdout.write("sync: skipped, the council server did not answer\n")
    return None
