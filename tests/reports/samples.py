"""Invented visits for the tests of the printed note. No school, child or person here is real."""

import datetime as dt
from dataclasses import replace

from stls_desktop.reports.note import (
    PastAction,
    Talk,
    TrainingAsk,
    VisitNote,
    YearCount,
)
from stls_desktop.reports.people import AgreedAction, Person

MINIMAL = VisitNote(
    reference="LV-2025-0007",
    service="Specialist Teaching and Learning Service, Harrowmere",
    setting="Little Acorns Pre-school",
    district="Harrowmere",
    author=Person("Jo Example"),
    visited_on=dt.date(2025, 11, 3),
    dated_on=dt.date(2025, 11, 3),
    mode="By telephone",
    no_actions_reason="The SENCO only wanted to check a date.",
)

ORDINARY = VisitNote(
    reference="LV-2025-0142",
    service="Specialist Teaching and Learning Service, Harrowmere",
    setting="Larkfield Meadow Primary School",
    district="Harrowmere",
    author=Person("Jo Example", "Specialist Teacher"),
    visited_on=dt.date(2025, 12, 9),
    dated_on=dt.date(2025, 12, 9),
    mode="In person",
    starts_at=dt.time(9, 15),
    ends_at=dt.time(10, 45),
    visit_count="3 of 6 this year",
    purposes=("Planning", "Review of actions"),
    attendees=(
        Person("Priya Sandford", "SENCO"),
        Person("Tom Whitlow", "Year 4 class teacher"),
    ),
    actions=(
        AgreedAction(
            "Use the now-next card at every change of activity and note how long the start takes",
            "Tom Whitlow and the Year 4 teaching assistant",
            dt.date(2026, 1, 16),
        ),
        AgreedAction(
            "Add the wait-time routine to the personalised plan",
            "Priya Sandford",
            dt.date(2025, 12, 19),
        ),
        AgreedAction(
            "Send the visual timetable set and the listening checklist",
            "Jo Example",
            dt.date(2025, 12, 12),
        ),
    ),
    past_actions=(
        PastAction("Trial a quiet start to the morning for four weeks", "Tom Whitlow", "Done"),
        PastAction(
            "Share the hearing test result",
            "Priya Sandford",
            "Partly",
            "The clinic’s letter has come; the appointment is in January",
        ),
        PastAction("Book the staff twilight on word finding", "Jo Example", "Not yet"),
    ),
    talks=(
        Talk(
            about="Year 4, child A",
            area_of_need="Communication and interaction",
            concern="Does not start written tasks without an adult beside him.",
            tried="A task board on the desk for three weeks. It helped in maths, less in English.",
            advice=(
                "Give one instruction at a time. Say his name first, wait ten seconds, then point "
                "to the card.\n\n"
                "- Every lesson, for six weeks\n"
                "- The adult steps back after the first minute\n"
                "- Success: he starts alone in four of five lessons"
            ),
            next_step="Drop-in clinic if there is no change by half-term",
        ),
        Talk(
            about="Whole school",
            area_of_need="Cognition and learning",
            concern="Spelling is slow to move in Years 3 and 4 for pupils on SEN support.",
            tried="Daily spelling lists, tested on Fridays.",
            advice=(
                "Fewer words, met more often. Try six words a week with the cover, write, check "
                "routine, and look for them again in the next fortnight’s writing."
            ),
            standard="Mainstream Core Standards, page 24",
        ),
    ),
    strategies=("Now-next card (CI02)", "Wait time (CI03)"),
    resources=("Set of visual timetable symbols", "Listening checklist"),
    senco_confidence=6,
    training=(TrainingAsk("Word-finding difficulties", "All teaching staff", "14", "This term"),),
    cohort=(
        YearCount(year="Year 3", sen_support=7, ehc_plan=1, new=1, at_risk=0, part_time=0),
        YearCount(year="Year 4", sen_support=9, ehc_plan=2, new=0, at_risk=1),
    ),
    next_visit_on=dt.date(2026, 1, 27),
    copies=("Priya Sandford, SENCO: printed copy", "Service file"),
    email="harrowmere@stls.example",
    phone="01632 960 142",
    marking="OFFICIAL-SENSITIVE",
    version=1,
    check_code="3f9a1c77",
)

DRAFT_DEMO = replace(ORDINARY, is_draft=True, is_demo=True, check_code="")

CORRECTED = replace(ORDINARY, version=2, change_reason="The date of the second action was wrong.")

_LONG = " ".join(
    f"Sentence {n} says what was seen in the classroom and what might be tried next."
    for n in range(40)
)

STRESS = replace(
    ORDINARY,
    actions=tuple(
        replace(action, what=f"{number}. {action.what}")
        for number, action in enumerate(ORDINARY.actions * 9, 1)
    ),
    past_actions=ORDINARY.past_actions * 12,
    talks=tuple(
        replace(talk, advice=f"{_LONG}\n\n{talk.advice}\n\n{_LONG}") for talk in ORDINARY.talks * 6
    ),
    cohort=ORDINARY.cohort * 20,
    whole_school_focus=_LONG,
)

NASTY = (
    "<b>bold</b> & <img src='/etc/passwd'/> 5 < 7 > 3 &amp; </para> %s {name} $x \\n (unbalanced",
    "\u202egnihsif\u202c \u200f\u05e9\u05dc\u05d5\u05dd عربي\u200e ze\u200bro soft\u00adhyphen",
    "😀 👍 👨‍👩‍👧 ✓ → ☐ ≥ \ufffd \u0000 \u0007 \x1b[31m \ud800 \ue000 \U0010ffff",
    "w" * 60 + " " + "ŵŷ Ağaç Żółć Ελληνικά Русский tiếng Việt ọmọ ½ £ € … ‘quoted’",
    "Tab\there\r\nnew line\x0bvertical\u2028separator\u2029paragraph",
    "x" * 700,
)
_EVERYTHING = "\n".join(NASTY)

HOSTILE = VisitNote(
    reference=NASTY[0],
    service=NASTY[0],
    setting=_EVERYTHING,
    district=NASTY[1],
    author=Person(NASTY[2], NASTY[3]),
    visited_on=dt.date(1, 1, 1),
    dated_on=dt.date(2025, 12, 9),
    mode=_EVERYTHING,
    visit_count=NASTY[0],
    purposes=NASTY,
    attendees=tuple(Person(text, text) for text in NASTY),
    actions=tuple(AgreedAction(text, text, None) for text in NASTY),
    past_actions=tuple(PastAction(text, text, text, text) for text in NASTY),
    talks=tuple(
        Talk(
            about=text,
            area_of_need=text,
            concern=text,
            tried=f"- {text}\n- {text}",
            advice=text,
            standard=text,
            next_step=text,
        )
        for text in NASTY
    ),
    strategies=NASTY,
    resources=NASTY,
    training=tuple(TrainingAsk(text, text, text, text) for text in NASTY),
    cohort=tuple(YearCount(year=text, sen_support=1) for text in NASTY),
    whole_school_focus=_EVERYTHING + "y" * 10_000,
    senco_confidence=10**30,
    copies=NASTY,
    email="someone@stls.example?subject=<x>&bcc=(y)",
    phone=NASTY[2],
    marking=NASTY[0],
    version=2,
    change_reason=_EVERYTHING,
    check_code=NASTY[0],
)
"""Every field full of what breaks renderers."""
