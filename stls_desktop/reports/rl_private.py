"""Every name of reportlab that is not part of its public interface, and nothing else.

reportlab has the slots for a tagged file and no way to fill them. What we reach for is listed in
`PRIVATE_NAMES`; a test checks that each still exists and that no other module touches one. This is
why reportlab is pinned below 5.2.
"""

import datetime as dt
import hashlib
from collections.abc import Mapping
from importlib import import_module

from reportlab.pdfbase.pdfdoc import (
    NoEncryption,
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObject,
    PDFObjectReference,
    PDFPage,
    PDFStream,
    PDFString,
)
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

PRIVATE_NAMES: tuple[tuple[str, str], ...] = (
    ("Canvas", "_code"),
    ("Canvas", "_doc"),
    ("Canvas", "_addAnnotation"),
    ("PDFTextObject", "_code"),
    ("PDFDocument", "_timeStamp"),
    ("PDFPage", "__NoDefault__"),
    ("PDFCatalog", "__NoDefault__"),
    ("PDFDocument", "encrypt"),
)
"""(class, attribute) of an instance, as used below."""

SETTINGS: dict[str, object] = {
    "trustedHosts": None,
    "trustedSchemes": [],
    "useA85": 0,
}
"""reportlab's own settings: nothing may be fetched from anywhere; streams are bytes, not text."""

_MAP_KEY = "toUnicodeCMap:"
_MAX_PAIRS = 100  # in one bfchar block, says Adobe's technical note 5411


def harden() -> None:
    """Apply `SETTINGS` to reportlab, for the whole program."""
    config = import_module("reportlab.rl_config")
    for name, value in SETTINGS.items():
        setattr(config, name, value)


def document_of(canvas: Canvas) -> PDFDocument:
    """The file that a canvas writes."""
    return canvas._doc  # noqa: SLF001


def emit(canvas: Canvas, operator: str) -> None:
    """Append one operator to the content of the current page."""
    canvas._code.append(operator)  # noqa: SLF001


def add_to(text: PDFTextObject, operator: str) -> None:
    """Append one operator to words that are being set."""
    text._code.append(operator)  # noqa: SLF001


def add_annotation(canvas: Canvas, annotation: PDFDictionary, name: str) -> PDFObjectReference:
    """Put an annotation on the current page; its reference comes back."""
    canvas._addAnnotation(annotation, name)  # noqa: SLF001
    return document_of(canvas).refAnnotation(name)


def formatted(value: PDFObject, document: PDFDocument) -> str:
    """A PDF object as it stands in the file."""
    text: bytes = value.format(document)  # type: ignore[attr-defined]
    return text.decode("latin-1")


def date_document(document: PDFDocument, day: dt.date) -> None:
    """Give the file's dates and its identity a day that the caller names, never the clock's."""
    seed = hashlib.md5(day.isoformat().encode(), usedforsecurity=False)
    vars(document)["signature"] = seed  # it was made from the clock or the environment
    document._timeStamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)  # noqa: SLF001


class _Ended(PDFObject):
    """The bytes of a stream with the line end that reportlab leaves out; it is not part of them."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def __len__(self) -> int:
        return len(self._content)

    def format(self, _document: PDFDocument) -> bytes:
        return self._content + b"\r\n"  # whole, or a last byte that looks like half of it is lost


class _LineEnds(NoEncryption):
    """What reportlab takes for an encryption is handed every stream just before it is written."""

    def encode(self, content: bytes | str) -> _Ended:
        return _Ended(content if isinstance(content, bytes) else content.encode("latin-1"))


def end_streams_with_a_line(document: PDFDocument) -> None:
    """Write a line end before each `endstream`, as ISO 19005-2, 6.1.7.1 wants it."""
    document.encrypt = _LineEnds()


def state_colours(document: PDFDocument, profile: bytes, name: str) -> None:
    """Say by an ICC profile which red, green and blue the file means (ISO 19005-2, 6.2.3)."""
    stream = PDFStream(dictionary=PDFDictionary({"N": 3}), content=profile)
    intent = {
        "Type": PDFName("OutputIntent"),
        "S": PDFName("GTS_PDFA1"),
        "OutputConditionIdentifier": PDFString(name),
        "Info": PDFString(name),
        "DestOutputProfile": document.Reference(stream),
    }
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = PDFArray([PDFDictionary(intent)])


def allow_page_keys(page: PDFPage, *names: str) -> None:
    """Let one page carry entries that reportlab does not know."""
    page.__NoDefault__ = [*page.__NoDefault__, *names]


def mend_unicode_maps(document: PDFDocument, meant: Mapping[int, str]) -> None:
    """Rewrite each map from codes to Unicode: no code to U+0000, at most 100 pairs a block.

    `meant` tells what a code of the font stands for where that is not the character itself.
    """
    for key, stream in document.idToObject.items():
        if isinstance(key, str) and key.startswith(_MAP_KEY) and not hasattr(stream, "is_mended"):
            stream.content = _mended(stream.content, meant)
            stream.is_mended = True


def _mended(content: str, meant: Mapping[int, str]) -> str:
    head, _, rest = content.partition("beginbfchar\n")
    lines, _, tail = rest.partition("\nendbfchar\n")
    head = head[: head.rindex("\n") + 1]  # without the number of pairs
    pairs = [line.split() for line in lines.split("\n")]
    kept = [f"{code} {_utf16(target, meant)}" for code, target in pairs if target != "<0000>"]
    blocks = [kept[first : first + _MAX_PAIRS] for first in range(0, len(kept), _MAX_PAIRS)]
    return head + "".join(map(_block, blocks)) + tail


def _block(pairs: list[str]) -> str:
    return "\n".join([f"{len(pairs)} beginbfchar", *pairs, "endbfchar", ""])


def _utf16(target: str, meant: Mapping[int, str]) -> str:
    # reportlab writes U+1F44D as five digits; the map wants UTF-16
    code = int(target[1:-1], 16)
    return f"<{meant.get(code, chr(code)).encode('utf-16-be').hex().upper()}>"
