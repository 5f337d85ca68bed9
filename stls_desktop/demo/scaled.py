"""Takes the tour's pictures at another scale: run by the tour with QT_SCALE_FACTOR set."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from stls_desktop.demo.stage import Stage


def main(arguments: Sequence[str]) -> int:
    """`FOLDER OUT`: open the tour's data folder and photograph Today and a visit."""
    from stls_desktop.app import Options, Program, make_application
    from stls_desktop.gui.tour.hands import LostError
    from stls_desktop.gui.tour.scaled_pictures import photograph

    stage, out = Stage(Path(arguments[0])), Path(arguments[1])
    make_application()
    program = Program(
        Options(stage.folder, stage.passphrase_file, stage.device_secret_file, is_demo=True)
    )
    try:
        photograph(program, out)
    except LostError as lost:
        sys.stderr.write(f"{lost}\n")
        return 1
    finally:
        program.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
