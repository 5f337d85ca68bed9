"""Which feeds an account may see: what is common, and the districts of its team.

Grants are rows, because every pull joins them; they are made again whenever an account or the
record of its team changes.
"""

import sqlalchemy as sa

from stls_core.documents import COMMON_UNIT
from stls_core.policy import rights_of
from stls_server import tables


def refresh_grants(connection: sa.Connection, of: sa.ColumnElement[bool]) -> None:
    """Bring the grants of the accounts that `of` selects to what role and team say."""
    person = tables.account.c
    people = sa.select(person.id, person.role, person.team).where(of).order_by(person.id)
    for account, role, team in connection.execute(people).all():
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
            tables.account.update()
            .where(tables.account.c.id == account)
            .values(grants_rev=revision)
        )


def districts_of(connection: sa.Connection, team: str) -> set[str]:
    """The districts in a team's record; none for a team that is not known or was removed."""
    row = connection.execute(
        sa.select(tables.rec.c.doc).where(tables.rec.c.id == team, tables.rec.c.kind == "team")
    ).scalar()
    if row is None or row.get("deleted"):
        return set()
    name = "district_ids/"
    return {path.removeprefix(name) for path, held in row.items() if held and path.startswith(name)}
