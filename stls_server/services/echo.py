"""Tells a laptop that a pull would only bring back what it has just sent.

Said only of a whole push, and only if every change of it stands exactly as the laptop has it. It
saves the way back and nothing depends on it: whoever ignores it pulls the same rows.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from stls_core import wire
from stls_core.changes import Change
from stls_server import tables
from stls_server.services.batch import Batch


def echo_of(batch: Batch, changes: Sequence[Change]) -> wire.Echo | None:
    """The one feed that all of it went to; None if anything is not as it was sent."""
    feeds = {entry.live.feed for entry in batch.entries}
    taken_now = [entry.written.op for entry in batch.entries]
    if len(feeds) != 1 or taken_now != [change.op for change in changes]:
        return None  # some were taken before, were held, or brought a conflict with them
    if not all(_stands_as_sent(batch, change) for change in changes):
        return None
    (feed,) = feeds
    c = tables.feed.c
    epoch = batch.connection.execute(sa.select(c.epoch).where(c.feed == feed)).scalar_one()
    return wire.Echo(feed=feed, epoch=epoch)


def _stands_as_sent(batch: Batch, change: Change) -> bool:
    receipt, live = batch.receipts[change.op], batch.lives[change.rec]
    here = (live.feed, live.unit)
    has_moved = live.stored is not None and live.stored != here
    return (
        receipt.state == "ok" and not receipt.mixed and not has_moved and live.unit == change.unit
    )
