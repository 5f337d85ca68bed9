"""Entry point of `stls-desktop` and `python -m stls_desktop`: reads the command, then hands on.

Imports nothing heavy: with no command the window has to be painted first.
"""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 done with refusals, 2 not done."""
    from stls_desktop.cli import run

    return run(sys.argv[1:] if arguments is None else list(arguments))


if __name__ == "__main__":
    sys.exit(main())
