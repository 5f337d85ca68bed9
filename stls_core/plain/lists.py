"""The word lists of the language checks: read from the TOML that is handed in, ready to be found.

A phrase is small letters with blanks: a star at the end of a word stands for any ending, a bar
between phrases means that they share what is said instead. A hyphen has to stand in the text; a
blank may be one there.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from stls_core.plain.words import Word, words_in

JARGON: Final = "jargon"
VAGUE: Final = "vague"
DEFICIT: Final = "deficit"
DIAGNOSING: Final = "diagnosing"
PASSIVE: Final = "passive"
_TABLES: Final[Mapping[tuple[str, ...], str]] = {
    ("vague",): VAGUE,
    ("vague", "always"): VAGUE,
    ("deficit",): DEFICIT,
    ("diagnosing", "phrases"): DIAGNOSING,
    ("passive", "phrases"): PASSIVE,
}
_NEEDED: Final = ("readers", "jargon", "vague", "deficit", "diagnosing", "passive", "acronyms")
_LONGEST: Final = 200  # characters of what to say instead
_JOINS: Final = frozenset(" \t\n\r\u00a0-\u2010\u2011")


class PlainWordsError(ValueError):
    """The word lists cannot be read: says which table and which entry, and what is wrong."""


class Listed(NamedTuple):
    """An entry of a list: the check it belongs to, and what to say instead."""

    check: str
    say: str
    is_always: bool = False  # vague although the sentence says how often


class Match(NamedTuple):
    """Words `first` to `last` (exclusive) of a text that stand in a list."""

    first: int
    last: int
    listed: Listed


@dataclass(frozen=True)
class Phrases:
    """Phrases by their first word, or the first two; by a stem where the first has any ending."""

    whole: Mapping[str, Sequence[tuple[tuple[str, ...], Listed]]]
    stems: Mapping[str, Sequence[tuple[tuple[str, ...], Listed]]]
    lengths: tuple[int, ...]  # of the stems, shortest first
    heads: frozenset[str]  # how a stem may begin: most words of a text begin otherwise

    def found_in(self, text: str, words: Sequence[Word]) -> Iterator[Match]:
        """Every phrase of a text; where several begin, the longest, and none within another."""
        place = 0
        while place < len(words):
            best = self._at(text, words, place)
            if best is not None:
                yield best
            place = best.last if best else place + 1

    def _at(self, text: str, words: Sequence[Word], place: int) -> Match | None:
        core = words[place].core.removesuffix("'s")
        found = list(self.whole.get(core, ()))
        if place + 1 < len(words):
            found += self.whole.get(f"{core} {words[place + 1].core}", ())
        if self.lengths and core[: self.lengths[0]] in self.heads:
            for length in self.lengths:
                found += self.stems.get(core[:length], ()) if length <= len(core) else ()
        if not found:
            return None
        best: Match | None = None
        for parts, listed in found:
            last = place + len(parts)
            if (best is None or last > best.last) and _is_there(text, words, place, parts):
                best = Match(place, last, listed)
        return best


@dataclass(frozen=True)
class Reader:
    """Whom a version is written for, and what that asks of its words."""

    age: int  # the reading age to aim at
    longest: int  # words in a sentence
    knows: frozenset[str]  # acronyms that need no expansion
    phrases: Phrases  # whatever is noticed for this reader


@dataclass(frozen=True)
class PlainWords:
    """All lists. Make it with `read_plain_words`."""

    readers: Mapping[str, Reader]
    acronyms: Mapping[str, tuple[str, ...]]  # {as written: expansions, the first is offered}
    helpers: frozenset[str]  # "should be …"
    participles: frozenset[str]  # irregular ones
    not_participles: frozenset[str]
    sizes: Mapping[str, int] = field(default_factory=dict)  # {list: entries}

    def reader(self, audience: str) -> Reader:
        """The reader of a version; an audience that is not listed gets what a family gets."""
        return self.readers.get(audience) or self.readers["PARENT"]


def read_plain_words(text: str) -> PlainWords:
    """The lists of a TOML text.

    Raises `PlainWordsError` where the text is no TOML, a table is missing, an entry has no words
    or a phrase stands twice for one reader.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PlainWordsError(f"The word lists are not valid TOML: {error}") from error
    for name in _NEEDED:
        if not isinstance(raw.get(name), dict):
            raise PlainWordsError(f"[{name}]: this table is missing.")
    if "PARENT" not in raw["readers"]:
        raise PlainWordsError("[readers.PARENT]: this table is missing.")
    shared = [each for path, check in _TABLES.items() for each in _entries(raw, path, check)]
    shared += _conditions(raw["diagnosing"])
    spared = [(phrase, Listed("", "")) for phrase in _strings(raw, ("not_meant", "phrases"))]
    jargon = {
        name: list(_entries(raw, ("jargon", name), JARGON))
        for name, table in raw["jargon"].items()
        if isinstance(table, dict)
    }
    sizes = {f"jargon.{name}": len(found) for name, found in jargon.items()}
    for _, listed in shared:
        sizes[listed.check] = sizes.get(listed.check, 0) + 1
    return PlainWords(
        readers={
            name: _reader(name, table, jargon, [*spared, *shared])
            for name, table in raw["readers"].items()
        },
        acronyms={
            name: tuple(part.strip() for part in _say("acronyms", name, words).split("|"))
            for name, words in raw["acronyms"].items()
        },
        helpers=frozenset(_strings(raw, ("passive", "helpers"))),
        participles=frozenset(_strings(raw, ("passive", "participles"))),
        not_participles=frozenset(_strings(raw, ("passive", "not_participles"))),
        sizes=sizes,
    )


