"""Which feeds an account may see: what is common, and the districts of its team.

Grants are rows, because every pull joins them; they are made again whenever an account or the
record of its team changes.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from stls_core.documents import COMMON_UNIT
from stls_core.policy import rights_of
from stls_server import tables


def refresh_grants(connection: sa.Connection, accounts: Iterable[sa.Row[tuple[str, str, str]]]) -> None:
    """Bring the grants of (id, role, team) rows to what role and team say."""
    for account, role, team in accounts:
        wanted = {COMMON_UNIT}
        if rights_of(role).receives_casework:
            wanted |= districts_of(connection, team)
        c = tables.grant.c
        held = set(connection.execute(sa.select(c.feed).where(c.account == account)).scalars())
        if held == wanted:
            continue
        connection.execute(tables.grant.delete().where(c.account == account))
        rows = [{"account": account, "feed": f, "unit": "*", "role": role} for f in sorted(wanted)]
        connection.execute(tables.grant.insert(), rows)
        revision = tables.account.c.grants_rev + 1
        connection.execute(
            tables.account.update().where(tables.account.c.id == account).values(grants_rev=revision)
        )


def refresh_team(connection: sa.Connection, teams: Iterable[str]) -> None:
    """The same for everybody in these teams, after their records changed."""
    c = tables.account.c
    rows = connection.execute(
        sa.select(c.id, c.role, c.team).where(c.team.in_(list(teams))).order_by(c.id)
    ).all()
    refresh_grants(connection, rows)


def districts_of(connection: sa.Connection, team: str) -> set[str]:
    """The districts in a team's record; none for a team that is not known or was removed."""
    row = connection.execute(
        sa.select(tables.rec.c.doc).where(tables.rec.c.id == team, tables.rec.c.kind == "team")
    ).scalar()
    if row is None or row.get("deleted"):
        return set()
    name = "district_ids/"
    return {path.removeprefix(name) for path, held in row.items() if held and path.startswith(name)}
