"""Which database to use and whether it is safe to listen. Answers only; opens nothing.

The address of a database may hold a password, so it also comes from the environment variable
`STLS_SERVER_DATABASE`, where other users of the machine cannot see it, and is never printed.
"""

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from stls_server.places import data_folder

DATABASE_VARIABLE: Final = "STLS_SERVER_DATABASE"
DEFAULT_PORT: Final = 8750
LOOPBACK: Final = "127.0.0.1"
_DEFAULT_SECRETS: Final = frozenset(
    ("", "admin", "changeme", "change-me", "password", "postgres", "secret", "stls", "stls-server")
)


class ConfigurationError(Exception):
    """The server was told something that it will not start with. `str()` is for the operator."""


@dataclass(frozen=True)
class Listening:
    """Where to listen, and with which certificate."""

    host: str = LOOPBACK
    port: int = DEFAULT_PORT
    tls_cert: Path | None = None
    tls_key: Path | None = None

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def database_url(named: str | None) -> sa.URL:
    """The database named on the command line, in the environment, or the default SQLite file.

    Raises `ConfigurationError` for an address that is neither SQLite nor PostgreSQL.
    """
    text = named or os.environ.get(DATABASE_VARIABLE) or ""
    if not text:
        return sa.URL.create("sqlite", database=str(data_folder() / "council.db"))
    if "://" not in text:
        return sa.URL.create("sqlite", database=text)
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError:
        raise ConfigurationError("The address of the database cannot be read.") from None
    if url.get_backend_name() not in ("sqlite", "postgresql", "postgres"):
        raise ConfigurationError("The database is SQLite or PostgreSQL.")
    return url


def check_listening(listening: Listening, url: sa.URL) -> None:
    """Raises `ConfigurationError` rather than let records travel in clear or behind a default."""
    has_tls = listening.tls_cert is not None and listening.tls_key is not None
    if not listening.is_loopback and not has_tls:
        msg = (
            f"Refused to listen on {listening.host} without TLS: records would travel in clear."
            " Give --tls-cert and --tls-key, or listen on 127.0.0.1 behind a proxy."
        )
        raise ConfigurationError(msg)
    for path in (listening.tls_cert, listening.tls_key):
        if path is not None and not path.is_file():
            raise ConfigurationError(f"There is no file {path}.")
    if url.get_backend_name() == "sqlite":
        return
    # A Unix socket knows its user from the operating system and needs no password.
    is_socket = not url.host and str(url.query.get("host", "")).startswith("/")
    if not is_socket and (url.password or "").lower() in _DEFAULT_SECRETS:
        msg = (
            "Refused to start with a database password that is empty or a default one."
            " Set a password of your own for the database's user."
        )
        raise ConfigurationError(msg)
