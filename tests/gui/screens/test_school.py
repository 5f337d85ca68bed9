"""A school's page by keyboard: timeline, folded details, a change of SENCO, an empty school."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from stls_core.records.settings import Setting
from stls_core.records.visits import Action
from stls_desktop.gui.screens.plan_visit import PlanVisitPanel
from stls_desktop.gui.screens.school import PastCard, SchoolScreen, SencoCard
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.services import school_past
from tests.builders import setting


def shown(app, rec):
    page = app.go(2)
    page.open_school(rec)
    app.rest()
    wait_for("the school", lambda: isinstance(page.detail(), SchoolScreen))
    assert page.detail().rec == rec
    return page.detail()


def with_actions(app):
    with app.desk.store.read() as read:
        return read.find(Action, status="OPEN")[0].setting_id


def key(app, code):
    app.window.activateWindow()
    QTest.keyClick(QApplication.focusWidget(), code)
    app.rest()


def test_the_timeline_comes_a_page_at_a_time_and_by_kind(app):
    screen = shown(app, with_actions(app))
    card = screen.findChild(PastCard)

    def lines():
        return [b for b in card.findChildren(QPushButton) if ": " in b.accessibleName()]

    assert len(lines()) == school_past.PAGE
    card.more.setFocus()
    key(app, Qt.Key.Key_Space)
    assert len(lines()) > school_past.PAGE
    assert lines()[school_past.PAGE].hasFocus()
    card.kind.setFocus()
    key(app, Qt.Key.Key_Down)
    assert lines()
    assert all("Link visit" in b.accessibleName() for b in lines())
    lines()[-1].setFocus()
    key(app, Qt.Key.Key_Space)
    assert app.window.current_key == "today"


def test_details_are_folded_and_open_for_a_problem(app):
    screen = shown(app, with_actions(app))
    assert not screen.details.is_open
    assert not screen.form.boxes["street"].isVisible()
    screen.go_to(screen.rec, "street")
    assert screen.details.is_open
    assert screen.form.boxes["street"].isVisible()


def test_a_new_senco_keeps_the_former_and_takes_the_actions_over(app):
    rec = with_actions(app)
    with app.desk.store.write() as work:
        found = work.get(Setting, rec)
        old = next(c.name for c in found.current_contacts(app.desk.today()) if c.role == "SENCO")
        owed = work.find(Action, setting_id=rec, status="OPEN")[0].id
        work.edit("action", owed, {"who": old})
    screen = shown(app, rec)
    card = screen.findChild(SencoCard)
    card.name.setFocus()
    QTest.keyClicks(card.name, "Ottoline Newbold")
    key(app, Qt.Key.Key_Return)
    page = app.window.page("schools")
    wait_for("the page anew", lambda: page.detail() is not screen, 20)
    app.rest()
    card = page.detail().findChild(SencoCard)
    wait_for("the warning", lambda: old in card.banner.accessibleName(), 20)
    app.hands.click(named(card, QPushButton, "Hand the actions to Ottoline Newbold"))
    app.rest()
    with app.desk.store.read() as read:
        assert read.get(Action, owed).who == "Ottoline Newbold"
        kept = {c.name: c.to_on for c in read.get(Setting, rec).contacts}
    assert kept[old] is not None
    assert kept["Ottoline Newbold"] is None
    wait_for("the warning gone", lambda: "open action" not in card.banner.accessibleName(), 20)


def test_a_change_without_a_name_asks_for_one(app):
    card = shown(app, with_actions(app)).findChild(SencoCard)
    app.hands.click(card.change)
    assert card._box.problem == "Enter the name of the new SENCO"


@pytest.fixture
def empty(app):
    new = setting(id="01890000-0000-7000-8000-0000000000e1", name="Aardvark Lane Infants")
    with app.desk.store.write() as work:
        work.put(new)
    return new.id


def test_an_empty_school_invites_the_first_visit(app, empty):
    screen = shown(app, empty)
    app.hands.click(named(screen, QPushButton, "Plan the first visit"))
    page = app.window.page("schools")
    wait_for("the plan", lambda: isinstance(page.detail(), PlanVisitPanel))
