"""The look of printed documents as typed tokens, read once from `resources/reports/style.toml`.

Lengths are points, colours red-green-blue in 0–1. Draws nothing and knows no font file.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache

from stls_desktop.assets import asset_path

Colour = tuple[float, float, float]


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
class Style:
    """All tokens: `fit`, `page` and `grid` are numbers by name, `text` the styles by name."""

    fit: dict[str, float]
    page: dict[str, float]
    grid: dict[str, float]
    colour: dict[str, Colour]
    text: dict[str, TextStyle]

    def closer(self) -> "Style":
        """The same look with smaller spaces between paragraphs, sections and rows."""
        by = self.fit["spaces"]
        text = {
            name: replace(one, above=one.above * by, below=one.below * by)
            for name, one in self.text.items()
        }
        return replace(self, text=text, grid={**self.grid, "cell_y": self.grid["cell_y"] * by})

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
        grid = {**self.grid, "cell_y": self.grid["cell_y"] * by}
        return replace(self, page=edges, text={**text, **kept}, grid=grid)


@lru_cache(maxsize=1)
def style() -> Style:
    """The style of every printed document."""
    raw = tomllib.loads(
        asset_path("resources", "reports", "style.toml").read_text(encoding="utf-8")
    )
    colour = {name: _rgb(value) for name, value in raw["colour"].items()}
    text = {
        name: TextStyle(**{**table, "colour": colour[table["colour"]]})
        for name, table in raw["text"].items()
    }
    return Style(raw["fit"], raw["page"], raw["grid"], colour, text)


def _rgb(value: str) -> Colour:
    red, green, blue = (int(value[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue
