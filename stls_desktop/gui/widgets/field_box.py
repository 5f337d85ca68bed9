"""A field with its label, help, required mark and problem: accessible by construction.

It shows what it is told about a field and checks nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from stls_desktop.gui.widgets.field import focus_target, mark_invalid
from stls_desktop.gui.widgets.styling import announce, column, icon_label, label, row, show_in_place


class FieldBox(QWidget):
    """One labelled field. The problem stands between label and control, as words with an icon."""

    def __init__(
        self,
        control: QWidget,
        text: str,
        *,
        help_text: str = "",
        need: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self.label = label(text, "field")
        self.label.setBuddy(control)
        self._text, self._help_text, self._need = text, help_text, need
        self._problem_text = ""
        self._mark: QLabel | None = None
        self._problem: QLabel | None = None  # most fields never have one
        self.head = self._build_head()
        layout = column(self, gap=4)
        layout.addWidget(self.head)
        layout.addWidget(control)
        layout.addStretch(1)
        # the head may be stretched to line up with its neighbours, never the control
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._describe()
        checked = getattr(control, "entry_checked", None)
        if checked is not None:
            checked.connect(self.set_problem)

    @property
    def words(self) -> str:
        """The field's label."""
        return self._text

    @property
    def problem(self) -> str:
        """The words that stand under the label, or ""."""
        return self._problem_text

    def set_problem(self, text: str) -> None:
        """Show what is wrong in words, mark the control, and say it; "" takes all that away."""
        if text == self._problem_text:
            return
        self._problem_text = text
        if text and self._problem is None:
            self._problem = self._build_problem()
        if self._problem is not None:
            self._problem.setText(text)
            show_in_place(self._problem_line, bool(text))
        mark_invalid(self.control, bool(text))
        self._describe()
        announce(self.control, text)

    def set_need(self, need: str) -> None:
        """Change the required mark, as in "to sign"; "" takes it away."""
        self._need = need
        if need and self._mark is None:
            self._mark = self._build_mark()
        if self._mark is not None:
            self._mark.setText(need)
            show_in_place(self._mark, bool(need))
        self._describe()

    def take_focus(self) -> None:
        """Put the caret into the control, for a link of the error summary."""
        focus_target(self.control).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_head(self) -> QWidget:
        head = QWidget()
        self._lines = column(head, gap=2)
        self._lines.addStretch(1)
        self._title: QHBoxLayout = row(gap=6)
        self._title.addWidget(self.label)
        self._title.addStretch(1)
        self._lines.addLayout(self._title)
        if self._need:
            self._mark = self._build_mark()
        if self._help_text:
            self._lines.addWidget(label(self._help_text, "help", wrap=True))
        return head

    def _build_mark(self) -> QLabel:
        mark = label(self._need, "need")
        self._title.insertWidget(1, mark, 0, Qt.AlignmentFlag.AlignBottom)
        return mark

    def _build_problem(self) -> QLabel:
        self._problem_line = QWidget()
        line = row(self._problem_line, gap=6)
        line.addWidget(icon_label("circle-alert", "err"), 0, Qt.AlignmentFlag.AlignTop)
        words = label("", "problem", wrap=True)
        line.addWidget(words, 1)
        self._lines.addWidget(self._problem_line)
        return words

    def _describe(self) -> None:
        parts = [self._need, self._help_text]
        if self._problem_text:
            parts.insert(0, f"Problem: {self._problem_text}")
        description = ". ".join(part.rstrip(".") for part in parts if part)
        name_field = getattr(self.control, "set_field_name", None)
        if name_field is not None:
            name_field(self._text)
        self.control.setAccessibleName(self._text)
        self.control.setAccessibleDescription(description)


class FieldRow(QWidget):
    """Fields side by side whose controls line up, however many lines their labels need."""

    def __init__(
        self, boxes: Sequence[tuple[QWidget, int]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._boxes: list[QWidget] = []
        self._layout = row(self, gap=12)
        for box, weight in boxes:
            self.add(box, weight)

    def add(self, box: QWidget, weight: int = 1) -> None:
        """Put a field at the right end; `weight` shares out the width."""
        self._boxes.append(box)
        self._layout.addWidget(box, weight, Qt.AlignmentFlag.AlignTop)
        box.installEventFilter(self)
        if self.isVisible():
            self._line_up()  # else asked when it is shown; measuring polishes, which then costs

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kinds = (
            QEvent.Type.LayoutRequest,
            QEvent.Type.ShowToParent,
            QEvent.Type.HideToParent,
            QEvent.Type.Resize,
        )
        if event.type() in kinds:
            self._line_up()
        return False

    def _line_up(self) -> None:
        heads = [
            box.head for box in self._boxes if isinstance(box, FieldBox) and not box.isHidden()
        ]
        tallest = max((_needed_height(head) for head in heads), default=0)
        for head in heads:
            if head.minimumHeight() != tallest:
                head.setMinimumHeight(tallest)


def _needed_height(head: QWidget) -> int:
    """With wrapped help the hint is a guess; the layout knows it for a given width."""
    layout = head.layout()
    if layout is not None and layout.hasHeightForWidth() and head.width() > 0:
        return layout.heightForWidth(head.width())
    return head.sizeHint().height()
