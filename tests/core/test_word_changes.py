"""Word differences lose no letter of either text, and mark as little as they can."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stls_core.word_changes import MOST_WORDS, word_changes

TEXTS = st.lists(
    st.sampled_from(["He", "sits", "by", " ", "\n", "the", "door", ".", "’s", "🦊", "é"])
)


def sides(pieces):
    before = "".join(p.text for p in pieces if p.fate != "new")
    after = "".join(p.text for p in pieces if p.fate != "gone")
    return before, after


@given(TEXTS.map("".join), TEXTS.map("".join))
def test_either_text_can_be_put_together_again(before, after):
    assert sides(word_changes(before, after)) == (before, after)


@given(st.text(), st.text())
def test_so_can_any_text_at_all(before, after):
    assert sides(word_changes(before, after)) == (before, after)


@given(TEXTS.map("".join))
def test_a_text_does_not_differ_from_itself(text):
    assert {p.fate for p in word_changes(text, text)} <= {"kept"}


def test_only_the_word_that_differs_is_marked():
    pieces = word_changes("He sits by the door.", "He sits by the window.")
    assert [tuple(p) for p in pieces] == [
        ("kept", "He sits by the "),
        ("gone", "door"),
        ("new", "window"),
        ("kept", "."),
    ]


def test_a_sentence_written_anew_is_not_woven_into_the_old_one():
    pieces = word_changes("Now: free play, water tray. End", "Now: sums on the carpet. End")
    assert [tuple(p) for p in pieces] == [
        ("kept", "Now: "),
        ("gone", "free play, water tray"),
        ("new", "sums on the carpet"),
        ("kept", ". End"),
    ]


def test_texts_that_are_wholly_different_are_compared_by_lines():
    before = "\n".join(f"old{n} line" for n in range(MOST_WORDS))
    after = "\n".join(f"new{n} line" for n in range(MOST_WORDS))
    assert sides(word_changes(before, after)) == (before, after)
