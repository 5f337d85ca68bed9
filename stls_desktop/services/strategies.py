"""The strategy library: looking things up, a checklist for modelling, and what worked in a school.

Figures are made of strategies, schools and targets. They must carry no adult's and no child's
name or id, and a figure that rests on fewer than five is not shown.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from stls_core.records.modelling import LocalStrategy, ModellingNote, StepDone
from stls_core.records.plans import Target
from stls_core.strategies import Strategy, read_strategies
from stls_desktop.assets import asset_path
from stls_desktop.changed import Changed
from stls_desktop.services.desk import Desk
from stls_desktop.store.spelling import words_of

FEWEST_SHOWN: Final = 5
WORKED: Final = ("EXPECTED", "BETTER")
_LONGEST_STEP: Final = 300  # characters, as a modelling note allows
_BULLET: Final = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+")


@dataclass(frozen=True)
class LibraryCard:
    """A strategy as the library shows it: of the catalogue, or the council's own."""

    strategy: Strategy
    local_id: str = ""  # the record of one of our own; empty for the catalogue
    adapted_from: str = ""  # the code of the catalogue that our own one was made from


@dataclass(frozen=True)
class WorkedLine:
    """One strategy in one school. None: it rests on fewer than five, so it is not shown."""

    strategy: str  # code, or the id of one of our own
    name: str
    used: int | None  # times modelled here
    targets: int | None  # linked targets that were marked
    met: int | None  # of these, as expected or better


@cache
def catalogue() -> tuple[Strategy, ...]:
    """Every strategy that ships with the program, in the order of the library."""
    path = asset_path("db", "seed", "strategies.toml")
    return read_strategies(path.read_text(encoding="utf-8"))


def search(desk: Desk, words: str, area: str = "") -> tuple[LibraryCard, ...]:
    """The cards with a word that begins with each of the given ones, names before texts.

    Our own come before the catalogue. Without words: everything, or everything of the area.
    Accents, case and apostrophes do not count.
    """
    with desk.store.read() as read:
        own = read.find(LocalStrategy, order_by=("name",))
    cards = (*map(_own_card, own), *(LibraryCard(each) for each in catalogue()))
    typed = tuple(words_of(words))
    found = [
        card
        for card in cards
        if (not area or card.strategy.area == area) and _has(_words_in(card.strategy), typed)
    ]
    return tuple(sorted(found, key=lambda card: not _has(_words_named(card.strategy), typed)))


def checklist_for(
    desk: Desk, strategy: str = "", local_strategy_id: str = ""
) -> tuple[StepDone, ...]:
    """The steps of a strategy, nothing ticked yet, for the checklist of a modelling note.

    The council's own strategy comes first where a note names both. Empty for one that this
    laptop does not know. Keys follow the place, so two laptops make the same checklist.
    """
    steps: tuple[str, ...] = ()
    if local_strategy_id:
        with desk.store.read() as read:
            own = read.get(LocalStrategy, local_strategy_id)
        steps = _lines(own.steps) if own else ()
    if not steps:
        steps = next((each.steps for each in catalogue() if each.code == strategy), ())
    return tuple(
        StepDone(key=f"{number:02d}", step=_shortened(step))
        for number, step in enumerate(steps, start=1)
    )


def what_worked_here(desk: Desk, setting_id: str) -> tuple[WorkedLine, ...]:
    """Each strategy modelled in the school: how often, and how its linked targets came out.

    A target counts once for each strategy, when it is marked. Lines that show how often come
    first, most used first; the others by name, so that the order tells nothing.
    """
    with desk.store.read() as read:
        notes = read.find(ModellingNote, setting_id=setting_id)
        linked = tuple({note.target_id for note in notes if note.target_id})
        targets = read.find(Target, id=linked) if linked else ()
        names = {own.id: own.name for own in read.find(LocalStrategy, deleted=True)}
    used: Counter[str] = Counter()
    aimed: defaultdict[str, set[str]] = defaultdict(set)
    for note in notes:
        strategy = note.local_strategy_id or note.strategy
        if strategy:
            used[strategy] += 1
            aimed[strategy].add(note.target_id)
    names |= {each.code: each.name for each in catalogue()}
    results = {target.id: target.result for target in targets if target.result}
    lines = (_line(key, names, used[key], aimed[key], results) for key in used)
    return tuple(sorted(lines, key=lambda line: (-(line.used or 0), line.name)))


def _line(
    key: str, names: Mapping[str, str], used: int, aimed: set[str], results: Mapping[str, str]
) -> WorkedLine:
    marked = [results[target] for target in aimed if target in results]
    is_enough = len(marked) >= FEWEST_SHOWN
    return WorkedLine(
        strategy=key,
        name=names.get(key, "A strategy that is not on this laptop"),
        used=used if used >= FEWEST_SHOWN else None,
        targets=len(marked) if is_enough else None,
        met=sum(result in WORKED for result in marked) if is_enough else None,
    )


def as_strategy(own: LocalStrategy) -> Strategy:
    """One of the council's own, as an entry of the library."""
    return Strategy(
        code="",
        area=own.area,
        name=own.name,
        when=own.when,
        steps=_lines(own.steps),
        materials=own.materials,
        watch_for=own.review_sign,
        evidence_note=own.evidence_note,
    )


def _own_card(own: LocalStrategy) -> LibraryCard:
    return LibraryCard(as_strategy(own), local_id=own.id, adapted_from=own.adapted_from)


def _lines(steps: str) -> tuple[str, ...]:
    """One step a line, without the bullets or numbers that people type."""
    return tuple(_BULLET.sub("", line).strip() for line in steps.splitlines() if line.strip())


def _shortened(step: str) -> str:
    return step if len(step) <= _LONGEST_STEP else f"{step[: _LONGEST_STEP - 1]}…"


def _has(words: frozenset[str], typed: tuple[str, ...]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in typed)


@lru_cache(maxsize=1024)  # folding a library at every key would be felt; a changed card is new
def _words_in(strategy: Strategy) -> frozenset[str]:
    texts = (strategy.when, *strategy.steps, strategy.materials, strategy.watch_for)
    return frozenset(words_of(" ".join(texts))) | _words_named(strategy)


@lru_cache(maxsize=1024)
def _words_named(strategy: Strategy) -> frozenset[str]:
    return frozenset(words_of(f"{strategy.code} {strategy.name}"))


@dataclass(frozen=True)
class Adapted:
    """A strategy of our own that was made from another."""

    rec: str
    name: str
    changed: Changed


def adapt(desk: Desk, card: LibraryCard) -> Adapted:
    """A copy of a strategy as one of our own, for everybody in the council to write anew."""
    told = card.strategy
    own = LocalStrategy(
        id=desk.new_id(),
        author_id=desk.me.account,
        team_id=desk.me.team,
        created_at=desk.now(),
        sensitivity="OPEN",
        adapted_from=told.code or card.adapted_from,
        area=told.area,
        name=f"{told.name} (ours)"[:160],
        when=told.when,
        steps="\n".join(told.steps),
        materials=told.materials,
        review_sign=told.watch_for,
        evidence_note=told.evidence_note,
    )
    with desk.store.write() as work:
        work.put(own)
    return Adapted(own.id, own.name, work.changed)
