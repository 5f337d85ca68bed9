"""The handbook's worked example: T. in Year 2, who cannot follow whole-class talk alone.

Everybody in it is invented. Days are those of the school year 2026-27, so that the target's
"by 12 Feb" is the last day of Term 3.
"""

import datetime as dt
from typing import Final

SCHOOL: Final = "Hollow Oak Primary"
SENCO: Final = "Ada Quillon"
TEACHER: Final = "Wilf Tansley"  # of T.'s class, who is coached
PARENT: Final = "Morwen Thistlewick"
FORENAME, SURNAME, KNOWN_AS = "Tobias", "Thistlewick", "T."
INITIALS: Final = "T.T."

QUESTION: Final = "How can T. follow whole-class input without one adult beside him?"
HELPS: Final = "Pictures, partner talk."
HINDERS: Final = "Three-part instructions, fan noise."
ON_TASK: Final = "APAPAPAPA"  # 9 of T.'s 20 slots; the other 11 are an adult's prompts
PROMPTS: Final = 11
PEER_ON_TASK: Final = 17  # of the peer's 20: 40 slots of 30 s in 20 minutes, in turns
BPVS: Final = {"Score": 82, "95 % interval from": 76, "95 % interval to": 88, "Percentile": 12}
READING: Final = "Hollow Oak reading test"  # by the school, which told an age only
READING_AGE: Final = "6:01"
TARGET: Final = (
    "By 12 Feb, on the carpet with a now-next card, T. starts the first task within 1 minute"
    " of the instruction in 4 of 5 lessons with no more than one gesture prompt."
)
BASELINE, EXPECTED, ACHIEVED = 3, 7, 7
MARKS: Final = {1: 3, 2: 4, 3: 4, 4: 5, 5: 6, 7: 7}
TO_SENCO: Final = (
    "Teacher and TA: give one instruction at a time, say T.'s name first, wait ten seconds, then"
    " point to the card. Every lesson, for six weeks. Success: T. starts alone in 4 of 5 lessons."
    " Finding 2."
)
TO_PARENTS: Final = (
    "T. understands best when words come with pictures. At school his teacher now uses a small"
    " 'now and next' card. At home you could show him two pictures before it is time to change:"
    " one for now, one for next."
)
EXIT: Final = (
    "Card and wait-time written in T.'s personalised plan; the TA shows the Year 3 team in T6;"
    " monitor at the next link visit."
)
NOW_NEXT, WAIT = "CI02", "CI03"

REFERRED: Final = dt.date(2026, 11, 23)
VISITED: Final = dt.date(2026, 12, 1)
OBSERVED: Final = dt.date(2026, 12, 8)
TESTED: Final = dt.date(2026, 12, 10)
PLANNED: Final = dt.date(2026, 12, 14)
STARTS: Final = dt.date(2027, 1, 4)
MID_REVIEW: Final = dt.date(2027, 1, 26)
LAST_SESSION: Final = dt.date(2027, 2, 10)  # the one of 8 February was called off
FINAL_REVIEW: Final = dt.date(2027, 2, 12)


def typed(day: dt.date) -> str:
    """A day as a person types it."""
    return f"{day.day}/{day.month}/{day:%y}"
