"""What a started program says of itself: the moment, its processor time, its memory."""

import json
import sys
import time
from typing import Any


def now(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - numbers
    """This moment on the monotonic clock that all processes share, CPU in ms, memory in MB."""
    found = {"at": time.monotonic(), "cpu_ms": time.process_time() * 1000, "rss_mb": _rss_mb()}
    return {**found, **more}


def say(facts: dict[str, Any]) -> None:
    """Print the line that the parent reads."""
    print(json.dumps(facts), flush=True)


def _rss_mb() -> float:
    """The most memory this process has held; 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(peak) / (1e6 if sys.platform == "darwin" else 1e3)
