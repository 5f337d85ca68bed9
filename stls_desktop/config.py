"""Where this installation keeps its data, and the few preferences read before unlock.

Holds places, application ids and window preferences only. It must never hold personal data,
a secret, or anything a teacher wrote: those live inside the encrypted store.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final, Literal, TypeVar, get_args

import platformdirs

APPLICATION_ID: Final = "STLS Desktop"
DEMO_APPLICATION_ID: Final = "STLS Desktop Demo"
STORE_MARK: Final = 0x53544C53  # "STLS", for PRAGMA application_id
DEMO_STORE_MARK: Final = 0x53544C44  # "STLD": a real installation refuses a demo's store

IDLE_MINUTES_DEFAULT: Final = 5
IDLE_MINUTES_RANGE: Final = (1, 15)
TEXT_PERCENT_RANGE: Final = (80, 200)

_T = TypeVar("_T")
Theme = Literal["system", "light", "dark", "contrast"]

# A folder that a program copies elsewhere breaks the store (the database without its
# write-ahead log is silently stale) and takes the ciphertext where nobody agreed to.
_COPIED_PREFIXES: Final = ("onedrive", "dropbox", "google drive", "googledrive", "nextcloud")
_COPIED_NAMES: Final = frozenset(
    {"icloud drive", "iclouddrive", "mobile documents", "cloudstorage", "box", "box sync"}
)
_COPIED_ROOT_VARIABLES: Final = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_NETWORK_FILE_SYSTEMS: Final = ("nfs", "cifs", "smb", "fuse.sshfs", "9p.net", "afs", "davfs")


class ToldError(Exception):
    """An error that is told to the teacher, in three parts, and never becomes a crash report.

    `crash.py` recognises it by its three attributes, so other layers may have their own.
    """

    def __init__(self, *, what_happened: str, what_is_safe: str, what_to_do: str) -> None:
        super().__init__(f"{what_happened} {what_is_safe} {what_to_do}")
        self.what_happened = what_happened
        self.what_is_safe = what_is_safe
        self.what_to_do = what_to_do


class UnsafePlaceError(ToldError):
    """The data folder lies where another program or another computer would copy it."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            what_happened=f"The data folder cannot be kept here: {reason}.",
            what_is_safe="Nothing was written there.",
            what_to_do=(
                "Choose a folder on this laptop's own disk that is not copied to the cloud, "
                "or leave the choice to the program."
            ),
        )


