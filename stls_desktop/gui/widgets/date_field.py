"""A date: typed as people write it, or picked from a calendar. It may be empty.

A line edit with a button inside, so that it is exactly as high as the fields beside it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from PySide6.QtCore import QDate, QLocale, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.entry import EntryError, read_date
from stls_desktop.gui.widgets.line_field import Clock, EntryField, local_now
from stls_desktop.gui.widgets.styling import column, frame

_WIDEST: Final = "Wed 30 Nov 2026"
_BESIDE: Final = 46  # pixels at normal text size: frame, padding, and the button


class CalendarPopup(QWidget):
    """A month at a time, in a popup that closes on Esc or a click elsewhere."""

    picked = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        panel = frame("popup")
        column(self).addWidget(panel)
        self.calendar = QCalendarWidget()
        self.calendar.setAccessibleName("Calendar")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.calendar.setLocale(QLocale("en_GB"))
        column(panel, margins=(4, 4, 4, 4)).addWidget(self.calendar)
        self.calendar.activated.connect(self._on_picked)
        self.calendar.clicked.connect(self._on_picked)

    def open_at(self, field: QLineEdit, day: QDate) -> None:
        """Show the month of `day` under the field, or over it where the screen ends."""
        self._dress()
        self.calendar.setMinimumSize(theme().space(296), theme().space(256))
        self.calendar.setSelectedDate(day)
        self.adjustSize()
        corner = field.mapToGlobal(QPoint(0, field.height() + 2))
        screen = field.screen().availableGeometry()
        if corner.y() + self.height() > screen.bottom():
            corner.setY(field.mapToGlobal(QPoint(0, 0)).y() - self.height() - 2)
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.width())))
        self.move(corner)
        self.show()
        self.calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _dress(self) -> None:
        """Weekends look like other days, and the arrows follow the theme."""
        look = theme()
        plain = QTextCharFormat()
        plain.setForeground(look.colour("text"))
        for day in Qt.DayOfWeek:
            self.calendar.setWeekdayTextFormat(day, plain)
        header = QTextCharFormat()
        header.setForeground(look.colour("muted"))
        header.setBackground(look.colour("surface"))
        self.calendar.setHeaderTextFormat(header)
        for name, icon in (("prevmonth", "chevron-left"), ("nextmonth", "chevron-right")):
            arrow = self.calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if arrow is not None:
                set_icon(arrow, icon)

    def _on_picked(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(day)


class DateField(EntryField):
    """A date typed as 3/11, 3 nov, tomorrow or +6w; value is a `datetime.date` or None.

    Down or F4 opens the calendar. The draft keeps ISO for a date and the words for anything else.
    """

    def __init__(self, parent: QWidget | None = None, *, clock: Clock = local_now) -> None:
        super().__init__(parent)
        self._clock = clock
        self._popup: CalendarPopup | None = None
        self.setToolTip("Type 3/11, 3 Nov, tomorrow or +6w; Down opens the calendar")
        self._pick = QAction("Open calendar", self)
        set_icon(self._pick, "calendar", "muted")
        self._pick.triggered.connect(self._on_pick)
        self.addAction(self._pick, QLineEdit.ActionPosition.TrailingPosition)
        for inner in self.findChildren(QToolButton):
            inner.setAccessibleName("Open calendar")

    def minimumSizeHint(self) -> QSize:
        """Room for every day of the year, beside the button."""
        hint = super().minimumSizeHint()
        words = self.fontMetrics().horizontalAdvance(_WIDEST)
        return hint.expandedTo(QSize(words + theme().space(_BESIDE), 0))

    def read(self, text: str) -> dt.date | None:
        return read_date(text, self._today())

    def show_as(self, value: dt.date) -> str:
        return f"{value:%a} {value.day} {value:%b %Y}"

    def raw(self) -> str:
        """ISO when it is a date, so that a draft means the same next year; else the words."""
        value = self.value()
        return self.text() if value is None else str(value.isoformat())

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401 - see Field
        """Show a draft's date, or its half-typed words."""
        try:
            self.set_value(dt.date.fromisoformat(raw))
        except (TypeError, ValueError):
            super().set_raw(raw)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self._on_pick()
            return
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._step(1 if event.key() == Qt.Key.Key_PageUp else -1)
            return
        super().keyPressEvent(event)

    def _today(self) -> dt.date:
        return self._clock().date()

    def _step(self, days: int) -> None:
        if self.isReadOnly():
            return
        self.set_value((self.value() or self._today()) + dt.timedelta(days=days))
        self.edited.emit()
        self.entry_checked.emit("")

    def _on_pick(self) -> None:
        if self.isReadOnly() or not self.isEnabled():
            return
        if self._popup is None:
            self._popup = CalendarPopup(self)
            self._popup.picked.connect(self._on_picked)
        try:
            day = self.read(self.text()) or self._today()
        except EntryError:
            day = self._today()
        self._popup.open_at(self, QDate(day.year, day.month, day.day))

    def _on_picked(self, day: QDate) -> None:
        self.set_value(dt.date(day.year(), day.month(), day.day()))
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.edited.emit()
        self.entry_checked.emit("")
