"""The two kinds of trouble with the store: what a teacher can mend, and what is our fault.

A `StoreError` is told in words that say what happened, what is safe and what to do. Everything
else is a bug and takes the crash path. No message here may hold a value from a row.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


class StoreError(Exception):
    """Something about the store that a person can mend. `str()` is fit for a teacher."""


class DiskFullError(StoreError):
    """There is no room left for a commit; nothing that was saved before is touched."""


class WrongKeyError(StoreError):
    """The file does not open with this key."""


class NewerStoreError(StoreError):
    """The file was written by a newer version of the program."""


class ReadOnlyStoreError(StoreError):
    """The folder or the disk cannot be written to."""


_WORDS: tuple[tuple[str, type[StoreError], str], ...] = (
    (
        "full",
        DiskFullError,
        "The disk is full, so the last change could not be saved. Everything saved before is"
        " safe, and your text is still on the screen. Free some space; saving starts again by"
        " itself.",
    ),
    (
        "readonly",
        ReadOnlyStoreError,
        "The data folder cannot be written to. Nothing was changed. Ask for write access to it,"
        " or choose another folder.",
    ),
    (
        "unable to open",
        ReadOnlyStoreError,
        "The data folder cannot be opened. Nothing was changed. Check that the folder exists and"
        " that you may write to it.",
    ),
    (
        "not a database",
        WrongKeyError,
        "The data does not open with this key. Nothing was changed.",
    ),
    (
        "malformed",
        StoreError,
        "A part of the data on this disk is damaged. What the council server has is safe. Restore"
        " the newest backup, or ask for help before you go on.",
    ),
)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn the driver's errors that a person can mend into `StoreError`s."""
    try:
        yield
    except sa.exc.DBAPIError as error:
        said = str(error.orig).lower()
        for part, kind_of_error, words in _WORDS:
            if part in said:
                raise kind_of_error(words) from None
        raise
