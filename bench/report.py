"""A report of four pages: against bare reportlab in the same run, in every look, and its memory."""

import statistics
import subprocess
import sys

from bench.figures import Figure, against
from bench.note import cold, timed, warm
from bench.samples import report

_ROUNDS = 5


def every_look() -> float:
    """Processor time of one report in all looks and both sizes of paper, in milliseconds."""
    from stls_desktop.reports.render import render
    from stls_desktop.reports.styles import looks

    document = report()

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
        "import resource\nfrom bench.samples import report\n"
        "from stls_desktop.reports.render import render\nrender(report())\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(run.stdout) / (1024 if sys.platform != "darwin" else 1024**2)


def figures() -> list[Figure]:
    """The four figures; Windows has no word for the memory."""
    found = [
        against("Report of 4 pages, warm", *warm(report()), target="≤ 1.3 ×"),
        against("Report of 4 pages, first of a process", *cold("report"), target="≤ 200 ms"),
        Figure("Report, five looks, A5 and two typefaces", every_look(), "ms", target="≤ 800 ms"),
    ]
    if sys.platform != "win32":
        found.append(Figure("Report, memory of the process", memory(), "MB", target="≤ 60 MB"))
    return found
