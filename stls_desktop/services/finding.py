"""Search over schools, pupils and visits: words in, places to go to out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stls_core.documents import title_of
from stls_core.records import kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_desktop.services.desk import Desk
from stls_desktop.services.records import cut
from stls_desktop.services.restricted import closed
from stls_desktop.store.queries import Found, Queries

KINDS = ("setting", "pupil", "link_visit", "discussion", "action")


@dataclass(frozen=True)
class Hit:
    """A place that a search leads to; a discussion or an action leads to its visit.

    An action that was agreed in a record about a child leads to the child, where it is open.
    """

    rec: str
    kind: str
    title: str
    detail: str


def find(desk: Desk, words: str) -> tuple[Hit, ...]:
    """Up to 50 places, newest first, each once. Pupils are shown by initials."""
    with desk.store.read() as read:
        found = [each for each in read.search(words, kinds=KINDS) if _is_shown(desk, read, each)]
        hits = [_hit(read, each) for each in found]
    return tuple(dict.fromkeys(hits))


def _is_shown(desk: Desk, read: Queries, found: Found) -> bool:
    """An action that was agreed in a restricted case is found by whoever may read the case."""
    opened = read.open(found.rec) if found.kind == "action" else None
    pupil_id = str(opened.doc.get("pupil_id") or "") if opened else ""
    if opened is None or not pupil_id:
        return True
    return not closed(desk, read, (pupil_id,)).holds(found.rec, opened.doc)


def _hit(read: Queries, found: Found) -> Hit:
    kind = kind_named(found.kind)
    words = kind.title if kind else found.kind
    if found.kind == "pupil":
        pupil = read.get(Pupil, found.rec)
        return Hit(found.rec, "pupil", pupil.initials if pupil else "", "Pupil")
    if found.kind == "setting":
        return Hit(found.rec, "setting", cut(found.title), words)
    opened = read.open(found.rec)
    doc = opened.doc if opened else {}
    if found.kind == "action" and not doc.get("visit_id"):
        return _agreed_elsewhere(read, doc, cut(found.title))
    rec = found.rec if found.kind == "link_visit" else str(doc.get("visit_id") or "")
    visit = read.open(rec) if rec else None
    setting = read.get(Setting, str(doc.get("setting_id") or ""))
    day = str(visit.doc.get("visited_on") or "") if visit else ""
    title = setting.name if setting else words
    own = cut(title_of(kind, doc)) if kind and found.kind == "action" else words
    return Hit(rec, "link_visit", title, " · ".join(part for part in (own, day) if part))


def _agreed_elsewhere(read: Queries, doc: Mapping[str, Any], what: str) -> Hit:
    pupil = read.get(Pupil, str(doc.get("pupil_id") or ""))
    if pupil is not None:
        return Hit(pupil.id, "pupil", pupil.initials, what)
    setting = read.get(Setting, str(doc.get("setting_id") or ""))
    return Hit(setting.id if setting else "", "setting", setting.name if setting else "", what)
