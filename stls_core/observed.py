"""What a method asks about a room and about a child, and what an observation comes to in words.

The lists are codes: an aspect belongs to an area of the room, a check to the method that asks it.
Every place that shows a result takes its words from here, so that no percentage is without its n.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from stls_core.coding import share_words
from stls_core.records.observations import FEWEST_SLOTS, Observation, Tally, share_of
from stls_core.reference import Code, Reference

AREAS: Final[Mapping[str, tuple[str, ...]]] = {
    "ENVIRONMENT_AUDIT": ("SOUND", "LIGHT", "SPACE", "TEACHING"),
    "LISTENING_ENV": ("SOUND",),
    "FUNCTIONAL_VISION": ("LIGHT",),
    "PD_ACCESS": ("SPACE",),
}
"""{method: the areas of the room that it asks about}."""


class Group(NamedTuple):
    """Things that are asked under one heading."""

    title: str
    items: tuple[Code, ...]


class Answer(NamedTuple):
    """What was found about one of them."""

    item: str
    state: str
    note: str = ""


def aspects(reference: Reference, method: str) -> tuple[Group, ...]:
    """What a method asks about the room; every area for a method that has none of its own."""
    areas = AREAS.get(method, AREAS["ENVIRONMENT_AUDIT"])
    every = reference.choices("environment_aspect")
    return tuple(
        Group(
            reference.label("environment_area", area), tuple(c for c in every if c.parent == area)
        )
        for area in areas
    )


def checks(reference: Reference, method: str) -> tuple[Group, ...]:
    """What a method asks about the child; nothing for most methods."""
    mine = tuple(c for c in reference.choices("observation_check") if c.parent == method)
    return (Group("", mine),) if mine else ()


def in_words(
    answers: Iterable[Answer], reference: Reference, items: str, states: str
) -> tuple[str, ...]:
    """One sentence for each state that was found, in the order of the list of states.

    "Hinders: noise in the room (the fan), glare and blinds." An item that is not answered is
    told nowhere: nobody looked at it.
    """
    found = tuple(answers)
    told = []
    for state in reference.choices(states):
        named = [
            _named(each, reference.label(items, each.item))
            for each in found
            if each.state == state.code
        ]
        if named:
            told.append(f"{state.label}: {', '.join(named)}.")
    return tuple(told)


def _named(answer: Answer, label: str) -> str:
    is_plain = label[1:] == label[1:].lower()
    words = label[:1].lower() + label[1:] if is_plain else label
    return f"{words} ({answer.note.strip()})" if answer.note.strip() else words


def results(seen: Observation, reference: Reference) -> Iterator[tuple[str, str]]:
    """(label, words) of everything that was measured: what is shown, printed and told in a list."""
    for label, slots in (("On task", seen.slots), ("A peer, on task", seen.peer_slots)):
        if slots.split():
            yield label, share_words(share_of(slots), FEWEST_SLOTS)
    for tally in seen.tallies:
        if tally.behaviour:
            yield tally.behaviour, tally_words(tally)
    for label, level in (("Involvement", seen.involvement), ("Wellbeing", seen.wellbeing)):
        if level is not None:
            yield label, f"{level} of 5 (Leuven scale)"
    checked = (Answer(each.item, each.state, each.note) for each in seen.checks)
    about = (Answer(each.aspect, each.state, each.note) for each in seen.environment)
    for label, told in (
        ("Checks", in_words(checked, reference, "observation_check", "check_state")),
        ("The room", in_words(about, reference, "environment_aspect", "environment_state")),
    ):
        if told:
            yield label, " ".join(told)


def tally_words(tally: Tally) -> str:
    """Only what was counted, such as "4 times in 20 minutes; 12 an hour"."""
    told = []
    if tally.count is not None:
        told.append("once" if tally.count == 1 else f"{tally.count} times")
    if tally.seconds:
        minutes, seconds = divmod(tally.seconds, 60)
        told.append(f"{minutes} min {seconds} s in all" if minutes else f"{seconds} s in all")
    words = ", ".join(told)
    if tally.minutes and words:
        words += f" in {tally.minutes} minutes" if tally.minutes > 1 else " in 1 minute"
    rate = tally.an_hour
    return f"{words}; {rate:.0f} an hour" if rate is not None and not tally.seconds else words
