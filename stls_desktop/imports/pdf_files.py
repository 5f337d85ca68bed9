"""PDFs on their way in: opened once to see that they can be shown, and looked at for what acts.

The bytes are kept as they are, because a signed form is evidence. A PDF that is locked, or that
would run or start something, is refused. PDFium works on one thread at a time: render lane only.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pypdfium2
from PIL import Image

from stls_desktop.imports.pdf_objects import Name, Objects, Ref, read_objects
from stls_desktop.imports.pictures import small_of
from stls_desktop.imports.problems import ImportFileError

_SMALL_SCALE: Final = 0.5  # 36 dots to the inch: more than a thumbnail of a page shows
_LONGEST_SIDE: Final = 14_400  # points, the most that a PDF page may have
_ACTS: Final = {
    "JavaScript": "a script in it",
    "JS": "a script in it",
    "Launch": "an instruction to start another program",
    "EmbeddedFile": "another file hidden in it",
    "EmbeddedFiles": "another file hidden in it",
    "FileAttachment": "another file hidden in it",
    "RichMedia": "film or sound in it",
    "Rendition": "film or sound in it",
    "Movie": "film or sound in it",
    "Sound": "film or sound in it",
    "3D": "film or sound in it",
    "SubmitForm": "a form that sends itself",
    "ImportData": "a form that sends itself",
    "XFA": "a form that runs a program of its own",
    "GoToR": "a way into another file",
}
_BY_ITSELF: Final = ("OpenAction", "AA")  # on opening, turning a page, moving over a place
_WEB_PAGE: Final = "a web address that opens by itself"


class UnusablePdfError(ImportFileError):
    """The PDF cannot be used; the words say why and what to do."""


@dataclass(frozen=True)
class Pdf:
    """A PDF that can be shown: its bytes unchanged, its pages, and a small picture of the first."""

    content: bytes
    pages: int
    small: bytes


def checked(content: bytes) -> Pdf:
    """The PDF, if it can be shown and does nothing by itself. Raises `UnusablePdfError`."""
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from None
    try:
        if not len(file):
            raise UnusablePdfError("This PDF has no pages. Nothing was changed.")
        _refuse_what_is_locked(file)
        _refuse_what_acts(file)
        return Pdf(content, len(file), _first_page(file))
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error) from None
    finally:
        file.close()


def _refuse_what_is_locked(file: pypdfium2.PdfDocument) -> None:
    if pypdfium2.raw.FPDF_GetSecurityHandlerRevision(file) >= 0:
        raise _locked()


def _refuse_what_acts(file: pypdfium2.PdfDocument) -> None:
    """Looks at a copy that PDFium spells anew: there no name is packed, and none is disguised."""
    held = io.BytesIO()
    file.save(held)
    spelled = held.getvalue()
    suspects = (*_ACTS, *_BY_ITSELF)
    if not any(b"/" + name.encode() in spelled for name in suspects):
        return
    objects = read_objects(spelled)  # the names may only stand in a text or a picture
    acts = [words for name, words in _ACTS.items() if name in objects.names]
    if any("URI" in _kinds_of_action(objects, start) for start in _starts(objects)):
        acts.append(_WEB_PAGE)
    if acts:
        raise UnusablePdfError(
            f"This PDF has {acts[0]}, so it was not added. Print it to a new PDF and add"
            " that one. Nothing was changed."
        )


def _starts(objects: Objects) -> Iterator[object]:
    """What begins without a click: the actions on opening, and those that hang on an event."""
    for each in objects.dictionaries():
        if "OpenAction" in each:
            yield each["OpenAction"]
        on_events = objects.found(each.get("AA"))
        if isinstance(on_events, dict):
            yield from on_events.values()


def _kinds_of_action(objects: Objects, start: object) -> set[str]:
    """The kinds of an action and of all that follow it; a place to go to is no action."""
    kinds: set[str] = set()
    waiting: list[object] = [start]
    seen: set[int] = set()
    while waiting:
        action = objects.found(waiting.pop())
        if id(action) in seen:
            continue
        seen.add(id(action))
        if isinstance(action, list):
            waiting.extend(action if all(isinstance(e, dict | Ref) for e in action) else ())
        elif isinstance(action, dict) and isinstance(sort := objects.found(action.get("S")), Name):
            kinds.add(sort.words)
            waiting.append(action.get("Next"))
    return kinds


def _first_page(file: pypdfium2.PdfDocument) -> bytes:
    page = file[0]
    try:
        width, height = page.get_size()
        if not 0 < max(width, height) <= _LONGEST_SIDE:
            raise UnusablePdfError("The first page of this PDF has no size that can be shown.")
        scale = min(_SMALL_SCALE, 512 / max(width, height))
        bitmap = page.render(scale=scale, force_bitmap_format=_BGRX, fill_color=_WHITE)
        try:
            size = (bitmap.width, bitmap.height)
            rows = bytes(bitmap.buffer)
            picture = Image.frombuffer("RGB", size, rows, "raw", "BGRX", bitmap.stride, 1)
            return small_of(picture)
        finally:
            bitmap.close()
    finally:
        page.close()


def _unreadable(error: pypdfium2.PdfiumError) -> UnusablePdfError:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return _locked()
    return UnusablePdfError(
        "This PDF is damaged or cut off and cannot be opened. Ask for it again, or scan the paper."
        " Nothing was changed."
    )


def _locked() -> UnusablePdfError:
    return UnusablePdfError(
        "This PDF is protected with a password, so the council could not open it later. Save a"
        " copy without protection and add that one. Nothing was changed."
    )


_BGRX = 3  # FPDFBitmap_BGRx
_WHITE = (255, 255, 255, 255)
