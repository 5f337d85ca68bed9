"""`stls-server`: the commands for those who run the council's server.

One fact a line on standard output, or JSON with `--json`. Exit 0: done. 1: done, and something
needs a person (it is named). 2: not done, and nothing was changed.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from stls_core.policy import ROLES
from stls_server import commands
from stls_server.config import DEFAULT_PORT, LOOPBACK, ConfigurationError
from stls_server.logs import start_logging
from stls_server.refusals import RefusedError
from stls_server.services.enrolment import CODE_MINUTES

if TYPE_CHECKING:
    Kinds = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - has no other name

NOT_DONE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    asked = _parser().parse_args(arguments)
    start_logging()
    try:
        outcome = asked.run(asked)
    except (ConfigurationError, RefusedError) as error:
        _complain(f"{error}")
        return NOT_DONE
    except sa.exc.SQLAlchemyError as error:
        # What the driver says may hold the address with its password, or a record's words.
        kind = type(error.__cause__ or error).__name__
        _complain(f"the database could not be used ({kind}).")
        return NOT_DONE
    except OSError as error:
        _complain(f"{error.strerror}: {error.filename or ''}")
        return NOT_DONE
    for line in outcome.lines(as_json=asked.json):
        sys.stdout.write(f"{line}\n")
    return int(outcome.code)


def _complain(words: str) -> None:
    sys.stderr.write(f"stls-server: {words}\n")


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--database",
        metavar="URL",
        help="postgresql://… or a SQLite file; else $STLS_SERVER_DATABASE, else a file of its own",
    )
    shared.add_argument("--json", action="store_true", help="one JSON object a line")
    parser = argparse.ArgumentParser(prog="stls-server", description=__doc__)
    kinds = parser.add_subparsers(required=True, metavar="COMMAND")
    _set_up(kinds, shared)
    _people(kinds, shared)
    for name, run, words in (
        ("migrate", commands.migrate_database, "bring the database to this version"),
        ("held", commands.held, "changes that were set aside and wait for a person"),
        ("conflicts", commands.conflicts, "conflicts that nobody has settled"),
        ("restored", commands.restored, "say that an older backup was put back, before serving"),
        ("reproject", commands.reproject, "make the typed tables for figures anew"),
    ):
        kinds.add_parser(name, parents=[shared], help=words).set_defaults(run=run)
    verify = kinds.add_parser(
        "verify-audit", parents=[shared], help="check that nobody altered the change log"
    )
    verify.add_argument(
        "--noted", action="append", default=[], metavar="FEED=HASH", help="a hash printed before"
    )
    verify.set_defaults(run=commands.verify_audit)
    return parser


def _set_up(kinds: "Kinds", shared: argparse.ArgumentParser) -> None:
    init = kinds.add_parser("init", parents=[shared], help="make the database of a council")
    init.add_argument("--authority", required=True, metavar="CODE", help="e.g. 886")
    init.add_argument("--name", required=True, help="e.g. Kent County Council")
    init.add_argument("--seed", type=Path, metavar="DIR", help="other files than those shipped")
    init.set_defaults(run=commands.init)
    serve = kinds.add_parser("serve", parents=[shared], help="start the web server")
    serve.add_argument("--host", default=LOOPBACK)
    serve.add_argument("--port", type=int, default=DEFAULT_PORT)
    serve.add_argument("--tls-cert", type=Path, metavar="FILE")
    serve.add_argument("--tls-key", type=Path, metavar="FILE")
    serve.set_defaults(run=commands.serve)


def _people(kinds: "Kinds", shared: argparse.ArgumentParser) -> None:
    account = kinds.add_parser("account", help="people").add_subparsers(required=True)
    add = account.add_parser("add", parents=[shared], help="a new person")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--team", default="", help="its code in teams.csv, its name or its id")
    add.set_defaults(run=commands.add_account)
    account.add_parser("list", parents=[shared]).set_defaults(run=commands.list_accounts)
    team = kinds.add_parser("team", help="teams").add_subparsers(required=True)
    team.add_parser("list", parents=[shared]).set_defaults(run=commands.list_teams)
    device = kinds.add_parser("device", help="laptops").add_subparsers(required=True)
    device.add_parser("list", parents=[shared]).set_defaults(run=commands.list_devices)
    code = device.add_parser("code", parents=[shared], help="a one-time enrolment code")
    code.add_argument("account", help="the account's id or the person's name")
    code.add_argument("--minutes", type=int, default=CODE_MINUTES)
    code.set_defaults(run=commands.enrolment_code)
    revoke = device.add_parser("revoke", parents=[shared], help="a laptop that was lost")
    revoke.add_argument("device", help="its id")
    revoke.set_defaults(run=commands.revoke_device)
