"""A file that somebody wants to add to a record: a photo or a PDF, told apart by what is in it.

The name of the file says nothing here: neither what it is nor what it will be called.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stls_core.records.attachments import LARGEST_BYTES
from stls_desktop.imports import pdf_files, pictures
from stls_desktop.imports.problems import ImportFileError


@dataclass(frozen=True)
class Attachable:
    """What can be kept: cleaned bytes, their type and a small picture of them as JPEG."""

    content: bytes
    media_type: str
    small: bytes
    pages: int = 1


def read(path: Path) -> Attachable:
    """The file, checked and cleaned. Raises `ImportFileError` with words for the teacher."""
    try:
        size = path.stat().st_size if path.is_file() else -1
        if size > LARGEST_BYTES:
            raise _too_large(size)
        if size < 0:
            raise ImportFileError("This is no file. Choose a photo or a PDF. Nothing was changed.")
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the disk did not give it"
        raise ImportFileError(
            f"The file could not be read: {reason}. Nothing was changed. Copy it to this laptop"
            " and add it from there."
        ) from None
    return attachable(content)


def attachable(content: bytes) -> Attachable:
    """The same for bytes, such as a picture that was pasted."""
    if len(content) > LARGEST_BYTES:
        raise _too_large(len(content))
    if not content:
        raise ImportFileError("This file is empty. Choose another copy. Nothing was changed.")
    if b"%PDF-" in content[:1024]:
        pdf = pdf_files.checked(content)
        return Attachable(pdf.content, "application/pdf", pdf.small, pdf.pages)
    picture = pictures.cleaned(content)
    return Attachable(picture.content, "image/jpeg", picture.small)


def _too_large(size: int) -> ImportFileError:
    return ImportFileError(
        f"This file has {size / 1024 / 1024:.0f} MB; at most {LARGEST_BYTES // 1024 // 1024} MB can"
        " be kept. Scan it in black and white, or add only the pages that matter. Nothing was"
        " changed."
    )
