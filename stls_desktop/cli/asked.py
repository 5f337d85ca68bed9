"""What every command needs: the data folder it was given, and one line for each fact."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from stls_desktop.config import settings_for

if TYPE_CHECKING:
    from stls_desktop.services.opening import Opened, Place

DONE: Final = 0
SOME_REFUSED: Final = 1
NOT_DONE: Final = 2


class NotDoneError(Exception):
    """A command that cannot be carried out; `str()` says why and what to do."""


def add(commands: Any, name: str, work: Any, help_text: str, *words: tuple[str]) -> Any:  # noqa: ANN401
    """A command with the words that it needs."""
    made = commands.add_parser(name, help=help_text)
    for (word,) in words:
        made.add_argument(word, **({"required": True} if word.startswith("--") else {}))
    made.set_defaults(command=work)
    return made


def tell(asked: argparse.Namespace, **facts: object) -> None:
    """One line for a set of facts."""
    if asked.json:
        line = json.dumps(facts, default=str)
    else:
        line = "  ".join(f"{name.replace('_', ' ')}: {value}" for name, value in facts.items())
    sys.stdout.write(f"{line}\n")


def place(asked: argparse.Namespace) -> Place:
    """The data folder that was asked for."""
    from stls_desktop.services.opening import Place

    return Place(settings_for(asked.data_dir, is_demo=asked.demo), asked.device_secret_file)


def passphrase(asked: argparse.Namespace) -> str:
    """From the file that was given, else asked at the terminal."""
    if asked.passphrase_file is not None:
        from stls_desktop.security.passphrase import read_passphrase_file

        return read_passphrase_file(asked.passphrase_file) or ""
    import getpass

    return getpass.getpass("Passphrase: ")


@contextmanager
def opened(asked: argparse.Namespace) -> Iterator[Opened]:
    """The unlocked data folder; it is closed afterwards."""
    from stls_desktop.services import opening

    folder = place(asked)
    if folder.is_new:
        msg = "There is no data in this folder yet. Run `stls-desktop init` first."
        raise NotDoneError(msg)
    found = opening.unlock(folder, passphrase(asked))
    try:
        yield found
    finally:
        found.close()


def directly(op: Callable[[], Any]) -> Any:  # noqa: ANN401 - passed through
    """A script has one thread: the store is used on it."""
    return op()
