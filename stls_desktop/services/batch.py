"""Copies of many signed reports, each saved as a file of its own in one folder.

They are for the author's own file, so each is asked about, written and recorded as a single copy
is. One that cannot be made stands in nobody's way. No file is ever written over.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from stls_desktop.changed import Changed
from stls_desktop.reports.fonts import FontMissingError
from stls_desktop.reports.pictures import PictureError
from stls_desktop.services import advice_issue, issued, issuing
from stls_desktop.services.advice_issue import KIND, Person
from stls_desktop.services.desk import Desk
from stls_desktop.services.issued import SignedLine
from stls_desktop.services.issuing import Gathered, NotIssuedError
from stls_desktop.services.permission import NotAllowedError
from stls_desktop.services.saving import save_as_new
from stls_desktop.store.problems import StoreError

OnStore = Callable[[Callable[[], Any]], Any]
MOST: Final = 5_000
NOT_MADE: Final = (
    "This copy could not be made: something in the program went wrong that should not have. The"
    " report itself is safe. Open it by itself; if it comes back, ask your help desk."
)
NO_TYPEFACE: Final = (
    "A typeface that comes with the program is missing, so this copy cannot be drawn. The report"
    " itself is safe. Install the program again."
)
_ROUTE: Final = "FILE"
_R = TypeVar("_R")
_log = logging.getLogger(__name__)


class NotMadeError(NotIssuedError):
    """The program itself is at fault with one copy, which stands in no other's way."""


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

    Not for the store lane, which only reads and keeps the record: drawing takes a tenth of a
    second. Raises `NotIssuedError` (a `NotMadeError` where the program itself is at fault),
    `NotSavedError` and `StoreError`; then there is neither a file nor a record of one.
    """
    mine = Person("", "", "", audience)

    def gather() -> Gathered:
        gathered = advice_issue.gather(desk, version_id, audience, variant)
        advice_issue.may_give(desk, gathered.copy, mine, _ROUTE)  # before it costs time
        return gathered

    gathered = on_store(partial(_plainly, gather))
    drawn = _plainly(partial(issuing.drawn, gathered))
    changed = Changed()

    def record() -> None:
        nonlocal changed
        given = partial(advice_issue.give, desk, drawn, mine, _ROUTE)
        changed = on_store(partial(_plainly, given))

    path = save_as_new(folder, drawn.file_name, drawn.content, record, "The report")
    return Copied(version_id, path, changed, drawn.problems)


def _plainly(work: Callable[[], _R]) -> _R:
    """A bug is logged, and told as one that others need not wait for."""
    try:
        return work()
    except (NotIssuedError, NotAllowedError, StoreError):
        raise
    except FontMissingError as error:
        _log.exception("a typeface is missing")
        raise NotMadeError(NO_TYPEFACE) from error
    except PictureError as error:
        raise NotMadeError(f"It cannot be drawn. {error}") from error
    except Exception as error:
        _log.exception("a copy of many was not made")
        raise NotMadeError(NOT_MADE) from error
