"""The visit pack: one page whatever there is to say, nothing cut silently, the same bytes."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import page as validation
import pytest

from stls_desktop.reports.content import WritingLines
from stls_desktop.reports.pack import LEAST_LINES, VisitPack, packs_title, visit_pack
from stls_desktop.reports.render import render_sheets
from tests.reports import pack_samples
from tests.reports.pack_samples import EMPTY, EVERY, FULL, ORDINARY
from tests.reports.reading import flat, opened, tree


def printed(*packs: VisitPack) -> bytes:
    *_, pdf = render_sheets([visit_pack(pack) for pack in packs], packs_title(packs))
    assert pdf
    return pdf


def text_of(*packs: VisitPack) -> str:
    return tree(printed(*packs)).text


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return {name: printed(pack) for name, pack in EVERY.items()}


@pytest.mark.parametrize("name", EVERY)
def test_it_is_one_page_and_valid_pdf_ua(files, name):
    report = validation.validate_pdf_bytes(
        files[name], profile=validation.ValidationProfile.PDF_UA_1
    )
    assert {(failure.rule_id, failure.message) for failure in report.failures} == set()
    assert len(opened(files[name]).pages) == 1


@pytest.mark.parametrize("name", EVERY)
def test_headings_never_skip_a_level_and_every_word_is_in_the_tree(files, name):
    levels = [int(node.tag[1]) for node in tree(files[name]).all("H1", "H2", "H3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("name", EVERY)
def test_there_is_always_room_to_write(name):
    (lines,) = [b for b in visit_pack(EVERY[name]).blocks if isinstance(b, WritingLines)]
    assert lines.count >= LEAST_LINES


def test_an_empty_school_says_what_there_is_not_and_leaves_the_page_to_the_pen():
    text = text_of(EMPTY)
    for words in ("None planned", "No contact is known", "None are open", "Nobody from this"):
        assert words in text
    assert "Left off" not in text
    (lines,) = [b for b in visit_pack(EMPTY).blocks if isinstance(b, WritingLines)]
    assert lines.count > 3 * LEAST_LINES


def test_an_ordinary_school_is_told_whole():
    text = text_of(ORDINARY)
    for words in (
        "Fri 9 Oct 2026, 9.15am",
        "2 done, 1 planned of 6",
        "Planning and reviewing what was agreed",
        "Priya Sandford, SENCO · 01632 960 101 · senco@school.example",
        "1 Larkfield Lane",
        "Overdue: 1 Oct 2026",
        "1 overdue",
        "Late: 2 Oct 2026",
        "A.B. session 3, Coaching",
        "ask for it",
    ):
        assert words in text
    assert "Left off" not in text


def test_the_foot_says_that_it_is_private_with_the_day():
    text = text_of(ORDINARY)
    assert text.startswith("PRIVATE · initials only")
    assert "initials only, because this sheet leaves the building" in text
    assert "8 October 2026" in text


def test_what_finds_no_room_is_counted_and_said():
    text = text_of(FULL)
    shown = len(re.findall(r"Number \d+:", text))
    assert 0 < shown < 60
    assert f"{60 - shown} open actions" in text
    assert f"Open actions · {shown} of 60" in text
    pupils = len(re.findall(r"[A-Z]\.Z\.", text))
    assert 0 < pupils < 80
    assert f"{80 - pupils} pupils" in text
    assert "4 contacts" in text
    assert "words where … stands" in text
    assert "Open the school and its pupils in the program" in text


def test_no_list_is_crowded_out_by_another():
    text = text_of(FULL)
    for heading in ("Open actions", "Bring and ask", "Pupils on the caseload", "Sessions planned"):
        count = re.search(rf"{heading} · (\d+) of", text)
        assert count
        assert int(count[1]) > 0


def test_one_more_row_than_fits_is_the_only_one_left_off():
    """The words are exact at the edge: grow a list until the first row is left off."""
    count = next(
        n
        for n in range(10, 60)
        if "Left off" in text_of(replace(ORDINARY, pupils=ORDINARY.pupils[:1] * n))
    )
    told = text_of(replace(ORDINARY, pupils=ORDINARY.pupils[:1] * count))
    left = re.search(r"Left off, because one page holds no more: (\w+) pupils?\.", told)
    assert left
    lost = 1 if left[1] == "one" else int(left[1])
    assert f"Pupils on the caseload · {count - lost} of {count}" in told


def test_many_schools_are_one_file_with_a_page_and_a_section_each():
    pdf = printed(ORDINARY, EMPTY, FULL)
    assert len(opened(pdf).pages) == 3
    whole = tree(pdf)
    sections = whole.all("Sect")
    assert [
        len(section.pages | {p for n in section.walk() for p in n.pages}) for section in sections
    ] == [1, 1, 1]
    assert "Little Acorns" not in sections[0].text
    file = opened(pdf)
    assert str(file.docinfo["/Title"]) == "Visit packs: 3 schools, 8 October 2026"
    assert validation.is_pdf_compliant_bytes(pdf, profile=validation.ValidationProfile.PDF_UA_1)


def test_hostile_words_are_printed_as_words():
    text = flat(text_of(pack_samples.HOSTILE))
    assert "<b>bold</b>" in text
    assert "Leftoff" in text


_SCRIPT = """
import hashlib
from tests.reports.test_pack import printed
from tests.reports.pack_samples import FULL, ORDINARY
print(hashlib.sha256(printed(ORDINARY, FULL)).hexdigest())
"""


def test_the_same_facts_give_the_same_bytes_in_another_process():
    expected = hashlib.sha256(printed(ORDINARY, FULL)).hexdigest()
    run = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == expected
    assert hashlib.sha256(printed(FULL, ORDINARY)).hexdigest() != expected
