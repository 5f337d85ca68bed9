"""Commands for scripts and support: one line for each fact, `--json` for machines.

Does what the windows do, through the same services; each module holds the commands of one
activity. Exit codes: 0 done, 1 done but some rows were refused (each is named) or a file is not one
of ours, 2 not done.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from stls_desktop import __version__
from stls_desktop.cli import folder, importing, reporting
from stls_desktop.cli.asked import NOT_DONE, NotDoneError, add
from stls_desktop.config import ToldError


def run(arguments: Sequence[str]) -> int:
    """Parse and carry out one command line."""
    asked = _parser().parse_args(arguments)
    if asked.selftest is not None:
        from stls_desktop.selftest import run as run_selftest

        return run_selftest(Path(asked.selftest) if asked.selftest else None)
    if asked.count_printers:
        from stls_desktop.gui.printers import answer

        return answer()
    command: Callable[[argparse.Namespace], int] = asked.command
    try:
        return command(asked)
    except (NotDoneError, ToldError) as error:
        sys.stderr.write(f"Not done: {error}\n")
        return NOT_DONE
    except Exception as error:
        if not _is_told(error):
            raise
        sys.stderr.write(f"Not done: {error}\n")
        return NOT_DONE


def _is_told(error: Exception) -> bool:
    """Errors of the layers below that are written for a person."""
    from stls_desktop.imports.problems import ImportFileError
    from stls_desktop.services.checking_files import NotReadError
    from stls_desktop.services.issuing import NotIssuedError
    from stls_desktop.services.permission import NotAllowedError
    from stls_desktop.services.saving import NotSavedError
    from stls_desktop.store.problems import StoreError
    from stls_desktop.sync.transport import TransportError

    told = ImportFileError | StoreError | TransportError | OSError
    return isinstance(error, told | NotReadError | NotIssuedError | NotSavedError | NotAllowedError)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="stls-desktop", description=__doc__)
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument(
        "--selftest", nargs="?", const="", metavar="LOG", help="check this installation"
    )
    parser.add_argument("--count-printers", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--data-dir", type=Path, help="another data folder")
    parser.add_argument("--passphrase-file", type=Path, help="unlock with the first line")
    parser.add_argument("--device-secret-file", type=Path, help="where there is no keyring")
    parser.add_argument("--demo", action="store_true", help="the demonstration's own folder")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(command=_window)
    commands = parser.add_subparsers(metavar="COMMAND")
    for activity in (folder, importing, reporting):
        activity.add_to(commands)
    tour = add(commands, "tour", _tour, "drive the windows and save pictures")
    tour.add_argument("--out", type=Path, required=True)
    tour.add_argument("--chapters", default="", help="only these, such as visits,plans,sync")
    add(commands, "demo", _demo, "a fictitious caseload with a server of its own")
    return parser


def _window(asked: argparse.Namespace) -> int:
    import gc

    gc.disable()  # nothing that imports make is garbage; the runner collects from its first lane on
    from stls_desktop.app import Options
    from stls_desktop.app import run as run_window

    return run_window(
        Options(asked.data_dir, asked.passphrase_file, asked.device_secret_file, asked.demo)
    )


def _tour(asked: argparse.Namespace) -> int:
    from stls_desktop.demo.running import take_tour

    return take_tour(asked.out, tuple(filter(None, asked.chapters.split(","))))


def _demo(asked: argparse.Namespace) -> int:
    from stls_desktop.demo.running import run as run_demo

    return run_demo(asked.data_dir)
