"""Makes the fictitious caseload: invented schools, children and adults, from a fixed seed.

The same day and seed give the same caseload. Nothing in here is a real school or a real person;
a test checks the names against the national list.
"""

import csv
import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from stls_core.calendar import academic_year_start
from stls_core.ids import derived_id, uuid7
from stls_core.records.agreements import Agreement, Signatory
from stls_core.records.pupils import ParentCarer, Pupil
from stls_core.records.settings import Contact, District, LinkAssignment, Setting, Team
from stls_core.records.visits import Action, Attendee, Discussion, LinkVisit
from stls_desktop.assets import asset_path
from stls_desktop.changed import Changed
from stls_desktop.demo.phrases import ACTIONS, ADVICE, CONCERNS, FOCUSES, SITE_NOTES, TRIED
from stls_desktop.services.desk import Desk
from stls_desktop.store.unit_of_work import UnitOfWork

AUTHORITY: Final = "886"
SEED: Final = 20261124
LINK_SCHOOLS: Final = 14
PUPILS: Final = 36
AREAS: Final = ("CI", "CL", "SEMH", "SP")
NEEDS: Final = {"CI": "SLCN", "CL": "SPLD", "SEMH": "SEMH", "SP": "HI"}


@dataclass(frozen=True)
class Counts:
    """How much was made, for the line that is printed."""

    schools: int
    pupils: int
    visits: int


def prepare(desk: Desk) -> Changed:
    """Let the demo's team work in the districts of its link schools.

    Sync before this, so that the council's team is here, and after it, so that the server grants
    the districts before records of their schools arrive.
    """
    maker = _Maker(desk)
    with desk.store.write() as work:
        maker.widen_team(work)
    return work.changed


def fill(desk: Desk) -> tuple[Counts, Changed]:
    """Write the caseload into a new demo store, as if it had been kept for a year."""
    maker = _Maker(desk)
    with desk.store.write() as work:
        counts = maker.write(work)
    return counts, work.changed


