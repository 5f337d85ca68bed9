"""The short version: what to do, when it is looked at again, and whom to ask.

Not called easy read: that needs a picture beside each sentence (and readers who tested it).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from stls_desktop.reports.advice.family import family_report
from stls_desktop.reports.advice.pieces import control, document, masthead
from stls_desktop.reports.advice.values import Advised, Report
from stls_desktop.reports.advice.words import Words, english
from stls_desktop.reports.content import Block, Bullets, Callout, Document, Heading, Paragraph
from stls_desktop.reports.wording import medium_date

_LEFT_OUT: Final = ("ASKED", "CHILD_SAID", "YOU_SAID", "HARD")


def short_report(report: Report, audience: str, words: Words | None = None) -> Document:
    """A report in short for one reader; `words` are a family's headings in another language."""
    if audience == "PARENT":
        said = tuple(each for each in report.said if each.section not in _LEFT_OUT)
        kept = replace(report, said=said, no_pupil_voice="", no_parent_voice="")
        return family_report(kept, words)
    standing = english("advice")
    title = "title_teacher" if audience == "TEACHER" else "title"
    blocks = tuple(_blocks(report, standing, audience))
    return document(report, standing, report.house.marking, blocks, title)


def _blocks(report: Report, words: Words, audience: str) -> Iterator[Block]:
    review = medium_date(report.review_on) if report.review_on else ""
    facts = (("written", medium_date(report.written_on)), ("review", review))
    told = tuple((words.say(key), value) for key, value in facts if value)
    yield masthead(report, words, told, "kicker_teacher" if audience == "TEACHER" else "kicker")
    if report.advised:
        yield Callout(
            words.say("what_to_do"),
            (Bullets(tuple(_in_one_line(each, words) for each in report.advised)),),
        )
    if report.review_on:
        yield Heading(2, words.say("review_heading"))
        yield Paragraph(words.say("review_text", day=words.day(report.review_on)))
    yield Heading(2, words.say("ask"))
    asked = "ask_text_senco" if report.senco else "ask_text"
    yield Paragraph(words.say(asked, author=report.author.name, senco=report.senco))
    yield from control(report, words, with_care=True)


def _in_one_line(each: Advised, words: Words) -> str:
    who = each.who or words.say("not_given")
    often = f" {each.how_often}." if each.how_often else ""
    return f"{words.say('glance_item', who=who, what=each.what)}.{often}"
