"""A report of four pages: against bare reportlab in the same run, in every look, and its memory."""

import datetime as dt
import statistics
import subprocess
import sys

from bench.figures import Figure, against
from bench.note import cold, timed, warm
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

_ROUNDS = 5
_SEEN = (
    "The pupil followed a routine instruction with the class in two of five chances, and when it "
    "was repeated to him alone in all five. In the written part he waited for six long minutes "
    "before he looked at the page. When the adult pointed to the first box of the card he began at "
    "once and wrote two sentences. He spoke to one child at break and joined a running game."
)


def sample() -> Document:
    """An ordinary advice report about an invented pupil."""
    rows = tuple(
        (
            f"Teach step {n} of the card, then fade the adult after the first minute",
            "Class teacher",
            "Fri 16 Jan 2026",
            "He starts alone in four of five lessons",
        )
        for n in range(1, 9)
    )
    areas = ("Communication", "Learning", "Feelings", "Movement", "Hearing", "Independence")
    findings = tuple(
        block for area in areas for block in (Heading(3, area), Paragraph(_SEEN), Paragraph(_SEEN))
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
            KeyValues((Row("Seen", _SEEN), Row("Read", (Bullets(areas),)))),
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


def every_look() -> float:
    """Processor time of one report in all looks and both sizes of paper, in milliseconds."""
    from stls_desktop.reports.render import render
    from stls_desktop.reports.styles import looks

    document = sample()

    def draw() -> None:
        for look in looks():
            render(document, look=look.name)
        render(document, page="A5")
        render(document, typeface="lexend")
        render(document, typeface="andika")

    draw()
    return statistics.median(timed(draw) for _ in range(_ROUNDS))


def memory() -> float:
    """The most that a process holds that makes one report, in MB."""
    code = (
        "import resource\nfrom bench.report import sample\n"
        "from stls_desktop.reports.render import render\nrender(sample())\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(run.stdout) / (1024 if sys.platform != "darwin" else 1024**2)


def figures() -> list[Figure]:
    """The four figures; Windows has no word for the memory."""
    found = [
        against("Report of 4 pages, warm", *warm(sample()), target="≤ 1.3 ×"),
        against("Report of 4 pages, first of a process", *cold("report")),
        Figure("Report, five looks, A5 and two typefaces", every_look(), "ms", target="≤ 800 ms"),
    ]
    if sys.platform != "win32":
        found.append(Figure("Report, memory of the process", memory(), "MB", target="≤ 60 MB"))
    return found
