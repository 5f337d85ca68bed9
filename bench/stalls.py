"""The longest time that the window does not answer, from fresh processes; medians."""

from __future__ import annotations

from bench import fresh
from bench.figures import Figure, against

ROUNDS = 3


def figures() -> list[Figure]:
    """While a person types, and while sync brings 10,000 records."""
    runs = fresh.in_turns({"stalls": ()}, ROUNDS)["stalls"]
    idle = fresh.median(runs, "idle")
    return [
        against("longest stall while typing", fresh.median(runs, "typing"), idle, target="≤ 50 ms"),
        against(
            "longest stall while 10,000 rows come in",
            fresh.median(runs, "page"),
            idle,
            target="≤ 50 ms",
        ),
    ]
