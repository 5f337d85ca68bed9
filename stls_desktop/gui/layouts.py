"""What a record's form looks like: cards and rows of declared fields, read from `ui/forms`.

A layout has exactly card, row, width, `show_if` and `widget`; no expressions and no loops. A kind
without a layout file gets a default one. Names that the declaration does not know fail at load.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stls_core.records import ENVELOPE, Kind, Need
from stls_desktop.assets import asset_path


class LayoutError(Exception):
    """A layout that does not fit its declaration; caught by a test and by the self-test."""


@dataclass(frozen=True)
class Cell:
    """One field in a row, with its share of the width and the control it asks for."""

    name: str
    weight: int = 1
    widget: str = ""


@dataclass(frozen=True)
class CardLayout:
    """A titled group of rows, shown always or while one field has one value."""

    key: str
    title: str
    rows: tuple[tuple[Cell, ...], ...]
    hint: str = ""
    show_if: tuple[str, str | bool] | None = None


@dataclass(frozen=True)
class Layout:
    """The cards of a form, from top to bottom."""

    cards: tuple[CardLayout, ...]

    def names(self) -> tuple[str, ...]:
        """Every field on the form, in tab order."""
        return tuple(cell.name for card in self.cards for row in card.rows for cell in row)


def layout_of(kind: Kind, folder: Path | None = None) -> Layout:
    """The layout file of a kind, or a default layout of all its fields."""
    path = (folder or asset_path("ui", "forms")) / f"{kind.name}.toml"
    if not path.exists():
        return _default(kind)
    layout = _read(path)
    _check(kind, layout)
    return layout


def _read(path: Path) -> Layout:
    tables: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["card"]
    return Layout(tuple(_card(table) for table in tables))


def _card(table: dict[str, Any]) -> CardLayout:
    widgets: dict[str, str] = table.get("widget", {})
    condition: dict[str, str | bool] = table.get("show_if", {})
    return CardLayout(
        key=table["key"],
        title=table.get("title", ""),
        hint=table.get("hint", ""),
        rows=tuple(tuple(_cell(text, widgets) for text in row) for row in table["rows"]),
        show_if=next(iter(condition.items()), None),
    )


def _cell(text: str, widgets: dict[str, str]) -> Cell:
    name, _, weight = text.partition(":")
    return Cell(name, int(weight or 1), widgets.get(name, ""))


def _check(kind: Kind, layout: Layout) -> None:
    names = layout.names()
    conditions = [card.show_if[0] for card in layout.cards if card.show_if]
    unknown = sorted({*names, *conditions} - set(kind.fields))
    if unknown:
        msg = f"{kind.name}: the layout names {', '.join(unknown)}, which is not declared"
        raise LayoutError(msg)
    missing = [
        field.name
        for field in kind.fields.values()
        if field.says.need is not Need.OPTIONAL
        and field.name not in names
        and _is_asked(kind, field.name)
    ]
    if missing:
        msg = f"{kind.name}: the layout leaves out {', '.join(missing)}, which is required"
        raise LayoutError(msg)


def _is_asked(kind: Kind, name: str) -> bool:
    """Whether a person fills the field in; ids of what the record belongs to are given."""
    return name != kind.parent and not (name in kind.unit and name.endswith("_id"))


def _default(kind: Kind) -> Layout:
    names = [n for n in kind.fields if n not in ENVELOPE and n != kind.parent]
    rows = tuple((Cell(name),) for name in names)
    return Layout((CardLayout(key="all", title=kind.title, rows=rows),))
