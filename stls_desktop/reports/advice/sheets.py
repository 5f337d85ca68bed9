"""Sheets made from a report: to sign, to pin up, to take to a meeting, to show whether it helped.

Each is one page if it can be, from the same values as the report; what a report does not hold is
said in a sentence and never left blank.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from stls_desktop.reports.advice.pieces import control, document, masthead, rows
from stls_desktop.reports.advice.senco import actions, targets
from stls_desktop.reports.advice.values import Aim, Method, PlanFacts, Report
from stls_desktop.reports.advice.words import Words, english
from stls_desktop.reports.content import (
    Block,
    Bullets,
    Card,
    Chart,
    Document,
    Heading,
    Measure,
    Paragraph,
    Quotation,
    Row,
    SignatureLines,
    Steps,
    WritingLines,
)
from stls_desktop.reports.prose import prose
from stls_desktop.reports.wording import medium_date, say

_SCALES: Final[Mapping[str, tuple[float, float]]] = {"TME": (1, 10), "GAS": (-2, 2)}
_NOTES: Final = 8  # lines for a pen


def actions_sheet(report: Report) -> Document:
    """Who does what by when, with a line for each who agreed."""

    def blocks(words: Words) -> Iterator[Block]:
        yield Paragraph(_say("actions_intro"))
        agreed = [each for each in actions(report, words) if not isinstance(each, Heading)]
        yield from agreed or [Paragraph(_say("actions_none"))]
        people = (
            _say("teacher"),
            report.senco or _say("senco"),
            _say("parent"),
            report.author.name or _say("specialist"),
        )
        yield SignatureLines(people, (_say("signed"), _say("date")))

    return _sheet(report, "actions", blocks)


def strategy_cards(report: Report) -> Document:
    """Each recommended strategy written out, one card each, to be cut out and kept at hand."""

    def blocks(_words: Words) -> Iterator[Block]:
        if not report.methods:
            yield Paragraph(_say("cards_none"))
        for method in report.methods:
            yield Card(method.name, tuple(_card(method)))

    return _sheet(report, "cards", blocks)


def lift_slip(report: Report) -> Document:
    """What is asked of the LIFT meeting, what was tried and found, and room for notes."""

    def blocks(_words: Words) -> Iterator[Block]:
        yield from rows(
            Row(_say("lift_asked"), prose(report.question)),
            Row(_say("lift_tried"), _joined(report, "BACKGROUND")),
            Row(_say("lift_found"), tuple(b for one in report.found for b in prose(one.text))),
            Row(_say("lift_advised"), _bullets(tuple(each.what for each in report.advised))),
        )
        yield Heading(2, _say("lift_notes"))
        yield WritingLines(_NOTES)

    return _sheet(report, "lift", blocks)


def impact_page(report: Report) -> Document:
    """Each target from baseline to now to what was hoped for: bars, and the same in words."""

    def blocks(words: Words) -> Iterator[Block]:
        measured = [aim for aim in report.aims if _is_measured(aim)]
        if not measured:
            yield Paragraph(_say("impact_none"))
        for scale in dict.fromkeys(aim.scale for aim in measured):
            yield from _chart([aim for aim in measured if aim.scale == scale])
        yield from targets(report.aims, words)

    return _sheet(report, "impact", blocks)


def voice_page(report: Report) -> Document:
    """The child's own words, large and with nothing else on the page."""

    def blocks(_words: Words) -> Iterator[Block]:
        said = [each for each in report.under("CHILD_SAID") if each.is_quote]
        told = report.under("CHILD_SAID")
        if said:
            yield Paragraph(_say("voice_line", name=report.called))
            for each in said:
                yield Quotation(each.text, each.quote_of)
        elif told:
            for each in told:
                yield from prose(each.text)
        else:
            reason = report.no_pupil_voice
            yield Paragraph(_say("voice_none", name=report.called, reason=reason).strip())

    return _sheet(report, "voice", blocks)


def plan_sheet(report: Report) -> Document:
    """The plan that the report rests on, with its targets and its review."""

    def blocks(words: Words) -> Iterator[Block]:
        if report.plan is None:
            yield Paragraph(_say("plan_none"))
            return
        yield from _plan(report.plan)
        yield from targets(report.aims, words)
        yield from _review(report.plan)

    return _sheet(report, "plan", blocks)


