"""Advice reports: what a teacher found, what it means and what to do, for three readers.

A report is a row with children of its own: paragraphs, findings and recommendations are records,
because each is a narrative about a child. Each says which record it was taken from and whom it is
kept from, so that a version for one reader can be shown to hold nothing that was withheld.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Final

from stls_core.records._declare import (
    Merge,
    Need,
    Problem,
    Record,
    Sensitivity,
    kind,
    private,
    prose,
    rule,
    says,
)

SAVE, SIGN = Need.SAVE, Need.SIGN
MOST_RECOMMENDATIONS: Final = 8


@kind(
    "advice_report",
    "Advice report",
    unit=("pupil_id",),
    parent="pupil_id",
    event="written_on",
    named_by=("question",),
)
class AdviceReport(Record, frozen=True):
    """One piece of advice about one child, with a text for each reader.

    Who was given which copy stands in the issued documents, never here.
    """

    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    case_id: Annotated[str, says("Case", ref="case")] = ""
    setting_id: Annotated[str, says("School", ref="setting", reported=True)] = ""
    written_on: Annotated[dt.date | None, says("Date written", need=SAVE, reported=True)] = None
    question: Annotated[
        str,
        prose("Question", "What you were asked, as it was agreed.", need=SAVE, ask="Say what"),
    ] = ""
    source_ids: Annotated[
        tuple[str, ...],
        says("Sources", "The records that the report is made of."),
    ] = ()
    target_ids: Annotated[tuple[str, ...], says("Targets")] = ()
    no_pupil_voice_because: Annotated[
        str, private("Why the child’s views are missing", max_length=400)
    ] = ""
    no_parent_voice_because: Annotated[
        str, private("Why the family’s views are missing", max_length=400)
    ] = ""
    review_on: Annotated[
        dt.date | None,
        says("Review", need=SIGN, ask="Enter when it will be looked at again", reported=True),
    ] = None
    review_with: Annotated[
        str, says("Bring to the review", "Such as the child’s book, the tick sheet.")
    ] = ""
    qualifications: Annotated[
        str, says("Your qualifications", need=SIGN, ask="Enter your qualifications", max_length=200)
    ] = ""
    family_language: Annotated[
        str, says("Headings in", "The family’s language, if not English.", codes="language")
    ] = ""
    qa_by: Annotated[str, says("Read by", group="qa", max_length=120)] = ""
    qa_on: Annotated[dt.date | None, says("Read on", group="qa")] = None
    qa_notes: Annotated[str, prose("Notes of the reader")] = ""
    status: Annotated[str, says("Status", codes="report_status", reported=True)] = "DRAFT"
    copies_for: Annotated[
        tuple[str, ...],
        says(
            "Who is to have a copy",
            "Asked again on the day: nobody who is barred gets one.",
        ),
    ] = ()  # SENCO, TEACHER, or the key of an adult in the child's file

    @rule(SIGN)
    def rests_on_something(self) -> Iterator[Problem]:
        """Advice that rests on no record cannot be explained later."""
        if not self.source_ids:
            yield Problem("source_ids", "Tick at least one record that the report is made of")


class _Piece(Record, frozen=True):
    """What the pieces of a report share: their place, their source and whom they are kept from."""

    report_id: Annotated[str, says("Report", need=SAVE, ref="advice_report")] = ""
    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil")] = ""
    order_key: Annotated[str, says("Place in the list")] = ""
    source_kind: Annotated[str, says("Taken from, kind", merge=Merge.WRITE_ONCE)] = ""
    source_id: Annotated[str, says("Taken from", merge=Merge.WRITE_ONCE)] = ""
    pulled: Annotated[
        str,
        says(
            "As it was taken",
            "The words of the draft, to tell them from those of the author.",
            merge=Merge.WRITE_ONCE,
            sensitivity=Sensitivity.PUPIL,
        ),
    ] = ""
    withheld_from: Annotated[
        tuple[str, ...],
        says("Withhold from", "Nobody, unless there is a reason.", codes="report_audience"),
    ] = ()
    withheld_because: Annotated[str, private("Why it is withheld", max_length=400)] = ""

    @rule(SIGN)
    def withholding_has_its_reason(self) -> Iterator[Problem]:
        """What a family may not read is kept from them for a reason that can be given."""
        if self.withheld_from and not self.withheld_because.strip():
            yield Problem("withheld_because", "Say why it is withheld")


@kind("report_part", "Paragraph", unit=("pupil_id",), parent="report_id", named_by=("text",))
class ReportPart(_Piece, frozen=True):
    """Some sentences under one heading of one reader's version."""

    section: Annotated[str, says("Heading", codes="report_section")] = ""
    text: Annotated[str, prose("Words", need=SAVE, ask="Write it, or remove the paragraph")] = ""
    quote_of: Annotated[str, private("Whose words", max_length=120)] = ""
    is_quote: Annotated[
        bool, says("Somebody’s own words", "Printed to the letter and marked as quoted.")
    ] = False

    @rule(SAVE)
    def stands_under_a_heading(self) -> Iterator[Problem]:
        """A paragraph is printed under its heading, in the version that has it."""
        if not self.section:
            yield Problem("section", "Choose the heading")


