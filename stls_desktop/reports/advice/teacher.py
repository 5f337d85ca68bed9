"""The class teacher's version: two pages at most that can be pinned up inside a cupboard door.

What helps, what gets in the way, and what to do, in the order of the report; no scores, no family.
"""

from collections.abc import Iterator

from stls_desktop.reports.advice.pieces import control, document, masthead, rows, section
from stls_desktop.reports.advice.senco import recommendation_rows
from stls_desktop.reports.advice.values import Report
from stls_desktop.reports.advice.words import Words, english
from stls_desktop.reports.content import Block, Bullets, Document, Heading, Paragraph
from stls_desktop.reports.wording import medium_date


def teacher_report(report: Report) -> Document:
    """What a class teacher and a teaching assistant act on."""
    words = english("advice")
    blocks = tuple(_blocks(report, words))
    return document(report, words, report.house.marking, blocks, "title_teacher")


def _blocks(report: Report, words: Words) -> Iterator[Block]:
    facts = (
        ("year", report.year),
        ("written", medium_date(report.written_on)),
        ("review", medium_date(report.review_on) if report.review_on else ""),
    )
    told = tuple((words.say(key), value) for key, value in facts if value)
    yield masthead(report, words, told, "kicker_teacher")
    for code in ("IN_SHORT", "HELPS", "HINDERS"):
        yield from section(report, code, words)
    if report.advised:
        yield Heading(2, words.say("every_lesson"))
        for number, each in enumerate(report.advised, 1):
            yield Heading(3, f"{number}. {each.what}")
            because = words.say("because")
            kept = (row for row in recommendation_rows(each, words) if row.label != because)
            yield from rows(*kept)
    if report.aims:
        yield Heading(2, words.say("targets"))
        yield Bullets(tuple(each.statement for each in report.aims))
    yield from section(report, "WATCH", words)
    yield Heading(2, words.say("ask"))
    asked = "ask_text_senco" if report.senco else "ask_text"
    yield Paragraph(words.say(asked, author=report.author.name, senco=report.senco))
    yield from control(report, words, with_care=True)
