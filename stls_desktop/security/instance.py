"""One running program per data folder: an advisory lock on a small file, without Qt.

The operating system frees the lock with the process, also after kill -9, so there is no stale
lock to mend. The file is never deleted (that would race) and holds nothing.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from stls_desktop.config import ReadOnlyFolderError
from stls_desktop.security.problems import AlreadyOpenError

_POLL_S: Final = 0.05

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class InstanceLock:
    """Held while this program has the data folder open; a context manager.

    The handle is not inherited, so replacing the process (lock.py) frees the folder too.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the folder."""
        return self._handle is not None

    def acquire(self, *, wait_s: float = 0.0) -> None:
        """Take the folder. Raises `AlreadyOpenError`, `ReadOnlyFolderError`.

        wait_s: how long to let a predecessor finish; a re-started window passes a few seconds.
        """
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise ReadOnlyFolderError from error
        give_up_at = time.monotonic() + wait_s
        while not _try_lock(handle):
            if time.monotonic() >= give_up_at:
                os.close(handle)
                raise AlreadyOpenError
            time.sleep(_POLL_S)
        self._handle = handle

    def release(self) -> None:
        """Give the folder back; no error if it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()
