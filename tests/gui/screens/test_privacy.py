"""F9 hides every child's and parent's name, on every page, and touches nothing that is stored."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from stls_core.masking import folded, names_of
from stls_core.records.pupils import Pupil
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.widgets.blind import Blind
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.services.names import known_names
from tests.gui.screens.conftest import PAGES
from tests.gui.screens.test_plain_records import wait_until_saved

ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.ToolTipRole,
)


@pytest.fixture(autouse=True)
def names_shown_again(qapp):
    yield
    privacy().turn(is_on=False)


def press(app, key=Qt.Key.Key_F9):
    app.window.activateWindow()
    QTest.keyClick(app.window, key)
    app.rest()


def words_on(root):
    """Everything that a person, a screen reader or a picture could read of a window."""
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if widget.isWindow():
            yield widget.windowTitle()
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        elif isinstance(widget, QPlainTextEdit):
            yield widget.toPlainText()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(n) for n in range(widget.count()))
        elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            for n in range(model.rowCount()):
                yield from (str(model.index(n, 0).data(role) or "") for role in ROLES)


def names_in(app):
    """The demo's names that are nothing else, each as a whole word."""
    known = known_names(app.desk)
    return {word for word in known.words if word not in known.everyday and len(word) > 1}


def leaks(app, names):
    found = set()
    for text in words_on(app.window):
        found |= {word for word in re.findall(r"\w+", folded(text)) if word in names}
    return found


def open_first_pupil(app):
    page = app.go(3)
    app.choose_row(page, "Pupils")
    wait_for(
        "the file", lambda: page.findChildren(RowList, "") and named(page, RowList, "Timeline")
    )
    app.rest()
    return page


def test_without_the_key_names_can_be_read(app):
    open_first_pupil(app)
    assert leaks(app, names_in(app))


def test_no_page_shows_a_name_while_names_are_hidden(app):
    names = names_in(app)
    press(app)
    for number in range(1, len(PAGES) + 1):
        page = app.go(number)
        for place in range(2):
            lists = [each for each in page.findChildren(RowList) if each.isVisible()]
            if lists and lists[0].count() > place:
                app.hands.click_row(lists[0], place)
                app.rest()
            assert leaks(app, names) == set(), PAGES[number - 1]


def test_no_record_of_a_file_shows_a_name_while_names_are_hidden(app):
    page = open_first_pupil(app)
    names = names_in(app)
    press(app)
    timeline = named(page, RowList, "Timeline")
    for place in range(min(6, timeline.count())):
        timeline = named(page, RowList, "Timeline")
        timeline.setFocus()
        timeline.setCurrentIndex(timeline.model().index(place, 0))
        QTest.keyClick(timeline, Qt.Key.Key_Return)
        app.rest()
        assert leaks(app, names) == set()
        app.hands.click(named(page, QPushButton, "Back to the pupil"))
        app.rest()


def test_the_details_show_initials_and_keep_the_name(app):
    page = open_first_pupil(app)
    app.hands.click(named(page, QPushButton, "Details"))
    app.rest()
    surname = named(page, LineField, "Legal surname")
    name = surname.text()
    press(app)
    assert surname.text() == f"{name[0]}."
    assert surname.value() == name
    assert surname.isReadOnly()
    QTest.keyClicks(surname, "x")
    assert surname.value() == name
    press(app)
    assert surname.text() == name
    assert not surname.isReadOnly()


def test_leaving_a_masked_form_writes_nothing(app):
    page = open_first_pupil(app)
    app.hands.click(named(page, QPushButton, "Details"))
    app.rest()
    before = stored(app)
    press(app)
    app.go(1)
    app.go(3)
    assert stored(app) == before


def stored(app):
    with app.desk.store.read() as read:
        return {p.id: p for p in read.find(Pupil)}, read.unsent(), read.drafts()


def test_pause_does_the_same_and_the_button_says_which_it_is(app):
    press(app, Qt.Key.Key_Pause)
    assert privacy().is_on
    shown = app.window.status.names
    assert shown.text() == "Names hidden"
    app.hands.click(shown)
    assert not privacy().is_on
    assert shown.text() == "Names shown"


def test_prose_that_names_the_child_is_covered_and_not_changed(app):
    page = open_first_pupil(app)
    with app.desk.store.read() as read:
        child = read.get(Pupil, page.detail().rec)
    app.hands.click(named(page, QPushButton, "Pupil voice"))
    app.rest()
    words = named(page, QPlainTextEdit, "In the child's words")
    app.hands.click(words)
    QTest.keyClicks(words, f"I am {child.legal_forename}.")
    wait_until_saved(page)
    press(app)
    assert words.toPlainText() == f"I am {child.legal_forename[0]}."
    assert words.value() == f"I am {child.legal_forename}."
    QTest.keyClicks(words, "x")
    press(app)
    assert words.toPlainText() == f"I am {child.legal_forename}."
    QTest.keyClick(words, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert words.toPlainText() != f"I am {child.legal_forename}."  # undo has not been forgotten


def test_prose_that_names_nobody_can_be_written_while_names_are_hidden(app):
    page = open_first_pupil(app)
    press(app)
    app.hands.click(named(page, QPushButton, "Pupil voice"))
    app.rest()
    words = named(page, QPlainTextEdit, "In the child's words")
    app.hands.click(words)
    QTest.keyClicks(words, "I like pictures.")
    wait_until_saved(page)
    assert words.value() == "I like pictures."


def test_a_child_who_is_found_shows_initials_in_the_search(app):
    press(app)
    with app.desk.store.read() as read:
        surname = read.find(Pupil)[0].legal_surname
    app.window.open_search()
    QTest.keyClicks(app.window.search.line, surname)
    app.rest()
    shown = [pick.text for pick in app.window.search.picks()]
    app.window.search.close()
    assert shown
    assert not any(surname in text for text in shown)


TEXT = st.lists(
    st.sampled_from(["Tova", "Quillfeather", "sat", "\n", " ", "🦊", "May"]), max_size=9
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT.map(" ".join), st.lists(st.booleans(), max_size=4))
def test_no_field_ever_hands_out_masked_words(qapp, text, turns):
    privacy().turn(is_on=False)
    privacy().set_names(names_of([("Tova", "Quillfeather")]))
    area, line = TextArea(), LineField(is_name=True)
    area.set_value(text)
    line.set_value(text.replace("\n", " "))
    for is_on in turns:
        privacy().turn(is_on=is_on)
        assert area.raw() == text
        assert line.raw() == text.replace("\n", " ")
        if is_on:
            assert "Tova" not in area.toPlainText()
            assert "Tova" not in line.text()
    privacy().turn(is_on=False)
    assert area.toPlainText() == text
    for each in (area, line):
        each.deleteLater()


def test_a_printed_page_is_covered(qtbot):
    from stls_desktop.gui.widgets.pdf_view import PdfView

    view = PdfView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    blind = view.findChild(Blind)
    assert not blind.isVisible()
    privacy().turn(is_on=True)
    assert blind.isVisible()
    assert blind.geometry() == view.rect()
