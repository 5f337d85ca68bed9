"""What Word knows and its library has no words for: links, page numbers, descriptions, languages.

Elements of WordprocessingML on paragraphs, runs, rows and tables that are there already.
"""

from collections.abc import Iterable
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as Words

from stls_desktop.reports.content import Link
from stls_desktop.reports.legible import legible
from stls_desktop.reports.scripts import is_rtl

TINT: Final = "EEF3F5"


def field(words: Words, name: str) -> None:
    """A number that Word counts: `PAGE` or `NUMPAGES`."""
    run = words.add_run()._r  # noqa: SLF001 - the library makes no fields
    for kind in ("begin", "", "end"):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = name
        run.append(mark)


def linked(words: Words, link: Link) -> Any:  # noqa: ANN401 - an element of XML
    """A hyperlink that says where it leads."""
    linked = OxmlElement("w:hyperlink")
    target = words.part.relate_to(link.uri, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    linked.set(qn("r:id"), target)
    linked.set(qn("w:tooltip"), legible(link.description))
    run = words.add_run(legible(link.text))
    run.font.underline = True
    linked.append(run._r)  # noqa: SLF001 - it moves into the link
    return linked


def describe(table: WordTable, summary: str) -> None:
    """What is heard of a table before its cells; Word calls it the alt text."""
    properties = table._tbl.tblPr  # noqa: SLF001 - the library sets no alt text
    for name in ("w:tblCaption", "w:tblDescription"):
        said = OxmlElement(name)
        said.set(qn("w:val"), legible(summary))
        properties.append(said)


def mark_row(row: Any, name: str) -> None:  # noqa: ANN401 - the library's _Row
    """Switch on what a row is (`w:tblHeader`) or may not be (`w:cantSplit`)."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - the library has no such switch


def shade(words: Words) -> None:
    """The tint of the one box."""
    tint = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", TINT)):
        tint.set(qn(name), value)
    _place(words._p.get_or_add_pPr(), tint)  # noqa: SLF001 - the library has no shading


def border(words: Words, side: str) -> None:
    """A line along one side of a paragraph."""
    edges = OxmlElement("w:pBdr")
    edge = OxmlElement(f"w:{side}")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1")):
        edge.set(qn(name), value)
    edges.append(edge)
    _place(words._p.get_or_add_pPr(), edges)  # noqa: SLF001 - the library has no borders


def speak(elements: Iterable[Any], lang: str) -> None:
    """Words in these elements that have no language yet are in this one, in its direction."""
    for element in elements:
        for run in element.iter(qn("w:r")):
            if run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is None:
                _speak(run, lang)
        for words in element.iter(qn("w:p")):
            own = words.get_or_add_pPr()
            if is_rtl(lang) and own.find(qn("w:bidi")) is None:
                _place(own, OxmlElement("w:bidi"))


def _speak(run: Any, lang: str) -> None:  # noqa: ANN401 - an element of XML
    own = run.get_or_add_rPr()
    said = OxmlElement("w:lang")
    said.set(qn("w:bidi" if is_rtl(lang) else "w:val"), lang)
    if is_rtl(lang):
        own.append(OxmlElement("w:rtl"))
    own.append(said)


def _place(own: Any, element: Any) -> None:  # noqa: ANN401 - as above
    """Put an element among a paragraph's properties where the schema wants it."""
    name = _ORDER.index(element.tag)
    own.insert_element_before(element, *(_prefixed(tag) for tag in _ORDER[name + 1 :]))


def _prefixed(tag: str) -> str:
    return f"w:{tag.partition('}')[2]}"


_ORDER: Final = tuple(
    qn(f"w:{name}")
    for name in [
        "pStyle",
        "keepNext",
        "keepLines",
        "pageBreakBefore",
        "framePr",
        "widowControl",
        "numPr",
        "suppressLineNumbers",
        "pBdr",
        "shd",
        "tabs",
        "suppressAutoHyphens",
        "kinsoku",
        "wordWrap",
        "overflowPunct",
        "topLinePunct",
        "autoSpaceDE",
        "autoSpaceDN",
        "bidi",
        "adjustRightInd",
        "snapToGrid",
        "spacing",
        "ind",
        "contextualSpacing",
        "mirrorIndents",
        "suppressOverlap",
        "jc",
        "textDirection",
        "textAlignment",
        "textboxTightWrap",
        "outlineLvl",
        "divId",
        "cnfStyle",
        "rPr",
        "sectPr",
        "pPrChange",
    ]
)
"""The properties of a paragraph in the order that Word insists on."""
