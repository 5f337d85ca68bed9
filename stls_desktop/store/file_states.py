"""How far photos and PDFs have come, in plain values that sync and services share."""

from typing import Final

import msgspec

from stls_core import wire

HERE, SAFE, WANTED = "here", "safe", "wanted"
PAUSED: Final = "paused_files"  # the name under which the hashes of paused files are remembered
MOST_AT_ONCE: Final = wire.MAX_FILES // 2  # each way


class FileState(msgspec.Struct, frozen=True):
    """How far a file has come: here, safe (on the server too) or wanted, and of how many parts.

    `parts` is how many are on the server, or here for a file that is wanted.
    """

    state: str = WANTED
    size: int = 0
    parts: int = 0
    why: str = ""


class FileDue(msgspec.Struct, frozen=True):
    """A file to be sent or fetched."""

    sha256: str
    size: int = 0
    here: tuple[int, ...] = ()  # the parts of it that are here


class FilesDue(msgspec.Struct, frozen=True):
    """What a round of sync has to do with files; small ones first."""

    to_send: tuple[FileDue, ...] = ()
    to_fetch: tuple[FileDue, ...] = ()
