"""A council server in twenty lines: the real merge rules over one record, one number an operation.

The real server and the real laptop meet in tests/sync; this one shows what the rules promise.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from stls_core.changes import Change
from stls_core.merge import Merged, merge
from stls_core.records import Kind


@dataclass
class Council:
    """Holds one record and remembers every state and answer, so that they can come late."""

    kind: Kind
    doc: dict = field(default_factory=dict)
    ver: dict = field(default_factory=dict)
    head: int = 0
    answers: dict = field(default_factory=dict)  # op -> (number, slots that are not as sent)
    states: dict = field(default_factory=dict)  # number -> (document, versions) after it
    kept: list = field(default_factory=list)  # every clash

    def take(self, change: Change) -> Merged:
        """Merge one change, as one transaction of the server would."""
        self.head += 1
        base = dict(change.base)
        for slot, op in change.after.items():
            number, elsewhere = self.answers.get(op, (0, ()))
            if number and slot not in elsewhere:
                base[slot] = number
        outcome = merge(self.kind, self.doc, self.ver, change, base, self._before(base))
        for path, value in outcome.live.items():
            if value is None:
                self.doc.pop(path, None)
            else:
                self.doc[path] = value
        self.ver.update(dict.fromkeys(outcome.slots, self.head))
        elsewhere = [clash.slot for clash in outcome.clashes] + outcome.mixed + outcome.refused
        self.answers[change.op] = (self.head, tuple(elsewhere))
        self.states[self.head] = (dict(self.doc), dict(self.ver))
        self.kept += outcome.clashes
        return outcome

    def _before(self, base):
        def ancestor(slot, path):
            return self.states.get(base.get(slot, 0), ({}, {}))[0].get(path)

        return ancestor


def change(edit, base=None, op="op-1", rec="rec", kind="link_visit", **more) -> Change:
    """A change as an outbox would hold it."""
    return Change(op=op, rec=rec, kind=kind, set=edit, base=base or {}, **more)
