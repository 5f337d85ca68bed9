"""Headings in a family's language: what is reviewed, reviewing it, and the gate before issue.

A language is issued only when a named person answers for every sentence of it. What a council has
reviewed wins over the proof that ships; nothing falls back quietly to another language.
"""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from stls_core.ids import derived_id
from stls_core.records.advice import ReportWording
from stls_core.reference import Reference
from stls_core.wordings import MONTHS, Wording, keys_of, misfit, unready
from stls_desktop.changed import Changed
from stls_desktop.imports import translations
from stls_desktop.imports.problems import ImportFileError, RowError
from stls_desktop.reports.advice.catalogue import DOCUMENT, Language, languages, shipped
from stls_desktop.reports.advice.words import Words, english, translated
from stls_desktop.services.desk import Desk
from stls_desktop.services.issuing import NotIssuedError
from stls_desktop.services.permission import refuse_to_write
from stls_desktop.store.queries import Queries

_KIND: Final = "report_wording"
_FIELDS: Final = ("language", "key", "text", "reviewed_by", "reviewed_on")


class NotReviewedError(NotIssuedError):
    """Headings may not be printed in this language yet; the words say what is missing."""


@dataclass(frozen=True)
class LanguageLine:
    """A language in the list, with how many of its sentences somebody answers for."""

    tag: str  # as a locale is named
    code: str
    label: str
    own_name: str
    sentences: int  # that are needed
    there: int
    reviewed: int

    @property
    def may_be_issued(self) -> bool:
        """Whether a report can go out in it."""
        return self.reviewed == self.sentences


@dataclass(frozen=True)
class SentenceLine:
    """A sentence beside its English, for whoever reviews it; a month has no English sentence."""

    key: str
    english: str
    wording: Wording
    misfit: str


@dataclass(frozen=True)
class FilePreview:
    """What loading a file would do, before anything is written."""

    code: str
    label: str
    new: tuple[Wording, ...]
    same: int  # sentences that stand here in just that way
    errors: tuple[RowError, ...]
    still_missing: int  # sentences that the language would lack afterwards


def list_languages(desk: Desk) -> tuple[LanguageLine, ...]:
    """Every language of which there is something, those that can be issued first."""
    sentences = _sentences()
    with desk.store.read() as read:
        found = {each: _found(read, each) for each in languages().values()}
    lines = [
        LanguageLine(
            tag=each.tag,
            code=each.code,
            label=desk.reference.label("language", each.code),
            own_name=each.own_name,
            sentences=len(tuple(keys_of(sentences))),
            there=len(wordings),
            reviewed=len(tuple(keys_of(sentences))) - len(unready(sentences, wordings)),
        )
        for each, wordings in found.items()
        if wordings
    ]
    return tuple(sorted(lines, key=lambda line: (not line.may_be_issued, line.label)))


def list_sentences(desk: Desk, code: str) -> tuple[SentenceLine, ...]:
    """Every sentence of a language beside its English, in the order of the report."""
    sentences = _sentences()
    language = language_of(desk.reference, code)
    with desk.store.read() as read:
        found = _found(read, language) if language else {}
    return tuple(
        SentenceLine(key, said, wording, misfit(said, wording.text))
        for key in keys_of(sentences)
        for said in (sentences.get(key, ""),)
        for wording in (found.get(key) or Wording(key, ""),)
    )


def words_in(desk: Desk, read: Queries, code: str) -> Words:
    """The family's words in a language, if somebody answers for all of them; English for none.

    Raises `NotReviewedError`.
    """
    if not code or code == _ENGLISH:
        return english(DOCUMENT)
    label = desk.reference.label("language", code)
    language = language_of(desk.reference, code)
    found = _found(read, language) if language else {}
    if language is None or not found:
        raise NotReviewedError(
            f"There are no headings in {label} yet, so the report is not given out in it. A lead"
            " loads a reviewed list of them; until then give it in English with an interpreter."
        )
    missing = unready(_sentences(), found)
    if missing:
        count = "One heading" if len(missing) == 1 else f"{len(missing)} headings"
        verb = "is" if len(missing) == 1 else "are"
        raise NotReviewedError(
            f"{count} in {label} {verb} not reviewed, so the report is not given out in it."
            " Somebody who reads the language has to answer for each by name; until then give it"
            " in English with an interpreter."
        )
    return translated(DOCUMENT, language.tag, {key: each.text for key, each in found.items()})


