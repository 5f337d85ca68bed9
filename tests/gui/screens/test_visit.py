"""A visit on the screen: answered, signed by keyboard; what blocks it leads to its field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QPlainTextEdit, QPushButton, QWidget

from stls_core.records.agreements import Agreement
from stls_core.records.pupils import Pupil
from stls_core.records.reports import SignedVersion
from stls_core.records.visits import Action, Discussion, LinkVisit
from stls_desktop.gui.screens.note import NoteScreen
from stls_desktop.gui.screens.visit import VisitScreen
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.gui.tour.visits import open_visit as opened_by
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.row_list import RowList

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
AREA = "Communication and interaction"


def open_visit(app, place=0):
    app.go(1)
    screen = opened_by(app, place)
    app.rest()
    return screen


def press(app, key, modifiers=CTRL):
    app.window.activateWindow()
    QTest.keyClick(QApplication.focusWidget() or app.window, key, modifiers)


def type_here(words):
    QTest.keyClicks(QApplication.focusWidget(), words)


def summary(screen):
    return next((s.links() for s in screen.findChildren(ErrorSummary) if s.isVisible()), [])


def words_of(screen):
    return [link.text() for link in summary(screen)]


def answer_the_last_actions(app, screen):
    for line in screen.carried:
        app.hands.click(named(line, QPushButton, "Done"))


def write_advice(app, screen, words):
    app.hands.click(named(screen, QPlainTextEdit, "Advice given"))
    type_here(words)


def offered_days(screen):
    return [b for b in screen.findChildren(QPushButton) if b.text().startswith("In ")]


def fill(app, screen):
    """A routine visit up to its signature."""
    answer_the_last_actions(app, screen)
    app.hands.click(named(screen, QPushButton, AREA))
    write_advice(app, screen, "One card for each table.")
    press(app, Qt.Key.Key_Return)
    type_here("Make the cards")
    app.hands.click(offered_days(screen)[0])


def sign(app):
    press(app, Qt.Key.Key_S, CTRL | SHIFT)
    app.rest()


def found(app, record, **where):
    with app.desk.store.read() as read:
        return read.find(record, **where)


def test_a_routine_visit_is_signed_by_keyboard_and_offers_are_one_press(app):
    screen = open_visit(app)
    visit = screen.visit_id
    fill(app, screen)
    sign(app)
    wait_for("the note", lambda: app.window.findChildren(NoteScreen))
    (version,) = [v for v in found(app, SignedVersion, of_id=visit) if not v.part_of_id]
    assert "One card for each table." in version.content
    assert "Make the cards" in version.content
    (record,) = found(app, LinkVisit, id=visit)
    assert record.status == "SIGNED"
    assert record.next_visit_on is not None
    (action,) = found(app, Action, visit_id=visit)
    assert action.by_when_on == record.next_visit_on


def test_keys_typed_at_once_after_the_shortcut_go_into_the_new_action(app):
    screen = open_visit(app)
    write_advice(app, screen, "Advice.")
    press(app, Qt.Key.Key_Return)
    type_here("Cards")
    assert named(screen, QPlainTextEdit, "Advice given").toPlainText() == "Advice."
    assert screen.agreed.rows_shown[0].state.form.control("what").value() == "Cards"


def test_problems_stand_in_the_order_of_the_screen_and_lead_to_their_fields(app):
    screen = open_visit(app, 3)
    app.hands.click(named(screen, QPushButton, "Sign and give"))
    app.rest()
    words = words_of(screen)
    assert "became of" in words[0]
    places = [
        next(n for n, w in enumerate(words) if part in w)
        for part in ("end time", "area of need", "advised", "“No actions”", "next visit")
    ]
    assert places == sorted(places), words
    for link in summary(screen):
        app.hands.click(link)
        app.rest()
        focused = QApplication.focusWidget()
        assert focused is not None, link.text()
        assert screen.scroller.widget().isAncestorOf(focused), link.text()
        assert focused.visibleRegion().boundingRect().height() > 0, link.text()


def test_nothing_is_signed_while_something_is_missing(app):
    screen = open_visit(app)
    sign(app)
    assert summary(screen)
    assert not found(app, SignedVersion, of_id=screen.visit_id)


def test_a_pupil_without_an_agreement_is_not_named_in_a_signed_visit(app):
    pupil = next(p for p in found(app, Pupil) if not found(app, Agreement, pupil_id=p.id))
    visit = found(app, LinkVisit, setting_id=pupil.setting_id, status="PLANNED")[0]
    app.window.page("today").open_visit(visit.id)
    app.rest()
    screen = app.window.findChildren(VisitScreen)[-1]
    fill(app, screen)
    app.hands.click(named(screen, QPushButton, "Named pupil"))
    pupils = screen.talks.rows_shown[0].state.form.control("pupil_id")
    pupils.setFocus()
    type_here(pupil.initials)
    assert "no agreement" in pupils.currentText()
    sign(app)
    assert any("Agreement to Engage" in each for each in words_of(screen))
    assert not found(app, SignedVersion, of_id=screen.visit_id)


def test_a_removed_discussion_comes_back_with_undo(app):
    screen = open_visit(app)
    write_advice(app, screen, "Kept words.")
    app.hands.click(screen.talks.rows_shown[0].remove)
    assert not screen.talks.rows_shown[0].isVisible()
    bar = next(b for b in screen.findChildren(UndoBar) if b.isVisible())
    app.hands.click(named(bar, QPushButton, "Undo"))
    assert screen.talks.rows_shown[0].isVisible()
    app.go(2)
    (talk,) = found(app, Discussion, visit_id=screen.visit_id)
    assert talk.advice == "Kept words."
    assert not talk.deleted


def test_a_dropped_action_wants_its_reason(app):
    screen = open_visit(app)
    fill(app, screen)
    line = screen.carried[0]
    app.hands.click(named(line, QPushButton, "Dropped"))
    sign(app)
    assert words_of(screen), "dropped without a reason"
    app.hands.click(line.note)
    type_here("The class has moved on.")
    sign(app)
    wait_for("the note", lambda: app.window.findChildren(NoteScreen))
    (action,) = found(app, Action, id=line.state.rec)
    assert (action.status, action.outcome_note) == ("DROPPED", "The class has moved on.")


def test_a_visit_is_called_off_and_stays_a_record(app):
    screen = open_visit(app, 1)
    visit = screen.visit_id
    app.hands.click(named(screen, QPushButton, "Call off"))
    page = app.window.page("today")
    app.hands.click(named(page, QPushButton, "Nobody there"))
    app.hands.click(named(page, QPushButton, "Record it"))
    assert found(app, LinkVisit, id=visit)[0].status == "PLANNED", "who and why are asked first"
    for name in ("Called off by", "Reason"):
        named(page, QComboBox, name).setFocus()
        press(app, Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier)
    app.hands.click(named(page, QPushButton, "Record it"))
    app.rest()
    (record,) = found(app, LinkVisit, id=visit)
    assert record.status == "NO_SHOW"


def test_a_known_contact_is_offered_until_they_are_in_the_list(app):
    screen = open_visit(app)
    attendees = screen.form.control("attendees")
    offers = [b for b in attendees.findChildren(QPushButton) if b.isVisible() and "," in b.text()]
    before = len(attendees.value())
    app.hands.click(offers[0])
    assert not offers[0].isVisible()
    assert [e["name"] for e in attendees.value()][before] == offers[0].text().partition(",")[0]


def test_no_part_of_a_screen_opens_as_a_window_of_its_own(app):
    strays = []

    class Watch(QObject):
        def eventFilter(self, target, event):  # noqa: N802 - Qt's name
            shown = event.type() == QEvent.Type.Show and isinstance(target, QWidget)
            if shown and target.isWindow() and target.windowType() == Qt.WindowType.Window:
                strays.append(target)
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    screen = open_visit(app)
    press(app, Qt.Key.Key_Return)
    press(app, Qt.Key.Key_D)
    for number, name in ((2, "Schools"), (3, "Pupils")):
        page = app.go(number)
        app.choose_row(page, name)
    app.go(5)
    QApplication.instance().removeEventFilter(watch)
    assert isinstance(screen, VisitScreen)
    assert strays == []


def test_leaving_a_visit_keeps_what_was_typed(app):
    screen = open_visit(app)
    visit = screen.visit_id
    write_advice(app, screen, "Said in passing.")
    app.choose_row(app.window.page("today"), "Today", 3)
    app.rest()
    talks = found(app, Discussion, visit_id=visit)
    with app.desk.store.read() as read:
        kept = [d.doc.get("advice") for d in read.drafts(visit)]
    assert "Said in passing." in [*(t.advice for t in talks), *kept]


def test_the_list_says_draft_while_something_is_unfinished(app):
    screen = open_visit(app)
    write_advice(app, screen, "Begun.")
    screen.keeper.settle()
    app.rest()
    rows = all_named(app.window, RowList, "Today")[0]
    assert "Draft" in rows.model().data(
        rows.model().index(0, 0), Qt.ItemDataRole.AccessibleTextRole
    )
