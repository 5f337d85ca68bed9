"""A file that somebody chose to take out of the encrypted store: whole, or not there at all.

What leaves here is no longer encrypted, so it is written only where a person said, and under no
other name than one that ends in `.part` while it is being written.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from stls_desktop.config import name_patiently, replace_patiently


class NotSavedError(Exception):
    """The file was not written; the words say why and what to do."""


def save(path: Path, content: bytes, what: str = "It") -> None:
    """Write a file whole. An older file of that name stays as it was if it finds no room.

    Raises `NotSavedError`; `what` is what its words call the content.
    """
    with saved_after(path, content, what):
        pass


@contextmanager
def saved_after(path: Path, content: bytes, what: str = "It") -> Iterator[None]:
    """Write a file under its name only when the block has ended well.

    The block records that it was taken; without that record there is no file, and without room for
    the file nothing is recorded. Raises `NotSavedError`.
    """
    begun = path.with_name(f"{path.name}.part")
    try:
        with _told_plainly(what):
            begun.write_bytes(content)
        yield
        with _told_plainly(what):
            replace_patiently(begun, path, tries=5)
    finally:
        begun.unlink(missing_ok=True)


def save_as_new(
    folder: Path, name: str, content: bytes, record: Callable[[], object], what: str = "It"
) -> Path:
    """Write a file into a folder and never over another one: a name that is taken gets a number.

    `record` notes that it was taken, after there was room for it and before it has its name; what
    it raises leaves no file. Raises `NotSavedError`.
    """
    if not folder.is_dir():
        raise NotSavedError("Not saved: the folder is not there any more. Choose another place.")
    begun = folder / f"{name}.part"
    try:
        with _told_plainly(what):
            begun.write_bytes(content)
        record()
        with _told_plainly(what):
            return _named(begun, folder, name)
    finally:
        with suppress(OSError):  # the stick may be gone
            begun.unlink(missing_ok=True)


def _named(begun: Path, folder: Path, name: str) -> Path:
    """Its first name that is free; another program may take one at any moment."""
    stem, dot, ending = name.rpartition(".")
    number = 1
    while True:
        path = folder / (name if number == 1 else f"{stem} ({number}){dot}{ending}")
        with suppress(FileExistsError):
            name_patiently(begun, path, tries=5)
            return path
        number += 1


@contextmanager
def _told_plainly(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the disk did not take it"
        words = f"Not saved: {reason}. {what} is safe here; choose another place."
        raise NotSavedError(words) from None