class _Maker:
    """Holds the dice, so that every record comes from one seeded sequence."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dice = random.Random(SEED)  # noqa: S311 - the same caseload every time
        self._today = desk.today()
        self._tick = 0
        self._adults = [row["name"] for row in _rows("demo", "adults.csv")]
        self._children = list(_rows("demo", "pupils.csv"))

    def write(self, work: UnitOfWork) -> Counts:
        """Everything, in the order in which a service would have come to know it."""
        self._districts(work)
        self.widen_team(work)
        schools = [self._school(row) for row in _rows("demo", "schools.csv")]
        for school in schools:
            work.put(school)
        mine = self._mine(schools)
        for school in mine:
            work.put(self._assignment(school))
        pupils = [self._pupil(mine[n % len(mine)], n) for n in range(PUPILS)]
        for pupil in pupils:
            work.put(pupil)
            if self._dice.random() < 0.8:  # noqa: PLR2004 - most families have agreed
                work.put(self._agreement(pupil))
        visits = sum(self._visits(work, school, n) for n, school in enumerate(mine))
        return Counts(len(schools), len(pupils), visits)

    def _mine(self, schools: list[Setting]) -> list[Setting]:
        """The teacher's own link schools: those of her district and its neighbours."""
        return schools[:LINK_SCHOOLS]

    def _districts(self, work: UnitOfWork) -> None:
        """The twelve districts, unless a council's server has brought them already."""
        for row in _rows("districts.csv"):
            rec = derived_id(AUTHORITY, "district", row["gss_code"])
            if work.get(District, rec) is None:
                work.put(District(id=rec, name=row["name"], gss_code=row["gss_code"]))

    def widen_team(self, work: UnitOfWork) -> None:
        """The team's districts are those of its link schools, with six visits a year."""
        rows = list(_rows("demo", "schools.csv"))[:LINK_SCHOOLS]
        districts = {derived_id(AUTHORITY, "district", row["district"]) for row in rows}
        team = work.get(Team, self._desk.me.team) or Team(
            id=self._desk.me.team, name=self._desk.me.team_name or "Ashford team"
        )
        wider = tuple(sorted({*team.district_ids, *districts}))
        work.put(msgspec.structs.replace(team, district_ids=wider, visits_a_year=6))

    def _school(self, row: Mapping[str, str]) -> Setting:
        senco, head = self._dice.sample(self._adults, 2)
        return Setting(
            **self._envelope(),
            name=row["name"],
            urn=row["urn"],
            ey_ref=row["ey_ref"],
            la_code=AUTHORITY,
            estab_number=row["estab_number"],
            setting_type=row["setting_type"],
            phase=row["phase"],
            street=row["street"],
            locality=row["locality"],
            town=row["town"],
            postcode=row["postcode"],
            phone=row["phone"],
            district_id=derived_id(AUTHORITY, "district", row["district"]),
            low_age=_number(row["low_age"]),
            high_age=_number(row["high_age"]),
            roll=_number(row["roll"]),
            srp_designation=row["srp_designation"],
            contacts=(
                Contact(key=self._id(), name=senco, role="SENCO", email="senco@school.example"),
                Contact(key=self._id(), name=head, role="HEAD"),
            ),
            site_notes=self._dice.choice(SITE_NOTES),
        )

    def _assignment(self, school: Setting) -> LinkAssignment:
        return LinkAssignment(
            **self._envelope(),
            setting_id=school.id,
            teacher_id=self._desk.me.account,
            teacher_name=self._desk.me.name,
            from_on=academic_year_start(self._today),
        )

    def _pupil(self, school: Setting, number: int) -> Pupil:
        child = self._children[number]
        area = AREAS[number % len(AREAS)]
        age = self._dice.randint(school.low_age or 4, max(5, (school.high_age or 11) - 1))
        born = dt.date(self._today.year - age, 1, 1) + dt.timedelta(days=self._dice.randint(0, 364))
        return Pupil(
            **self._envelope(),
            legal_forename=child["forename"],
            legal_surname=child["surname"],
            known_as=child["known_as"],
            born_on=born,
            setting_id=school.id,
            sen_provision="E" if number % 5 == 0 else "K",
            primary_need=NEEDS[area],
            areas_of_need=(area,),
            strengths="Kind to younger children. Knows a great deal about trains.",
            parents_carers=(
                ParentCarer(
                    key=self._id(),
                    name=f"{self._dice.choice('ABCDEFGHJKLM')}. {child['surname']}",
                    relation="MOTHER",
                    has_pr=True,
                ),
            ),
        )

    def _agreement(self, pupil: Pupil) -> Agreement:
        parent = pupil.parents_carers[0]
        signed = self._today - dt.timedelta(days=self._dice.randint(20, 350))
        return Agreement(
            **self._envelope(),
            pupil_id=pupil.id,
            form="LIFT",
            signed_by=(
                Signatory(key=self._id(), name=parent.name, relation="MOTHER", has_pr=True),
            ),
            signed_on=signed,
            has_seen_referral=True,
            agrees=("DISCUSS", "OBSERVE", "SHARE_SCHOOL"),
            how_obtained="WET_SIGN",
        )

    def _visits(self, work: UnitOfWork, school: Setting, number: int) -> int:
        """Earlier visits with their actions, and the next one in the diary."""
        count = 0
        first = self._today - dt.timedelta(days=300 - 9 * number)
        days = [_weekday(first + dt.timedelta(days=62 * n)) for n in range(5)]
        for day in days:
            if day < self._today - dt.timedelta(days=6):
                self._done(work, school, day, is_last=day == days[-1])
                count += 1
        ahead = (0, 0, 1, 2, 3, 6, 7, 8, 9, 10, 13, 14, 15, 20)[number]
        day = self._today + dt.timedelta(days=ahead)
        # today stays today, even at the weekend, so that there is always something to open
        work.put(self._planned(school, _weekday(day) if ahead else day, number))
        return count + 1

    def _done(self, work: UnitOfWork, school: Setting, day: dt.date, *, is_last: bool) -> None:
        senco = school.contacts[0]
        visit = LinkVisit(
            **self._envelope(),
            setting_id=school.id,
            visited_on=day,
            starts_at=dt.time(9, 15),
            ends_at=dt.time(11, 0),
            status="SIGNED",
            purposes=("PLANNING", self._dice.choice(("REVIEW", "SURGERY", "OBS", "MODELLING"))),
            attendees=(Attendee(key=senco.key, name=senco.name, role="SENCO"),),
            strategies=tuple(self._dice.sample(("CI01", "CI03", "CL01", "CL06", "SE02"), 2)),
            whole_school_focus=self._dice.choice(FOCUSES),
            senco_confidence=self._dice.randint(4, 8),
            next_visit_on=day + dt.timedelta(days=62),
            copy_given="PRINTED",
            travel_min=self._dice.choice((15, 20, 25, 35)),
        )
        work.put(visit)
        for place in range(self._dice.randint(1, 2)):
            work.put(self._talk(visit, school, place))
        for place in range(2):
            work.put(self._action(visit, school, senco.name, place, is_last=is_last))

    def _talk(self, visit: LinkVisit, school: Setting, place: int) -> Discussion:
        return Discussion(
            **self._envelope(),
            visit_id=visit.id,
            setting_id=school.id,
            subject="WHOLE_SCHOOL" if place == 0 else "CLASS",
            subject_label="" if place == 0 else f"Year {self._dice.randint(1, 6)}",
            area_of_need=self._dice.choice(AREAS),
            concern=self._dice.choice(CONCERNS),
            tried=self._dice.choice(TRIED),
            advice=self._dice.choice(ADVICE),
        )

    def _action(
        self, visit: LinkVisit, school: Setting, who: str, place: int, *, is_last: bool
    ) -> Action:
        day = visit.visited_on or self._today
        return Action(
            **self._envelope(),
            visit_id=visit.id,
            setting_id=school.id,
            what=self._dice.choice(ACTIONS),
            who=who if place == 0 else "Class teacher",
            by_when_on=day + dt.timedelta(days=21 + 14 * place),
            status="OPEN" if is_last else "DONE",
            reviewed_on=None if is_last else day + dt.timedelta(days=62),
        )

    def _planned(self, school: Setting, day: dt.date, number: int) -> LinkVisit:
        senco = school.contacts[0]
        return LinkVisit(
            **self._envelope(),
            setting_id=school.id,
            visited_on=day,
            starts_at=self._start(number),
            status="PLANNED",
            purposes=("PLANNING",) if number % 2 == 0 else ("REVIEW",),
            attendees=(Attendee(key=senco.key, name=senco.name, role="SENCO"),),
        )

    def _start(self, number: int) -> dt.time:
        """When a planned visit begins: the first of today is under way, the second comes later."""
        now = self._desk.now().astimezone()
        since_midnight = now.hour * 60 + now.minute
        if number == 0:
            return _time_of(since_midnight - 75)
        if number == 1:
            return _time_of(since_midnight + 120)
        return dt.time((9, 13, 10)[number % 3], (15, 30, 0)[number % 3])

    def _envelope(self) -> dict[str, Any]:
        return {
            "id": self._id(),
            "author_id": self._desk.me.account,
            "team_id": self._desk.me.team,
            "created_at": dt.datetime.combine(self._today, dt.time(8), dt.UTC),
        }

    def _id(self) -> str:
        self._tick += 1
        return uuid7(1_700_000_000_000 + self._tick, self._dice.randbytes(10))


def _rows(*parts: str) -> Iterator[Mapping[str, str]]:
    with asset_path("db", "seed", *parts).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> int | None:
    return int(text) if text else None


def _time_of(minutes: int) -> dt.time:
    """A time of the same day, on the five minutes."""
    within = min(max(minutes, 0), 23 * 60 + 45) // 5 * 5
    return dt.time(within // 60, within % 60)


def _weekday(day: dt.date) -> dt.date:
    """Schools are shut at the weekend."""
    while day.weekday() > 4:  # noqa: PLR2004 - Saturday and Sunday
        day += dt.timedelta(days=1)
    return day
