"""The plan of the handbook's worked example, entered by keyboard alone from beginning to review."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from stls_core.records.agreements import Agreement
from stls_core.records.plans import IssPlan, IssSession, Target
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.plan import PlanScreen
from stls_desktop.gui.screens.session import SessionScreen
from stls_desktop.gui.tour.hands import wait_for
from tests.gui.screens.test_plain_records import wait_until_saved

QUESTION = "How can T. follow whole-class input without one adult beside him?"
TARGET = (
    "By 12 Feb, on the carpet with a now-next card, T. starts the first task within 1 minute of"
    " the instruction in 4 of 5 lessons with no more than one gesture prompt."
)
FAR = 150  # presses of Tab: more than any of these screens has stops


def focused():
    return QApplication.focusWidget()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(focused(), key, modifiers)


def keys(words):
    QTest.keyClicks(focused(), words)


def is_called(widget, name):
    words = widget.text() if isinstance(widget, QPushButton) else ""
    return name in (widget.accessibleName(), widget.accessibleDescription(), words)


def to(name, back=False):
    """Go to a field or a button by Tab alone."""
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    seen = []
    for _ in range(FAR):
        press(key)
        seen.append(focused().accessibleName() or focused().accessibleDescription())
        if is_called(focused(), name):
            return
    msg = f"Tab does not reach {name}, only {seen}"
    raise AssertionError(msg)


def write(name, words):
    to(name)
    keys(words)


def shown(page, kind):
    def there():
        return [each for each in page.findChildren(kind) if each.isVisible()]

    wait_for(kind.__name__, there, 10)
    return there()[-1]


def a_child(app):
    """A child of the demo with an agreement that holds, and no plan."""
    with app.desk.store.read() as read:
        planned = {plan.pupil_id for plan in read.find(IssPlan)}
        agreed = {a.pupil_id for a in read.find(Agreement) if a.engages_on(app.desk.today())}
        return next(p for p in read.find(Pupil) if p.id in agreed - planned)


def stored(app, record, **equals):
    with app.desk.store.read() as read:
        return read.find(record, **equals)


def type_the_plan():
    keys(QUESTION)
    to("Add to baseline")
    press(Qt.Key.Key_Space)
    keys("On task")
    write("Baseline: Value", "45")
    write("Baseline: Unit", "%")
    write("Baseline: Date", "10/9/26")
    write("Baseline: From", "O")
    write("Target", TARGET)
    write("By", "12/2/27")
    write("Baseline", "3")
    write("Expected", "7")
    to("More about the target")
    press(Qt.Key.Key_Right)
    to("Area")
    press(Qt.Key.Key_Space)
    to("Add to who is coached")
    press(Qt.Key.Key_Space)
    keys("Wilf Tansley")
    write("Who is coached: Role", "C")
    write("Starts", "4/1/27")
    write("Mid review", "26/1/27")
    write("Final review", "12/2/27")


def unfold_and_type_the_rest(app):
    to("The child")
    press(Qt.Key.Key_Right)
    write("Presenting need", "Understanding spoken instructions.")
    write("Strengths and interests", "Looks at every picture.")
    write("The child's view", "I like the pictures.")
    write("The parents' view", "He copies his sister.")
    to("Before this plan")
    press(Qt.Key.Key_Right)
    to("Add to already tried")
    press(Qt.Key.Key_Space)
    keys("Sitting at the front")
    to("How we work")
    press(Qt.Key.Key_Right)
    write("Strategies", "now-next")
    popup = focused().completer().popup()  # it has the keyboard while it is open
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(popup, key)
    app.rest()
    app.window.activateWindow()  # offscreen, a popup that closes leaves no window active
    app.rest()
    to("Release time agreed")
    keys("y")
    to("When support ends")
    press(Qt.Key.Key_Right)
    write("Afterwards", "The TA shows the Year 3 team.")
    to("Agreed by")
    press(Qt.Key.Key_Right)
    for party in ("Specialist teacher", "SENCO", "Head or manager", "Parents or carers"):
        to(f"{party}: agreed today")
        press(Qt.Key.Key_Space)
    write("The child: Asked on", "14/9/26")
    write("The child: If not: why", "Went to play.")
    app.rest()


def test_the_worked_example_is_entered_agreed_and_started_by_keyboard_alone(app):
    page = app.go(3)
    child = a_child(app)
    page.open_pupil(child.id)
    app.rest()
    to("ISS plan")
    press(Qt.Key.Key_Space)
    app.rest()
    screen = shown(page, PlanScreen)
    type_the_plan()
    unfold_and_type_the_rest(app)
    wait_until_saved(screen)
    for step, status in (("Agree the plan", "AGREED"), ("Start the plan", "ACTIVE")):
        to(step, back=True)
        press(Qt.Key.Key_Space)
        app.rest()
        told = [link.text() for link in screen.life.summary.links()]
        assert stored(app, IssPlan, question=QUESTION)[0].status == status, told
    plan = stored(app, IssPlan, question=QUESTION)[0]
    (target,) = stored(app, Target, plan_id=plan.id)
    assert (target.baseline, target.expected, target.due_on) == (3.0, 7.0, dt.date(2027, 2, 12))
    assert plan.pupil_id == child.id

    to("Plan the sessions")
    press(Qt.Key.Key_Space)
    app.rest()
    held = stored(app, IssSession, plan_id=plan.id)
    assert len(held) == 6
    assert screen.sessions.dose == "0 of 6 sessions, 0 of 12 h"

    to("Session 1 Mon 4 Jan, Planned")
    press(Qt.Key.Key_Space)
    app.rest()
    session = shown(page, SessionScreen)
    session.take_focus()
    keys("Watched the carpet time.")
    press(Qt.Key.Key_Tab)
    keys("Looked at the pictures.")
    press(Qt.Key.Key_Tab)
    keys("4")
    press(Qt.Key.Key_Tab)
    keys("The card in every lesson.")
    wait_until_saved(session)
    app.go(1)
    first = min(stored(app, IssSession, plan_id=plan.id), key=lambda s: s.held_on)
    assert first.what_we_did == "Watched the carpet time."
    assert [mark.value for mark in first.progress] == [4.0]
