"""Copies of many signed reports, each saved as a file of its own in one folder.

They are for the author's own file, so each is asked about, written and recorded as a single copy
is. One that cannot be made stands in nobody's way. No file is ever written over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

from stls_desktop.changed import Changed
from stls_desktop.services import advice_issue, issued
from stls_desktop.services.advice_issue import KIND, Person
from stls_desktop.services.desk import Desk
from stls_desktop.services.issued import SignedLine
from stls_desktop.services.saving import NotSavedError, saved_after

OnStore = Callable[[Callable[[], Any]], Any]
MOST: Final = 5_000
_ROUTE: Final = "FILE"


@dataclass(frozen=True)
class Copied:
    """One copy that was saved."""

    version_id: str
    path: Path
    changed: Changed
    problems: tuple[str, ...] = ()  # characters that no font has, and what is printed instead


def signed_reports(desk: Desk) -> tuple[SignedLine, ...]:
    """Every signed report on this laptop that may be read here, newest first."""
    found = issued.signed_notes(desk, of_kinds=(KIND,), limit=MOST)
    return tuple(sorted(found, key=lambda line: (line.signed_on, line.number), reverse=True))


def save_copy(
    desk: Desk,
    version_id: str,
    folder: Path,
    audience: str,
    variant: str,
    on_store: OnStore,
) -> Copied:
    """Draw one reader's copy, write it into the folder and record it.

    Not for the store lane, which only keeps the record: drawing takes a tenth of a second. Raises
    `NotIssuedError` and `NotSavedError`; then there is neither a file nor a record of one.
    """
    drawn = advice_issue.draw(desk, version_id, audience, variant)
    mine = Person("", "", "", audience)
    advice_issue.may_give(desk, drawn, mine, _ROUTE)
    path = free_path(folder, drawn.file_name)
    with saved_after(path, drawn.content, "The report"):
        changed = on_store(lambda: advice_issue.give(desk, drawn, mine, _ROUTE))
    return Copied(version_id, path, changed, drawn.problems)


def free_path(folder: Path, name: str) -> Path:
    """Where a file of this name goes, with a number where there is one of that name already."""
    wanted = folder / name
    if not folder.is_dir():
        raise NotSavedError("Not saved: the folder is not there any more. Choose another place.")
    if not wanted.exists():
        return wanted
    numbered = (folder / f"{wanted.stem} ({number}){wanted.suffix}" for number in count(2))
    return next(path for path in numbered if not path.exists())
