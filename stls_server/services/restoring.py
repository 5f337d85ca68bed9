"""An older backup was put back: a new epoch begins, and no lost number is ever given again.

What was pushed after the backup is gone here, and is still on the laptops. A laptop that names an
epoch which has ended is told the highest number that is sure to be here still; whatever it knows
above that it sends again. Nothing is compared by a clock: the time only makes sure that the numbers
of two lives which began from the same backup differ.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import sqlalchemy as sa

from stls_server import tables
from stls_server.moments import as_text

JUMP: Final = 1_000_000


def begin_again(connection: sa.Connection, epoch: str, now: dt.datetime) -> int:
    """End the life of every feed and begin the next; returns how many feeds there are."""
    feed, authority = tables.feed.c, tables.authority.c
    # Nobody pushes meanwhile, even if somebody serves already.
    locked = sa.select(authority.first_number).with_for_update()
    before = connection.execute(locked).scalar_one()
    feeds = connection.execute(sa.select(feed.feed, feed.epoch, feed.head)).all()
    highest = max((head for _, _, head in feeds), default=0)
    first = max(highest + JUMP, before + JUMP, int(now.timestamp() * 1000))
    ended = [
        {"feed": name, "epoch": old, "head": head, "ended_at": as_text(now)}
        for name, old, head in feeds
    ]
    if ended:
        connection.execute(tables.life.insert(), ended)
    connection.execute(tables.feed.update().values(epoch=epoch, head=first))
    connection.execute(tables.authority.update().values(epoch=epoch, first_number=first))
    return len(feeds)


def still_here(connection: sa.Connection, named: Mapping[str, str]) -> dict[str, int]:
    """{feed: highest number that no restore has taken away} for {feed: epoch that has ended}.

    An epoch that this database never heard of began from a backup as well, and nobody knows where:
    then everything is doubtful, which costs time and nothing else.
    """
    if not named:
        return {}
    life = tables.life.c
    rows = connection.execute(
        sa.select(life.feed, life.epoch, life.head)
        .where(life.feed.in_(tuple(named)))
        .order_by(life.n)
    )
    found: dict[str, int | None] = dict.fromkeys(named)
    for feed, epoch, head in rows:
        known = found[feed]
        if known is not None:
            found[feed] = min(known, head)
        elif epoch == named[feed]:
            found[feed] = head
    return {feed: head or 0 for feed, head in found.items()}
