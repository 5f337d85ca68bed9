"""The `demo` command: a fictitious caseload, a council server of its own, and the window.

With no display it takes the tour instead. A second run finds everything made and only opens it.
The server ends with the program.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Collection
from pathlib import Path

from stls_desktop.config import settings_for
from stls_desktop.demo.council import DemoCouncil, NoCouncilError, is_installed
from stls_desktop.demo.stage import Stage, fill

UNKNOWN = 2  # exit code: what was asked for is not there
MADE = "made"  # written last, so that a set-up that was interrupted begins anew


def run(data_dir: Path | None) -> int:
    """Make the demo if need be and run it until its window is closed; the exit code."""
    folder = settings_for(data_dir, is_demo=True).data_dir
    if not has_display():
        _say("There is no display, so the tour is taken instead.")
        return take_tour(folder.with_name(f"{folder.name} tour"))
    stage = Stage(folder)
    council = _council(stage)
    try:
        if not (folder / MADE).exists():
            _make(stage, council)
        return _open(stage)
    finally:
        if council is not None:
            council.stop()


def take_tour(out: Path, chapters: Collection[str] = ()) -> int:
    """The tour over the real program, or some of it; pictures and notes go to `out`."""
    from stls_desktop.app import Options, Program, make_application
    from stls_desktop.gui.tour import CHAPTERS, take

    unknown = [name for name in chapters if name not in CHAPTERS]
    if unknown:
        _say(f"There is no chapter {', '.join(unknown)}. There are {', '.join(CHAPTERS)}.")
        return UNKNOWN

    def start(folder: Path, device_secret_file: Path) -> Program:
        return Program(Options(folder, None, device_secret_file, is_demo=True))

    make_application()
    return take(out, start, chapters)


def has_display() -> bool:
    """Whether windows can be shown."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open(stage: Stage) -> int:
    from stls_desktop.app import Options
    from stls_desktop.app import run as run_window

    return run_window(
        Options(stage.folder, stage.passphrase_file, stage.device_secret_file, is_demo=True)
    )


def _council(stage: Stage) -> DemoCouncil | None:
    """The server, started; without it the demo works on its own, as a laptop in a school does."""
    if not is_installed():
        _say("The council server is not part of this installation; sync stays off.")
        return None
    council = DemoCouncil(stage.folder.with_name(f"{stage.folder.name} council"))
    try:
        if not (stage.folder / MADE).exists():
            council.found()
        council.start()
    except (NoCouncilError, OSError) as error:
        _say(f"The council server did not start: {error} The app works without it.")
    return council


def _make(stage: Stage, council: DemoCouncil | None) -> None:
    if stage.folder.exists():
        shutil.rmtree(stage.folder)  # half made by a run that was stopped
    is_up = council is not None and council.wait()
    _say("Making the fictitious caseload …")
    _say(fill(stage, council if is_up else None))
    (stage.folder / MADE).touch()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
