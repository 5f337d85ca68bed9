"""The head of the visit screen: which school, which visit, what is saved, and the way to sign."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget

from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.status import SavedMark
from stls_desktop.gui.widgets.styling import button, column, row, set_role, show_in_place
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
        words.addWidget(ElidedLabel(sheet.setting.name, "h1"))
        words.addWidget(ElidedLabel(" · ".join(_facts(sheet)), "muted"))
        layout.addLayout(words, 1)
        self.saved_mark = SavedMark()
        layout.addWidget(self.saved_mark)
        self._tools = row()
        layout.addLayout(self._tools)
        self._call_off = button("Call off", tip="The visit was cancelled, or nobody was there")
        show_in_place(self._call_off, flat.get("status") in ("PLANNED", "IN_PROGRESS"))
        self._call_off.clicked.connect(self.call_off_asked)
        layout.addWidget(self._call_off)
        self._sign_words = "Sign again" if flat.get("status") == "SIGNED" else "Sign and give"
        self.sign_button = button(
            self._sign_words,
            "primary",
            tip="Check, sign and make the SENCO’s note (Ctrl+Shift+S)",
        )
        QShortcut(QKeySequence("Ctrl+Shift+S"), self, self._on_shortcut)
        self.sign_button.clicked.connect(self.sign_asked)
        layout.addWidget(self.sign_button)

    def _on_shortcut(self) -> None:
        if self.sign_button.isEnabled():
            self.sign_asked.emit()

    def add_tool(self, tool: QWidget) -> None:
        """Put a small button beside the mark that says what is saved."""
        self._tools.addWidget(tool)

    def set_busy(self, *, is_busy: bool) -> None:
        """While signing is on its way it is not asked for twice."""
        self.sign_button.setEnabled(not is_busy)
        self.sign_button.setText("Signing…" if is_busy else self._sign_words)


def _facts(sheet: VisitSheet) -> list[str]:
    facts = ["Link visit"]
    if sheet.entitled:
        facts.append(f"{sheet.number} of {sheet.entitled} this year")
    if sheet.last_visit_on:
        facts.append(f"last visit {sheet.last_visit_on.day} {sheet.last_visit_on:%b %Y}")
    if sheet.link_teacher:
        facts.append(f"link teacher {sheet.link_teacher}")
    return facts


def signed_words(sheet: VisitSheet) -> str:
    """What the banner of a signed visit says: its version, and what is not in it."""
    number, day = len(sheet.signed), sheet.signed[-1]
    words = f"Version {number} was signed on {day.day} {day:%B}. It stays as it is."
    if sheet.not_in_version:
        words += f" Not in it: {', '.join(sheet.not_in_version)}."
    return f"{words} To correct it, change the visit and sign again."
