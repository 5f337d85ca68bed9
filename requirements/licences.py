"""Gathers the licences of everything that is shipped inside the bundle, for `licences/` in it.

Each locked package brings its own texts; what wheels leave out stands in `requirements/licences`.
Must find a text for every package: a bundle without one may not be given to anybody.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sysconfig
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
LOCK = FOLDER / "desktop.txt"
TEXTS = FOLDER / "licences"
TARGET = "licences"
LEFT_OUT = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "sqlcipher3": ("SQLCipher.txt", "Apache-2.0.txt"),  # it holds SQLCipher and OpenSSL
}
"""Package -> texts that its wheel ought to bring and does not."""

_TEXT = re.compile(r"(?i)licen[cs]e|copying|notice|authors")

Entry = tuple[str, str]
"""(file, folder inside the bundle), as PyInstaller wants them."""


class LicenceMissingError(Exception):
    """A shipped package has no licence text; the words name it."""


def locked() -> list[str]:
    """The packages of the desktop program, by name."""
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    return [found.group() for line in lines if (found := re.match(r"[a-z][a-z0-9.-]*(?===)", line))]


def of_packages() -> list[Entry]:
    """The texts of every locked package that is installed here, and of Python itself.

    Raises `LicenceMissingError`.
    """
    found = [*_of_python()]
    for name in locked():
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # locked for another system
        texts = [*_own(package), *((TEXTS / text, "") for text in LEFT_OUT.get(name, ()))]
        if not texts:
            raise LicenceMissingError(f"{name} {package.version} has no licence text")
        found += [(str(text), f"{TARGET}/{name}/{inner}".rstrip("/.")) for text, inner in texts]
    return found


def write_index(folder: Path) -> Entry:
    """A page that lists each package with its version and licence; written into `folder`."""
    lines = [
        "What is shipped with STLS Desktop, and under which licence. Texts: beside this page.",
        "",
    ]
    for name in locked():
        try:
            facts = metadata.distribution(name).metadata.json
        except metadata.PackageNotFoundError:
            continue
        words = str(facts.get("license_expression") or facts.get("license") or "see its text")
        lines.append(f"{name} {facts['version']}: {words.splitlines()[0]}")
    lines += [
        "",
        "Qt and PySide6 are used under the LGPL, version 3: their libraries lie in PySide6/ as",
        "files of their own and may be replaced by others of the same interface. Fonts, icons and",
        "word lists have their licences beside them in stls_desktop/_data/resources.",
    ]
    folder.mkdir(parents=True, exist_ok=True)
    page = folder / "READ ME.txt"
    page.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return str(page), TARGET


def of_system_libraries(files: Iterable[str]) -> list[Entry]:
    """The copyright files of Debian's packages that own these shared libraries.

    Nothing on other systems, where no library of the system is shipped.
    """
    if shutil.which("dpkg-query") is None:
        return []
    real = {str(Path(file).resolve()) for file in files}
    names = sorted(real | {_merged(file) for file in real})
    done = subprocess.run(  # noqa: S603 - a fixed command
        ["dpkg-query", "--search", *names],  # noqa: S607 - found on the path, as dpkg wants it
        capture_output=True,
        text=True,
        check=False,  # it fails if one file of many is nobody's
    )
    packages = {line.partition(":")[0] for line in done.stdout.splitlines()}
    texts = {name: Path("/usr/share/doc", name, "copyright") for name in packages}
    return [
        (str(text.resolve()), f"{TARGET}/system/{name}")
        for name, text in sorted(texts.items())
        if text.exists()
    ]


def _merged(file: str) -> str:
    """The name by which dpkg knows a file of a system whose /lib is /usr/lib."""
    return file.removeprefix("/usr") if file.startswith("/usr/lib") else file


def _own(package: metadata.Distribution) -> Iterator[tuple[Path, str]]:
    """Each text that a package brings, with the folder of its own that it lies in."""
    for file in package.files or ():
        place = file.parts[1:-1]  # without the *.dist-info folder
        if not file.parts[0].endswith(".dist-info"):
            continue
        if place[:1] == ("licenses",):
            yield Path(str(package.locate_file(file))), "/".join(place[1:])
        elif _TEXT.search(file.name):
            yield Path(str(package.locate_file(file))), ""


def _of_python() -> Iterator[Entry]:
    library = Path(sysconfig.get_path("stdlib"))
    places = (library / "LICENSE.txt", library.parent / "LICENSE.txt")
    own = Path("/usr/share/doc", library.name, "copyright")
    text = next((place for place in (*places, own) if place.exists()), None)
    if text is None:
        raise LicenceMissingError("this Python has no licence text beside it")
    yield str(text), f"{TARGET}/python"
