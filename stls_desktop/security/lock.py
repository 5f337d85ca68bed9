"""Locking: when (idle timer) and how (a fresh process takes the place of this one).

Closing the store leaves the key and hundreds of copies of note text in memory; a new process has
none. The caller first writes the draft, checkpoints, closes the store and frees the folder.
Nothing secret may stand in `argv` or the environment. Pure but for `replace_process`, `harden`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Final, NoReturn, Protocol

from stls_desktop.config import IDLE_MINUTES_DEFAULT, IDLE_MINUTES_RANGE
from stls_desktop.security.clock import Clock

WATCHED_MINUTES: Final = IDLE_MINUTES_RANGE[1]
"""How long watching without a key may hold the lock off: never longer than policy could allow."""
_WATCH_LASTS_S: Final = 10.0  # without being told again, nobody watches any more
_PR_SET_DUMPABLE: Final = 4
_SEM_NO_CRASH_BOXES: Final = 0x0001 | 0x0002 | 0x8000


class IdleTimer:
    """Tells when a laptop has been left alone for the minutes that policy allows (1 to 15).

    Sleep counts as idle: the wall clock runs on while the monotonic clock may stand still.
    """

    def __init__(self, clock: Clock, *, minutes: int = IDLE_MINUTES_DEFAULT) -> None:
        shortest, longest = IDLE_MINUTES_RANGE
        if not shortest <= minutes <= longest:
            raise ValueError(f"the idle time is {shortest} to {longest} minutes")
        self._clock = clock
        self._limit_s = minutes * 60.0
        self._watched_at: dt.datetime | None = None
        self._start_again()

    def touch(self) -> None:
        """A key, a click or a touch: start again, unless the lock is already due.

        The key that wakes a laptop after an hour's sleep must not keep it open.
        """
        if not self.is_due:
            self._start_again()

    def watch(self) -> None:
        """Somebody counts what they see and touches nothing; to be told every few seconds.

        It moves no clock: the lock is due `WATCHED_MINUTES` after the last touch at the latest,
        and at the ordinary time again as soon as watching stops or the laptop slept.
        """
        if not self.is_due:
            self._watched_at = self._clock.now()

    @property
    def seconds_left(self) -> float:
        """Seconds until the lock; 0 when it is due."""
        by_run = self._clock.monotonic() - self._touched_ran_at
        by_wall = (self._clock.now() - self._touched_wall_at).total_seconds()
        limit_s = max(self._limit_s, 60.0 * WATCHED_MINUTES) if self._is_watched else self._limit_s
        return max(0.0, limit_s - max(by_run, by_wall))

    @property
    def is_due(self) -> bool:
        """Whether to lock now."""
        return self.seconds_left == 0.0

    @property
    def _is_watched(self) -> bool:
        if self._watched_at is None:
            return False
        since = (self._clock.now() - self._watched_at).total_seconds()
        return 0 <= since <= _WATCH_LASTS_S

    def _start_again(self) -> None:
        self._touched_ran_at = self._clock.monotonic()
        self._touched_wall_at = self._clock.now()


def relaunch_argv(arguments: Sequence[str]) -> list[str]:
    """The command that starts this program again with `arguments`, bundled or not."""
    if getattr(sys, "frozen", False):
        return [sys.executable, *arguments]
    return [sys.executable, "-m", "stls_desktop", *arguments]


def replace_process(argv: Sequence[str]) -> NoReturn:
    """Start `argv` in place of this process. Does not return; runs no exit handlers.

    The instance lock must be free (Windows), and every draft committed.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # closed, or no console
            stream.flush()
    if sys.platform == "win32":
        spawn_and_leave(argv, subprocess.Popen, os._exit)
    os.execv(argv[0], list(argv))  # noqa: S606  (no shell; the command is our own)


def spawn_and_leave(
    argv: Sequence[str],
    spawn: Callable[[list[str]], object],
    leave: Callable[[int], NoReturn],
) -> NoReturn:
    """What Windows needs, where a process cannot be replaced: start the new, end the old.

    The memory of an ended process is cleared by Windows before anyone gets it again.
    """
    spawn(list(argv))
    leave(0)


class WindowsErrorReporting(Protocol):
    """The two Windows calls that keep this process out of crash dumps."""

    def set_error_mode(self, mode: int) -> None:
        """SetErrorMode."""

    def exclude(self, program: str) -> bool:
        """WerAddExcludedApplication for this user; True if it was accepted."""


def harden() -> list[str]:
    """Keep memory out of dumps; call at every start. Answers what took effect, for `check`.

    Never raises: a laptop where one measure fails still keeps the others.
    """
    if sys.platform == "win32":
        return harden_windows(_WindowsCalls())
    return [*_no_core_files(), *_not_dumpable()]


def harden_windows(calls: WindowsErrorReporting) -> list[str]:
    """The Windows part of `harden`, over an adapter."""
    calls.set_error_mode(_SEM_NO_CRASH_BOXES)
    done = ["no crash boxes"]
    if calls.exclude(os.path.basename(sys.executable)):  # noqa: PTH119  (a name, no path)
        done.append("left out of Windows Error Reporting")
    return done


def _no_core_files() -> list[str]:
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return []
    return ["no core files"]


def _not_dumpable() -> list[str]:
    """Linux: also closes /proc/<pid>/mem to other processes of this user."""
    if sys.platform != "linux":
        return []
    import ctypes

    try:
        refused = ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    except (OSError, AttributeError):
        return []
    return [] if refused else ["not dumpable"]


class _WindowsCalls:
    """The real calls; see docs on untested platforms for the hand test."""

    def __init__(self) -> None:
        import ctypes

        self._dll = getattr(ctypes, "windll")  # noqa: B009  (typed on Windows only)

    def set_error_mode(self, mode: int) -> None:
        self._dll.kernel32.SetErrorMode(mode)

    def exclude(self, program: str) -> bool:
        try:
            answer: int = self._dll.wer.WerAddExcludedApplication(program, 0)
        except (OSError, AttributeError):
            return False
        return answer == 0
