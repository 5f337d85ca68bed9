"""Names become initials wherever they stand, and everyday words stay words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.masking import Names, initials_of, names_of

PEOPLE = [
    ("Tova", "Quillfeather", "Tovi"),
    ("Séamus", "O’Brien-Hale", ""),
    ("May", "Hill", ""),
    ("小明", "王", ""),
    ("Ngozi Adaeze",),
]
NAMES = names_of(PEOPLE, everyday=["by May", "Hill Street School"])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tova sat down.", "T. sat down."),
        ("Tova Quillfeather’s plan", "T.Q.’s plan"),
        ("Quillfeather, Tova", "Q.T."),
        ("TOVI and tova", "T. and T."),
        ("Seamus O'Brien-Hale", "S.O."),
        ("Mrs Hale came", "Mrs H. came"),
        ("王小明 was here", "王.小. was here"),
        ("Ngozi Adaeze signed", "N.A. signed"),
        ("Done by May 2027", "Done by May 2027"),
        ("May Hill at Hill Street School", "M.H. at Hill Street School"),
        ("It is Tova. She sat.", "It is T. She sat."),
        ("", ""),
    ],
)
def test_names_are_shown_as_initials(text, shown):
    assert NAMES.shown(text) == shown


def test_in_prose_an_everyday_word_that_is_a_name_is_hidden_too():
    assert NAMES.shown("Then May went, as we may see.", is_prose=True) == (
        "Then M. went, as we may see."
    )


def test_what_is_hidden_once_is_not_hidden_again():
    once = NAMES.shown("Tova Quillfeather and May Hill")
    assert NAMES.shown(once) == once


def test_those_whom_a_talk_is_about_may_be_named():
    freed = NAMES.without(("Tova", "Quillfeather"))
    assert freed.shown("Tova and Séamus") == "Tova and S."


def test_no_names_hide_nothing():
    assert Names().shown("Tova") == "Tova"


def test_a_field_that_holds_a_name_shows_initials_of_any_name():
    assert initials_of("  zoë  van der Berg ") == "Z.V.D.B."
    assert initials_of("🦊") == "🦊."
    assert initials_of(" ") == ""


NAME = st.text(
    st.characters(categories=("Lu", "Ll", "Lo"), max_codepoint=0x24F), min_size=2, max_size=12
)


@given(st.lists(st.tuples(NAME, NAME), min_size=1, max_size=5), st.text(max_size=20), st.data())
def test_no_known_name_stands_in_what_is_shown(people, between, data):
    names = names_of(people)
    person = data.draw(st.sampled_from(people))
    shown = names.shown(f"{person[0]} {person[1]}. {between} {person[1]}", is_prose=True)
    assert not any(word in shown.split() for word in person)
