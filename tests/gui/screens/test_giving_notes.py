"""A note that names a child leaves the laptop only while the family's agreement holds."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton

from stls_core.records.agreements import Agreement
from stls_core.records.reports import IssuedDocument
from stls_desktop.gui.screens.note import NoteScreen
from stls_desktop.gui.tour.hands import named, wait_for
from tests.gui.screens.test_visit import fill, found, open_visit, sign


@pytest.fixture
def signed(app):
    """(the note on the screen, the id of the pupil who is named in it)."""
    screen = open_visit(app)
    fill(app, screen)
    child = next(each for each in screen._sheet.pupils if each.has_agreement)
    form = screen.talks.rows_shown[0].state.form
    form.set_value("subject", "PUPIL")
    form.set_value("pupil_id", child.id)
    sign(app)
    wait_for("the note", lambda: app.window.findChildren(NoteScreen), 20)
    app.rest()
    return app.window.findChildren(NoteScreen)[0], child.id


def told(screen):
    return " ".join(each.text() for each in screen.banner.findChildren(QLabel))


def test_after_a_withdrawal_the_note_is_shown_and_neither_saved_nor_printed(app, signed):
    screen, pupil_id = signed
    with app.desk.store.write() as work:
        for each in found(app, Agreement, pupil_id=pupil_id):
            work.edit("agreement", each.id, {"withdrawn_on": app.desk.today().isoformat()})
    for words in ("Save PDF", "Print"):
        screen.banner.show_message("")
        app.hands.click(named(screen, QPushButton, words))
        app.rest()
        assert "No Agreement to Engage holds today" in told(screen)
        assert QApplication.activeModalWidget() is None
    assert found(app, IssuedDocument) == ()


def test_while_it_holds_the_place_to_save_is_asked(app, signed):
    screen, _ = signed
    app.hands.click(named(screen, QPushButton, "Save PDF"))
    wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    QApplication.activeModalWidget().reject()
    assert told(screen).strip() == ""
