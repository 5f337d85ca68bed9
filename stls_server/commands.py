"""What each command of `stls-server` does: opens the database, asks the council, gathers facts.

Nothing is printed here, and no SQL is written; `cli.py` prints, `services` ask the database.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self, TypeVar

import msgspec
import sqlalchemy as sa

from stls_core.ids import is_id
from stls_server.config import ConfigurationError, Listening, check_listening, database_url
from stls_server.council import Council
from stls_server.database import Database
from stls_server.migrate import migrate, require_current
from stls_server.places import asset_path
from stls_server.refusals import RefusedError
from stls_server.seeds import seeds_of, team_id_of
from stls_server.services import listing, verifying
from stls_server.services.listing import Facts

NEEDS_A_PERSON: Final = 1
Asked = argparse.Namespace
_T = TypeVar("_T")


@dataclass(frozen=True)
class Outcome:
    """The facts that a command found, and its exit code."""

    facts: Facts = field(default_factory=list)
    code: int = 0

    def lines(self, *, as_json: bool) -> Iterator[str]:
        """One line for each fact."""
        for fact in self.facts:
            if as_json:
                yield msgspec.json.encode(fact).decode()
            else:
                yield "  ".join(str(value) for value in fact.values() if value != "")


def init(asked: Asked) -> Outcome:
    """Make or complete the database of a council. Doing it again changes nothing."""
    with _Opened(asked, is_new=True) as opened:
        migrate(opened.database)
        opened.council.found(asked.authority, asked.name)
        seeds = seeds_of(asked.authority, asked.seed or asset_path("db", "seed"))
        made = opened.council.seed(seeds)
    return Outcome([{"authority": asked.authority, "name": asked.name, "records": made}])


def migrate_database(asked: Asked) -> Outcome:
    """Bring the database to this version."""
    with _Opened(asked, is_new=True) as opened:
        before = migrate(opened.database)
    return Outcome([{"before": before or "empty", "state": "up to date"}])


def serve(asked: Asked) -> Outcome:
    """Serve until told to stop."""
    from stls_server.serve import serve as run_server

    listening = Listening(asked.host, asked.port, asked.tls_cert, asked.tls_key)
    check_listening(listening, database_url(asked.database))
    with _Opened(asked) as opened:
        run_server(opened.council, listening)
    return Outcome()


def add_account(asked: Asked) -> Outcome:
    """A new person."""
    with _Opened(asked) as opened:
        team = _team_named(opened, asked.team)
        account = opened.council.add_account(asked.name, asked.role, team)
    return Outcome([{"id": account, "name": asked.name, "role": asked.role}])


def enrolment_code(asked: Asked) -> Outcome:
    """A one-time code; it is shown here once and kept only as a hash."""
    with _Opened(asked) as opened:
        found = [
            fact
            for fact in opened.read(listing.accounts)
            if asked.account in (fact["id"], fact["name"])
        ]
        if len(found) != 1:
            words = "no account" if not found else "more than one account; use its id"
            raise RefusedError(404, "account", f"There is {words} “{asked.account}”.")
        code = opened.council.make_code(found[0]["id"], asked.minutes)
    return Outcome([{"code": code, "for": found[0]["name"], "minutes": asked.minutes}])


def revoke_device(asked: Asked) -> Outcome:
    """Shut a laptop out from its next request on."""
    with _Opened(asked) as opened:
        opened.council.revoke(asked.device)
    return Outcome([{"id": asked.device, "state": "shut out"}])


def list_accounts(asked: Asked) -> Outcome:
    """Everybody."""
    return _listed(asked, listing.accounts)


def list_teams(asked: Asked) -> Outcome:
    """Every team."""
    return _listed(asked, listing.teams)


def list_devices(asked: Asked) -> Outcome:
    """Every laptop."""
    return _listed(asked, listing.devices)


def held(asked: Asked) -> Outcome:
    """What was set aside."""
    return _listed(asked, listing.held, NEEDS_A_PERSON)


def conflicts(asked: Asked) -> Outcome:
    """What nobody has settled."""
    return _listed(asked, listing.conflicts, NEEDS_A_PERSON)


def restored(asked: Asked) -> Outcome:
    """An older backup was put back: from now on the laptops send again what it lacks."""
    with _Opened(asked) as opened:
        return Outcome([{"feeds": opened.council.begin_again(), "state": "begun again"}])


def reproject(asked: Asked) -> Outcome:
    """Make the typed tables anew."""
    with _Opened(asked) as opened:
        return Outcome([{"records": opened.council.reproject()}])


def verify_audit(asked: Asked) -> Outcome:
    """Check the change log of every feed."""
    noted = dict(text.partition("=")[::2] for text in asked.noted)
    with _Opened(asked) as opened:
        chains = opened.read(lambda c: verifying.verify(c, noted))
    facts = [
        {
            "feed": chain.feed,
            "lines": chain.lines,
            "last": chain.last,
            "hash": chain.hash,
            "state": _state(chain),
        }
        for chain in chains
    ]
    return Outcome(facts, NEEDS_A_PERSON if any(f["state"] != "whole" for f in facts) else 0)


def _state(chain: verifying.Chain) -> str:
    if chain.broken_at is not None:
        return f"ALTERED at {chain.broken_at}"
    return "END CUT OFF" if chain.is_cut else "whole"


def _listed(asked: Asked, ask: Callable[[sa.Connection], Facts], code_if_any: int = 0) -> Outcome:
    with _Opened(asked) as opened:
        facts = opened.read(ask)
    return Outcome(facts, code_if_any if facts else 0)


def _team_named(opened: "_Opened", named: str) -> str:
    """A team's id by its id, its code in teams.csv, or its name."""
    if not named or is_id(named):
        return named
    coded = team_id_of(opened.council.authority, named)
    teams = opened.read(listing.teams)
    found = [team["id"] for team in teams if coded == team["id"] or named == team["name"]]
    if not found:
        raise RefusedError(404, "team", f"There is no team “{named}”. See `stls-server team list`.")
    return str(found[0])


class _Opened:
    """The database of one command, with its council."""

    def __init__(self, asked: Asked, *, is_new: bool = False) -> None:
        url = database_url(asked.database)
        if url.get_backend_name() == "sqlite" and url.database:
            path = Path(url.database)
            if is_new:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            elif not path.exists():
                raise ConfigurationError(f"There is no database {path}. Run `stls-server init`.")
        self.database = Database(url.render_as_string(hide_password=False))
        self.council = Council(self.database)
        self._is_new = is_new

    def __enter__(self) -> Self:
        if not self._is_new:
            require_current(self.database)
        return self

    def __exit__(self, *_error: object) -> None:
        self.database.close()

    def read(self, ask: Callable[[sa.Connection], _T]) -> _T:
        """Ask the database something."""
        with self.database.read() as connection:
            return ask(connection)
