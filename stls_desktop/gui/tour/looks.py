"""The tour through what stands on every report, and through its headings in other languages.

The look is typed and kept; a heading is put right and reviewed; a council's file is looked at
before it is loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QPushButton

from stls_desktop.gui.screens.report_headings import ReportHeadingsScreen
from stls_desktop.gui.screens.report_look import ReportLookScreen
from stls_desktop.gui.screens.reports import ReportsPage
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.gui.tour.schools import choose_file
from stls_desktop.gui.widgets.line_field import Choice

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_REPORTS: Final = 4
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_HARD: Final = "What is hard?"
_LOOK: Final = {
    "council_name": "Wenning County Council",
    "service_name": "Specialist Teaching and Learning Service",
    "marking": "OFFICIAL",
    "family_marking": "Private: about your child",
}
"""{field of the look: what is typed into it}."""


def see_the_look(tour: Tour) -> None:
    """What stands on every report, from the palette, kept as it is typed."""
    page = _page(tour)
    tour.hands.count_anew()
    _by_command(tour, "look of rep")
    wait_for("the look", lambda: isinstance(page.detail(), ReportLookScreen))
    screen = page.detail()
    if not isinstance(screen, ReportLookScreen):
        return
    wait_for("the look", tour.is_at_rest)
    pause(400)
    tour.picture("look-of-reports-empty")
    for name, words in _LOOK.items():
        box = screen.form.boxes[name]
        box.take_focus()
        tour.hands.press(Qt.Key.Key_A, _CTRL)
        tour.hands.write(words)
    pause(900)
    tour.picture("look-of-reports")
    tour.hands.click(named(screen, QPushButton, "Close"))
    wait_for("the list", tour.is_at_rest)
    tour.say(f"touches, what stands on every report: {tour.hands.touches.total}")


def see_headings(tour: Tour) -> None:
    """Headings in Arabic, then one in Polish put right, reviewed, and a file looked at."""
    page = _page(tour)
    _by_command(tour, "headings")
    wait_for("the headings", lambda: isinstance(page.detail(), ReportHeadingsScreen))
    screen = page.detail()
    if not isinstance(screen, ReportHeadingsScreen):
        return
    wait_for("the sentences", lambda: bool(screen.rows) and tour.is_at_rest())
    pause(400)
    tour.picture("headings-arabic")
    choice = named(screen, Choice, "Language")
    tour.hands.count_anew()
    choice.setFocus()
    tour.hands.press(Qt.Key.Key_Down, on=choice)
    wait_for("the sentences", tour.is_at_rest)
    pause(400)
    text = named(screen, QPlainTextEdit, _HARD)
    text.setFocus()
    text.selectAll()
    tour.hands.write("Co jest trudne?")
    pause(900)
    tour.picture("headings-typed")
    tour.hands.press(Qt.Key.Key_Return, _CTRL, on=text)
    wait_for("the review", lambda: screen.count.words().startswith("1 of"))
    tour.say(f"touches, put a heading right and review it: {tour.hands.touches.total}")
    for row in screen.rows[:2]:
        row.read.setFocus()
        tour.hands.press(Qt.Key.Key_Space, on=row.read)
    pause(300)
    tour.picture("headings-reviewed")
    _load(tour, screen)
    page.show_nothing()


def _load(tour: Tour, screen: ReportHeadingsScreen) -> None:
    """A council's file: what it would do stands there before anything is written."""
    path = tour.folder / "polish.csv"
    rows = [f'pl,{row.key},"{row.text.value()}",Halina Example,2026-01-12' for row in screen.rows]
    rows[-1] = "pl,NOWHERE,Nic,Halina Example,2026-01-12"
    path.write_text("\n".join(("lang,key,text,reviewed_by,reviewed_on", *rows, "")), "utf-8")
    tour.hands.click(screen.load_button)
    pause(300)
    choose_file(tour.hands, path)
    wait_for("the preview", lambda: screen.file.isVisible() and tour.is_at_rest())
    pause(400)
    tour.picture("headings-file")
    tour.hands.click(screen.file.load_button)
    last = len(screen.rows) - 1
    wait_for("the file", lambda: screen.count.words().startswith(f"{last} of"))
    wait_for("the sentences", tour.is_at_rest)
    pause(400)
    tour.picture("headings-loaded")


def _page(tour: Tour) -> ReportsPage:
    page = tour.page(_REPORTS)
    if not isinstance(page, ReportsPage):
        msg = "The reports' page is not there"
        raise LostError(msg)
    return page


def _by_command(tour: Tour, words: str) -> None:
    """By the palette: Ctrl+K, a few letters, Enter."""
    tour.hands.press(Qt.Key.Key_K, _CTRL, tour.window)
    pause(200)
    line = QApplication.focusWidget()
    if line is None:
        msg = "The commands did not open"
        raise LostError(msg)
    tour.hands.write(words)
    tour.hands.press(Qt.Key.Key_Return, on=line)
    pause(100)
    tour.window.activateWindow()  # offscreen, a closed dialog leaves no window active
