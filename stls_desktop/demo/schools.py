"""The demo's schools, who is the link teacher of each, and the districts that they lie in."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from stls_core.calendar import academic_year_start
from stls_core.ids import derived_id
from stls_core.records import Record
from stls_core.records.settings import Contact, District, LinkAssignment, Setting, Team
from stls_desktop.demo.dice import AUTHORITY, Dice, Teacher, rows
from stls_desktop.demo.phrases import SITE_NOTES

VISITS_A_YEAR: Final = 6
OWN_SCHOOLS: Final = 14


def districts() -> Iterator[District]:
    """The twelve districts."""
    for row in rows("districts.csv"):
        rec = derived_id(AUTHORITY, "district", row["gss_code"])
        yield District(id=rec, name=row["name"], gss_code=row["gss_code"])


def widened(team: Team) -> Team:
    """The team, at work in every district that has a demo school, with six visits a year."""
    here = {
        derived_id(AUTHORITY, "district", row["district"]) for row in rows("demo", "schools.csv")
    }
    everywhere = tuple(sorted({*team.district_ids, *here}))
    return msgspec.structs.replace(team, district_ids=everywhere, visits_a_year=VISITS_A_YEAR)


def settings(dice: Dice) -> list[Setting]:
    """Forty schools and nurseries; the first ones are the teacher's own."""
    return [_setting(dice, row) for row in rows("demo", "schools.csv")]


def assignments(
    dice: Dice, schools: Sequence[Setting], teachers: Sequence[Teacher]
) -> Iterator[Record]:
    """Who is the link teacher of which school; some schools had another one last year."""
    begins = academic_year_start(dice.today)
    for number, school in enumerate(schools):
        teacher = link_teacher(number, teachers)
        if number % 5 == 3:  # noqa: PLR2004 - every fifth school changed hands
            yield LinkAssignment(
                **dice.envelope(begins - dt.timedelta(days=365)),
                setting_id=school.id,
                teacher_id=teachers[1 if teacher is teachers[0] else 0].account,
                teacher_name=teachers[1 if teacher is teachers[0] else 0].name,
                from_on=begins - dt.timedelta(days=365),
                to_on=begins - dt.timedelta(days=1),
            )
        yield LinkAssignment(
            **dice.envelope(begins),
            setting_id=school.id,
            teacher_id=teacher.account,
            teacher_name=teacher.name,
            from_on=begins,
        )


def link_teacher(number: int, teachers: Sequence[Teacher]) -> Teacher:
    """The link teacher of the nth school: the first fourteen are the laptop's own."""
    if number < OWN_SCHOOLS:
        return teachers[0]
    return teachers[1 + number % (len(teachers) - 1)]


def _setting(dice: Dice, row: Mapping[str, str]) -> Setting:
    senco, head, dsl, former = dice.adults(4)
    is_new = dice.chance(0.25)
    began = academic_year_start(dice.today)
    contacts = [
        Contact(
            key=dice.new_id(),
            name=senco,
            role="SENCO",
            email="senco@school.example",
            from_on=began if is_new else None,
        ),
        Contact(key=dice.new_id(), name=head, role="HEAD"),
        Contact(key=dice.new_id(), name=dsl, role="DSL", phone="01632 960999"),
    ]
    if is_new:
        until = began - dt.timedelta(days=1)
        contacts.append(Contact(key=dice.new_id(), name=former, role="SENCO", to_on=until))
    return Setting(
        **dice.envelope(began - dt.timedelta(days=730)),
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
        low_age=_whole(row["low_age"]),
        high_age=_whole(row["high_age"]),
        roll=_whole(row["roll"]),
        srp_designation=row["srp_designation"],
        contacts=tuple(contacts),
        site_notes=dice.one_of(SITE_NOTES),
        info_sharing_on=began - dt.timedelta(days=dice.number(10, 300)),
    )


def _whole(text: str) -> int | None:
    return int(text) if text else None
