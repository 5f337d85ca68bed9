"""A test found by a few letters, and scores in a table: what is given comes back, keys suffice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from stls_desktop.gui.widgets.find_choice import FindChoice
from stls_desktop.gui.widgets.score_table import RowNote, ScoreTable

TESTS = (
    ("BPVS3", "BPVS-3 · British Picture Vocabulary Scale"),
    ("PHAB2", "PhAB2 · Phonological Assessment Battery"),
    ("WRAT5", "WRAT-5 · Wide Range Achievement Test"),
    ("OTHER", "Another test"),
)
SCALES = (("SS", "Standard"), ("SCALED", "Scaled"), ("RAW", "Raw only"))
NUMBERS = st.integers(0, 160).map(float) | st.integers(0, 159).map(lambda n: n + 0.5)
WORDS = st.text("abc éß", min_size=1, max_size=9).map(str.strip).filter(bool)
ELEMENTS = st.fixed_dictionaries(
    {},
    optional={
        "subtest": WORDS,
        "scale": st.sampled_from(["SS", "SCALED", "RAW", "OF_A_LATER_VERSION"]),
        "value": NUMBERS,
        "percentile": NUMBERS,
        "ci_low": NUMBERS,
        "ci_high": NUMBERS,
        "raw": NUMBERS,
        "age_equivalent": WORDS,
        "of_a_later_version": WORDS,
    },
).filter(bool)


@pytest.fixture
def find(qtbot):
    made = FindChoice()
    made.set_options(TESTS)
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def table(qtbot):
    made = ScoreTable(SCALES)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "code"),
    [("bpv", "BPVS3"), ("BPVS3", "BPVS3"), ("pic", "BPVS3"), ("wide", "WRAT5"), ("phab", "PHAB2")],
)
def test_a_few_letters_and_enter_take_the_best(find, typed, code):
    QTest.keyClicks(find, typed)
    assert find.value() is None
    QTest.keyClick(find, Qt.Key.Key_Return)
    assert find.value() == code
    assert find.text() == dict(TESTS)[code]


def test_going_on_takes_it_too_and_words_of_no_test_are_told(find):
    told = []
    find.entry_checked.connect(told.append)
    QTest.keyClicks(find, "zzz")
    QTest.keyClick(find, Qt.Key.Key_Return)
    assert find.value() is None
    assert told[-1].startswith("“zzz” is not in the list")
    find.selectAll()
    QTest.keyClicks(find, "wra")
    QTest.keyClick(find, Qt.Key.Key_Tab)
    assert find.value() == "WRAT5"
    assert told[-1] == ""


def test_a_code_that_is_not_offered_any_more_stays(find):
    find.set_value("TOWRE9")
    assert (find.value(), find.text(), find.entry_problem()) == ("TOWRE9", "TOWRE9", "")


def test_an_emptied_line_is_no_choice(find):
    find.set_value("BPVS3")
    find.selectAll()
    QTest.keyClick(find, Qt.Key.Key_Backspace)
    assert find.value() is None
    assert find.entry_problem() == ""


def test_half_typed_letters_come_back_from_a_draft(find):
    find.set_raw("bp")
    assert find.raw() == "bp"
    assert find.entry_problem()
    find.set_raw("BPVS3")
    assert find.value() == "BPVS3"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows=st.lists(ELEMENTS, max_size=3))
def test_scores_come_back_as_they_were_given(table, rows):
    edits = []
    table.edited.connect(edits.append)
    given_rows = [{"key": f"k{n}", **each} for n, each in enumerate(rows)]
    table.set_value(given_rows)
    assert table.value() == given_rows
    table.set_value(())
    assert table.value() == []
    assert edits == []


def test_rows_that_unfold_are_no_scores_until_a_number_stands_in_them(table):
    table.unfold([("Spelling", "SS"), ("Elision", "SCALED")])
    assert table.value() == []
    assert table.focus_first()
    QTest.keyClicks(table.focusWidget(), "78")
    (score,) = table.value()
    assert {k: v for k, v in score.items() if k != "key"} == {
        "subtest": "Spelling",
        "scale": "SS",
        "value": 78.0,
    }


def test_rows_stand_in_the_order_of_the_test_also_after_a_sort_by_key(table):
    names = [f"Part {n}" for n in range(9)]
    table.unfold([(name, "SS") for name in names])
    assert list(table.keys) == sorted(table.keys)


def test_another_test_replaces_only_rows_without_numbers(table):
    table.set_value([{"key": "a", "subtest": "Spelling", "value": 78.0}])
    table.unfold([("Copy Best", "SCALED")])
    assert [each["subtest"] for each in table.value()] == ["Spelling"]
    assert len(table.keys) == 2


def test_enter_and_the_arrows_go_down_a_column(table):
    table.unfold([("A", "SS"), ("B", "SS")])
    table.focus_first()
    first = table.focusWidget()
    QTest.keyClick(first, Qt.Key.Key_Return)
    second = table.focusWidget()
    assert second.accessibleName() == "B: Score"
    QTest.keyClick(second, Qt.Key.Key_Up)
    assert table.focusWidget() is first


def test_a_word_in_place_of_a_number_is_told_and_changes_nothing(table):
    table.unfold([("A", "SS")])
    table.focus_first()
    cell = table.focusWidget()
    QTest.keyClicks(cell, "8x")
    assert table.entry_problem() == "“8x” is not a number."
    cell.clearFocus()
    assert table._rows[0].problem == "“8x” is not a number."


def test_what_is_said_of_a_score_is_heard_at_its_cells(table):
    table.set_value([{"key": "a", "subtest": "A", "value": 82.0, "percentile": 21.0}])
    wrong = RowNote("Below average", "last time 80", "", "Check both.", "percentile")
    table.show_notes({"a": wrong})
    table.focus_part("a", "percentile")
    cell = table.focusWidget()
    assert cell.property("invalid") is True
    assert cell.accessibleDescription() == "Below average. last time 80. Check both."
    table.show_notes({})
    assert cell.property("invalid") is False


def test_the_shipped_scales_all_have_a_short_word_on_the_screen():
    from stls_desktop.gui.screens.assessment import _SCALES
    from tests.core.seed import shipped

    listed = {each.code for each in shipped().choices("score_scale")}
    assert {code for code, _ in _SCALES} == listed
