"""Conflict: two people changed the same thing and neither had seen the other's change.

Written by the council's server, carried to both authors like any other record, and settled by
either of them. An unresolved conflict is a record, so that nothing can forget it.
"""

from typing import Annotated

from stls_core.records._declare import Merge, Need, Record, kind, says

ONCE = Merge.WRITE_ONCE


@kind("conflict", "Conflict", unit=("unit_of",), parent="of_id", named_by=("slot",))
class Conflict(Record, frozen=True):
    """Both values of one slot. The values are JSON texts of {path: value}."""

    of_id: Annotated[str, says("Record", need=Need.SAVE, merge=ONCE)] = ""
    of_kind: Annotated[str, says("Kind", merge=ONCE)] = ""
    unit_of: Annotated[str, says("Unit", merge=ONCE)] = ""
    slot: Annotated[str, says("Field", need=Need.SAVE, merge=ONCE)] = ""
    base: Annotated[str, says("Value before", merge=ONCE)] = ""
    live: Annotated[str, says("Value that stands", merge=ONCE)] = ""
    live_by: Annotated[str, says("Written by", merge=ONCE)] = ""
    other: Annotated[str, says("Other value")] = ""
    other_by: Annotated[str, says("Other value written by", merge=ONCE)] = ""
    other_op: Annotated[str, says("Operation")] = ""
    state: Annotated[str, says("State", group="settled", codes="conflict_state", reported=True)] = (
        "OPEN"
    )
    resolved_by_id: Annotated[str, says("Settled by", group="settled")] = ""
