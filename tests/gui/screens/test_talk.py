"""The conversation-safe view shows one child or one school, says so, and is left with one key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from stls_core.masking import folded
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.conversation import ConversationView
from stls_desktop.services import sharing
from stls_desktop.services.names import known_names
from tests.gui.screens.test_privacy import words_on

F8 = Qt.Key.Key_F8


def press(app, key=F8, where=None):
    app.window.activateWindow()
    QTest.keyClick(where or app.window, key)
    app.rest()


@pytest.fixture
def child(app):
    """A child with a plan that runs, whose file is open."""
    with app.desk.store.read() as read:
        plan = read.find(IssPlan, status="ACTIVE")[0]
        found = read.get(Pupil, plan.pupil_id)
    page = app.go(3)
    page.open_pupil(found.id)
    app.rest()
    return found


def view(app):
    found = app.window.findChildren(ConversationView)
    return next((each for each in found if each.isVisible()), None)


def told(app):
    return "\n".join(each.text() for each in view(app).findChildren(QLabel))


def test_only_this_child_is_on_the_screen(app, child):
    press(app)
    with app.desk.store.read() as read:
        others = [p for p in read.find(Pupil) if p.id != child.id]
    mine = {folded(w) for p in (child,) for w in f"{p.called} {p.legal_forename}".split()}
    mine |= {folded(w) for adult in child.parents_carers for w in adult.name.split()}
    everyday = known_names(app.desk).everyday
    names = {folded(p.legal_surname) for p in others} - mine - everyday
    seen = folded(" ".join(words_on(app.window)))
    assert child.called in told(app)
    assert not [name for name in names if name in seen.split()]
    assert not app.window.navigation.isVisible()
    assert not app.window.status.isVisible()


def test_it_says_that_it_is_on_and_how_to_leave_it(app, child):
    press(app)
    assert "Conversation-safe" in told(app)
    assert app.window.windowTitle() == "Link Teacher"
    press(app)
    assert view(app) is None
    assert app.window.navigation.isVisible()
    assert app.window.windowTitle().startswith("Pupils")


def test_escape_and_the_button_leave_it_too(app, child):
    press(app)
    press(app, Qt.Key.Key_Escape, view(app).leave)
    assert view(app) is None
    press(app)
    app.hands.click(view(app).leave)
    app.rest()
    assert view(app) is None
    assert app.window.current_key == "pupils"


def test_search_and_other_pages_are_out_of_reach(app, child):
    press(app)
    for key in (Qt.Key.Key_1, Qt.Key.Key_F, Qt.Key.Key_K):
        QTest.keyClick(app.window, key, Qt.KeyboardModifier.ControlModifier)
        app.rest()
    assert app.window.current_key == "pupils"
    assert QApplication.activePopupWidget() is None
    press(app)
    QTest.keyClick(app.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    app.rest()
    assert app.window.current_key == "today"


def test_health_alerts_are_never_shown(app, child):
    with app.desk.store.write() as work:
        work.edit("pupil", child.id, {"health_alerts": "Epilepsy, rescue medicine in bag."})
    press(app)
    assert "Epilepsy" not in told(app)


def test_another_child_in_the_words_becomes_initials(app, child):
    with app.desk.store.read() as read:
        other = next(p for p in read.find(Pupil) if p.legal_surname != child.legal_surname)
    with app.desk.store.write() as work:
        words = f"Plays with {other.legal_forename} {other.legal_surname}."
        work.edit("pupil", child.id, {"strengths": words})
    found = sharing.shared(app.desk, child.id)
    assert other.legal_surname not in found.parts[0].words
    assert f"{other.legal_forename[0]}.{other.legal_surname[0]}." in found.parts[0].words


def test_a_record_that_is_kept_close_is_refused(app, child):
    with app.desk.store.read() as read:
        plan = read.find(IssPlan, pupil_id=child.id)[0]
    assert sharing.shared(app.desk, plan.id).parts
    with app.desk.store.write() as work:
        work.edit("iss_plan", plan.id, {"sensitivity": "RESTRICTED"})
    found = sharing.shared(app.desk, plan.id)
    assert (found.parts, found.refusal) == ((), sharing.RESTRICTED)


def test_a_school_shows_nothing_about_single_children(app):
    page = app.go(2)
    app.choose_row(page, "Schools")
    app.rest()
    press(app)
    words = told(app)
    press(app)
    with app.desk.store.read() as read:
        names = {p.legal_surname for p in read.find(Pupil)} - known_names(app.desk).everyday
    assert words
    assert not [name for name in names if name in words.split()]


def test_with_nothing_open_it_says_what_to_do(app):
    app.go(5)
    press(app)
    box = QApplication.activeModalWidget()
    assert "Nothing is open" in box.windowTitle()
    box.close()


def test_what_was_typed_is_saved_before_the_view_opens(app, child):
    page = app.go(3)
    page.begin_record(child.id, "observation")
    app.rest()
    line = page.detail().form.control("lesson")
    app.hands.click(line)
    QTest.keyClicks(line, "Singing")
    press(app)
    with app.desk.store.read() as read:
        drafts = [d.doc.get("lesson") for d in read.drafts()]
        kept = [o.doc.get("lesson") for o in [read.open(page.detail().rec)] if o]
    assert "Singing" in (*drafts, *kept)
    press(app)
    assert line.text() == "Singing"
