"""Look of reports: what stands on every report of the council, saved as it is typed.

Whoever may not change it reads the same, with a sentence that says who may.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from stls_core.records import kind_of
from stls_core.records.advice import ReportSetting
from stls_desktop.gui.screens.logo_field import NO_PICTURE, LogoField, logo_on_paper
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, column, frame, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import report_settings
from stls_desktop.services.records import RecordSheet

TITLE: Final = kind_of(ReportSetting).title
SUBTITLE: Final = "What stands on every report of the council from now on"
NOTHING: Final = "Not set"


class ReportLookScreen(RecordScreen):
    """The form of the one record of it."""

    closed = Signal()

    def __init__(self, bench: Workbench, sheet: RecordSheet) -> None:
        super().__init__(bench, sheet, subtitle=SUBTITLE)
        close = button("Close", "link")
        close.clicked.connect(self.closed)
        self.add_action(close)
        self.form.control("logo").edited.connect(self._on_logo)

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        return {"logo": _MakeLogo(self._bench)}

    def _on_logo(self) -> None:
        """A new picture is not finished before its words are there."""
        words = self.form.boxes["logo_words"]
        if self.form.control("logo").value() and not words.control.value():  # type: ignore[attr-defined]
            words.take_focus()


class ReportLookShown(QWidget):
    """The same to be read."""

    closed = Signal()

    def __init__(self, settings: ReportSetting, why_not: str) -> None:
        super().__init__()
        set_role(self, "page")
        outer = column(self)
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        words.addWidget(label(TITLE, "h1"))
        words.addWidget(label(SUBTITLE, "muted"))
        line.addLayout(words, 1)
        self.close_button = button("Close", "link")
        self.close_button.clicked.connect(self.closed)
        line.addWidget(self.close_button)
        outer.addWidget(head)
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setAccessibleName(TITLE)  # whoever only reads scrolls by keys
        body = QWidget()
        set_role(body, "body")
        lines = column(body, margins=(18, 14, 18, 14), gap=12)
        scroller.setWidget(body)
        self.banner = Banner(why_not, Tone.INFO)
        lines.addWidget(self.banner)
        card = Card()
        for name in report_settings.FIELDS:
            card.add(label(kind_of(settings).fields[name].label, "field"))
            card.add(_told(settings, name))
        lines.addWidget(card)
        lines.addStretch(1)
        outer.addWidget(scroller, 1)

    def take_focus(self) -> None:
        """The way out is the only thing to do."""
        self.close_button.setFocus()


def _told(settings: ReportSetting, name: str) -> QLabel:
    value = str(getattr(settings, name))
    if name != "logo":
        return label(value or NOTHING, "" if value else "muted", wrap=True)
    picture = logo_on_paper(value)
    if picture.isNull():
        return label(NO_PICTURE, "muted")
    made = QLabel()
    made.setPixmap(picture)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft)
    made.setAccessibleName(settings.logo_words)
    return made


class _MakeLogo:
    """Makes the control when the form asks for it."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def __call__(self) -> QWidget:
        return LogoField(self._bench)
