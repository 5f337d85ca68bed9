"""Whether the service may work with a child today, and what stands against it.

The rules are in `stls_core.gates`; here the records that they need are looked up.
"""

import datetime as dt
from collections.abc import Mapping

from stls_core import gates
from stls_core.records import Problem, Record
from stls_core.records.agreements import Agreement
from stls_core.records.cases import Case
from stls_core.records.pupils import Pupil
from stls_desktop.services.joined import joined_ids, kept_files
from stls_desktop.store.reading import Reader

_EVENTS = {"observation": "observed_on", "assessment": "assessed_on", "iss_session": "held_on"}


def engaging_agreement(read: Reader, pupil_id: str, day: dt.date) -> Agreement | None:
    """The newest agreement by which the service may work with the child on that day."""
    pupil = read.get(Pupil, pupil_id)
    ids = joined_ids(read, pupil_id)
    signed = read.find(Agreement, pupil_id=ids, order_by=("-signed_on",))
    return next((each for each in signed if gates.engages(each, pupil, day)), None)


def engaged(read: Reader, pupils: Mapping[str, Pupil], day: dt.date) -> frozenset[str]:
    """Those of the children with whom the service may work that day; {child: the child} is given.

    The same answer as `engaging_agreement`, in one reading for all of them.
    """
    kept = {file: pupil for file, pupil in kept_files(read).items() if pupil in pupils}
    ids = (*pupils, *kept)
    found = set()
    for each in read.find(Agreement, pupil_id=ids):
        pupil_id = each.pupil_id if each.pupil_id in pupils else kept[each.pupil_id]
        if gates.engages(each, pupils[pupil_id], day):
            found.add(pupil_id)
    return frozenset(found)


def work_problems(read: Reader, kind: str, record: Record) -> tuple[Problem, ...]:
    """What a family's agreements say about signing a record of work with their child."""
    event = _EVENTS.get(kind)
    pupil_id = str(getattr(record, "pupil_id", "") or "")
    day = getattr(record, event) if event else None
    if not pupil_id or day is None:
        return ()
    pupil = read.get(Pupil, pupil_id)
    agreements = read.find(Agreement, pupil_id=joined_ids(read, pupil_id))
    return tuple(gates.work_problems(record, agreements, pupil, day))


def ended_words(read: Reader, pupil_ids: tuple[str, ...]) -> str:
    """Why nothing new is begun about a child whose cases have all ended; empty if it may be."""
    return gates.ended_words(read.find(Case, pupil_id=pupil_ids))
