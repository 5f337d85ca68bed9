"""Makes the lock files from pyproject.toml, and proves that Windows can install them.

`dev.py lock` runs this inside the project's environment. A lock holds exact versions and hashes
for Windows, macOS and Linux; it must not hold the address of any package index.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.markers import Marker
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
WHEELS = FOLDER / "windows-wheels.txt"
EXTRAS = {
    "dev": ("desktop", "server", "dev"),
    "desktop": ("desktop",),
    "server": ("server",),
}
"""Lock file -> extras of pyproject.toml; `dev` comes first and binds the other two."""

PYTHONS = ((3, 11), (3, 12), (3, 13), (3, 14))
_UV = ("pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--no-emit-index-url")


@dataclass(frozen=True)
class Platform:
    """One machine that the locks serve: the words that markers and wheel names use for it."""

    name: str
    sys_platform: str
    system: str
    tags: tuple[str, ...]

    def supported(self, python: tuple[int, int]) -> set[Tag]:
        """The wheel tags that CPython of this version installs here."""
        interpreter = f"cp{python[0]}{python[1]}"
        return {
            *cpython_tags(python, platforms=self.tags),
            *compatible_tags(python, interpreter, self.tags),
        }

    def wants(self, marker: str, python: tuple[int, int]) -> bool:
        """Whether a locked line with this environment marker is installed here."""
        version = f"{python[0]}.{python[1]}"
        return not marker or Marker(marker).evaluate(
            {
                "sys_platform": self.sys_platform,
                "platform_system": self.system,
                "os_name": "nt" if self.system == "Windows" else "posix",
                "python_version": version,
                "python_full_version": f"{version}.0",
                "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
            }
        )


WINDOWS = Platform("Windows", "win32", "Windows", ("win_amd64",))
PLATFORMS = (
    Platform(
        "Linux",
        "linux",
        "Linux",
        (*(f"manylinux_2_{n}_x86_64" for n in range(34, 4, -1)), "manylinux2014_x86_64"),
    ),
    Platform(
        "macOS",
        "darwin",
        "Darwin",
        tuple(
            f"macosx_{major}_{minor}_{machine}"
            for major, minors in ((15, 1), (14, 1), (13, 1), (12, 1), (11, 1), (10, 16))
            for minor in range(minors)
            for machine in ("arm64", "universal2")
        ),
    ),
    WINDOWS,
)


@dataclass(frozen=True)
class Locked:
    """One line of a lock: a package, its version, where it applies, and its files' hashes."""

    name: str
    version: str
    marker: str
    hashes: frozenset[str]


def locked(text: str) -> Iterator[Locked]:
    """Every package of a lock file's text, continuation lines joined."""
    for line in text.replace("\\\n", " ").splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        requirement, *hashes = line.split("--hash=sha256:")
        pinned, _, marker = requirement.partition(";")
        name, _, version = pinned.strip().partition("==")
        yield Locked(
            canonicalize_name(name), version, marker.strip(), frozenset(h.strip() for h in hashes)
        )


def windows_wheels(text: str) -> dict[str, tuple[str, int]]:
    """The table of wheels known when the lock was made: sha256 -> (file name, bytes)."""
    rows = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return {sha256: (file_name, int(size)) for sha256, size, file_name in rows}


def without_windows_wheel(lock: str, table: str) -> list[str]:
    """Locked packages that some Python on Windows would have to build, as `name for 3.x`.

    A wheel counts only if its hash stands in the lock too, so table and lock cannot drift apart.
    """
    names = {sha256: name for sha256, (name, _) in windows_wheels(table).items()}
    missing = []
    for package in locked(lock):
        wheels = [parse_wheel_filename(names[h]) for h in package.hashes if h in names]
        tags = {
            tag
            for name, version, _, tagged in wheels
            if name == package.name and str(version) == package.version
            for tag in tagged
        }
        missing += [
            f"{package.name}=={package.version} for Python {python[0]}.{python[1]}"
            for python in PYTHONS
            if WINDOWS.wants(package.marker, python) and not tags & WINDOWS.supported(python)
        ]
    return missing


def _uv(*arguments: str) -> None:
    """Run the locked uv; its own message is the best explanation of a failure."""
    subprocess.run([sys.executable, "-m", "uv", *arguments], check=True, cwd=ROOT)  # noqa: S603 - fixed arguments


