"""Pupil: one child or young person, the family, and the adults who know them.

A UPN is never required, never corrected and only ever warned about. What is special category
data is optional, and read only by those who work with the child.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from typing import Annotated, Final

import msgspec

from stls_core.calendar import academic_year_start, nc_year
from stls_core.records._declare import (
    Embedded,
    Merge,
    Need,
    Problem,
    Record,
    Sensitivity,
    kind,
    private,
    rule,
    says,
)

SAVE, SIGN = Need.SAVE, Need.SIGN
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_LENGTH = 13
_OLDEST: Final = 25
_YEARS: Final = ("E1", "E2", "N1", "N2", "R", *(str(number) for number in range(1, 15)))


class ParentCarer(Embedded, frozen=True):
    """One of the adults who look after the child; there is never a single "parent" field."""

    name: Annotated[str, says("Name", need=SAVE, name=True, max_length=120)] = ""
    relation: Annotated[str, says("Relation", need=SAVE, codes="relation")] = ""
    has_pr: Annotated[bool | None, says("Parental responsibility")] = None
    phone: Annotated[str, says("Phone", max_length=40)] = ""
    email: Annotated[str, says("E-mail", max_length=200)] = ""
    language: Annotated[str, says("Language", codes="language")] = ""
    needs_interpreter: Annotated[bool, says("Interpreter")] = False
    report_format: Annotated[str, says("Report format", codes="report_format")] = ""
    is_barred: Annotated[bool, says("No contact", "Nothing may be sent to this person.")] = False
    has_child_at_home: Annotated[bool | None, says("Child lives here")] = None


class Placement(Embedded, frozen=True):
    """A school or setting that the child is at, from one day to another; two at once are usual."""

    setting_id: Annotated[str, says("School", need=SAVE, ref="setting")] = ""
    from_on: Annotated[dt.date | None, says("From", need=SAVE)] = None
    to_on: Annotated[dt.date | None, says("Until")] = None
    is_main: Annotated[bool, says("Main school")] = False


class Diagnosis(Embedded, frozen=True):
    """What has been diagnosed, or is said to be, by whom, and where it is written."""

    name: Annotated[str, says("Diagnosis", need=SAVE, max_length=120)] = ""
    status: Annotated[str, says("Status", need=SAVE, codes="diagnosis_status")] = ""
    by_whom: Annotated[str, says("By whom", max_length=120)] = ""
    diagnosed_on: Annotated[dt.date | None, says("Date")] = None
    source: Annotated[str, says("Source", "The letter or report.", max_length=120)] = ""


class Professional(Embedded, frozen=True):
    """Somebody from another service, and whether reports may go to them."""

    role: Annotated[str, says("Role", need=SAVE, codes="professional_role")] = ""
    name: Annotated[str, says("Name", need=SAVE, max_length=120)] = ""
    organisation: Annotated[str, says("Organisation", max_length=120)] = ""
    email: Annotated[str, says("E-mail", max_length=200)] = ""
    may_receive_report: Annotated[bool, says("May receive reports")] = False


@kind("pupil", "Pupil", named_by=("known_as", "legal_forename", "legal_surname"))
class Pupil(Record, frozen=True):
    """A child or young person, from birth to 25."""

    legal_forename: Annotated[
        str,
        says(
            "Legal first name",
            need=SAVE,
            searchable=True,
            name=True,
            sensitivity=Sensitivity.PUPIL,
            max_length=200,
        ),
    ] = ""
    legal_surname: Annotated[
        str,
        says(
            "Legal surname",
            need=SAVE,
            searchable=True,
            name=True,
            sensitivity=Sensitivity.PUPIL,
            max_length=200,
        ),
    ] = ""
    known_as: Annotated[
        str,
        says(
            "Known as",
            "The name the child is called by.",
            searchable=True,
            name=True,
            sensitivity=Sensitivity.PUPIL,
            max_length=200,
        ),
    ] = ""
    born_on: Annotated[
        dt.date | None,
        says("Date of birth", need=SAVE, looked_up=True, sensitivity=Sensitivity.PUPIL),
    ] = None
    upn: Annotated[
        str,
        says(
            "UPN",
            "Leave empty if there is none yet.",
            looked_up=True,
            sensitivity=Sensitivity.PUPIL,
        ),
    ] = ""
    setting_id: Annotated[str, says("School", need=SAVE, ref="setting", reported=True)] = ""
    nc_year: Annotated[
        str, says("Year group", "Worked out from the date of birth.", codes="nc_year")
    ] = ""
    nc_year_reason: Annotated[
        str, says("Why another year group", sensitivity=Sensitivity.PUPIL)
    ] = ""
    sen_provision: Annotated[
        str, says("SEN provision", need=SAVE, codes="sen_provision", reported=True)
    ] = ""
    primary_need: Annotated[str, says("Main need", need=SIGN, codes="sen_type", reported=True)] = ""
    secondary_need: Annotated[
        str, says("Second need", codes="sen_type", sensitivity=Sensitivity.PUPIL)
    ] = ""
    areas_of_need: Annotated[
        tuple[str, ...], says("Areas of need", codes="area_of_need", reported=True)
    ] = ()
    strengths: Annotated[
        str,
        says(
            "Strengths and interests",
            "Printed first in every report.",
            merge=Merge.TEXT,
            sensitivity=Sensitivity.PUPIL,
        ),
    ] = ""
    parents_carers: Annotated[
        tuple[ParentCarer, ...],
        says("Parents and carers", sensitivity=Sensitivity.PUPIL),
    ] = ()
    nc_year_on: Annotated[
        dt.date | None, says("Year group since", "The child moves up from then on.")
    ] = None
    placements: Annotated[
        tuple[Placement, ...], says("Schools over time", sensitivity=Sensitivity.PUPIL)
    ] = ()
    sex: Annotated[str, private("Sex", codes="sex")] = ""
    ethnicity: Annotated[str, private("Ethnicity", "Only if it is used.", codes="ethnicity")] = ""
    first_language: Annotated[str, private("First language", codes="language")] = ""
    is_eal: Annotated[
        bool | None,
        says("English is an additional language", sensitivity=Sensitivity.PUPIL),
    ] = None
    communication_modes: Annotated[
        tuple[str, ...],
        says("Communicates by", codes="communication_mode", sensitivity=Sensitivity.PUPIL),
    ] = ()
    diagnoses: Annotated[
        tuple[Diagnosis, ...], says("Diagnoses", sensitivity=Sensitivity.PUPIL)
    ] = ()
    health_alerts: Annotated[
        str,
        says(
            "Health alerts",
            "Epilepsy, allergy, tube feeding: what an adult has to know at once.",
            merge=Merge.TEXT,
            sensitivity=Sensitivity.RESTRICTED,
            max_length=2_000,
        ),
    ] = ""
    care_status: Annotated[
        str, says("Care", codes="care_status", sensitivity=Sensitivity.RESTRICTED)
    ] = ""
    is_cp_cin: Annotated[
        bool,
        says(
            "Known to social care",
            "A flag only; never the detail.",
            sensitivity=Sensitivity.RESTRICTED,
        ),
    ] = False
    attendance_pct: Annotated[
        float | None,
        says(
            "Attendance in %",
            group="attendance",
            sensitivity=Sensitivity.PUPIL,
            at_least=0,
            at_most=100,
        ),
    ] = None
    suspensions: Annotated[
        int | None,
        says("Suspensions", group="attendance", sensitivity=Sensitivity.PUPIL, at_least=0),
    ] = None
    is_part_time: Annotated[
        bool | None,
        says("Part-time timetable", group="attendance", sensitivity=Sensitivity.PUPIL),
    ] = None
    attendance_on: Annotated[
        dt.date | None, says("As at", group="attendance", sensitivity=Sensitivity.PUPIL)
    ] = None
    professionals: Annotated[
        tuple[Professional, ...], says("Other professionals", sensitivity=Sensitivity.PUPIL)
    ] = ()

    @rule(SAVE)
    def upn_is_plausible(self) -> Iterator[Problem]:
        """A UPN that fails its check letter circulates all the same: warn and keep it."""
        if self.upn and not upn_is_well_formed(normalised_upn(self.upn)):
            words = f"{self.upn} does not look like a UPN. Check it; it is kept as typed."
            yield Problem("upn", words, blocks=False)

    @rule(SAVE)
    def second_need_differs(self) -> Iterator[Problem]:
        """The second need is another one."""
        if self.secondary_need and self.secondary_need == self.primary_need:
            yield Problem("secondary_need", "The second need is the same as the main need.")

    @rule(SAVE)
    def is_a_child_or_young_person(self) -> Iterator[Problem]:
        """The service works with children and young people from birth to 25."""
        day = self._written_on
        if self.born_on is None or day is None:
            return
        if self.born_on > day:
            yield Problem("born_on", "This date of birth is in the future. Check the year.")
        elif _age(self.born_on, day) > _OLDEST:
            yield Problem("born_on", "The service works up to the age of 25. Check the year.")

    @rule(SAVE)
    def another_year_has_a_reason(self) -> Iterator[Problem]:
        """A year group that the date of birth does not give: one apart warns, more needs why."""
        away = self._years_away
        if away and not self.nc_year_reason.strip():
            words = "By the date of birth it would be another year group. Check it, or say why."
            yield Problem("nc_year_reason", words, blocks=abs(away) > 1)

    @rule(SAVE)
    def somebody_looks_after_the_child(self) -> Iterator[Problem]:
        """There is a parent or carer; a new pupil may be saved before one is known."""
        if not self.parents_carers:
            words = "Add at least one parent or carer when you know them."
            yield Problem("parents_carers", words, blocks=False)

    @rule(SAVE)
    def main_placement_is_the_school(self) -> Iterator[Problem]:
        """Of the schools that go on, at most one is the main one, and it is the pupil's school."""
        main = [each for each in self.placements if each.is_main and each.to_on is None]
        for each in main[1:]:
            words = "Only one school is the main one. Enter the day on which the other one ended."
            yield Problem(f"placements/{each.key}/is_main", words)
        if main and self.setting_id and main[0].setting_id not in ("", self.setting_id):
            words = "The main school here is not the pupil’s school above. Change one of the two."
            yield Problem(f"placements/{main[0].key}/setting_id", words)

    @rule(SAVE)
    def placement_ends_after_it_begins(self) -> Iterator[Problem]:
        """No time at a school ends before it begins."""
        for each in self.placements:
            if each.from_on and each.to_on and each.to_on < each.from_on:
                words = "This ends before it begins. Change one of the days."
                yield Problem(f"placements/{each.key}/to_on", words)

    @rule(SAVE)
    def attendance_has_a_day(self) -> Iterator[Problem]:
        """A figure about attendance says of which day it is."""
        figures = (self.attendance_pct, self.suspensions, self.is_part_time)
        if any(each is not None for each in figures) and not self.attendance_on:
            words = "Enter the day that the attendance figures are of"
            yield Problem("attendance_on", words, blocks=False)

    @property
    def _written_on(self) -> dt.date | None:
        """The day the record was begun: rules have no clock."""
        return self.created_at.date() if self.created_at else None

    @property
    def _year_chosen_on(self) -> dt.date | None:
        return self.nc_year_on or self._written_on

    @property
    def _years_away(self) -> int:
        """How many years above (+) or below (-) the date of birth the chosen year group is."""
        day = self._year_chosen_on
        if self.nc_year not in _YEARS or self.born_on is None or day is None:
            return 0
        usual = nc_year(self.born_on, day)
        return _YEARS.index(self.nc_year) - _YEARS.index(usual) if usual else 0

    def year_group(self, day: dt.date) -> str:
        """The `nc_year` code on a day: by the date of birth, or moved up from the chosen one."""
        chosen_on = self._year_chosen_on
        if not self.nc_year:
            return nc_year(self.born_on, day) if self.born_on else ""
        if self.nc_year not in _YEARS or chosen_on is None:
            return self.nc_year
        passed = academic_year_start(day).year - academic_year_start(chosen_on).year
        place = _YEARS.index(self.nc_year) + passed
        return _YEARS[place] if 0 <= place < len(_YEARS) else ""

    def moved_to(self, setting_id: str, day: dt.date, key: str) -> "Pupil":
        """The pupil at another main school from a day on; `key` is a new one for the placement.

        The old main school is kept in the list with its last day; a dual roll goes on.
        """
        before = day - dt.timedelta(days=1)
        kept = tuple(
            msgspec.structs.replace(each, to_on=max(before, each.from_on or before))
            if each.is_main and each.to_on is None
            else each
            for each in self.placements
        )
        new = Placement(key=key, setting_id=setting_id, from_on=day, is_main=True)
        return msgspec.structs.replace(self, setting_id=setting_id, placements=(*kept, new))

    def setting_ids_on(self, day: dt.date) -> tuple[str, ...]:
        """Every school that the child is at on that day, the main one first."""
        others = [
            each.setting_id
            for each in self.placements
            if each.from_on and each.from_on <= day and (each.to_on is None or day <= each.to_on)
        ]
        return tuple(dict.fromkeys(filter(None, (self.setting_id, *others))))

    @property
    def called(self) -> str:
        """The name the child is called by, with the surname."""
        return f"{self.known_as or self.legal_forename} {self.legal_surname}".strip()

    @property
    def initials(self) -> str:
        """What lists show, such as `A.B.`."""
        names = (self.known_as or self.legal_forename, self.legal_surname)
        return "".join(f"{name[0]}." for name in names if name)


def _age(born_on: dt.date, day: dt.date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def normalised_upn(text: str) -> str:
    """A UPN as it is compared: capitals, no spaces, full-width characters made ordinary."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def upn_check_letter(upn: str) -> str:
    """The check letter that the other twelve characters call for (UPN Guide 1.2).

    Characters 2 to 13 are weighted 2 to 13; a temporary UPN's last letter counts as its index.
    """
    total = 0
    for weight, character in enumerate(upn[1:], start=2):
        value = int(character) if character in "0123456789" else _UPN_LETTERS.index(character)
        total += weight * value
    return _UPN_LETTERS[total % len(_UPN_LETTERS)]


def upn_is_well_formed(upn: str) -> bool:
    """Whether a UPN, permanent or temporary, has the right shape and check letter."""
    digits = set("0123456789")
    if len(upn) != _UPN_LENGTH or upn[0] not in _UPN_LETTERS or not digits.issuperset(upn[1:12]):
        return False
    if upn[12] not in digits and upn[12] not in _UPN_LETTERS:
        return False
    return upn_check_letter(upn) == upn[0]
