"""What a teacher may write, kind by kind: one small change for each merge rule.

Every value is fresh (it holds the number of the writing), save where a field has only a few codes
and the same value is bound to be chosen twice. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from stls_core.merge import paragraphs

Flat = Mapping[str, Any]
Pen = Callable[[Flat, int, int], dict[str, Any]]
"""(document before the eyes, number of this writing, a free choice) -> {path: value or None}"""

CALLED_OFF_BY = ("SETTING", "SERVICE", "PARENT", "OTHER")
REASONS = ("SENCO_ABSENT", "NO_COVER", "WEATHER")


def _scalar(name: str) -> Pen:
    return lambda _doc, n, _choice: {name: f"value {n}"}


def _number(name: str) -> Pen:
    return lambda _doc, n, _choice: {name: n}


def _few(name: str, least: int, most: int) -> Pen:
    """The same value is soon chosen twice, and sometimes cleared."""
    count = most - least + 2
    return lambda _doc, _n, choice: {
        name: None if choice % count == 0 else least + choice % count - 1
    }


def _coded(name: str, codes: tuple[str, ...]) -> Pen:
    def toggle(doc: Flat, _n: int, choice: int) -> dict[str, Any]:
        path = f"{name}/{codes[choice % len(codes)]}"
        return {path: None if doc.get(path) else True}

    return toggle


def _keyed(name: str, role: str) -> Pen:
    def write(doc: Flat, n: int, choice: int) -> dict[str, Any]:
        path = f"{name}/person-{choice % 2}"
        if choice % 5 == 4 and doc.get(path):
            return {path: None}
        return {path: {"key": path.partition("/")[2], "name": f"Person {n}", "role": role}}

    return write


def _called_off(_doc: Flat, n: int, choice: int) -> dict[str, Any]:
    return {
        "called_off_by": CALLED_OFF_BY[choice % 4],
        "called_off_reason": REASONS[choice % 3],
        "notice_hours": n,
    }


def _address(_doc: Flat, n: int, choice: int) -> dict[str, Any]:
    return {
        "street": f"{n} Tumblestone Lane",
        "locality": None,
        "town": ("Little Wenning", "Quillham")[choice % 2],
        "county": None,
        "postcode": None if choice % 3 else "ZZ99 1AA",
    }


def _text(name: str) -> Pen:
    def write(doc: Flat, n: int, choice: int) -> dict[str, Any]:
        parts = parts_of(doc.get(name))
        act, place = choice % 5, choice // 5 % (len(parts) + 1)
        if act == 0 and place < len(parts):
            parts[place] = f"Paragraph {n}\n- and its second line"
        elif act == 1 and len(parts) > 1:
            del parts[place - 1]
        elif act == 2:
            parts.insert(place, f"Paragraph {n}")
        else:
            parts.append(f"Paragraph {n}")
        return {name: "\n\n".join(parts) or None}

    return write


def parts_of(text: str | None) -> list[str]:
    """The paragraphs of a text without the blank lines between them."""
    return [part.rstrip() for part in paragraphs(text or "")]


PENS: Mapping[str, tuple[Pen, ...]] = {
    "link_visit": (
        _scalar("no_actions_reason"),
        _few("rating", 1, 3),
        _called_off,
        _coded("purposes", ("PLANNING", "REVIEW")),
        _keyed("attendees", "SENCO"),
        _text("whole_school_focus"),
        _text("resources"),
    ),
    "setting": (
        _number("roll"),
        _few("low_age", 2, 4),
        _address,
        _keyed("contacts", "SENCO"),
        _text("site_notes"),
    ),
}