@kind("finding", "Finding", unit=("pupil_id",), parent="report_id", named_by=("text",))
class Finding(_Piece, frozen=True):
    """One thing that was seen, heard or measured, with its day; no meaning yet."""

    text: Annotated[str, prose("What was found", need=SAVE, ask="Say what was found")] = ""
    area_of_need: Annotated[str, says("Area of need", codes="area_of_need", reported=True)] = ""


@kind(
    "recommendation", "Recommendation", unit=("pupil_id",), parent="report_id", named_by=("what",)
)
class Recommendation(_Piece, frozen=True):
    """Who does what, how often and for how long, and how they will know that it helps."""

    level: Annotated[str, says("Level", need=SIGN, codes="recommendation_level", reported=True)] = (
        "TARGETED"
    )
    what: Annotated[str, prose("What", need=SAVE, ask="Say what to do")] = ""
    who: Annotated[
        str, says("Who", need=SIGN, ask="Say who does it", group="who", max_length=160)
    ] = ""
    role: Annotated[str, says("Role", group="who", codes="staff_role")] = ""
    how_often: Annotated[str, says("How often", need=SIGN, ask="Say how often", max_length=120)] = (
        ""
    )
    how_long: Annotated[
        str, says("For how long", need=SIGN, ask="Say for how long", max_length=120)
    ] = ""
    success: Annotated[
        str, prose("How you will know", need=SIGN, ask="Say how they will know that it helps")
    ] = ""
    resource: Annotated[str, says("With what", max_length=400)] = ""
    finding_id: Annotated[str, says("Because of", "The finding it answers.", ref="finding")] = ""
    strategy: Annotated[str, says("Strategy", codes="strategy", reported=True)] = ""


@kind("own_phrase", "Phrase", named_by=("text",))
class OwnPhrase(Record, frozen=True):
    """A sentence that a teacher wants to use again; it names nobody."""

    section: Annotated[str, says("Heading", codes="report_section")] = ""
    text: Annotated[
        str, says("Words", need=SAVE, merge=Merge.TEXT, searchable=True, max_length=2_000)
    ] = ""


@kind("report_wording", "Heading in another language", named_by=("key",), common=True)
class ReportWording(Record, frozen=True):
    """A standing heading or sentence in a family's language, and who answers for it."""

    language: Annotated[str, says("Language", need=SAVE, codes="language")] = ""
    key: Annotated[str, says("Sentence", need=SAVE, max_length=80)] = ""
    text: Annotated[str, says("Words", need=SAVE, max_length=2_000)] = ""
    reviewed_by: Annotated[str, says("Reviewed by", group="review", max_length=120)] = ""
    reviewed_on: Annotated[dt.date | None, says("Reviewed on", group="review")] = None


@kind("report_setting", "Look of reports", named_by=("council_name",), common=True)
class ReportSetting(Record, frozen=True):
    """What stands on every report of a council, whoever wrote it. There is one of these."""

    council_name: Annotated[str, says("Council", "As it is printed.", max_length=120)] = ""
    service_name: Annotated[str, says("Service", max_length=120)] = ""
    logo: Annotated[str, says("Logo", "A PNG or JPEG picture.")] = ""
    logo_words: Annotated[
        str, says("The logo in words", "For those who hear the page.", max_length=160)
    ] = ""
    marking: Annotated[str, says("Marking", "Printed at the top of each page.", max_length=120)] = (
        ""
    )
    family_marking: Annotated[
        str, says("Marking for families", "The same in plain words.", max_length=120)
    ] = ""
    retention: Annotated[str, says("How long it is kept", merge=Merge.TEXT, max_length=600)] = ""
    contact: Annotated[
        str, says("Contact", "Whom to ring or write to.", merge=Merge.TEXT, max_length=600)
    ] = ""
    family_advice: Annotated[
        str,
        says(
            "Advice for families", "Who gives impartial advice.", merge=Merge.TEXT, max_length=600
        ),
    ] = ""

    @rule(SAVE)
    def logo_has_words(self) -> Iterator[Problem]:
        """Whoever hears a page instead of seeing it is told what the logo shows."""
        if self.logo and not self.logo_words.strip():
            yield Problem("logo_words", "Say what the logo shows, for those who hear the page.")
