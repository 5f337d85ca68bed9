"""Agreement to Engage: that parents or the young person know, contributed and agree.

It opens the service's door and is never called the lawful basis; a withdrawal
stops engagement from that moment and erases nothing.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from stls_core.records._declare import (
    Embedded,
    Need,
    Problem,
    Record,
    Sensitivity,
    kind,
    rule,
    says,
)

SAVE, SIGN = Need.SAVE, Need.SIGN
VERBAL_DAYS = 14
EXPIRING_DAYS = 30
_MONTHS_12 = 365
ENGAGING_FORMS = ("LIFT", "EY_LIFT", "ISS", "ASSESSMENT", "HABILITATION")
"""The forms by which a family agrees to the service's work; one about photos or about a training
case gives leave for that alone. A code that is not known here opens no door."""


class Signatory(Embedded, frozen=True):
    """Who signed, and whether with parental responsibility."""

    name: Annotated[str, says("Name", need=SAVE, max_length=120)] = ""
    relation: Annotated[str, says("Relation", need=SAVE, codes="relation")] = ""
    has_pr: Annotated[
        bool | None,
        says(
            "Parental responsibility",
            need=SIGN,
            ask="Say whether they have parental responsibility",
        ),
    ] = None


@kind(
    "agreement",
    "Agreement to Engage",
    unit=("pupil_id",),
    parent="pupil_id",
    event="signed_on",
    named_by=("form",),
)
class Agreement(Record, frozen=True):
    """What a family has agreed to, on which form, until when."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    form: Annotated[str, says("Form", need=SAVE, codes="agreement_form", reported=True)] = ""
    signed_by: Annotated[
        tuple[Signatory, ...],
        says("Signed by", need=SIGN, ask="Say who signed", sensitivity=Sensitivity.PUPIL),
    ] = ()
    signed_on: Annotated[
        dt.date | None,
        says("Signed on", need=SIGN, ask="Enter the day it was signed", reported=True),
    ] = None
    has_seen_referral: Annotated[
        bool | None,
        says("Has seen the referral", need=SIGN, ask="Say whether they have seen the referral"),
    ] = None
    agrees: Annotated[
        tuple[str, ...],
        says("Agrees to", need=SIGN, ask="Choose what they agree to", codes="agreement_scope"),
    ] = ()
    refuses: Annotated[tuple[str, ...], says("Does not agree to", codes="agreement_scope")] = ()
    parent_comment: Annotated[str, says("What the parents said", sensitivity=Sensitivity.PUPIL)] = (
        ""
    )
    child_comment: Annotated[str, says("What the child said", sensitivity=Sensitivity.PUPIL)] = ""
    how_obtained: Annotated[
        str,
        says("How", need=SIGN, ask="Choose how it was obtained", codes="agreement_how_obtained"),
    ] = ""
    is_original_received: Annotated[bool, says("Original received")] = False
    expires_on: Annotated[dt.date | None, says("Expires", reported=True)] = None
    withdrawn_on: Annotated[
        dt.date | None, says("Withdrawn on", group="withdrawal", reported=True)
    ] = None
    withdrawn_by: Annotated[str, says("Withdrawn by", group="withdrawal")] = ""
    withdraw_scope: Annotated[str, says("What is withdrawn", group="withdrawal")] = ""
    override_reason: Annotated[str, says("Why without parental responsibility")] = ""

    @rule(SIGN)
    def signer_has_parental_responsibility(self) -> Iterator[Problem]:
        """Someone with parental responsibility signs, or the reason is written down."""
        if self.signed_by and not self.is_signed_with_authority:
            words = "Nobody who signed has parental responsibility. Say why this is right."
            yield Problem("override_reason", words)

    @property
    def is_signed_with_authority(self) -> bool:
        """Whether a signer has parental responsibility, or it is written why not."""
        return bool(self.override_reason.strip()) or any(s.has_pr for s in self.signed_by)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds: as written, else a year; if verbal, at most 14 days."""
        if not self.signed_on:
            return self.expires_on
        if self.how_obtained == "VERBAL_LOGGED":
            two_weeks = self.signed_on + dt.timedelta(days=VERBAL_DAYS)
            return min(two_weeks, self.expires_on or two_weeks)
        return self.expires_on or self.signed_on + dt.timedelta(days=_MONTHS_12)

    def engages_on(self, day: dt.date) -> bool:
        """Whether the service may work with the child on that day because of this form."""
        return self.form in ENGAGING_FORMS and self.is_valid_on(day)

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether what this form gives leave for is allowed on that day."""
        if self.deleted or not self.signed_on or self.signed_on > day or not self.signed_by:
            return False
        if not self.is_signed_with_authority:
            return False
        if self.withdrawn_on and self.withdrawn_on <= day:
            return False
        return self.last_day is not None and day <= self.last_day
