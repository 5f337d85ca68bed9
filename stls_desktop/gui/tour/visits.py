"""The tour's heart: a routine link visit from Today to the note in the SENCO's hand, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from stls_desktop.gui.screens.visit import VisitScreen
from stls_desktop.gui.tour.hands import (
    Touches,
    all_named,
    named,
    named_in_dialog,
    pause,
    wait_for,
)
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.row_list import RowList

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
ADVICE: Final = (
    "One now-next card for each table, in every lesson, used in the same way by all adults.\n\n"
    "- Say the name first\n- Give one instruction\n- Wait ten seconds before helping"
)
AREA: Final = "Communication and interaction"
ACTION: Final = "Make now-next cards for Years 2 and 3 and show the midday team"


def see_today(tour: Tour) -> None:
    """The first page, with nothing open beside the list."""
    tour.page(1)
    rows = named(tour.window, RowList, "Today")
    wait_for("today's visits", lambda: rows.count() > 0)
    pause(500)
    tour.picture("today")
    tour.say(f"today: {rows.count()} visits")


def see_what_blocks_signing(tour: Tour) -> None:
    """An unfinished visit says what is missing; an entry leads to its field."""
    tour.page(1)
    page = open_visit(tour, 2)
    sign = named(page, QPushButton, "Sign and give")
    tour.hands.click(sign)
    wait_for("what is missing", lambda: _visible(page, ErrorSummary))
    summary = _visible(page, ErrorSummary)[0]
    pause(300)
    tour.picture("visit-before-you-sign")
    entries = summary.links()
    tour.hands.click(entries[-1])
    pause(200)
    tour.picture("visit-entry-leads-to-field")
    tour.say(f"before you sign: {len(entries)} entries, each leads to its field")


def routine_visit(tour: Tour) -> Touches:
    """From Today to the signed note: everything outside prose is counted."""
    tour.page(1)
    hands = tour.hands
    pause(600)
    hands.count_anew()
    page = open_visit(tour, 0)
    tour.picture("visit")
    hands.click(named(page, QPushButton, "Done"))
    hands.click(named(page, QPushButton, "Done", 1))
    hands.click(named(page, QPushButton, AREA))
    hands.click(named(page, QPlainTextEdit, "Advice given"))
    hands.write(ADVICE)
    pause(1300)
    tour.picture("visit-written")
    hands.press(Qt.Key.Key_Return, _CTRL)
    hands.write(ACTION)
    hands.click(
        next(each for each in page.findChildren(QPushButton) if each.text().startswith("In "))
    )
    hands.click(named(page, QPushButton, "8"))
    pause(1300)
    tour.picture("visit-before-leaving")
    hands.press(Qt.Key.Key_S, _CTRL | _SHIFT)
    wait_for("the signed note", lambda: all_named(tour.window, QPushButton, "Save PDF"))
    pause(1800)
    tour.say("visit: last time's actions answered, written, signed")
    return hands.touches


def give_note(tour: Tour, touches: Touches) -> None:
    """Save the PDF that was previewed, under the name that is offered."""
    page = tour.window.page("today")
    tour.picture("note-preview")
    tour.prompts.save_folder = tour.notes
    tour.hands.click(named(page, QPushButton, "Save PDF"))
    wait_for("the file dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    line = named_in_dialog("fileNameEdit")
    offered = line.text()
    pause(200)
    tour.picture("save-the-note")
    tour.hands.press(Qt.Key.Key_Return, on=line)
    wait_for("the saved note", lambda: list(tour.notes.glob("*.pdf")))
    pause(600)
    tour.picture("note-given")
    tour.say(f"note: {offered} saved, {touches.total} touches besides prose")
    tour.hands.touches = Touches()


def see_the_rest(tour: Tour) -> None:
    """Planning, calling off, pupils, reports, search and commands."""
    page = tour.page(1)
    tour.hands.press(Qt.Key.Key_N, _CTRL, tour.window)
    named(page, QPushButton, "Add to the diary")
    pause(300)
    tour.picture("plan-a-visit")
    tour.hands.click(named(page, QPushButton, "Cancel"))
    rows = named(page, RowList, "Today")
    tour.hands.click_row(rows, next(n for n, told in visits_in(rows) if "Planned" in told))
    tour.hands.click(named(page, QPushButton, "Call off"))
    named(page, QPushButton, "Record it")
    pause(300)
    tour.picture("call-off")
    tour.hands.click(named(page, QPushButton, "Cancel"))
    for number, name, title in ((3, "pupils", "Pupils"), (4, "reports", "Reports")):
        page = tour.page(number)
        tour.picture(f"{name}-empty")
        tour.hands.click_row(named(page, RowList, title), 0)
        pause(1500)
        tour.picture(name)
    tour.hands.press(Qt.Key.Key_F, _CTRL, tour.window)
    pause(200)
    tour.hands.write("hopp")
    wait_for("what the search found", tour.window.search.picks)
    tour.picture("search")
    tour.hands.press(Qt.Key.Key_Escape)
    tour.hands.press(Qt.Key.Key_K, _CTRL, tour.window)
    pause(200)
    tour.picture("commands")
    tour.hands.press(Qt.Key.Key_Escape)
    tour.say("plan a visit, call off, pupils, reports, search, commands")


def visits_in(rows: RowList) -> list[tuple[int, str]]:
    """(place, what is told of it) of each visit; sessions of plans stand between them."""
    told = Qt.ItemDataRole.AccessibleTextRole
    lines = [(n, str(rows.model().index(n, 0).data(told))) for n in range(rows.count())]
    return [(place, words) for place, words in lines if "ISS session" not in words]


def open_visit(tour: Tour, place: int) -> VisitScreen:
    """Open the nth visit of the list of Today and wait until it is the one on the screen."""
    rows = named(tour.window, RowList, "Today")
    tour.hands.click_row(rows, visits_in(rows)[place][0])

    def screens() -> list[VisitScreen]:
        found = tour.window.findChildren(VisitScreen)
        return [each for each in found if each.isVisible() and each.visit_id == rows.current_id()]

    wait_for("the visit", screens)
    pause(500)
    return screens()[0]


def _visible(page: QWidget, kind: type[ErrorSummary]) -> list[ErrorSummary]:
    return [each for each in page.findChildren(kind) if each.isVisible()]
