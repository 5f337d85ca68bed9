"""Identifiers: made on the laptop, sortable by creation, and the same for the same public fact.

Must not read a clock or draw random bytes itself; the caller hands both in.
"""

import re
import uuid

_NAMESPACE = uuid.UUID("7c0f5f0e-6f0a-5a0e-9b57-3d1c4a8e2f10")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def uuid7(milliseconds: int, chance: bytes) -> str:
    """A version 7 UUID (RFC 9562): 48 bits of Unix time in milliseconds, then 74 random bits.

    `chance` is at least 10 random bytes. Ids made later sort later, which keeps the
    database's indexes dense and the elements of a keyed set in the order they were typed.
    """
    high = (milliseconds & 0xFFFF_FFFF_FFFF) << 80
    rand_a = (int.from_bytes(chance[:2]) & 0x0FFF) << 64
    rand_b = int.from_bytes(chance[2:10]) & 0x3FFF_FFFF_FFFF_FFFF
    return str(uuid.UUID(int=high | 0x7 << 76 | rand_a | 0b10 << 62 | rand_b))


def derived_id(authority: str, *parts: str) -> str:
    """The id that every laptop of one authority gives to the same public thing.

    Two laptops that import the same school from the same file make the same record, so nothing
    has to be merged afterwards. `authority` is the three-digit local authority code.
    """
    return str(uuid.uuid5(_NAMESPACE, "/".join((authority, *parts))))


def is_id(text: str) -> bool:
    """Whether `text` has the form in which ids are stored and sent."""
    return _UUID.fullmatch(text) is not None
