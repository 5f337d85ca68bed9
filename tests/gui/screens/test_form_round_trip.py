"""What a form is given it gives back: for every declared kind, and for any document.

Documents are drawn from the declaration itself, so a new kind is covered on the day it is declared.
"""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from stls_core.documents import flatten, nest
from stls_core.records import Merge, all_kinds, fields_of
from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.widgets.styling import column
from stls_desktop.services.desk import load_reference

REFERENCE = load_reference()
DAY = dt.date(2026, 9, 14)
PEOPLE = (("p1", "A.B."), ("p2", "C.D."), ("p3", "E.F."))
KINDS = {kind.name: kind for kind in all_kinds()}
# What a line or an area cannot hold: controls, line breaks in a line, blanks around the words.
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co")),
    max_size=40,
).map(lambda words: " ".join(words.split()))
TEXTS = st.lists(LINES, max_size=4).map("\n".join).map(str.strip)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)).map(dt.date.isoformat)
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0).isoformat())


def codes(declared):
    if declared.says.ref:
        return [code for code, _ in PEOPLE]
    return [code.code for code in REFERENCE.choices(declared.says.codes, DAY)]


PLAIN = {
    bool: st.booleans(),
    dt.date: DAYS,
    dt.time: TIMES,
    dt.datetime: st.just("2026-09-14T09:00:00+00:00"),
}


def one_value(declared):
    """Values of one field, as they stand in a document."""
    says, kind = declared.says, declared.python_type
    if says.codes or says.ref:
        return st.sampled_from(codes(declared))
    if kind in (int, float):
        whole = st.integers(int(says.at_least or 0), int(says.at_most or 400))
        return whole if kind is int else whole.map(float) | whole.map(lambda n: n + 0.5)
    words = (TEXTS if declared.merge is Merge.TEXT else LINES).filter(bool)
    return PLAIN.get(kind, words)


def element(declared):
    parts = {part.name: one_value(part).filter(bool) for part in fields_of(declared.child)}
    return st.fixed_dictionaries({}, optional=parts).filter(bool)


def several(declared):
    if declared.child:
        rows = st.lists(element(declared), max_size=3)
        return rows.map(lambda made: [{"key": f"k{n}", **each} for n, each in enumerate(made)])
    options = codes(declared)
    if not options:
        return st.just([])
    return st.lists(st.sampled_from(options), unique=True, max_size=5).map(sorted)


def documents(kind):
    """Any document of a kind, with or without each of its fields."""
    parts = {
        name: several(declared) if declared.many else one_value(declared)
        for name, declared in kind.fields.items()
        if name != "id"
    }
    unknown = st.dictionaries(st.sampled_from(("solar_panels", "of_a_later_version")), LINES)
    both = st.tuples(st.fixed_dictionaries({"id": st.just("r1")}, optional=parts), unknown)
    return both.map(lambda pair: flatten(kind, {**pair[0], **pair[1]}))


def the_form(kind, window):
    """A form as a plain record screen holds it: all its cards under each other."""
    refs = {name: PEOPLE for name, field in kind.fields.items() if field.says.ref}
    form = RecordForm(kind, ControlNeeds(REFERENCE, DAY, refs), parent=window)
    for card in form.cards():
        window.layout().addWidget(card)
    return form


@pytest.fixture
def window(qtbot):
    made = QWidget()
    column(made)
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("name", KINDS)
def test_a_form_gives_back_the_document_that_it_was_given_and_nothing_of_the_one_before(
    name, window
):
    kind = KINDS[name]
    form = the_form(kind, window)
    edits = []
    form.edited.connect(edits.append)

    @settings(max_examples=15)
    @given(documents(kind))
    def check(document):
        form.load(document)
        assert form.flat() == document
        assert form.raw() == {}
        form.load({"id": "r2"})
        assert form.flat() == {"id": "r2"}

    check()
    assert edits == []


def test_a_question_that_was_not_asked_is_not_answered_by_opening_the_form(window):
    form = the_form(KINDS["agreement"], window)
    form.load({"id": "r1"})
    assert "has_seen_referral" not in form.flat()


@pytest.mark.parametrize(
    ("kind", "field", "part", "said"),
    [
        ("pupil", "parents_carers", "has_pr", False),
        ("pupil", "parents_carers", "is_barred", False),
        ("link_visit", "cohort", "n_part_time", 0),
    ],
)
def test_a_no_and_a_nought_in_a_row_stay(window, kind, field, part, said):
    form = the_form(KINDS[kind], window)
    document = {"id": "r1", f"{field}/k0": {"key": "k0", part: said}}
    form.load(document)
    assert form.flat() == document


@pytest.mark.parametrize("name", KINDS)
def test_half_typed_words_come_back_from_a_draft_as_they_were(name, window):
    kind = KINDS[name]
    form = the_form(kind, window)
    form.load({"id": "r1"})
    halves = {}
    for field, box in form.boxes.items():
        if kind.fields[field].many:
            continue
        box.control.set_raw("3/")
        if box.control.entry_problem():
            halves[field] = "3/"
        else:
            box.control.set_value(())
    again = the_form(kind, window)
    again.load({"id": "r1"}, halves)
    assert again.raw() == halves
    assert {field for field in halves if nest(again.flat()).get(field)} == set()


def test_a_no_to_a_question_is_one_key_and_can_be_taken_back(window):
    form = the_form(KINDS["iss_plan"], window)
    form.load({"id": "r1"})
    window.show()
    asked = form.control("is_release_agreed")
    asked.findChildren(QPushButton)[0].setFocus()
    for key, answer in ((Qt.Key.Key_N, False), (Qt.Key.Key_Y, True), (Qt.Key.Key_Delete, None)):
        QTest.keyClick(window.focusWidget(), key)
        assert form.flat().get("is_release_agreed") is answer
