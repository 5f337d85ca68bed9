"""Reasons not to take an operation: structure, size, identity. Answers with words or nothing.

What a field means is not judged here: two valid edits may well merge into a record with a
problem, and that is shown to its authors instead of being refused.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stls_core.changes import Change
from stls_core.ids import is_id
from stls_core.records import Field, Kind, kind_named
from stls_core.wire import MAX_DEPTH, MAX_TEXT, SCHEMA

MAX_PATHS: Final = 2_000
MAX_PATH: Final = 200
MAX_OP: Final = 1024 * 1024  # bytes of one operation
MAX_AT: Final = 32
MAX_NUMBER: Final = 2**53
_PLAIN: Final = frozenset((int, bool, type(None)))
_FLAT: Final = _PLAIN | {str}
_ENVELOPE_DEPTH: Final = 4  # {ops: [{set: {path: …
_LARGEST_FLOAT: Final = 1e16  # from here on JSON needs an exponent, which jsonb does not keep

MALFORMED: Final = "The change is not well formed. It is kept on the server for support."
TOO_LARGE: Final = "The change is too large. It is kept on the server for support."
NEWER: Final = "This comes from a newer version of the program than the council server's."


def fault_of(change: Change, body: bytes, schema: int) -> str:
    """Why the operation cannot be taken as it is; empty if it can. `body` is its canonical JSON."""
    if len(body) > MAX_OP or len(change.set) > MAX_PATHS:
        return TOO_LARGE
    kind = kind_named(change.kind)
    if kind is None:
        return f"{NEWER} It is kept until the server knows records of this kind."
    if not _has_valid_frame(change):
        return MALFORMED
    # PostgreSQL cannot store the character NUL in a text.
    if b"\\u0000" in body and any("\0" in text for text in _texts(change.set)):
        return MALFORMED
    fields = kind.fields
    for path, value in change.set.items():
        known = fields.get(path)
        if known is not None and not known.many:
            # The common case, told apart quickly: a short text, a whole number, yes or no.
            of = type(value)
            if of in _PLAIN or (of is str and len(value) <= MAX_TEXT):
                continue
        if words := _path_fault(kind, path, value, schema):
            return words
    return ""


def _has_valid_frame(change: Change) -> bool:
    numbers = (change.seen, *change.base.values())  # most have many: the quickest look at all
    return (
        is_id(change.rec)
        and change.set.get("id", change.rec) == change.rec
        and len(change.set) > 0
        and min(numbers) >= 0
        and max(numbers) <= MAX_NUMBER
        and all(map(is_id, change.after.values()))
        and len(change.at) <= MAX_AT
        and change.at.isascii()
        and change.at.isprintable()
    )


def _path_fault(kind: Kind, path: str, value: object, schema: int) -> str:
    name, slash, key = path.partition("/")
    if not name or len(path) > MAX_PATH or (slash and not key):
        return MALFORMED
    known = kind.fields.get(name)
    if known is None and schema > SCHEMA:
        return f"{NEWER} It is kept until the server is brought up to date."
    # An older laptop may still write a field that was removed; that is kept as it is.
    if known is not None and not _has_shape(known, value, key):
        return MALFORMED
    if isinstance(value, str) and len(value) > MAX_TEXT:
        return TOO_LARGE
    return "" if _is_storable(value) else MALFORMED


def _has_shape(known: Field, value: object, key: str) -> bool:
    """A set travels by its elements, and anything else as a whole."""
    if value is None or not known.many:
        return known.many or not key
    if not key:
        return isinstance(value, list)  # could not be told apart into elements on the laptop
    if known.child:
        return isinstance(value, dict) and value.get("key") == key
    return value is True


def _is_storable(value: object) -> bool:
    """Not too deep, and no number that PostgreSQL would spell in another way."""
    if isinstance(value, dict) and all(type(one) in _FLAT for one in value.values()):
        return True
    level: list[Any] = [value]
    for _ in range(MAX_DEPTH - _ENVELOPE_DEPTH):
        if any(isinstance(one, float) and abs(one) >= _LARGEST_FLOAT for one in level):
            return False
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return True
    return False


def _inside(value: object) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (key for key in value if isinstance(key, str))
    for inner in _inside(value):
        yield from _texts(inner)
