"""Who is asking. One class turns a credential into a `Caller`; everything else only sees that.

Today the credential is the laptop's 256-bit token, kept here as a hash. A council's identity
provider with DPoP-bound tokens replaces `TokenAuthenticator` and nothing besides.
"""

import hashlib
from dataclasses import dataclass
from typing import Protocol

import sqlalchemy as sa

from stls_server import tables
from stls_server.refusals import RefusedError


@dataclass(frozen=True)
class Caller:
    """A person at an enrolled laptop, with what she was granted: (feed, unit) pairs."""

    account: str
    name: str
    role: str
    team: str
    device: str
    grants: frozenset[tuple[str, str]]
    grants_rev: int = 0

    @property
    def feeds(self) -> tuple[str, ...]:
        """The feeds that she may see something of, in order."""
        return tuple(sorted({feed for feed, _ in self.grants}))

    def may_see(self, feed: str, unit: str) -> bool:
        """Whether a unit of a feed is hers to read and, as far as her role goes, to write."""
        return (feed, "*") in self.grants or (feed, unit) in self.grants


class Authenticator(Protocol):
    """Tells who presents a credential."""

    def caller(self, connection: sa.Connection, credential: str) -> Caller:
        """The caller. Raises `RefusedError` (401) if the credential is not good."""
        ...


def sha256(text: str) -> str:
    """The form in which tokens and codes are stored."""
    return hashlib.sha256(text.encode()).hexdigest()


class TokenAuthenticator:
    """Knows laptops by the hash of the token that they were given when they enrolled."""

    def caller(self, connection: sa.Connection, credential: str) -> Caller:
        """The person whose laptop holds the token."""
        device, account, grant = tables.device.c, tables.account.c, tables.grant.c
        row = connection.execute(
            sa.select(
                device.id,
                device.revoked_at,
                account.id.label("account"),
                account.name,
                account.role,
                account.team,
                account.grants_rev,
            )
            .join_from(tables.device, tables.account, device.account == account.id)
            .where(device.token_sha256 == sha256(credential))
        ).first()
        if row is None or row.revoked_at:
            words = (
                "The council server does not know this laptop any more. Nothing was changed and"
                " what is on the laptop is safe. Ask your team's lead for a new enrolment code."
            )
            raise RefusedError(401, "unknown-device", words)
        pairs = connection.execute(
            sa.select(grant.feed, grant.unit).where(grant.account == row.account)
        )
        return Caller(
            account=row.account,
            name=row.name,
            role=row.role,
            team=row.team,
            device=row.id,
            grants=frozenset((feed, unit) for feed, unit in pairs),
            grants_rev=row.grants_rev,
        )
