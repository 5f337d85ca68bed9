"""The copies that a reader can have of a report: which document, in which look, as what file.

One content for all of them; a format changes how it looks or how it is written, never what is in
it. Only the short version leaves headings out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stls_desktop.reports.advice.family import family_report
from stls_desktop.reports.advice.sheets import SHEETS
from stls_desktop.reports.advice.short import short_report
from stls_desktop.reports.advice.values import Report
from stls_desktop.reports.advice.versions import VERSIONS
from stls_desktop.reports.advice.words import Words
from stls_desktop.reports.content import Document
from stls_desktop.reports.plain_text import plain_text
from stls_desktop.reports.render import Page, PrintProblem, problems, render
from stls_desktop.reports.styles import STANDARD

FAMILY: Final = "PARENT"


@dataclass(frozen=True, slots=True)
class Copy:
    """How a format is made: look, paper, ending of the file, whether headings are left out."""

    look: str = STANDARD
    page: Page = "A4"
    ending: str = "pdf"
    is_short: bool = False


COPIES: Final[Mapping[str, Copy]] = {
    "STANDARD": Copy(),
    "STANDARD_14": Copy("standard-14"),
    "LARGE": Copy("large-print"),
    "DYSLEXIA": Copy("dyslexia"),
    "CONTRAST": Copy("high-contrast"),
    "A5": Copy(page="A5"),
    "SHORT": Copy(is_short=True),
    "TEXT": Copy(ending="txt"),
    "DOCX": Copy(ending="docx"),
    **dict.fromkeys(SHEETS, Copy()),
}
"""{code of `report_variant`: how it is made}."""


def content_of(report: Report, audience: str, variant: str, words: Words | None = None) -> Document:
    """What a copy says; `words` are a family's headings in another language."""
    if variant in SHEETS:
        return SHEETS[variant](report)
    if COPIES[variant].is_short:
        return short_report(report, audience, words)
    if audience == FAMILY:
        return family_report(report, words)
    return VERSIONS[audience](report)


def copy_of(document: Document, variant: str) -> bytes:
    """The bytes of a copy; the same document gives the same bytes."""
    made = COPIES[variant]
    if made.ending == "txt":
        return plain_text(document)
    if made.ending == "docx":
        from stls_desktop.reports.word import word

        return word(document)
    return render(document, look=made.look, page=made.page)


def printed_otherwise(document: Document, variant: str) -> tuple[PrintProblem, ...]:
    """What a copy prints otherwise than it was typed; text and Word have their reader's fonts."""
    return problems(document) if COPIES[variant].ending == "pdf" else ()
