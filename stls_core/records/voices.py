"""The child's and the parents' voices: their words, as they said them.

Words of a child or a parent are quoted and never reworded. Declining is an answer.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Final

from stls_core.records._declare import Need, Problem, Record, kind, kind_of, prose, rule, says

SAVE, SIGN = Need.SAVE, Need.SIGN
QUOTED: Final[Mapping[str, tuple[str, ...]]] = {
    "pupil_voice": ("words_of_child", "likes", "hard", "helps", "change"),
    "parent_voice": ("going_well", "worries", "hopes", "helps_at_home", "questions"),
}
"""{kind: the fields that hold somebody's own words}: kept to the letter, and never reworded."""
_NO_ANSWER: Final = ("is_declined", "not_obtained_because")


def may_be_quoted(document: Mapping[str, object]) -> bool:
    """Whether the words of a voice may stand anywhere but in its own record: only after a yes."""
    return bool(document.get("may_quote")) and not document.get("is_declined")


class _Voice(Record, frozen=True):
    pupil_id: Annotated[str, says("Pupil", need=SAVE, ref="pupil", reported=True)] = ""
    case_id: Annotated[str, says("Case", ref="case")] = ""
    plan_id: Annotated[str, says("Plan", ref="iss_plan")] = ""
    about: Annotated[str, says("About", need=SAVE, codes="voice_about", reported=True)] = "REFERRAL"
    gathered_on: Annotated[dt.date | None, says("Date", need=SAVE, reported=True)] = None
    is_declined: Annotated[
        bool, says("Preferred not to say", "A valid answer; it is printed as such.")
    ] = False
    not_obtained_because: Annotated[str, says("Why there is no answer", max_length=400)] = ""
    may_quote: Annotated[
        bool | None,
        says("May be quoted", "Asked of whoever said them. Without a yes they stay in this file."),
    ] = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody spoke, or it is known why not."""
        return self.is_declined or bool(self.not_obtained_because.strip()) or bool(self.quotes)

    @property
    def quotes(self) -> tuple[tuple[str, str], ...]:
        """(field, words) of what was said, in the order of the form; none of one who declined."""
        if self.is_declined:
            return ()
        named = QUOTED[kind_of(self).name]
        return tuple((n, getattr(self, n)) for n in named if getattr(self, n).strip())

    @property
    def quotable(self) -> tuple[tuple[str, str], ...]:
        """What of it may leave the file, to the letter; only after a yes."""
        return self.quotes if self.may_quote else ()

    @rule(SIGN)
    def whoever_spoke_was_asked_whether_to_be_quoted(self) -> Iterator[Problem]:
        """Words are quoted only after a yes; where nobody spoke there is nothing to ask."""
        if self.quotes and self.may_quote is None:
            yield Problem("may_quote", "Say whether the words may be quoted")

    @rule(SIGN)
    def somebody_spoke_or_it_is_said_why_not(self) -> Iterator[Problem]:
        """A voice is never silently empty."""
        if not self.is_answered:
            first = "words_of_child" if isinstance(self, PupilVoice) else "going_well"
            yield Problem(first, "Write what was said, or say why there is no answer")


@kind(
    "pupil_voice",
    "Pupil voice",
    unit=("pupil_id",),
    parent="pupil_id",
    event="gathered_on",
    named_by=("words_of_child",),
    told_by=(*QUOTED["pupil_voice"], *_NO_ANSWER, "may_quote"),
)
class PupilVoice(_Voice, frozen=True):
    """What the child said, drew, chose or showed."""

    method: Annotated[str, says("How", need=SAVE, codes="voice_method", reported=True)] = "TALK"
    scribed_by: Annotated[
        str, says("Written down by", need=SAVE, ask="Say who wrote it down", max_length=120)
    ] = ""
    words_of_child: Annotated[
        str,
        prose("In the child's words", "Told, drawn, chosen or shown; what is said, to the letter."),
    ] = ""
    likes: Annotated[str, prose("I like")] = ""
    hard: Annotated[str, prose("Hard for me")] = ""
    helps: Annotated[str, prose("Helps me")] = ""
    change: Annotated[str, prose("I would change")] = ""
    scale_asked: Annotated[
        str,
        says("Scale asked about", "Such as “How is maths?”, in the child’s words.", max_length=160),
    ] = ""
    scale: Annotated[
        int | None,
        says("On a scale", "From 0, not good at all, to 10, very good.", at_least=0, at_most=10),
    ] = None


@kind(
    "parent_voice",
    "Parent voice",
    unit=("pupil_id",),
    parent="pupil_id",
    event="gathered_on",
    named_by=("hopes", "going_well"),
    told_by=(*QUOTED["parent_voice"], *_NO_ANSWER, "may_quote"),
)
class ParentVoice(_Voice, frozen=True):
    """What a parent or carer said, wrote or asked."""

    respondent: Annotated[str, says("Who", need=SAVE, codes="relation", reported=True)] = ""
    has_pr: Annotated[bool | None, says("Parental responsibility")] = None
    mode: Annotated[str, says("How", need=SAVE, codes="voice_mode", reported=True)] = "MEETING"
    language: Annotated[str, says("Language", codes="language")] = ""
    going_well: Annotated[str, prose("Going well")] = ""
    worries: Annotated[str, prose("Worries")] = ""
    hopes: Annotated[str, prose("Hopes")] = ""
    helps_at_home: Annotated[str, prose("Helps at home")] = ""
    questions: Annotated[str, prose("Questions for us")] = ""
    confidence_before: Annotated[
        int | None,
        says("School meets the need, before", at_least=1, at_most=10, reported=True),
    ] = None
    confidence_after: Annotated[
        int | None, says("School meets the need, now", at_least=1, at_most=10, reported=True)
    ] = None
    listened_to: Annotated[
        int | None, says("Felt listened to", at_least=1, at_most=5, reported=True)
    ] = None

    @property
    def confidence_words(self) -> str:
        """Both ratings and the difference between them, as far as they were given."""
        before, now = self.confidence_before, self.confidence_after
        if before is None and now is None:
            return ""
        if before is None:
            return f"{now} now. It was not asked before."
        if now is None:
            return f"{before} before. Not asked again yet."
        change = now - before
        if not change:
            return f"{before} before and {now} now: no change."
        points = "1 point" if abs(change) == 1 else f"{abs(change)} points"
        return f"From {before} to {now}: {points} {'more' if change > 0 else 'less'} sure."
