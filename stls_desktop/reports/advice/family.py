"""The report for parents and carers: questions as headings, "you" and the child's name, no scores.

A text of its own, never the SENCO's with parts left out. In another language the headings, the
standing sentences and the dates are in that language; what the author wrote stays as it was
written, and the page says so in words the family can read.
"""

from collections.abc import Iterator
from typing import Final

from stls_desktop.reports.advice.pieces import control, document, masthead, section
from stls_desktop.reports.advice.values import Report
from stls_desktop.reports.advice.words import Words, english
from stls_desktop.reports.content import (
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Row,
)
from stls_desktop.reports.prose import prose

_BEFORE_THEIRS: Final = ("ASKED",)
_BETWEEN: Final = ("GOES_WELL", "HARD", "AT_SCHOOL", "AT_HOME")


def family_report(report: Report, words: Words | None = None) -> Document:
    """The family's report in English, or with the standing words of another language."""
    words = words or english("family")
    house = report.house
    marking = house.family_marking or house.marking
    return document(report, words, marking, tuple(_blocks(report, words)))


def _blocks(report: Report, words: Words) -> Iterator[Block]:
    say = words.say
    facts = (
        ("written", words.day(report.written_on)),
        ("review", words.day(report.review_on) if report.review_on else ""),
        ("author", report.author.name),
    )
    told = tuple((say(key), value) for key, value in facts if value)
    if words.own:  # a date of another language is a paragraph of its own, in its direction
        yield masthead(report, words, ())
        facts_in_rows = tuple(Row(label, value) for label, value in told)
        yield KeyValues(facts_in_rows, lang=words.own)
    else:
        yield masthead(report, words, told)
    yield Paragraph(say("intro", name=report.called), lang=words.own)
    if words.own:
        yield Paragraph(say("english_note"), lang=words.own)
    for code in _BEFORE_THEIRS:
        yield from section(report, code, words)
    yield from section(report, "CHILD_SAID", words, report.no_pupil_voice, "child_missing")
    yield from section(report, "YOU_SAID", words, report.no_parent_voice, "you_missing")
    for code in _BETWEEN:
        yield from section(report, code, words)
    yield Heading(2, say("NEXT"), lang=words.own)
    following = say("next_text", day=words.day(report.review_on)) if report.review_on else ""
    yield Paragraph(following or say("next_bare"), lang=words.own)
    for each in report.under("NEXT"):
        yield from prose(each.text)
    yield Callout(say("ASK"), tuple(_who_to_ask(report, words)), title_lang=words.own)
    yield from control(report, words)


def _who_to_ask(report: Report, words: Words) -> Iterator[Paragraph | Bullets]:
    if report.senco:
        yield Paragraph(words.say("ask_senco", senco=report.senco), lang=words.own)
    yield Paragraph(words.say("ask_author", author=report.author.name), lang=words.own)
    yield from prose(report.house.contact)
    yield from prose(report.house.family_advice)
