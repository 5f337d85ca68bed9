"""The wheel as a council would install it: complete, and at work without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def answer(unpacked: Path, program: str) -> str:
    """What a Python that sees the wheel before the checkout prints, run far from the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        cwd=unpacked.parent, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("ui", "stls_desktop/_data/ui"),
        ("resources", "stls_desktop/_data/resources"),
        ("db/laptop", "stls_desktop/_data/db/laptop"),
        ("db/seed", "stls_desktop/_data/db/seed"),
        ("db/council", "stls_server/_data/db/council"),
        ("db/seed", "stls_server/_data/db/seed"),
    ],
)
def test_every_data_file_is_in_the_wheel(unpacked, source, target):
    names = {
        path.relative_to(ROOT / source)
        for path in (ROOT / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert names
    assert {name for name in names if not (unpacked / target / name).is_file()} == set()


def test_program_in_the_wheel_finds_its_own_files(unpacked):
    program = "from stls_desktop.assets import asset_path; print(asset_path('ui', 'theme'))"
    assert Path(answer(unpacked, program)) == unpacked / "stls_desktop" / "_data" / "ui" / "theme"


@pytest.mark.parametrize("package", ["stls_core", "stls_desktop", "stls_server"])
def test_wheel_imports_without_the_checkout(unpacked, package):
    program = f"import {package}; print({package}.__file__)"
    assert Path(answer(unpacked, program)).parent == unpacked / package


def test_wheel_brings_no_tests_and_no_tools(unpacked):
    top = {path.name for path in unpacked.iterdir() if not path.name.endswith(".dist-info")}
    assert top == {"stls_core", "stls_desktop", "stls_server"}
