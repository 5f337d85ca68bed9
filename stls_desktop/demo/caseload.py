"""Makes the fictitious caseload: invented schools, children and adults, from a fixed seed.

Forty schools, 120 children, three district teachers and a countywide teacher of the deaf, two
years of visits and plans in every state. The same day and seed give the same caseload. Nothing in
here is a real school or a real person; a test checks the names against the national list.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stls_core.ids import derived_id
from stls_core.records import Record
from stls_core.records.days import DayLog
from stls_core.records.settings import District, Setting, Team
from stls_core.records.visits import LinkVisit
from stls_desktop.changed import Changed
from stls_desktop.demo import schools
from stls_desktop.demo.children import Child, child, mine, opening_records
from stls_desktop.demo.dice import AUTHORITY, Dice, Teacher, colleague, rows
from stls_desktop.demo.evidence import evidence
from stls_desktop.demo.support import local_strategies, support
from stls_desktop.demo.testing import more_tests
from stls_desktop.demo.visits import others_visits, own_visits
from stls_desktop.services.desk import Desk
from stls_desktop.services.strategies import catalogue
from stls_desktop.store.unit_of_work import UnitOfWork

PUPILS: Final = 120
OWN_PUPILS: Final = 60  # of the laptop's own teacher
DISTRICT_COLLEAGUES: Final = ("Nkechi Abara-Wells", "Sunil Varma-Grieve")
TEACHER_OF_THE_DEAF: Final = "Catrin Llewelford"
DAYS_LOGGED: Final = 24


@dataclass(frozen=True)
class Counts:
    """How much was made, for the line that is printed."""

    schools: int
    pupils: int
    visits: int
    records: int


def prepare(desk: Desk) -> Changed:
    """Let the demo's team work in the districts of its schools.

    Sync before this, so that the council's team is here, and after it, so that the server grants
    the districts before records of their schools arrive.
    """
    with desk.store.write() as work:
        work.put(_team(desk, work))
    return work.changed


def fill(desk: Desk) -> tuple[Counts, Changed]:
    """Write the caseload into a new demo store, as if it had been kept for two years."""
    made: dict[str, int] = {}
    records = 0
    with desk.store.write() as work:
        for district in schools.districts():
            if work.get(District, district.id) is None:  # a council's server may have brought them
                work.put(district)
        work.put(_team(desk, work))
        for record in _caseload(Dice(desk)):
            work.put(record)
            records += 1
            name = type(record).__name__
            made[name] = made.get(name, 0) + 1
    counts = Counts(made["Setting"], made["Pupil"], made["LinkVisit"], records)
    return counts, work.changed


def _team(desk: Desk, work: UnitOfWork) -> Team:
    known = work.get(Team, desk.me.team)
    return schools.widened(known or Team(id=desk.me.team, name=desk.me.team_name or "Ashford team"))


def _caseload(dice: Dice) -> Iterator[Record]:
    """Everything, in the order in which a service would have come to know it."""
    teachers = (dice.me, *(colleague(name, dice.me.team) for name in DISTRICT_COLLEAGUES))
    sensory = colleague(TEACHER_OF_THE_DEAF, derived_id(AUTHORITY, "team", "SENSORY"))
    places = schools.settings(dice)
    yield from places
    yield from schools.assignments(dice, places, teachers)
    yield from local_strategies(dice)
    children = _children(dice, places, teachers)
    library = catalogue()
    for each in children:
        yield from opening_records(dice, each, sensory)
        yield from evidence(dice, each)
        yield from support(dice, each, library)
    yield from _visits(dice, places, teachers, children)
    yield from more_tests(dice, children)


def _children(
    dice: Dice, places: Sequence[Setting], teachers: Sequence[Teacher]
) -> tuple[Child, ...]:
    """Half of them in the teacher's own schools, the others in her colleagues'."""
    names = list(rows("demo", "pupils.csv"))
    own = schools.OWN_SCHOOLS
    elsewhere = len(places) - own
    at = [n % own if n < OWN_PUPILS else own + n % elsewhere for n in range(PUPILS)]
    return tuple(
        child(dice, names[n], places[school], schools.link_teacher(school, teachers), n)
        for n, school in enumerate(at)
    )


def _visits(
    dice: Dice,
    places: Sequence[Setting],
    teachers: Sequence[Teacher],
    children: Sequence[Child],
) -> Iterator[Record]:
    own: list[LinkVisit] = []
    for number, school in enumerate(places):
        teacher = schools.link_teacher(number, teachers)
        if teacher is not dice.me:
            yield from others_visits(dice, school, number, teacher)
            continue
        # The first school stays the routine one: two actions from last time and nothing else.
        talked_about = mine(children, school) if number else ()
        for record in own_visits(dice, school, number, talked_about):
            if isinstance(record, LinkVisit) and record.status == "SIGNED":
                own.append(record)
            yield record
    yield from _days(dice, own, {school.id: school for school in places})


def _days(dice: Dice, visits: Sequence[LinkVisit], places: dict[str, Setting]) -> Iterator[DayLog]:
    """What the last days on the road took: miles and minutes belong to the day, not the visit."""
    latest = sorted(visits, key=lambda each: each.visited_on or dt.date.min)[-DAYS_LOGGED:]
    by_day: dict[dt.date, list[LinkVisit]] = {}
    for visit in latest:
        by_day.setdefault(visit.visited_on or dice.today, []).append(visit)
    for day, held in sorted(by_day.items()):
        school = places[held[0].setting_id]
        yield DayLog(
            **dice.envelope(day),
            district_id=school.district_id,
            day_on=day,
            places=", ".join(places[each.setting_id].name for each in held),
            travel_min=dice.number(20, 70),
            miles=float(dice.number(8, 44)),
            preparation_min=dice.one_of((20, 30, 45)),
        )
