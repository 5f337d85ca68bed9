"""Who opened what is restricted, and why. Written once; nothing edits or deletes it.

It lies in the child's unit, so it reaches the case's teachers and the lead with the next sync.
"""

import datetime as dt
from typing import Annotated, Final

from stls_core.records._declare import Merge, Need, Record, Sensitivity, kind, says

ONCE, SAVE = Merge.WRITE_ONCE, Need.SAVE
HOLDS_FOR: Final = dt.timedelta(hours=24)
FEWEST_LETTERS: Final = 10


@kind("access_entry", "Access", unit=("pupil_id",), parent="of_id", named_by=("reason",))
class AccessEntry(Record, frozen=True):
    """Somebody who does not work on a restricted case opened it, with a reason of their own."""

    of_id: Annotated[str, says("Record", need=SAVE, merge=ONCE)] = ""
    pupil_id: Annotated[str, says("Pupil", need=SAVE, merge=ONCE, ref="pupil")] = ""
    opened_by_id: Annotated[str, says("Opened by", need=SAVE, merge=ONCE)] = ""
    opened_by: Annotated[str, says("Name", need=SAVE, merge=ONCE, max_length=160)] = ""
    opened_at: Annotated[dt.datetime | None, says("When", need=SAVE, merge=ONCE)] = None
    reason: Annotated[
        str,
        says("Reason", need=SAVE, merge=ONCE, sensitivity=Sensitivity.RESTRICTED, max_length=400),
    ] = ""

    def holds_at(self, moment: dt.datetime) -> bool:
        """Whether the door that it opened is still open."""
        at = self.opened_at
        return at is not None and dt.timedelta(0) <= moment - at < HOLDS_FOR
