"""Two files about one child, joined: a record of its own, so that it can be undone."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated

from stls_core.records._declare import Merge, Need, Problem, Record, kind, rule, says

SAVE, ONCE = Need.SAVE, Merge.WRITE_ONCE


@kind(
    "pupil_merge",
    "Joined files",
    unit=("kept_id",),
    parent="kept_id",
    event="joined_on",
    named_by=("reason",),
)
class PupilMerge(Record, frozen=True):
    """`merged_id` is shown as `kept_id`; neither file is changed, so undoing it loses nothing."""

    kept_id: Annotated[str, says("Kept", need=SAVE, merge=ONCE, ref="pupil")] = ""
    merged_id: Annotated[str, says("Joined to it", need=SAVE, merge=ONCE, ref="pupil")] = ""
    joined_on: Annotated[dt.date | None, says("Joined on", need=SAVE, merge=ONCE)] = None
    reason: Annotated[str, says("Why they are one child", need=SAVE, max_length=400)] = ""
    approved_by_id: Annotated[str, says("Approved by")] = ""
    undone_on: Annotated[dt.date | None, says("Undone on", group="undo")] = None
    undo_reason: Annotated[str, says("Why undone", group="undo", max_length=400)] = ""

    @property
    def is_in_force(self) -> bool:
        """Whether the two files are read as one: a lead has joined them and nobody parted them."""
        return bool(self.approved_by_id) and self.undone_on is None

    @rule(SAVE)
    def joins_two(self) -> Iterator[Problem]:
        """A file is not joined to itself."""
        if self.kept_id and self.kept_id == self.merged_id:
            yield Problem("merged_id", "Choose another file to join")
