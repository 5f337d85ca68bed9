"""A service of two teams as a test needs it, and laptops that speak the protocol by hand.

No client code is involved: what a laptop sends is spelled in the test, so that it may also be
something that no honest laptop would send.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stls_core import wire
from stls_core.changes import Change
from stls_core.ids import derived_id
from stls_core.records import kind_named
from stls_server.council import Council
from tests.fakes import Clock, Ids


def the_id(kind: str, name: str) -> str:
    """The id of one of the council's own records."""
    return derived_id("886", kind, name)


NORTH, SOUTH = the_id("district", "North"), the_id("district", "South")
NORTH_TEAM, SOUTH_TEAM = the_id("team", "North"), the_id("team", "South")
NORTH_SCHOOL, SOUTH_SCHOOL = the_id("setting", "999001"), the_id("setting", "999002")
STRUCTURE = (
    ("district", {"id": NORTH, "name": "North Wenning", "gss_code": "E07999901"}),
    ("district", {"id": SOUTH, "name": "South Wenning", "gss_code": "E07999902"}),
    ("team", {"id": NORTH_TEAM, "name": "North team", "district_ids": [NORTH]}),
    ("team", {"id": SOUTH_TEAM, "name": "South team", "district_ids": [SOUTH]}),
    ("setting", {"id": NORTH_SCHOOL, "name": "Tumblestone Lane", "district_id": NORTH}),
    ("setting", {"id": SOUTH_SCHOOL, "name": "Quill Street", "district_id": SOUTH}),
)


@dataclass
class Laptop:
    """An enrolled laptop that remembers what it pulled."""

    council: Council
    me: wire.Enrolled
    new_id: Ids
    rows: dict[str, wire.Row] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    cursors: dict[str, int] = field(default_factory=dict)

    def change(self, kind, rec, edit, *, saw=None, after=None, seen=None, op=""):
        """A change whose author saw the version of each slot that this laptop pulled, or `saw`."""
        row = self.rows.get(rec)
        known = row.ver if row else {}
        declared = kind_named(kind)
        slots = {declared.slot(path) if declared else path for path in edit}
        base = {slot: known.get(slot, 0) for slot in slots} if saw is None else saw
        newest = max(known.values(), default=0) if seen is None else seen
        return Change(
            op=op or self.new_id(),
            rec=rec,
            kind=kind,
            set=edit,
            base=base,
            after=after or {},
            seen=newest,
            at="2026-09-14T09:00:00+00:00",
        )

    def push(self, *changes):
        """The results in the order of the changes."""
        message = wire.Push(device=self.me.device, ops=changes)
        results = self.council.push(self.me.token, message).results
        return [results[change.op] for change in changes]

    def edit(self, kind, rec, edit, **how):
        """Push one change and return its result."""
        return self.push(self.change(kind, rec, edit, **how))[0]

    def visit(self, school=NORTH_SCHOOL, **fields):
        """A new visit on the server; returns its id."""
        rec = self.new_id()
        result = self.edit("link_visit", rec, {"id": rec, "setting_id": school, **fields})
        assert result.state == "ok", result
        return rec

    def pupil(self, school=NORTH_SCHOOL, **fields):
        """A new pupil on the server; returns its id."""
        rec = self.new_id()
        result = self.edit("pupil", rec, {"id": rec, "setting_id": school, **fields})
        assert result.state == "ok", result
        return rec

    def page(self, feed, since=0, limit=wire.MAX_ROWS):
        """One page, not remembered."""
        message = wire.Pull(device=self.me.device, feed=feed, since=since, limit=limit)
        return self.council.pull(self.me.token, message)

    def hello(self):
        """What the server says at the beginning of a round."""
        return self.council.hello(self.me.token, wire.Hello(device=self.me.device))

    def pull(self, limit=wire.MAX_ROWS):
        """Take every page of every feed that was granted."""
        for feed in self.hello().heads:
            more = True
            while more:
                page = self.page(feed, self.cursors.get(feed, 0), limit)
                for row in page.rows:
                    if row.gone:
                        self.rows.pop(row.id, None)
                        self.gone.append(row.id)
                    else:
                        self.rows[row.id] = row
                self.cursors[feed] = page.next
                more = page.more
        return self

    def doc(self, rec):
        """The document of a record as it was pulled."""
        return self.rows[rec].doc

    def conflicts(self):
        """The conflicts that were pulled, oldest first."""
        rows = [row for row in self.rows.values() if row.kind == "conflict"]
        return [row.doc for row in sorted(rows, key=lambda row: row.seq)]


@dataclass
class Desk:
    """The council with its structure written, and people to be hired."""

    council: Council
    clock: Clock
    hired: int = 0

    @classmethod
    def set_up(cls, council, clock):
        council.seed(STRUCTURE)
        return cls(council, clock)

    def laptop(self, name="Odile Marchbanks", role="ST", team=NORTH_TEAM):
        """A new person with a laptop."""
        account = self.council.add_account(name, role, team)
        return self.laptop_of(account)

    def laptop_of(self, account):
        """Another laptop of the same person."""
        code = self.council.make_code(account)
        self.hired += 1
        enrolled = self.council.enrol(wire.Enrol(code=code, device_name="Laptop"))
        return Laptop(self.council, enrolled, Ids(self.hired))
