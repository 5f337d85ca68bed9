"""Opens a round: what the caller may see, and how far each feed has come."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

import msgspec
import sqlalchemy as sa

from stls_core import wire
from stls_server import tables
from stls_server.auth import Caller
from stls_server.moments import as_text
from stls_server.services.restoring import still_here

_HIGHEST: Final = 2**31 - 1  # of an integer column


def hello(
    connection: sa.Connection, caller: Caller, message: wire.Hello, now: dt.datetime
) -> wire.Welcome:
    """Heads of the granted feeds; a feed that nothing was written to stands at 0."""
    epoch = connection.execute(sa.select(tables.authority.c.epoch)).scalar_one()
    c = tables.feed.c
    rows = connection.execute(sa.select(c.feed, c.epoch, c.head).where(c.feed.in_(caller.feeds)))
    heads = dict.fromkeys(caller.feeds, wire.Head(epoch=epoch, seq=0))
    heads.update({feed: wire.Head(epoch=its, seq=head) for feed, its, head in rows})
    heads.update(_begun_again(connection, heads, message))
    heads = {feed: _counted(connection, feed, head, message) for feed, head in heads.items()}
    connection.execute(
        tables.device.update()
        .where(tables.device.c.id == caller.device)
        .values(last_seen_at=as_text(now), schema=min(max(message.schema, 0), _HIGHEST))
    )
    return wire.Welcome(
        schema=wire.SCHEMA,
        heads=heads,
        grants=tuple(wire.Grant(feed, unit, caller.role) for feed, unit in sorted(caller.grants)),
        grants_rev=caller.grants_rev,
        server_time=as_text(now),
    )


def _begun_again(
    connection: sa.Connection, heads: Mapping[str, wire.Head], message: wire.Hello
) -> dict[str, wire.Head]:
    """The heads of feeds that this laptop knows from an epoch which has ended."""
    ended = {
        feed: epoch
        for feed, (epoch, _) in message.cursors.items()
        if feed in heads and heads[feed].epoch != epoch
    }
    return {
        feed: msgspec.structs.replace(heads[feed], restored=number)
        for feed, number in still_here(connection, ended).items()
    }


def _counted(
    connection: sa.Connection, feed: str, head: wire.Head, message: wire.Hello
) -> wire.Head:
    """How many records are ahead: numbers jump, so their difference would count nothing."""
    epoch, since = message.cursors.get(feed, (head.epoch, 0))
    since = since if epoch == head.epoch else 0
    if since >= head.seq:
        return head
    rec = tables.rec.c
    newer = sa.select(sa.func.count()).where(rec.feed == feed, rec.seq > since)
    ahead = connection.execute(newer).scalar_one()
    return msgspec.structs.replace(head, ahead=ahead)
