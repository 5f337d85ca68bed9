"""What must not stand in any committed file, and what the lock files must hold."""

from __future__ import annotations

import re
import tomllib
from itertools import chain

import pytest

from requirements import lock
from tests.architecture.tree import ROOT, text_files

# Spelled in pieces, so that this file does not hold what it looks for.
# Home folders of invented people are welcome: tests of redacted logs need them.
MACHINE_PATH = re.compile(r"(?<![\w.~$/}])/(?:wo" + r"rk|fa" + r"rm|ro" + r"ot)/[\w.]")
DESIGN_FOLDER = re.compile(r"\.\./sha" + r"red\b")
INDEX = re.compile(
    r"py" + r"pi\.org|python" + r"hosted|registry\.n" + r"pm|index-u" + r"rl *[= ]", re.IGNORECASE
)


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (MACHINE_PATH, "an absolute path of one machine"),
        (DESIGN_FOLDER, "a folder outside the checkout"),
        (INDEX, "the address of a package index"),
    ],
    ids=["machine-path", "outside-folder", "package-index"],
)
def test_no_committed_file_names(pattern, what):
    found = [
        f"{path}: {hit.group()}" for path, text in text_files() for hit in pattern.finditer(text)
    ]
    assert not found, f"{what}: {found[:5]}"


@pytest.mark.parametrize("name", lock.EXTRAS)
def test_lock_has_a_hash_for_every_package_and_no_address(name):
    text = (lock.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    packages = list(lock.locked(text))
    assert len(packages) > 20
    assert all(package.version and package.hashes for package in packages)
    assert "://" not in text


@pytest.mark.parametrize("name", lock.EXTRAS)
def test_every_locked_package_has_a_windows_wheel(name):
    text = (lock.FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    table = lock.WHEELS.read_text(encoding="utf-8")
    assert lock.without_windows_wheel(text, table) == []


def test_a_package_without_windows_wheel_is_named():
    text = (lock.FOLDER / "desktop.txt").read_text(encoding="utf-8")
    table = lock.WHEELS.read_text(encoding="utf-8")
    without = "\n".join(line for line in table.splitlines() if "sqlcipher3" not in line)
    missing = lock.without_windows_wheel(text, without)
    assert missing[0] == "sqlcipher3==0.6.4 for Python 3.11"


def test_lock_has_every_package_that_the_project_asks_for():
    names = {package.name for package in lock.locked((lock.FOLDER / "dev.txt").read_text())}
    assert {name.lower() for name in _asked_for()} <= names


def _asked_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = chain(project["dependencies"], *project["optional-dependencies"].values())
    return [re.match(r"[\w-]+", requirement).group() for requirement in wanted]
