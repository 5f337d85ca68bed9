"""Text merges by paragraphs: against a plain oracle, and so that no paragraph can vanish."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.merge import merge_text, paragraphs
from tests.core.shapes import texts

any_text = st.text("ab \n\r\u2028-", max_size=30) | texts
fates = st.lists(st.sampled_from(["keep", "mine", "mine gone", "theirs", "theirs gone"]))


def words(text):
    return [part.rstrip() for part in paragraphs(text) if part.strip()]


@given(any_text)
def test_paragraphs_join_to_the_text_again(text):
    assert "".join(paragraphs(text)) == text


@given(any_text)
def test_a_paragraph_has_words_and_no_blank_line_inside(text):
    for part in paragraphs(text)[1:]:
        assert part.splitlines()[0].strip()
        assert all(line.strip() for line in part.rstrip().splitlines())


@given(fates)
def test_changes_of_different_paragraphs_all_count(fate):
    """The oracle: each paragraph is changed by one of the two at most, and so is decided."""
    base = [f"Paragraph {n}." for n in range(len(fate))]

    def written_by(author):
        new = {author: "Changed {}.", f"{author} gone": None}
        shown = [new.get(f, "Paragraph {}.") for f in fate]
        return [words.format(n) for n, words in enumerate(shown) if words]

    mine, theirs = written_by("mine"), written_by("theirs")
    expected = [
        paragraph
        for n, f in enumerate(fate)
        if "gone" not in f
        for paragraph in [f"Paragraph {n}." if f == "keep" else f"Changed {n}."]
    ]
    merged = merge_text("\n\n".join(base), "\n\n".join(mine), "\n\n".join(theirs))
    assert merged == "\n\n".join(expected)


@given(st.integers(1, 6), st.data())
def test_the_same_paragraph_changed_differently_is_never_decided(count, data):
    base = [f"Paragraph {n}." for n in range(count)]
    at = data.draw(st.integers(0, count - 1))
    mine, theirs = list(base), list(base)
    mine[at], theirs[at] = "Mine.", data.draw(st.sampled_from(["Theirs.", "Mine, nearly."]))
    assert merge_text(*("\n\n".join(t) for t in (base, mine, theirs))) is None


@given(st.integers(2, 6), st.data())
def test_paragraphs_added_at_different_places_both_stand_there(count, data):
    base = [f"Paragraph {n}." for n in range(count)]
    first, second = sorted(data.draw(st.permutations(range(count + 1)))[:2])
    mine, theirs = list(base), list(base)
    mine.insert(first, "Mine.")
    theirs.insert(second, "Theirs.")
    expected = list(base)
    expected.insert(second, "Theirs.")
    expected.insert(first, "Mine.")
    assert merge_text(*("\n\n".join(t) for t in (base, mine, theirs))) == "\n\n".join(expected)


def test_paragraphs_added_at_the_same_place_are_not_put_in_an_order_by_guessing():
    assert merge_text("Before.", "Before.\n\nMine.", "Before.\n\nTheirs.") is None
    assert merge_text("", "Mine.", "Theirs.") is None


@given(any_text, any_text, any_text)
def test_no_paragraph_of_either_side_vanishes(base, mine, theirs):
    merged = merge_text(base, mine, theirs)
    if merged is not None:
        new = {*words(mine), *words(theirs)} - {*words(base)}
        assert new <= {*words(merged)}


@given(any_text, any_text, any_text)
def test_nothing_is_made_up(base, mine, theirs):
    merged = merge_text(base, mine, theirs)
    if merged is not None:
        assert {*words(merged)} <= {*words(base), *words(mine), *words(theirs)}


@given(any_text, any_text, any_text)
def test_it_does_not_matter_who_came_first(base, mine, theirs):
    assert merge_text(base, mine, theirs) == merge_text(base, theirs, mine)


@given(any_text, any_text)
def test_who_changed_nothing_takes_the_other_text(base, theirs):
    assert words(merge_text(base, base, theirs)) == words(theirs)


@given(any_text, any_text)
def test_two_who_wrote_the_same_agree_to_the_letter(base, text):
    assert merge_text(base, text, text) == text


@pytest.mark.parametrize("end", ["", "\n"])
def test_bullets_are_one_paragraph_and_a_final_line_end_stays(end):
    base = f"Agreed:\n- card\n- chart\n\nNext week.{end}"
    mine = base.replace("- chart", "- chart\n- timer")
    theirs = base.replace("Next week", "In May")
    assert merge_text(base, mine, theirs) == f"Agreed:\n- card\n- chart\n- timer\n\nIn May.{end}"


@given(st.integers(0, 2), st.integers(0, 2), st.booleans())
def test_a_paragraph_inside_a_passage_that_was_rewritten_is_never_decided(at, start, is_mine):
    base = [f"Paragraph {n}." for n in range(5)]
    passage, single = list(base), list(base)
    passage[start : start + 3] = ["Rewritten."]
    single[start + at] = "Changed."
    changed = (passage, single) if is_mine else (single, passage)
    assert merge_text(*("\n\n".join(text) for text in (base, *changed))) is None
