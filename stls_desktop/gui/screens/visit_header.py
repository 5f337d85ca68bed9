"""The head of the visit screen: which school, which visit, what is saved, and the way to sign."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from stls_desktop.gui.widgets.status import SavedMark
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role
from stls_desktop.services.visits import VisitSheet


class VisitHeader(QFrame):
    """Always in view above the form."""

    sign_asked = Signal()
    call_off_asked = Signal()
    back_asked = Signal()

    def __init__(
        self, sheet: VisitSheet, flat: dict[str, Any], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        set_role(self, "head")
        layout = row(self, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        words.addWidget(label(sheet.setting.name, "h1"))
        words.addWidget(label(" · ".join(_facts(sheet)), "muted"))
        layout.addLayout(words, 1)
        self.saved_mark = SavedMark()
        layout.addWidget(self.saved_mark)
        self._call_off = button("Call off", tip="The visit was cancelled, or nobody was there")
        self._call_off.setVisible(flat.get("status") in ("PLANNED", "IN_PROGRESS"))
        self._call_off.clicked.connect(self.call_off_asked)
        layout.addWidget(self._call_off)
        is_signed = flat.get("status") == "SIGNED"
        self.sign_button = button(
            "Sign again" if is_signed else "Sign and give",
            "primary",
            tip="Check, sign and make the SENCO’s note (Ctrl+Shift+S)",
        )
        self.sign_button.setShortcut("Ctrl+Shift+S")
        self.sign_button.clicked.connect(self.sign_asked)
        layout.addWidget(self.sign_button)

    def set_busy(self, *, is_busy: bool) -> None:
        """While signing is on its way it is not asked for twice."""
        self.sign_button.setEnabled(not is_busy)
        self.sign_button.setText("Signing…" if is_busy else "Sign and give")


def _facts(sheet: VisitSheet) -> list[str]:
    facts = ["Link visit"]
    if sheet.entitled:
        facts.append(f"{sheet.number} of {sheet.entitled} this year")
    if sheet.last_visit_on:
        facts.append(f"last visit {sheet.last_visit_on.day} {sheet.last_visit_on:%b %Y}")
    if sheet.link_teacher:
        facts.append(f"link teacher {sheet.link_teacher}")
    return facts
