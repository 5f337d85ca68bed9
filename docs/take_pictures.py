"""Takes the README's pictures: runs the tour and keeps some of its pictures in `docs/pictures`.

The tour runs at the time of day it is; here it is told that it is mid-morning, by a time zone.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

PICTURES: Final = {
    "visit": "light/[0-9]*[0-9]-visit.png",
    "visit-dark": "dark/[0-9]*[0-9]-visit-before-leaving.png",
    "before-you-sign": "light/[0-9]*[0-9]-visit-before-you-sign.png",
    "note": "light/[0-9]*[0-9]-note-given.png",
    "school-dark": "dark/[0-9]*[0-9]-school.png",
    "conflict": "light/[0-9]*[0-9]-sync-conflict.png",
    "pupil": "light/[0-9]*[0-9]-worked-example-timeline.png",
    "assessment": "light/[0-9]*[0-9]-assessment-score-and-percentile-disagree.png",
    "report": "light/[0-9]*[0-9]-advice-find.png",
    "visit-pack": "light/[0-9]*[0-9]-visit-pack.png",
    "turned-round": "light/[0-9]*[0-9]-turned-round.png",
}
MID_MORNING: Final = dt.timedelta(hours=10, minutes=50)


def main() -> int:
    """Run the tour and copy; the exit code is the tour's."""
    target = Path(__file__).parent / "pictures"
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        code = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "stls_desktop", "tour", "--out", str(out)],
            env={**os.environ, "TZ": _zone(), "QT_QPA_PLATFORM": "offscreen"},
            check=False,
        ).returncode
        if code == 0:
            for name, pattern in PICTURES.items():
                (found,) = out.glob(pattern)
                _save_small(found, target / f"{name}.png")
    return code


def _zone() -> str:
    """A time zone, as POSIX writes them, in which it is mid-morning now."""
    now = dt.datetime.now(dt.UTC)
    ahead = MID_MORNING - dt.timedelta(hours=now.hour, minutes=now.minute)
    minutes = int(ahead.total_seconds()) // 60
    sign = "-" if minutes >= 0 else "+"  # POSIX counts westward
    return f"TOUR{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _save_small(picture: Path, target: Path) -> None:
    """With a palette of 256 colours the picture takes a third of the room."""
    with Image.open(picture) as full:
        small = full.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
