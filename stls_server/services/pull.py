"""A page of a feed: what is newer than a number, in the order of the numbers.

One statement reads the rows, those that left, the grants and the feed's head, so that all of it
is one picture. The grants are joined in the statement; the laptop's word is never taken for them.
"""

from typing import Any, Final

import msgspec
import sqlalchemy as sa

from stls_core import wire
from stls_server import tables
from stls_server.auth import Caller
from stls_server.refusals import RefusedError

MAX_PAGE: Final = 1024 * 1024
"""Characters of documents in a page; one row is always sent, however large."""
_document: Final = msgspec.json.Decoder(dict[str, Any]).decode
_versions: Final = msgspec.json.Decoder(dict[str, int]).decode


def pull(connection: sa.Connection, caller: Caller, message: wire.Pull) -> wire.Page:
    """The page. Raises `RefusedError` for a feed or a number that is not the caller's to name."""
    if message.feed not in caller.feeds:
        words = "This laptop may not receive that district's records."
        raise RefusedError(403, "feed", words)
    if message.since < 0 or message.limit < 1:
        raise RefusedError(400, "malformed", "The place to go on from is not valid.")
    limit = min(message.limit, wire.MAX_ROWS)
    values: dict[str, str | int] = {"feed": message.feed, "account": caller.account}
    values |= {"since": min(message.since, 2**62), "rows": limit + 1}
    rows = connection.execute(_PAGE, values).all()
    if not rows:
        return _empty(connection, message)
    head, epoch = int(rows[0].head), str(rows[0].epoch)
    if message.since > head:
        words = "This laptop is ahead of the council server, which cannot be. Nothing was sent."
        raise RefusedError(409, "cursor", words)
    found = [row for row in rows if row.id is not None]
    sent = _within_size(found[:limit])
    more = len(sent) < len(found)
    return wire.Page(
        rows=tuple(_row(row) for row in sent),
        next=int(sent[-1].seq) if more else head,
        more=more,
        head=head,
        epoch=epoch,
    )


def _empty(connection: sa.Connection, message: wire.Pull) -> wire.Page:
    """A feed that nothing was written to yet, or not before the backup that was put back.

    Then the epoch tells a laptop in the midst of its round what has happened.
    """
    a = tables.authority.c
    epoch, first_number = connection.execute(sa.select(a.epoch, a.first_number)).one()
    if message.since and not first_number:
        words = "This laptop is ahead of the council server, which cannot be. Nothing was sent."
        raise RefusedError(409, "cursor", words)
    return wire.Page(rows=(), next=0, more=False, head=0, epoch=epoch)


def _within_size(rows: list[sa.Row[Any]]) -> list[sa.Row[Any]]:
    size = 0
    for index, row in enumerate(rows):
        size += len(row.doc)
        if size > MAX_PAGE and index:
            return rows[:index]
    return rows


def _row(row: sa.Row[Any]) -> wire.Row:
    if row.reason:
        return wire.Row(id=row.id, seq=row.seq, gone=row.reason)
    return wire.Row(
        id=row.id,
        seq=row.seq,
        kind=row.kind,
        unit=row.unit,
        doc=_document(row.doc),
        ver=_versions(row.ver),
    )


def _granted(feed: sa.ColumnElement[str], unit: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    c = tables.grant.c
    return sa.exists().where(
        c.account == sa.bindparam("account"), c.feed == feed, sa.or_(c.unit == "*", c.unit == unit)
    )


def _page_statement() -> sa.Select[Any]:
    rec, gone, feed = tables.rec.c, tables.gone.c, tables.feed.c
    since, rows = (
        sa.bindparam("since", type_=tables.Number),
        sa.bindparam("rows", type_=tables.Number),
    )
    here = (
        sa.select(
            rec.seq,
            rec.id,
            rec.kind,
            rec.unit,
            # As text: decoding it here is quicker than through the driver, and gives its size.
            sa.cast(rec.doc, sa.Text).label("doc"),
            sa.cast(rec.ver, sa.Text).label("ver"),
            sa.literal("").label("reason"),
        )
        .where(rec.feed == sa.bindparam("feed"), rec.seq > since, sa.not_(rec.purged))
        .where(_granted(rec.feed, rec.unit))
        .order_by(rec.seq)
        .limit(rows)
        .subquery()
    )
    now = tables.rec.alias("now_at")
    # Who may see the record where it is now gets it from there; for her it did not go.
    is_in_sight = sa.exists().where(now.c.id == gone.rec, _granted(now.c.feed, now.c.unit))
    left = (
        sa.select(
            gone.seq,
            gone.rec.label("id"),
            sa.literal("").label("kind"),
            gone.unit,
            sa.literal("{}").label("doc"),
            sa.literal("{}").label("ver"),
            gone.reason,
        )
        .where(gone.feed == sa.bindparam("feed"), gone.seq > since)
        .where(_granted(gone.feed, gone.unit), sa.not_(is_in_sight))
        .order_by(gone.seq)
        .limit(rows)
        .subquery()
    )
    both = sa.union_all(sa.select(here), sa.select(left)).subquery()
    page = sa.select(both).order_by(both.c.seq).limit(rows).subquery()
    return (
        sa.select(feed.head, feed.epoch, page)
        .select_from(tables.feed.outerjoin(page, sa.true()))
        .where(feed.feed == sa.bindparam("feed"))
        .order_by(page.c.seq)
    )


_PAGE: Final = _page_statement()
