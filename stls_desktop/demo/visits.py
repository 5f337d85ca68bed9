"""Two years of link visits: what was talked about and agreed, and the next one in the diary."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from stls_core.records import Record
from stls_core.records.settings import Setting
from stls_core.records.visits import (
    Action,
    Attendee,
    CohortCount,
    Discussion,
    LinkVisit,
    TrainingNeed,
)
from stls_desktop.demo.children import Child
from stls_desktop.demo.dice import Dice, Teacher, weekday
from stls_desktop.demo.phrases import ACTIONS, ADVICE, CONCERNS, FOCUSES, TRAINING, TRIED

EVERY_DAYS: Final = 62
EARLIER: Final = 11  # done visits of each own school
AREAS: Final = ("CI", "CL", "SEMH", "SP")
_AHEAD: Final = (0, 0, 1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15, 20)
_NOT_DONE: Final = (("CANCELLED", "SETTING", "STAFF_ABSENT"), ("NO_SHOW", "SETTING", "FORGOTTEN"))


def own_visits(
    dice: Dice, school: Setting, number: int, children: Sequence[Child]
) -> Iterator[Record]:
    """Earlier visits with their actions, and the next one, of a school of the laptop's teacher."""
    last = dice.today - dt.timedelta(days=52 - 3 * number)
    days = [last - dt.timedelta(days=EVERY_DAYS * back) for back in reversed(range(EARLIER))]
    for place, day in enumerate(days):
        on = dice.school_day(day)
        if on > dice.today - dt.timedelta(days=2):
            on = weekday(dice.today - dt.timedelta(days=4))
        if (number + place) % 13 == 5:  # noqa: PLR2004 - now and then one does not happen
            yield _not_done(dice, dice.me, school, on, number)
        is_last = place == EARLIER - 1
        yield from _done(dice, dice.me, school, on, children if is_last else (), is_last=is_last)
    ahead = _AHEAD[number]
    day = dice.today + dt.timedelta(days=ahead)
    # today stays today, even at the weekend, so that there is always something to open
    yield _planned(dice, school, weekday(day) if ahead else day, number)


def others_visits(dice: Dice, school: Setting, number: int, teacher: Teacher) -> Iterator[Record]:
    """The visits of a colleague: fewer, and every one done."""
    for back in reversed(range(6)):
        day = dice.days_ago(30 + 3 * number % 40 + 110 * back)
        if day < dice.today:
            yield from _done(dice, teacher, school, day, (), is_last=back == 0)


def _done(
    dice: Dice,
    by: Teacher,
    school: Setting,
    day: dt.date,
    children: Sequence[Child],
    *,
    is_last: bool,
) -> Iterator[Record]:
    senco = school.current_contacts(day)[0]
    visit = LinkVisit(
        **dice.envelope(day, by),
        setting_id=school.id,
        visited_on=day,
        starts_at=dt.time(9, 15),
        ends_at=dt.time(11, 0),
        status="SIGNED",
        purposes=("PLANNING", dice.one_of(("REVIEW", "SURGERY", "OBS", "MODELLING"))),
        attendees=(Attendee(key=senco.key, name=senco.name, role="SENCO"),),
        strategies=tuple(dice.some_of(("CI01", "CI03", "CL01", "CL06", "SE02"), 2)),
        cohort=_cohort(dice) if dice.chance(0.3) else (),
        training_needs=_training(dice) if dice.chance(0.25) else (),
        whole_school_focus=dice.one_of(FOCUSES),
        senco_confidence=dice.number(4, 8),
        next_visit_on=day + dt.timedelta(days=EVERY_DAYS),
        copy_given="PRINTED",
    )
    yield visit
    for place in range(dice.number(1, 2)):
        yield _talk(dice, by, visit, place)
    for place in range(2):
        yield _action(dice, by, visit, senco.name, place, is_last=is_last)
    for place, child in enumerate(children):
        yield from _about_a_child(dice, visit, child, place)


def _cohort(dice: Dice) -> tuple[CohortCount, ...]:
    return tuple(
        CohortCount(
            key=dice.new_id(),
            year=year,
            n_k=dice.number(2, 9),
            n_e=dice.number(0, 3),
            n_new=dice.number(0, 2),
            n_at_risk=dice.number(0, 1),
            n_part_time=dice.number(0, 1),
        )
        for year in ("1", "2", "3")
    )


