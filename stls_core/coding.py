"""A time sample while it is being taken: which slot is now, and what stands in each.

The clock is the caller's: every method is told how many seconds its clock shows, so a pause, a
lock or a laptop that slept is one thing. A slot that nobody coded is missed, never invented.
"""

from typing import Final

from stls_core.records.observations import MISSED, Share, share_of

CODES: Final = {
    "A": "ON_A",
    "P": "ON_P",
    "V": "OFF_V",
    "M": "OFF_M",
    "O": "OFF_P",
    "T": "T",
    "N": "NA",
}
"""{key: code of `observation_code`}."""
USUAL_INTERVAL_S: Final = 30
USUAL_SLOTS: Final = 40
ASLEEP_S: Final = 5.0  # longer without a tick: the program was not running


class CodingRun:
    """One run over a child, or over a child and a peer in turns."""

    def __init__(
        self,
        interval_s: int = USUAL_INTERVAL_S,
        *,
        with_peer: bool = False,
        slots: str = "",
        peer_slots: str = "",
    ) -> None:
        self.interval_s = interval_s
        self.with_peer = with_peer
        self._codes = _interleaved(slots.split(), peer_slots.split(), with_peer=with_peer)
        self._before = len(self._codes)  # slots of earlier runs that this one goes on after
        self._elapsed = 0.0
        self._since: float | None = None  # when the clock was last looked at; None in a pause

    @property
    def is_running(self) -> bool:
        """Whether time goes on."""
        return self._since is not None

    @property
    def elapsed(self) -> float:
        """Seconds watched in this run, pauses left out."""
        return self._elapsed

    @property
    def place(self) -> int:
        """The number of the slot that is now, from 0."""
        return self._before + int(self._elapsed // self.interval_s)

    @property
    def into_slot(self) -> float:
        """How much of the present interval is over, from 0 to 1."""
        return (self._elapsed % self.interval_s) / self.interval_s

    @property
    def is_peers_turn(self) -> bool:
        """Whether the present slot is the peer's."""
        return self.with_peer and self.place % 2 == 1

    @property
    def code_now(self) -> str:
        """What stands in the present slot; empty if nothing yet."""
        return self._codes[self.place] if self.place < len(self._codes) else ""

    @property
    def slots(self) -> str:
        """The child's codes in order, as the record keeps them."""
        return " ".join(self._codes[:: 2 if self.with_peer else 1])

    @property
    def peer_slots(self) -> str:
        """The peer's codes in order."""
        return " ".join(self._codes[1::2]) if self.with_peer else ""

    @property
    def missed(self) -> int:
        """How many slots went by without a code."""
        return self._codes.count(MISSED)

    @property
    def share(self) -> Share:
        """The child's on-task slots of those coded."""
        return share_of(self.slots)

    def start(self, now: float) -> None:
        """Begin, or go on after a pause."""
        if self._since is None:
            self._since = now

    def pause(self, now: float) -> None:
        """Stop time where it is."""
        self.tick(now)
        self._since = None

    def tick(self, now: float) -> bool:
        """Let time go on; True if another slot has begun since.

        After a gap in which the program did not run (the lid was shut) time stands where it was
        and the run is paused: nobody watched.
        """
        if self._since is None:
            return False
        gap = now - self._since
        if gap > ASLEEP_S or gap < 0:
            self._since = None
            return False
        before = self.place
        self._elapsed += gap
        self._since = now
        if self.place > before:
            self._codes += [MISSED] * (self.place - len(self._codes))
        return self.place > before

    def code(self, code: str) -> None:
        """What is seen in the present slot; a second key in one slot corrects the first."""
        place = self.place
        if place < len(self._codes):
            self._codes[place] = code
        else:
            self._codes.append(code)

    def undo(self) -> bool:
        """Take the last code back; its slot counts as missed, or is free if it is still now."""
        coded = [n for n, code in enumerate(self._codes) if code != MISSED]
        if not coded:
            return False
        last = coded[-1]
        if last == self.place and last == len(self._codes) - 1:
            self._codes.pop()
        else:
            self._codes[last] = MISSED
        return True


def share_words(share: Share, fewest: int) -> str:
    """The share with its n, or why there is none: "45 % of 40 slots"."""
    if share.slots == 0:
        return "nothing coded"
    if share.percent is None:
        return f"n = {share.slots}, too few for a percentage ({fewest} needed)"
    return f"{share.percent} % of {share.slots} slots"


def _interleaved(child: list[str], peer: list[str], *, with_peer: bool) -> list[str]:
    if not with_peer:
        return child
    found: list[str] = []
    for place in range(max(len(child), len(peer))):
        found.append(child[place] if place < len(child) else MISSED)
        found.append(peer[place] if place < len(peer) else MISSED)
    if len(child) > len(peer):
        found.pop()  # the run stopped before the peer's turn: it comes next
    return found
