"""The draft of an advice report: what each record of a child's file gives to it, in sentences.

Facts are taken as they were written, quotations to the letter and only where they may be quoted.
What a family reads is put into sentences of its own, from the stems that are handed in. Nothing
is decided here: all of it is a draft for the author, and each piece says where it came from.
A coached adult's name, fidelity and confidence are never taken.
"""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from stls_core.assessing import parent_words, score_words
from stls_core.observed import results
from stls_core.records import Record, kind_of
from stls_core.records.advice import AdviceReport, Finding, Recommendation, ReportPart
from stls_core.records.assessments import Assessment
from stls_core.records.modelling import ModellingNote
from stls_core.records.observations import Observation
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_core.records.visits import Discussion
from stls_core.records.voices import ParentVoice, PupilVoice
from stls_core.reference import Reference
from stls_core.strategies import Strategy

Piece = ReportPart | Finding | Recommendation
OTHER_TEST: Final = "OTHER"


@dataclass(frozen=True)
class Around:
    """What the sentences of a draft need to know beside the record: handed in, never looked up."""

    name: str  # what the child is called, without the surname
    reference: Reference
    stems: Mapping[str, Mapping[str, str]]  # of `report_stems.toml`: {reader: {stem: sentence}}
    strategies: Mapping[str, Strategy]  # by code, or by the id of one of the council's own

    def say(self, reader: str, stem: str, **filled: str) -> str:
        """A stem with its places filled in; empty if there is nothing to say in one of them."""
        if not filled.get("words", "x").strip():
            return ""
        return self.stems[reader][stem].format(name=self.name, **filled).strip()


def read_stems(text: str) -> Mapping[str, Mapping[str, str]]:
    """The stems of a TOML text, by reader."""
    return {reader: dict(table) for reader, table in tomllib.loads(text).items()}


def pieces_of(record: Record, around: Around) -> Iterator[Piece]:
    """What a record gives to a report, in the order of the headings; nothing for other kinds.

    The pieces have neither an id nor a report yet. Words that are blank give nothing.
    """
    give = _GIVES.get(type(record))
    if give is None:
        return
    source = {"source_kind": kind_of(record).name, "source_id": record.id}
    for piece in give(record, around):
        words = piece.what if isinstance(piece, Recommendation) else piece.text
        if words.strip():
            yield _with(piece, pulled=words, **source)


def kinds_that_give() -> tuple[str, ...]:
    """The wire names of the kinds that a report can be made of."""
    return tuple(kind_of(record).name for record in _GIVES)


def asked_piece(report: AdviceReport, around: Around) -> Piece:
    """What the family reads of the question that was asked."""
    text = around.say("parent", "asked", question=report.question.strip())
    piece = ReportPart(section="ASKED", text=text, pulled=text)
    return _with(piece, source_kind="advice_report", source_id=report.id)


def family_pieces(recommendations: Iterable[Recommendation], around: Around) -> Iterator[Piece]:
    """What school will do, told to the family from what was recommended to school."""
    for each in recommendations:
        often = f" ({_inside(each.how_often)})" if each.how_often.strip() else ""
        what = _inside(each.what.strip().rstrip("."))
        who = each.who.strip() or "School"
        text = around.say("parent", "school_will", who=who, what=what, often=often)
        piece = ReportPart(section="AT_SCHOOL", text=text, pulled=text)
        yield _with(piece, source_kind="recommendation", source_id=each.id)


# What each kind gives


def _of_pupil(pupil: Pupil, around: Around) -> Iterator[Piece]:
    yield _part("WELL", pupil.strengths)
    yield _part("GOES_WELL", around.say("parent", "strengths", words=pupil.strengths))


def _of_discussion(talk: Discussion, around: Around) -> Iterator[Piece]:
    yield _part("BACKGROUND", talk.concern)
    yield _part("BACKGROUND", around.say("senco", "school_tried", words=talk.tried))
    yield Recommendation(what=talk.advice)


def _of_observation(seen: Observation, around: Around) -> Iterator[Piece]:
    yield Finding(text=_measured(seen, around.reference))
    yield _part("WELL", seen.strengths)
    yield _part("SEEN", seen.description)
    yield _part("SEEN", seen.access_to_curriculum)
    yield _part("SEEN", around.say("senco", "helped", words=seen.what_helps))
    yield _part("SEEN", around.say("senco", "hindered", words=seen.what_hinders))
    yield _part("MEANING", seen.interpretation)
    yield _part("IN_SHORT", seen.summary)
    yield _part("HELPS", seen.what_helps)
    yield _part("HINDERS", seen.what_hinders)
    lesson = _inside(seen.lesson.strip()) or "class"
    yield _part("GOES_WELL", around.say("parent", "well", words=seen.strengths, lesson=lesson))
    yield _part("HARD", around.say("parent", "hard", words=_inside(seen.what_hinders, around.name)))


