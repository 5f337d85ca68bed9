"""Reads a PDF the way a screen reader does: the structure tree, with the words of each element.

Only for tests. Words come from the content streams by their marked-content numbers and through
each font's map to Unicode, so a missing glyph or a word outside the tree cannot hide.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

_PAIR = re.compile(rb"<([0-9A-Fa-f]{2})> <([0-9A-Fa-f]+)>")


@dataclass
class Node:
    tag: str
    words: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    kids: "list[Node]" = field(default_factory=list)
    pieces: dict[int, str] = field(default_factory=dict)  # page -> its words on that page
    has_link: bool = False
    lang: str = ""
    alt: str = ""

    def walk(self) -> "Iterator[Node]":
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def all(self, *tags: str) -> "list[Node]":
        return [node for node in self.walk() if node.tag in tags]

    @property
    def pages(self) -> set[int]:
        return set(self.pieces)

    @property
    def text(self) -> str:
        return " ".join(" ".join(node.words for node in self.walk()).split())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def tree(pdf: bytes) -> Node:
    """The structure of a file, from its Document element down."""
    file = opened(pdf)
    marked = [dict(_marked(page)) for page in file.pages]
    places = {page.objgen: number for number, page in enumerate(file.pages)}
    return _node(file.Root.StructTreeRoot.K[0], marked, places)


def artifacts(pdf: bytes) -> list[str]:
    """The words on each page that are outside the structure."""
    return [
        "".join(words for mark, words in _marked(page, with_artifacts=True) if mark is None)
        for page in opened(pdf).pages
    ]


def flat(text: str) -> str:
    """Without any space, so that line ends do not matter."""
    return "".join(text.split())


def _node(element, marked, places) -> Node:
    node = Node(
        str(element.S)[1:],
        attributes=_attributes(element),
        lang=str(element.get("/Lang", "")),
        alt=str(element.get("/Alt", "")),
    )
    own = element.get("/Pg")
    for kid in element.K:
        if isinstance(kid, int) or not isinstance(kid, pikepdf.Dictionary):
            _add(node, int(kid), places[own.objgen], marked)
        elif kid.get("/Type") == "/MCR":
            _add(node, int(kid.MCID), places[kid.Pg.objgen], marked)
        elif kid.get("/Type") == "/OBJR":
            node.has_link = kid.Obj.Subtype == "/Link"
        else:
            node.kids.append(_node(kid, marked, places))
    return node


def _add(node: Node, mark: int, page: int, marked) -> None:
    node.words += marked[page][mark]
    node.pieces[page] = node.pieces.get(page, "") + marked[page][mark]


def _attributes(element) -> dict[str, str]:
    found = element.get("/A")
    if found is None:
        return {}
    return {str(key)[1:]: _said(value) for key, value in found.items()}


def _said(value) -> str:
    if isinstance(value, pikepdf.Array):
        return " ".join(map(str, value))
    return str(value).lstrip("/")


def _marked(page, *, with_artifacts: bool = False) -> Iterator[tuple[int | None, str]]:
    fonts = {name: _unicode(font) for name, font in page.Resources.Font.items()}
    font: dict[int, str] = {}
    mark, words, before = None, list[str](), 0
    meant: str | None = None  # what a span says, whatever its glyphs are
    for instruction in pikepdf.parse_content_stream(page):
        operands = instruction.operands
        match str(instruction.operator):
            case "BDC" if "/ActualText" in operands[1]:
                meant, before = str(operands[1].ActualText), len(words)
            case "BDC":
                mark, words = operands[1].get("/MCID"), []
            case "EMC" if meant is not None:
                words[before:], meant = [meant], None
            case "EMC":
                if mark is not None or with_artifacts:
                    yield (None if mark is None else int(mark)), "".join(words)
            case "Tf":
                font = fonts[str(operands[0])]
            case "Tj":
                words += [font[code] for code in bytes(operands[0])]  # KeyError: a lost glyph
            case "TJ":
                shown = [part for part in operands[0] if isinstance(part, pikepdf.String)]
                words += [font[code] for part in shown for code in bytes(part)]


def _unicode(font) -> dict[int, str]:
    assert "/FontFile2" in font.FontDescriptor, "every font is in the file"
    pairs = _PAIR.findall(font.ToUnicode.read_bytes().split(b"endcodespacerange")[1])
    return {int(code, 16): bytes.fromhex(word.decode()).decode("utf-16-be") for code, word in pairs}
