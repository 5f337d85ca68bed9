"""The structure tree of a tagged PDF: what a screen reader walks through, written as PDF objects.

Elements are made in reading order before anything is drawn, so that page breaks cannot disturb
them. What is drawn later reports its place with `Elem.marked`. Knows nothing of looks or layout.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from reportlab.pdfbase.pdfdoc import (
    PDFDictionary,
    PDFDocument,
    PDFObject,
    PDFObjectReference,
    PDFString,
)

from stls_desktop.reports import rl_private
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.scripts import is_rtl

Mark = int | PDFObjectReference
"""The number of some marked content on its page, or an annotation."""


@dataclass(eq=False, slots=True)
class Elem:
    """One structure element, e.g. H2, P, L, LI, TR, TH.

    `scope` is a TH's, `numbering` a list's, `summary` a table's; `alt` and
    `box` (left, bottom, right, top) a figure's. `lang` is written only where it differs from what
    is around it; `tongue` is the language in force. A cell is kept even when it is empty, because
    without it the cells after it would belong to the wrong column.
    """

    tag: str
    tongue: str = ""
    lang: str = ""
    scope: str = ""
    numbering: str = ""
    summary: str = ""
    alt: str = ""
    box: tuple[float, float, float, float] | None = None
    kids: "list[Elem]" = field(default_factory=list)
    marks: list[tuple[int, Mark]] = field(default_factory=list)

    def add(
        self,
        tag: str,
        *,
        lang: str = "",
        scope: str = "",
        numbering: str = "",
        summary: str = "",
        alt: str = "",
    ) -> "Elem":
        """A new last child, in the language of this one unless another is named."""
        own = lang if lang != self.tongue else ""
        child = Elem(tag, lang or self.tongue, own, scope, numbering, summary, alt)
        self.kids.append(child)
        return child

    @property
    def is_rtl(self) -> bool:
        """Whether it is in a language that is written from right to left."""
        return is_rtl(self.tongue)

    def marked(self, page: int, mark: Mark) -> None:
        """Something of this element was drawn on a page: a content number or an annotation."""
        self.marks.append((page, mark))

    @property
    def is_live(self) -> bool:
        """Whether it has anything to say, or has to be there as a cell."""
        return bool(self.marks) or self.tag in ("TH", "TD") or any(k.is_live for k in self.kids)


class _Raw(PDFObject):
    """An object that is written as it stands: far quicker than a dictionary of dictionaries."""

    content = b""

    def format(self, _document: PDFDocument) -> bytes:
        """What reportlab asks for when it writes the file."""
        return self.content


def write_tree(
    document: PDFDocument,
    root: Elem,
    pages: Sequence[Sequence[Elem]],
    annotations: Sequence[tuple[PDFDictionary, Elem]],
) -> None:
    """Write the tree and the way back from each page's marked content to its element.

    `pages` holds for each page the elements by content number; `annotations` each link with its
    element. Page n of the file has StructParents n - 1; the annotations are numbered after them.
    """
    writer = _Writer(document)
    top, parent = writer.reserve()
    kid = writer.write(root, parent)
    numbers: list[str] = []
    for place, elements in enumerate(pages):
        numbers.append(f"{place} [{' '.join(writer.known[id(one)] for one in elements)}]")
    for place, (annotation, element) in enumerate(annotations, len(pages)):
        annotation["StructParent"] = place
        numbers.append(f"{place} {writer.known[id(element)]}")
    top.content = (
        f"<< /Type /StructTreeRoot /K [{kid}] /ParentTree << /Nums [{' '.join(numbers)}] >> "
        f"/ParentTreeNextKey {len(pages) + len(annotations)} >>"
    ).encode()
    document.Catalog.StructTreeRoot = document.Reference(top)
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


class _Writer:
    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._count = 0
        self.known: dict[int, str] = {}

    def reserve(self) -> tuple[_Raw, str]:
        """A new object of the file, to be filled later, and the reference to it."""
        self._count += 1
        raw = _Raw()
        return raw, self._text(self._document.Reference(raw, f"stls-structure-{self._count}"))

    def _text(self, value: PDFObject) -> str:
        return rl_private.formatted(value, self._document)

    def _words(self, text: str) -> str:
        return self._text(PDFString(printable(text)))

    def write(self, element: Elem, parent: str) -> str:
        """Write an element and all below it; the reference to it comes back."""
        entry, reference = self.reserve()
        self.known[id(element)] = reference
        first = element.marks[0][0] if element.marks else 0
        kids = [self._mark(page, mark, first) for page, mark in element.marks]
        kids += [self.write(child, reference) for child in element.kids if child.is_live]
        on = f" /Pg {self._page(first)}" if first else ""
        entry.content = (
            f"<< /Type /StructElem /S /{element.tag} /P {parent}{on}"
            f"{self._attributes(element)} /K [{' '.join(kids)}] >>"
        ).encode("latin-1")
        return reference

    def _mark(self, page: int, mark: Mark, first: int) -> str:
        if not isinstance(mark, int):
            return f"<< /Type /OBJR /Pg {self._page(page)} /Obj {self._text(mark)} >>"
        if page == first:
            return str(mark)
        return f"<< /Type /MCR /Pg {self._page(page)} /MCID {mark} >>"

    def _page(self, number: int) -> str:
        return self._text(PDFObjectReference(f"Page{number}"))

    def _attributes(self, element: Elem) -> str:
        words = "".join(
            f" /{key} {self._words(text)}"
            for key, text in (("Lang", element.lang), ("Alt", element.alt))
            if text
        )
        attribute = ""
        if element.scope:
            attribute = f"/O /Table /Scope /{element.scope}"
        elif element.numbering:
            attribute = f"/O /List /ListNumbering /{element.numbering}"
        elif element.summary:
            # Summary, never Alt: an Alt on a table is read out instead of its cells
            attribute = f"/O /Table /Summary {self._words(element.summary)}"
        elif element.box:
            edges = " ".join(f"{edge:.2f}" for edge in element.box)
            attribute = f"/O /Layout /Placement /Block /BBox [{edges}]"
        return f"{words} /A << {attribute} >>" if attribute else words
