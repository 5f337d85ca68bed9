"""When a pupil or a school comes to another district, what belongs to it travels along.

Both feeds are numbered in the same transaction: the record appears in its new feed, and an entry
in `gone` tells those who may not see it there that it left.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from stls_core.records import kind_named
from stls_server import bulk, tables
from stls_server.projection import Projections
from stls_server.services.batch import Batch, Live
from stls_server.services.placing import Places, place_kinds, step_of


def move_along(
    batch: Batch, places: Places, projections: Projections, moved: Iterable[str]
) -> None:
    """Give every record that depends on the places in `moved` the feed it has now."""
    todo = set(moved)
    done: set[str] = set()
    while todo:
        done |= todo
        batch.load_where(bulk.among(batch.connection, tables.rec.c.unit, todo))
        todo = {live.id for live in _places_within(batch, projections, todo)} - done
    # Conflicts follow the record they are about, so they come after it.
    lives = sorted(batch.lives.values(), key=lambda live: live.kind.name == "conflict")
    for live in lives:
        feed, unit = places.place(live, live.doc)
        if feed and unit and (feed, unit) != (live.feed, live.unit):
            live.feed, live.unit = feed, unit
            live.is_touched = True


def _places_within(batch: Batch, projections: Projections, ids: set[str]) -> list[Live]:
    """The units that lie in these places: the pupils of a school."""
    found: list[Live] = []
    for name in sorted(place_kinds()):
        kind = kind_named(name)
        if kind is None:
            continue
        step = kind.fields[step_of(kind)]
        if step.says.ref == "district":
            continue
        table = projections.tables.get(name)
        if table is not None and step.says.is_reported:
            is_inside = bulk.among(batch.connection, table.c[step.name], ids)
            where: sa.ColumnElement[bool] = tables.rec.c.id.in_(
                sa.select(table.c.id).where(is_inside)
            )
        else:
            target = tables.rec.c.doc[step.name].as_string()
            is_inside = bulk.among(batch.connection, target, ids)
            where = sa.and_(tables.rec.c.kind == name, is_inside)
        batch.load_where(where)
        found += [
            live
            for live in batch.lives.values()
            if live.kind.name == name and live.doc.get(step.name) in ids
        ]
    return found
