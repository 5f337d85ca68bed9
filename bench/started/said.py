"""What a started program says of itself: the moment, its processor time, its memory."""

import json
import sys
import time
from pathlib import Path
from typing import Any


def now(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - numbers
    """This moment on the monotonic clock that all processes share, CPU in ms, memory in MB."""
    found = {"at": time.monotonic(), "cpu_ms": time.process_time() * 1000, "rss_mb": _rss_mb()}
    return {**found, **more}


def say(facts: dict[str, Any]) -> None:
    """Print the line that the parent reads."""
    print(json.dumps(facts), flush=True)


def _rss_mb() -> float:
    """The most memory this program has held; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():  # Linux counts what the parent held at the fork into `ru_maxrss`
        peak = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(peak.split()[1]) / 1e3
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak_rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak_rss) / (1e6 if sys.platform == "darwin" else 1e3)
