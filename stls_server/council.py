"""The council server without its web: every request is one method, in one transaction.

The routes and the simulation use the very same object. A credential is the laptop's token; the
authenticator that knows it can be replaced.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

import msgspec
import sqlalchemy as sa

from stls_core import wire
from stls_core.ids import uuid7
from stls_core.records import all_kinds
from stls_server import tables
from stls_server.auth import Authenticator, Caller, TokenAuthenticator
from stls_server.database import Database
from stls_server.moments import Clock, as_text, utc_now
from stls_server.projection import projections_of
from stls_server.refusals import BusyError, RefusedError
from stls_server.services import accounts, audit, enrolment
from stls_server.services.enrolment import Chance
from stls_server.services.filing import Filing
from stls_server.services.hello import hello
from stls_server.services.pull import pull
from stls_server.services.push import UNSTORABLE, Pusher
from stls_server.services.restoring import begin_again

_log: Final = logging.getLogger("stls_server.council")
_T = TypeVar("_T")
Records = Iterable[tuple[str, Mapping[str, Any]]]


class Council:
    """The server's side of the protocol over one database.

    `now` and `chance` are the clock and the source of secrets; tests hand in their own.
    """

    def __init__(
        self,
        database: Database,
        *,
        authenticator: Authenticator | None = None,
        now: Clock = utc_now,
        chance: Chance = secrets.token_bytes,
    ) -> None:
        self.database = database
        self._authenticator = authenticator or TokenAuthenticator()
        self._now = now
        self._chance = chance
        self._projections = projections_of(all_kinds())

    # --- what laptops ask ----------------------------------------------------------------------

    def enrol(self, message: wire.Enrol) -> wire.Enrolled:
        """A device and its token for a one-time code."""

        def work(connection: sa.Connection) -> wire.Enrolled:
            enrolled = enrolment.enrol(connection, message, self._now(), self._chance)
            audit.note(connection, self._at, "enrol", objects=[enrolled.device])
            return enrolled

        return self._noted("enrol", None, work)

    def hello(self, credential: str, message: wire.Hello) -> wire.Welcome:
        """Opens a round."""

        def work(connection: sa.Connection, caller: Caller) -> wire.Welcome:
            welcome = hello(connection, caller, message, self._now())
            audit.note(connection, self._at, "hello", caller=caller)
            return welcome

        return self._as_caller("hello", credential, message.device, work)

    def push(self, credential: str, message: wire.Push) -> wire.Pushed:
        """Takes a batch of changes. A busy database answers every one with `retry`."""
        try:
            return self._push(credential, message)
        except BusyError:
            waiting = wire.Result(state="retry", why="The council server is busy.")
            return wire.Pushed({change.op: waiting for change in message.ops})
        except (sa.exc.DataError, sa.exc.IntegrityError):
            # What no check foresaw must not stop the laptop's other changes for ever.
            _log.exception("a batch could not be stored", extra={"action": "push"})
            return self._push_singly(credential, message)

    def _push(self, credential: str, message: wire.Push, *, hold: str = "") -> wire.Pushed:
        def work(connection: sa.Connection, caller: Caller) -> wire.Pushed:
            now = self._now()
            pushed = Pusher(connection, caller, self._projections, now).push(message, hold=hold)
            states = [result.state for result in pushed.results.values()]
            audit.note(
                connection,
                as_text(now),
                "push",
                caller=caller,
                counts={state: states.count(state) for state in sorted(set(states))},
                objects=sorted({change.rec for change in message.ops}),
            )
            return pushed

        return self._as_caller("push", credential, message.device, work)

    def _push_singly(self, credential: str, message: wire.Push) -> wire.Pushed:
        results: dict[str, wire.Result] = {}
        for change in message.ops:
            one = msgspec.structs.replace(message, ops=(change,))
            try:
                results |= self._push(credential, one).results
            except (sa.exc.DataError, sa.exc.IntegrityError):
                results |= self._push(credential, one, hold=UNSTORABLE).results
        return wire.Pushed(results)

    def pull(self, credential: str, message: wire.Pull) -> wire.Page:
        """A page of a feed."""

        def work(connection: sa.Connection, caller: Caller) -> wire.Page:
            page = pull(connection, caller, message)
            audit.note(
                connection,
                self._at,
                "pull",
                caller=caller,
                counts={"rows": len(page.rows), "since": message.since, "next": page.next},
                objects=[message.feed, *(row.id for row in page.rows)],
            )
            return page

        return self._as_caller("pull", credential, message.device, work)

    def files(self, credential: str, message: wire.Files) -> wire.Stock:
        """Which photos and PDFs the server lacks of those offered, and has of those wanted."""

        def work(connection: sa.Connection, caller: Caller) -> wire.Stock:
            stock = self._filing(connection, caller).stock(message)
            counts = {"offered": len(message.offered), "wanted": len(message.wanted)}
            audit.note(connection, self._at, "files", caller=caller, counts=counts)
            return stock

        return self._as_caller("files", credential, message.device, work)

    def putpart(self, credential: str, message: wire.PutPart) -> wire.PartTaken:
        """Takes one part of a photo or PDF."""

        def work(connection: sa.Connection, caller: Caller) -> wire.PartTaken:
            taken = self._filing(connection, caller).put(message)
            counts = {"part": message.part}
            objects = [message.sha256]
            audit.note(
                connection, self._at, "put-part", caller=caller, counts=counts, objects=objects
            )
            return taken

        return self._as_caller("put-part", credential, message.device, work)

    def getpart(self, credential: str, message: wire.GetPart) -> wire.Part:
        """Hands out one part of a photo or PDF."""

        def work(connection: sa.Connection, caller: Caller) -> wire.Part:
            part = self._filing(connection, caller).get(message)
            counts = {"part": message.part}
            objects = [message.sha256]
            audit.note(
                connection, self._at, "get-part", caller=caller, counts=counts, objects=objects
            )
            return part

        return self._as_caller("get-part", credential, message.device, work)

    def _filing(self, connection: sa.Connection, caller: Caller) -> Filing:
        return Filing(connection, caller, self._projections.tables["attachment"])

    def check(self) -> None:
        """Raises `BusyError` if the database does not answer."""
        with self.database.read() as connection:
            if connection.execute(sa.select(tables.authority.c.code)).scalar() is None:
                raise BusyError

    # --- what an administrator does ------------------------------------------------------------

    def create(self, code: str, name: str) -> None:
        """Make an empty database without Alembic: for tests, and never for one that lives on."""
        with self.database.write() as connection:
            for statement in self._projections.creation(self.database.engine.dialect):
                connection.exec_driver_sql(statement)
            accounts.found_authority(connection, code, name, self._new_id())
            connection.execute(tables.authority.update().values(projected=self._projections.shape))

    def found(self, code: str, name: str) -> None:
        """Make a migrated database the one of a council, and its typed tables up to date."""

        def work(connection: sa.Connection) -> None:
            accounts.found_authority(connection, code, name, self._new_id())
            self._projections.rebuild_if_changed(connection)

        self.database.run(work)

    def seed(self, records: Records) -> int:
        """Write common records that are not there yet; returns how many that were."""

        def work(connection: sa.Connection) -> int:
            made = accounts.seed(connection, records, self._now())
            self._projections.write(
                connection, ((x.kind.name, x.id, x.unit, x.feed, x.doc) for x in made)
            )
            return len(made)

        return self.database.run(work)

    def add_account(self, name: str, role: str, team: str = "") -> str:
        """A new account; returns its id."""

        def work(connection: sa.Connection) -> str:
            now = self._now()
            account = accounts.add_account(connection, name, role, team, now, self._chance)
            audit.note(connection, as_text(now), "account", objects=[account])
            return account

        return self.database.run(work)

    def make_code(self, account: str, minutes: int = enrolment.CODE_MINUTES) -> str:
        """A one-time enrolment code for an account."""

        def work(connection: sa.Connection) -> str:
            now = self._now()
            audit.note(connection, as_text(now), "code", objects=[account])
            return enrolment.make_code(connection, account, now, self._chance, minutes)

        return self.database.run(work)

    def revoke(self, device: str) -> None:
        """Shut a laptop out. Raises `RefusedError` if there is none of that id."""

        def work(connection: sa.Connection) -> None:
            own = tables.device.c.id == device
            done = connection.execute(tables.device.update().where(own).values(revoked_at=self._at))
            if not done.rowcount:
                raise RefusedError(404, "device", "There is no laptop with that id.")
            audit.note(connection, self._at, "revoke", objects=[device])

        self.database.run(work)

    def begin_again(self) -> int:
        """An older backup was put back: laptops send again what it lacks. Returns the feeds."""

        def work(connection: sa.Connection) -> int:
            audit.note(connection, self._at, "restored")
            return begin_again(connection, self._new_id(), self._now())

        return self.database.run(work)

    @property
    def authority(self) -> str:
        """The code of the authority whose database this is; empty before `init`."""
        with self.database.read() as connection:
            return connection.execute(sa.select(tables.authority.c.code)).scalar() or ""

    def reproject(self) -> int:
        """Make the typed tables anew; returns how many records they show."""
        return self.database.run(self._projections.rebuild)

    # --- inside --------------------------------------------------------------------------------

    @property
    def _at(self) -> str:
        return as_text(self._now())

    def _new_id(self) -> str:
        return uuid7(int(self._now().timestamp() * 1000), self._chance(10))

    def _as_caller(
        self,
        action: str,
        credential: str,
        device: str,
        work: Callable[[sa.Connection, Caller], _T],
    ) -> _T:
        """Run a request of an enrolled laptop in one transaction, and note it if it is refused."""
        known: list[Caller] = []

        def whole(connection: sa.Connection) -> _T:
            caller = self._authenticator.caller(connection, credential)
            known[:] = [caller]
            if device != caller.device:
                words = "This laptop is known to the council server under another number."
                raise RefusedError(403, "device", words)
            return work(connection, caller)

        return self._noted(action, known, whole)

    def _noted(
        self, action: str, known: list[Caller] | None, work: Callable[[sa.Connection], _T]
    ) -> _T:
        try:
            return self.database.run(work)
        except BusyError:
            raise
        except RefusedError as error:
            caller = known[0] if known else None
            code, at = error.code, self._at
            self.database.run(lambda c: audit.note(c, at, action, caller=caller, outcome=code))
            _log.warning("refused", extra={"action": action, "code": code})
            raise


def in_memory(*, now: Clock = utc_now, chance: Chance = secrets.token_bytes) -> Council:
    """An empty council in memory: cheap enough for one per simulated schedule."""
    council = Council(Database(), now=now, chance=chance)
    council.create("886", "Council in memory")
    return council
