"""What a target's sentence says: verb, condition, number, date; advice only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.smart import smart_hints

CARPET = (
    "By 12 Feb, on the carpet with a now-next card, T. starts the first task within 1 minute of"
    " the instruction in 4 of 5 lessons with no more than one gesture prompt."
)
WHOLE = [
    CARPET,
    CARPET.replace("T.", "A."),
    "By the end of Term 4, when given a worked example, Ann solves 8 of 10 sums alone.",
    "In six weeks Ben will ask for help with his card at least twice in each morning session.",
    "By 26 March 2027 Cleo reads 40 words a minute from a list during paired reading.",
    "By Easter, with one adult beside him, Dov sits for 10 minutes in assembly.",
    "By half term Ella puts her hand up before she speaks in 3 out of 5 maths lessons.",
    "By 2027-02-12 F. uses a two-word phrase to request a toy in 7 of 10 turns at free play.",
    "By July G. enters school within 5 minutes of the bell, without a parent, on 9 of 10 days.",
    "By the final review H. writes three sentences using the word bank in literacy.",
    "By 12/2/27 I. follows a two-part instruction when his name is said first, 80% of the time.",
    "Within 12 weeks J. walks from class to lunch independently 4 days a week.",
    "By summer K. has told an adult how he feels, with the zones cards, once a day.",
    "By 3rd December L. is taking turns in a board game with one peer for 5 minutes.",
]


def there(statement, **known):
    return {hint.part for hint in smart_hints(statement, **known) if hint.is_there}


@pytest.mark.parametrize("statement", WHOLE)
def test_a_whole_target_has_all_four_parts(statement):
    assert there(statement) == {"verb", "condition", "number", "date"}


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("By 12 Feb, on the carpet, T. understands instructions in 4 of 5 lessons.", {"verb"}),
        ("By July, in maths, he will improve his work by 2 levels.", {"verb"}),
        ("By Easter she is aware of danger on the road 4 times out of 5.", {"verb"}),
        ("By 12 Feb T. starts tasks 4 times out of 5.", {"condition"}),
        ("By 12 Feb, on the carpet, T. starts his task.", {"number"}),
        ("In Year 3, by Easter, T. writes his name on the board.", {"number"}),
        ("On the carpet T. starts within 1 minute in 4 of 5 lessons.", {"date"}),
        ("T. may ask for help with a card 3 times a day.", {"date"}),
        ("Concentrate better.", {"verb", "condition", "number", "date"}),
    ],
)
def test_what_is_missing_is_named(statement, missing):
    assert {"verb", "condition", "number", "date"} - there(statement) == missing


def test_a_word_for_what_nobody_can_see_is_pointed_out():
    verb = smart_hints("He will understand what to do.")[0]
    assert verb.words == "“understand” cannot be seen: say what the child will do"


def test_the_help_of_an_adult_is_no_verb_of_the_childs():
    assert "verb" not in there("Better use of the card and more work with a show of hands")


def test_a_day_in_its_own_field_need_not_be_written_twice():
    assert "date" in there("T. starts tasks.", has_day=True)


def test_the_number_of_a_date_is_no_measure():
    assert "number" not in there("By 12 February 2027 T. starts tasks when asked.")


def test_an_empty_target_has_no_hints():
    assert smart_hints("  \n") == ()


@given(st.text(max_size=300))
def test_any_words_at_all_get_four_hints_or_none(words):
    hints = smart_hints(words)
    assert [hint.part for hint in hints] in ([], ["verb", "condition", "number", "date"])
