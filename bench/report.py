"""A report of four pages: against bare reportlab in the same run, in every look, and its memory.

And hundreds in a row, as they are saved into a folder: the time of one, and whether memory grows.
"""

import json
import statistics
import subprocess
import sys
import tempfile

from bench import desks, fresh
from bench.figures import Figure, against
from bench.note import cold, timed, warm
from bench.samples import report

_ROUNDS = 5
MANY = 500


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
    """The most that a process holds that makes one report, in MB; 0 where the system is silent."""
    code = (
        "from bench.samples import report\nfrom bench.started import said\n"
        "from stls_desktop.reports.render import render\nrender(report())\nsaid.say(said.now())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(json.loads(run.stdout)["rss_mb"])


def many() -> list[Figure]:
    """So many reports saved one after the other, in one process."""
    with tempfile.TemporaryDirectory(dir=desks.on_disk()) as folder:
        run = fresh.once("report_batch", folder, str(MANY))
    each = Figure(f"{MANY} reports saved into a folder, each", run["seconds"] / MANY * 1000, "ms")
    if not run["now_mb"]:
        return [each]
    grown = f"  memory after {MANY} to that after 50"
    return [each, Figure(grown, run["now_mb"] / run["settled_mb"], "×", target="≤ 1.1 ×")]


def figures() -> list[Figure]:
    """Windows has no word for the memory."""
    found = [
        against("Report of 4 pages, warm", *warm(report()), target="≤ 1.3 ×"),
        against("Report of 4 pages, first of a process", *cold("report"), target="≤ 200 ms"),
        Figure("Report, five looks, A5 and two typefaces", every_look(), "ms", target="≤ 800 ms"),
    ]
    if sys.platform != "win32":
        found.append(Figure("Report, memory of the process", memory(), "MB", target="≤ 60 MB"))
    return [*found, *many()]
