"""The tour over the real program: unlock, import, a visit signed and given, sync and a conflict."""

import os
import struct
import subprocess
import sys

import pytest

pytestmark = pytest.mark.timeout(300)  # the whole tour is taken before the first test


@pytest.fixture(scope="module")
def tour(tmp_path_factory):
    out = tmp_path_factory.mktemp("tour")
    done = subprocess.run(
        [sys.executable, "-m", "stls_desktop", "tour", "--out", str(out)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    return out, done


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
    (note,) = (out / "notes").glob("*.pdf")
    assert note.name.startswith("Visit note LV-")
    assert note.read_bytes().startswith(b"%PDF-1.")
