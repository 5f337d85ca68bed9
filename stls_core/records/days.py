"""The day as the audit sees it: travel, miles and preparation, entered once a day."""

import datetime as dt
from typing import Annotated

from stls_core.records._declare import Need, Record, kind, says

SAVE = Need.SAVE


@kind("day_log", "My day", event="day_on", named_by=("places",))
class DayLog(Record, frozen=True):
    """One teacher's day. Nothing that is signed waits for it."""

    district_id: Annotated[str, says("District", need=SAVE, ref="district", reported=True)] = ""
    day_on: Annotated[dt.date | None, says("Day", need=SAVE, reported=True)] = None
    places: Annotated[str, says("Places", "In the order of the day.", max_length=400)] = ""
    travel_min: Annotated[
        int | None, says("Travel, minutes", at_least=0, at_most=900, reported=True)
    ] = None
    miles: Annotated[float | None, says("Miles", at_least=0, at_most=500, reported=True)] = None
    preparation_min: Annotated[
        int | None, says("Preparation, minutes", at_least=0, at_most=900, reported=True)
    ] = None
