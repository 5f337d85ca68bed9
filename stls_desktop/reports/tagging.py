"""The structure tree of a tagged PDF: what a screen reader walks through, written as PDF objects.

Elements are made in reading order before anything is drawn, so that page breaks cannot disturb
them. What is drawn later reports its place with `Elem.marked`. Knows nothing of looks or layout.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFString,
)


@dataclass(eq=False, slots=True)
class Elem:
    """One structure element, e.g. H2, P, L, LI, TR, TH.

    `scope` is a TH's, `numbering` a list's, `summary` a table's. A cell is kept even when it is
    empty, because without it the cells after it would belong to the wrong column.
    """

    tag: str
    scope: str = ""
    numbering: str = ""
    summary: str = ""
    kids: "list[Elem]" = field(default_factory=list)
    marks: list[tuple[int, Any]] = field(default_factory=list)
    reference: Any = None

    def add(self, tag: str, *, scope: str = "", numbering: str = "", summary: str = "") -> "Elem":
        """A new last child."""
        child = Elem(tag, scope, numbering, summary)
        self.kids.append(child)
        return child

    def marked(self, page: int, mark: Any) -> None:
        """Something of this element was drawn on a page: a content number or an annotation."""
        self.marks.append((page, mark))

    @property
    def is_live(self) -> bool:
        """Whether it has anything to say, or has to be there as a cell."""
        return bool(self.marks) or self.tag in ("TH", "TD") or any(k.is_live for k in self.kids)


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
    top = PDFDictionary({"Type": PDFName("StructTreeRoot")})
    writer = _Writer(document)
    writer.write(root, document.Reference(top, "stls-structure"))
    numbers: list[Any] = []
    for place, elements in enumerate(pages):
        row = PDFArray([element.reference for element in elements])
        numbers += [place, document.Reference(row)]
    for place, (annotation, element) in enumerate(annotations, len(pages)):
        annotation["StructParent"] = place
        numbers += [place, element.reference]
    top["K"] = PDFArray([root.reference])
    top["ParentTree"] = document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
    top["ParentTreeNextKey"] = len(pages) + len(annotations)
    document.Catalog.StructTreeRoot = top
    document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})


class _Writer:
    def __init__(self, document: PDFDocument) -> None:
        self._document = document
        self._count = 0

    def write(self, element: Elem, parent: Any) -> None:
        """The dictionaries of an element and all below it."""
        self._count += 1
        entry = PDFDictionary(
            {"Type": PDFName("StructElem"), "S": PDFName(element.tag), "P": parent}
        )
        element.reference = self._document.Reference(entry, f"stls-element-{self._count}")
        attributes = _attributes(element)
        if attributes is not None:
            entry["A"] = attributes
        kids = self._marks(element, entry)
        for child in element.kids:
            if child.is_live:
                self.write(child, element.reference)
                kids.append(child.reference)
        entry["K"] = PDFArray(kids)

    @staticmethod
    def _marks(element: Elem, entry: PDFDictionary) -> list[Any]:
        kids: list[Any] = []
        first = element.marks[0][0] if element.marks else 0
        if first:
            entry["Pg"] = PDFObjectReference(f"Page{first}")
        for page, mark in element.marks:
            on = PDFObjectReference(f"Page{page}")
            if not isinstance(mark, int):
                kids.append(PDFDictionary({"Type": PDFName("OBJR"), "Pg": on, "Obj": mark}))
            elif page == first:
                kids.append(mark)
            else:
                kids.append(PDFDictionary({"Type": PDFName("MCR"), "Pg": on, "MCID": mark}))
        return kids


def _attributes(element: Elem) -> PDFDictionary | None:
    if element.scope:
        return PDFDictionary({"O": PDFName("Table"), "Scope": PDFName(element.scope)})
    if element.numbering:
        return PDFDictionary({"O": PDFName("List"), "ListNumbering": PDFName(element.numbering)})
    if element.summary:
        # Summary, never Alt: an Alt on a table is read out instead of its cells
        return PDFDictionary({"O": PDFName("Table"), "Summary": PDFString(element.summary)})
    return None
