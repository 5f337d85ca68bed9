"""Stand-ins for the edges of the operating system: two clocks and a keyring in memory."""

from __future__ import annotations

import datetime as dt

PASSPHRASE = "penguins juggle marmalade"
MONDAY = dt.datetime(2026, 9, 14, 9, 0, tzinfo=dt.UTC)


class TwoClocks:
    """A wall clock that can be set either way and a monotonic one that only goes on."""

    def __init__(self) -> None:
        self.wall = MONDAY
        self.ran = 1_000.0

    def now(self) -> dt.datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ran

    def go_on(self, seconds: float) -> None:
        self.wall += dt.timedelta(seconds=seconds)
        self.ran += seconds

    def sleep(self, seconds: float) -> None:
        """The lid is shut: the monotonic clock stands still."""
        self.wall += dt.timedelta(seconds=seconds)

    def set_wall(self, **span: float) -> None:
        """Someone sets the wall clock: `set_wall(hours=-2)`."""
        self.wall += dt.timedelta(**span)


class MemoryVault:
    """A keyring that works, with its entries open to the test."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def read(self, name: str) -> bytes | None:
        return self.entries.get(name)

    def write(self, name: str, secret: bytes) -> None:
        self.entries[name] = secret

    def delete(self, name: str) -> None:
        self.entries.pop(name, None)
