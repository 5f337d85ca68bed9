"""What the documents of a report have in common: head, headings, quotations, small print."""

from collections.abc import Iterable, Iterator

from stls_desktop.reports.advice.values import House, Report, Said
from stls_desktop.reports.advice.words import Words, english
from stls_desktop.reports.content import (
    Block,
    Document,
    Edges,
    Heading,
    KeyValues,
    Masthead,
    Paragraph,
    Picture,
    Quotation,
    Row,
)
from stls_desktop.reports.prose import prose
from stls_desktop.reports.wording import medium_date

_QUOTES = ("“", "”")
_LOGO = (120.0, 40.0)  # points: it says whose report it is, no more


def document(
    report: Report, words: Words, marking: str, blocks: tuple[Block, ...], title: str = "title"
) -> Document:
    """The document around its blocks. What a viewer shows of it names no child.

    Its properties stay English, as the document says that it is; the edges of its pages are in the
    language of the standing words.
    """
    house = report.house
    own = english("family") if words.own else words
    return Document(
        title=own.say(title, reference=report.reference),
        subject=own.say("subject"),
        author=house.service,
        service=house.service,
        reference=report.reference,
        version_label=_version_label(report, words),
        marking=marking,
        issued_on=report.dated_on,
        blocks=(*_logo(house), *blocks),
        is_draft=report.is_draft,
        is_demo=report.is_demo,
        edges=_edges(report, words, title) if words.own else None,
    )


def _edges(report: Report, words: Words, title: str) -> Edges:
    return Edges(
        title=words.say(title, reference=report.reference),
        page=words.say("page"),
        draft=words.say("draft"),
        demo=words.say("demo"),
        lang=words.own,
    )


def _logo(house: House) -> Iterator[Block]:
    if house.logo:
        width, height = _LOGO
        yield Picture(house.logo, house.logo_words, width, height)


def masthead(
    report: Report, words: Words, facts: tuple[tuple[str, str], ...], kicker: str = "kicker"
) -> Masthead:
    """The top of the first page: whose report it is, and the facts in a strip."""
    states = (("draft_status", report.is_draft), ("demo_status", report.is_demo))
    key = kicker if report.setting else f"{kicker}_bare"
    return Masthead(
        kicker=words.say(key, setting=report.setting),
        title=report.pupil,
        status=" ".join(words.say(key) for key, holds in states if holds),
        facts=facts,
        label_lang=words.own,
    )


def paragraphs(said: Iterable[Said], words: Words) -> Iterator[Block]:
    """Paragraphs as they were written; a quotation between marks, with whose words they are."""
    for each in said:
        if each.is_quote:
            who = each.quote_of
            told = words.say("quoted", who=who) if who else words.say("quoted_bare")
            if words.own:  # two languages are two paragraphs
                yield Paragraph(f"{told}:", lang=words.own)
                yield Quotation(each.text)
            else:
                opening, closing = _QUOTES
                yield Paragraph(f"{told}: {opening}{each.text}{closing}")
        else:
            yield from prose(each.text)


def section(
    report: Report, code: str, words: Words, missing: str = "", missing_key: str = ""
) -> Iterator[Block]:
    """A heading with its paragraphs; why there are none, where a reason was given; else nothing."""
    said = report.under(code)
    if said:
        yield Heading(2, words.say(code), lang=words.own)
        yield from paragraphs(said, words)
    elif missing.strip():
        yield Heading(2, words.say(code), lang=words.own)
        if words.own:
            told = words.say(missing_key, reason="", name=report.called).strip()
            yield Paragraph(told, lang=words.own)
            yield Paragraph(missing)
        else:
            yield Paragraph(words.say(missing_key, reason=missing, name=report.called))


def rows(*every: Row, lang: str = "") -> Iterator[Block]:
    """Labels with what belongs to them; those with nothing are left out."""
    filled = tuple(row for row in every if row.value)
    if filled:
        yield KeyValues(filled, label_lang=lang)


def standing(words: Words, text: str) -> tuple[Paragraph, ...]:
    """A sentence of ours as what stands beside a label, in its language."""
    return (Paragraph(text, lang=words.own),) if text else ()


def control(report: Report, words: Words, *, with_care: bool = False) -> Iterator[Block]:
    """The small print: other formats, who has it, what changed, how long it is kept."""
    house = report.house
    every = [
        Row(words.say("contact"), prose(house.contact)) if "contact" in words.table else None,
        Row(words.say("formats"), standing(words, words.say("formats_text"))),
        Row(words.say("copies"), "\n".join(report.copies)),
        Row(words.say("changed"), standing(words, _changed(report, words))),
        Row(words.say("care"), words.say("care_text")) if with_care else None,
        Row(words.say("retention"), prose(house.retention)),
        Row(words.say("control"), standing(words, _control(report, words))),
    ]
    yield from rows(*(row for row in every if row is not None), lang=words.own)


def _changed(report: Report, words: Words) -> str:
    if report.version < 2 or report.is_draft:  # noqa: PLR2004 - the first replaces nothing
        return ""
    return words.say(
        "changed_text", previous=report.version - 1, reason=report.change_reason
    ).strip()


def _control(report: Report, words: Words) -> str:
    if report.is_draft:
        return words.say("control_draft", reference=report.reference)
    return words.say(
        "control_text",
        reference=report.reference,
        version=report.version,
        date=words.day(report.dated_on) if words.months else medium_date(report.dated_on),
        code=report.check_code,
    )


def _version_label(report: Report, words: Words) -> str:
    if report.is_draft:
        return words.say("version_draft")
    return words.say("version", version=report.version, code=report.check_code)
