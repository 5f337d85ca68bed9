"""A file is told by its bytes: one of ours and unaltered, or not."""

from __future__ import annotations

import pytest

from stls_desktop.services import advice_issue, checking_files, drafting, notes, packs, signing
from stls_desktop.services.advice_issue import Person
from tests.builders import a_record, an_id
from tests.services.conftest import SCHOOL
from tests.services.reporting import a_report, put, signed

SENCO = Person("Petra Quillfeather", "SENCO", "SENCO", "SENCO")


@pytest.fixture
def given(desk):
    a_report(desk)
    drawn = advice_issue.draw(desk, signed(desk), "SENCO")
    advice_issue.give(desk, drawn, SENCO, "PRINT")
    return drawn


def told(desk, content):
    checked = checking_files.check(desk, content)
    return checked.is_ours, " | ".join(checked.lines)


def test_a_given_report_says_which_one_it_is_and_who_has_it(desk, given):
    is_ours, words = told(desk, given.content)
    assert is_ours
    assert words.startswith(f"One of ours, and unaltered. | Advice report {given.reference}")
    assert "version 1, given out from 6 Oct 2026" in words
    assert "Written for: SENCO, Standard print" in words
    assert "Given to: Petra Quillfeather, SENCO, handed over on paper, 6 Oct 2026" in words


@pytest.mark.parametrize("change", ["one byte", "more at the end", "nothing but that"])
def test_one_changed_byte_makes_it_a_stranger(desk, given, change):
    content = bytearray(given.content)
    if change == "one byte":
        content[len(content) // 2] ^= 1
    elif change == "more at the end":
        content += b"\n"
    is_ours, words = told(desk, bytes(content) if change != "nothing but that" else b"")
    assert not is_ours
    assert "not one of ours, or it was altered" in words


def test_a_copy_that_was_only_looked_at_was_not_given(desk, given):
    assert not told(desk, advice_issue.draw(desk, given.version_id, "TEACHER").content)[0]


def test_a_newer_version_is_told(desk, given):
    signed(desk, "Another day.")
    assert "Version 2 has taken its place" in told(desk, given.content)[1]


def test_a_visit_note_and_a_pack_are_known_as_well(desk, visit):
    drafting.keep(desk, visit.write_up())
    note = notes.draw(desk, signing.sign_visit(desk, visit.id).version_id)
    notes.issue(desk, note, "Petra Quillfeather", "SENCO", "PRINT")
    pack = packs.draw(packs.gather(desk, (SCHOOL,)))
    packs.record_given(desk, pack, "PRINT")
    assert "Visit note LV-26-" in told(desk, note.content)[1]
    words = told(desk, pack.pdf)[1]
    assert "Visit pack VP-261006-" in words
    assert "School: Tumblestone Lane Primary School" in words


def test_of_a_restricted_case_only_that_it_is_ours_is_told(desk, given):
    stranger = an_id("account", 7)
    put(
        desk,
        a_record(
            "case",
            sensitivity="RESTRICTED",
            author_id=stranger,
            lead_teacher_id=stranger,
            covers=(),
        ),
    )
    is_ours, words = told(desk, given.content)
    assert is_ours
    assert given.reference in words
    assert "Given to" not in words


def test_a_file_on_the_disk_is_read_and_one_that_is_not_there_says_so(desk, given, tmp_path):
    path = tmp_path / "came back.pdf"
    path.write_bytes(given.content)
    assert checking_files.check_file(desk, path).is_ours
    with pytest.raises(checking_files.NotReadError, match=r"gone\.pdf cannot be read"):
        checking_files.check_file(desk, tmp_path / "gone.pdf")
