"""Children who may be on file twice: warned of while one is typed, and listed for a lead.

Candidates come from the date of birth, the UPN and the beginnings of the name, all of which have
an index; only those are compared. What a teacher called "another child" is not asked again here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core.masking import folded
from stls_core.records.pupils import normalised_upn
from stls_core.records.settings import Setting
from stls_desktop.services.desk import Desk
from stls_desktop.services.field_words import day_words
from stls_desktop.services.joined import joined_ids
from stls_desktop.services.likeness import Entry, Likeness, likeness, turned
from stls_desktop.store.reading import Reader

MOST: Final = 5
MOST_PAIRS: Final = 200
STEM: Final = 3
"""Letters at the beginning of both names that somebody is looked for by."""
OTHERS: Final = "other_children"


@dataclass(frozen=True)
class OnFile:
    """A child on file who may be the one that is being typed."""

    rec: str
    name: str
    born: str
    school: str
    why: str
    is_certain: bool


@dataclass(frozen=True)
class Pair:
    """Two files that may be about one child."""

    first: OnFile
    second: OnFile
    why: str


def on_file(desk: Desk, rec: str, document: Mapping[str, Any]) -> tuple[OnFile, ...]:
    """Who may be this child already, the likeliest first; at most five."""
    typed = _entry(rec, document)
    dates = tuple(filter(None, {typed.born_on, turned(typed.born_on)}))
    upns = tuple({typed.upn, normalised_upn(typed.upn)} - {""})
    with desk.store.read() as read:
        near = read.entries_near(dates, upns, _stems(typed))
        others = _dismissed(read)
        found = [
            (like, entry)
            for entry in (Entry(*row) for row in near)
            if entry.id != rec and _pair_of(rec, entry.id) not in others
            if (like := likeness(typed, entry)) is not None
        ]
        found.sort(key=lambda each: -each[0].score)
        return tuple(_told(read, entry, like) for like, entry in found[:MOST])


def is_another_child(desk: Desk, rec: str, other: str) -> None:
    """Do not ask again about these two."""
    with desk.store.write() as work:
        known = _dismissed(work)
        work.remember(OTHERS, sorted({*known, _pair_of(rec, other)}))


def pairs(desk: Desk) -> tuple[Pair, ...]:
    """Every two files that may be about one child, the surest first; joined ones are left out.

    Looks over all pupils: meant for a lane that typing does not wait for.
    """
    with desk.store.read() as read:
        entries = [Entry(*row) for row in read.entries()]
        others = _dismissed(read)
        found: dict[str, tuple[Likeness, Entry, Entry]] = {}
        for block in _blocks(entries):
            for place, one in enumerate(block):
                for other in block[place + 1 :]:
                    key = _pair_of(one.id, other.id)
                    like = None if key in found or key in others else likeness(one, other)
                    if like is not None and other.id not in joined_ids(read, one.id):
                        found[key] = (like, one, other)
        surest = sorted(found.values(), key=lambda each: -each[0].score)[:MOST_PAIRS]
        return tuple(
            Pair(_told(read, one, like), _told(read, other, like), like.why)
            for like, one, other in surest
        )


def _blocks(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Those who have a key in common; nobody else is compared."""
    blocks: dict[str, list[Entry]] = {}
    for entry in entries:
        stems = "|".join(sorted(_stems(entry)))
        keys = {entry.born_on, turned(entry.born_on), normalised_upn(entry.upn), stems}
        for key in keys - {""}:
            blocks.setdefault(key, []).append(entry)
    return [block for block in blocks.values() if len(block) > 1]


def _entry(rec: str, document: Mapping[str, Any]) -> Entry:
    names = ("legal_forename", "legal_surname", "known_as", "born_on", "upn", "setting_id")
    return Entry(rec, *(str(document.get(name) or "").strip() for name in names))


def _stems(entry: Entry) -> tuple[str, ...]:
    """The beginnings of first name and surname, if both are there."""
    stems = [folded(name)[:STEM] for name in (entry.forename, entry.surname) if name.strip()]
    return tuple(stems) if len(stems) == 2 else ()  # noqa: PLR2004 - a first name and a surname


def _dismissed(read: Reader) -> frozenset[str]:
    return frozenset(read.recall(OTHERS, list[str], []))


def _pair_of(one: str, other: str) -> str:
    return "|".join(sorted((one, other)))


def _told(read: Reader, entry: Entry, like: Likeness) -> OnFile:
    setting = read.get(Setting, entry.setting_id) if entry.setting_id else None
    return OnFile(
        rec=entry.id,
        name=f"{entry.forename} {entry.surname}".strip(),
        born=day_words(entry.born_on) if entry.born_on else "no date of birth",
        school=setting.name if setting else "",
        why=like.why,
        is_certain=like.is_certain,
    )
