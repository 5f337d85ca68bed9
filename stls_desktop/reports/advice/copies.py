"""The copies that a reader can have of a report: which document, in which look, as what file.

One content for all of them; a format changes how it looks or how it is written, never what is in
it. Only the short version leaves headings out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stls_desktop.reports.advice.family import family_report
from stls_desktop.reports.advice.short import short_report
from stls_desktop.reports.advice.values import Report
from stls_desktop.reports.advice.versions import VERSIONS
from stls_desktop.reports.advice.words import Words
from stls_desktop.reports.content import Document
from stls_desktop.reports.plain_text import plain_text
from stls_desktop.reports.render import problems, render

FAMILY: Final = "PARENT"


@dataclass(frozen=True, slots=True)
class Copy:
    """How a format is made: the ending of its file, and whether headings are left out."""

    ending: str = "pdf"
    is_short: bool = False


COPIES: Final[Mapping[str, Copy]] = {
    "STANDARD": Copy(),
    "SHORT": Copy(is_short=True),
    "TEXT": Copy("txt"),
    "DOCX": Copy("docx"),
}
"""{code of `report_variant`: how it is made}."""


def content_of(report: Report, audience: str, variant: str, words: Words | None = None) -> Document:
    """What a copy says; `words` are a family's headings in another language."""
    if COPIES[variant].is_short:
        return short_report(report, audience, words)
    if audience == FAMILY:
        return family_report(report, words)
    return VERSIONS[audience](report)


def copy_of(document: Document, variant: str) -> bytes:
    """The bytes of a copy; the same document gives the same bytes."""
    if COPIES[variant].ending == "txt":
        return plain_text(document)
    if COPIES[variant].ending == "docx":
        from stls_desktop.reports.word import word

        return word(document)
    return render(document)


def printed_otherwise(document: Document, variant: str) -> tuple[str, ...]:
    """What a copy prints otherwise than it was typed; text and Word have their reader's fonts."""
    if COPIES[variant].ending != "pdf":
        return ()
    return tuple(each.message for each in problems(document))