def _training(dice: Dice) -> tuple[TrainingNeed, ...]:
    topic, audience = dice.one_of(TRAINING)
    return (
        TrainingNeed(
            key=dice.new_id(),
            topic=topic,
            audience=audience,
            size=dice.number(4, 30),
            urgency=dice.one_of(("NOW", "THIS_TERM", "NEXT_TERM")),
        ),
    )


def _talk(dice: Dice, by: Teacher, visit: LinkVisit, place: int) -> Discussion:
    return Discussion(
        **dice.envelope(visit.visited_on or dice.today, by),
        visit_id=visit.id,
        setting_id=visit.setting_id,
        order_key=f"{place:04}",
        subject="WHOLE_SCHOOL" if place == 0 else "CLASS",
        subject_label="" if place == 0 else f"Year {dice.number(1, 6)}",
        area_of_need=dice.one_of(AREAS),
        concern=dice.one_of(CONCERNS),
        tried=dice.one_of(TRIED),
        advice=dice.one_of(ADVICE),
    )


def _action(
    dice: Dice, by: Teacher, visit: LinkVisit, who: str, place: int, *, is_last: bool
) -> Action:
    day = visit.visited_on or dice.today
    return Action(
        **dice.envelope(day, by),
        visit_id=visit.id,
        setting_id=visit.setting_id,
        order_key=f"{place:04}",
        what=dice.one_of(ACTIONS),
        who=who if place == 0 else "Class teacher",
        by_when_on=day + dt.timedelta(days=21 + 14 * place),
        status="OPEN" if is_last else "DONE",
        reviewed_on=None if is_last else day + dt.timedelta(days=EVERY_DAYS),
    )


def _about_a_child(dice: Dice, visit: LinkVisit, child: Child, place: int) -> Iterator[Record]:
    """One child of the school in the last visit: two lines of talk and something to do."""
    day = visit.visited_on or dice.today
    if child.agreement is None or not child.agreement.engages_on(day):
        return  # nobody is talked about by name before the family has agreed
    known: dict[str, Any] = {
        "visit_id": visit.id,
        "setting_id": visit.setting_id,
        "pupil_id": child.pupil.id,
        "order_key": f"{place + 2:04}",
    }
    yield Discussion(
        **dice.envelope(day),
        **known,
        subject="PUPIL",
        area_of_need=child.story.area,
        concern=child.story.question,
        tried=". ".join(what for what, _, _ in child.story.tried),
        advice=child.story.practice,
    )
    yield Action(
        **dice.envelope(day),
        **known,
        what=child.story.practice,
        who=child.adult,
        by_when_on=day + dt.timedelta(days=dice.one_of((28, 42, 70, 90))),
        status="OPEN",
    )


def _not_done(dice: Dice, by: Teacher, school: Setting, day: dt.date, number: int) -> LinkVisit:
    status, who, why = _NOT_DONE[number % 2]
    on = dice.school_day(day - dt.timedelta(days=9))
    return LinkVisit(
        **dice.envelope(on, by),
        setting_id=school.id,
        visited_on=on,
        starts_at=dt.time(9, 15),
        status=status,
        purposes=("PLANNING",),
        called_off_by=who,
        called_off_reason=why,
        notice_hours=dice.number(0, 24),
    )


def _planned(dice: Dice, school: Setting, day: dt.date, number: int) -> LinkVisit:
    senco = school.current_contacts(day)[0]
    return LinkVisit(
        **dice.envelope(dice.today),
        setting_id=school.id,
        visited_on=day,
        starts_at=_start(dice, number),
        status="PLANNED",
        purposes=("PLANNING",) if number % 2 == 0 else ("REVIEW",),
        attendees=(Attendee(key=senco.key, name=senco.name, role="SENCO"),),
    )


def _start(dice: Dice, number: int) -> dt.time:
    """When a planned visit begins: the first of today is under way, the second comes later."""
    since_midnight = dice.now.hour * 60 + dice.now.minute
    if number == 0:
        return _time_of(since_midnight - 75)
    if number == 1:
        return _time_of(since_midnight + 120)
    return dt.time((9, 13, 10)[number % 3], (15, 30, 0)[number % 3])


def _time_of(minutes: int) -> dt.time:
    """A time of the same day, on the five minutes."""
    within = min(max(minutes, 0), 23 * 60 + 45) // 5 * 5
    return dt.time(within // 60, within % 60)
