"""Several people or words in one line: what is typed or picked becomes a removable token.

It offers what it is given and looks nobody up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCompleter,
    QFrame,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.styling import announce, set_role, set_state


@dataclass(frozen=True, slots=True)
class Token:
    """One entry: `token_id` of a known person or code, "" for free words; `hint` as in "SENCO"."""

    token_id: str
    text: str
    hint: str = ""

    def words(self) -> str:
        """As it is offered and shown."""
        return f"{self.text} · {self.hint}" if self.hint else self.text


class TokenField(QFrame):
    """Value is a tuple of `Token`. Enter or a comma adds, Backspace takes the last one back.

    Left and right walk the tokens, Delete removes one. Suggestions come from `set_suggestions`, or
    on demand: `suggestions_wanted` carries what is typed.
    """

    edited = Signal()
    suggestions_wanted = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        placeholder: str = "",
        takes_free_words: bool = True,
    ) -> None:
        super().__init__(parent)
        set_role(self, "tokens")
        self._takes_free_words = takes_free_words
        self._tokens: list[Token] = []
        self._known: dict[str, Token] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_remove_clicked)
        self._line = QLineEdit(placeholderText=placeholder)
        set_role(self._line, "bare")
        self._line.setMinimumWidth(120)
        self._line.textEdited.connect(self._on_typed)
        self._line.installEventFilter(self)
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        # queued, because Qt writes the words into the line after it has emitted this
        self._completer.activated.connect(
            self._on_suggestion_chosen, Qt.ConnectionType.QueuedConnection
        )
        self._popup = QListView()
        set_role(self._popup, "suggestions")
        self._completer.setPopup(self._popup)
        self._line.setCompleter(self._completer)
        self._flow = FlowLayout(self, gap=4)
        self._flow.setContentsMargins(4, 3, 4, 3)
        self._flow.addWidget(self._line)
        self._flow.stretch_last(self._line)
        self.setFocusProxy(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_suggestions(self, suggestions: Iterable[Token]) -> None:
        """Offer these from now on."""
        self._known = {each.words(): each for each in suggestions}
        self._words.setStringList(list(self._known))

    def value(self) -> tuple[Token, ...]:
        """The entries, in the order they were made."""
        return tuple(self._tokens)

    def set_value(self, value: Sequence[Token] | None) -> None:
        """Show these entries; this is no edit."""
        self._tokens = list(value or ())
        self._line.clear()
        self._rebuild()

    def raw(self) -> dict[str, Any]:
        """Entries and half-typed words, for the draft."""
        made = [[each.token_id, each.text, each.hint] for each in self._tokens]
        return {"tokens": made, "typed": self._line.text()}

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401 - see Field
        """Show a draft again."""
        self.set_value([Token(*each) for each in (raw or {}).get("tokens", ())])
        self._line.setText((raw or {}).get("typed", ""))

    def entry_problem(self) -> str:
        """Words that are typed and are no entry yet."""
        if self._line.text().strip() and not self._takes_free_words:
            return f"“{self._line.text().strip()}” is not in the list. Choose one that is offered."
        return ""

    def is_empty(self) -> bool:
        """Whether there is no entry."""
        return not self._tokens

    def add(self, token: Token) -> None:
        """Add an entry unless it is there already; this is an edit."""
        self._line.clear()
        if token not in self._tokens:
            self._tokens.append(token)
            self._rebuild()
            self.edited.emit()
            announce(self, f"{token.words()} added")

    def set_field_name(self, name: str) -> None:
        """The field's label, for the line inside."""
        self._line.setAccessibleName(name)

    def setAccessibleDescription(self, description: str) -> None:
        super().setAccessibleDescription(description)
        self._line.setAccessibleDescription(description)

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(self.width(), 160)))

    def heightForWidth(self, width: int) -> int:
        return self._flow.heightForWidth(width)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self._line:
                return self._handle_line_key(event)
            if isinstance(watched, QPushButton):
                return self._handle_token_key(watched, event)
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            set_state(self, "focused", event.type() == QEvent.Type.FocusIn)
            if event.type() == QEvent.Type.FocusOut and watched is self._line:
                self._take_typed()
        return False

    def _handle_line_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.text() in (",", ";"):
            had_words = bool(self._line.text().strip())
            self._take_typed()
            return had_words or event.text() in (",", ";")
        if self._line.text() or not self._tokens:
            return False
        if key == Qt.Key.Key_Backspace:
            self._remove(len(self._tokens) - 1)
            return True
        if key == Qt.Key.Key_Left:
            self._group.buttons()[-1].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    def _handle_token_key(self, button: QPushButton, event: QKeyEvent) -> bool:
        place = self._group.id(button)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove(place)
        elif event.key() == Qt.Key.Key_Left:
            self._group.buttons()[max(0, place - 1)].setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Right:
            buttons = self._group.buttons()
            after = buttons[place + 1] if place + 1 < len(buttons) else self._line
            after.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            return False
        return True

    def _take_typed(self) -> None:
        """Make an entry of what is typed: a known one if it matches, else free words."""
        words = self._line.text().strip()
        if not words or self._popup.isVisible():
            return
        lower = words.lower()
        for offered, token in self._known.items():
            if lower in (offered.lower(), token.text.lower()):
                self.add(token)
                return
        if self._takes_free_words:
            self.add(Token("", words))

    def _remove(self, place: int) -> None:
        gone = self._tokens.pop(place)
        self._rebuild()
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
        announce(self, f"{gone.words()} removed")

    def _rebuild(self) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, token in enumerate(self._tokens):
            made = QPushButton(f"{token.words()} ")
            made.setAutoDefault(False)
            set_role(made, "token")
            set_icon(made, "x", "on_accent_soft", size=12)
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            made.setAccessibleName(f"Remove {token.words()}")
            made.installEventFilter(self)
            self._group.addButton(made, place)
            self._flow.insert(place, made)
        self.updateGeometry()

    def _on_typed(self, text: str) -> None:
        self.suggestions_wanted.emit(text)
        self.edited.emit()

    def _on_suggestion_chosen(self, words: str) -> None:
        if words in self._known:
            self.add(self._known[words])

    def _on_remove_clicked(self, clicked: QAbstractButton) -> None:
        self._remove(self._group.id(clicked))
