"""Which unit and feed a record belongs to. The server works it out; no laptop can choose it.

A pupil's or a setting's feed is the district of the (main) setting. The way there is read from
the declarations: a field that refers to a district, else the one that refers to a setting.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

import sqlalchemy as sa

from stls_core.documents import COMMON_UNIT, unit_of
from stls_core.ids import is_id
from stls_core.records import Kind, all_kinds, kind_named
from stls_core.records.syncing import Conflict
from stls_server import bulk, tables
from stls_server.services.batch import Batch, Live

CONFLICT: Final = "conflict"
_WAY: Final = ("district", "setting")
_STEPS: Final = 3  # pupil -> setting -> district


def step_of(kind: Kind) -> str:
    """The field that leads from a record of this kind towards its district; empty if none."""
    return _step_of(kind.name)


@cache
def _step_of(kind_name: str) -> str:
    kind = kind_named(kind_name)
    fields = kind.fields.values() if kind else ()
    ways = (f.name for target in _WAY for f in fields if f.says.ref == target and not f.many)
    return next(ways, "")


def place_kinds() -> frozenset[str]:
    """The kinds whose records are units, so that other records travel with them."""
    return _place_kinds(len(all_kinds()))


@cache
def _place_kinds(_declared: int) -> frozenset[str]:
    names: set[str] = set()
    for kind in all_kinds():
        for unit_field in kind.unit:
            if unit_field == "id":
                names.add(kind.name)
            elif (known := kind.fields.get(unit_field)) and known.says.ref:
                names.add(known.says.ref)
    return frozenset(n for n in names if (k := kind_named(n)) and step_of(k))


class Places:
    """Finds the district of units, from the records of this batch and those stored."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._stored: dict[str, tuple[Kind, Mapping[str, Any]] | None] = {}

    def fetch(self, ids: Iterable[str]) -> None:
        """Read the records of units in one query for each step of the way."""
        wanted = {i for i in ids if i and i != COMMON_UNIT}
        c = tables.rec.c
        for _ in range(_STEPS):
            wanted -= self._stored.keys() | self._batch.lives.keys()
            if not wanted:
                return
            self._stored.update(dict.fromkeys(wanted))
            rows = self._batch.connection.execute(
                sa.select(c.id, c.kind, c.doc).where(
                    bulk.among(self._batch.connection, c.id, wanted)
                )
            ).all()
            wanted = set()
            for rec, kind_name, doc in rows:
                if kind := kind_named(kind_name):
                    self._stored[rec] = (kind, doc)
                    wanted.add(str(doc.get(step_of(kind)) or ""))
            wanted = {i for i in wanted if is_id(i)}

    def district_of(self, unit: str) -> str:
        """The district that a unit lies in; empty if its record or its school is not known."""
        for _ in range(_STEPS):
            if not is_id(unit):
                return ""
            kind, doc = self._find(unit)
            field = kind.fields.get(step_of(kind)) if kind else None
            if field is None:
                return ""
            unit = str(doc.get(field.name) or "")
            if field.says.ref == "district":
                return unit if is_id(unit) else ""
        return ""

    def place(self, live: Live, doc: Mapping[str, Any]) -> tuple[str, str]:
        """The (feed, unit) of a record with this document; empty texts where it cannot be told."""
        if live.kind.record is Conflict:
            of = self._batch.lives.get(str(doc.get("of_id")))
            return (of.feed, of.unit) if of else (live.feed, live.unit)
        unit = unit_of(live.kind, {**doc, "id": live.id})
        if live.kind.is_common:
            return COMMON_UNIT, COMMON_UNIT
        if not is_id(unit):
            return "", ""
        district = "" if unit == live.id else self.district_of(unit)
        return district or self._by_own_field(live.kind, doc), unit

    def _by_own_field(self, kind: Kind, doc: Mapping[str, Any]) -> str:
        field = kind.fields.get(step_of(kind))
        if field is None:
            return ""
        target = str(doc.get(field.name) or "")
        if field.says.ref == "district":
            return target if is_id(target) else ""
        return self.district_of(target)

    def _find(self, rec: str) -> tuple[Kind | None, Mapping[str, Any]]:
        live = self._batch.lives.get(rec)
        if live:
            return live.kind, live.doc
        if rec not in self._stored:
            self.fetch([rec])
        found = self._stored.get(rec)
        return found or (None, {})
