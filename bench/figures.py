"""A figure, and the table of figures: what was measured, beside a limit measured in the same run.

Prints and judges; measures nothing. A missed target is marked and is no failure of the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

_TARGET = re.compile(r"(?P<way>[≤≥]) *(?P<number>[\d,.]+) *(?P<unit>\S*)")
_COLUMNS = ("what", "measured", "limit, same run", "ratio", "target", "")


@dataclass(frozen=True)
class Figure:
    """One figure. `limit` is the same work done barely, in the same unit; None where there is none.

    target: "≤ 1.8 ×" speaks of the ratio to the limit, "≤ 0.6 s" of the value; "" is none.
    """

    name: str
    value: float
    unit: str
    limit: float | None = None
    ratio: float | None = None
    target: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without one."""
        found = _TARGET.match(self.target)
        if found is None:
            return None
        measured = self.ratio if found["unit"] == "×" else self.value
        bound = float(found["number"].replace(",", ""))
        if measured is None:
            return None
        return measured <= bound if found["way"] == "≤" else measured >= bound


def against(name: str, value: float, limit: float, unit: str = "ms", target: str = "") -> Figure:
    """A figure with its ratio to the limit."""
    return Figure(name, value, unit, limit, value / limit if limit else None, target)


def read(rows: Iterable[object]) -> list[Figure]:
    """Figures from whatever a group hands in: figures, or mappings or objects with their fields."""
    found = []
    for row in rows:
        if isinstance(row, Figure):
            found.append(row)
            continue
        values: Mapping[str, Any] = row if isinstance(row, Mapping) else vars(row)
        found.append(
            Figure(
                name=str(values["name"]),
                value=float(values["value"]),
                unit=str(values["unit"]),
                limit=values.get("limit"),
                ratio=values.get("ratio"),
                target=str(values.get("target") or ""),
            )
        )
    return found


def table(figures: Iterable[Figure]) -> str:
    """The figures in columns, for people."""
    rows = [_COLUMNS, *(_cells(figure) for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_COLUMNS))]
    rows.insert(1, tuple("-" * width for width in widths))
    return "\n".join(_line(row, widths) for row in rows)


def as_json(figure: Figure) -> dict[str, Any]:
    """The figure for machines."""
    return {**asdict(figure), "is_met": figure.is_met}


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    name, *others = row
    cells = [name.ljust(widths[0])]
    cells += [cell.rjust(width) for cell, width in zip(others[:-1], widths[1:-1], strict=True)]
    return "  ".join([*cells, others[-1]]).rstrip()


def _cells(figure: Figure) -> tuple[str, ...]:
    marks = {True: "ok", False: "MISSED", None: ""}
    return (
        figure.name,
        _number(figure.value, figure.unit),
        "–" if figure.limit is None else _number(figure.limit, figure.unit),
        "–" if figure.ratio is None else f"{figure.ratio:.2f} ×",
        figure.target or "–",
        marks[figure.is_met],
    )


def _number(value: float, unit: str) -> str:
    places = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2  # noqa: PLR2004
    return f"{value:,.{places}f} {unit}"
