"""Whether whoever sits here may write something, asked before it is written.

The table is in `stls_core.policy` and the server enforces it; asking first saves a refusal later.
"""

from collections.abc import Iterable

from stls_core.policy import refusal_to_write
from stls_core.records import kind_named
from stls_desktop.services.desk import Desk


class NotAllowedError(Exception):
    """This role does not write that; the words say who does."""


def refuse_to_write(desk: Desk, kind: str, fields: Iterable[str]) -> None:
    """Raises `NotAllowedError` unless the role may write these fields of such a record."""
    declared = kind_named(kind)
    if declared is None:
        raise LookupError(kind)
    refusal = refusal_to_write(desk.me.role, declared, fields)
    if refusal:
        raise NotAllowedError(refusal)
