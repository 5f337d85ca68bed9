"""Putting a heading right in another language: kept as it is typed, and its review taken away.

Whoever reviewed a sentence answered for those words; other words wait for another review. What
may be printed is decided in `report_languages`.
"""

from dataclasses import dataclass, replace
from typing import Final

import msgspec

from stls_core.documents import nest
from stls_core.ids import derived_id
from stls_core.records import kind_of
from stls_core.records.advice import ReportWording
from stls_core.wordings import Wording, misfit
from stls_desktop.services.desk import Desk
from stls_desktop.services.permission import NotAllowedError, refuse_to_write
from stls_desktop.services.records import blank
from stls_desktop.services.report_languages import (
    LanguageLine,
    SentenceLine,
    list_languages,
    list_sentences,
)
from stls_desktop.store.drafts import Draft

KIND: Final = "report_wording"
_FIELDS: Final = ("language", "key", "text", "reviewed_by", "reviewed_on")
_REVIEW: Final = ("reviewed_by", "reviewed_on")


@dataclass(frozen=True)
class OpenSentence:
    """A sentence on the screen, and the draft that typing in it goes on from."""

    line: SentenceLine
    draft: Draft


@dataclass(frozen=True)
class OpenLanguage:
    """Every language there is, and the sentences of the one that is shown; "" without any."""

    languages: tuple[LanguageLine, ...]
    code: str
    sentences: tuple[OpenSentence, ...]

    @property
    def shown(self) -> LanguageLine | None:
        """The language that is shown."""
        return next((line for line in self.languages if line.code == self.code), None)


def why_not(desk: Desk) -> str:
    """Why whoever sits here may not review or rewrite a sentence; empty if they may."""
    try:
        refuse_to_write(desk, KIND, _FIELDS)
    except NotAllowedError as error:
        return str(error)
    return ""


def open_language(desk: Desk, code: str = "") -> OpenLanguage:
    """The sentences of a language, or of the first one, with what is typed and not settled yet."""
    lines = list_languages(desk)
    known = [line.code for line in lines]
    code = code if code in known else next(iter(known), "")
    sentences = list_sentences(desk, code) if code else ()
    form = form_of(desk)
    with desk.store.read() as read:
        typed_before = {draft.rec: draft for draft in read.drafts(form)}
        found = []
        for line in sentences:
            rec = derived_id(desk.me.authority, KIND, code, line.key)
            draft = typed_before.get(rec)
            if draft is not None:
                found.append(OpenSentence(_as_typed(line, draft), draft))
                continue
            opened = read.open(rec)
            doc = opened.doc if opened else _begun(desk, rec, code, line)
            before, seen = (opened.doc, opened.seen) if opened else ({}, {})
            found.append(OpenSentence(line, Draft(rec, KIND, form, before, doc, seen)))
    return OpenLanguage(lines, code, tuple(found))


def form_of(desk: Desk) -> str:
    """The name under which what is typed in any language is kept until it settles."""
    return derived_id(desk.me.authority, KIND)


def typed(draft: Draft, text: str) -> Draft:
    """The draft with other words, for which nobody answers yet; its own words bring it back."""
    if text == draft.before.get("text"):
        return msgspec.structs.replace(draft, doc=draft.before)
    kept = {path: value for path, value in draft.doc.items() if path not in _REVIEW}
    return msgspec.structs.replace(draft, doc={**kept, "text": text})


def standing(line: LanguageLine) -> str:
    """When a report may go out in this language, in a sentence or two."""
    if line.may_be_issued:
        return f"Reports may be given out in {line.label}: somebody answers for every sentence."
    missing = line.sentences - line.reviewed
    wait = "one sentence waits" if missing == 1 else f"{missing} sentences wait"
    return (
        f"No report is given out in {line.label} yet: {wait} for review. It may be as soon as"
        " somebody who reads the language answers for every sentence by name."
    )


def _as_typed(line: SentenceLine, draft: Draft) -> SentenceLine:
    text = str(nest(draft.doc).get("text") or "")
    return replace(line, wording=Wording(line.key, text), misfit=misfit(line.english, text))


def _begun(desk: Desk, rec: str, code: str, line: SentenceLine) -> dict[str, object]:
    """The record of a sentence that so far only the shipped proof has."""
    given = {"language": code, "key": line.key, "text": line.wording.text}
    return {**blank(desk, kind_of(ReportWording()), given).doc, "id": rec}
