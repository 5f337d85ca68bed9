"""The tour's plan: begun and full, its sessions, the chart, a session written up, the review.

Records are chosen by what they are, so that the demo may change; two jobs count their touches.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QScrollArea, QWidget

from stls_core.records.plans import IssSession, Target
from stls_desktop.gui.screens.plan import PlanScreen
from stls_desktop.gui.screens.plan_review import TargetReview
from stls_desktop.gui.screens.pupil_file import PupilFileScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.screens.session import SessionScreen
from stls_desktop.gui.screens.today import TodayPage
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.gui.widgets.mark_field import MarkField
from stls_desktop.services import plans
from stls_desktop.services.desk import Desk
from stls_desktop.services.plans import PlanPlace

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_S = TypeVar("_S", bound=QWidget)
CARD = "now-next card"
QUESTION = "How can the class start together without one adult at each table?"
TARGET = (
    "By 11 December, on the carpet with a now-next card, starts the first task within 1 minute"
    " of the instruction in 4 of 5 lessons with no more than one gesture prompt."
)


def see_plans(tour: Tour) -> None:
    """A plan begun by keyboard, a running one with its sessions, and a review."""
    page = tour.page(3)
    if not isinstance(page, PupilsPage) or tour.shell is None:
        msg = "The pupils' page is not there"
        raise LostError(msg)
    desk = tour.shell.bench.desk
    _start_a_plan(tour, page, _place(desk, "CLOSED"))
    _record_a_session(tour, page, _place(desk, "ACTIVE"))
    _see_the_worked_example(tour, page, worked_example(desk))


def _start_a_plan(tour: Tour, page: PupilsPage, at: PlanPlace) -> None:
    """From the pupil's page to a plan with a target, days and its sessions in the diary."""
    hands = tour.hands
    page.open_pupil(at.pupil_id)
    _shown(page, PupilFileScreen)
    pause(300)
    hands.count_anew()
    hands.click(named(page, QPushButton, "ISS plan"))
    screen = _shown(page, PlanScreen)
    pause(200)
    tour.picture("plan-empty")
    hands.write(QUESTION)
    hands.click(named(screen, QPlainTextEdit, "Target"))
    hands.write(TARGET)
    today = dt.datetime.now().astimezone().date()
    for name, days in (("Starts", 3), ("Final review", 70)):
        hands.click(named(screen, QLineEdit, name))
        hands.write(f"{today + dt.timedelta(days=days):%d/%m/%y}")
    hands.click(named(screen, QPushButton, "Plan the sessions"))
    wait_for("the sessions", lambda: screen.sessions.ahead > 0)
    tour.say(f"touches, start a plan: {hands.touches.total}")


def _record_a_session(tour: Tour, page: PupilsPage, at: PlanPlace) -> None:
    """A session of today: four answers and a mark."""
    hands = tour.hands
    page.open_record(at.pupil_id, at.rec)
    screen = _shown(page, PlanScreen)
    pause(200)
    _into_view(screen.sessions)
    tour.picture("plan-sessions-and-chart")
    hands.count_anew()
    hands.click(named(screen, QPushButton, "Add a session"))
    session = _shown(page, SessionScreen)
    hands.write("Showed the card with the class teacher; she led the second half.")
    hands.press(Qt.Key.Key_Tab)
    hands.write("Looked at the card first, then at the others, and began.")
    hands.press(Qt.Key.Key_Tab)
    hands.press(Qt.Key.Key_5)
    hands.click(named(session, QPlainTextEdit, "Until next time"))
    hands.write("The card in every lesson, the same words by all adults.")
    hands.click(named(session, QPushButton, "Modelling"))
    pause(600)
    tour.picture("session")
    tour.say(f"touches, record a session: {hands.touches.total}")


def worked_example(desk: Desk) -> PlanPlace:
    """The handbook's child on the carpet: all six sessions held, the final review still to come."""
    with desk.store.read() as read:
        ours = {each.plan_id for each in read.find(Target) if CARD in each.statement}
        held = Counter(each.plan_id for each in read.find(IssSession, status="SIGNED"))
    found = [each for each in plans.plans_at(desk, "FINAL_REVIEW") if each.rec in ours]
    if not found:
        msg = "The caseload has no plan with the now-next card at its final review"
        raise LostError(msg)
    return max(found, key=lambda each: held[each.rec])


def see_chart_and_timeline(page: PupilsPage, at: PlanPlace, take: Callable[[str], None]) -> None:
    """The target chart of a plan, and its child's page with the timeline; `take` photographs."""
    page.open_record(at.pupil_id, at.rec)
    screen = _shown(page, PlanScreen)
    _into_view(screen.chart)
    take("worked-example-chart")
    page.open_pupil(at.pupil_id)
    _shown(page, PupilFileScreen)
    take("worked-example-timeline")


def _see_the_worked_example(tour: Tour, page: PupilsPage, at: PlanPlace) -> None:
    """From the last session through the final review to the chart that shows what came of it."""
    page.open_record(at.pupil_id, at.rec)
    screen = _shown(page, PlanScreen)
    _into_view(screen.review)
    tour.picture("plan-review")
    _review(tour, screen)
    see_chart_and_timeline(page, at, tour.picture)
    today = tour.page(1)
    if isinstance(today, TodayPage) and today.overdue.isVisible():
        tour.hands.click(today.overdue)
        pause(500)
        tour.picture("overdue-actions")
        today.show_nothing()
    tour.say("plans: begun, running, reviewed; the worked example's chart; overdue actions")


def _review(tour: Tour, screen: PlanScreen) -> None:
    """What each target came to, who rates it, and whether the school goes on with it: by hand."""
    hands = tour.hands
    hands.count_anew()
    for review in screen.review.findChildren(TargetReview):
        achieved = named(review, MarkField, "Achieved")
        hands.click(_as_expected(achieved))
        if achieved.value() is None:
            raise LostError("What was achieved was not taken in")
        hands.click(named(review, QPushButton, "Class or subject teacher today"))
    hands.click(named(screen.review, QPushButton, "Yes"))
    pause(600)
    tour.picture("plan-reviewed")
    tour.say(f"touches, hold a review: {hands.touches.total}")


def _as_expected(achieved: MarkField) -> QPushButton:
    """The mark that was expected, on either scale."""
    words = ("7", "0 As expected")
    marks = [each for each in achieved.findChildren(QPushButton) if each.isVisible()]
    return next(each for each in marks if each.text() in words)


def _place(desk: Desk, status: str) -> PlanPlace:
    """A plan of the demo that stands there."""
    found = plans.plans_at(desk, status)
    if not found:
        msg = f"The caseload has no plan at {status}"
        raise LostError(msg)
    return found[len(found) // 2]


def _shown(page: QWidget, kind: type[_S]) -> _S:
    def there() -> list[_S]:
        return [each for each in page.findChildren(kind) if each.isVisible()]

    wait_for(f"a {kind.__name__}", there)
    pause(300)
    return there()[-1]


def _into_view(part: QWidget) -> None:
    """Scroll so that the card of a part begins at the top."""
    pause(300)  # what is seldom asked is made after the rest, and moves what stands below it
    above = part.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    inside = above.widget() if isinstance(above, QScrollArea) else None
    if isinstance(above, QScrollArea) and inside is not None:
        above.verticalScrollBar().setValue(part.mapTo(inside, QPoint(0, 0)).y() - 12)
    pause(150)
