"""A file that somebody chose to take out of the encrypted store: whole, or not there at all.

What leaves here is no longer encrypted, so it is written only where a person said, and under no
other name than one that ends in `.part` while it is being written.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stls_desktop.config import replace_patiently


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


@contextmanager
def _told_plainly(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the disk did not take it"
        words = f"Not saved: {reason}. {what} is safe here; choose another place."
        raise NotSavedError(words) from None
