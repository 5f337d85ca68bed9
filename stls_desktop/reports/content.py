"""What a printed document says, in plain text and in reading order; never how it looks.

Frozen and free of any renderer, so that the same content can be drawn, compared, hashed and read
back. Text is never markup: `<b>` prints as the three characters that were typed.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. A line break inside it is kept. Quiet is smaller and greyer."""

    text: str
    tone: Literal["body", "quiet"] = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose order does not matter."""

    items: tuple[str, ...]


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
    value: "str | Link | tuple[Paragraph | Bullets | Link, ...]"


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Rows with their labels hung at the left; read out as a list of label and text."""

    rows: tuple[Row, ...]


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

    def __post_init__(self) -> None:
        """Refuse a ragged table: a cell without its header cannot be read out."""
        columns = len(self.header)
        if len(self.widths) != columns or any(len(row) != columns for row in self.rows):
            raise ValueError(f"every row and the widths of this table need {columns} cells")


@dataclass(frozen=True, slots=True)
class Masthead:
    """The top of the first page: what this is, whose it is, and the facts in one strip."""

    kicker: str
    title: str
    status: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """The one tinted box, for what the reader acts on."""

    title: str
    blocks: "tuple[Paragraph | Bullets | Table, ...]"


@dataclass(frozen=True, slots=True)
class WritingLines:
    """Empty lines for a pen. They are looks: nothing is read out."""

    count: int


Block = Heading | Paragraph | Bullets | Link | KeyValues | Table | Masthead | Callout | WritingLines


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a renderer may know. `title` shows in windows and mail: no pupil's name in it.

    `author` is the service, not a person; `marking` is the council's own word, or empty.
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
