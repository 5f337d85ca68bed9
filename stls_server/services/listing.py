"""What an administrator asks for: lists of people, teams, laptops, and what waits for a person.

Answers with plain rows. Of records it names kinds, ids and reasons, and never what they say.
"""

from typing import Any

import msgspec
import sqlalchemy as sa

from stls_core.changes import Change
from stls_server import tables
from stls_server.services.conflicts import OPEN

Facts = list[dict[str, Any]]
_change_of = msgspec.json.Decoder(Change).decode


def accounts(connection: sa.Connection) -> Facts:
    """Every account with the name of its team and how many laptops it has."""
    c, device = tables.account.c, tables.device.c
    laptops = (
        sa.select(sa.func.count())
        .where(device.account == c.id, device.revoked_at == "")
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(c.id, c.name, c.role, c.team, laptops.label("laptops")).order_by(c.name, c.id)
    ).mappings()
    names = {team["id"]: team["name"] for team in teams(connection)}
    return [{**row, "team": names.get(row["team"], "")} for row in rows]


def teams(connection: sa.Connection) -> Facts:
    """Every team with the number of its districts and people."""
    c, account = tables.rec.c, tables.account.c
    counted = sa.select(account.team, sa.func.count().label("n")).group_by(account.team)
    people = {row.team: row.n for row in connection.execute(counted)}
    rows = connection.execute(sa.select(c.id, c.doc).where(c.kind == "team").order_by(c.id))
    found = [
        {
            "id": rec,
            "name": str(doc.get("name") or ""),
            "districts": sum(1 for path in doc if path.startswith("district_ids/")),
            "people": people.get(rec, 0),
        }
        for rec, doc in rows
        if not doc.get("deleted")
    ]
    return sorted(found, key=lambda row: (str(row["name"]), str(row["id"])))


def devices(connection: sa.Connection) -> Facts:
    """Every laptop, those that have been silent longest first."""
    c, account = tables.device.c, tables.account.c
    rows = connection.execute(
        sa.select(
            c.id, c.name, account.name.label("person"), c.enrolled_at, c.last_seen_at, c.revoked_at
        )
        .join_from(tables.device, tables.account, c.account == account.id)
        .order_by(c.last_seen_at, c.id)
    ).mappings()
    return [dict(row) for row in rows]


def held(connection: sa.Connection) -> Facts:
    """Changes that were set aside, oldest first."""
    c, account = tables.held.c, tables.account.c
    rows = connection.execute(
        sa.select(c.at, account.name.label("person"), c.op, c.reason, c.body)
        .join_from(tables.held, tables.account, c.account == account.id, isouter=True)
        .where(c.state == "HELD")
        .order_by(c.at, c.op)
    )
    facts: Facts = []
    for row in rows:
        change = _change_of(row.body)
        about = {"kind": change.kind[:60], "rec": change.rec[:36]}
        facts.append(
            {"at": row.at, "person": row.person or "", **about, "op": row.op, "why": row.reason}
        )
    return facts


def conflicts(connection: sa.Connection) -> Facts:
    """Conflicts that nobody has settled yet, oldest first."""
    c = tables.rec.c
    rows = connection.execute(
        sa.select(c.id, c.doc)
        .where(c.kind == "conflict", c.doc["state"].as_string() == OPEN)
        .order_by(c.feed, c.seq)
    )
    names = ("of_kind", "of_id", "slot", "live_by", "other_by")
    return [{"id": rec, **{name: doc.get(name, "") for name in names}} for rec, doc in rows]
