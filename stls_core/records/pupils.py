"""Pupil and Case: one child, and the episodes of the service's involvement.

The rest of a case's life (reviews, closing, add-ons) comes with
the casework; a UPN is never required, never corrected and only ever warned about.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from typing import Annotated

from stls_core.records._declare import (
    Embedded,
    Merge,
    Need,
    Problem,
    Record,
    Sensitivity,
    kind,
    rule,
    says,
)

SAVE, SIGN = Need.SAVE, Need.SIGN
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_LENGTH = 13


class ParentCarer(Embedded, frozen=True):
    """One of the adults who look after the child; there is never a single "parent" field."""

    name: Annotated[str, says("Name", need=SAVE, max_length=120)] = ""
    relation: Annotated[str, says("Relation", need=SAVE, codes="relation")] = ""
    has_pr: Annotated[bool | None, says("Parental responsibility")] = None
    phone: Annotated[str, says("Phone", max_length=40)] = ""
    email: Annotated[str, says("E-mail", max_length=200)] = ""
    language: Annotated[str, says("Language", codes="language")] = ""
    needs_interpreter: Annotated[bool, says("Interpreter")] = False
    report_format: Annotated[str, says("Report format", codes="report_format")] = ""
    is_barred: Annotated[bool, says("No contact", "Nothing may be sent to this person.")] = False


@kind("pupil", "Pupil", named_by=("known_as", "legal_forename", "legal_surname"))
class Pupil(Record, frozen=True):
    """A child or young person, from birth to 25."""

    legal_forename: Annotated[
        str,
        says(
            "Legal first name",
            need=SAVE,
            searchable=True,
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
            sensitivity=Sensitivity.PUPIL,
            max_length=200,
        ),
    ] = ""
    born_on: Annotated[
        dt.date | None, says("Date of birth", need=SAVE, sensitivity=Sensitivity.PUPIL)
    ] = None
    upn: Annotated[
        str, says("UPN", "Leave empty if there is none yet.", sensitivity=Sensitivity.PUPIL)
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

    @property
    def called(self) -> str:
        """The name the child is called by, with the surname."""
        return f"{self.known_as or self.legal_forename} {self.legal_surname}".strip()

    @property
    def initials(self) -> str:
        """What lists show, such as `A.B.`."""
        names = (self.known_as or self.legal_forename, self.legal_surname)
        return "".join(f"{name[0]}." for name in names if name)


@kind(
    "case", "Case", unit=("pupil_id",), parent="pupil_id", event="opened_on", named_by=("question",)
)
class Case(Record, frozen=True):
    """One episode of involvement with a pupil, from the question asked."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    ref: Annotated[str, says("Reference", "Given by the council's server.")] = ""
    opened_on: Annotated[
        dt.date | None, says("Opened", need=SAVE, ask="Enter the day it was opened", reported=True)
    ] = None
    source: Annotated[
        str,
        says(
            "Came from",
            need=SAVE,
            ask="Choose where it came from",
            codes="case_source",
            reported=True,
        ),
    ] = ""
    question: Annotated[
        str,
        says(
            "Question",
            "What the school or the parents want answered.",
            need=SAVE,
            merge=Merge.TEXT,
            searchable=True,
            sensitivity=Sensitivity.PUPIL,
        ),
    ] = ""
    lead_teacher_id: Annotated[
        str, says("Lead teacher", need=SAVE, ask="Choose the lead teacher", reported=True)
    ] = ""
    tier: Annotated[str, says("Tier", need=SAVE, codes="tier", reported=True)] = ""
    involvement: Annotated[
        str, says("Involvement", need=SAVE, codes="involvement", reported=True)
    ] = "ADVICE_ONLY"
    agreement_id: Annotated[str, says("Agreement to Engage", ref="agreement")] = ""
    status: Annotated[str, says("Status", codes="case_status", reported=True)] = "ENQUIRY"

    @rule(SAVE)
    def active_needs_an_agreement(self) -> Iterator[Problem]:
        """Nothing beyond a talk happens before the family knows and has agreed to engage."""
        if self.status == "ACTIVE" and not self.agreement_id:
            yield Problem("status", "An active case needs an Agreement to Engage. Record it first.")


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