def _compile(name: str, target: Path, *options: str) -> None:
    """Resolve one set of extras for every platform into `target`."""
    extras = [f"--extra={extra}" for extra in EXTRAS[name]]
    _uv(*_UV, *extras, *options, f"--output-file={target}", "pyproject.toml")


def _wheels(pylock: dict[str, Any]) -> Iterator[tuple[str, str, str, int]]:
    """(marker, file name, sha256, bytes) of every wheel of a resolved set."""
    for package in pylock["packages"]:
        for wheel in package.get("wheels", ()):
            name = wheel.get("name") or wheel["url"].rpartition("/")[2]
            yield package.get("marker", ""), name, wheel["hashes"]["sha256"], wheel["size"]


def _download_bytes(platform: Platform, pylock: dict[str, Any]) -> int:
    """What the set costs to download: per package the first wheel that the platform takes."""
    python = PYTHONS[0]
    supported = platform.supported(python)
    taken: dict[str, int] = {}
    for marker, file_name, _, size in _wheels(pylock):
        name, _, _, tags = parse_wheel_filename(file_name)
        if platform.wants(marker, python) and tags & supported:
            taken.setdefault(name, size)
    return sum(taken.values())


def refresh(*, is_upgrade: bool) -> None:
    """Write requirements/*.txt anew; versions stay where they still fit unless upgrading."""
    upgrade = ["--upgrade"] if is_upgrade else []
    with tempfile.TemporaryDirectory() as folder:
        for name in EXTRAS:
            target, draft = FOLDER / f"{name}.txt", Path(folder) / f"{name}.txt"
            if target.exists():
                shutil.copy(target, draft)  # uv keeps the versions that it finds there
            bound = [] if name == "dev" else [f"--constraint={FOLDER / 'dev.txt'}"]
            quiet = ["--generate-hashes", "--no-annotate", "--no-header"]
            _compile(name, draft, *quiet, *upgrade, *bound)
            resolved = Path(folder) / f"pylock.{name}.toml"
            _compile(name, resolved, "--format=pylock.toml", f"--constraint={draft}")
            pylock = tomllib.loads(resolved.read_text(encoding="utf-8"))
            _write(target, _header(pylock) + draft.read_text(encoding="utf-8"))
            if name == "dev":
                _write(WHEELS, _windows_table(pylock))


def _header(pylock: dict[str, Any]) -> str:
    sizes = ", ".join(
        f"{platform.name} {_download_bytes(platform, pylock) / 1e6:.0f} MB"
        for platform in PLATFORMS
    )
    return f"# Made by `dev.py lock` from pyproject.toml.\n# Download: {sizes}\n"


def _windows_table(pylock: dict[str, Any]) -> str:
    supported = {tag for python in PYTHONS for tag in WINDOWS.supported(python)}
    rows = sorted(
        (file_name, sha256, size)
        for _, file_name, sha256, size in _wheels(pylock)
        if parse_wheel_filename(file_name)[3] & supported
    )
    head = (
        "# Wheels of dev.txt that Windows can install: sha256, bytes, file. See `lock --check`.\n"
    )
    return head + "".join(f"{sha256} {size} {name}\n" for name, sha256, size in rows)


def _write(target: Path, text: str) -> None:
    """Write a lock; refuse one that would tell where packages were fetched from."""
    if "://" in text:
        raise ValueError(f"{target.name} would hold an address, so it was left as it was.")
    target.write_text(text, encoding="utf-8", newline="\n")


def check() -> int:
    """Prove, without network, that every locked package installs on Windows from a wheel."""
    table = WHEELS.read_text(encoding="utf-8")
    status = 0
    for name in EXTRAS:
        text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
        missing = without_windows_wheel(text, table)
        count = len(list(locked(text)))
        found = (
            "every one has a Windows wheel" if not missing else "NO WHEEL: " + "; ".join(missing)
        )
        sys.stdout.write(f"{name}.txt: {count} packages, {found}\n")
        status |= bool(missing)
    return status


def main(arguments: list[str] | None = None) -> int:
    """`[--check] [--upgrade]`; 0 done, 1 a package has no Windows wheel."""
    parser = argparse.ArgumentParser(prog="dev.py lock", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only prove the Windows wheels")
    parser.add_argument("--upgrade", action="store_true", help="take newer versions where allowed")
    options = parser.parse_args(arguments)
    if not options.check:
        refresh(is_upgrade=options.upgrade)
    return check()


if __name__ == "__main__":
    sys.exit(main())
