"""A plan's screen, driven as a teacher does: by keyboard, with the mouse, and with undo."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton

from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import IssPlan, IssSession, Target
from stls_desktop.gui.screens.call_off_line import CallOffLine
from stls_desktop.gui.screens.plan import PlanScreen
from stls_desktop.gui.screens.session import SessionScreen
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.target_chart import TargetChart
from tests.gui.screens.test_plain_records import wait_until_saved
from tests.gui.screens.test_pupil_file import begin, open_a_pupil

CTRL = Qt.KeyboardModifier.ControlModifier
QUESTION = "How can he begin alone?"
TARGET = (
    "By 12 Feb, on the carpet with a now-next card, T. starts the first task within 1 minute of"
    " the instruction in 4 of 5 lessons with no more than one gesture prompt."
)


@pytest.fixture
def page(app):
    return open_a_pupil(app)


@pytest.fixture
def plan(app, page):
    """A new plan with the caret in its question."""
    begin(app, page, "ISS plan")
    return shown(page)


def shown(page):
    wait_for("the plan", lambda: page.findChildren(PlanScreen), 10)
    return next(s for s in page.findChildren(PlanScreen) if s.isVisible())


def open_running(app, page, status="ACTIVE", has=None):
    """A running plan of the demo that has what the test needs."""
    with app.desk.store.read() as read:
        for found in read.find(IssPlan, status=status):
            sessions = read.find(IssSession, plan_id=found.id)
            if has is None or any(map(has, sessions)):
                break
    page.open_record(found.pupil_id, found.id)
    app.rest()
    return shown(page), found


def keys(words):
    QTest.keyClicks(QApplication.focusWidget(), words)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def fold(screen, title):
    return next(f for f in screen.findChildren(Fold) if f._title == title)


def stored(app, record, **equals):
    with app.desk.store.read() as read:
        return read.find(record, **equals)


def test_a_new_plan_opens_on_six_fields_with_the_caret_in_the_question(app, plan):
    keys(QUESTION)
    assert named(plan, QPlainTextEdit, "Question").toPlainText() == QUESTION
    assert [f.key for f in plan.folds.values() if f.is_open] == []
    for name in ("Add to baseline", "Add to who is coached", "Add a target"):
        assert named(plan, QPushButton, name)
    assert named(plan, QLineEdit, "Sessions").text() == "6"
    assert named(plan, QLineEdit, "Hours").text() == "12"
    assert named(plan, QLineEdit, "Starts")
    assert named(plan, QLineEdit, "Final review")
    assert not all_named(plan, QPlainTextEdit, "Presenting need")


def test_plan_and_first_target_are_typed_by_keyboard_alone_and_settle_together(app, plan):
    keys(QUESTION)
    words = named(plan, QPlainTextEdit, "Target")
    for _ in range(4):  # the row of the baseline, and what adds a target, lie between
        if QApplication.focusWidget() is not words:
            press(Qt.Key.Key_Tab)
    keys(TARGET)
    press(Qt.Key.Key_Tab)  # scale
    press(Qt.Key.Key_Tab)  # by
    keys("12/2/27")
    press(Qt.Key.Key_Tab)
    keys("3")
    press(Qt.Key.Key_Tab)
    keys("7")
    wait_until_saved(plan)
    app.go(1)
    (found,) = stored(app, Target, statement=TARGET)
    (held,) = stored(app, IssPlan, question=QUESTION)
    assert found.plan_id == held.id
    assert found.pupil_id == held.pupil_id
    assert (found.baseline, found.expected, found.due_on) == (3.0, 7.0, dt.date(2027, 2, 12))


def test_a_target_that_nobody_wrote_in_is_no_record(app, plan):
    keys(QUESTION)
    wait_until_saved(plan)
    app.go(1)
    (held,) = stored(app, IssPlan, question=QUESTION)
    assert stored(app, Target, plan_id=held.id) == ()
    with app.desk.store.read() as read:
        assert read.drafts() == ()


def test_hints_follow_the_typing_and_never_block(app, plan):
    words = named(plan, QPlainTextEdit, "Target")
    app.hands.click(words)
    keys("He will understand")
    row = plan.targets.shown()[0]
    assert "“understand” cannot be seen" in row.hints
    assert "say by when" in row.hints
    words.clear()
    keys(TARGET)
    assert row.hints == "Verb, condition, number and date"


def test_an_expected_mark_below_the_baseline_is_told_at_once(app, plan):
    app.hands.click(named(plan, QPlainTextEdit, "Target"))
    keys("T. starts.")
    form = plan.targets.shown()[0].state.form
    form.control("baseline").setFocus()
    keys("7")
    form.control("expected").setFocus()
    keys("3")
    assert "lies above the baseline" in form.boxes["expected"].problem
    keys("9")
    assert form.boxes["expected"].problem == ""


def test_goal_attainment_shows_five_levels_and_keeps_its_convention(app, plan):
    app.hands.click(named(plan, QPlainTextEdit, "Target"))
    keys("T. starts.")
    app.hands.click(named(plan, QPushButton, "Goal attainment (-2 to 2)"))
    first = plan.targets.shown()[0].state.flat()
    assert (first["gas_baseline"], first["baseline"]) == (-2, -2.0)
    app.hands.click(named(plan, QPushButton, "At -1, with room to fall back"))
    form = plan.targets.shown()[0].state.form
    assert form.control("baseline").value() == -1.0
    assert named(plan, QPushButton, "-2 Less than at present")
    form.control("expected").setFocus()
    keys("0")
    wait_until_saved(plan)
    flat = plan.targets.shown()[0].state.flat()
    assert (flat["gas_baseline"], flat["baseline"], flat["expected"]) == (-1, -1.0, 0.0)


def test_a_fourth_target_is_taken_and_advised_against(app, plan):
    for _ in range(3):
        press(Qt.Key.Key_T, CTRL)
        keys("T. starts.")
    assert len(plan.targets.shown()) == 4
    assert "Which three matter most?" in plan.targets._warning.accessibleName()


def test_a_removed_target_comes_back_with_undo(app, plan):
    press(Qt.Key.Key_T, CTRL)
    keys("T. starts.")
    row = plan.targets.shown()[-1]
    app.hands.click(row.remove)
    assert len(plan.targets.shown()) == 1
    undo = named(plan, QPushButton, "Undo. The target was removed.")
    named(plan, QPushButton, "Add an action").setFocus()
    for _ in range(
        5
    ):  # past what stands below the actions; it floats over the screen, so it is last
        press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is undo:
            break
    assert QApplication.focusWidget() is undo
    press(Qt.Key.Key_Space)
    assert [r.state.flat().get("statement") for r in plan.targets.shown()] == [None, "T. starts."]


def test_a_section_unfolds_by_keyboard_and_stays_open_next_time(app, page, plan):
    keys(QUESTION)
    heading = named(plan, QPushButton, "The child")
    heading.setFocus()
    press(Qt.Key.Key_Right)
    assert named(plan, QPlainTextEdit, "Presenting need")
    press(Qt.Key.Key_Left)
    assert not all_named(plan, QPlainTextEdit, "Presenting need")
    press(Qt.Key.Key_Return)
    wait_until_saved(plan)
    app.hands.click(named(page, QPushButton, "Back to the pupil"))
    app.rest()
    begin(app, page, "ISS plan")
    app.rest()
    assert fold(shown(page), "The child").is_open


def test_a_section_with_something_in_it_is_open(app, page):
    screen, _ = open_running(app, page)
    assert fold(screen, "The child").is_open
    assert fold(screen, "Agreed by").is_open


def test_impossible_dates_are_told_at_the_field(app, plan):
    keys(QUESTION)
    for name, day in (("Starts", "1/9/26"), ("Final review", "8/1/27")):
        line = named(plan, QLineEdit, name)
        app.hands.click(line)
        keys(day)
        press(Qt.Key.Key_Tab)
    plan.keeper.settle()
    wait_for("the words", lambda: plan.form.boxes["final_review_on"].problem, 10)
    assert "until 18 December 2026" in plan.form.boxes["final_review_on"].problem
    assert stored(app, IssPlan, question=QUESTION) == ()


def test_who_agreed_is_one_press_and_says_so_in_words(app, plan):
    keys(QUESTION)
    app.hands.click(named(plan, QPushButton, "Agreed by"))
    parties = plan.form.control("consents").parties
    assert parties["ST"].state == "Has to agree"
    app.hands.click(named(plan, QPushButton, "SENCO: agreed today"))
    assert parties["SENCO"].state == "Agreed 14 Sep"
    asked = named(plan, QLineEdit, "Parents or carers: Asked on")
    app.hands.click(asked)
    keys("10/9/26")
    press(Qt.Key.Key_Tab)
    assert parties["PARENT"].state == "Asked; say why not agreed"
    app.hands.click(named(plan, QLineEdit, "Parents or carers: If not: why"))
    keys("Away until Friday")
    assert parties["PARENT"].state == "Asked 10 Sep, not agreed"
    wait_until_saved(plan)
    app.go(1)
    (held,) = stored(app, IssPlan, question=QUESTION)
    assert {c.party: c.is_settled for c in held.consents} == {"SENCO": True, "PARENT": True}


def test_all_sessions_are_planned_with_one_press_and_taken_back_with_another(app, plan):
    keys(QUESTION)
    for name, day in (("Starts", "21/9/26"), ("Final review", "11/12/26")):
        app.hands.click(named(plan, QLineEdit, name))
        keys(day)
        press(Qt.Key.Key_Tab)
    app.hands.click(named(plan, QPushButton, "Plan the sessions"))
    app.rest()
    assert plan.sessions.dose == "0 of 6 sessions, 0 of 12 h"
    held = stored(app, IssSession, plan_id=plan.rec)
    assert [s.held_on for s in held][:2] == [dt.date(2026, 9, 21), dt.date(2026, 9, 28)]
    assert len(held) == 6
    app.hands.click(named(plan, QPushButton, "Undo. 6 sessions planned."))
    app.rest()
    assert stored(app, IssSession, plan_id=plan.rec) == ()


def test_without_days_the_sessions_are_not_planned_and_it_says_why(app, plan):
    keys(QUESTION)
    app.hands.click(named(plan, QPushButton, "Plan the sessions"))
    app.rest()
    assert "start and the final review" in plan.banner.accessibleName()


def a_planned(session):
    return session.status == "PLANNED"


def test_a_session_is_called_off_from_the_list_and_counts_as_what_it_is(app, page):
    screen, plan = open_running(app, page, has=a_planned)
    before = screen.sessions.dose
    off = [b for b in screen.findChildren(QPushButton) if b.text() == "Call off" and b.isVisible()]
    app.hands.click(off[0])
    keys("T")  # the school
    press(Qt.Key.Key_Tab)
    keys("N")  # no cover
    line = next(c for c in screen.findChildren(CallOffLine) if c.isVisible())
    assert (line.by.value(), line.reason.value()) == ("SETTING", "NO_COVER")
    app.hands.click(named(screen, QPushButton, "Record it as called off"))
    app.rest()
    assert "called off: no cover in the school" in screen.sessions.dose
    off = stored(app, IssSession, plan_id=plan.id, status="CANCELLED")
    assert ("SETTING", "NO_COVER") in {(s.called_off_by, s.called_off_reason) for s in off}
    undo = "Undo. Recorded. The session still counts as what it is."
    app.hands.click(named(screen, QPushButton, undo))
    app.rest()
    assert screen.sessions.dose == before


def test_a_change_from_elsewhere_leaves_the_session_that_is_being_called_off(app, page):
    screen, plan = open_running(app, page, has=a_planned)
    off = [b for b in screen.findChildren(QPushButton) if b.text() == "Call off" and b.isVisible()]
    app.hands.click(off[0])
    keys("T")  # the school
    dose = screen.sessions.dose
    with app.desk.store.write() as work:
        planned = work.find(IssSession, plan_id=plan.id, status="PLANNED")
        work.put(structs.replace(planned[-1], status="CANCELLED", called_off_by="SETTING"))
    app.shell.bench.bus.publish(work.changed)
    app.rest()
    assert screen.sessions.dose != dose
    press(Qt.Key.Key_Tab)
    keys("N")  # no cover
    app.hands.click(named(screen, QPushButton, "Record it as called off"))
    app.rest()
    called_off = stored(app, IssSession, plan_id=plan.id, status="CANCELLED")
    assert ("SETTING", "NO_COVER") in {(s.called_off_by, s.called_off_reason) for s in called_off}


def test_the_chart_says_in_words_what_it_draws(app, page):
    def is_marked(session):
        return bool(session.progress)

    screen, _ = open_running(app, page, status="FINAL_REVIEW", has=is_marked)
    chart = next(c for c in screen.findChildren(TargetChart) if c.isVisible())
    assert chart.accessibleName().startswith("Chart. Began at 3")
    assert "Marks: 3 on" in chart.words
    assert "Expected 7" in chart.words


def test_the_review_takes_the_mark_and_says_what_it_came_to(app, page):
    screen, plan = open_running(app, page, status="FINAL_REVIEW")
    assert screen.review.is_open
    row = screen.targets.shown()[0]
    row.state.form.control("achieved").setFocus()
    keys("7")
    app.hands.click(named(screen.review, QPushButton, "Specialist teacher today"))
    wait_until_saved(screen)
    assert any(
        "As expected" in each.text()
        for each in screen.review.findChildren(type(screen.review._gas))
        if each.isVisible()
    )
    app.go(1)
    found = [t for t in stored(app, Target, plan_id=plan.id) if t.scale == "TME"]
    assert found[0].result == "EXPECTED"
    (rating,) = found[0].rated_by
    assert (rating.role, rating.score, rating.rated_on) == ("SPECIALIST", 7.0, app.desk.today())


def test_the_lead_extends_a_plan_once(app, page):
    screen, plan = open_running(app, page, status="FINAL_REVIEW")
    app.hands.click(named(screen, QLineEdit, "Extend until"))
    later = plan.final_review_on + dt.timedelta(days=20)
    keys(f"{later:%d/%m/%y}")
    press(Qt.Key.Key_Tab)
    app.hands.click(named(screen, QLineEdit, "Why extended"))
    keys("A new teacher.")
    app.hands.click(named(screen, QPushButton, "Extend the plan"))
    app.rest()
    (found,) = stored(app, IssPlan, id=plan.id)
    assert (found.status, found.extended_to_on) == ("EXTENDED", later)
    assert not all_named(shown(page), QLineEdit, "Extend until")


def test_a_session_with_modelling_leads_to_its_note_with_what_is_known(app, page):
    _screen, plan = open_running(app, page, has=a_planned)
    (session, *_) = [s for s in stored(app, IssSession, plan_id=plan.id) if a_planned(s)]
    page.open_record(plan.pupil_id, session.id)
    app.rest()
    held = next(s for s in page.findChildren(SessionScreen) if s.isVisible())
    held.form.set_value("types", ("MODEL",))
    app.hands.click(named(held, QPushButton, "Write the modelling note"))
    app.rest()
    adult = named(page, QLineEdit, "Adult")
    assert adult.text() == plan.coached[0].name
    assert stored(app, ModellingNote, session_id=session.id) == ()


def test_what_keeps_a_plan_from_being_agreed_is_listed_and_leads_to_its_field(app, plan):
    keys(QUESTION)
    app.hands.click(named(plan, QPushButton, "Agree the plan"))
    app.rest()
    links = [link.text() for link in plan.life.summary.links()]
    assert any("SENCO has to agree" in words for words in links)
    assert any("at least one target" in words for words in links)
    assert fold(plan, "Agreed by").is_open
    assert fold(plan, "The child").is_open
    link = next(x for x in plan.life.summary.links() if "at least one target" in x.text())
    app.hands.click(link)
    assert QApplication.focusWidget() is named(plan, QPlainTextEdit, "Target")
    assert stored(app, IssPlan, question=QUESTION)[0].status == "DRAFT"


def test_a_plan_goes_from_agreed_to_its_mid_review_and_the_review_opens(app, page):
    screen, plan = open_running(app, page)
    screen.review.set_open(is_open=False)
    app.hands.click(named(screen, QPushButton, "Hold the mid review"))
    app.rest()
    assert stored(app, IssPlan, id=plan.id)[0].status == "MID_REVIEW"
    assert screen.review.is_open


def test_closing_asks_for_what_each_target_came_to_and_opens_the_review(app, page):
    screen, plan = open_running(app, page, status="FINAL_REVIEW")
    screen.review.set_open(is_open=False)
    app.hands.click(named(screen, QPushButton, "Close the plan"))
    app.hands.click(named(screen.life, QPushButton, "Close the plan", 1))
    app.rest()
    links = [link.text() for link in screen.life.summary.links()]
    assert any("what was achieved" in words for words in links)
    assert any("child says at the end" in words for words in links)
    assert screen.review.is_open
    assert stored(app, IssPlan, id=plan.id)[0].status == "FINAL_REVIEW"


def test_stopping_asks_why(app, page):
    screen, plan = open_running(app, page)
    app.hands.click(named(screen, QPushButton, "Stop the plan"))
    app.hands.click(named(screen.life, QPushButton, "Stop the plan", 1))
    app.rest()
    assert stored(app, IssPlan, id=plan.id)[0].status == "ACTIVE"
    named(screen.life, QComboBox, "Why stopped").setFocus()
    keys("N")  # need changed
    app.hands.click(named(screen.life, QPushButton, "Stop the plan", 1))
    app.rest()
    (found,) = stored(app, IssPlan, id=plan.id)
    assert (found.status, found.stop_reason) == ("STOPPED", "NEED_CHANGED")
    assert found.closed_on == app.desk.today()


def test_the_head_leaves_its_room_to_the_title(app):
    with app.desk.store.read() as read:
        plan = read.find(IssPlan, status="ACTIVE")[0]
    page = app.go(3)
    page.open_record(plan.pupil_id, plan.id)
    app.rest()
    wait_for("the plan", lambda: isinstance(page.detail(), PlanScreen))
    title = page.detail().findChild(ElidedLabel)
    wait_for("the layout", lambda: title.width() > 200)
    assert title.text()[:20] == title.words()[:20]
