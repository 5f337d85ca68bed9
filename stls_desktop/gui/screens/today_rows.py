"""How a visit or a session looks in the list on Today."""

from __future__ import annotations

import datetime as dt

from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.services.today import DiaryLine

STATES = {
    "planned": ("Planned", Tone.MUTED),
    "due": ("Due", Tone.WARN),
    "draft": ("Draft", Tone.WARN),
    "unsent": ("To sync", Tone.INFO),
    "synced": ("Safe", Tone.OK),
    "called_off": ("Called off", Tone.MUTED),
}


def state_of(line: DiaryLine) -> tuple[str, Tone]:
    """The words and the tone of a line's state."""
    if line.is_late and line.state != "draft":
        return ("Not written up" if line.is_session else "Not done yet"), Tone.WARN
    return STATES[line.state]


def row_of(line: DiaryLine, day: dt.date) -> ListRow:
    """The row, under Today, Coming or Before."""
    words, tone = state_of(line)
    is_today = line.on == day
    section = "Today" if is_today else "Coming" if line.on > day else "Before"
    return ListRow(
        row_id=line.id,
        title=line.school,
        subtitle=line.about,
        detail=line.detail,
        time=line.time if is_today else _short(line.on, day),
        state=words,
        tone=tone,
        section=section,
    )


def day_words(day: dt.date) -> str:
    """Such as “Tue 6 Oct”."""
    return f"{day:%a} {day.day} {day:%b}"


def _short(on: dt.date, day: dt.date) -> str:
    if on == day + dt.timedelta(days=1):
        return "Tomorrow"
    if on == day - dt.timedelta(days=1):
        return "Yesterday"
    return day_words(on)
