"""The merge that the server applies: per slot, by the rule that its field declares.

A slot whose version its author has seen takes the new value. Otherwise equal values agree,
text merges by paragraphs, what is write-once is refused, and anything else is a clash of which
both values are kept. Pure: earlier values are looked up through a function that is handed in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from stls_core.changes import Change
from stls_core.documents import Flat
from stls_core.records._declare import ENVELOPE, Kind, Merge

Ancestor = Callable[[str, str], Any]
"""(slot, path) -> the value that the author of the change had before writing; None if none."""


@dataclass(frozen=True)
class Clash:
    """Two values for one slot, neither of whose authors had seen the other's."""

    slot: str
    base: dict[str, Any]
    live: dict[str, Any]
    other: dict[str, Any]


@dataclass
class Merged:
    """The outcome for one change: what becomes live, and what does not."""

    live: dict[str, Any] = field(default_factory=dict)  # path -> value that becomes live
    slots: list[str] = field(default_factory=list)  # slots that get the new version
    mixed: list[str] = field(default_factory=list)  # merged text and the like: live is not as sent
    clashes: list[Clash] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # write-once slots with another value


def merge(
    kind: Kind,
    doc: Flat,
    ver: Mapping[str, int],
    change: Change,
    base: Mapping[str, int],
    ancestor: Ancestor,
) -> Merged:
    """Merge one change into the live document, slot by slot. `base` has `after` resolved."""
    outcome = Merged()
    if not ver:
        # A new record: the quick way to what the rules below come to.
        outcome.live.update(change.set)
        outcome.slots.extend(kind.slots(change.set))
        return outcome
    by_slot: dict[str, dict[str, Any]] = {}
    for path, value in change.set.items():
        by_slot.setdefault(kind.slot(path), {})[path] = value
    for slot, values in by_slot.items():
        live = {path: doc.get(path) for path in values}
        if live == values:
            # Equal values agree; the version stays, so that nobody sees a change where none is.
            if slot not in ver:
                outcome.slots.append(slot)
        elif ver.get(slot, 0) <= base.get(slot, 0) and not _is_closed(kind, slot, live):
            # The base is above the live version after an equal value was acknowledged: the
            # author has seen what is live. A record's numbers only ever grow.
            outcome.live.update(values)
            outcome.slots.append(slot)
        else:
            _merge_late(kind, slot, live, values, ancestor, outcome)
    return outcome


def _is_closed(kind: Kind, slot: str, live: Mapping[str, Any]) -> bool:
    return kind.merge_of(slot) is Merge.WRITE_ONCE and any(v is not None for v in live.values())


def _merge_late(
    kind: Kind,
    slot: str,
    live: dict[str, Any],
    values: dict[str, Any],
    ancestor: Ancestor,
    outcome: Merged,
) -> None:
    rule = kind.merge_of(slot)
    if rule is Merge.WRITE_ONCE:
        # Two laptops may make the same public record; who made it first is no words of anybody.
        (outcome.mixed if slot in ENVELOPE else outcome.refused).append(slot)
        return
    before = {path: ancestor(slot, path) for path in values}
    if rule is Merge.TEXT:
        text = merge_text(_text(before, slot), _text(values, slot), _text(live, slot))
        if text is not None:
            outcome.live[slot] = text or None
            outcome.slots.append(slot)
            if outcome.live[slot] != values[slot]:
                outcome.mixed.append(slot)
            return
    outcome.clashes.append(Clash(slot=slot, base=before, live=live, other=values))


def _text(values: Mapping[str, Any], slot: str) -> str:
    return str(values.get(slot) or "")


def paragraphs(text: str) -> list[str]:
    """A text as its paragraphs, which are runs of lines that are not blank.

    Each has the blank lines after it, so that joining them gives the text back.
    """
    parts: list[str] = []
    fresh = True
    for line in text.splitlines(keepends=True):
        if line.strip() and fresh:
            parts.append(line)
            fresh = False
        elif parts:
            parts[-1] += line
            fresh = not line.strip()
        else:
            parts.append(line)
    return parts


def merge_text(base: str, mine: str, theirs: str) -> str | None:
    """diff3 over paragraphs; None if both changed the same paragraph in different ways.

    Two paragraphs added at the same place stand in the same paragraph's gap and are a conflict
    as well: their order would be a guess.
    """
    if mine == theirs:
        return mine
    old, ours, others = (_keyed(t) for t in (base, mine, theirs))
    ours_edits, others_edits = _edits(old, ours), _edits(old, others)
    out: list[str] = []
    at = 0
    queue = sorted([*ours_edits, *others_edits], key=lambda e: (e[0], e[1]))
    index = 0
    while index < len(queue):
        start, end, new = queue[index]
        if index + 1 < len(queue):
            next_start, next_end, next_new = queue[index + 1]
            if next_start < end or next_start == start:
                if (start, end, new) != (next_start, next_end, next_new):
                    return None
                index += 1
        out += old[at:start] + new
        at = end
        index += 1
    out += old[at:]
    return _joined(out, keeps_end=mine.endswith("\n") or theirs.endswith("\n"))


def _keyed(text: str) -> list[str]:
    return [part.rstrip() for part in paragraphs(text)]


def _edits(old: list[str], new: list[str]) -> list[tuple[int, int, list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [(i1, i2, new[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def _joined(parts: list[str], *, keeps_end: bool) -> str:
    return "\n\n".join(parts) + ("\n" if keeps_end and parts else "")
