"""The status line says how sync stands, in every tone that sync has."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.status_line import StatusLine


@pytest.mark.parametrize("tone", list(Tone))
def test_the_status_line_shows_words_in_every_tone(qtbot, tone):
    line = StatusLine()
    qtbot.addWidget(line)
    line.set_sync("3 of 12 sent", tone, "refresh-cw")
    assert "3 of 12 sent" in [each.text() for each in line.findChildren(QLabel)]
