"""The two kinds of trouble with the store: what a teacher can mend, and what is our fault.

A `StoreError` is told in words that say what happened, what is safe and what to do. Everything
else is a bug and takes the crash path. No message here may hold a value from a row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher


class StoreError(Exception):
    """Something about the store that a person can mend. `str()` is fit for a teacher."""

    WORDS: ClassVar[str] = "The data could not be used. Nothing was changed."


class DiskFullError(StoreError):
    """There is no room left for a commit; nothing that was saved before is touched."""

    WORDS = (
        "The disk is full, so the last change could not be saved. Everything saved before is"
        " safe, and your text is still on the screen. Free some space; saving starts again by"
        " itself."
    )


class WrongKeyError(StoreError):
    """The file does not open with this key."""

    WORDS = "The data does not open with this key. Nothing was changed."


class NewerStoreError(StoreError):
    """The file was written by a newer version of the program."""


class ReadOnlyStoreError(StoreError):
    """The folder or the disk cannot be written to."""

    WORDS = (
        "The data folder cannot be written to. Nothing was changed. Ask for write access to it,"
        " or choose another folder."
    )


class DamagedStoreError(StoreError):
    """Some pages of the file cannot be read."""

    WORDS = (
        "A part of the data on this disk is damaged. What the council server has is safe. Restore"
        " the newest backup, or ask for help before you go on."
    )


_SAID_BY_SQLITE = {
    # Whole phrases: a search once complained of "detail!=full" and was told as a full disk.
    "disk is full": DiskFullError,
    "readonly database": ReadOnlyStoreError,
    "unable to open database": ReadOnlyStoreError,
    "file is not a database": WrongKeyError,
    "image is malformed": DamagedStoreError,
}


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn the driver's errors that a person can mend into `StoreError`s."""
    try:
        yield
    except (sa.exc.DBAPIError, sqlcipher.Error) as error:
        said = str(error.orig if isinstance(error, sa.exc.DBAPIError) else error).lower()
        for part, told in _SAID_BY_SQLITE.items():
            if part in said:
                raise told(told.WORDS) from None
        raise
