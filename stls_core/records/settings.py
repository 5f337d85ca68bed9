"""Settings and the dated structure around them: who hosts, which team, which link teacher.

Reorganisation is data. District, team and host are records with dates,
never code, and a record keeps the structure that was valid on its own date.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from stls_core.former import former_people
from stls_core.records._declare import (
    Embedded,
    Merge,
    Need,
    Problem,
    Record,
    kind,
    rule,
    says,
)

SAVE = Need.SAVE


class Contact(Embedded, frozen=True):
    """A person at a setting, from one day to another; a new SENCO is a new row."""

    name: Annotated[str, says("Name", need=SAVE, max_length=120)] = ""
    role: Annotated[str, says("Role", need=SAVE, codes="contact_role")] = ""
    email: Annotated[str, says("E-mail", max_length=200)] = ""
    phone: Annotated[str, says("Phone", max_length=40)] = ""
    from_on: Annotated[dt.date | None, says("From")] = None
    to_on: Annotated[dt.date | None, says("Until")] = None

    def is_current_on(self, day: dt.date) -> bool:
        """Whether the person holds the role on that day."""
        return (self.from_on is None or self.from_on <= day) and (
            self.to_on is None or day <= self.to_on
        )


@kind("setting", "School or setting", named_by=("name",), common=True)
class Setting(Record, frozen=True):
    """A school, nursery or other place that the service supports."""

    name: Annotated[str, says("Name", need=SAVE, searchable=True, max_length=160)] = ""
    urn: Annotated[str, says("URN", "Six digits, from GIAS.", searchable=True)] = ""
    ey_ref: Annotated[str, says("Early years number", "From Ofsted, if there is no URN.")] = ""
    la_code: Annotated[str, says("Local authority")] = ""
    estab_number: Annotated[str, says("Establishment number", "The four digits after 886.")] = ""
    setting_type: Annotated[str, says("Type", need=SAVE, codes="setting_type", reported=True)] = ""
    type_name: Annotated[str, says("Type in GIAS")] = ""
    phase: Annotated[str, says("Phase", codes="phase", reported=True)] = ""
    status: Annotated[str, says("Status", codes="setting_status", reported=True)] = "ACTIVE"
    merged_into_id: Annotated[str, says("Now part of", ref="setting")] = ""
    opened_on: Annotated[dt.date | None, says("Opened")] = None
    closed_on: Annotated[dt.date | None, says("Closed")] = None
    street: Annotated[str, says("Street", group="address")] = ""
    locality: Annotated[str, says("Locality", group="address")] = ""
    town: Annotated[str, says("Town", group="address", searchable=True)] = ""
    county: Annotated[str, says("County", group="address")] = ""
    postcode: Annotated[str, says("Postcode", group="address", searchable=True)] = ""
    phone: Annotated[str, says("Phone")] = ""
    district_id: Annotated[str, says("District", need=SAVE, ref="district", reported=True)] = ""
    low_age: Annotated[int | None, says("Youngest age", at_least=0, at_most=25)] = None
    high_age: Annotated[int | None, says("Oldest age", at_least=0, at_most=25)] = None
    roll: Annotated[int | None, says("Number on roll", at_least=0, at_most=10_000)] = None
    srp_designation: Annotated[str, says("Resourced provision")] = ""
    entitlement_visits: Annotated[
        int | None,
        says("Visits a year", "Leave empty for the district's usual number.", at_least=0),
    ] = None
    contacts: Annotated[tuple[Contact, ...], says("Contacts")] = ()
    site_notes: Annotated[
        str,
        says(
            "On arrival",
            "Parking, signing in, wifi, lone working.",
            merge=Merge.TEXT,
            searchable=True,
        ),
    ] = ""
    info_sharing_on: Annotated[dt.date | None, says("Information sharing agreed")] = None

    @rule(SAVE)
    def has_a_public_number(self) -> Iterator[Problem]:
        """A setting is known by its URN or, in the early years, by its Ofsted number."""
        if not self.urn and not self.ey_ref and self.setting_type != "HOME":
            yield Problem("urn", "Enter the URN, or the early years number")

    @classmethod
    def also_written(
        cls, shown: Mapping[str, Any], edit: Mapping[str, Any], day: dt.date
    ) -> Mapping[str, Any]:
        """Whoever stood in a row that now names somebody else stays, with the last day."""
        return former_people("contacts", shown, edit, day)

    def current_contacts(self, day: dt.date) -> tuple[Contact, ...]:
        """The people in post on that day, SENCO first."""
        order = {"SENCO": 0, "DEPUTY_SENCO": 1, "HEAD": 2}
        here = [c for c in self.contacts if c.is_current_on(day)]
        return tuple(sorted(here, key=lambda c: (order.get(c.role, 9), c.name)))


@kind("link_assignment", "Link teacher", named_by=("teacher_name",), common=True)
class LinkAssignment(Record, frozen=True):
    """The named Link Teacher of a setting, dated: exactly one is current."""

    setting_id: Annotated[str, says("School", need=SAVE, ref="setting", reported=True)] = ""
    teacher_id: Annotated[
        str, says("Link teacher", need=SAVE, ask="Choose the link teacher", reported=True)
    ] = ""
    teacher_name: Annotated[str, says("Name", need=SAVE, max_length=120)] = ""
    from_on: Annotated[
        dt.date | None, says("From", need=SAVE, ask="Enter the first day", reported=True)
    ] = None
    to_on: Annotated[dt.date | None, says("Until", reported=True)] = None

    @rule(SAVE)
    def ends_after_it_begins(self) -> Iterator[Problem]:
        """An assignment cannot end before its first day."""
        if self.from_on and self.to_on and self.to_on < self.from_on:
            yield Problem("to_on", "The last day is before the first. Change one of them.")


class _Dated(Record, frozen=True):
    """A part of the service's structure with a name and the days on which it is valid."""

    name: Annotated[str, says("Name", need=SAVE, searchable=True, max_length=160)] = ""
    from_on: Annotated[dt.date | None, says("Valid from")] = None
    to_on: Annotated[dt.date | None, says("Valid until")] = None


@kind("organisation", "Organisation", named_by=("name",), common=True)
class Organisation(_Dated, frozen=True):
    """A council, or the school that hosts a team."""

    organisation_kind: Annotated[str, says("Kind", codes="organisation_kind")] = ""
    setting_id: Annotated[str, says("As a school", ref="setting")] = ""


@kind("district", "District", named_by=("name",), common=True)
class District(_Dated, frozen=True):
    """One of the council's districts. Its id is the feed that its records travel in."""

    gss_code: Annotated[str, says("ONS code", need=SAVE)] = ""
    area: Annotated[str, says("Area")] = ""


@kind("team", "Team", named_by=("name",), common=True)
class Team(_Dated, frozen=True):
    """A district team, or a countywide one (Sensory, Physical Disability)."""

    team_kind: Annotated[str, says("Kind", codes="team_kind")] = "DISTRICT"
    district_ids: Annotated[tuple[str, ...], says("Districts", ref="district")] = ()
    organisation_id: Annotated[str, says("Hosted by", ref="organisation")] = ""
    visits_a_year: Annotated[int | None, says("Link visits a year", at_least=0)] = None


@kind("term", "Term", named_by=("name",), common=True)
class KentTerm(_Dated, frozen=True):
    """One of the six Kent terms of a school year."""

    school_year: Annotated[str, says("School year", need=SAVE)] = ""
