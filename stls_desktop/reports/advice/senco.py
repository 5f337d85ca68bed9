"""The report for the SENCO: what to do first, then the facts, the meaning, and the advice in full.

Facts come before their meaning and each recommendation names the finding that it answers. What has
nothing to say is left out, heading and all; a missing voice says why it is missing.
"""

from collections.abc import Iterator

from stls_desktop.reports.advice.pieces import (
    control,
    document,
    masthead,
    paragraphs,
    rows,
    section,
)
from stls_desktop.reports.advice.values import Advised, Aim, Report, Tested
from stls_desktop.reports.advice.words import Words, english
from stls_desktop.reports.content import (
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    Paragraph,
    Row,
    Strong,
    Table,
)
from stls_desktop.reports.prose import prose
from stls_desktop.reports.wording import medium_date, short_date

FIRST = 3  # recommendations that stand at a glance
_SCORE_WIDTHS = (0.34, 0.12, 0.14, 0.18, 0.22)
_AIM_WIDTHS = (0.58, 0.09, 0.09, 0.24)
_ACTION_WIDTHS = (0.54, 0.24, 0.22)


def senco_report(report: Report) -> Document:
    """The full report. Its file's title, subject and author never hold a child's name."""
    words = english("advice")
    return document(report, words, report.house.marking, tuple(_blocks(report, words)))


def _blocks(report: Report, words: Words) -> Iterator[Block]:
    say = words.say
    yield masthead(report, words, _facts(report, words))
    yield from _glance(report, words)
    yield Heading(2, say("why"))
    yield from rows(
        Row(say("question"), prose(report.question)),
        Row(say("sources"), "\n".join(report.sources)),
        Row(say("author"), _author(report, words)),
    )
    yield from section(report, "BACKGROUND", words)
    yield from section(report, "WELL", words)
    yield from _findings(report, words)
    yield from _tests(report, words)
    yield from section(report, "MEANING", words)
    yield from _advice(report, words)
    yield from targets(report.aims, words)
    yield from section(report, "MODELLED", words)
    yield from section(report, "PUPIL_VIEWS", words, report.no_pupil_voice, "pupil_voice_missing")
    yield from section(
        report, "FAMILY_VIEWS", words, report.no_parent_voice, "parent_voice_missing"
    )
    yield from section(report, "KEEP", words)
    yield from actions(report, words)
    yield from _review(report, words)
    yield Heading(2, say("about"))
    yield from control(report, words, with_care=True)


def _facts(report: Report, words: Words) -> tuple[tuple[str, str], ...]:
    born = medium_date(report.born_on) if report.born_on else ""
    review = medium_date(report.review_on) if report.review_on else ""
    named = (
        ("born", born),
        ("year", report.year),
        ("provision", report.provision),
        ("written", medium_date(report.written_on)),
        ("review", review),
    )
    return tuple((words.say(key), value) for key, value in named if value)


def _author(report: Report, words: Words) -> str:
    author = report.author
    return words.say(
        "author_line", name=author.name, role=author.role, qualifications=report.qualifications
    ).strip()


def _glance(report: Report, words: Words) -> Iterator[Block]:
    first = report.advised[:FIRST]
    if first:
        items = tuple(
            words.say("glance_item", who=each.who, what=each.what) if each.who else each.what
            for each in first
        )
        yield Callout(words.say("glance"), (Bullets(items),))


def _findings(report: Report, words: Words) -> Iterator[Block]:
    seen = report.under("SEEN")
    if not report.found and not seen:
        return
    yield Heading(2, words.say("found"))
    for each in report.found:
        yield Heading(3, words.say("finding_ref", number=each.number), each.area)
        yield from prose(each.text)
    yield from paragraphs(seen, words)


def _tests(report: Report, words: Words) -> Iterator[Block]:
    about = report.under("RESULTS")
    if not report.tested and not about:
        return
    yield Heading(2, words.say("tests"))
    for each in report.tested:
        yield Heading(3, _test_name(each, words))
        yield Table(
            header=tuple(map(words.say, ("test", "score", "percentile", "interval", "band"))),
            rows=tuple(
                (
                    one.part,
                    one.score or words.say("not_given"),
                    one.percentile or words.say("not_given"),
                    one.interval or words.say("not_given"),
                    one.band or words.say("not_given"),
                )
                for one in each.scores
            ),
            widths=_SCORE_WIDTHS,
            summary=words.say("tests_summary"),
            row_headers=True,
        )
    yield from paragraphs(about, words)


def _test_name(tested: Tested, words: Words) -> str:
    day = medium_date(tested.day) if tested.day else words.say("not_given")
    return words.say(
        "tested_by_school" if tested.by_school else "tested", name=tested.name, day=day
    )


def _advice(report: Report, words: Words) -> Iterator[Block]:
    if not report.advised:
        return
    yield Heading(2, words.say("what_to_do"))
    for number, each in enumerate(report.advised, 1):
        yield Heading(3, f"{number}. {each.what}", each.level)
        yield from rows(*recommendation_rows(each, words))


def recommendation_rows(each: Advised, words: Words) -> Iterator[Row]:
    """Who does it, how often, for how long, how one will know, with what, and why."""
    because = words.say("finding_ref", number=each.finding) if each.finding else ""
    yield Row(words.say("who"), each.who)
    yield Row(words.say("often"), each.how_often)
    yield Row(words.say("long"), each.how_long)
    yield Row(words.say("success"), prose(each.success))
    yield Row(words.say("resource"), each.resource)
    yield Row(words.say("because"), because)


def targets(aims: tuple[Aim, ...], words: Words) -> Iterator[Block]:
    """Each target with where it began, where it is now and what is expected, and by when."""
    if not aims:
        return
    yield Heading(2, words.say("targets"))
    yield Table(
        header=tuple(map(words.say, ("target", "began", "now", "expected"))),
        rows=tuple(
            (
                Strong(each.statement, each.result) if each.result else each.statement,
                _value(each.baseline, words),
                _value(each.now, words),
                _expected(each, words),
            )
            for each in aims
        ),
        widths=_AIM_WIDTHS,
        summary=words.say("targets_summary"),
        row_headers=True,
    )


def _value(value: float | None, words: Words) -> str:
    return words.say("not_given") if value is None else f"{value:g}"


def _expected(aim: Aim, words: Words) -> str:
    value = _value(aim.expected, words)
    return words.say("by", value=value, day=medium_date(aim.due_on)) if aim.due_on else value


def actions(report: Report, words: Words) -> Iterator[Block]:
    """What was agreed with the report, who does it and by when."""
    if report.agreed:
        yield Heading(2, words.say("agreed"))
        yield Table(
            header=tuple(map(words.say, ("what", "who", "by_when"))),
            rows=tuple(
                (
                    one.what,
                    one.who or words.say("not_given"),
                    short_date(one.by_when_on) if one.by_when_on else words.say("not_given"),
                )
                for one in report.agreed
            ),
            widths=_ACTION_WIDTHS,
            summary=words.say("agreed_summary"),
        )


def _review(report: Report, words: Words) -> Iterator[Block]:
    if report.review_on:
        yield Heading(2, words.say("review_heading"))
        yield Paragraph(words.say("review_text", day=words.day(report.review_on)))
        if report.review_with.strip():
            yield Paragraph(words.say("review_bring", what=report.review_with))
