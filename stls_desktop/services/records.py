"""Plain records, one at a time, for every kind alike: open, begin a new one, list.

What is special about a kind has a service of its own; a kind that has none needs none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core.documents import flatten, title_of
from stls_core.records import Kind, kind_named
from stls_core.records.voices import QUOTED
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk
from stls_desktop.store.drafts import Draft
from stls_desktop.store.reading import Opened

TITLE_LENGTH: Final = 80  # characters: one line of a list on a small laptop


@dataclass(frozen=True)
class RecordSheet:
    """A record for a plain form."""

    opened: Opened
    draft: Draft | None
    title: str


def open_record(desk: Desk, rec: str) -> RecordSheet | None:
    """A record with its draft, if something was left unfinished."""
    with desk.store.read() as read:
        opened = read.open(rec)
        drafts = {draft.rec: draft for draft in read.drafts(rec)}
    draft = drafts.get(rec)
    if opened is None:
        if draft is None:
            return None
        opened = Opened(kind=draft.kind, rec=rec, doc={}, seen={})
    kind = kind_named(opened.kind)
    title = cut(titled(desk, kind, opened.doc)) if kind else opened.kind
    return RecordSheet(opened, draft, title)


def titled(desk: Desk, kind: Kind, document: Mapping[str, Any]) -> str:
    """What names a record, with codes as the words that stand for them.

    What a kind always tells beside its name, such as that a school supplied it, follows.
    """
    told = {}
    for name in kind.named_by:
        codes, value = kind.fields[name].says.codes, document.get(name)
        told[name] = desk.reference.label(codes, str(value)) if codes and value else value
        if value and name in QUOTED.get(kind.name, ()):
            told[name] = f"“{cut(str(value), TITLE_LENGTH // 2)}”"
    marks = [
        f"{kind.fields[name].label[:1].lower()}{kind.fields[name].label[1:]}"
        for name in kind.told_by
        if document.get(name) is True and name != "may_quote"  # the title is the record's own
    ]
    return ", ".join([title_of(kind, told), *marks])


def cut(words: str, length: int = TITLE_LENGTH) -> str:
    """The first line, cut after a word so that it has at most `length` characters.

    Some kinds are named by a paragraph that somebody wrote; an ellipsis shows that there is more.
    """
    line, _, rest = words.strip().partition("\n")
    if len(line) <= length:
        return f"{line}…" if rest and len(line) < length else line
    head = line[: length - 1]
    whole = head if line[length - 1] == " " else head.rpartition(" ")[0] or head
    return f"{whole.rstrip(' ,;:.–-') or whole}…"


def blank(desk: Desk, kind: Kind, values: Mapping[str, Any] | None = None) -> Opened:
    """A new record for the form, with `values` filled in; kept once something is typed."""
    defaults = {
        field.name: field.default
        for field in kind.fields.values()
        if field.default not in (None, "", (), False)
    }
    envelope = {
        "author_id": desk.me.account,
        "team_id": desk.me.team,
        "created_at": desk.now().isoformat(),
    }
    rec = desk.new_id()
    doc = flatten(kind, {**defaults, **envelope, **(values or {}), "id": rec})
    return Opened(kind=kind.name, rec=rec, doc=doc, seen={})


def begin(
    desk: Desk, kind: Kind, values: Mapping[str, Any], usual: Mapping[str, Any] | None = None
) -> RecordSheet:
    """A new record with `values` filled in; one that was begun with them before goes on.

    `usual` values are filled in as well, and may have been changed in what was begun.
    """
    with desk.store.read() as read:
        begun = [d for d in read.drafts() if d.kind == kind.name and read.open(d.rec) is None]
    for draft in begun:
        if all(draft.doc.get(name) == value for name, value in values.items()):
            opened = Opened(kind=kind.name, rec=draft.rec, doc={}, seen={})
            return RecordSheet(opened, draft, title_of(kind, {}))
    return RecordSheet(blank(desk, kind, {**(usual or {}), **values}), None, title_of(kind, {}))


def delete(desk: Desk, kind: str, rec: str) -> Changed:
    """Take a record away; `put_back` undoes it."""
    return _mark(desk, kind, rec, is_deleted=True)


def put_back(desk: Desk, kind: str, rec: str) -> Changed:
    """Undo a deletion."""
    return _mark(desk, kind, rec, is_deleted=None)


def _mark(desk: Desk, kind: str, rec: str, *, is_deleted: bool | None) -> Changed:
    with desk.store.write() as work:
        work.edit(kind, rec, {"deleted": is_deleted})
    return work.changed
