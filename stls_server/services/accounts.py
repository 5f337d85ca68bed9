"""Accounts and the service's structure, as an administrator sets them up."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from stls_core.documents import COMMON_UNIT, flatten
from stls_core.ids import uuid7
from stls_core.policy import ROLES
from stls_core.records import kind_named
from stls_server import bulk, tables
from stls_server.auth import Caller
from stls_server.moments import as_text
from stls_server.refusals import RefusedError
from stls_server.services.batch import Batch, Entry, Live, Written
from stls_server.services.enrolment import Chance
from stls_server.services.granting import refresh_grants
from stls_server.services.numbering import number_and_write


def found_authority(connection: sa.Connection, code: str, name: str, epoch: str) -> None:
    """Make the database the one of a council. Raises `RefusedError` if it is another's."""
    known = connection.execute(sa.select(tables.authority.c.code)).scalar()
    if known is None:
        connection.execute(
            tables.authority.insert().values(
                code=code, name=name, epoch=epoch, first_number=0, projected=""
            )
        )
    elif known != code:
        words = f"This database belongs to authority {known}. Nothing was changed."
        raise RefusedError(409, "authority", words)


def seed(
    connection: sa.Connection, records: Iterable[tuple[str, Mapping[str, Any]]], now: dt.datetime
) -> list[Live]:
    """Write (kind, nested document) records that are not there yet; the rest is left alone.

    They are common records by the server itself: same log, same numbers as from a laptop.
    """
    wanted = [(kind_named(name), dict(document)) for name, document in records]
    server = Caller("", "", "ADMIN", "", "", frozenset({(COMMON_UNIT, "*")}))
    authority = connection.execute(sa.select(tables.authority.c.code)).scalar_one()
    batch = Batch(connection, server, authority)
    batch.load(document["id"] for _, document in wanted)
    made: list[Live] = []
    for kind, document in wanted:
        if kind is None or document["id"] in batch.lives:
            continue
        live = Live(document["id"], kind, COMMON_UNIT, COMMON_UNIT, is_touched=True)
        flat = flatten(kind, document)
        number = batch.write(Entry(live, Written("", "", "", flat, None), "", {}))
        live.put(flat)
        live.ver.update((kind.slot(path), number) for path in flat)
        batch.lives[live.id] = live
        made.append(live)
    number_and_write(batch, as_text(now))
    return made


def add_account(
    connection: sa.Connection, name: str, role: str, team: str, now: dt.datetime, chance: Chance
) -> str:
    """A new account and its grants; returns its id. Raises `RefusedError` for bad particulars."""
    if role not in ROLES:
        raise RefusedError(400, "role", f"There is no role {role}; there are {', '.join(ROLES)}.")
    if not name.strip():
        raise RefusedError(400, "name", "An account needs the person's name.")
    is_team = sa.select(tables.rec.c.id).where(tables.rec.c.id == team, tables.rec.c.kind == "team")
    if team and connection.execute(is_team).first() is None:
        raise RefusedError(
            400, "team", "There is no such team. `stls-server team list` names them."
        )
    account = uuid7(int(now.timestamp() * 1000), chance(10))
    row = {"id": account, "name": name.strip(), "role": role, "team": team, "grants_rev": 0}
    bulk.add_rows(connection, tables.account, [{**row, "created_at": as_text(now)}])
    refresh_grants(connection, tables.account.c.id == account)
    return account