def proof_in(desk: Desk, read: Queries, code: str) -> Words | None:
    """The same for a preview, reviewed or not; None where sentences are missing."""
    language = language_of(desk.reference, code)
    found = _found(read, language) if language else {}
    if language is None or any(key not in found for key in keys_of(_sentences())):
        return None
    return translated(DOCUMENT, language.tag, {key: each.text for key, each in found.items()})


def language_of(reference: Reference, code: str) -> Language | None:
    """The language of a code; a country's or dialect's code follows the one above it."""
    by_code = {each.code: each for each in languages().values()}
    above = {each.code: each.parent for each in reference.choices("language")}
    return by_code.get(code) or by_code.get(above.get(code, ""))


def review(desk: Desk, code: str, texts: Mapping[str, str], by: str, on: dt.date) -> Changed:
    """Somebody answers for these sentences ({key: text}), by name and with a day.

    Raises `NotAllowedError` for a role that may not, `ValueError` if a sentence does not fit.
    """
    sentences = _sentences()
    if not by.strip() or on > desk.today():
        raise ValueError("Say who reviewed it and on which day.")
    for key, text in texts.items():
        if wrong := misfit(sentences.get(key, ""), text):
            raise ValueError(f"{key}: {wrong}.")
    return _write(desk, code, (Wording(key, text, by, on) for key, text in texts.items()))


def preview_file(desk: Desk, path: Path) -> FilePreview:
    """Read a council's reviewed file and say what it would do. Raises `ImportFileError`."""
    sentences = _sentences()
    file = translations.read(path, sentences, desk.today())
    language = _language(file.tag)
    with desk.store.read() as read:
        here = _found(read, language)
    new = tuple(each for each in file.wordings if here.get(each.key) != each)
    after = {**here, **{each.key: each for each in new}}
    return FilePreview(
        code=language.code,
        label=desk.reference.label("language", language.code),
        new=new,
        same=len(file.wordings) - len(new),
        errors=file.errors,
        still_missing=len(unready(sentences, after)),
    )


def list_for_review(desk: Desk, tag: str) -> bytes:
    """A language as a file for a translator: each sentence beside its English, to be filled in.

    What comes back is read by `preview_file`. Raises `ImportFileError` for an unknown language.
    """
    language = _language(tag)
    held = io.StringIO()
    table = csv.writer(held)
    table.writerow(("lang", "key", "english", "text", "reviewed_by", "reviewed_on"))
    for line in list_sentences(desk, language.code):
        said = line.wording
        day = said.reviewed_on.isoformat() if said.reviewed_on else ""
        table.writerow((tag, line.key, line.english, said.text, said.reviewed_by, day))
    return held.getvalue().encode("utf-8-sig")  # the mark that Excel looks for


def write_file(desk: Desk, preview: FilePreview) -> Changed:
    """Keep what a file brought. Raises `NotAllowedError`."""
    return _write(desk, preview.code, preview.new)


_ENGLISH: Final = "ENG"


def _language(tag: str) -> Language:
    found = languages().get(tag)
    if found is None:
        known = ", ".join(sorted(languages()))
        raise ImportFileError(f"There is no language {tag!r}; there are {known}.")
    return found


def _sentences() -> Mapping[str, str]:
    return english(DOCUMENT).table


def _found(read: Queries, language: Language) -> dict[str, Wording]:
    """What there is of a language: the council's own sentences over those of the proof."""
    own = {
        each.key: Wording(each.key, each.text, each.reviewed_by, each.reviewed_on)
        for each in read.find(ReportWording, language=language.code)
        if each.key in _sentences() or each.key in MONTHS
    }
    return {**shipped(language.tag), **own}


def _write(desk: Desk, code: str, wordings: Iterable[Wording]) -> Changed:
    """One record for each sentence, with the same id on every laptop of the council."""
    refuse_to_write(desk, _KIND, _FIELDS)
    with desk.store.write() as work:
        for each in wordings:
            rec = derived_id(desk.me.authority, _KIND, code, each.key)
            there = work.get(ReportWording, rec)
            values: dict[str, Any] = {
                "language": code,
                "key": each.key,
                "text": each.text,
                "reviewed_by": each.reviewed_by.strip(),
                "reviewed_on": each.reviewed_on,
            }
            begun: dict[str, Any] = {
                "id": rec,
                "author_id": there.author_id if there else desk.me.account,
                "team_id": there.team_id if there else desk.me.team,
                "created_at": there.created_at if there else desk.now(),
            }
            work.put(ReportWording(**begun, **values))
    return work.changed
