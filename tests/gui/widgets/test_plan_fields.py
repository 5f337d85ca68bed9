"""Fields of a plan and its sessions: what they are given they give back, and keys choose."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from stls_core.target_series import Mark, TargetSeries
from stls_desktop.gui.consents import ConsentsField
from stls_desktop.gui.session_marks import MarkedTarget, SessionMarks
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.mark_field import MarkField, PresentLevel
from stls_desktop.gui.widgets.outcome_choice import OutcomeChips, OutcomeRow
from stls_desktop.gui.widgets.smart_line import SmartLine
from stls_desktop.gui.widgets.target_chart import TargetChart
from tests.gui.widgets.conftest import audit

TODAY = dt.date(2026, 11, 3)
PARTIES = (
    ("ST", "Specialist teacher"),
    ("SENCO", "SENCO"),
    ("HEAD", "Head or manager"),
    ("PARENT", "Parents or carers"),
    ("PUPIL", "The child"),
)
TARGETS = (
    MarkedTarget("t1", "Starts alone", "TME", None, "Began at 3, expected 7"),
    MarkedTarget("t2", "Waits", "GAS", -1, ""),
    MarkedTarget("t3", "Prompts", "MEASURE", None, ""),
)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)).map(dt.date.isoformat)
WORDS = st.text("abc éß'", min_size=1, max_size=12).map(str.strip).filter(bool)


def press(key):
    QTest.keyClick(QApplication.focusWidget(), key)


def keys(words):
    QTest.keyClicks(QApplication.focusWidget(), words)


@pytest.mark.parametrize(
    ("scale", "typed", "value"),
    [
        ("TME", "7", 7.0),
        ("TME", "0", 10.0),
        ("GAS", "1", 1.0),
        ("GAS", "0", 0.0),
        ("GAS", "-", -1.0),
    ],
)
def test_a_mark_is_one_key_on_its_scale(shown, scale, typed, value):
    mark = MarkField()
    mark.set_scale(scale)
    mark.set_field_name("Baseline")
    window = shown(mark)
    heard = []
    mark.edited.connect(lambda: heard.append(True))
    mark.setFocus()
    keys(typed)
    assert mark.value() == value
    assert heard == [True]
    assert audit(window) == []


def test_minus_twice_is_the_lowest_level(shown):
    mark = MarkField()
    mark.set_scale("GAS")
    shown(mark)
    mark.setFocus()
    keys("--")
    assert mark.value() == -2.0


def test_a_measure_is_typed_and_may_be_half_typed(shown):
    mark = MarkField()
    mark.set_scale("MEASURE")
    shown(mark)
    mark.setFocus()
    keys("4.5")
    assert mark.value() == 4.5
    mark.set_raw("4 or 5")
    assert mark.value() is None
    assert mark.entry_problem()
    assert mark.raw() == "4 or 5"


@given(st.sampled_from(("TME", "GAS", "MEASURE")), st.integers(-50, 400).map(lambda n: n / 2))
def test_a_mark_off_its_scale_is_kept_until_another_is_chosen(qapp, scale, value):
    mark = MarkField()
    mark.set_scale(scale)
    mark.set_value(value)
    assert mark.value() == value
    for other in ("GAS", "TME", "MEASURE", scale):
        mark.set_scale(other)
        assert mark.value() == value
    mark.set_value(None)
    assert mark.value() is None


def test_the_convention_is_a_number(shown):
    level = PresentLevel()
    window = shown(level)
    window.findChildren(QPushButton)[1].click()
    assert level.value() == -1


ONE_PARTY = st.fixed_dictionaries(
    {"party": st.sampled_from([code for code, _ in PARTIES] + ["OTHER"])},
    optional={"name": WORDS, "agreed_on": DAYS, "asked_on": DAYS, "reason": WORDS, "later": WORDS},
).filter(lambda element: len(element) > 1)


@settings(max_examples=40)
@given(st.lists(ONE_PARTY, max_size=6))
def test_a_checklist_gives_back_whatever_it_was_given(qapp, parties):
    given_ = [{"key": f"k{n}", **each} for n, each in enumerate(parties)]
    field = ConsentsField(PARTIES, TODAY)
    field.set_value(given_)
    assert sorted(field.value(), key=str) == sorted(given_, key=str)
    field.set_value([])
    assert field.is_empty()


def test_two_laptops_give_the_line_of_a_party_the_same_key(shown):
    field = ConsentsField(PARTIES, TODAY)
    window = shown(field, width=900)
    field.setFocus()
    press(Qt.Key.Key_Space)
    assert field.value() == [{"key": "ST", "party": "ST", "agreed_on": "2026-11-03"}]
    assert field.parties["ST"].state == "Agreed 3 Nov"
    assert audit(window) == []


MARKS = st.dictionaries(st.sampled_from(("t1", "t2", "t3", "gone")), st.sampled_from((1.0, 2.0)))


@settings(max_examples=40)
@given(MARKS)
def test_marks_of_a_session_come_back_also_before_its_targets_are_known(qapp, marks):
    given_ = [{"key": f"k{t}", "target_id": t, "value": v} for t, v in marks.items()]
    field = SessionMarks()
    field.set_value(given_)
    assert sorted(field.value(), key=str) == sorted(given_, key=str)
    field.set_targets(TARGETS)
    assert sorted(field.value(), key=str) == sorted(given_, key=str)


def test_a_mark_of_a_session_is_kept_under_its_target(shown):
    field = SessionMarks()
    field.set_targets(TARGETS)
    window = shown(field)
    field.setFocus()
    keys("5")
    assert field.value() == [{"key": "t1", "target_id": "t1", "value": 5.0}]
    assert audit(window) == []


@pytest.mark.parametrize("kind", [OutcomeRow, OutcomeChips])
@pytest.mark.parametrize(
    ("key", "status"), [("d", "DONE"), ("P", "PART"), ("n", "NOT_YET"), ("x", "DROPPED")]
)
def test_an_outcome_is_one_letter(shown, kind, key, status):
    row = kind()
    row.set_field_name("What became of it")
    window = shown(row)
    row.setFocus()
    keys(key)
    assert row.value() == status
    assert audit(window) == []


def test_a_fold_opens_for_what_is_filled_in_and_for_a_problem(shown):
    fold, line = Fold("child", "The child", "Need and strengths"), LineField()
    box = FieldBox(line, "Need")
    fold.add(box)
    fold.watch([box])
    window = shown(fold)
    assert not fold.is_open
    box.set_problem("Enter the need")
    fold.look()
    assert fold.is_open
    fold.set_open(is_open=False)
    box.set_problem("")
    line.set_value("Listening")
    fold.look()
    assert fold.is_open
    assert audit(window) == []


def test_counting_neither_opens_nor_closes(shown):
    fold, line = Fold("child", "The child"), LineField()
    box = FieldBox(line, "Need")
    fold.add(box)
    fold.watch([box])
    shown(fold)
    line.set_value("Listening")
    fold.count()
    assert not fold.is_open


def test_a_person_who_opens_a_fold_is_remembered_and_the_program_is_not(shown):
    fold, told = Fold("child", "The child"), []
    fold.toggled.connect(lambda key, is_open: told.append((key, is_open)))
    window = shown(fold)
    fold.set_open(is_open=True)
    assert told == []
    window.findChild(QPushButton).setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space):
        press(key)
    assert told == [("child", False), ("child", True), ("child", False)]


def test_hints_are_told_in_words_to_a_screen_reader(shown):
    line = SmartLine()
    shown(line)
    line.show_hints("T. starts.", has_day=True)
    assert line.accessibleName() == (
        "Could still be said: say when, where or with what; say how often or how much"
    )
    line.show_hints("", has_day=True)
    assert not line.isVisible()


def series(**changes):
    values = {
        "target_id": "t",
        "statement": "Starts alone",
        "scale": "TME",
        "baseline": 3.0,
        "expected": 7.0,
        "achieved": None,
        "starts_on": TODAY,
        "due_on": TODAY + dt.timedelta(days=60),
        "marks": (Mark(TODAY + dt.timedelta(days=7), 4.0),),
    }
    return TargetSeries(**{**values, **changes})


def grey(chart):
    image = chart.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return bytes(image.constBits())


@pytest.mark.parametrize(
    "changes",
    [
        {"baseline": 5.0},
        {"expected": 9.0},
        {"achieved": 7.0},
        {"marks": ()},
        {"marks": (Mark(TODAY + dt.timedelta(days=7), 6.0),)},
    ],
)
def test_every_number_of_a_chart_can_be_told_in_grey_and_in_words(shown, changes):
    plain, other = TargetChart(series()), TargetChart(series(**changes))
    shown(plain, other)
    assert grey(plain) != grey(other)
    assert plain.accessibleName() != other.accessibleName()


def test_a_mark_after_the_last_day_has_its_day_at_the_end_of_the_chart(qapp):
    late = Mark(dt.date(2027, 3, 1), 7.0)
    assert TargetChart(series(marks=(late,))).days[1] == "1 Mar"


FLOATS = st.none() | st.floats(-1000, 1000, allow_nan=False)


@settings(max_examples=30)
@given(st.sampled_from(("TME", "GAS", "MEASURE")), FLOATS, FLOATS, FLOATS, st.booleans())
def test_any_series_can_be_drawn(qapp, scale, baseline, expected, achieved, has_days):
    days = {} if has_days else {"starts_on": None, "due_on": None, "marks": ()}
    drawn = series(scale=scale, baseline=baseline, expected=expected, achieved=achieved, **days)
    assert not TargetChart(drawn).grab().isNull()
