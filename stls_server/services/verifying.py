"""Checks the change log: every line's hash holds on to the line before it in its feed.

An altered line and a cut middle show. A cut end cannot show from the inside: note the last hashes
that are printed somewhere else, and hand them in the next time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from stls_server import tables
from stls_server.services.numbering import chained

_CHUNK = 1_000


@dataclass(frozen=True)
class Chain:
    """One feed's log: how many lines, the last hash, and the number of the first bad line."""

    feed: str
    lines: int
    last: int
    hash: str
    broken_at: int | None = None
    is_cut: bool = False


def verify(connection: sa.Connection, noted: Mapping[str, str] | None = None) -> list[Chain]:
    """The state of every feed's log. `noted` {feed: a hash printed before} finds a cut end."""
    feeds = connection.execute(sa.select(tables.feed.c.feed).order_by(tables.feed.c.feed))
    return [_verify(connection, feed, (noted or {}).get(feed, "")) for feed in feeds.scalars()]


def _verify(connection: sa.Connection, feed: str, noted: str) -> Chain:
    c = tables.chg.c
    previous, last, lines, is_found = "", 0, 0, not noted
    page = sa.select(tables.chg).where(c.feed == feed).order_by(c.seq).limit(_CHUNK)
    while rows := connection.execute(page.where(c.seq > last)).mappings().all():
        for row in rows:
            if row["hash"] != chained(previous, dict(row)):
                return Chain(feed, lines, last, previous, broken_at=row["seq"])
            previous, last, lines = row["hash"], row["seq"], lines + 1
            is_found = is_found or previous == noted
    return Chain(feed, lines, last, previous, is_cut=not is_found)
