"""The checks of a report: what they ask of the store is looked up here, the rules are in the core.

They run on what is typed at this moment, for the reader whose version is in view. What blocks is
asked again at signing, for every reader.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from stls_core.documents import flatten
from stls_core.masking import WORD
from stls_core.plain.lists import PlainWords, read_plain_words
from stls_core.records import kind_named
from stls_core.records.plans import Target
from stls_core.records.pupils import Pupil
from stls_core.report_checks import (
    Advice,
    Aim,
    Check,
    Place,
    Text,
    UnderCheck,
    Voice,
    checks,
    reading,
)
from stls_desktop.assets import asset_path
from stls_desktop.services import engagement
from stls_desktop.services.advice_content import Content, is_withheld, on_screen
from stls_desktop.services.advice_recipients import barred
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import kept_for
from stls_desktop.services.others_named import Known, known_children, others_named
from stls_desktop.store.drafts import Draft

AUDIENCES: Final = ("SENCO", "TEACHER", "PARENT")
NO_AGREEMENT: Final = (
    "No Agreement to Engage holds today, so nothing may be given out. Record the agreement first."
)
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "report_part": ("text",),
    "finding": ("text",),
    "recommendation": ("what", "success", "resource"),
}
_READ_BY: Final[Mapping[str, frozenset[str]]] = {
    "finding": frozenset({"SENCO"}),
    "recommendation": frozenset({"SENCO", "TEACHER"}),
}
"""{kind: whose version has it}; a paragraph belongs to the reader of its heading."""
_VOICES: Final = (
    ("The child’s views", ("PUPIL_VIEWS", "CHILD_SAID"), "no_pupil_voice_because"),
    ("The family’s views", ("FAMILY_VIEWS", "YOU_SAID"), "no_parent_voice_because"),
)


@cache
def plain_words() -> PlainWords:
    """The lists that ship with the program."""
    return read_plain_words(asset_path("db", "seed", "plain_words.toml").read_text("utf-8"))


def look(
    desk: Desk,
    content: Content,
    audience: str,
    known: Known | None = None,
    *,
    is_signed: bool = False,
) -> tuple[Check, ...]:
    """Everything to mend in one reader's version; other children's names only with `known`."""
    given = _under_check(desk, content, audience, known, is_signed=is_signed)
    return checks(given, plain_words())


def gauge(desk: Desk, content: Content, audience: str) -> str:
    """The reading age of one reader's version in words, beside the aim for that reader."""
    given = _under_check(desk, content, audience, None, is_signed=True)
    return reading(given, plain_words()).summary


def _under_check(
    desk: Desk, content: Content, audience: str, known: Known | None, *, is_signed: bool
) -> UnderCheck:
    record = content["record"]
    rec = str(record["id"])
    mine, kept = _texts(desk, content, audience)
    with desk.store.read() as read:
        pupil = read.get(Pupil, kept_for(read, str(record.get("pupil_id") or ""))) or Pupil()
        agreed = engagement.engaging_agreement(read, pupil.id, desk.today())
        targets = [read.get(Target, each) for each in record.get("target_ids", ())]
    family = [adult.name for adult in pupil.parents_carers]
    own = (pupil.legal_forename, pupil.legal_surname, pupil.known_as, desk.me.name, *family)
    children = content["children"]
    shown = [row for row in children["recommendation"] if not row.get("deleted")]
    return UnderCheck(
        report=rec,
        audience=audience,
        texts=tuple(mine),
        withheld=tuple(kept),
        advised=(*map(_advice, shown), *map(_action, content.get("actions", ()))),
        aims=tuple(Aim(t.statement, t.baseline is not None) for t in targets if t),
        voices=tuple(_voices(content)),
        has_review=bool(record.get("review_on")),
        has_findings=bool(children["finding"]),
        agreement_gap="" if agreed else NO_AGREEMENT,
        barred=tuple(barred(desk.reference, pupil, record.get("copies_for", ()))),
        others=tuple(_others(desk, content, known)) if known else (),
        names=frozenset(word for name in own for word in WORD.findall(name)),
        is_signed=is_signed,
    )


def blocking(desk: Desk, rec: str, drafts: Iterable[Draft] = ()) -> tuple[Check, ...]:
    """What keeps a report from being signed, for any reader; each place once.

    `drafts` is what stands on the screen and may not be kept yet.
    """
    content = on_screen(desk, rec, drafts)
    known = known_children(desk)
    found = (
        check
        for audience in AUDIENCES
        for check in look(desk, content, audience, known, is_signed=True)
        if check.blocks
    )
    return tuple({(check.code, check.place): check for check in found}.values())


def _texts(desk: Desk, content: Content, audience: str) -> tuple[list[Text], list[str]]:
    """What this reader is given, and what is withheld from this reader."""
    parents = {code.code: code.parent for code in desk.reference.choices("report_section")}
    record = content["record"]
    mine, kept = list[Text](), list[str]()
    if audience == "SENCO":
        question = str(record.get("question") or "")
        mine.append(Text(str(record["id"]), "question", question, section="advice_report"))
    for kind, fields in _FIELDS.items():
        rows = sorted(content["children"][kind], key=lambda row: str(row.get("order_key") or ""))
        for row in rows:
            if row.get("deleted"):
                continue
            reader = parents.get(str(row.get("section") or ""))
            is_mine = audience == reader or audience in _READ_BY.get(kind, ())
            for field in fields:
                text = str(row.get(field) or "")
                if is_withheld(row, audience):
                    kept.append(text)
                elif is_mine and text:
                    is_quote = bool(row.get("is_quote"))
                    section = str(row.get("section") or kind)
                    mine.append(Text(str(row["id"]), field, text, is_quote, section))
    return mine, kept


def _voices(content: Content) -> Iterable[Voice]:
    sections = {
        str(row.get("section"))
        for row in content["children"]["report_part"]
        if not row.get("deleted") and str(row.get("text") or "").strip()
    }
    for words, places, field in _VOICES:
        reason = str(content["record"].get(field) or "")
        yield Voice(words, bool(sections & set(places)), reason, field)


def _others(desk: Desk, content: Content, known: Known) -> Iterable[tuple[Place, str]]:
    documents: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for kind in _FIELDS:
        for row in content["children"][kind]:
            documents[str(row["id"])] = (kind, flatten(kind_named(kind), dict(row)))
    record = content["record"]
    own = flatten(kind_named("advice_report"), dict(record))
    documents[str(record["id"])] = ("advice_report", own)
    for each in others_named(desk, known, documents):
        yield Place(each.rec, each.path, each.start, each.end), each.words


def _advice(row: Mapping[str, Any]) -> Advice:
    return Advice(
        rec=str(row["id"]),
        what=str(row.get("what") or ""),
        who=str(row.get("who") or ""),
        is_timed=bool(row.get("how_often")) and bool(row.get("how_long")),
        finding=str(row.get("finding_id") or ""),
    )


def _action(row: Mapping[str, Any]) -> Advice:
    return Advice(
        rec=str(row["id"]),
        what=str(row.get("what") or ""),
        who=str(row.get("who") or ""),
        is_timed=bool(row.get("by_when_on")),
        is_action=True,
    )
