"""Whether this laptop itself is ready to go out: store, way in, printing, room on the disk.

May take seconds (it reads the whole store and asks the keyring), so never on the store lane.
Takes no network and changes nothing.
"""

import datetime as dt
import shutil
import time
from collections.abc import Iterator
from typing import Final

from stls_desktop.config import ToldError
from stls_desktop.reports import note
from stls_desktop.reports.fonts import FontMissingError, read_every_font
from stls_desktop.reports.people import AgreedAction, Person
from stls_desktop.reports.render import render
from stls_desktop.services.desk import Desk, WayIn
from stls_desktop.services.going_out import Check

ROOM: Final = 500_000_000  # bytes: a week of notes, photographs and their copies
_NO_CODE: Final = "Without it a forgotten passphrase means that all on this laptop is lost."
_AGAIN: Final = "Restart the laptop and open the program once before you go."


def readiness(desk: Desk) -> tuple[Check, ...]:
    """Each thing about the laptop that a day without a network depends on."""
    return (_store(desk), *_way_in(desk), _printing(desk), _room(desk))


def _store(desk: Desk) -> Check:
    if desk.store.is_sound():
        return Check("Records", True, "Every page of the encrypted store was read and is whole.")
    words = "The store is damaged."
    return Check("Records", False, words, "Restore a backup before you go; your help desk can.")


def _way_in(desk: Desk) -> Iterator[Check]:
    if desk.way_in is None:
        yield Check("Unlocking", False, "There is no key file beside this store.", _AGAIN)
        return
    try:
        found = desk.way_in()
    except ToldError as error:
        yield Check("Unlocking", False, error.what_happened, error.what_to_do)
        return
    yield _unlocking(found)
    yield _recovery(found)


def _unlocking(found: WayIn) -> Check:
    locks = (
        f"It locks after {found.idle_minutes} minutes without a key"
        if found.idle_minutes
        else "It does not lock by itself"
    )
    if found.keys.has_device_secret is None:
        words = f"The keyring of this laptop did not answer, and unlocking needs it. {locks}."
        return Check("Unlocking", False, words, _AGAIN)
    if not found.keys.has_device_secret:
        words = "This laptop’s half of the key is missing. Once locked it would not open."
        return Check("Unlocking", False, words, "Do not lock it. Have the recovery code at hand.")
    if not found.keys.are_both_whole:
        words = "The key file or its copy is damaged; the other one still opens."
        return Check("Unlocking", False, words, "Lock and unlock once: that mends it.")
    words = f"Key file, its copy and the keyring’s half are here. {locks}"
    return Check("Unlocking", True, f"{words}, and opens with your passphrase, without a network.")


def _recovery(found: WayIn) -> Check:
    if not found.keys.has_recovery:
        words = f"There is none. {_NO_CODE}"
        return Check("Recovery code", False, words, "Ask your help desk for a new one.")
    made = f"made on {_on(found.code_made_at)}" if found.code_made_at else "made at set-up"
    used = f"last used on {_on(found.code_used_at)}" if found.code_used_at else "never used yet"
    words = f"There is one, {made}, {used}."
    return Check("Recovery code", True, words, "Know where its sheet is; never in this bag.")


def _printing(desk: Desk) -> Check:
    began = time.perf_counter()
    try:
        read_every_font()
        size = len(render(note.link_visit_note(_trial(desk.today()))))
    except (FontMissingError, OSError, KeyError, ValueError) as error:
        words = f"A trial note could not be drawn ({type(error).__name__})."
        return Check("Notes", False, words, "Install the program again. Signing works without it.")
    took = (time.perf_counter() - began) * 1000
    words = f"A trial note was drawn just now, with all fonts and layouts: {size // 1000} kB"
    return Check("Notes", True, f"{words} in {took:.0f} ms.")


def _trial(day: dt.date) -> note.VisitNote:
    """About nobody; nothing of it is kept."""
    return note.VisitNote(
        reference="TRIAL",
        service="Trial page",
        setting="No school",
        district="No district",
        author=Person("Nobody", "Trial"),
        visited_on=day,
        dated_on=day,
        mode="Trial",
        actions=(AgreedAction("Nothing, in every font: ☑ ≤ ≈", "Nobody", day),),
        talks=(note.Talk(about="Nothing", concern="A paragraph.\n\n- a point", advice="None."),),
        is_draft=True,
    )


def _room(desk: Desk) -> Check:
    free = shutil.disk_usage(desk.store.path.parent).free
    if free < ROOM:
        words = f"Only {free // 1_000_000} MB are free where the records are."
        return Check("Disk", False, words, "Make room before you go.")
    return Check("Disk", True, f"{free / 1e9:.0f} GB are free where the records are.")


def _on(moment: dt.datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"
