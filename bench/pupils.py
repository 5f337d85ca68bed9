"""The preview of a list of 20,000 pupils, and what it takes of memory, against reading the file."""

from __future__ import annotations

import tempfile
from typing import Any

from bench import desks, fresh
from bench.figures import Figure, against

ROUNDS = 3


def figures() -> list[Figure]:
    """Medians of 3 fresh processes, each with a store of its own and the plain reading beside."""
    with tempfile.TemporaryDirectory(dir=desks.on_disk()) as folder:
        lists, transfers = (
            fresh.in_turns({"pupil_preview": (folder, kind)}, ROUNDS)["pupil_preview"]
            for kind in ("list", "transfer")
        )
    return [
        *_beside("preview of 20,000 pupils from a list", lists),
        *_beside("  from a transfer file of 18 MB", transfers),
    ]


def _beside(name: str, runs: list[dict[str, Any]]) -> list[Figure]:
    took = against(name, fresh.median(runs, "took"), fresh.median(runs, "plain"), "s")
    more = Figure("  memory more", fresh.median(runs, "more_mb"), "MB", target="≤ 200 MB")
    return [took, more]
