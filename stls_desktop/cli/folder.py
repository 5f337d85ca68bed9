"""Commands about the data folder itself and its council: set up, enrol, sync, back up, check."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from stls_desktop.cli.asked import (
    DONE,
    SOME_REFUSED,
    NotDoneError,
    add,
    directly,
    opened,
    passphrase,
    place,
    tell,
)


def add_to(commands: Any) -> None:  # noqa: ANN401 - argparse names no type for it
    """The commands of this module."""
    add(commands, "init", _init, "set up a new data folder", ("--name",))
    add(commands, "enrol", _enrol, "connect this laptop to its council", ("server",), ("code",))
    add(commands, "sync", _sync, "one round of sync")
    export = add(commands, "export", _export, "export records", ("folder",))
    export.add_argument("--format", choices=("json", "csv"), default="json")
    add(commands, "backup", _backup, "make a verified copy now")
    add(commands, "restore", _restore, "put a backup back", ("file",))
    add(commands, "check", _check, "say how this data folder stands")


def _init(asked: argparse.Namespace) -> int:
    from stls_desktop.services import opening
    from stls_desktop.services.desk import Identity

    identity = Identity(account=opening.new_id(), name=asked.name)
    made = opening.set_up(place(asked), passphrase(asked), identity)
    tell(asked, folder=made.desk.store.path.parent, recovery_code=made.recovery_code)
    made.close()
    return DONE


def _enrol(asked: argparse.Namespace) -> int:
    from stls_desktop.services import syncing

    with opened(asked) as found:
        identity = syncing.enrol(found.desk, asked.server, asked.code, "Laptop")
    tell(asked, connected_to=identity.authority_name, as_=identity.name, role=identity.role)
    return DONE


def _sync(asked: argparse.Namespace) -> int:
    from stls_desktop.services import syncing

    with opened(asked) as found:
        known = syncing.enrolment(found.desk)
        if known is None:
            msg = "This laptop is not connected to a council. Run `stls-desktop enrol` first."
            raise NotDoneError(msg)
        with syncing.transport_to(known) as server:
            ended = syncing.run_round(found.desk, known.device, server, on_store=directly)
    finished = ended.finished
    if finished is None:
        raise NotDoneError(f"{ended.standing.words}. {ended.standing.problem}")
    tell(asked, sync=ended.standing.words, sent=finished.sent, received=finished.received)
    return SOME_REFUSED if finished.held else DONE


def _export(asked: argparse.Namespace) -> int:
    from stls_desktop.services import exporting

    with opened(asked) as found:
        for written in exporting.export(found.desk, Path(asked.folder), asked.format):
            tell(
                asked,
                file=written.path.name,
                records=written.records,
                left_out_as_restricted=written.left_out,
            )
    return DONE


def _backup(asked: argparse.Namespace) -> int:
    with opened(asked) as found:
        path = found.desk.store.back_up()
    tell(asked, backup=path)
    return DONE


def _restore(asked: argparse.Namespace) -> int:
    from stls_desktop.services import opening

    kept = opening.restore(place(asked), passphrase(asked), Path(asked.file))
    tell(asked, restored=asked.file, replaced_data_kept_as=kept or "there was none")
    return DONE


def _check(asked: argparse.Namespace) -> int:
    from stls_desktop.services import syncing

    with opened(asked) as found:
        standing = syncing.standing(found.desk)
        tell(asked, store="ok" if found.desk.store.is_sound() else "damaged")
        tell(asked, sync=standing.words, waiting=standing.waiting)
    return DONE
