"""A record's document in its three shapes: nested, flat by path, and the typed view.

Stored and pulled documents are the truth and keep what this version does not know; the typed
record is only a view of one. Must never drop an unknown field, nor refuse to open a document.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from stls_core.records._declare import Field, Kind, Problem, Record

Document = Mapping[str, Any]
"""A nested document: field name -> JSON value; a field that is absent has its default."""

Flat = Mapping[str, Any]
"""The same by path: `notes`, `purposes/PLANNING`, `attendees/<key>`. What merges and syncs."""


COMMON_UNIT = "common"
"""The unit of what every laptop of the council may read: settings, teams, districts, terms."""


def flatten(kind: Kind | None, document: Document) -> dict[str, Any]:
    """Spread sets into one path for each element and leave out what is empty.

    A default that says something ("In person") is kept: a later version may choose another. What
    should be a set and cannot be told apart into elements stays whole under the field's name.
    """
    flat: dict[str, Any] = {}
    for name, value in document.items():
        known = kind.fields.get(name) if kind else None
        if known is None or not _is_set(known, value):
            if not _is_empty(known, value):
                flat[name] = value
        elif known.child:
            flat.update((f"{name}/{element['key']}", _compact(element)) for element in value)
        else:
            flat.update((f"{name}/{code}", True) for code in value)
    return flat


def nest(flat: Flat) -> dict[str, Any]:
    """Gather the elements of sets again, in the order of their keys; drop what was cleared."""
    document: dict[str, Any] = {}
    sets: dict[str, list[Any]] = {}
    for path in sorted(flat):
        value = flat[path]
        if value is None:
            continue
        name, slash, key = path.partition("/")
        if slash:
            sets.setdefault(name, []).append(key if value is True else value)
        else:
            document[name] = value
    for name, elements in sets.items():
        whole = document.get(name)
        document[name] = [*whole, *elements] if isinstance(whole, list) else elements
    return document


def difference(kind: Kind, before: Flat, after: Flat) -> dict[str, Any]:
    """The explicit change from one flat document to another: {path: value, or None if cleared}.

    A field of a group brings the whole group with it, because a group is merged as one.
    """
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    for path in tuple(changed):
        changed.update(kind.members(kind.slot(path)))
    return {path: after.get(path) for path in sorted(changed)}


def view(kind: Kind, document: Document) -> tuple[Record, tuple[Problem, ...]]:
    """The typed record of a document, and a `Problem` for each value that could not be read.

    A value of the wrong type shows its field's default here and stays in the document; of a set
    only the elements that cannot be read are missing.
    """
    try:
        return msgspec.convert(document, kind.record), ()
    except msgspec.ValidationError:
        return _view_by_field(kind, document)


def document_of(record: Record) -> dict[str, Any]:
    """The nested document of a typed record, without the fields that are empty."""
    document: dict[str, Any] = {}
    for name in record.__struct_fields__:
        value = getattr(record, name)
        if value is not None and value not in ((), ""):
            document[name] = msgspec.to_builtins(value)
    return document


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value that is hashed and compared."""
    return msgspec.json.encode(value, order="deterministic")


def unit_of(kind: Kind, flat: Flat) -> str:
    """The unit that a record belongs to: one pupil, one setting, or the council's common one."""
    if kind.is_common:
        return COMMON_UNIT
    return next((str(flat[name]) for name in kind.unit if flat.get(name)), "")


def title_of(kind: Kind, document: Document) -> str:
    """The words that name a record in a list or a search."""
    words = (str(document.get(name) or "") for name in kind.named_by)
    return joined_name(kind, words) or kind.title


def joined_name(kind: Kind, words: Iterable[str]) -> str:
    """What the fields that name a record say, as one: a name is written on, other words are not.

    A lesson and the question of an observation are two things; with a blank between they would
    read as one sentence that nobody wrote.
    """
    is_a_name = all(kind.fields[name].says.is_name for name in kind.named_by)
    return (" " if is_a_name else " · ").join(word for word in words if word)


def shortened(text: str, length: int = 44) -> str:
    """The beginning of a text on one line, at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def _compact(element: Mapping[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in element.items() if value is not None and value != ""}


def _is_set(known: Field, value: object) -> bool:
    if not known.many or not isinstance(value, list | tuple):
        return False
    if not known.child:
        return all(isinstance(code, str) for code in value)
    keys = [element.get("key") for element in value if isinstance(element, Mapping)]
    # Two elements under one key would become one, and somebody's words would be gone.
    return all(isinstance(key, str) for key in keys) and len(set(keys)) == len(value)


def _is_empty(known: Field | None, value: object) -> bool:
    if value is None or value == "":
        return True
    return value is False and known is not None and not known.optional


def _view_by_field(kind: Kind, document: Document) -> tuple[Record, tuple[Problem, ...]]:
    readable: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, known in kind.fields.items():
        if name not in document:
            continue
        value = document[name]
        if _is_readable(kind, name, value):
            readable[name] = value
            continue
        if known.many and isinstance(value, list):
            readable[name] = [one for one in value if _is_readable(kind, name, [one])]
            value = next(one for one in value if not _is_readable(kind, name, [one]))
        words = f"{known.label} holds “{str(value)[:60]}”, which cannot be read. Enter it again."
        problems.append(Problem(name, words))
    return msgspec.convert(readable, kind.record), tuple(problems)


def _is_readable(kind: Kind, name: str, value: object) -> bool:
    try:
        msgspec.convert({name: value}, kind.record)
    except msgspec.ValidationError:
        return False
    return True
