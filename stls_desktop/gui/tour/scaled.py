"""Today, a visit and the worked example at 150 %.

A process of its own takes them, because Qt reads the scale once.

Run as `python -m stls_desktop.gui.tour.scaled`-style child through `demo.scaled`, which composes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from stls_desktop.gui.tour.hands import LostError

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour


def take_scaled(tour: Tour) -> None:
    """Have the child take its pictures. Raises `LostError` with what it said if it took too few."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "stls_desktop.demo.scaled", str(tour.stage.folder), str(tour.out)],
        env={**os.environ, "QT_SCALE_FACTOR": "1.5"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        msg = f"150 %: not all pictures were taken. {done.stderr.strip()[-300:]}"
        raise LostError(msg)
    tour.say("150 %: Today, a visit and the worked example")
