"""What an edit may touch: never what its author could not see.

A typed record cannot show fields of a newer version nor values that cannot be read, and a form
cannot show what came in after it was opened; putting or settling must leave those alone. Pure.
"""

from collections.abc import Mapping
from typing import Any

from stls_core.documents import Flat, nest, view
from stls_core.records import Kind, fields_of


def as_typed(kind: Kind, shown: Flat) -> dict[str, Any]:
    """Of a flat document, the part that a typed record can show."""
    unreadable = {problem.field for problem in view(kind, nest(shown))[1]}
    readable = set(kind.fields) - unreadable
    return {path: value for path, value in shown.items() if path.partition("/")[0] in readable}


def with_unknown_parts(kind: Kind, shown: Flat, after: Flat) -> dict[str, Any]:
    """`after`, with the parts of embedded children that this version has no field for."""
    kept = dict(after)
    for path, value in after.items():
        old = shown.get(path)
        known = kind.fields.get(path.partition("/")[0])
        if isinstance(value, dict) and isinstance(old, dict) and known and known.child:
            parts = {"key", *(part.name for part in fields_of(known.child))}
            kept[path] = {**{name: old[name] for name in old if name not in parts}, **value}
    return kept


def versions_seen(
    kind: Kind | None, edit: Flat, seen: Mapping[str, int | str] | None
) -> dict[str, int]:
    """The versions that stood in an open form; none given means that no form stood open.

    A slot that was not there when the form opened stands at 0: a colleague may have filled it
    since, and the author has not seen that.
    """
    if seen is None:
        return {}
    slots = {kind.slot(path) if kind else path for path in edit}
    numbers = {slot: what for slot, what in seen.items() if isinstance(what, int)}
    return dict.fromkeys(slots - set(seen), 0) | numbers


def newest_seen(seen: Mapping[str, int | str] | None) -> int | None:
    """The newest version that stood in an open form; None where no form stood open."""
    if seen is None:
        return None
    return max((what for what in seen.values() if isinstance(what, int)), default=0)
