"""The box headed "There is a problem": what blocks signing, each entry a link to its field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QPushButton, QWidget

from stls_desktop.gui.widgets.styling import (
    announce,
    button,
    clear,
    column,
    icon_label,
    label,
    row,
    set_role,
    show_in_place,
)


class ErrorSummary(QFrame):
    """Hidden until there is a problem; then it takes the focus, so that it is read first.

    The words of an entry are the words under the field. `entry_chosen` carries the field path.
    """

    entry_chosen = Signal(str)

    def __init__(self, title: str = "There is a problem", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "summary")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = title
        self._paths: list[str] = []
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        layout = column(self, margins=(16, 12, 16, 12), gap=6)
        head = row(gap=8)
        head.addWidget(icon_label("circle-alert", "err", size=20))
        head.addWidget(label(title, "h2"))
        head.addStretch(1)
        layout.addLayout(head)
        self._entries = column(margins=(23, 0, 0, 0))
        layout.addLayout(self._entries)
        self.hide()

    def show_problems(
        self, problems: Sequence[tuple[str, str]], *, take_focus: bool = True
    ) -> None:
        """Show (field path, words) in the order of the form; none hides the box."""
        for old in self._group.buttons():
            self._group.removeButton(old)
        clear(self._entries)
        self._paths = [path for path, _ in problems]
        for number, (_, words) in enumerate(problems):
            link = button(words, "problem")
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.setAccessibleDescription("Goes to the field")
            self._group.addButton(link, number)
            self._entries.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        count = len(problems)
        spoken = f"{self._title}: {count} {'entry' if count == 1 else 'entries'}"
        self.setAccessibleName(spoken)
        self.setAccessibleDescription(". ".join(words for _, words in problems))
        show_in_place(self, bool(problems))
        if problems and take_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, f"{spoken}. {problems[0][1]}")

    def links(self) -> list[QPushButton]:
        """The entries, in order."""
        return [link for link in self._group.buttons() if isinstance(link, QPushButton)]

    def _on_clicked(self, clicked: QAbstractButton) -> None:
        self.entry_chosen.emit(self._paths[self._group.id(clicked)])
