"""Sensory profile: hearing, vision and NatSIP eligibility of one child, as at a day.

What the clinic measured is kept as it was given; the only thing worked out here is the band of a
hearing loss and whether a yearly review is due. It makes no decision about support.
"""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Final

from stls_core.records._declare import (
    Embedded,
    Need,
    Problem,
    Record,
    kind,
    private,
    prose,
    rule,
    says,
)

SAVE = Need.SAVE
_YEAR: Final = dt.timedelta(days=366)
_LOSS_FROM: Final = ((96, "PROFOUND"), (71, "SEVERE"), (41, "MODERATE"), (21, "MILD"), (0, "NONE"))
_LOGMAR: Final = re.compile(r"[-+]?\d(\.\d{1,2})?")
_LOGMAR_RANGE: Final = (-0.5, 3.0)


class HearingAid(Embedded, frozen=True):
    """A hearing aid, an implant or another device that the child wears."""

    aid_type: Annotated[str, says("Type", need=SAVE, codes="hearing_aid_type")] = ""
    ear: Annotated[str, says("Ear", need=SAVE, codes="ear")] = ""
    make: Annotated[str, says("Make and model", max_length=80)] = ""


@kind(
    "sensory_profile",
    "Sensory profile",
    unit=("pupil_id",),
    parent="pupil_id",
    event="as_at_on",
    named_by=("field_note",),
)
class SensoryProfile(Record, frozen=True):
    """How a child hears and sees, what they wear and read with, and what they are eligible for."""

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    as_at_on: Annotated[
        dt.date | None, says("As at", need=SAVE, ask="Enter the day that this is about")
    ] = None
    senses: Annotated[tuple[str, ...], says("About", need=SAVE, codes="sense", reported=True)] = ()
    left_level: Annotated[str, says("Left ear", group="left_ear", codes="hearing_loss")] = ""
    left_db: Annotated[
        int | None, says("Left, average", "In dB HL.", group="left_ear", at_least=-10, at_most=130)
    ] = None
    left_type: Annotated[
        str, says("Type of loss, left", group="left_ear", codes="hearing_loss_type")
    ] = ""
    right_level: Annotated[str, says("Right ear", group="right_ear", codes="hearing_loss")] = ""
    right_db: Annotated[
        int | None,
        says("Right, average", "In dB HL.", group="right_ear", at_least=-10, at_most=130),
    ] = None
    right_type: Annotated[
        str, says("Type of loss, right", group="right_ear", codes="hearing_loss_type")
    ] = ""
    audiogram_on: Annotated[dt.date | None, says("Audiogram")] = None
    aids: Annotated[tuple[HearingAid, ...], says("Aids worn")] = ()
    has_radio_aid: Annotated[bool | None, says("Radio aid")] = None
    radio_aid: Annotated[
        str, private("Which radio aid", "Make, channel, who checks it.", max_length=120)
    ] = ""
    va_distance: Annotated[
        str, private("Distance acuity", "As the clinic wrote it, such as 6/18.", max_length=40)
    ] = ""
    va_near: Annotated[str, private("Near acuity", "Such as N14 at 30 cm.", max_length=40)] = ""
    logmar: Annotated[str, private("LogMAR", "Such as 0.48.", max_length=12)] = ""
    print_size: Annotated[
        int | None,
        says("Print size N", "What the child reads with ease.", at_least=4, at_most=96),
    ] = None
    has_cvi: Annotated[bool | None, says("Cerebral vision impairment")] = None
    registration: Annotated[
        str, says("Registration", codes="sight_registration", reported=True)
    ] = ""
    field_note: Annotated[
        str, prose("Field, light and colour", "What the child does not see, and what helps.")
    ] = ""
    natsip_form: Annotated[
        str, says("NatSIP form", group="natsip", codes="natsip_form", reported=True)
    ] = ""
    natsip_score: Annotated[
        int | None, says("Points", group="natsip", at_least=0, at_most=200, reported=True)
    ] = None
    natsip_category: Annotated[
        str, says("Category", group="natsip", codes="natsip_category", reported=True)
    ] = ""
    natsip_on: Annotated[
        dt.date | None, says("Assessed on", group="natsip", looked_up=True, reported=True)
    ] = None
    natsip_assessor: Annotated[str, says("Assessed by", group="natsip", max_length=120)] = ""
    natsip_review_on: Annotated[
        dt.date | None,
        says("Review by", "A year later at most.", group="natsip", looked_up=True, reported=True),
    ] = None
    habilitation_on: Annotated[
        dt.date | None, says("Referred on", group="habilitation", reported=True)
    ] = None
    habilitation_outcome: Annotated[
        str, says("Outcome", group="habilitation", codes="habilitation_outcome", reported=True)
    ] = ""
    habilitation_reason: Annotated[
        str, prose("Reason for habilitation", "What the child wants to do alone.")
    ] = ""

    @rule(SAVE)
    def loss_fits_its_level(self) -> Iterator[Problem]:
        """A level of loss that its decibels do not give is warned about and kept."""
        for ear in ("left", "right"):
            level, decibels = getattr(self, f"{ear}_level"), getattr(self, f"{ear}_db")
            if level and decibels is not None and level != level_of_loss(decibels):
                words = f"{decibels} dB is another level of loss. Check both; they are kept."
                yield Problem(f"{ear}_level", words, blocks=False)

    @rule(SAVE)
    def logmar_is_a_number(self) -> Iterator[Problem]:
        """LogMAR runs from about -0.3 (sharper than usual) to 3."""
        low, high = _LOGMAR_RANGE
        typed = self.logmar.strip().replace("\N{MINUS SIGN}", "-")
        if typed and not (_LOGMAR.fullmatch(typed) and low <= float(typed) <= high):
            words = "LogMAR is a number such as 0.48. Put anything else under distance acuity."
            yield Problem("logmar", words)

    @rule(SAVE)
    def natsip_is_whole(self) -> Iterator[Problem]:
        """Points and category mean nothing without their form and the day."""
        if not self.natsip_category and self.natsip_score is None:
            return
        if not self.natsip_form:
            yield Problem("natsip_form", "Choose the form that was used")
        if not self.natsip_on:
            yield Problem("natsip_on", "Enter the day of the assessment")

    @rule(SAVE)
    def natsip_is_reviewed_within_a_year(self) -> Iterator[Problem]:
        """The review comes after the assessment, and not more than a year later."""
        first, review = self.natsip_on, self.natsip_review_on
        if not first or not review:
            return
        if review <= first:
            yield Problem("natsip_review_on", "The review is not after the assessment. Change one.")
        elif review - first > _YEAR:
            words = "This is more than a year after the assessment. NatSIP is reviewed every year."
            yield Problem("natsip_review_on", words, blocks=False)

    @rule(SAVE)
    def habilitation_outcome_has_a_referral(self) -> Iterator[Problem]:
        """What came of a referral needs the day of the referral."""
        if self.habilitation_outcome and not self.habilitation_on:
            yield Problem("habilitation_on", "Enter the day of the referral to habilitation")

    @property
    def natsip_due_on(self) -> dt.date | None:
        """The day by which eligibility is to be looked at again; None if it never was assessed."""
        if self.natsip_on is None:
            return self.natsip_review_on
        in_a_year = self.natsip_on + _YEAR
        return min(in_a_year, self.natsip_review_on or in_a_year)

    def is_review_overdue(self, day: dt.date) -> bool:
        """Whether the yearly review should have been before that day."""
        due = self.natsip_due_on
        return due is not None and due < day


def level_of_loss(decibels: int) -> str:
    """The `hearing_loss` code for an average loss in dB HL: 21 mild, 41 moderate, 71 severe, 96."""
    return next((code for least, code in _LOSS_FROM if decibels >= least), "NONE")
