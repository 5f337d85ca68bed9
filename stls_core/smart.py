"""What a target's sentence says and does not say yet: a verb, a condition, a number, a date.

Advice for the person who writes it, found word by word; it never blocks, and a sentence that it
misreads is still the teacher's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SEEN_WORDS: Final = """
accept add answer approach arrange ask attend begin bring build calm carry catch change
check choose clap climb close colour come communicate compare complete contribute copy count
cross cut decode describe draw dress drink eat enter exchange explain face fetch find finish
follow form get give go greet hand hold identify indicate initiate join jump keep kneel
label leave lift line list locate look maintain make mark match meet move name offer open
order organise pack participate pass pause pick place plan play point practise predict press
produce pronounce pull push put raise read recall record recount regulate remain repeat
reply request respond retell return roll run say scan segment select separate sequence
settle share show sign sing sit sleep solve sort speak spell stand start stay step stop
subtract swap switch take talk tell throw tick tidy touch trace track travel turn type use
wait walk wash watch wear work write
"""
_SEEN: Final = frozenset(_SEEN_WORDS.split())
_PAST: Final = {
    "ate": "eat",
    "began": "begin",
    "brought": "bring",
    "built": "build",
    "came": "come",
    "caught": "catch",
    "chose": "choose",
    "drew": "draw",
    "found": "find",
    "gave": "give",
    "got": "get",
    "held": "hold",
    "kept": "keep",
    "left": "leave",
    "made": "make",
    "met": "meet",
    "said": "say",
    "sat": "sit",
    "spoke": "speak",
    "stood": "stand",
    "told": "tell",
    "took": "take",
    "went": "go",
    "wrote": "write",
}
_UNSEEN_WORDS: Final = """
appreciate aware behave believe better concentrate confident cope develop engage enjoy feel
improve increase know learn progress realise recognise try understand
"""
_UNSEEN: Final = frozenset(_UNSEEN_WORDS.split())
"""What a child may well do and nobody can see happen."""
_BEFORE_A_NOUN_WORDS: Final = """
a an the his her their its my your our this that these those no any each every of with more
less fewer some for on good better
"""
_BEFORE_A_NOUN: Final = frozenset(_BEFORE_A_NOUN_WORDS.split())
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE: Final = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s+{_MONTH}\b\.?(?:\s+\d{{2,4}})?"
    rf"|(?:by|before|until|end of|in)\s+(?:the end of\s+)?{_MONTH}\b"
    r"(?:\s+\d{1,4}(?:st|nd|rd|th)?)?"
    r"|\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b(?!\s*(?:of|lessons|times))|\d{4}-\d{2}-\d{2}"
    r"|by\s+(?:the\s+)?(?:end\s+of\s+)?(?:the\s+|this\s+|next\s+|\w+\s+)?"
    r"(?:half[- ]term|term(?:\s+\d)?|easter|christmas|summer|autumn|spring|year"
    r"|(?:mid[- ]|final[- ])?review|t[1-6]\b)"
    r"|(?:in|within|after)\s+(?:\w+|\d+)\s+(?:school\s+)?(?:weeks?|months?|terms?)\b)",
    re.IGNORECASE,
)
_NO_COUNT: Final = re.compile(
    r"\b(?:year|y|ks|key stage|term|t|class|room|page|phase|level|zone|table|set)\s*\d+[a-z]?\b",
    re.IGNORECASE,
)
_COUNT: Final = re.compile(
    r"\d"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty"
    r"|once|twice|half|zero|single|both)\b"
    r"|\bone\b(?!\s+(?:another|of|to|day|time\b))",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\b(?:when|whenever|while|after|before|without|with|given|using|if|once|during|alongside"
    r"|beside|independently|alone|unprompted|unaided|following|as soon as"
    r"|(?:at|on|in|into|from|around)\s+(?:the|a|an|his|her|their|its|each|every|all|any|class"
    r"|lessons?|groups?|pairs|small|whole|free|assembly|lunch|break|play|playtime|home|school"
    r"|nursery|literacy|maths|phonics|english|pe|swimming|register|transitions?))\b",
    re.IGNORECASE,
)
_INITIAL: Final = re.compile(r"\b[A-Z]\.")  # a child is called A., and that is no article
_WORD: Final = re.compile(r"[a-z’']+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SmartHint:
    """One of the four parts: whether it is there, and words to show beside the sentence."""

    part: str  # verb, condition, number, date
    is_there: bool
    words: str


def smart_hints(statement: str, *, has_day: bool = False) -> tuple[SmartHint, ...]:
    """The four hints for a target's sentence; none for an empty one.

    `has_day` says that the day stands in a field of its own, so that it need not be written twice.
    """
    if not statement.strip():
        return ()
    undated = _INITIAL.sub("child", _DATE.sub(" ", statement))
    date, number = _DATE.search(statement), has_number(undated)
    condition = _CONDITION.search(undated)
    return (
        _verb(undated),
        SmartHint(
            "condition",
            bool(condition),
            "condition" if condition else "say when, where or with what",
        ),
        SmartHint("number", number, "number" if number else "say how often or how much"),
        SmartHint("date", bool(date) or has_day, "date" if date or has_day else "say by when"),
    )


def has_number(words: str) -> bool:
    """Whether words say how often or how much; the number of a year or a class says neither."""
    return bool(_COUNT.search(_NO_COUNT.sub(" ", words)))


def _verb(words: str) -> SmartHint:
    tokens = [token.lower() for token in _WORD.findall(words)]
    before = ""
    vague = ""
    for token in tokens:
        if before not in _BEFORE_A_NOUN and any(stem in _SEEN for stem in _stems(token, before)):
            return SmartHint("verb", True, "verb")
        vague = vague or next((stem for stem in _stems(token, "is") if stem in _UNSEEN), "")
        before = token
    if vague:
        return SmartHint("verb", False, f"“{vague}” cannot be seen: say what the child will do")
    return SmartHint("verb", False, "say what the child will do")


def _stems(token: str, before: str) -> Iterator[str]:
    """What a word may be a form of; one in -ing is a verb only after is, are, be, by or keep."""
    yield token
    if token in _PAST:
        yield _PAST[token]
    endings = [("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("d", "")]
    if before in ("is", "are", "be", "by", "keep", "keeps"):
        endings += [("ing", ""), ("ing", "e")]
    for ending, instead in endings:
        if token.endswith(ending):
            stem = token[: -len(ending)] + instead
            yield stem
            if len(stem) > 2 and stem[-1] == stem[-2]:  # noqa: PLR2004 - a doubled last letter
                yield stem[:-1]
