"""Files that only this user may read: the device secret of scripts, a passphrase file.

Refuses a file that others can read instead of mending it: it may have been read already.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from stls_desktop.security.problems import SecurityError

_MOST_BYTES = 65_536


class ExposedFileError(SecurityError):
    """A file with a secret can be read by others, is no plain file, or is not this user's."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            what_happened=f"The secret file given by name was refused: {reason}.",
            what_is_safe="Nothing was opened or changed.",
            what_to_do="Let only its owner read the file (on Linux: chmod 600), then try again.",
        )


def read_private(path: Path) -> bytes | None:
    """The content, or None if there is no such file. Raises `ExposedFileError`.

    The checks are made on the opened file, so it cannot be swapped in between. On Windows the
    access list of the profile folder applies and is not read here.
    """
    no_follow: int = getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(path, os.O_RDONLY | no_follow)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ExposedFileError("it cannot be opened, or is a link") from error
    with os.fdopen(handle, "rb") as file:
        if reason := _reason_to_refuse(os.fstat(file.fileno())):
            raise ExposedFileError(reason)
        return file.read(_MOST_BYTES)


def _reason_to_refuse(status: os.stat_result) -> str | None:
    if not stat.S_ISREG(status.st_mode):
        return "it is not a plain file"
    if os.name != "posix":
        return None
    if status.st_uid != os.geteuid():
        return "it belongs to someone else"
    if status.st_mode & 0o077:
        return "others may read it"
    return None
