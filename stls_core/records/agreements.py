"""Agreement to Engage: that parents or the young person know, contributed and agree.

It opens the service's door and is never called the lawful basis; a withdrawal
stops engagement from that moment and erases nothing.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Final

from stls_core.records._declare import (
    Embedded,
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
VERBAL_DAYS = 14
EXPIRING_DAYS = 30
SIGNATURE_LENGTH: Final = 40_000  # characters: several minutes of drawing
SIGNATURE_BOX: Final = 1000  # a drawn point lies at 0 to 1000 of the pad, across and down
_MONTHS_12 = 365
_LEAVES_SCHOOL_AT = 16
_JUNE, _FRIDAY = 6, 4
ENGAGING_FORMS = ("LIFT", "EY_LIFT", "ISS", "ASSESSMENT", "HABILITATION")
"""The forms by which a family agrees to the service's work; one about photos or about a training
case gives leave for that alone. A code that is not known here opens no door."""


class Signatory(Embedded, frozen=True):
    """Who signed, and whether with parental responsibility."""

    name: Annotated[str, says("Name", need=SAVE, name=True, max_length=120)] = ""
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
    expires_on: Annotated[dt.date | None, says("Expires", looked_up=True, reported=True)] = None
    withdrawn_on: Annotated[
        dt.date | None, says("Withdrawn on", group="withdrawal", reported=True)
    ] = None
    withdrawn_by: Annotated[str, says("Withdrawn by", group="withdrawal")] = ""
    withdraw_scope: Annotated[str, says("What is withdrawn", group="withdrawal")] = ""
    override_reason: Annotated[str, says("Why without parental responsibility")] = ""
    signature: Annotated[
        str,
        private("Signature", "Drawn on this screen.", max_length=SIGNATURE_LENGTH),
    ] = ""
    interpreter: Annotated[str, private("Interpreter", "Who interpreted, if anybody.")] = ""
    evidence_attachment_id: Annotated[str, says("Signed form", ref="attachment")] = ""
    is_without_capacity: Annotated[
        bool, says("Cannot decide alone", "A parent signs for a young person who lacks capacity.")
    ] = False
    is_disputed: Annotated[
        bool,
        says(
            "The parents disagree",
            "Two people with parental responsibility. Work waits until the lead decides.",
            group="dispute",
        ),
    ] = False
    is_work_allowed: Annotated[bool | None, says("Work may go on", group="dispute")] = None
    decided_by: Annotated[str, says("Decided by", group="dispute", max_length=120)] = ""
    decided_on: Annotated[dt.date | None, says("Decided on", group="dispute")] = None
    decision_reason: Annotated[str, private("Reason of the lead", max_length=400)] = ""

    @rule(SAVE)
    def agrees_or_refuses(self) -> Iterator[Problem]:
        """The same thing is not both agreed to and refused."""
        if set(self.agrees) & set(self.refuses):
            words = "Something is both agreed to and refused. Take it out of one of the two."
            yield Problem("refuses", words)

    @rule(SAVE)
    def decision_is_whole(self) -> Iterator[Problem]:
        """What the lead decided in a dispute has a name, a day and a reason."""
        if self.is_work_allowed is None:
            return
        if not self.decided_by.strip():
            yield Problem("decided_by", "Enter the name of the lead who decided")
        if not self.decided_on:
            yield Problem("decided_on", "Enter the day of the decision")
        if not self.decision_reason.strip():
            yield Problem("decision_reason", "Write why the lead decided so")

    @rule(SAVE)
    def withdrawal_has_a_day(self) -> Iterator[Problem]:
        """A withdrawal counts from a day; without one nothing would stop."""
        if (self.withdrawn_by or self.withdraw_scope) and not self.withdrawn_on:
            yield Problem("withdrawn_on", "Enter the day from which it is withdrawn")

    @rule(SAVE)
    def signature_can_be_drawn(self) -> Iterator[Problem]:
        """A signature that cannot be drawn again is no evidence."""
        if self.signature and not self.strokes:
            yield Problem("signature", "The drawn signature cannot be read. Ask them to sign again")

    @rule(SIGN)
    def on_screen_is_drawn(self) -> Iterator[Problem]:
        """Whoever signs on the screen leaves a drawn line, or a file that shows it."""
        if self.how_obtained == "E_SIGN" and not self.signature and not self.evidence_attachment_id:
            yield Problem("signature", "Hand the laptop over and let them sign on the screen")

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

    @property
    def strokes(self) -> tuple[tuple[tuple[int, int], ...], ...]:
        """The drawn lines, each of (x, y) points from 0 to 1000; empty if they cannot be read.

        In the text a point is `x,y`, points are set apart by spaces and lines by semicolons.
        """
        try:
            lines = tuple(_line(text) for text in self.signature.split(";") if text.strip())
        except ValueError:
            return ()
        inside = all(0 <= at <= SIGNATURE_BOX for line in lines for point in line for at in point)
        return lines if inside else ()

    def status_on(self, day: dt.date) -> str:
        """REQUESTED, SIGNED, EXPIRING, EXPIRED or WITHDRAWN, as it is on that day.

        What nobody with authority has signed yet, or what waits for the lead, is REQUESTED.
        """
        if self.withdrawn_on and self.withdrawn_on <= day:
            return "WITHDRAWN"
        if not self._is_signed_on(day) or self.is_held_up_on(day):
            return "REQUESTED"
        last = self.last_day
        if last is None or last < day:
            return "EXPIRED"
        return "EXPIRING" if last - day <= dt.timedelta(days=EXPIRING_DAYS) else "SIGNED"

    def is_held_up_on(self, day: dt.date) -> bool:
        """Whether the parents disagree and the lead has not let work go on by that day."""
        if not self.is_disputed:
            return False
        is_decided = self.decided_on is not None and self.decided_on <= day
        return not (self.is_work_allowed and is_decided and self.decision_reason.strip())

    def engages_on(self, day: dt.date) -> bool:
        """Whether the service may work with the child on that day because of this form."""
        return self.form in ENGAGING_FORMS and self.is_valid_on(day)

    def allows(self, scope: str, day: dt.date) -> bool:
        """Whether the family agreed to one thing (`agreement_scope`) and it holds on that day.

        A refusal wins over a tick beside it, and what nobody ticked is not agreed.
        """
        return scope in self.agrees and scope not in self.refuses and self.is_valid_on(day)

    def is_valid_on(self, day: dt.date) -> bool:
        """Whether what this form gives leave for is allowed on that day."""
        return not self.deleted and self.status_on(day) in ("SIGNED", "EXPIRING")

    def _is_signed_on(self, day: dt.date) -> bool:
        if not self.signed_on or self.signed_on > day or not self.signed_by:
            return False
        return self.is_signed_with_authority


def _line(text: str) -> tuple[tuple[int, int], ...]:
    """The points of one drawn line; ValueError if the text is none."""
    return tuple((int(x), int(y)) for x, y in (point.split(",") for point in text.split()))


def leaves_compulsory_school_on(born_on: dt.date) -> dt.date:
    """The last Friday in June of the school year in which a young person turns 16."""
    is_late = (born_on.month, born_on.day) > (8, 31)
    june = dt.date(born_on.year + _LEAVES_SCHOOL_AT + is_late, _JUNE, 30)
    return june - dt.timedelta(days=(june.weekday() - _FRIDAY) % 7)


def signer_problems(agreement: Agreement, born_on: dt.date | None) -> Iterator[Problem]:
    """After compulsory school age the young person signs, unless they lack capacity.

    Needs the pupil's date of birth, which is why it is no rule of the declaration; it warns.
    """
    if born_on is None or agreement.signed_on is None or agreement.is_without_capacity:
        return
    is_own = any(signer.relation == "SELF" for signer in agreement.signed_by)
    if agreement.signed_on > leaves_compulsory_school_on(born_on) and not is_own:
        words = "After Year 11 the young person signs. If they cannot decide alone, say so below."
        yield Problem("signed_by", words, blocks=False)
