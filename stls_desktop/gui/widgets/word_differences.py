"""Two texts as one, with what went struck through and what came underlined: never by colour alone.

A screen reader hears which words went and which came. Names are hidden here too.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from stls_core.word_changes import Piece
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.theme import theme

LONGEST_KEPT: Final = 160
"""Characters of unchanged text that are shown around a change; the rest is an ellipsis."""


class WordDifferences(QLabel):
    """Pieces of text with their fate."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        super().__init__()
        self._pieces = tuple(pieces)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme().changed.connect(self._draw)
        privacy().changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        look = theme()
        colours = {
            "gone": (look.colour("err").name(), look.colour("err_soft").name()),
            "new": (look.colour("ok").name(), look.colour("ok_soft").name()),
        }
        parts, said = [], []
        for place, piece in enumerate(self._pieces):
            words = privacy().shown(_shortened(self._pieces, place), is_prose=True)
            text = html.escape(words).replace("\n", "<br>")
            if piece.fate == "kept":
                parts.append(text)
                continue
            fore, back = colours[piece.fate]
            mark = "s" if piece.fate == "gone" else "u"
            parts.append(f'<{mark} style="color:{fore};background-color:{back}">{text}</{mark}>')
            said.append(f"{'removed' if piece.fate == 'gone' else 'added'} “{words.strip()}”")
        self.setText(f'<span style="white-space:pre-wrap">{"".join(parts)}</span>')
        self.setAccessibleName(", ".join(said) or "nothing changed")


def _shortened(pieces: Sequence[Piece], place: int) -> str:
    """Unchanged text far from any change is left out of the middle or the ends."""
    text = pieces[place].text
    if pieces[place].fate != "kept" or len(text) <= 2 * LONGEST_KEPT:
        return text
    head = text[:LONGEST_KEPT].rpartition(" ")[0] if place else ""
    tail = text[-LONGEST_KEPT:].partition(" ")[2] if place + 1 < len(pieces) else ""
    return f"{head} … {tail}"
