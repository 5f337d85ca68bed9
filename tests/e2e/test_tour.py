"""The tour over the real program: unlock, import, a visit signed and given, sync and a conflict.

Every chapter is taken with `--soak`; a picture in each look takes its second.
"""

import os
import struct
import subprocess
import sys

import pytest

pytestmark = pytest.mark.timeout(300)  # the tour is taken before the first test
EVERY_DAY = "schools,visits,sync"


def take(out, *chapters, limit_s=280):
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
    assert len(list((tmp_path / "light").glob("*.png"))) >= 90


def test_a_chapter_that_there_is_not_is_told_with_those_that_there_are(tmp_path):
    done = take(tmp_path, "--chapters", "vists")
    assert done.returncode != 0
    assert "There is no chapter vists. There are schools, visits" in done.stdout


def size_of(picture):
    return struct.unpack(">II", picture.read_bytes()[16:24])


def test_the_tour_comes_to_its_end_and_says_a_line_for_each_step(tour):
    _, done = tour
    assert done.returncode == 0, done.stdout + done.stderr
    steps = ("unlock", "today", "schools", "import", "before you sign", "visit", "note", "sync")
    for step in (*steps, "conflict: both versions", "conflict: settled", "150 %: Today"):
        assert f"\n{step}" in done.stdout, step
    assert "\nimport: Imported. 3 added" in done.stdout


def test_a_routine_visit_takes_at_most_twelve_touches_besides_prose(tour):
    _, done = tour
    line = next(
        line for line in done.stdout.splitlines() if line.startswith("touches besides prose")
    )
    assert 0 < int(line.partition("in hand: ")[2].split()[0]) <= 12


def test_every_screen_is_photographed_in_light_and_dark_at_its_size(tour):
    out, _ = tour
    light, dark = ({p.name for p in (out / look).glob("*.png")} for look in ("light", "dark"))
    assert light == dark
    assert len(light) >= 25
    assert {size_of(p) for p in (out / "light").glob("*visit*.png")} == {(1366, 768)}
    assert len(list((out / "150-percent").glob("*/*.png"))) == 4


def test_the_saved_note_is_a_pdf_without_a_name_in_its_file_name(tour):
    out, _ = tour
    (note,) = (out / "notes").glob("Visit note*.pdf")
    (pack,) = (out / "notes").glob("Visit pack*.pdf")
    assert note.name.startswith("Visit note LV-")
    assert pack.name.startswith("Visit pack VP-")
    assert note.read_bytes().startswith(b"%PDF-1.")
    assert pack.read_bytes().startswith(b"%PDF-1.")
