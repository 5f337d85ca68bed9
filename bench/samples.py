"""What is drawn to be measured: an ordinary note and an ordinary report, both invented.

Imports nothing but what they are made of, because the first document of a process is timed.
"""

import datetime as dt

from stls_desktop.reports.content import (
    Bullets,
    Callout,
    Chart,
    Document,
    Heading,
    KeyValues,
    Masthead,
    Measure,
    Paragraph,
    Quotation,
    Row,
    Steps,
    Table,
)
from stls_desktop.reports.note import (
    PastAction,
    Talk,
    VisitNote,
    YearCount,
    link_visit_note,
)
from stls_desktop.reports.people import AgreedAction, Person

_SEEN = (
    "The pupil followed a routine instruction with the class in two of five chances, and when it "
    "was repeated to him alone in all five. In the written part he waited for {minutes} minutes "
    "before he looked at the page. When the adult pointed to the first box of the card he began at "
    "once and wrote two sentences. He spoke to one child at break and joined a running game."
)


def report(minutes: int = 6) -> Document:
    """An ordinary advice report about an invented pupil; another number, other words throughout."""
    seen = _SEEN.format(minutes=minutes)
    rows = tuple(
        (
            f"Teach step {n} of the card, then fade the adult after {minutes} minutes",
            "Class teacher",
            "Fri 16 Jan 2026",
            "He starts alone in four of five lessons",
        )
        for n in range(1, 9)
    )
    areas = ("Communication", "Learning", "Feelings", "Movement", "Hearing", "Independence")
    findings = tuple(
        block for area in areas for block in (Heading(3, area), Paragraph(seen), Paragraph(seen))
    )
    return Document(
        title="Advice report AR-2025-0031",
        subject="Advice of a specialist teacher",
        author="Specialist Teaching and Learning Service, Harrowmere",
        service="Specialist Teaching and Learning Service, Harrowmere",
        reference="AR-2025-0031",
        version_label="Version 1",
        marking="OFFICIAL-SENSITIVE",
        issued_on=dt.date(2025, 12, 9),
        blocks=(
            Masthead("Advice report", "Starting work alone", "", (("Pupil", "A.B."),)),
            Callout("Do these first", (Steps(tuple(row[0] for row in rows[:3])),)),
            KeyValues((Row("Seen", seen), Row("Read", (Bullets(areas),)))),
            Quotation("I know what to do, but the page is white.", "A.B."),
            Heading(2, "What we saw"),
            *findings,
            Heading(2, "What to do next"),
            Table(("What", "Who", "By when", "How you know"), rows, (4, 2, 2, 3), "Actions"),
            Heading(2, "How far he has come"),
            Chart(
                "Three targets, all of them higher than at the start",
                tuple(Measure(f"Target {n}", n, n + 3, n + 4) for n in (1, 2, 3)),
                ("At the start", "Now", "Hoped for"),
                "not measured",
                0,
                10,
            ),
        ),
    )


def note() -> Document:
    """An ordinary visit in an invented school."""
    day = dt.date(2025, 12, 9)
    advice = (
        "Give one instruction at a time. Say his name first, wait ten seconds, then point to the "
        "card.\n\n- Every lesson, for six weeks\n- The adult steps back after the first minute\n"
        "- Success: he starts alone in four of five lessons"
    )
    return link_visit_note(
        VisitNote(
            reference="LV-2025-0142",
            service="Specialist Teaching and Learning Service, Harrowmere",
            setting="Larkfield Meadow Primary School",
            district="Harrowmere",
            author=Person("Jo Example", "Specialist Teacher"),
            visited_on=day,
            dated_on=day,
            mode="In person",
            visit_count="3 of 6 this year",
            purposes=("Planning", "Review of actions"),
            attendees=(Person("Priya Sandford", "SENCO"),),
            actions=tuple(
                AgreedAction(f"Use the now-next card in lesson {n} of the day", "Staff", day)
                for n in range(3)
            ),
            past_actions=tuple(
                PastAction(f"Trial a quiet start in week {n}", "Staff", "Partly", "Two days")
                for n in range(3)
            ),
            talks=tuple(
                Talk(
                    about=f"Year {n}, child A",
                    area_of_need="Communication and interaction",
                    concern="Does not start written tasks without an adult beside him.",
                    tried="A task board on the desk for three weeks. It helped in maths.",
                    advice=advice,
                )
                for n in (3, 4, 5)
            ),
            strategies=("Now-next card", "Wait time"),
            resources=("Set of visual timetable symbols",),
            cohort=(YearCount(year="Year 4", sen_support=9, ehc_plan=2),),
            email="harrowmere@stls.example",
            check_code="3f9a1c77",
        )
    )