class ReadOnlyFolderError(ToldError):
    """The data folder cannot be written to."""

    def __init__(self) -> None:
        super().__init__(
            what_happened="The data folder cannot be written to.",
            what_is_safe="What is already in it has not been touched.",
            what_to_do=(
                "Check that the disk is not full or read-only and that the folder belongs to "
                "you, then start the program again. Your IT help desk can mend this."
            ),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """What one run of the program needs to know about this installation."""

    data_dir: Path
    is_demo: bool = False

    @property
    def application_id(self) -> str:
        """Names the default folder and the keyring entry; a demo has its own."""
        return DEMO_APPLICATION_ID if self.is_demo else APPLICATION_ID

    @property
    def store_mark(self) -> int:
        """The number for SQLite's `PRAGMA application_id`."""
        return DEMO_STORE_MARK if self.is_demo else STORE_MARK

    @property
    def preferences_path(self) -> Path:
        """Preferences are read before unlock, so they stand outside the store."""
        return self.data_dir / "preferences.json"

    @property
    def logs_dir(self) -> Path:
        """Logs and crash reports."""
        return self.data_dir / "logs"


def settings_for(data_dir: Path | None = None, *, is_demo: bool = False) -> Settings:
    """Settings for `data_dir`, or for the usual place of this platform.

    The usual place is LOCALAPPDATA (never the roaming profile), Application Support or
    XDG_DATA_HOME. Raises `UnsafePlaceError`; creates nothing.
    """
    name = DEMO_APPLICATION_ID if is_demo else APPLICATION_ID
    usual = platformdirs.user_data_path(name, appauthor=False, roaming=False)
    chosen = (data_dir or usual).expanduser().absolute()
    reason = unsafe_place_reason(chosen, os.environ) or unsafe_place_reason(
        chosen.resolve(), os.environ
    )
    if reason or (reason := _network_reason(chosen)):
        raise UnsafePlaceError(reason)
    return Settings(data_dir=chosen, is_demo=is_demo)


def unsafe_place_reason(path: PurePath, environ: Mapping[str, str]) -> str | None:
    """Say in words why `path` may not hold the store, or None. Touches no disk."""
    if str(path).startswith(("\\\\", "//")):
        return "it is on a network share"
    for part in path.parts:
        name = part.casefold()
        if name.startswith(_COPIED_PREFIXES) or name in _COPIED_NAMES:
            return f"the folder “{part}” is copied to the cloud"
    for variable in _COPIED_ROOT_VARIABLES:
        root = environ.get(variable)
        if root and path.is_relative_to(type(path)(root)):
            return "it is inside the OneDrive folder"
    return None


def network_mount_reason(path: PurePath, mounts: str) -> str | None:
    """Say why `path` is on another computer, given the text of /proc/mounts, or None."""
    best, kind = "", ""
    for line in mounts.splitlines():
        words = line.split()
        if len(words) < 3:  # noqa: PLR2004  (device, mount point, file system)
            continue
        point = words[1].replace("\\040", " ")
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, words[2]
    return "it is on a network drive" if kind.startswith(_NETWORK_FILE_SYSTEMS) else None


def network_drive_reason(path: PureWindowsPath, drive_type: Callable[[str], int]) -> str | None:
    r"""Say why a Windows path is on another computer, or None.

    `drive_type` is GetDriveTypeW: it takes a root such as ``H:\\`` and answers 4 for remote.
    """
    remote = 4
    return "it is on a network drive" if path.drive and drive_type(path.anchor) == remote else None


def _network_reason(path: Path) -> str | None:
    if sys.platform == "win32":
        import ctypes

        return network_drive_reason(PureWindowsPath(path), ctypes.windll.kernel32.GetDriveTypeW)
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:  # macOS has no such file; its network volumes are caught by name only
        return None
    return network_mount_reason(path.resolve(), mounts)


def make_private_folder(path: Path) -> None:
    """Create `path` for this user only (0700; parents too) and prove that it can be written to.

    Raises `ReadOnlyFolderError`. On Windows the profile folder's own access list applies.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(0o700)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise ReadOnlyFolderError from error


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` with `content` as a whole or not at all, readable by this user only.

    Temp file, fsync, rename, fsync of the folder: a power cut leaves the old or the new file.
    Raises `ReadOnlyFolderError` if the folder refuses.
    """
    try:
        handle, temp_name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise ReadOnlyFolderError from error
    temp = Path(temp_name)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace_patiently(temp, path, tries=10 if os.name == "nt" else 1)
    except OSError as error:
        temp.unlink(missing_ok=True)
        raise ReadOnlyFolderError from error
    _sync_folder(path.parent)


def replace_patiently(temp: Path, path: Path, *, tries: int, pause_s: float = 0.05) -> None:
    """Rename `temp` over `path`; on Windows a virus scanner may hold `path` for a moment.

    Raises the last `OSError`.
    """
    _patiently(partial(temp.replace, path), tries, pause_s)


def name_patiently(temp: Path, path: Path, *, tries: int, pause_s: float = 0.05) -> None:
    """Rename `temp` to a name that nobody has. Raises `FileExistsError`, or the last `OSError`."""
    if os.name != "posix":
        _patiently(partial(temp.rename, path), tries, pause_s)  # never over a file on Windows
        return
    try:
        path.hardlink_to(temp)  # unlike a rename, never over a file
    except FileExistsError:
        raise
    except OSError:  # a stick has no links
        if path.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
        _patiently(partial(temp.rename, path), tries, pause_s)
    else:
        with suppress(OSError):  # it stands under its name, which is what counts
            temp.unlink()


def _patiently(rename: Callable[[], object], tries: int, pause_s: float) -> None:
    for _ in range(tries - 1):
        try:
            rename()
        except PermissionError:
            time.sleep(pause_s)
        else:
            return
    rename()


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows offers no handle to a folder that can be flushed
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Preferences:
    """How the window looks and when it locks. Nothing about people, schools or records."""

    theme: Theme = "system"
    text_percent: int = 100
    idle_minutes: int = IDLE_MINUTES_DEFAULT
    reduced_motion: bool = False


def read_preferences(path: Path) -> Preferences:
    """Read preferences; a missing or damaged file, or a bad value, falls back to the default.

    A preference must never keep a teacher from her work, so nothing here raises.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(found, dict):
        return Preferences()
    usual = Preferences()
    return _within_bounds(
        Preferences(
            theme=_kept(found, "theme", usual.theme),
            text_percent=_kept(found, "text_percent", usual.text_percent),
            idle_minutes=_kept(found, "idle_minutes", usual.idle_minutes),
            reduced_motion=_kept(found, "reduced_motion", usual.reduced_motion),
        )
    )


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Write preferences as readable JSON. Raises `ReadOnlyFolderError`."""
    text = json.dumps(asdict(_within_bounds(preferences)), indent=2, sort_keys=True)
    write_durably(path, text.encode() + b"\n")


def _kept(found: dict[str, object], name: str, usual: _T) -> _T:
    value = found.get(name)
    return value if isinstance(value, type(usual)) else usual


def _within_bounds(preferences: Preferences) -> Preferences:
    return Preferences(
        theme=preferences.theme if preferences.theme in get_args(Theme) else "system",
        text_percent=_clamp(preferences.text_percent, TEXT_PERCENT_RANGE),
        idle_minutes=_clamp(preferences.idle_minutes, IDLE_MINUTES_RANGE),
        reduced_motion=preferences.reduced_motion,
    )


def _clamp(value: int, bounds: tuple[int, int]) -> int:
    return max(bounds[0], min(bounds[1], value))
