"""The statement bank: a phrase is kept without the child it was written for."""

from __future__ import annotations

import pytest

from stls_desktop.services import phrases
from stls_desktop.services.phrases import NamesSomebodyError
from tests.builders import pupil


@pytest.fixture
def child(desk):
    with desk.store.write() as work:
        work.put(pupil())
    return desk


def texts(desk, section="KEEP", words="", name="Toby"):
    return [each.text for each in phrases.phrases(desk, section, words, name)]


def test_shipped_phrases_say_the_childs_name_and_are_found_by_words(child):
    assert any(text.startswith("Toby learns best") for text in texts(child, "IN_SHORT"))
    assert all("wait" in text for text in texts(child, "KEEP", "wai"))
    assert texts(child, "KEEP", "xylophone") == []


def test_a_phrase_of_ones_own_comes_first_and_says_the_next_childs_name(child):
    phrases.keep(child, "KEEP", "Let Toby sit by the door. ", "Toby")
    assert texts(child, name="Ada")[0] == "Let Ada sit by the door."
    phrases.keep(child, "KEEP", "Let Toby sit by the door. ", "Toby")
    assert texts(child, name="Ada").count("Let Ada sit by the door.") == 1


def test_a_phrase_that_names_somebody_else_is_not_kept(child):
    with pytest.raises(NamesSomebodyError, match="names somebody"):
        phrases.keep(child, "KEEP", "Ask Thistlewick for the card.", "Ada")
    assert "Ask Thistlewick for the card." not in texts(child)


def test_a_phrase_can_be_forgotten(child):
    phrases.keep(child, "KEEP", "Show the card.", "Toby")
    own = next(each for each in phrases.phrases(child, "KEEP", "", "Toby") if each.rec)
    phrases.forget(child, own.rec)
    assert "Show the card." not in texts(child)
