"""Where a sentence begins and ends in what a teacher types: paragraphs, lists, headings, initials.

A full stop does not end a sentence after "Dr", after "e.g." or within 9.15. After the initial of a
child ("beside T. He then …") it may: the word that follows decides.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

SENTENCE: Final = "SENTENCE"
ITEM: Final = "ITEM"
"""One entry of a list that is no whole sentence."""
HEADING: Final = "HEADING"
"""A short line without a full stop above other lines."""

_NEVER_ENDS_WORDS: Final = """
approx cf dr e.g eg fig i.e ie incl mr mrs ms mx pp prof ref rev st tel viz vs
"""
_NEVER_ENDS: Final = frozenset(_NEVER_ENDS_WORDS.split())
_MAY_END_WORDS: Final = """
a.m al am apr aug dec dept etc ext feb gov govt hr hrs inc jan jr jul jun ltd mar max min mins mon
no nov oct p.m pm sec secs sep sept sr thu thurs tue tues wed wk wks yr yrs fri sat sun
"""
_MAY_END: Final = frozenset(_MAY_END_WORDS.split())
"""Abbreviations that also stand at the end: a capital must follow. "No. 4" goes on, and so on."""
_BEGINNERS_WORDS: Final = """
a after all although an and another any as ask at avoid because before both break but by check dr
during each encourage every find for from give has have he help her his how however i if in is it
its keep let like many miss more most mr mrs ms my no now on once one our parents please praise
pupils repeat say school she show since sit so some staff start stop suggest tas teach teachers tell
that the their then there these they this those through to today try two until use wait we what when
where which while who why with within you your
"""
_BEGINNERS: Final = frozenset(_BEGINNERS_WORDS.split())
"""Words that begin a sentence, where after an initial a surname would stand otherwise."""

_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BULLET: Final = re.compile(
    r"(?:[-*•◦▪‣·–—●○]|\(?\d{1,2}[.)]|\(?[a-z][.)]|\([ivx]{1,4}\))[ \t\u00a0]+"
)
_STOP: Final = re.compile(
    r"(?<![.!?…؟\u06d4।])[.!?…؟\u06d4।]++[\"”’'»)\]]*+(?=\s)|(?<=[a-z]{2})\.(?=[A-Z][a-z])"
)
_ENDED: Final = re.compile(r"[.!?…؟\u06d4।:;][\"”’'»)\]]*$")
_OPENING: Final = "\"“‘'«([*_"
_CLOSING: Final = "\"”’'»)]"
_INITIAL: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_LOOK_BACK: Final = 24  # characters: no abbreviation is longer
_HEADING_WORDS: Final = 9
_WRAPPED: Final = 60  # characters: a line that long was broken by a program, not by its writer


class Sentence(NamedTuple):
    """Characters `start` to `end` of a text, and whether they are a sentence at all."""

    start: int
    end: int
    kind: str


class _Block(NamedTuple):
    """Lines that belong together: a paragraph, or an entry of a list."""

    start: int
    end: int
    is_item: bool
    is_above: bool  # another line follows at once or after one empty line


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """The sentences, entries and headings of a text in its order; blanks around them left out."""
    return tuple(found for block in _blocks(text) for found in _within(text, block))


def _blocks(text: str) -> Iterator[_Block]:
    start = end = last = -1
    is_item = False
    for match in _LINE.finditer(text):
        line = match.group()
        words = line.strip()
        first = match.start() + len(line) - len(line.lstrip())
        bullet = _BULLET.match(words + " ") if words else None
        if not words:
            if start >= 0:
                yield _Block(start, end, is_item, is_above=True)
            start = -1
            continue
        if start >= 0 and not bullet and _goes_on(text, last, end, match.start(), words):
            last, end = first, first + len(words)
            continue
        if start >= 0:
            yield _Block(start, end, is_item, is_above=True)
        is_item = bullet is not None
        start = first + (min(bullet.end(), len(words)) if bullet else 0)
        last, end = start, first + len(words)
    if start >= 0:
        yield _Block(start, end, is_item, is_above=False)


def _goes_on(text: str, last: int, end: int, line: int, words: str) -> bool:
    """Whether a line goes on with the one from `last` to `end`: pasted text has such breaks."""
    if text.count("\n", end, line) > 1 or _ENDED.search(text, max(last, end - 4), end):
        return False
    is_wrapped = end - last >= _WRAPPED
    return words[:1].islower() or text[end - 1 : end] == "," or is_wrapped


def _within(text: str, block: _Block) -> Iterator[Sentence]:
    start = block.start
    for stop in _STOP.finditer(text, block.start, block.end):
        if start < stop.start() and _ends(text, start, stop.start(), stop.end(), block.end):
            yield Sentence(start, stop.end(), SENTENCE)
            start = stop.end()
            while start < block.end and text[start].isspace():
                start += 1
    if start < block.end:
        is_first = start == block.start
        yield Sentence(start, block.end, _kind(text, start, block, is_first=is_first))


def _kind(text: str, start: int, block: _Block, *, is_first: bool) -> str:
    if not is_first or _ENDED.search(text, max(start, block.end - 4), block.end):
        is_question = block.is_above and is_first and _is_short(text, start, block.end)
        return HEADING if is_question and text[block.end - 1] in "?:" else SENTENCE
    if block.is_item:
        return ITEM
    return HEADING if block.is_above and _is_short(text, start, block.end) else SENTENCE


def _is_short(text: str, start: int, end: int) -> bool:
    return end - start < _LOOK_BACK * 4 and len(text[start:end].split()) <= _HEADING_WORDS


def _ends(text: str, start: int, stop: int, after: int, limit: int) -> bool:
    """Whether the stop at `stop` ends the sentence that began at `start`."""
    if not text[after].isspace():
        return True  # a blank was forgotten: "He sat.Then"
    while after < limit and text[after].isspace():
        after += 1
    following = text[after : after + _LOOK_BACK].lstrip(_OPENING)
    goes_on_small = following[:1].islower()
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return not goes_on_small  # "Stop!" she said
    word = _word_before(text, start, stop)
    if (len(word) == 1 and word.isalpha()) or (
        "." in word and _INITIAL.fullmatch(word) and word[:1].isupper()
    ):
        is_alone = stop - len(word) <= start  # "T. has …": nothing stands before it
        next_word = re.match(r"[^\W\d_]+", following)
        return not is_alone and bool(next_word) and _begins(next_word.group() if next_word else "")
    core = word.lower()
    if core in _NEVER_ENDS:
        return False
    if core in _MAY_END:
        return following[:1].isupper()
    is_closed = any(sign in text[stop : stop + 3] for sign in _CLOSING)
    return not goes_on_small or not (is_closed or word[-1:].isdigit())


def _word_before(text: str, start: int, stop: int) -> str:
    near = text[max(start, stop - _LOOK_BACK) : stop]
    return (near.split() or [""])[-1].lstrip(_OPENING) if near[-1:].strip() else ""


def _begins(word: str) -> bool:
    return word[:1].isupper() and word.lower() in _BEGINNERS
