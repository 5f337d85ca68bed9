"""Search over schools, pupils and visits: words in, places to go to out."""

from dataclasses import dataclass

from stls_core.documents import title_of
from stls_core.records import kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_desktop.services.desk import Desk
from stls_desktop.services.records import cut
from stls_desktop.store.queries import Found, Queries

KINDS = ("setting", "pupil", "link_visit", "discussion", "action")


@dataclass(frozen=True)
class Hit:
    """A place that a search leads to; a discussion or an action leads to its visit."""

    rec: str
    kind: str
    title: str
    detail: str


def find(desk: Desk, words: str) -> tuple[Hit, ...]:
    """Up to 50 places, newest first, each once. Pupils are shown by initials."""
    with desk.store.read() as read:
        hits = [_hit(read, found) for found in read.search(words, kinds=KINDS)]
    return tuple(dict.fromkeys(hits))


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
    rec = found.rec if found.kind == "link_visit" else str(doc.get("visit_id") or "")
    visit = read.open(rec) if rec else None
    setting = read.get(Setting, str(doc.get("setting_id") or ""))
    day = str(visit.doc.get("visited_on") or "") if visit else ""
    title = setting.name if setting else words
    own = cut(title_of(kind, doc)) if kind and found.kind == "action" else words
    return Hit(rec, "link_visit", title, " · ".join(part for part in (own, day) if part))
