"""The SENCO's note against the same words set by reportlab alone, in the same run.

`bare` says what that means. Warm is the median of many; cold is a fresh process, imports included.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from bench.bare import bare
from bench.figures import Figure, against
from stls_desktop.reports.content import Document

ROUNDS = 40
COLD_ROUNDS = 5


def sample() -> Document:
    """An ordinary visit in an invented school."""
    import datetime as dt

    from stls_desktop.reports import note

    day = dt.date(2025, 12, 9)
    advice = (
        "Give one instruction at a time. Say his name first, wait ten seconds, then point to the "
        "card.\n\n- Every lesson, for six weeks\n- The adult steps back after the first minute\n"
        "- Success: he starts alone in four of five lessons"
    )
    return note.link_visit_note(
        note.VisitNote(
            reference="LV-2025-0142",
            service="Specialist Teaching and Learning Service, Harrowmere",
            setting="Larkfield Meadow Primary School",
            district="Harrowmere",
            author=note.Person("Jo Example", "Specialist Teacher"),
            visited_on=day,
            dated_on=day,
            mode="In person",
            visit_count="3 of 6 this year",
            purposes=("Planning", "Review of actions"),
            attendees=(note.Person("Priya Sandford", "SENCO"),),
            actions=tuple(
                note.AgreedAction(f"Use the now-next card in lesson {n} of the day", "Staff", day)
                for n in range(3)
            ),
            past_actions=tuple(
                note.PastAction(f"Trial a quiet start in week {n}", "Staff", "Partly", "Two days")
                for n in range(3)
            ),
            talks=tuple(
                note.Talk(
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
            cohort=(note.YearCount(year="Year 4", sen_support=9, ehc_plan=2),),
            email="harrowmere@stls.example",
            check_code="3f9a1c77",
        )
    )


def warm(document: Document) -> tuple[float, float]:
    """(ours, bare): processor time of a document in milliseconds, in a process that made some.

    The two take turns, so that what else the machine does disturbs both alike.
    """
    from stls_desktop.reports.render import render

    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: render(document)))
        plain.append(timed(lambda: bare(document)))
    return statistics.median(ours), statistics.median(plain)


def timed(draw: Callable[[], object]) -> float:
    """Processor time in milliseconds."""
    start = time.process_time()
    draw()
    return (time.process_time() - start) * 1000


def cold(module: str) -> tuple[float, float]:
    """(ours, bare): the median time to the first sample of a module in a fresh process, in ms."""
    load = f"from bench.{module} import sample"
    ours = f"{load}; from stls_desktop.reports.render import render; render(sample())"
    return _first(ours), _first(f"{load}; from bench.bare import bare; bare(sample())")


def _first(statement: str) -> float:
    code = f"import time; t = time.perf_counter()\n{statement}\n"
    code += "print((time.perf_counter() - t) * 1000)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        for _ in range(COLD_ROUNDS)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def figures() -> list[Figure]:
    """Both figures with their ratio to bare reportlab."""
    return [
        against("SENCO note, warm", *warm(sample()), target="≤ 1.4 ×"),
        against("SENCO note, first of a process", *cold("note")),
    ]
