"""A small service: one council, a team of laptops, a school and its visits, and what happens.

Each method is one thing that a person, a program or bad luck does. None decides by chance: the
state machine and the seeded schedules hand every choice in.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from stls_core import wire
from stls_core.ids import derived_id
from stls_core.records import kind_named
from stls_core.records.syncing import Conflict
from stls_core.reference import Reference
from stls_desktop.imports.attached import Attachable
from stls_desktop.services import attaching, records, syncing, upkeep
from stls_desktop.sync import apply
from stls_server.council import in_memory
from tests.fakes import Clock
from tests.sync.simulation.history import Adding, History
from tests.sync.simulation.laptop import Laptop
from tests.sync.simulation.line import Fault, Line, PowerCutError
from tests.sync.simulation.pens import PENS

DISTRICT = derived_id("886", "district", "Wenningdale")
TEAM = derived_id("886", "team", "Wenningdale")
SCHOOL = derived_id("886", "setting", "999001")
STRUCTURE = (
    ("district", {"id": DISTRICT, "name": "Wenningdale", "gss_code": "E07999901"}),
    ("team", {"id": TEAM, "name": "Wenningdale team", "district_ids": [DISTRICT]}),
    (
        "setting",
        {
            "id": SCHOOL,
            "name": "Tumblestone Lane Primary School",
            "urn": "999001",
            "setting_type": "PRI",
            "district_id": DISTRICT,
        },
    ),
)
PEOPLE = ("Odile Marchbanks", "Rufus Applegarth", "Odile Marchbanks")
CLOCKS = (0, 3_600, -3_600, 86_400 * 365 * 24, -86_400 * 365 * 50)  # an hour off; 2050; 1976
MOST_VISITS = 3
MOST_FILES = 4
KEEPING = ("live", "other", "both")


class World:
    """Everything in one simulated week."""

    def __init__(self, template: Path, folder: Path, reference: Reference, laptops: int) -> None:
        self.clock = Clock()
        self.council = in_memory(now=self.clock, chance=random.Random(1).randbytes)
        self.council.seed(STRUCTURE)
        self.line = Line(self.council)
        self.history = History()
        self.reference = reference
        self.backup: sqlite3.Connection | None = None
        self.was_put_back = False
        self.visits: list[str] = []
        self.attachments: list[str] = []
        accounts: dict[str, str] = {}
        self.laptops = []
        for number in range(laptops):
            person = PEOPLE[number]
            account = accounts.get(person) or self.council.add_account(person, "LEAD", TEAM)
            accounts[person] = account
            code = self.council.make_code(account)
            me = self.council.enrol(wire.Enrol(code=code, device_name=f"laptop-{number}"))
            laptop = Laptop.copy_of(template, folder, f"laptop-{number}", me, Clock(), reference)
            self.laptops.append(laptop)
        self.plan_visit(0)
        for laptop in self.laptops:
            laptop.sync(self.line)

    # --- what happens to the server --------------------------------------------------------------

    def back_up(self) -> None:
        """The night's backup of the server."""
        if self.backup is None:
            self.backup = sqlite3.connect(":memory:")
        self._database().backup(self.backup)

    def put_back(self) -> None:
        """The server's disk is lost: its last backup is put back, and it begins again."""
        if self.backup is not None:
            self.backup.backup(self._database())
            self.clock.go_on(seconds=1)
            self.council.begin_again()
            self.was_put_back = True

    def _database(self) -> Any:
        with self.council.database.engine.connect() as connection:
            return connection.connection.driver_connection

    def close(self) -> None:
        """Let go of every file."""
        for laptop in self.laptops:
            laptop.close()
        self.council.database.close()
        if self.backup is not None:
            self.backup.close()

    # --- what people do ------------------------------------------------------------------------

    def plan_visit(self, who: int) -> None:
        """A new visit, made where nobody else can know of it yet."""
        laptop = self.laptops[who]
        if len(self.visits) >= MOST_VISITS:
            return
        kind = kind_named("link_visit")
        assert kind is not None
        values = {"setting_id": SCHOOL, "visited_on": dt.date(2026, 10, 6).isoformat()}
        opened = records.blank(laptop.desk, kind, values)
        with self._unless_cut(laptop):
            self._edit(laptop, "link_visit", opened.rec, {}, opened.doc)
            self.visits.append(opened.rec)

    def import_school(self, who: int, choice: int) -> None:
        """Two laptops that import the same file make the same record."""
        laptop = self.laptops[who]
        rec = derived_id("886", "setting", f"99910{choice % 2}")
        values = {
            "id": rec,
            "name": f"Quill Street School {choice % 2}",
            "urn": f"99910{choice % 2}",
            "setting_type": "PRI",
            "district_id": DISTRICT,
            "roll": 200 + choice % 3,
        }
        with self._unless_cut(laptop):
            opened = laptop.open(rec)
            saw = opened.doc if opened else {}
            fresh = {path: v for path, v in values.items() if saw.get(path) != v}
            self._edit(laptop, "setting", rec, saw, fresh)

    def write(self, who: int, which: int, pen: int, choice: int) -> None:
        """A service changes a record; no form of it stands open then."""
        laptop, rec = self.laptops[who], self._rec(which)
        with self._unless_cut(laptop):
            opened = laptop.open(rec)
            if opened is None or not laptop.leave(rec):
                return
            opened = laptop.open(rec)
            if opened is None:
                return
            edit = self._stroke(opened.kind, opened.doc, pen, choice)
            self._edit(laptop, opened.kind, rec, opened.doc, edit)

    def type(self, who: int, which: int, pen: int, choice: int) -> None:
        """Somebody types into the form of a record and is told that it is saved."""
        laptop, rec = self.laptops[who], self._rec(which)
        with self._unless_cut(laptop):
            form = laptop.form_of(rec)
            if form is None:
                return
            saw = dict(form.doc)
            laptop.type(form, self._stroke(form.kind, saw, pen, choice))
            self.history.note(laptop.name, form.kind, rec, saw, form.doc)

    def half_type(self, who: int, which: int) -> None:
        """Half a date stands in the form: nothing of it can be sent. The next time it is done."""
        laptop, rec = self.laptops[who], self._rec(which)
        with self._unless_cut(laptop):
            form = laptop.form_of(rec)
            if form is not None:
                form.raw = {} if form.raw else {"next_visit_on": "31/0"}
                laptop.type(form, {})

    def rest(self, who: int, which: int) -> None:
        """Ten seconds without a key: the form settles and stays open."""
        laptop = self.laptops[who]
        with self._unless_cut(laptop):
            laptop.settle(self._rec(which))

    def leave(self, who: int, which: int) -> None:
        """The form is left."""
        laptop = self.laptops[who]
        with self._unless_cut(laptop):
            laptop.leave(self._rec(which))

    def delete(self, who: int, which: int, *, put_back: bool) -> None:
        """A record is taken away, or put back."""
        self._delete(self.laptops[who], self._rec(which), put_back=put_back)

    def take_away(self, who: int, which: int, *, put_back: bool) -> None:
        """A photo or PDF is taken away, or put back."""
        if self.attachments:
            rec = self.attachments[which % len(self.attachments)]
            self._delete(self.laptops[who], rec, put_back=put_back)

    def attach(self, who: int, which: int, choice: int) -> None:
        """A PDF of a few parts is added to a record; now and then the same one once more."""
        laptop, rec = self.laptops[who], self._rec(which)
        with self._unless_cut(laptop):
            opened = laptop.open(rec)
            if opened is None or len(self.attachments) >= MOST_FILES:
                return
            number = choice % 3 if choice % 4 == 0 else 3 + len(self.history.addings)
            content = f"file {number} ".encode() * (1 + choice % 9)
            file = Attachable(content, "application/pdf", f"small {number}".encode())
            caption = f"adding {len(self.history.addings)}"
            made = attaching.add(laptop.desk, opened.kind, rec, file, "ROOM", caption)
            self.attachments.append(made.rec)
            after = laptop.open(made.rec)
            assert after is not None
            self.history.note(laptop.name, "attachment", made.rec, {}, after.doc)
            self.history.addings.append(Adding(made.rec, caption, content, file.small))

    def _delete(self, laptop: Laptop, rec: str, *, put_back: bool) -> None:
        with self._unless_cut(laptop):
            opened = laptop.open(rec) if laptop.leave(rec) else None
            if opened is None or opened.kind == "setting":
                return
            act = records.put_back if put_back else records.delete
            act(laptop.desk, opened.kind, rec)
            after = laptop.open(rec)
            assert after is not None
            self.history.note(laptop.name, opened.kind, rec, opened.doc, after.doc)

    def resolve(self, who: int, which: int, how: int) -> None:
        """Somebody settles one of the conflicts that her laptop shows."""
        laptop = self.laptops[who]
        with self._unless_cut(laptop):
            with laptop.store.read() as read:
                found = read.find(Conflict, state="OPEN", order_by=("id",))
            if not found:
                return
            conflict = found[which % len(found)]
            opened = laptop.open(conflict.of_id) if laptop.leave(conflict.of_id) else None
            if opened is None:
                return
            syncing.resolve(laptop.desk, conflict.id, keep=KEEPING[how % 3])
            after = laptop.open(conflict.of_id)
            assert after is not None
            self.history.note(laptop.name, opened.kind, conflict.of_id, opened.doc, after.doc)

    # --- what programs do ----------------------------------------------------------------------

    def sync(self, who: int, steps: int, fault: Fault = Fault.NONE, at: int = 1) -> None:
        """So many steps of a round; the fault strikes the last of them."""
        laptop = self.laptops[who]
        with self._unless_cut(laptop):
            for number in range(steps):
                is_last = number == steps - 1
                if not laptop.step(self.line, fault if is_last else Fault.NONE, at):
                    return

    def abandon(self, who: int) -> None:
        """The program is closed in the middle of a round, or the round is given up."""
        self.laptops[who].abandon()

    def limit(self, rows: int, ops: int) -> None:
        """Pages and batches get another size."""
        self.line.rows, self.line.ops = rows, ops
        apply.SLICE_ROWS = 1 if rows == 2 else 200  # type: ignore[misc]

    def tidy(self, who: int) -> None:
        """The program starts and takes out what nobody needs; the clock is right that day."""
        laptop = self.laptops[who]
        laptop.clock.at = self.clock.at
        with self._unless_cut(laptop):
            upkeep.drop_unneeded_files(laptop.desk)

    # --- bad luck ------------------------------------------------------------------------------

    def repeat(self, which: int) -> None:
        """An old request arrives once more; nobody listens to the answer."""
        if self.line.requests:
            self.line.deliver(self.line.requests[which % len(self.line.requests)])

    def arm(self, who: int, at: int) -> None:
        """The battery of a laptop will fail a few statements from now."""
        self.laptops[who].fuse.left = at

    def restart(self, who: int) -> None:
        """A laptop is switched off and on."""
        self.laptops[who].cut()

    def turn_clock(self, who: int, which: int) -> None:
        """Somebody sets a laptop's clock."""
        self.laptops[who].clock.at = self.clock.at + dt.timedelta(seconds=CLOCKS[which % 5])

    # --- inside --------------------------------------------------------------------------------

    def _rec(self, which: int) -> str:
        """A record of the world: its visits, or the school."""
        everything = [*self.visits, SCHOOL]
        return everything[which % len(everything)]

    def _stroke(self, kind: str, doc: dict[str, Any], pen: int, choice: int) -> dict[str, Any]:
        pens = PENS[kind]
        return pens[pen % len(pens)](doc, len(self.history.writings) + 1, choice)

    def _edit(
        self, laptop: Laptop, kind: str, rec: str, saw: dict[str, Any], edit: dict[str, Any]
    ) -> None:
        wrote = {path: value for path, value in {**saw, **edit}.items() if value is not None}
        if wrote == saw:
            return
        with laptop.store.write() as work:
            work.edit(kind, rec, edit)
        self.history.note(laptop.name, kind, rec, saw, wrote)

    @contextmanager
    def _unless_cut(self, laptop: Laptop) -> Iterator[None]:
        """What is done on a laptop may be ended by a power cut; then it starts again."""
        try:
            yield
        except PowerCutError:
            laptop.cut()
