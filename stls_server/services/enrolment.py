"""Makes a laptop known: a one-time code in, a device and its token out.

Code and token are stored only as hashes. The code is tied to one account and ends after some
minutes, used or not.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

import sqlalchemy as sa

from stls_core import wire
from stls_core.ids import uuid7
from stls_server import tables
from stls_server.auth import sha256
from stls_server.moments import as_text
from stls_server.refusals import RefusedError

Chance = Callable[[int], bytes]
"""Draws so many random bytes, fit for secrets."""

CODE_MINUTES: Final = 10
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else
_CODE_LENGTH: Final = 12  # 59 bits
_TOKEN_BYTES: Final = 32
_NAME_LENGTH: Final = 80


def make_code(
    connection: sa.Connection,
    account: str,
    now: dt.datetime,
    chance: Chance,
    minutes: int = CODE_MINUTES,
) -> str:
    """A new code for an account, in groups of four. Told once; only its hash is kept."""
    number = int.from_bytes(chance(_CODE_LENGTH * 2))
    signs = []
    for _ in range(_CODE_LENGTH):
        number, index = divmod(number, len(_ALPHABET))
        signs.append(_ALPHABET[index])
    code = "".join(signs)
    connection.execute(
        tables.enrolment_code.insert().values(
            code_sha256=sha256(code),
            account=account,
            expires_at=as_text(now + dt.timedelta(minutes=minutes)),
            used_at="",
        )
    )
    return "-".join(code[i : i + 4] for i in range(0, _CODE_LENGTH, 4))


def enrol(
    connection: sa.Connection, message: wire.Enrol, now: dt.datetime, chance: Chance
) -> wire.Enrolled:
    """A device and its token for a good code. Raises `RefusedError` for any other."""
    moment = as_text(now)
    c = tables.enrolment_code.c
    account = connection.execute(
        tables.enrolment_code.update()
        .where(
            c.code_sha256 == sha256(_plain(message.code)), c.used_at == "", c.expires_at > moment
        )
        .values(used_at=moment)
        .returning(c.account)
    ).scalar()
    if account is None:
        words = (
            "This enrolment code is not valid: it was used, or its time is over. Nothing was"
            " changed. Ask for a new one."
        )
        raise RefusedError(403, "code", words)
    person = connection.execute(
        sa.select(tables.account).where(tables.account.c.id == account)
    ).one()
    council = connection.execute(sa.select(tables.authority)).one()
    token = chance(_TOKEN_BYTES).hex()
    device = uuid7(int(now.timestamp() * 1000), chance(10))
    connection.execute(
        tables.device.insert().values(
            id=device,
            account=account,
            token_sha256=sha256(token),
            name="".join(s for s in message.device_name if s.isprintable())[:_NAME_LENGTH],
            enrolled_at=moment,
            last_seen_at=moment,
            schema=wire.SCHEMA,
        )
    )
    return wire.Enrolled(
        device=device,
        token=token,
        account=person.id,
        account_name=person.name,
        role=person.role,
        authority=council.code,
        authority_name=council.name,
        team=person.team,
    )


def _plain(code: str) -> str:
    return "".join(sign for sign in code.upper() if sign.isalnum())
