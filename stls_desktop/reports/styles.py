"""The look of printed documents as typed tokens, read from `resources/reports/*.toml`.

`style.toml` holds every token, `looks.toml` what a look or a size of paper changes of it. Lengths
are points, colours red-green-blue in 0-1. Draws nothing and knows no font file.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from stls_desktop.assets import asset_path
from stls_desktop.reports.fonts import TYPEFACES

STANDARD = "standard"
_EDGE_LINES = 7  # that header and footer may need beyond the margins
_LEAST_LEADING = 1.25  # of the size: below that, tails and accents touch

Colour = tuple[float, float, float]
WHITE: Colour = (1.0, 1.0, 1.0)
_Tokens = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a run of words is set. `face` is a name that `fonts.face` knows."""

    face: str
    size: float
    leading: float
    colour: Colour
    above: float = 0.0
    below: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """A look as somebody chooses it: its name for programs, and two texts for people."""

    name: str
    label: str
    about: str


@dataclass(frozen=True, slots=True)
class Style:
    """All tokens: `fit`, `page` and `grid` are numbers by name, `text` the styles by name.

    `is_stacked`: rows of tables are cards, and labels stand above what they name.
    """

    fit: dict[str, float]
    page: dict[str, float]
    grid: dict[str, float]
    colour: dict[str, Colour]
    text: dict[str, TextStyle]
    is_stacked: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the paper."""
        return self.page["width"], self.page["height"]

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.page["width"] - self.page["margin_left"] - self.page["margin_right"]

    @property
    def room(self) -> float:
        """The height that every page is sure to have, however much stands at its edges."""
        page = self.page
        free = page["height"] - page["margin_top"] - page["margin_bottom"]
        return free - _EDGE_LINES * self.text["furniture"].leading

    def on_paper(self) -> "Style":
        """The same look for a printer, which takes the colour of its paper from the paper."""
        return replace(self, colour={**self.colour, "paper": WHITE})

    def closer(self, by: float) -> "Style":
        """The same look with smaller spaces between paragraphs, sections and rows."""
        text = {
            name: replace(one, above=one.above * by, below=one.below * by)
            for name, one in self.text.items()
        }
        return replace(self, text=text, grid=self._tightened(by, "panel_y"))

    def compact(self) -> "Style":
        """The look of a working sheet that has to stay on one page: smaller words and spaces."""
        size, by = self.fit["compact_words"], self.fit["compact_spaces"]
        text = {
            name: replace(
                one,
                size=one.size * size,
                leading=one.leading * size,
                above=one.above * by,
                below=one.below * by,
            )
            for name, one in self.text.items()
        }
        edges = {
            name: value * (self.fit["compact_margins"] if name.startswith("margin") else 1)
            for name, value in self.page.items()
        }
        kept = {name: self.text[name] for name in ("furniture", "marking")}
        return replace(self, page=edges, text={**text, **kept}, grid=self._tightened(by))

    def _tightened(self, by: float, *more: str) -> dict[str, float]:
        return {**self.grid, **{name: self.grid[name] * by for name in ("cell_y", "quote", *more)}}


@cache
def looks() -> tuple[Look, ...]:
    """Every look that can be asked for, the standard one first."""
    tables = _read("looks.toml")["look"]
    return tuple(Look(name, one["label"], one["about"]) for name, one in tables.items())


@cache
def style(look: str = STANDARD, page: str = "A4", typeface: str = "noto-sans") -> Style:
    """The tokens of a look on a size of paper; KeyError for one that there is not."""
    changes, faces = _read("looks.toml"), TYPEFACES[typeface]
    chosen = changes["look"][look]
    raw = _over(_read("style.toml"), changes["sheet"][page])
    raw = _over({**raw, "text": _scaled(raw["text"], chosen)}, chosen)
    colour = {name: _rgb(value) for name, value in raw["colour"].items()}
    text = {
        name: TextStyle(
            **{**table, "face": faces[table["face"]], "colour": colour[table["colour"]]}
        )
        for name, table in raw["text"].items()
    }
    stacked = chosen.get("stacked", False)
    return Style(raw["fit"], raw["page"], raw["grid"], colour, text, stacked)


@cache
def _read(name: str) -> _Tokens:
    path = asset_path("resources", "reports", name)
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _over(base: _Tokens, change: Mapping[str, Any]) -> _Tokens:
    """The base with the values of a change in place of its own, table by table."""
    merged = dict(base)
    for name, value in change.items():
        if name in base and isinstance(value, dict):
            merged[name] = _over(base[name], value)
        elif name in base:
            merged[name] = value
    return merged


def _scaled(text: _Tokens, look: Mapping[str, Any]) -> _Tokens:
    words, least = look.get("words", 1.0), look.get("least", 0.0)
    leading = words * look.get("leading", 1.0)
    scaled = {}
    for name, table in text.items():
        size = max(table["size"] * words, least)
        lines = max(table["leading"] * leading, size * _LEAST_LEADING if words != 1 else 0.0)
        spaces = {edge: table[edge] * words for edge in ("above", "below") if edge in table}
        scaled[name] = {**table, **spaces, "size": size, "leading": lines}
    return scaled


def _rgb(value: str) -> Colour:
    red, green, blue = (int(value[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
