"""Who wrote what, and what stood before their eyes: the memory against which the end is judged.

Knows nothing of versions, outboxes or servers; only of people, screens and values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from stls_core.documents import canonical
from stls_core.records import Kind, Merge, kind_named
from tests.sync.simulation.pens import parts_of

Flat = Mapping[str, Any]


class BrokenError(AssertionError):
    """An invariant does not hold."""


KEPT_BY_THE_PROGRAM = ("from_on", "to_on")  # since when somebody is a school's contact


@dataclass(frozen=True)
class Writing:
    """One slot written once. Values are canonical JSON of {path: value}."""

    n: int
    laptop: str
    rec: str
    kind: str
    slot: str
    saw: bytes
    value: bytes
    saw_parts: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    saw_deleted: bool = False

    @property
    def is_text(self) -> bool:
        """Whether the slot merges paragraph by paragraph."""
        kind = kind_named(self.kind)
        return kind is not None and kind.merge_of(self.slot) is Merge.TEXT

    def __str__(self) -> str:
        return f"writing {self.n} on {self.laptop}: {self.slot} of {self.rec} = {self.value!r}"


@dataclass(frozen=True)
class Deletion:
    """A record taken away by somebody who saw this document."""

    rec: str
    laptop: str
    seen: dict[str, Any]


@dataclass(frozen=True)
class Adding:
    """A file that somebody was told is kept: its record, its own caption and its bytes."""

    rec: str
    caption: str
    content: bytes
    small: bytes


@dataclass
class History:
    """Every writing in the order in which it was safe on somebody's disk."""

    writings: list[Writing] = field(default_factory=list)
    addings: list[Adding] = field(default_factory=list)
    deletions: list[Deletion] = field(default_factory=list)

    def note(self, laptop: str, kind_name: str, rec: str, saw: Flat, wrote: Flat) -> None:
        """Somebody who saw one document made it the other."""
        kind = kind_named(kind_name)
        assert kind is not None
        slots = {kind.slot(p) for p in {*saw, *wrote} if saw.get(p) != wrote.get(p)}
        for slot in sorted(slots):
            self.writings.append(
                Writing(
                    n=len(self.writings) + 1,
                    laptop=laptop,
                    rec=rec,
                    kind=kind_name,
                    slot=slot,
                    saw=value_of(kind, slot, saw),
                    value=value_of(kind, slot, wrote),
                    saw_parts=parts_in(saw.get(slot)),
                    parts=parts_in(wrote.get(slot)),
                    saw_deleted=bool(saw.get("deleted")),
                )
            )
        if "deleted" in slots and wrote.get("deleted"):
            self.deletions.append(Deletion(rec, laptop, dict(saw)))

    def of(self, rec: str, slot: str) -> list[Writing]:
        """The writings of one slot, oldest first."""
        return [w for w in self.writings if w.rec == rec and w.slot == slot]

    def of_value(self, rec: str, slot: str, value: bytes) -> list[Writing]:
        """The writings that gave a slot this value."""
        return [w for w in self.of(rec, slot) if w.value == value]

    def seen_before(self, writing: Writing) -> Iterator[bytes]:
        """Every value that stood, at first or second hand, before the eyes of its author.

        Ends where a value was written more than once, or by nobody, since nobody can tell then
        which was seen.
        """
        known = {writing.value}
        value = writing.saw
        while value not in known:
            earlier = self.of_value(writing.rec, writing.slot, value)
            if len(earlier) != 1 or is_blank(value):
                return
            yield value
            known.add(value)
            value = earlier[0].saw


def value_of(kind: Kind, slot: str, doc: Flat) -> bytes:
    """What a slot holds, as canonical JSON, without the days that the program itself keeps."""
    return canonical({path: _as_written(doc.get(path)) for path in kind.members(slot)})


def _as_written(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {part: said for part, said in value.items() if part not in KEPT_BY_THE_PROGRAM}


def is_blank(value: bytes) -> bool:
    """Whether nothing is in a slot, as was so before anybody wrote."""
    return not any(v is not None for v in msgspec.json.decode(value).values())


def parts_in(value: object) -> frozenset[str]:
    """The paragraphs of a text; nothing for any other value."""
    return frozenset(parts_of(value)) if isinstance(value, str) else frozenset()
