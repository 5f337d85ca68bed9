"""Saves many signed reports into a folder, as the screen does. Arguments: folder, how many.

The demo's caseload is written first; the memory is that of now, asked along the way, so that what
was needed to make the store counts for nothing.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
import time
from pathlib import Path

from bench import desks
from bench.started import said
from stls_core.records.advice import AdviceReport, Recommendation
from stls_core.records.plans import IssPlan
from stls_desktop.demo.caseload import fill
from stls_desktop.services import advice, batch, casework_signing
from stls_desktop.services.desk import Desk

SETTLED = 50  # copies after which the memory is compared
_REASON = "Measured."
_VERSIONS = 5  # of one report
_ASKED = {
    "who": "Class teacher",
    "how_often": "Every lesson",
    "how_long": "Six weeks",
    "success": "He starts alone in four of five lessons",
}


def _directly(op: object) -> object:
    return op()  # type: ignore[operator]


def signed(desk: Desk, count: int) -> list[str]:
    """So many signed versions, a few of each report."""
    reports = [written(desk) for _ in range(-(-count // _VERSIONS))]
    return [
        casework_signing.sign(desk, reports[number // _VERSIONS], _REASON).version_id
        for number in range(count)
    ]


def written(desk: Desk) -> str:
    """A report about a child with a whole plan behind it, from everything in the file."""
    rec, today = desk.new_id(), desk.today()
    with desk.store.write() as work:
        plan = work.find(IssPlan, status="FINAL_REVIEW")[0]
        work.put(
            AdviceReport(
                id=rec,
                author_id=desk.me.account,
                pupil_id=plan.pupil_id,
                setting_id=plan.setting_id,
                written_on=today,
                review_on=today + dt.timedelta(weeks=6),
                question="How can he begin alone?",
                qualifications="Specialist teacher",
                no_pupil_voice_because=_REASON,
                no_parent_voice_because=_REASON,
            )
        )
        report = work.open(rec)
    if report is None:
        raise LookupError(rec)
    found = advice.sources(desk, rec, {**report.doc})
    advice.write_draft(desk, rec, [each.rec for each in found])
    with desk.store.write() as work:
        for each in work.find(Recommendation, report_id=rec):
            asked = {name: getattr(each, name) or words for name, words in _ASKED.items()}
            work.edit("recommendation", each.id, asked)
    return rec


def _mb_now() -> float:
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0.0
    return int(status.read_text(encoding="ascii").split()[1]) * 4096 / 1e6


def main() -> None:
    """Make, save, and say what it took."""
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    out = folder / "out"
    out.mkdir()
    with desks.open_desk(folder) as desk:
        fill(desk)
        versions = signed(desk, count)
        gc.collect()
        began, settled = time.perf_counter(), 0.0
        for done, version_id in enumerate(versions, start=1):
            batch.save_copy(desk, version_id, out, "SENCO", "STANDARD", _directly)
            if done == SETTLED:
                gc.collect()
                settled = _mb_now()
        seconds = time.perf_counter() - began
        gc.collect()
        said.say(said.now(seconds=seconds, settled_mb=settled, now_mb=_mb_now()))


if __name__ == "__main__":
    main()
