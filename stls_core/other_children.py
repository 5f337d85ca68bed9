"""Another child's name in what is written about one: found, never hidden and never changed here.

Pure. A text about one child should name no other, and a warning that is wrong most of the time is
soon not read, so what counts as a name depends on where and how it stands:

- a first name with a surname of the same child, in either order: always, whichever school;
- a first name alone, or a surname alone with a capital: only of a child who is *near*, that is of
  the same school or of the writer's own caseload. A surname after "Mrs" or "Dr" is an adult's;
- a name that is an everyday word (Will, Rose, Grace, Joy): only with a capital inside a sentence
  and no other capital word beside it, or with "'s". As a surname it needs the first name;
- a name that is a month, a day, a lesson or a place (May, Art, Ashford): only beside the other half
  of the child's name;
- before "class", "Road" or "Primary", and after "St", a name is no child's.

Names of the children and adults whom the text is about (`allowed`) are never found.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from stls_core.everyday_names import (
    FORENAMES_THAT_ARE_WORDS,
    GROUPS,
    SURNAMES_THAT_ARE_WORDS,
    TITLES,
)
from stls_core.masking import WORD, bare, folded, initial_of, is_told_by_words, parts_of

_BLANKS: Final = re.compile(r"[ \t\u00a0]+")
_AFTER_TITLE: Final = re.compile(r"\.?[ \t\u00a0]+")
_NEAR_ENOUGH: Final = re.compile(r"[ \t\u00a0]+|,[ \t\u00a0]+")
_SENTENCE_ENDS: Final = re.compile(r"(?:[.!?:;•*–—\-\n\"“‘(\[]|(?:^|\s)')\s*$|^\s*$")
_LOOK_BACK: Final = 40  # characters: more blanks than that stand nowhere


@dataclass(frozen=True)
class Child:
    """One child: what it may be called by, and its school."""

    id: str
    forename: str
    surname: str
    known_as: str = ""
    setting_id: str = ""


@dataclass(frozen=True)
class Mention:
    """A place in a text that names somebody: characters `start` to `end`."""

    start: int
    end: int
    words: str
    initials: str  # what may stand there instead
    child_ids: frozenset[str]


@dataclass(frozen=True)
class Children:
    """Every child of a laptop, ready to be found. Make it with `children_of`."""

    schools: Mapping[str, str] = field(default_factory=dict)  # {child: school}
    first: Mapping[str, frozenset[str]] = field(default_factory=dict)  # {word: children}
    last: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    whole: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of scripts without blanks
    ambiguous: frozenset[str] = frozenset()  # months, days, lessons, places

    def near(self, setting_ids: Iterable[str], caseload: Iterable[str] = ()) -> frozenset[str]:
        """The children of these schools, and those of the caseload."""
        wanted = frozenset(filter(None, setting_ids))
        here = {child for child, school in self.schools.items() if school in wanted}
        return frozenset(here | (set(caseload) & self.schools.keys()))

    def named_in(
        self, text: str, near: frozenset[str], allowed: frozenset[str] = frozenset()
    ) -> tuple[Mention, ...]:
        """The places that name a child, in the order of the text.

        `near` are children whose first name alone is noticed; `allowed` are folded words (see
        `words_of`) that may stand in the text.
        """
        if not text.strip() or not self.schools:
            return ()
        looked = _Looked(self, text, near, allowed)
        found = [*looked.by_words(), *looked.by_signs()]
        return tuple(sorted(found, key=lambda one: one.start))


def words_of(names: Iterable[str]) -> frozenset[str]:
    """The folded words of some names, halves of double names as well; whole names of signs too."""
    found = set[str]()
    for name in names:
        if name.strip() and not is_told_by_words(name):
            found.add(name.strip())
        for part in WORD.findall(name):
            core = folded(part)
            found.update((core, *parts_of(core)))
    return frozenset(found)


def children_of(children: Iterable[Child], ambiguous: Iterable[str] = ()) -> Children:
    """Make the index; `ambiguous` are texts whose words name months, lessons and places."""
    schools: dict[str, str] = {}
    first, last = dict[str, set[str]](), dict[str, set[str]]()
    pairs, whole = dict[tuple[str, str], set[str]](), dict[str, set[str]]()
    for child in children:
        schools[child.id] = child.setting_id
        given, family = words_of((child.forename, child.known_as)), words_of((child.surname,))
        for name in (child.forename, child.surname, child.known_as):
            if name.strip() and not is_told_by_words(name):
                whole.setdefault(name.strip(), set()).add(child.id)
        for words, into in ((given, first), (family, last)):
            for word in words:
                if len(word) > 1:
                    into.setdefault(word, set()).add(child.id)
        for one in given:
            for other in family:
                pairs.setdefault((one, other), set()).add(child.id)
    return Children(
        schools,
        {word: frozenset(ids) for word, ids in first.items()},
        {word: frozenset(ids) for word, ids in last.items()},
        {pair: frozenset(ids) for pair, ids in pairs.items()},
        {name: frozenset(ids) for name, ids in whole.items()},
        frozenset(folded(word) for text in ambiguous for word in WORD.findall(text)),
    )


@dataclass(slots=True)
class _Token:
    start: int
    end: int
    text: str
    core: str  # folded, without 's

    @property
    def has_capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_owner(self) -> bool:
        return bare(self.text) != self.text


class _Looked:
    """One look through one text."""

    def __init__(
        self, known: Children, text: str, near: frozenset[str], allowed: frozenset[str]
    ) -> None:
        self._known, self._text, self._near, self._allowed = known, text, near, allowed
        self._tokens = [
            _Token(m.start(), m.end(), m.group(), folded(bare(m.group())))
            for m in WORD.finditer(text)
        ]

    def by_words(self) -> Iterable[Mention]:
        """Names in scripts whose words are set apart by blanks."""
        first, last, place = self._known.first, self._known.last, 0
        while place < len(self._tokens):
            core = self._tokens[place].core
            if core not in first and core not in last and "-" not in core:
                place += 1  # nearly every word of a text
                continue
            length, ids = self._whole_name(place)
            if not length:
                length, ids = (1, self._alone(place))
            if ids:
                yield self._mention(place, length, ids)
            place += length

    def by_signs(self) -> Iterable[Mention]:
        """Names that are no words, such as one written in Chinese."""
        for name, ids in self._known.whole.items():
            others = ids & self._near
            if not others or name in self._allowed:
                continue
            for match in re.finditer(re.escape(name), self._text):
                yield Mention(match.start(), match.end(), name, initial_of(name), others)

    def _whole_name(self, place: int) -> tuple[int, frozenset[str]]:
        """(tokens, children) of a first name with its surname that begins here."""
        if place + 1 >= len(self._tokens) or self._is_after_title(place):
            return 0, frozenset()
        one, two = self._tokens[place], self._tokens[place + 1]
        between = self._text[one.end : two.start]
        if one.is_owner or not _NEAR_ENOUGH.fullmatch(between):
            return 0, frozenset()
        for pair in ((one.core, two.core), (two.core, one.core)):
            ids = self._known.pairs.get(pair, frozenset())
            is_list = "," in between and pair[0] == one.core  # "Jo, Lee and Sam" are three
            if ids and not is_list and not set(pair) <= self._allowed:
                is_told = one.has_capital or two.has_capital or not self._is_plain(pair)
                is_place = self._is_plain(pair) and self._is_name_of_a_group(place + 1)
                if is_told and not is_place:
                    return 2, ids
        return 0, frozenset()

    def _alone(self, place: int) -> frozenset[str]:
        """The near children whom this word names by itself."""
        token = self._tokens[place]
        if self._is_name_of_a_group(place):
            return frozenset()
        for core in (token.core, *parts_of(token.core)):  # "Jamal-led" names Jamal
            if core not in self._allowed:
                ids = self._by_forename(place, token, core) or self._by_surname(place, token, core)
                if ids:
                    return ids
        return frozenset()

    def _by_forename(self, place: int, token: _Token, core: str) -> frozenset[str]:
        ids = self._known.first.get(core, frozenset()) & self._near
        if not ids or core in self._known.ambiguous or self._is_after_title(place):
            return frozenset()
        if core in FORENAMES_THAT_ARE_WORDS or len(core) < _SHORT:
            is_name = core == token.core and self._stands_as_name(place, token)
            return ids if is_name else frozenset()
        return ids

    def _by_surname(self, place: int, token: _Token, core: str) -> frozenset[str]:
        ids = self._known.last.get(core, frozenset()) & self._near
        plain = core in FORENAMES_THAT_ARE_WORDS or core in SURNAMES_THAT_ARE_WORDS
        if not ids or plain or core in self._known.ambiguous or len(core) < _SHORT:
            return frozenset()
        is_adult = self._is_after_title(place) or self._has_capital_beside(place, counts_all=True)
        return ids if token.has_capital and not is_adult else frozenset()

    def _stands_as_name(self, place: int, token: _Token) -> bool:
        """Whether an everyday word can only be a name here."""
        if not token.has_capital or (token.text.isupper() and len(token.text) > 1):
            return False
        if token.is_owner:
            return True
        return not self._begins_sentence(token) and not self._has_capital_beside(place)

    def _has_capital_beside(self, place: int, *, counts_all: bool = False) -> bool:
        """Whether a capital word stands right before or after it, as in the name of a place.

        The first word of a sentence has its capital from there; before a surname it counts.
        """
        token = self._tokens[place]
        if place + 1 < len(self._tokens):
            after = self._tokens[place + 1]
            is_beside = _BLANKS.fullmatch(self._text[token.end : after.start])
            if is_beside and after.has_capital and len(after.text) > 1 and not token.is_owner:
                return True
        if not place:
            return False
        before = self._tokens[place - 1]
        if not _BLANKS.fullmatch(self._text[before.end : token.start]) or not before.has_capital:
            return False
        if counts_all:
            return len(before.text) > 1
        is_calendar = before.core in self._known.ambiguous
        return not self._begins_sentence(before) and not is_calendar and len(before.text) > 1

    def _begins_sentence(self, token: _Token) -> bool:
        before = self._text[max(0, token.start - _LOOK_BACK) : token.start]
        return bool(_SENTENCE_ENDS.search(before))

    def _is_after_title(self, place: int) -> bool:
        """Whether it is an adult's: "Mrs Hill", "Miss Rose Hill"."""
        for n in range(place - 1, max(-1, place - 3), -1):
            before = self._tokens[n]
            if not _AFTER_TITLE.fullmatch(self._between(n, n + 1)) or not before.has_capital:
                return False
            if before.core in TITLES:
                return True
        return False

    def _is_name_of_a_group(self, place: int) -> bool:
        if place + 1 >= len(self._tokens) or self._tokens[place].is_owner:
            return False
        blanks = _BLANKS.fullmatch(self._between(place, place + 1))
        return bool(blanks) and self._tokens[place + 1].core in GROUPS

    def _is_plain(self, pair: tuple[str, str]) -> bool:
        """Whether both words are everyday ones, as "will young" in a sentence."""
        words = FORENAMES_THAT_ARE_WORDS | SURNAMES_THAT_ARE_WORDS | self._known.ambiguous
        return set(pair) <= words

    def _between(self, one: int, other: int) -> str:
        return self._text[self._tokens[one].end : self._tokens[other].start]

    def _mention(self, place: int, length: int, ids: frozenset[str]) -> Mention:
        tokens = self._tokens[place : place + length]
        start, last = tokens[0].start, tokens[-1]
        end = last.start + len(bare(last.text))  # what is owned stays: “Ella’s” becomes “E.’s”
        initials = "".join(initial_of(token.text) for token in tokens)
        return Mention(start, end, self._text[start:end], initials, ids)


_SHORT: Final = 3  # letters: "Bo", "Al" and "Li" are too often something else
