"""Several codes out of a long list: a few letters offer them, and they are shown as tokens."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtWidgets import QWidget

from stls_desktop.gui.widgets.token_field import Token, TokenField


class CodeTokens(TokenField):
    """Keeps the field contract; value is a tuple of codes, and only offered ones can be added."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, placeholder="Type a few letters", takes_free_words=False)
        self._labels: dict[str, str] = {}

    def set_options(self, options: Iterable[tuple[str, str]]) -> None:
        """Offer (code, words)."""
        self._labels = dict(options)
        self.set_suggestions(Token(code, words) for code, words in self._labels.items())

    def value(self) -> Any:  # noqa: ANN401 - see Field
        """The codes, in the order they were added."""
        return tuple(token.token_id for token in super().value())

    def set_value(self, value: Any) -> None:  # noqa: ANN401 - see Field
        """Show codes; one that is not offered any more shows itself."""
        super().set_value([Token(code, self._labels.get(code, code)) for code in value or ()])

    def raw(self) -> Any:  # noqa: ANN401 - see Field
        """The codes: letters that look for one are no words of the record."""
        return list(self.value())

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401 - see Field
        """Show a draft's codes."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """Letters that look for a code are never in the way."""
        return ""
