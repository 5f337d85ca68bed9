"""One code out of a long list, found by typing: the best match is taken by Enter or Tab.

Keeps the field contract. What is offered stands in a list below the line while one types; the line
itself is an ordinary one, so that a screen reader reads it by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView, QWidget

from stls_desktop.gui.widgets.line_field import EntryField
from stls_desktop.gui.widgets.styling import set_role

_NO_LETTER: Final = re.compile(r"[\W_]+")
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindChoice(EntryField):
    """Value is the code, None while nothing is chosen."""

    def __init__(self, parent: QWidget | None = None, *, placeholder: str = "") -> None:
        super().__init__(parent, placeholder=placeholder or "Type a few letters")
        self._labels: dict[str, str] = {}
        self._code: str | None = None
        self._offered = QStringListModel(self)
        self._completer = QCompleter(self._offered, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(12)
        self._popup = QListView()
        set_role(self._popup, "suggestions")
        self._completer.setPopup(self._popup)
        self.setCompleter(self._completer)
        # queued, because Qt writes the words into the line after it has emitted this
        self._completer.activated.connect(self._on_picked, Qt.ConnectionType.QueuedConnection)

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Offer (code, words); what is chosen stays."""
        is_chosen = self.value() is not None  # else somebody is typing
        self._labels = dict(options)
        self._offered.setStringList(list(self._labels.values()))
        if is_chosen:
            self._show_chosen()

    def value(self) -> str | None:
        """The code; None while what is typed is none of the list."""
        return self._code if self.text() == self._words_of(self._code) else None

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Choose a code; one that is not offered any more shows itself."""
        self._code = str(value) if value not in (None, "", ()) else None
        self._show_chosen()

    def raw(self) -> str:
        """The code, or words that look for one."""
        return self.value() or self.text()

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401 - see Field
        """Show the code or the words of a draft."""
        if not raw or raw in self._labels:
            self.set_value(raw)
        else:
            self.setText(str(raw))

    def entry_problem(self) -> str:
        """Why what is typed is no choice yet."""
        words = self.text().strip()
        if not words or self.value() is not None:
            return ""
        return f"“{words}” is not in the list. Choose one that is offered."

    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.text().strip()

    def matches(self, typed: str) -> list[str]:
        """The codes whose words hold what is typed, the best first; dashes and case do not count.

        Words that begin with it come before words that hold it.
        """
        wanted = _plain(typed)
        ranked = []
        for place, (code, words) in enumerate(self._labels.items()):
            plain = _plain(words)
            begins = any(_plain(words[at:]).startswith(wanted) for at in _starts(words))
            if plain.startswith(wanted):
                ranked.append((0, place, code))
            elif begins:
                ranked.append((1, place, code))
            elif wanted in plain:
                ranked.append((2, place, code))
        return [code for _, _, code in sorted(ranked)]

    def event(self, event: QEvent) -> bool:
        """Tab takes the best match; where that has moved the caret on, it goes no further."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() == Qt.Key.Key_Tab and self.entry_problem():  # type: ignore[attr-defined]
            self._popup.hide()
            self._take_best()
            if not self.hasFocus():
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the best match; what is chosen already lets Enter pass."""
        if event.key() in _ENTER and self.entry_problem():
            self._popup.hide()
            self._take_best()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The next letter replaces the choice."""
        super().focusInEvent(event)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Going on takes the best match; words that match nothing stay and are told."""
        is_picking = event.reason() == Qt.FocusReason.PopupFocusReason
        if not is_picking and self.entry_problem():
            self._take_best()
        super().focusOutEvent(event)

    def _take_best(self) -> None:
        found = self.matches(self.text())
        if found:
            self._choose(found[0])
        else:
            self.entry_checked.emit(self.entry_problem())

    def _choose(self, code: str) -> None:
        self._code = code
        self._show_chosen()
        self.entry_checked.emit("")
        self.edited.emit()

    def _show_chosen(self) -> None:
        self.setText(self._words_of(self._code))
        self.setCursorPosition(0)

    def _words_of(self, code: str | None) -> str:
        return self._labels.get(code, code) if code is not None else ""

    def _on_text_edited(self) -> None:
        found = self.matches(self.text())
        self._offered.setStringList([self._labels[code] for code in found])
        if not self.text().strip():
            self._code = None
        super()._on_text_edited()

    def _on_editing_finished(self) -> None:
        """Nothing is tidied: the words of the choice are tidy."""

    def _on_picked(self, words: str) -> None:
        code = next((code for code, known in self._labels.items() if known == words), None)
        if code is not None:
            self._choose(code)


def _plain(words: str) -> str:
    return _NO_LETTER.sub("", words).casefold()


def _starts(words: str) -> list[int]:
    return [found.start() for found in re.finditer(r"\w+", words)]
