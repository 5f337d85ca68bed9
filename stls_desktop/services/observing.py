"""The lines of an observation for its form, oldest first, and what a list tells of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from stls_core.coding import share_words
from stls_core.records import kind_of
from stls_core.records.observations import FEWEST_SLOTS, ObservationEntry, share_of
from stls_desktop.services import records
from stls_desktop.services.desk import Desk
from stls_desktop.store.drafts import Draft
from stls_desktop.store.reading import Opened


@dataclass(frozen=True)
class EntrySheet:
    """The entries of one observation, with drafts of them by id."""

    entries: tuple[Opened, ...]
    drafts: Mapping[str, Draft]


def entry_sheet(desk: Desk, rec: str) -> EntrySheet:
    """Every line of an observation, also those that were only begun."""
    with desk.store.read() as read:
        drafts = {d.rec: d for d in read.drafts() if d.kind == "observation_entry"}
        known = read.find(ObservationEntry, observation_id=rec, order_by=("order_key",))
        opened = [found for each in known if (found := read.open(each.id))]
        begun = [
            Opened("observation_entry", d.rec, {}, {})
            for d in drafts.values()
            if d.doc.get("observation_id") == rec and read.open(d.rec) is None
        ]
    return EntrySheet((*opened, *begun), drafts)


def in_a_line(name: str, document: Mapping[str, Any]) -> str:
    """An observation in a list: its share with its n first, so that no cut parts them."""
    slots = str(document.get("slots") or "")
    if not slots.split():
        return name
    share = f"On task: {share_words(share_of(slots), FEWEST_SLOTS)}"
    return f"{share} · {name}" if name else share


def blank_entry(desk: Desk, rec: str, document: Mapping[str, Any], place: int) -> Opened:
    """A new line with the time of now on it; a record once somebody writes in it."""
    now = desk.now().astimezone().time().replace(second=0, microsecond=0)
    values = {
        "observation_id": rec,
        "pupil_id": document.get("pupil_id"),
        "order_key": f"{place:04}",
        "noted_at": now.isoformat(timespec="minutes") + ":00",
    }
    return records.blank(desk, kind_of(ObservationEntry), {k: v for k, v in values.items() if v})
