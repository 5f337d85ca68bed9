"""What people who use the keyboard or a screen reader meet, widget by widget."""

import gc
import weakref

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget

from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import ChipRow, Rating, Segmented
from stls_desktop.gui.widgets.date_field import DateField
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import Choice, LineField, NumberField, TimeField
from stls_desktop.gui.widgets.notices import Banner, EmptyState, UndoBar
from stls_desktop.gui.widgets.pdf_view import PdfView
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.status import ProgressStrip, SavedMark
from stls_desktop.gui.widgets.styling import button, icon_button
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.widgets.token_field import Token, TokenField
from tests.gui.widgets.conftest import audit, focusable, tab_walk


def whole_form() -> list[QWidget]:
    """One of every widget, labelled as screens label them."""
    choice, chips, segments, tokens = Choice(), ChipRow(), Segmented(), TokenField()
    for made in (choice, chips, segments):
        made.set_options([("A", "First"), ("B", "Second")])
    tokens.set_value([Token("", "Mrs Okafor")])
    card = Card("Visit", actions=[button("Add", "link"), icon_button("settings", "Settings")])
    controls = {
        "Words": LineField(), "Travel": NumberField(), "Start": TimeField(), "Date": DateField(),
        "Note": TextArea(), "How": choice, "Purpose": chips, "State": segments,
        "Confidence": Rating(), "Staff": tokens,
    }  # fmt: skip
    for words, control in controls.items():
        card.add(FieldBox(control, words))
    rows = RowList("Visits")
    rows.set_rows([ListRow("a", "Larkmead Primary")])
    summary = ErrorSummary()
    summary.show_problems([("a", "Say when.")], take_focus=False)
    return [summary, card, QCheckBox("Sent"), rows, Banner("Safe.", Tone.INFO, action="Sync")]


@pytest.mark.parametrize(("look", "percent"), [("light", 90), ("light", 150), ("contrast", 100)])
def test_everything_has_a_name_and_is_large_enough(shown, look, percent):
    theme().apply(look, percent)
    window = shown(*whole_form())
    assert audit(window) == []


def test_tab_reaches_every_widget_once(shown):
    window = shown(*whole_form())
    every = focusable(window)
    every[0].setFocus()
    reached = tab_walk(window)
    assert {id(each) for each in every} == {id(each) for each in reached}


@pytest.mark.parametrize(
    "make",
    [
        lambda: FieldBox(LineField(), "Words", help_text="Help"),
        lambda: FieldBox(DateField(), "Date"),
        lambda: FieldBox(Rating(), "Confidence"),
        lambda: FieldBox(TokenField(), "Staff"),
        lambda: FieldBox(TextArea(), "Note"),
        lambda: Banner("Safe.", action="Sync"),
        lambda: EmptyState("school", "No schools yet.", "Import"),
        lambda: RowList("Visits"),
        ErrorSummary,
        PdfView,
        ProgressStrip,
        SavedMark,
    ],
)
def test_a_closed_widget_is_forgotten(qapp, make):
    widget = make()
    widget.show()
    QApplication.processEvents()
    watch = weakref.ref(widget)
    widget.close()
    widget.deleteLater()
    del widget
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert watch() is None


def test_an_undo_bar_dies_with_its_page(qapp):
    page = QWidget()
    bar = UndoBar(page)
    bar.offer("Action deleted")
    watch = weakref.ref(page)
    page.deleteLater()
    del page, bar
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert watch() is None
