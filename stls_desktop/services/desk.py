"""The desk a service works at: the open store, the code lists, who is sitting there, the clock."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from stls_core.records.settings import Team
from stls_core.reference import Code, Reference, Term
from stls_desktop.assets import asset_path
from stls_desktop.security.unlock import KeyState
from stls_desktop.store.reading import Reader
from stls_desktop.store.store import Store

IDENTITY: Final = "identity"
FORMER_ACCOUNTS: Final = "former_accounts"


class Identity(msgspec.Struct, frozen=True):
    """Who this laptop acts as. Kept inside the encrypted store."""

    account: str
    name: str
    role: str = "LINK"
    team: str = ""
    team_name: str = ""
    authority: str = "886"
    authority_name: str = "Kent County Council"
    service_name: str = "Specialist Teaching and Learning Service"


class Enrolment(msgspec.Struct, frozen=True):
    """How this laptop reaches its council's server."""

    server: str
    device: str
    token: str

    def __repr__(self) -> str:
        return f"Enrolment(server={self.server!r}, device={self.device!r})"


@dataclass(frozen=True)
class WayIn:
    """How this laptop is opened again after a lock."""

    keys: KeyState
    idle_minutes: int  # without a key or a movement, until it locks; 0 = never by itself
    code_made_at: dt.datetime | None
    code_used_at: dt.datetime | None


@dataclass(frozen=True)
class Desk:
    """Everything that a service needs; passed in, never looked up."""

    store: Store
    reference: Reference
    me: Identity
    now: Callable[[], dt.datetime]
    new_id: Callable[[], str]
    is_demo: bool = False
    way_in: Callable[[], WayIn] | None = None  # may wait for the keyring; None: no data folder

    def today(self) -> dt.date:
        """The day on the laptop's own clock, in the place where the teacher is."""
        return self.now().astimezone().date()


def identity_in(store: Store) -> Identity | None:
    """Who the store belongs to, or None before the first set-up.

    The team's name is that of its record, which came with a sync after enrolling.
    """
    with store.read() as read:
        found: Identity | None = read.recall(IDENTITY, Identity)
        team = read.get(Team, found.team) if found else None
    return msgspec.structs.replace(found, team_name=team.name) if found and team else found


def my_accounts(desk: Desk, read: Reader) -> tuple[str, ...]:
    """Whoever sits here, as the author of records: now, and before this laptop was enrolled."""
    former: tuple[str, ...] = read.recall(FORMER_ACCOUNTS, tuple[str, ...], ())
    return tuple(dict.fromkeys((desk.me.account, *former)))


def load_reference(folder: Path | None = None) -> Reference:
    """The shipped code lists and terms, from `db/seed`."""
    seed = folder or asset_path("db", "seed")
    lists: dict[str, list[Code]] = {}
    for row in _rows(seed / "codes.csv"):
        code = Code(
            code=row["code"],
            label=row["label"],
            order=int(row["order"] or 0),
            parent=row["parent"],
            valid_from=_date(row["valid_from"]),
            valid_to=_date(row["valid_to"]),
        )
        lists.setdefault(row["list"], []).append(code)
    return Reference(lists, _terms(seed / "terms.csv"))


def _terms(path: Path) -> Iterator[Term]:
    for row in _rows(path):
        starts, ends = _date(row["starts_on"]), _date(row["ends_on"])
        if starts and ends:
            yield Term(row["term"], row["academic_year"], starts, ends)


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _date(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
