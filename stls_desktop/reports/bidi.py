"""The order in which a line is drawn when some of it runs from right to left.

The Unicode Bidirectional Algorithm (UAX 9) without explicit formatting characters: those are taken
out of every text before it gets here, because they could disguise what a line says.
"""

import unicodedata
from itertools import groupby

_STRONG = {"L": "L", "R": "R", "AL": "R"}
_NUMBERS = ("EN", "AN")
_SEPARATORS = ("B", "S", "WS")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "⟨": "⟩"}  # Bidi_Paired_Bracket; quotes are none
_PAIRS = {**_BRACKETS, "«": "»", "\u2039": "\u203a"}
_MIRROR = str.maketrans(
    {**_PAIRS, **{end: start for start, end in _PAIRS.items()}, "<": ">", ">": "<"}
)

Run = tuple[int, int, bool]
"""(first, behind the last, runs from right to left): places in the text."""


def runs(text: str, *, is_rtl: bool) -> list[Run]:
    """The pieces of a line from left to right, as they are drawn; `is_rtl` is the paragraph's."""
    levels = _levels(text, base=int(is_rtl))
    found: list[tuple[int, int, int]] = []
    start = 0
    for level, group in groupby(levels):
        end = start + len(list(group))
        found.append((start, end, level))
        start = end
    for level in range(max(levels, default=0), 0, -1):  # L2: turn round whatever is this high
        found = _turned(found, level)
    return [(first, end, level % 2 == 1) for first, end, level in found]


def mirrored(text: str) -> str:
    """A piece without letters that join, as it is drawn from right to left."""
    return text[::-1].translate(_MIRROR)


def _turned(found: list[tuple[int, int, int]], level: int) -> list[tuple[int, int, int]]:
    turned: list[tuple[int, int, int]] = []
    for is_high, group in groupby(found, key=lambda run: run[2] >= level):
        part = list(group)
        turned += reversed(part) if is_high else part
    return turned


def _levels(text: str, base: int) -> list[int]:
    around = "R" if base else "L"
    kinds = _weak([unicodedata.bidirectional(c) or "L" for c in text], around)
    _pair_brackets(text, kinds, around)
    _give_neutrals_a_side(kinds, around)
    levels = [_level(kind, base) for kind in kinds]
    for place in range(len(text) - 1, -1, -1):  # L1: spaces at the end go with the paragraph
        if unicodedata.bidirectional(text[place]) not in _SEPARATORS:
            break
        levels[place] = base
    return levels


def _level(kind: str, base: int) -> int:
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(kinds: list[str], around: str) -> list[str]:
    """W1 to W7: marks, numbers and what stands between and beside numbers."""
    before = strong = around
    for place, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[place] = before
        elif kind == "EN" and strong == "AL":
            kinds[place] = "AN"
        before = kinds[place]
        strong = kind if kind in _STRONG else strong
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, kind, right = kinds[place - 1 : place + 2]
        if left == right and (
            (kind == "ES" and left == "EN") or (kind == "CS" and left in _NUMBERS)
        ):
            kinds[place] = left
    _give_terminators_to_numbers(kinds)
    strong = around
    for place, kind in enumerate(kinds):
        if kind in ("ES", "ET", "CS"):
            kinds[place] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"
        strong = kind if kind in ("L", "R") else strong
    return kinds


def _give_terminators_to_numbers(kinds: list[str]) -> None:
    place = 0
    for kind, group in groupby(list(kinds)):
        end = place + len(list(group))
        beside = kinds[place - 1 : place] + kinds[end : end + 1]
        if kind == "ET" and "EN" in beside:
            kinds[place:end] = ["EN"] * (end - place)
        place = end


def _side(kind: str) -> str:
    return "R" if kind in ("R", *_NUMBERS) else "L" if kind == "L" else ""


def _pair_brackets(text: str, kinds: list[str], around: str) -> None:
    """N0: both of a pair go with what they hold, if that has a direction."""
    for first, last in _pairs(text, kinds):
        inside = {_side(kind) for kind in kinds[first + 1 : last]} - {""}
        if not inside:
            continue
        if around in inside:
            side = around
        else:
            earlier = next((s for s in map(_side, reversed(kinds[:first])) if s), around)
            side = earlier if earlier != around else around
        kinds[first] = kinds[last] = side


def _pairs(text: str, kinds: list[str]) -> list[tuple[int, int]]:
    waiting: list[tuple[str, int]] = []
    found = []
    for place, character in enumerate(text):
        if kinds[place] != "ON":
            continue
        if character in _BRACKETS:
            waiting.append((_BRACKETS[character], place))
        elif character in _BRACKETS.values():
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == character:
                    found.append((waiting[depth][1], place))
                    del waiting[depth:]
                    break
    return sorted(found)


def _give_neutrals_a_side(kinds: list[str], around: str) -> None:
    """N1 and N2: with both neighbours if they agree, else with the paragraph."""
    place, before = 0, around
    for side, group in groupby(list(map(_side, kinds))):
        end = place + len(list(group))
        if side:
            before = side
        else:
            after = _side(kinds[end]) if end < len(kinds) else around
            kinds[place:end] = [before if before == after else around] * (end - place)
        place = end
