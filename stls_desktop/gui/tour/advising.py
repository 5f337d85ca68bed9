"""The tour through an advice report: drafted from the file, mended, signed, and given out.

Its child is the handbook's worked example. Whoever has a copy is shown, and many copies at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from stls_desktop.gui.screens.advice import AdviceScreen
from stls_desktop.gui.screens.advice_giving import AdviceGivingScreen
from stls_desktop.gui.screens.pupil_file import PupilFileScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.report_copies import ReportCopiesScreen
from stls_desktop.gui.screens.reports import ReportsPage
from stls_desktop.gui.tour.hands import LostError, named, named_in_dialog, pause, wait_for
from stls_desktop.gui.tour.plans import worked_example

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour
    from stls_desktop.gui.widgets.line_field import Choice

_PUPILS: Final = 3
_REPORTS: Final = 4
_MOST_TURNS: Final = 60  # of signing; each fills in one field
_ANSWERS: Final = {
    "qualifications": "Specialist teacher, National Award for SEN Coordination",
    "who does it": "Class teacher",
    "how often": "In every lesson",
    "how long": "Six weeks",
    "how they will know": "He starts alone in four lessons of five",
    "looked at again": "+6w",
    "pupil": "He was away on the day.",
    "parent": "They could not come; the school will ring.",
}
"""{part of what is asked before signing: the answer}."""
_COPIES: Final = (
    ("PARENT", "STANDARD", "family"),
    ("PARENT", "LARGE", "large"),
    ("PARENT", "A5", "a5"),
    ("TEACHER", "STANDARD", "teacher"),
    ("SENCO", "IMPACT", "impact"),
)


def see_a_report(tour: Tour) -> None:
    """From the pupil's page to a report that has written itself, in the words of each reader."""
    page = tour.page(_PUPILS)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    page.open_pupil(worked_example(tour.shell.bench.desk).pupil_id)
    wait_for("the pupil's page", lambda: isinstance(page.detail(), PupilFileScreen))
    pause(300)
    tour.hands.count_anew()
    tour.hands.click(named(page, QPushButton, "Advice report"))
    wait_for("the report", lambda: isinstance(page.detail(), AdviceScreen))
    screen = page.detail()
    if not isinstance(screen, AdviceScreen):
        return
    pause(600)
    tour.picture("advice-empty")
    tour.hands.press(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier, screen)
    wait_for("the draft", lambda: screen.pages.view.page and not screen.sources.is_open)
    pause(800)
    tour.say(f"touches, draft a report: {tour.hands.touches.total}")
    tour.picture("advice-senco")
    _find(tour, screen)
    for words, name in (("For the family", "family"), ("For the class teacher", "teacher")):
        tour.hands.click(named(screen, QPushButton, words))
        pause(800)
        tour.picture(f"advice-{name}")
    tour.hands.click(named(screen, QPushButton, "Side by side"))
    pause(600)
    tour.picture("advice-side-by-side")
    tour.hands.press(Qt.Key.Key_Escape)
    pause(300)
    tour.hands.click(named(screen, QPushButton, "For the SENCO"))
    tour.hands.click(named(screen, QPushButton, "To mend"))
    pause(800)
    tour.picture("advice-to-mend")
    tour.hands.count_anew()
    _sign(tour, page, screen)
    giving = _giving(tour, page)
    tour.say(f"touches, mend and sign a report: {tour.hands.touches.total}")
    _give(tour, giving)
    page.show_nothing()


def _find(tour: Tour, screen: AdviceScreen) -> None:
    """Words in the pages beside the text: marked, counted, gone through, and left."""
    view = screen.pages.view
    tour.window.activateWindow()
    tour.hands.click(named(view, QToolButton, "Find in these pages"))
    tour.hands.write("carpet")
    wait_for("the places", lambda: tour.is_at_rest() and " of " in view.find_bar.count.text())
    tour.hands.press(Qt.Key.Key_F3, on=view)
    pause(300)
    tour.picture("advice-find")
    tour.hands.press(Qt.Key.Key_Escape, on=view.find_bar.line)
    pause(200)


def _sign(tour: Tour, page: PupilsPage, screen: AdviceScreen) -> None:
    """Sign; each entry of what is missing leads to its field, which is then filled in."""
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    summary = screen.signing.summary if screen.signing is not None else None
    if summary is None:
        return
    for turn in range(_MOST_TURNS):
        tour.hands.press(Qt.Key.Key_S, keys, screen)
        wait_for("the answer", tour.is_at_rest)
        pause(300)
        if page.detail() is not screen or not summary.isVisible():
            return
        if not turn:
            tour.picture("advice-before-signing")
        asked = summary.links()[0].text()
        answer = next((words for part, words in _ANSWERS.items() if part in asked), "")
        if not answer:
            msg = f"The tour has no answer to: {asked}"
            raise LostError(msg)
        tour.hands.click(summary.links()[0])
        pause(150)
        tour.hands.write(answer)
        tour.hands.press(Qt.Key.Key_Tab)
        pause(150)
    msg = "The report was not signed"
    raise LostError(msg)


def _giving(tour: Tour, page: PupilsPage) -> AdviceGivingScreen:
    wait_for("the copies", lambda: isinstance(page.detail(), AdviceGivingScreen))
    wait_for("the pages", tour.is_at_rest)
    shown = page.detail()
    if not isinstance(shown, AdviceGivingScreen):
        msg = "The signed report does not open"
        raise LostError(msg)
    pause(500)
    return shown


def _give(tour: Tour, giving: AdviceGivingScreen) -> None:
    """A copy for the school, then the family's and others as they look on the screen."""
    tour.picture("advice-give-school")
    tour.prompts.save_folder = tour.notes
    tour.hands.click(giving.save_button)
    pause(300)
    tour.hands.press(Qt.Key.Key_Return, on=named_in_dialog("fileNameEdit"))
    wait_for("the saved report", lambda: list(tour.notes.glob("Advice report*.pdf")))
    wait_for("the record of it", tour.is_at_rest)
    for audience, variant, name in _COPIES:
        for control, code in ((giving.audience, audience), (giving.variant, variant)):
            _choose(tour, control, code)
        wait_for("the pages", tour.is_at_rest)
        pause(400)
        tour.picture(f"advice-give-{name}")


def _choose(tour: Tour, control: Choice, code: str) -> None:
    """By its arrows, as from the keyboard."""
    control.setFocus(Qt.FocusReason.TabFocusReason)
    tour.hands.press(Qt.Key.Key_Home, on=control)
    for _ in range(control.count()):
        if control.value() == code:
            return
        tour.hands.press(Qt.Key.Key_Down, on=control)
    msg = f"{code} is not offered"
    raise LostError(msg)


def save_many(tour: Tour) -> None:
    """The Reports page: what was signed, and many copies in one go."""
    page = tour.page(_REPORTS)
    if not isinstance(page, ReportsPage):
        msg = "The reports' page is not there"
        raise LostError(msg)
    pause(300)
    tour.picture("reports")
    tour.hands.click(page.copies_button)
    wait_for("the list", lambda: isinstance(page.detail(), ReportCopiesScreen))
    copies = page.detail()
    if not isinstance(copies, ReportCopiesScreen):
        return
    wait_for("the list", tour.is_at_rest)
    pause(300)
    tour.picture("reports-to-save")
    folder = tour.folder / "copies"
    folder.mkdir()
    copies.save_into(folder)
    wait_for("the end", lambda: not copies.progress.isVisible())
    pause(300)
    tour.picture("reports-saved")
    page.show_nothing()
    tour.say(f"reports saved in one go: {len(list(folder.iterdir()))}")
