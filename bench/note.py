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
from bench.samples import note
from stls_desktop.reports.content import Document

ROUNDS = 40
COLD_ROUNDS = 5


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


def cold(sample: str) -> tuple[float, float]:
    """(ours, bare): the median time to the first document of a fresh process, in milliseconds."""
    load = f"from bench.samples import {sample}"
    ours = f"{load}; from stls_desktop.reports.render import render; render({sample}())"
    return _first(ours), _first(f"{load}; from bench.bare import bare; bare({sample}())")


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
        against("SENCO note, warm", *warm(note()), target="≤ 1.4 ×"),
        against("SENCO note, first of a process", *cold("note")),
    ]
