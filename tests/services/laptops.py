"""Laptops with real encrypted stores, and the real council in the same process.

Every message goes through its JSON form on both ways, as it does over HTTPS. Names are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import msgspec

from stls_core import wire
from stls_core.ids import derived_id
from stls_desktop.services import syncing
from stls_desktop.services.desk import Desk, Enrolment, Identity, load_reference
from stls_desktop.store.store import Store
from stls_desktop.sync.transport import RefusedError
from stls_server import refusals
from tests.fakes import Clock, Ids, StoreKey
from tests.store.blank import put_blank


def the_id(kind, name):
    """The id that every laptop gives to the same public thing."""
    return derived_id("886", kind, name)


DISTRICT, TEAM, SCHOOL = the_id("district", "W"), the_id("team", "W"), the_id("setting", "999001")
SENCO = {"key": "c1", "name": "Petra Quillfeather", "role": "SENCO"}
STRUCTURE = (
    ("district", {"id": DISTRICT, "name": "Wenningdale", "gss_code": "E07999901"}),
    ("team", {"id": TEAM, "name": "Wenningdale team", "district_ids": [DISTRICT]}),
    (
        "setting",
        {
            "id": SCHOOL,
            "name": "Tumblestone Lane Primary School",
            "town": "Little Wenning",
            "urn": "999001",
            "setting_type": "PRI",
            "district_id": DISTRICT,
            "contacts": [SENCO],
            "entitlement_visits": 6,
        },
    ),
)


@dataclass
class InProcess:
    """Asks the council of this process, in the words of the wire."""

    council: object
    token: str

    def ask(self, message):
        """One message out, its answer back. Raises as the transport does."""
        name = type(message).__name__.lower()
        sent = msgspec.json.decode(msgspec.json.encode(message), type=type(message))
        try:
            answer = getattr(self.council, name)(self.token, sent)
        except refusals.RefusedError as refused:
            raise RefusedError(str(refused), refused.code) from None
        return msgspec.json.decode(msgspec.json.encode(answer), type=type(answer))


@dataclass
class Laptop:
    """One teacher's laptop."""

    desk: Desk
    server: InProcess
    device: str

    @property
    def store(self):
        return self.desk.store

    def sync(self):
        """One round, everything on this thread."""
        return syncing.run_round(self.desk, self.device, self.server, on_store=lambda work: work())

    def get(self, record, rec):
        """A record as this laptop shows it."""
        with self.store.read() as read:
            return read.get(record, rec)

    def edit(self, kind, rec, **edit):
        """A change made without a form."""
        with self.store.write() as work:
            return work.edit(kind, rec, edit)


def a_desk(path, clock, *, seed=0, me=None, migrations=None):
    """A desk with the store at the path, a new one if there is none."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    ids = Ids(seed)
    if migrations is None and not path.exists():
        put_blank(path, StoreKey(seed + 1))
    store = Store(path, StoreKey(seed + 1), now=clock, new_id=ids, migrations=migrations)
    me = me or Identity(account=the_id("account", "me"), name="Odile Marchbanks", team=TEAM)
    return Desk(store=store, reference=reference(), me=me, now=clock, new_id=ids)


@cache
def reference():
    """The shipped code lists, read once."""
    return load_reference()


def enrol(council, folder, name, *, seed, clock=None, migrations=None):
    """A new teacher with a laptop that is enrolled at the council."""
    clock = clock or Clock()
    account = council.add_account(name, "ST", TEAM)
    code = council.make_code(account)
    enrolled = council.enrol(wire.Enrol(code=code, device_name="Laptop"))
    me = Identity(account=account, name=name, team=TEAM, team_name="Wenningdale team", role="ST")
    desk = a_desk(folder / name / "stls.db", clock, seed=seed, me=me, migrations=migrations)
    with desk.store.write() as work:
        here = Enrolment("https://council.example", enrolled.device, enrolled.token)
        work.remember(syncing.ENROLMENT, here)
    return Laptop(desk, InProcess(council, enrolled.token), enrolled.device)
