"""Sets the demo's scene: a data folder of its own with its secrets, the caseload, a council.

The store is encrypted like any other. Its passphrase and device secret are random and lie in
files that only this user can read, so that the demo opens without asking.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from stls_core.records.settings import District, Team
from stls_desktop.config import make_private_folder, settings_for
from stls_desktop.demo import caseload
from stls_desktop.demo.council import DemoCouncil
from stls_desktop.security.cost import FLOOR
from stls_desktop.security.passphrase import generate
from stls_desktop.services import opening, syncing
from stls_desktop.services.desk import IDENTITY, Desk, Identity
from stls_desktop.services.opening import Opened, Place

TEACHER: Final = "Rowan Ellerby-Finch"
COLLEAGUE: Final = "Imogen Tarrowby"
TEAM: Final = "ASHFORD"
TEAM_NAME: Final = "Ashford team"
ROLE: Final = "LEAD"  # a lead may also import schools, which the demo shows


@dataclass(frozen=True)
class Stage:
    """A demo's folder and the two files that open it."""

    folder: Path

    @property
    def passphrase_file(self) -> Path:
        """One line, readable by this user only."""
        return self.folder / "passphrase.txt"

    @property
    def device_secret_file(self) -> Path:
        """In place of the operating system's keyring."""
        return self.folder / "device-secret.json"

    @property
    def place(self) -> Place:
        """What the services open."""
        settings = settings_for(self.folder, is_demo=True)
        return Place(settings, self.device_secret_file)

    @property
    def passphrase(self) -> str:
        """The words that open it."""
        return self.passphrase_file.read_text(encoding="utf-8").strip()


def set_up(stage: Stage, name: str, council: DemoCouncil | None, code: str = "") -> Opened:
    """Make the folder's store and, with a running council and a code, enrol the laptop.

    What is returned is open; the caller closes it.
    """
    make_private_folder(stage.folder)
    passphrase = generate()
    handle = os.open(stage.passphrase_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{passphrase}\n")
    identity = Identity(
        account=opening.new_id(), name=name, role=ROLE, team=opening.new_id(), team_name=TEAM_NAME
    )
    opened = opening.set_up(stage.place, passphrase, identity, cost=FLOOR)
    try:
        if council is not None:
            _enrol(opened.desk, council, code)
    finally:
        opened.close()
    return opening.unlock(stage.place, passphrase)


def fill(stage: Stage, council: DemoCouncil | None) -> str:
    """A new demo with its caseload, synced if there is a council. One line of what was made."""
    code = ""
    if council is not None:
        code = council.enrolment_code(council.add_account(TEACHER, ROLE, TEAM))
    opened = set_up(stage, TEACHER, council, code)
    try:
        if council is not None:
            sync(opened.desk)
            _work_everywhere(opened.desk)
            sync(opened.desk)  # the council grants the districts before it is sent what is in them
        counts, _changed = caseload.fill(opened.desk)
        words = (
            f"{counts.schools} schools, {counts.pupils} pupils, {counts.visits} visits,"
            f" {counts.records:,} records"
        )
        return f"{words}; {sync(opened.desk)}" if council is not None else words
    finally:
        opened.close()


def sync(desk: Desk) -> str:
    """One round; how it ended, in words. A network fault is told, not raised."""
    known = syncing.enrolment(desk)
    if known is None:
        return "not connected"
    with syncing.transport_to(known) as server:
        ended = syncing.run_round(desk, known.device, server, on_store=_directly)
    return f"{ended.standing.words} {ended.standing.problem}".strip()


def _work_everywhere(desk: Desk) -> None:
    """The demo's team works in all twelve districts, because its schools lie in all of them."""
    with desk.store.write() as work:
        team = work.get(Team, desk.me.team)
        if team is not None:
            districts = tuple(d.id for d in work.find(District))
            work.put(msgspec.structs.replace(team, district_ids=districts, visits_a_year=6))


def _enrol(desk: Desk, council: DemoCouncil, code: str) -> None:
    me = syncing.enrol(desk, council.url, code, "Demonstration laptop")
    with desk.store.write() as work:
        work.remember(IDENTITY, msgspec.structs.replace(me, team_name=TEAM_NAME))


def _directly(op: Callable[[], Any]) -> Any:  # noqa: ANN401 - passed through
    return op()
