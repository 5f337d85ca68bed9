"""The note for the SENCO is drawn only from words that are still those that were signed."""

from __future__ import annotations

import pytest

from stls_core.records.reports import SignedVersion
from stls_desktop.services import drafting, notes, signing
from tests.builders import agreement, an_id, pupil
from tests.services.conftest import SCHOOL


@pytest.fixture
def signed(visit, desk):
    """The id of the signed version of a visit with one discussion about a pupil."""
    from stls_desktop.services import visits

    with desk.store.write() as work:
        work.put(pupil())
        work.put(agreement())
    talk = visits.blank_discussion(desk, visit.id, SCHOOL)
    about = visit.type(
        talk, subject="PUPIL", pupil_id=an_id("pupil"), area_of_need="CI", advice="Two words."
    )
    drafting.keep(desk, [*visit.write_up(), about])
    return signing.sign_visit(desk, visit.id).version_id


def _alter(desk, rec, word, other):
    with desk.store.write() as work:
        content = work.get(SignedVersion, rec).content
        assert word in content
        work.edit("signed_version", rec, {"content": content.replace(word, other)})


def test_the_note_of_an_untouched_version_is_drawn(signed, desk):
    note = notes.draw(desk, signed)
    assert note.pdf.startswith(b"%PDF-")
    assert (note.number, note.is_issued) == (1, False)


@pytest.mark.parametrize("of", ["whole", "part"])
def test_no_note_is_drawn_of_words_that_are_not_those_signed(signed, desk, of):
    with desk.store.read() as read:
        (part,) = read.find(SignedVersion, part_of_id=signed)
    if of == "whole":
        _alter(desk, signed, "door", "wall")
    else:
        _alter(desk, part.id, "Two", "Ten")
    with pytest.raises(notes.AlteredVersionError, match="not those that were signed") as refused:
        notes.draw(desk, signed)
    assert "sign" in str(refused.value).rpartition(". ")[2]  # it ends with what to do next
    assert "Thistlewick" not in str(refused.value)


def test_issued_bytes_are_not_handed_out_for_words_that_were_altered(signed, desk):
    notes.issue(desk, notes.draw(desk, signed), "Petra Quillfeather", "SENCO", "PRINT")
    assert notes.draw(desk, signed).is_issued
    _alter(desk, signed, "door", "wall")
    with pytest.raises(notes.AlteredVersionError):
        notes.draw(desk, signed)


def test_a_version_that_cannot_be_read_at_all_is_refused_with_words(signed, desk):
    with desk.store.write() as work:
        work.edit("signed_version", signed, {"content": "{cut o"})
    with pytest.raises(notes.AlteredVersionError):
        notes.draw(desk, signed)


def test_a_version_that_is_not_here_is_told_apart(desk):
    with pytest.raises(notes.NoSuchVersionError, match="not on this laptop yet"):
        notes.draw(desk, "nowhere")
