"""What a laptop knows and what it has changed: shadow, change, and the view over both.

SHADOW is, per field, the newest value that the server is known to hold. VIEW is SHADOW overlaid
by the outbox. From these two sentences follows that any order, repetition or loss of answers is
harmless. Pure functions on values: no store, no clock; the outbox itself lives in the store.
"""

import types
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from stls_core.documents import Flat
from stls_core.records._declare import Kind


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One operation on one record, as it waits in the outbox and as it travels.

    `set` is {path: value, or None if cleared}; `base` {slot: server sequence number that the
    author saw}, of every slot that the laptop knew if the change deletes; `after` {slot: earlier
    operation of this laptop on the same slot, whose version the laptop did not know yet}; `seen`
    the newest version of any slot the author had seen.
    """

    op: str
    rec: str
    kind: str
    set: dict[str, Any]
    base: dict[str, int] = {}
    after: dict[str, str] = {}
    seen: int = 0
    unit: str = ""
    at: str = ""  # the laptop's clock, told to people and never used to decide


class Shadow(msgspec.Struct, frozen=True):
    """What the server is known to hold of one record: values by path, versions by slot."""

    doc: dict[str, Any] = {}
    ver: dict[str, int] = {}

    @property
    def newest(self) -> int:
        """The highest version of any slot; 0 for a record that the server never had."""
        return max(self.ver.values(), default=0)


class NewLife(msgspec.Struct, frozen=True):
    """A feed after an older backup was put back on the server.

    `epoch` is the one it is in now, `restored` the highest number that is sure to be there still.
    """

    epoch: str
    restored: int


def overlay(doc: Flat, changes: Iterable[Change]) -> dict[str, Any]:
    """The view: the shadow's document with unsent changes laid on top, oldest first."""
    shown = dict(doc)
    for change in changes:
        for path, value in change.set.items():
            if value is None:
                shown.pop(path, None)
            else:
                shown[path] = value
    return shown


def recorded(  # noqa: PLR0913 - each is a part of the rule, named at the call
    kind: Kind | None,
    edit: Flat,
    *,
    shadow: Shadow,
    seen: Mapping[str, int],
    waiting: Change | None,
    sent: Iterable[Change],
    fresh: Change,
    own: Mapping[str, Change] = types.MappingProxyType({}),
    stood: int | None = None,
) -> Change:
    """The outbox entry that holds `edit`: `waiting` with the edit added, or `fresh` filled.

    `waiting` is the record's open change, which keeps the base it began with; `sent` are its
    changes that are on the way; `seen` are the versions that stood in the form when the author
    began, where they differ from the shadow's; `own` {slot: the author's own earlier change whose
    value stood there}, answered or not. `fresh` brings op, record, kind, unit and time. `stood` is
    the newest version of the whole record in a form that stood open: a delete that came in since
    was not seen by whoever went on typing.
    """
    change = waiting or fresh
    base, after = dict(change.base), dict(change.after)
    on_the_way = tuple(sent)
    for path in edit:
        slot = kind.slot(path) if kind else path
        if slot in base:
            continue
        earlier = _newest_on(kind, slot, on_the_way) or own.get(slot)
        if earlier:
            after[slot] = earlier.op
            base[slot] = earlier.base.get(slot, 0)
        else:
            base[slot] = seen.get(slot, shadow.ver.get(slot, 0))
    if edit.get("deleted"):
        # Exactly what stood there: an own answer raises `seen` above what others wrote meanwhile.
        base = {**shadow.ver, **base}
    newest = shadow.newest if not waiting or edit.get("deleted") else change.seen
    if stood is not None:
        newest = stood
    return msgspec.structs.replace(
        change,
        set={**change.set, **edit},
        base=base,
        after=after,
        seen=max(newest, change.seen),
        unit=fresh.unit or change.unit,
    )


def acknowledged(
    kind: Kind | None, shadow: Shadow, change: Change, seq: int, elsewhere: Iterable[str]
) -> Shadow:
    """The shadow after the server took `change` at `seq`.

    `elsewhere` names the slots whose live value is not the one sent: conflicts and merged text.
    Their value arrives with a later page. A slot that the shadow already knows at a higher
    version keeps it, so answers may come late, twice or in any order.
    """
    doc, ver = dict(shadow.doc), dict(shadow.ver)
    others = set(elsewhere)
    for path, value in change.set.items():
        slot = kind.slot(path) if kind else path
        if slot in others or seq < ver.get(slot, 0):
            continue
        _put(doc, path, value)
        ver[slot] = seq
    return Shadow(doc, ver)


def pulled(kind: Kind | None, shadow: Shadow, doc: Flat, ver: Mapping[str, int]) -> Shadow:
    """The shadow after a row came down: per slot, whichever has the higher version."""
    if not shadow.ver:
        return Shadow(dict(doc), dict(ver))
    values, versions = dict(shadow.doc), dict(shadow.ver)
    newer = {slot for slot, seq in ver.items() if seq >= versions.get(slot, 0)}
    # Which fields are in a group that only a newer release declares cannot be known here, so
    # whatever no version guards follows those groups: all of them together.
    strange = {slot for slot in ver if slot.startswith("@") and not (kind and kind.members(slot))}
    has_newer_strange = bool(strange) and strange <= newer
    for path in {*values, *doc}:
        slot = kind.slot(path) if kind else path
        is_guarded = slot in ver or slot in versions
        if slot in newer or (has_newer_strange and not is_guarded):
            _put(values, path, doc.get(path))
    versions.update({slot: ver[slot] for slot in newer})
    return Shadow(values, versions)


def _put(doc: dict[str, Any], path: str, value: object) -> None:
    if value is None:
        doc.pop(path, None)
    else:
        doc[path] = value


def _newest_on(kind: Kind | None, slot: str, sent: tuple[Change, ...]) -> Change | None:
    def touches(change: Change) -> bool:
        return any((kind.slot(p) if kind else p) == slot for p in change.set)

    return next((c for c in reversed(sent) if touches(c)), None)