def _reader(
    name: str,
    table: object,
    jargon: Mapping[str, list[tuple[str, Listed]]],
    shared: list[tuple[str, Listed]],
) -> Reader:
    raw: Mapping[str, Any] = table if isinstance(table, dict) else {}
    age, longest = raw.get("age"), raw.get("longest")
    if not isinstance(age, int) or not isinstance(longest, int):
        raise PlainWordsError(f"[readers.{name}]: age and longest have to be whole numbers.")
    own = list(shared)
    for each in raw.get("jargon", []):
        if each not in jargon:
            raise PlainWordsError(f"[readers.{name}], jargon: there is no list {each}.")
        own += jargon[each]
    return Reader(age, longest, frozenset(raw.get("knows", [])), _phrases(own))


def _phrases(entries: Iterable[tuple[str, Listed]]) -> Phrases:
    whole: dict[str, list[tuple[tuple[str, ...], Listed]]] = {}
    stems: dict[str, list[tuple[tuple[str, ...], Listed]]] = {}
    seen: set[tuple[str, ...]] = set()
    for phrase, listed in entries:
        parts = tuple(phrase.replace("-", " -").split())
        if parts in seen:
            raise PlainWordsError(f"“{phrase}”: stands twice for one reader.")
        seen.add(parts)
        if parts[0].endswith("*"):
            stems.setdefault(parts[0][:-1], []).append((parts, listed))
        else:
            has_plain_second = len(parts) > 1 and parts[1].isalpha()
            key = " ".join(parts[:2]) if has_plain_second else parts[0]
            whole.setdefault(key, []).append((parts, listed))
    lengths = sorted({len(stem) for stem in stems})
    heads = frozenset(stem[: lengths[0]] for stem in stems)
    return Phrases(whole, stems, tuple(lengths), heads)


def _is_there(text: str, words: Sequence[Word], place: int, parts: tuple[str, ...]) -> bool:
    if place + len(parts) > len(words):
        return False
    for n, part in enumerate(parts):
        word = words[place + n]
        core = word.core if part.endswith("'s") else word.core.removesuffix("'s")
        if part.startswith("-") and not word.is_joined:
            return False
        meant = part.lstrip("-")
        if not (core.startswith(meant[:-1]) if meant.endswith("*") else core == meant):
            return False
        if n and not _JOINS.issuperset(text[words[place + n - 1].end : word.start]):
            return False
    return True


def _entries(
    raw: Mapping[str, Any], path: tuple[str, ...], check: str
) -> Iterator[tuple[str, Listed]]:
    table: Any = raw
    for name in path:
        table = table.get(name, {}) if isinstance(table, dict) else {}
    for key, words in table.items():
        if isinstance(words, dict) and key == "always":
            continue
        say = _say(".".join(path), key, words)
        for phrase in key.split("|"):
            if not [word.core for word in words_in(phrase)]:
                raise PlainWordsError(f"[{'.'.join(path)}] “{key}”: a phrase is empty.")
            yield phrase.strip(), Listed(check, say, path[-1] == "always")


def _conditions(table: Mapping[str, Any]) -> Iterator[tuple[str, Listed]]:
    """Every hint at a condition that nobody in school may diagnose: “autistic traits”."""
    say = str(table.get("say", ""))
    for pattern in table.get("hints", []):
        for condition in table.get("conditions", []):
            yield pattern.replace("{}", condition), Listed(DIAGNOSING, say)


def _strings(raw: Mapping[str, Any], path: tuple[str, str]) -> list[str]:
    table = raw.get(path[0], {})
    found = table.get(path[1], []) if isinstance(table, dict) else []
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise PlainWordsError(f"[{path[0]}] {path[1]}: a list of words is meant.")
    return found


def _say(table: str, key: str, words: object) -> str:
    if not isinstance(words, str) or not words.strip():
        raise PlainWordsError(f"[{table}] “{key}”: say what to write instead.")
    if len(words) > _LONGEST:
        raise PlainWordsError(f"[{table}] “{key}”: {len(words)} characters, at most {_LONGEST}.")
    return words.strip()
