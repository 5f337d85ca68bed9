"""The report for parents and carers: questions as headings, "you" and the child's name, no scores.

A text of its own, never the SENCO's with parts left out. In another language the headings, the
standing sentences and the dates are in that language; what the author wrote stays as it was
written, and the page says so in words the family can read.
"""

from collections.abc import Iterator
from typing import Final

from stls_desktop.reports.advice.pieces import control, document, masthead, section
from stls_desktop.reports.advice.values import Report
from stls_desktop.reports.advice.words import ENGLISH, Words, english
from stls_desktop.reports.content import Block, Bullets, Callout, Document, Heading, Paragraph
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
    yield masthead(report, words, tuple((say(key), value) for key, value in facts if value))
    intro = [Paragraph(say("intro", name=report.called))]
    if words.lang != ENGLISH:
        intro.append(Paragraph(say("english_note")))
    yield from intro
    for code in _BEFORE_THEIRS:
        yield from section(report, code, words)
    yield from section(report, "CHILD_SAID", words, report.no_pupil_voice, "child_missing")
    yield from section(report, "YOU_SAID", words, report.no_parent_voice, "you_missing")
    for code in _BETWEEN:
        yield from section(report, code, words)
    yield Heading(2, say("NEXT"))
    following = say("next_text", day=words.day(report.review_on)) if report.review_on else ""
    yield Paragraph(following or say("next_bare"))
    for each in report.under("NEXT"):
        yield from prose(each.text)
    yield Callout(say("ASK"), tuple(_who_to_ask(report, words)))
    yield from control(report, words)


def _who_to_ask(report: Report, words: Words) -> Iterator[Paragraph | Bullets]:
    if report.senco:
        yield Paragraph(words.say("ask_senco", senco=report.senco))
    yield Paragraph(words.say("ask_author", author=report.author.name))
    yield from prose(report.house.contact)
    yield from prose(report.house.family_advice)
