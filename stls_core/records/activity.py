"""What every visit, session and observation shares: when it was, and how.

Time spent belongs to the activity and comes from its start and end; travel is kept once a day
(see `day_log`). No time field ever blocks signing.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from stls_core.records._declare import Need, Problem, Record, rule, says


class Timed(Record, frozen=True):
    """A start and an end on one day. The kind itself declares the day."""

    starts_at: Annotated[dt.time | None, says("Start", group="when", reported=True)] = None
    ends_at: Annotated[dt.time | None, says("End", group="when", reported=True)] = None

    @rule(Need.SAVE)
    def ends_after_it_starts(self) -> Iterator[Problem]:
        """The end is later than the start."""
        start, end = self.starts_at, self.ends_at
        # A time that came with an offset cannot be compared with one that has none.
        if start and end and end.replace(tzinfo=None) <= start.replace(tzinfo=None):
            yield Problem("ends_at", "The end is not after the start. Change one of them.")
