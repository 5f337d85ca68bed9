"""The note for the SENCO is drawn only from words that are still those that were signed."""

from __future__ import annotations

import pytest

from stls_core.records.reports import IssuedDocument, SignedVersion
from stls_desktop.services import drafting, issuing, notes, signing
from tests.builders import VISIT_DAY, agreement, an_id, parent_carer, pupil
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
    assert note.content.startswith(b"%PDF-")
    assert (note.number, note.is_issued) == (1, False)


@pytest.mark.parametrize("of", ["whole", "part"])
def test_no_note_is_drawn_of_words_that_are_not_those_signed(signed, desk, of):
    with desk.store.read() as read:
        (part,) = read.find(SignedVersion, part_of_id=signed)
    if of == "whole":
        _alter(desk, signed, "door", "wall")
    else:
        _alter(desk, part.id, "Two", "Ten")
    with pytest.raises(issuing.AlteredVersionError, match="not those that were signed") as refused:
        notes.draw(desk, signed)
    assert "sign" in str(refused.value).rpartition(". ")[2]  # it ends with what to do next
    assert "Thistlewick" not in str(refused.value)


def test_issued_bytes_are_not_handed_out_for_words_that_were_altered(signed, desk):
    notes.issue(desk, notes.draw(desk, signed), "Petra Quillfeather", "SENCO", "PRINT")
    assert notes.draw(desk, signed).is_issued
    _alter(desk, signed, "door", "wall")
    with pytest.raises(issuing.AlteredVersionError):
        notes.draw(desk, signed)


def test_a_version_that_cannot_be_read_at_all_is_refused_with_words(signed, desk):
    with desk.store.write() as work:
        work.edit("signed_version", signed, {"content": "{cut o"})
    with pytest.raises(issuing.AlteredVersionError):
        notes.draw(desk, signed)


def test_a_version_that_is_not_here_is_told_apart(desk):
    with pytest.raises(issuing.NoSuchVersionError, match="not on this laptop yet"):
        notes.draw(desk, "nowhere")


def _give(desk, version_id, name="Petra Quillfeather", route="PRINT"):
    return notes.issue(desk, notes.draw(desk, version_id), name, "SENCO", route)


def test_a_note_that_names_a_child_is_not_given_once_the_family_has_withdrawn(signed, desk):
    with desk.store.write() as work:
        work.edit("agreement", an_id("agreement"), {"withdrawn_on": VISIT_DAY.isoformat()})
    with pytest.raises(issuing.NotGivenError, match=r"No Agreement to Engage holds .* T\.T\."):
        notes.may_give(desk, signed, "Petra Quillfeather", "PRINT")
    with pytest.raises(issuing.NotGivenError):
        _give(desk, signed)
    with desk.store.read() as read:
        assert read.find(IssuedDocument) == ()
    assert notes.draw(desk, signed).content  # it can still be read here


def test_a_barred_adult_is_not_given_the_note_under_any_role(signed, desk):
    with desk.store.write() as work:
        barred = parent_carer(is_barred=True)
        work.put(pupil(parents_carers=(barred,)))
    with pytest.raises(issuing.NotGivenError, match="barred from contact"):
        _give(desk, signed, f" {barred.name.upper()} ")
    assert _give(desk, signed)


def test_a_parent_gets_it_by_email_only_if_the_family_agreed_to_that(signed, desk):
    adult = parent_carer().name
    with pytest.raises(issuing.NotGivenError, match="by e-mail"):
        _give(desk, signed, adult, "SECURE_EMAIL")
    assert _give(desk, signed, adult, "PRINT")


def test_a_note_that_names_nobody_needs_no_agreement(visit, desk):
    drafting.keep(desk, visit.write_up())
    assert _give(desk, signing.sign_visit(desk, visit.id).version_id)
