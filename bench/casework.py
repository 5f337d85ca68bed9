"""A laptop that holds a whole service: 10,000 pupils, 100,000 notes, 500,000 actions.

The store is made once, in some minutes, and used by fresh processes. Opening a pupil, Today and the
due list are set beside the same rows read by the driver alone; a stall has no limit but the eye.
"""

from __future__ import annotations

import tempfile

from bench import desks, fresh
from bench.figures import Figure, against

WHOLE = "1"


def figures() -> list[Figure]:
    """One store, one window."""
    with tempfile.TemporaryDirectory(dir=desks.on_disk()) as folder:
        made = fresh.once("large_made", folder, WHOLE)
        run = fresh.once("large_used", folder)
        day = fresh.once("large_today", folder)
    stalls = [
        Figure(f"  longest stall: {words}", run[key], "ms", target="≤ 50 ms")
        for key, words in (
            ("first pupils", "10,000 pupils are listed"),
            ("scroll pupils", "and scrolled"),
            ("filter pupils", "and filtered"),
            ("first schools", "600 schools are listed"),
            ("scroll schools", "and scrolled"),
            ("filter schools", "and filtered"),
        )
    ]
    return [
        against("10,000 pupils: a pupil's page", run["opened"], run["bare"], target="≤ 100 ms"),
        against("  one in twenty takes longer than", run["late"], run["bare"]),
        against(
            f"Today: {day['lines']:.0f} lines, what is due, my day",
            day["today"],
            day["today_bare"],
            target="≤ 100 ms",
        ),
        against(f"  the due list, first of {day['count']:,.0f}", day["due"], day["due_bare"]),
        Figure("  Today, from the store to the list", run["today"] / 1000, "s", target="≤ 0.6 s"),
        *stalls,
        Figure("  others' names in 3,000 words", run["looked"], "ms", target="≤ 50 ms"),
        Figure("  every child's name learnt, once", run["learnt"], "ms"),
        Figure("  memory with all of it used", run["now_mb"], "MB", target="≤ 400 MB"),
        Figure("  rows brought in", made["rows"] / made["seconds"], "/s"),
    ]
