"""What one try at the passphrase costs: the Argon2id parameters and how a laptop chooses them.

Bounds apply to everything that is read: a planted key file can neither make guessing cheap nor
ask for 64 GiB. No hashing happens here.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

import msgspec

MIB: Final = 1024  # Argon2 counts memory in KiB
SLOWEST_TRY_S: Final = 1.5
SMALL_MACHINE_BYTES: Final = 8 * 1024**3


class Cost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Argon2id parameters: memory in KiB, passes over it, parallel lanes."""

    memory_kib: int
    passes: int
    lanes: int

    @property
    def is_allowed(self) -> bool:
        """Whether a program of ours could have written these parameters."""
        return (
            FLOOR.memory_kib <= self.memory_kib <= CEILING.memory_kib
            and FLOOR.passes <= self.passes <= CEILING.passes
            and FLOOR.lanes <= self.lanes <= CEILING.lanes
        )


DEFAULT: Final = Cost(memory_kib=256 * MIB, passes=3, lanes=4)
FLOOR: Final = Cost(memory_kib=64 * MIB, passes=3, lanes=4)  # RFC 9106, second choice
CEILING: Final = Cost(memory_kib=1024 * MIB, passes=10, lanes=8)
_STEPS: Final = (DEFAULT, Cost(memory_kib=128 * MIB, passes=3, lanes=4), FLOOR)


def suitable_cost(memory_bytes: int | None, seconds_for: Callable[[Cost], float]) -> Cost:
    """The dearest of our steps that this laptop pays in at most 1.5 s; never below the floor.

    memory_bytes: memory of the machine, or None if unknown (then it counts as small).
    seconds_for: tries one cost and answers the seconds it took.
    """
    is_small = memory_bytes is None or memory_bytes < SMALL_MACHINE_BYTES
    steps = _STEPS[1:] if is_small else _STEPS
    for step in steps[:-1]:
        if seconds_for(step) <= SLOWEST_TRY_S:
            return step
    return steps[-1]


def machine_memory_bytes() -> int | None:
    """Memory of this machine in bytes, or None where the system does not say."""
    if sys.platform == "win32":
        return _windows_memory_bytes()
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError):
        return None


def _windows_memory_bytes() -> int | None:
    import ctypes

    kib = ctypes.c_ulonglong(0)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (typed on Windows only)
    if not kernel.GetPhysicallyInstalledSystemMemory(ctypes.byref(kib)):
        return None
    return kib.value * 1024
