"""The tour over the real program: unlock, a visit signed and given, and pictures of all of it.

One chapter is enough to prove how it works; every chapter is taken with `--soak`.
"""

import os
import struct
import subprocess
import sys

import pytest

# The tour is taken before the first test, once for all of them.
pytestmark = pytest.mark.timeout(600)
EVERY_DAY = "visits"
STEPS = (
    "unlock",
    "today",
    "before you sign",
    "visit",
    "note",
    "150 %: Today, a visit and the worked example",
)
FURTHER = ("schools", "import: Imported. 3 added", "sync", "conflict: both versions")


def take(out, *chapters, limit_s=560):
    return subprocess.run(
        [sys.executable, "-m", "stls_desktop", "tour", "--out", str(out), *chapters],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=limit_s,
    )


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    out = tmp_path_factory.mktemp("tour")
    return out, take(out, "--chapters", EVERY_DAY)


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_every_chapter_comes_to_its_end(tmp_path):
    done = take(tmp_path, limit_s=1700)
    assert done.returncode == 0, done.stdout + done.stderr
    for step in (*STEPS, *FURTHER, "conflict: settled"):
        assert f"\n{step}" in done.stdout, step
    light, dark = names_in(tmp_path)
    assert light == dark
    assert len(light) >= 90
    (pack,) = (tmp_path / "notes").glob("Visit pack*.pdf")
    assert pack.name.startswith("Visit pack VP-")
    assert pack.read_bytes().startswith(b"%PDF-1.")


def test_a_chapter_that_there_is_not_is_told_with_those_that_there_are(tmp_path):
    done = take(tmp_path, "--chapters", "vists")
    assert done.returncode != 0
    assert "There is no chapter vists. There are schools, visits" in done.stdout


def names_in(out):
    """The pictures in light and those in dark."""
    return tuple({p.name for p in (out / look).glob("*.png")} for look in ("light", "dark"))


def size_of(picture):
    return struct.unpack(">II", picture.read_bytes()[16:24])


def test_the_tour_comes_to_its_end_and_says_a_line_for_each_step(tour):
    _, done = tour
    assert done.returncode == 0, done.stdout + done.stderr
    for step in STEPS:
        assert f"\n{step}" in done.stdout, step


def test_a_routine_visit_takes_at_most_twelve_touches_besides_prose(tour):
    _, done = tour
    line = next(
        line for line in done.stdout.splitlines() if line.startswith("touches besides prose")
    )
    assert 0 < int(line.partition("in hand: ")[2].split()[0]) <= 12


def test_every_screen_is_photographed_in_light_and_dark_at_its_size(tour):
    out, _ = tour
    light, dark = names_in(out)
    assert light == dark
    assert len(light) >= 11
    assert {size_of(p) for p in (out / "light").glob("*visit*.png")} == {(1366, 768)}
    assert len(list((out / "150-percent").glob("*/*.png"))) == 8


def test_the_saved_note_is_a_pdf_without_a_name_in_its_file_name(tour):
    out, _ = tour
    (note,) = (out / "notes").glob("Visit note*.pdf")
    assert note.name.startswith("Visit note LV-")
    assert note.read_bytes().startswith(b"%PDF-1.")