def _of_assessment(given: Assessment, around: Around) -> Iterator[Piece]:
    label = around.reference.label
    name = given.test_other if given.test == OTHER_TEST else label("assessment_test", given.test)
    stem = "test_by_school" if given.is_school_supplied else "test_given"
    head = around.say("senco", stem, test=name, day=_day(given.assessed_on))
    bands = [label("score_band", each.band) if each.band else "" for each in given.scores]
    told = [score_words(each, band) for each, band in zip(given.scores, bands, strict=True)]
    if told:
        yield Finding(text="\n".join((f"{head}:", *(f"- {line}" for line in told))))
    yield _part("RESULTS", given.observed_behaviour)
    yield _part("RESULTS", given.discrepancy_note)
    plain = [parent_words(each, band) for each, band in zip(given.scores, bands, strict=True)]
    stem = "test_by_school" if given.is_school_supplied else "test"
    words = " ".join(f"{line}." for line in plain if line)
    yield _part("HARD", around.say("parent", stem, words=words))


def _of_plan(plan: IssPlan, around: Around) -> Iterator[Piece]:
    yield _part("BACKGROUND", plan.presenting_need)
    tried = " ".join(_tried(plan, around))
    yield _part("BACKGROUND", around.say("senco", "school_tried", words=tried))
    yield _part("WELL", plan.strengths)
    yield _part("KEEP", plan.exit_plan)
    yield _part("AT_HOME", plan.home_link)
    for code in plan.strategies:
        yield from _strategy(around.strategies.get(code))


def _of_modelling(note: ModellingNote, around: Around) -> Iterator[Piece]:
    strategy = around.strategies.get(note.local_strategy_id or note.strategy)
    if strategy is None:
        return
    yield _part(
        "MODELLED",
        around.say(
            "senco",
            "modelled",
            strategy=strategy.name,
            context=_inside(note.context),
            response=note.pupil_response,
        ),
    )
    yield _part("KEEP", note.adaptations)
    yield from _strategy(strategy)
    used = _inside(strategy.name)
    yield _part("AT_SCHOOL", around.say("parent", "school_uses", strategy=used))


def _of_pupil_voice(voice: PupilVoice, around: Around) -> Iterator[Piece]:
    yield from _voice(voice, "PUPIL_VIEWS", around.say("senco", "declined"), around.name)
    yield from _voice(voice, "CHILD_SAID", around.say("parent", "child_declined"), around.name)


def _of_parent_voice(voice: ParentVoice, around: Around) -> Iterator[Piece]:
    who = around.reference.label("relation", voice.respondent)
    yield from _voice(voice, "FAMILY_VIEWS", around.say("senco", "parent_declined"), who)
    yield from _voice(voice, "YOU_SAID", around.say("parent", "you_declined"), who)


_GIVES: Final[Mapping[type[Record], Callable[[Any, Around], Iterator[Piece]]]] = {
    Pupil: _of_pupil,
    Discussion: _of_discussion,
    Observation: _of_observation,
    Assessment: _of_assessment,
    IssPlan: _of_plan,
    ModellingNote: _of_modelling,
    PupilVoice: _of_pupil_voice,
    ParentVoice: _of_parent_voice,
}


def _voice(
    voice: PupilVoice | ParentVoice, section: str, declined: str, who: str
) -> Iterator[Piece]:
    """The words to the letter where they may leave the file; else that somebody was asked."""
    if voice.is_declined:
        yield _part(section, declined)
    for _field, words in voice.quotable:
        yield ReportPart(section=section, text=words, is_quote=True, quote_of=who)


def _measured(seen: Observation, reference: Reference) -> str:
    """What was measured, in words that carry their n; empty if nothing was."""
    told = [f"{label}: {words}" for label, words in results(seen, reference)]
    where = ", ".join(part for part in (_day(seen.observed_on), seen.lesson.strip()) if part)
    return f"{where}. {'. '.join(each.rstrip('.') for each in told)}." if told else ""


def _tried(plan: IssPlan, around: Around) -> Iterator[str]:
    for each in plan.tried:
        effect = around.reference.label("tried_impact", each.impact) if each.impact else ""
        yield around.say(
            "senco",
            "tried_one",
            strategy=each.strategy,
            often=f", {_inside(each.frequency)}" if each.frequency.strip() else "",
            effect=f" ({_inside(effect)})" if effect else "",
        )


def _strategy(strategy: Strategy | None) -> Iterator[Piece]:
    """A strategy as something to do, with what is needed and what shows that it works."""
    if strategy is not None:
        yield Recommendation(
            what=strategy.name,
            resource=strategy.materials,
            success=strategy.watch_for.partition(".")[0] + ".",
            strategy=strategy.code,
        )


def _part(section: str, text: str) -> ReportPart:
    return ReportPart(section=section, text=text.strip())


def _with(piece: Piece, **values: str) -> Piece:
    return msgspec.structs.replace(piece, **values)


def _inside(words: str, name: str = "") -> str:
    """Words that begin a sentence, put inside one; the child’s name and acronyms stay."""
    is_name = bool(name) and words.startswith(name)
    return words[:1].lower() + words[1:] if words[1:2].islower() and not is_name else words


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""
