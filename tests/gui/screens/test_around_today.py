"""Beside the visits: what is due leads to its record, and a day is entered by one press."""

from __future__ import annotations

from threading import Event

from PySide6.QtWidgets import QLabel, QPushButton

from stls_core.records.days import DayLog
from stls_desktop.gui.printers import PrinterError
from stls_desktop.gui.screens import going_out
from stls_desktop.gui.screens.due import DueScreen
from stls_desktop.gui.screens.going_out import GoingOutScreen
from stls_desktop.gui.screens.my_day import MyDayScreen
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.services import due


def test_what_is_due_is_counted_listed_and_opened(app):
    page = app.go(1)
    expected = due.count(app.desk)
    wait_for("the count", lambda: page.due.text().startswith(f"{expected} "), 10)
    app.hands.click(page.due)
    wait_for("the list", lambda: page.findChild(DueScreen), 10)
    app.rest()
    screen = page.findChild(DueScreen)
    links = [b for b in screen.findChildren(QPushButton) if b.text() == "Review of the case"]
    app.hands.click(links[0])
    pupils = app.window.page("pupils")
    wait_for("the record", lambda: isinstance(pupils.detail(), RecordScreen), 10)
    assert app.window.current_key == "pupils"


def my_logs(app):
    with app.desk.store.read() as read:
        return read.find(DayLog, day_on=app.desk.today().isoformat())


def test_my_day_is_entered_from_the_strip_by_one_press_and_can_be_undone(app):
    page = app.go(1)
    strip = page.strip
    wait_for("the line", lambda: strip.words().startswith("Not yet. "), 10)
    app.hands.click(strip.take)
    wait_for("the line", lambda: "miles" in strip.words() and not strip.take.isVisible(), 10)
    (mine,) = my_logs(app)
    assert mine.miles is not None
    assert strip.open.text() == "Change"
    app.hands.click(named(app.window, QPushButton, f"Undo. My day: {strip.words()}."))
    wait_for("the line", lambda: strip.words().startswith("Not yet. "), 10)
    assert my_logs(app) == ()


def test_my_day_opens_as_a_form_with_last_times_figures_to_take(app):
    page = app.go(1)
    wait_for("the line", lambda: page.strip.words().startswith("Not yet. "), 10)
    app.hands.click(page.my_day)
    wait_for("the form", lambda: isinstance(page.detail(), MyDayScreen), 10)
    app.rest()
    app.hands.click(named(page.detail(), QPushButton, "Take these figures"))
    wait_for("the line", lambda: page.strip.open.text() == "Change", 10)
    assert "miles" in page.strip.words()
    assert len(my_logs(app)) == 1


def open_going_out(app):
    page = app.go(1)
    app.hands.click(page.going_out)
    wait_for("the checks", lambda: page.findChild(GoingOutScreen), 10)
    return page.findChild(GoingOutScreen)


def told(screen):
    return [each.text() for each in screen.findChildren(QLabel) if each.isVisible()]


def test_going_out_says_what_is_here_with_the_time(app):
    screen = open_going_out(app)
    wait_for("the time", lambda: screen.when.text().startswith("Checked at"), 40)
    assert screen.banner.accessibleName()
    assert screen.again.isEnabled()
    whats = {"Diary", "Addresses", "Contacts", "Records", "Unlocking", "Notes", "Forms", "Printer"}
    wait_for("every line", lambda: whats <= set(told(screen)), 60)


def test_a_printer_that_does_not_answer_holds_nothing_up(app, monkeypatch):
    """The other lines are there while it is looked for, and the window goes on."""
    asked, answers = Event(), Event()

    def slow():
        asked.set()
        answers.wait(30)
        raise PrinterError("The printers did not answer.")

    monkeypatch.setattr(going_out, "count_printers", slow)
    screen = open_going_out(app)
    wait_for("the other lines", lambda: {"Diary", "Notes"} <= set(told(screen)), 30)
    wait_for("the printers to be asked", asked.is_set, 30)
    assert screen.when.text() == going_out.LOOKING
    assert told(screen).count(going_out.LOOKING) == 2  # under the title, and in the last card
    assert not screen.again.isEnabled()
    answers.set()
    wait_for("the end", lambda: screen.when.text().startswith("Checked at"), 10)
    assert "The printers did not answer." in told(screen)
    assert "Printer" not in screen.banner.accessibleName()  # it is no reason to stay


def test_what_finds_no_room_at_first_is_counted_and_shown_by_one_press(app, monkeypatch):
    monkeypatch.setattr(due, "MOST", 3)
    page = app.go(1)
    app.hands.click(page.due)
    wait_for("the list", lambda: page.findChild(DueScreen), 10)
    app.rest()
    screen = page.findChild(DueScreen)
    reviews = next(group for group in due.due(app.desk) if group.key == "reviews")
    assert reviews.more > 0
    more = named(screen, QPushButton, f"and {reviews.more} more")
    app.hands.click(more)
    app.rest()
    left = reviews.more - 3
    wait_for("the next lines", lambda: all_named(screen, QPushButton, f"and {left} more"), 10)
