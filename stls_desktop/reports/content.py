"""What a printed document says, in plain text and in reading order; never how it looks.

Frozen and free of any renderer, so that the same content can be drawn, compared, hashed and read
back. Text is never markup: `<b>` prints as the three characters that were typed.

A `lang` ("pl", "ar") is the language of a block where it differs from what is around it; empty
means the same. Standing words and somebody's own words may differ inside one block, so labels,
headers and titles have a language of their own. Right-to-left follows from the language.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

_OPENING_MARKS = ("“", "‘", "«", "„", '"')

LINK_SCHEMES = ("https", "mailto", "tel")
"""What a printed link may start. Anything else prints as plain words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; level 1 is the masthead's.

    `aside` stands on the same line and is quieter.
    """

    level: Literal[2, 3]
    text: str
    aside: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. A line break inside it is kept. Quiet is smaller and greyer."""

    text: str
    tone: Literal["body", "quiet"] = "body"
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose order does not matter."""

    items: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list: what comes first is done first."""

    items: tuple[str, ...]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's own words, word for word, and who said them. Marked as theirs, never as ours."""

    text: str
    said_by: str = ""
    lang: str = ""

    @property
    def quoted(self) -> str:
        """The words in quotation marks; those that came with marks of their own keep them."""
        text = self.text.strip()
        return text if text.startswith(_OPENING_MARKS) else f"“{text}”"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, with a description for those who hear the page.

    `aside` stands on the same line and leads nowhere.
    """

    text: str
    uri: str
    description: str
    aside: str = ""

    @property
    def may_lead(self) -> bool:
        """Whether the address is of a kind that a document may open."""
        scheme, colon, rest = self.uri.partition(":")
        is_plain = self.uri.isascii() and self.uri.isprintable() and " " not in self.uri
        return bool(colon and rest) and is_plain and scheme.lower() in LINK_SCHEMES


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what belongs to it: words, a link, or several paragraphs."""

    label: str
    value: "str | Link | tuple[Paragraph | Bullets | Steps | Quotation | Link, ...]"


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Rows with their labels hung at the side; read out as a list of label and text."""

    rows: tuple[Row, ...]
    lang: str = ""
    label_lang: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    """A cell that opens with a word to be seen first; what follows stands on its own line."""

    first: str
    rest: str = ""

    def __str__(self) -> str:
        return f"{self.first} {self.rest}".rstrip()


Cell = str | Strong


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. `widths` are shares of the page's width, one a column.

    `row_headers`: the first cell of each row names the row. `summary` is heard, not seen.
    """

    header: tuple[str, ...]
    rows: "tuple[tuple[Cell, ...], ...]"
    widths: tuple[float, ...]
    summary: str
    row_headers: bool = False
    lang: str = ""
    header_lang: str = ""

    def __post_init__(self) -> None:
        """Refuse a ragged table: a cell without its header cannot be read out."""
        columns = len(self.header)
        if len(self.widths) != columns or any(len(row) != columns for row in self.rows):
            raise ValueError(f"every row and the widths of this table need {columns} cells")


@dataclass(frozen=True, slots=True)
class Masthead:
    """The top of the first page: what this is, whose it is, and the facts in one strip.

    `label_lang` is the language of the kicker and of the labels of the facts.
    """

    kicker: str
    title: str
    status: str
    facts: tuple[tuple[str, str], ...]
    lang: str = ""
    label_lang: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One target on a chart: where it began, where it is (None: not measured), what was hoped."""

    label: str
    baseline: float
    achieved: float | None
    expected: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from baseline over achieved to expected for each target, on one scale.

    `names` are the words for the three, in this order. The same numbers follow as text, made from
    the same values, so that nobody has to read the picture. `alt` says what the picture shows.
    """

    alt: str
    measures: tuple[Measure, ...]
    names: tuple[str, str, str]
    unmeasured: str
    lowest: float
    highest: float
    lang: str = ""

    def bars(self, one: Measure) -> tuple[tuple[str, str, float | None], ...]:
        """(name, its number in words, the number) for each bar of a target."""
        values = (one.baseline, one.achieved, one.expected)
        return tuple(
            (name, self.unmeasured if value is None else f"{value:g}", value)
            for name, value in zip(self.names, values, strict=True)
        )

    def told(self, one: Measure) -> str:
        """The numbers of a target on one line."""
        numbers = "; ".join(f"{name} {words}" for name, words, _ in self.bars(one))
        return f"{one.label}: {numbers}"

    def __post_init__(self) -> None:
        """Refuse a scale that a value is not on."""
        for one in self.measures:
            values = (one.baseline, one.expected, one.achieved)
            if any(v is not None and not self.lowest <= v <= self.highest for v in values):
                raise ValueError(f"a value is not on the scale {self.lowest}-{self.highest}")
        if self.lowest >= self.highest:
            raise ValueError("the scale of a chart has to rise")


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG, e.g. a council's logo; `alt` says what it shows. Points wide and high at most.

    Empty `alt` makes it decoration, which a screen reader passes over.
    """

    data: bytes
    alt: str
    width: float
    height: float
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """The one tinted box, for what the reader acts on."""

    title: str
    blocks: "tuple[Paragraph | Bullets | Steps | Table | KeyValues, ...]"
    lang: str = ""
    title_lang: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A framed box that may be cut out: a strategy, an action. It stays on one page if it can."""

    title: str
    blocks: "tuple[Block, ...]"
    lang: str = ""
    title_lang: str = ""


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Empty lines for a pen. They are looks: nothing is read out."""

    count: int


@dataclass(frozen=True, slots=True)
class SignatureLines:
    """For each person a line to sign and one for the day. `words` are "Signed" and "Date"."""

    people: tuple[str, ...]
    words: tuple[str, str]
    lang: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks that belong together and share a language; a section of its own when read out."""

    blocks: "tuple[Block, ...]"
    lang: str = ""


Block = (
    Heading
    | Paragraph
    | Bullets
    | Steps
    | Quotation
    | Link
    | KeyValues
    | Table
    | Masthead
    | Chart
    | Picture
    | Callout
    | Card
    | WritingLines
    | SignatureLines
    | PageBreak
    | Section
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """What a layout prints around the text by itself. `page` has places {page} and {pages}.

    `title` stands above later pages. `lang` is the language of all of it, and of the document's
    `version_label`; empty means that of the document.
    """

    title: str
    page: str
    draft: str
    demo: str
    lang: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a renderer may know. `title` shows in windows and mail: no pupil's name in it.

    `author` is the service, not a person; `marking` is the council's own word, or empty. `edges`
    are in English where there are none.
    """

    title: str
    subject: str
    author: str
    service: str
    reference: str
    version_label: str
    marking: str
    issued_on: dt.date
    blocks: tuple[Block, ...]
    lang: str = "en-GB"
    is_draft: bool = False
    is_demo: bool = False
    edges: Edges | None = None
