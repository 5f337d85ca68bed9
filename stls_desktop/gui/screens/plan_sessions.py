"""A plan's sessions: the dose in words and as a bar, and each session with what it came to.

It shows what it is given and says what was asked; the plan's screen has it done.
"""

from __future__ import annotations

import datetime as dt
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from stls_core.dose import DELIVERED, Dose
from stls_core.reference import Reference
from stls_desktop.gui.screens.call_off_line import CallOffLine
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.lines import Lines
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, column, label, row, show_in_place
from stls_desktop.services.plans import SessionLine

_TONES = {"CANCELLED": Tone.WARN, "PUPIL_ABSENT": Tone.WARN} | dict.fromkeys(DELIVERED, Tone.OK)
NO_SESSIONS = "No session is planned yet. All of them can go into the diary at once."


class SessionsCard(Card):
    """The list of sessions with its counter."""

    opened = Signal(str)
    add_asked = Signal()
    plan_asked = Signal()
    called_off = Signal(str, str, str)  # session, by, reason
    absent = Signal(str)
    note_asked = Signal(str)

    def __init__(self, reference: Reference, today: dt.date) -> None:
        super().__init__("Sessions")
        self._reference, self._today = reference, today
        self.ahead = 0  # sessions in the diary that are not held yet
        self.plan = button("Plan the sessions", icon="calendar-days")
        self.plan.setToolTip("One a week until the final review, without the holidays")
        self.plan.clicked.connect(self.plan_asked)
        add = button("Add a session", "link", icon="plus")
        add.clicked.connect(self.add_asked)
        self.add_action(self.plan)
        self.add_action(add)
        self._dose = label("", "strong", wrap=True)
        self.add(self._dose)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 100)
        self.add(self._bar)
        self._none = label(NO_SESSIONS, "muted", wrap=True)
        self.add(self._none)
        lines = column(gap=4)
        self.add(lines)
        self._lines = Lines(lines, self._line, attrgetter("rec"))

    @property
    def dose(self) -> str:
        """What the counter says."""
        return self._dose.text()

    def show_sessions(self, lines: tuple[SessionLine, ...], dose: Dose) -> None:
        """Show these, in the order of their days."""
        self.ahead = dose.ahead
        self._dose.setText(dose.words)
        self._bar.setValue(round(100 * dose.share))
        self._bar.setAccessibleName(dose.words)
        show_in_place(self._bar, bool(dose.sessions))
        show_in_place(self._none, not lines)
        waiting = (dose.sessions or 0) - dose.delivered - dose.ahead
        show_in_place(self.plan, waiting > 0 or not lines)
        self._lines.show(lines)

    def _line(self, session: SessionLine) -> QWidget:
        return _Line(self, session, self._reference, self._today)


class _Line(QWidget):
    def __init__(
        self, card: SessionsCard, session: SessionLine, reference: Reference, today: dt.date
    ) -> None:
        super().__init__()
        self._card, self._session = card, session
        self._lines = layout = column(self)
        line = row(gap=10)
        words = " · ".join(word for word in (_day(session.day), session.about) if word)
        number = f"{session.number}  " if session.number else ""
        opened = button(f"{number}{words or 'No day yet'}", "link")
        opened.setAccessibleName(f"Session {session.number or ''} {words}, {session.state}")
        opened.clicked.connect(self._on_open)
        line.addWidget(opened)
        line.addStretch(1)
        ways = FlowLayout(gap=6)
        for way in self._ways():
            ways.addWidget(way)
        line.addLayout(ways)
        is_late = session.status == "PLANNED" and session.day is not None and session.day < today
        tone = Tone.WARN if is_late or session.is_unfinished else _TONES.get(session.status)
        words = "Not written up" if is_late and not session.is_unfinished else session.state
        line.addWidget(StatusChip(words, tone or Tone.MUTED))
        layout.addLayout(line)
        self._reference = reference
        self._call_off: CallOffLine | None = None

    @property
    def is_in_hand(self) -> bool:
        """Whether it is being called off."""
        return self._call_off is not None and not self._call_off.isHidden()

    def _ways(self) -> list[QPushButton]:
        session = self._session
        told = _day(session.day) or f"session {session.number or ''}"
        made = []
        if session.needs_note:
            note = button("Write the modelling note", "link", icon="pencil")
            note.clicked.connect(self._on_note)
            made.append(note)
        if session.status == "PLANNED" and not session.is_unfinished:
            off, absent = button("Call off", "link"), button("Child absent", "link")
            off.setAccessibleName(f"Call off {told}")
            absent.setAccessibleName(f"Child absent {told}")
            off.clicked.connect(self._on_call_off)
            absent.clicked.connect(self._on_absent)
            made += [off, absent]
        return made

    def _on_open(self) -> None:
        self._card.opened.emit(self._session.rec)

    def _on_note(self) -> None:
        self._card.note_asked.emit(self._session.rec)

    def _on_absent(self) -> None:
        self._card.absent.emit(self._session.rec)

    def _on_call_off(self) -> None:
        if self._call_off is None:  # made when it is asked for: seldom, and never for all
            self._call_off = CallOffLine(self._reference)
            self._call_off.confirmed.connect(self._on_called_off)
            self._lines.addWidget(self._call_off)
        self._call_off.ask()

    def _on_called_off(self, by: str, reason: str) -> None:
        self._card.called_off.emit(self._session.rec, by, reason)


def _day(day: dt.date | None) -> str:
    return f"{day:%a} {day.day} {day:%b}" if day else ""
