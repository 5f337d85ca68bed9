"""Where the device secret lives: the keyring of the operating system, or a named private file.

The keyring's backend is chosen here by allow-list, never by the keyring library: its own choice
follows environment variables and accepts stores that forget or write plain text. Every call is
bounded in time, because a keyring may wait for a prompt that nobody sees.
"""

from __future__ import annotations

import base64
import binascii
import importlib
import json
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, Protocol, TypeVar

from stls_desktop.config import write_durably
from stls_desktop.security.private_file import ExposedFileError, read_private
from stls_desktop.security.problems import NoVaultError

ALLOWED_BACKENDS: Final = (
    "keyring.backends.Windows:WinVaultKeyring",
    "keyring.backends.macOS:Keyring",
    "keyring.backends.SecretService:Keyring",
    "keyring.backends.libsecret:Keyring",
    "keyring.backends.kwallet:DBusKeyring",
)
TIME_LIMIT_S: Final = 60.0  # long enough to type the keyring's own password when it asks

_T = TypeVar("_T")


class Vault(Protocol):
    """Keeps small secrets by name. Every method may raise `NoVaultError`."""

    def read(self, name: str) -> bytes | None:
        """The secret, or None if there is none of this name."""

    def write(self, name: str, secret: bytes) -> None:
        """Keep `secret`; returns only after reading back the same bytes."""

    def delete(self, name: str) -> None:
        """Forget it; no error if there is none."""


class _Backend(Protocol):
    """The part of a keyring backend that is used."""

    def get_password(self, service: str, username: str) -> str | None: ...
    def set_password(self, service: str, username: str, password: str) -> None: ...
    def delete_password(self, service: str, username: str) -> None: ...


class KeyringVault:
    """A vault over one keyring backend; `service` is the application id."""

    def __init__(
        self, backend: _Backend, service: str, *, time_limit_s: float = TIME_LIMIT_S
    ) -> None:
        self._backend = backend
        self._service = service
        self._time_limit_s = time_limit_s

    def read(self, name: str) -> bytes | None:
        """The secret, or None. Raises `NoVaultError`."""
        text = self._ask(lambda: self._backend.get_password(self._service, name))
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise NoVaultError("it holds something else under our name") from error

    def write(self, name: str, secret: bytes) -> None:
        """Keep the secret and prove it by reading it back: some backends accept and forget."""
        text = base64.b64encode(secret).decode("ascii")
        self._ask(lambda: self._backend.set_password(self._service, name, text))
        if self.read(name) != secret:
            raise NoVaultError("it did not give back what it was given")

    def delete(self, name: str) -> None:
        """Forget the secret and prove it. Raises `NoVaultError` if it is still there."""
        if self.read(name) is None:
            return
        self._ask(lambda: self._backend.delete_password(self._service, name))
        if self.read(name) is not None:
            raise NoVaultError("it did not forget what it was asked to forget")

    def _ask(self, call: Callable[[], _T]) -> _T:
        return within(self._time_limit_s, call)


class FileVault:
    """Device secrets in one private file (0600): for scripts, support and the demo.

    Used only where the file is given by name. Raises `ExposedFileError` if others can read it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, name: str) -> bytes | None:
        """The secret, or None."""
        text = self._all().get(name)
        return None if text is None else base64.b64decode(text)

    def write(self, name: str, secret: bytes) -> None:
        """Keep the secret; makes the file if need be."""
        self._replace({**self._all(), name: base64.b64encode(secret).decode("ascii")})

    def delete(self, name: str) -> None:
        """Forget it."""
        kept = self._all()
        if kept.pop(name, None) is not None:
            self._replace(kept)

    def _all(self) -> dict[str, str]:
        content = read_private(self._path)
        if content is None:
            return {}
        try:
            found = json.loads(content)
            return {str(name): str(text) for name, text in found.items()}
        except (ValueError, AttributeError) as error:
            raise ExposedFileError("it is not a device-secret file") from error

    def _replace(self, kept: dict[str, str]) -> None:
        write_durably(self._path, json.dumps(kept, indent=1, sort_keys=True).encode())


def system_vault(
    service: str,
    *,
    allowed: Sequence[str] = ALLOWED_BACKENDS,
    time_limit_s: float = TIME_LIMIT_S,
) -> Vault:
    """The first allow-listed keyring that works here. Call it off the window's thread.

    Neither PYTHON_KEYRING_BACKEND nor keyringrc.cfg nor an installed plug-in is looked at.
    Raises `NoVaultError`.
    """
    backend = within(time_limit_s, lambda: _first_that_works(allowed))
    if backend is None:
        raise NoVaultError("none that this program trusts is running")
    return KeyringVault(backend, service, time_limit_s=time_limit_s)


def within(time_limit_s: float, call: Callable[[], _T]) -> _T:
    """Run `call` in a thread of its own; `NoVaultError` if it fails or takes too long.

    A call that hangs is left behind in a daemon thread: a keyring prompt cannot be called off.
    """
    answers: list[_T] = []
    failures: list[str] = []

    def run() -> None:
        try:
            answers.append(call())
        except Exception as error:  # noqa: BLE001  (backends raise errors of D-Bus, COM and C)
            failures.append(type(error).__name__)  # its text may hold the entry: name only

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(time_limit_s)
    if failures:
        raise NoVaultError(f"it answered with {failures[0]}")
    if not answers:
        raise NoVaultError(f"it did not answer within {time_limit_s:g} seconds")
    return answers[0]


def _first_that_works(allowed: Sequence[str]) -> _Backend | None:
    for place in allowed:
        module_name, class_name = place.split(":")
        try:
            found = getattr(importlib.import_module(module_name), class_name)
            if not found.priority > 0:  # asking for it proves that the service runs
                continue
            backend: _Backend = found()
        except Exception:  # noqa: BLE001, S112  (not this platform, no D-Bus, no daemon, …)
            continue
        if sys.platform == "win32":  # the default roams with the profile to other machines
            setattr(backend, "persist", "local machine")  # noqa: B010
        return backend
    return None
