"""The words of a text with their places, and how many syllables each has.

Syllables are counted by rules for English spelling and a list of words that break them. The count
is meant for the average of a text; for one word it may be wrong by one.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

LONG_WORD: Final = 4
"""Syllables from which on a word is long."""

_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HYPHENS: Final = "-\u2010\u2011"
_WITHIN_NUMBERS: Final = ".:,"

_SILENT_ED: Final = re.compile(r"(?<![tde])ed$")
_SILENT_ES: Final = re.compile(r"(?<![sxzcg])(?<![sc]h)es$")
_SILENT_WITHIN: Final = re.compile(r"(?<=[^aeioul])e(?=(?:ly|ful|fully|less|ments?|ness|some)$)")
_SILENT_E: Final = re.compile(r"(?<![^aeiouyl]l)e$|(?<=rl)e$")
_SILENT_UE: Final = re.compile(r"(?<=[gq])ue(?=s?$)")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_APART: Final = re.compile(
    r"[aeiouy](?=ing)"  # see-ing, play-ing
    r"|(?<=[^tcsg])i(?=[ao])"  # pe-ri-od, not na-tion, spe-cial
    r"|i(?=at(?:e|ed|es|ing|ion|ions|ive|or)?$)"  # i-ni-ti-ate
    r"|i(?=et)|(?<=[^tcd])i(?=en(?:ces?|t|ts|tly)$)|i(?=(?:ers?|est)$)|i(?=um|us)"
    r"|(?<=[^qg])u(?=[ao])|(?<=[^qg])u(?=e(?:l|n)|ity)"  # vis-u-al, flu-ent
    r"|e(?=o(?!u))|^re(?=ac[^h]|ass|al[li])|^cre(?=a[^km])|(?<=[aeo])y(?=[ao])"
    r"|[^aeiou](?=n't$)|s(?=ms?$)|th(?=m$)"  # did-n't, au-tis-m
)
_BREAK_THE_RULES: Final = """
1 eyes once used aches tier tiers tiered pier friend friends they're we're you're weren't owes
2 being business every evening someone somewhere therefore caseload caseloads framework frameworks
2 naked wicked poem poet ruin lion lions trial trials giant quiet dial diet union layer layers
2 million onion useful hopeful careful helpful biscuit circuit typeface drawer safety lanyard
2 whereby somehow hasn't isn't fifteen recipe senior facial lifetime baseline baselines likewise
2 question questions junior statement placement movement timeline timelines meanwhile households
2 something people household homework elsewhere yourself anxious milestone milestones metres tired
3 area areas idea ideas opinion opinions everyone triangle triangles reliance beforehand
3 theatre museum radio video videos studio studios wherever timetable timetables everywhere
3 everything likelihood behaviour behaviours somebody safeguarding whoever ratios
3 apprentice audience physio desired expires ratio
4 everybody apprenticeship
"""
_EXCEPTIONS: Final = {
    word: int(line[0])
    for line in _BREAK_THE_RULES.strip().splitlines()
    for word in line[2:].split()
}


class Word(NamedTuple):
    """One word: its place, small letters and one kind of apostrophe, whether a hyphen leads to it.

    "Now-next" is two of them, the second joined; so is 4.5.
    """

    start: int
    end: int
    core: str
    is_joined: bool


def words_in(text: str) -> tuple[Word, ...]:
    """Every word and number of a text."""
    found = []
    end = -1
    for match in _WORD.finditer(text):
        start = match.start()
        sign = text[end:start] if start - end == 1 else ""
        is_joined = sign != "" and (
            sign in _HYPHENS
            or (sign in _WITHIN_NUMBERS and text[start].isdigit() and text[end - 1].isdigit())
        )
        end = match.end()
        found.append(Word(start, end, match.group().lower().replace("’", "'"), is_joined))
    return tuple(found)


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables an English word has; 0 for what has no Latin letter, such as a number."""
    small = word.lower().replace("’", "'")
    whole = small.removesuffix("'s")
    if whole in _EXCEPTIONS:
        return _EXCEPTIONS[whole]
    letters = "".join(c for c in whole if "a" <= c <= "z" or c == "'")
    if not letters.strip("'"):
        return 0
    shown = _SILENT_UE.sub("", _SILENT_WITHIN.sub("", letters))
    shown = _SILENT_E.sub("", _SILENT_ED.sub("e", _SILENT_ES.sub("e", shown)))
    return max(1, len(_VOWELS.findall(shown)) + len(_APART.findall(shown)))
