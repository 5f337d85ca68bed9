"""The Reports page: what was signed, in its own screen, and a file that came back."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from stls_desktop.gui.screens.advice_giving import AdviceGivingScreen
from stls_desktop.gui.tour.hands import wait_for
from stls_desktop.services import advice_issue
from stls_desktop.services.advice_issue import Person
from tests.services import reporting


def test_a_report_opens_and_a_file_that_came_back_is_known(app, tmp_path):
    reporting.a_report(app.desk)
    version = reporting.signed(app.desk)
    drawn = advice_issue.draw(app.desk, version, "SENCO")
    senco = Person("Petra Quillfeather", "SENCO", "SENCO", "SENCO")
    advice_issue.give(app.desk, drawn, senco, "PRINT")
    page = app.go(4)
    app.choose_row(page, "Reports")
    wait_for("the report", lambda: isinstance(page.detail(), AdviceGivingScreen), 20)
    app.rest()
    assert page.detail().paper.pdf.startswith(b"%PDF")
    for name, change, said in (
        ("ours.pdf", b"", "One of ours, and unaltered"),
        ("other.pdf", b" ", "not one of ours"),
    ):
        path = tmp_path / name
        path.write_bytes(drawn.content + change)
        app.hands.click(page.check_button)
        wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
        app.choose_file(path)
        wait_for("the answer", lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
        box = QApplication.activeModalWidget()
        assert said in box.text()
        assert ("Petra Quillfeather" in box.informativeText()) is (not change)
        box.close()
        app.rest()