SHEETS: Final[Mapping[str, Callable[[Report], Document]]] = {
    "ACTIONS": actions_sheet,
    "CARDS": strategy_cards,
    "LIFT": lift_slip,
    "IMPACT": impact_page,
    "VOICE": voice_page,
    "PLAN": plan_sheet,
}
"""{code of `report_variant`: the sheet}."""


def _sheet(report: Report, name: str, blocks: Callable[[Words], Iterator[Block]]) -> Document:
    words = english("advice")
    review = medium_date(report.review_on) if report.review_on else ""
    facts = (
        (words.say("year"), report.year),
        (words.say("written"), medium_date(report.written_on)),
        (words.say("review"), review),
    )
    head = masthead(report, words, tuple(fact for fact in facts if fact[1]))
    title = Heading(2, _say(name, name=report.called))
    foot = (Heading(2, words.say("about")), *control(report, words, with_care=True))
    body = (head, title, *blocks(words), *foot)
    return document(report, words, report.house.marking, body)


def _say(key: str, **filled: object) -> str:
    return say("sheets", key, **filled)


def _card(method: Method) -> Iterator[Block]:
    if method.when:
        yield Paragraph(f"{_say('when')}: {method.when}")
    yield Steps(method.steps)
    yield from rows(
        Row(_say("materials"), method.materials), Row(_say("watch_for"), method.watch_for)
    )


def _joined(report: Report, section: str) -> tuple[Paragraph | Bullets, ...]:
    return tuple(block for each in report.under(section) for block in prose(each.text))


def _bullets(items: tuple[str, ...]) -> tuple[Bullets, ...]:
    return (Bullets(items),) if items else ()


def _is_measured(aim: Aim) -> bool:
    return aim.baseline is not None and aim.expected is not None


def _chart(aims: list[Aim]) -> Iterator[Block]:
    values = [v for aim in aims for v in (aim.baseline, aim.now, aim.expected) if v is not None]
    low, high = _SCALES.get(aims[0].scale, (min(0.0, *values), max(*values, 1.0)))
    low, high = min(low, *values), max(high, *values)
    measures = tuple(
        Measure(_short(aim.statement, number), aim.baseline or 0.0, aim.now, aim.expected or 0.0)
        for number, aim in enumerate(aims, 1)
    )
    yield Chart(
        alt=_say("impact_alt"),
        measures=measures,
        names=(_say("began"), _say("now"), _say("hoped")),
        unmeasured=_say("unmeasured"),
        lowest=low,
        highest=high,
    )
    yield Paragraph(_say("impact_scale", low=f"{low:g}", high=f"{high:g}"), tone="quiet")


def _short(statement: str, number: int) -> str:
    """A target by its number and its first words; the table below has the whole of it."""
    words = statement.split()
    most = 9
    return f"{number}. {' '.join(words[:most])}{'…' if len(words) > most else ''}"


def _plan(plan: PlanFacts) -> Iterator[Block]:
    days = " · ".join(part for part in (plan.days, plan.state) if part)
    yield from rows(
        Row(_say("plan_question"), prose(plan.question)),
        Row(_say("plan_need"), prose(plan.need)),
        Row(_say("plan_days"), days),
        Row(_say("plan_dose"), plan.dose),
        Row(_say("plan_coached"), ", ".join(plan.coached)),
        Row(_say("plan_strategies"), _bullets(plan.strategies)),
        Row(_say("plan_home"), prose(plan.at_home)),
        Row(_say("plan_ends"), _bullets(plan.ends_when)),
        Row(_say("plan_after"), prose(plan.afterwards)),
        Row(_say("plan_agreed"), "\n".join(plan.agreed_by)),
    )


def _review(plan: PlanFacts) -> Iterator[Block]:
    told = tuple(
        rows(
            Row(_say("plan_outcome"), plan.outcome),
            Row(_say("plan_next"), plan.following),
            Row(_say("plan_child"), prose(plan.child_at_end)),
            Row(_say("plan_family"), prose(plan.family_at_end)),
        )
    )
    if told:
        yield Heading(2, _say("plan_review"))
        yield from told
