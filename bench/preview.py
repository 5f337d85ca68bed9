"""From a key in the text of a report to its page, drawn anew, on the screen of a real window."""

from __future__ import annotations

from bench import fresh
from bench.figures import Figure

ROUNDS = 3


def figures() -> list[Figure]:
    """Medians of 3 fresh processes, each of some tens of keys in a report of several pages."""
    runs = fresh.in_turns({"preview": ()}, ROUNDS)["preview"]
    pages = f"{fresh.median(runs, 'pages'):.0f} pages"
    return [
        Figure(f"key to preview of {pages}", fresh.median(runs, "wall"), "ms", target="≤ 150 ms"),
        Figure("  one in twenty takes longer than", fresh.median(runs, "late"), "ms"),
        Figure("  processor time of it", fresh.median(runs, "busy"), "ms"),
    ]
