"""A list beside what is chosen in it; on a narrow window one of the two, with a way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QSplitter, QWidget

from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.styling import button, column, frame, row

ONE_PANE_BELOW = 900  # width of the pages at normal text size: 960 less the narrow navigation


class ListDetail(QWidget):
    """Two panes with a splitter. `show_detail` and `show_list` matter only when there is one."""

    is_one_pane_changed = Signal(bool)
    went_back = Signal()

    def __init__(
        self, list_pane: QWidget, detail_pane: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.list_pane, self.detail_pane = list_pane, detail_pane
        self._is_one_pane = False
        self._shows_detail = False
        self._is_wide = False
        self._has_own_bar = True
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(list_pane)
        self.splitter.addWidget(self._with_back(detail_pane))
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([372, 800])
        list_pane.setMinimumWidth(theme().space(280))
        column(self).addWidget(self.splitter)
        theme().changed.connect(self._choose_panes)

    @property
    def is_one_pane(self) -> bool:
        """Whether there is no room for both: a narrow window, or a wide detail."""
        return self._is_one_pane or self._is_wide

    def show_detail(self) -> None:
        """Show what was chosen; with two panes it is in view already."""
        self._shows_detail = True
        self._arrange()

    def show_list(self) -> None:
        """Show the list; with two panes it is in view already."""
        self._shows_detail = False
        self._arrange()

    def go_back(self) -> bool:
        """From the one pane with the detail to the list; False if there was nowhere to go."""
        if not (self.is_one_pane and self._shows_detail):
            return False
        self.show_list()
        self.list_pane.setFocus(Qt.FocusReason.OtherFocusReason)
        self.went_back.emit()
        return True

    def give_room(self, *, is_wide: bool) -> None:
        """Let a detail that needs it have the list's room, until another one is shown."""
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._arrange()

    def sizes(self) -> list[int]:
        """The widths of the panes, to be remembered."""
        return self.splitter.sizes()

    def set_sizes(self, sizes: list[int]) -> None:
        """Put remembered widths back."""
        if len(sizes) == 2 and not self.is_one_pane:
            self.splitter.setSizes(sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_panes()

    def _choose_panes(self) -> None:
        is_narrow = self.width() < theme().space(ONE_PANE_BELOW)
        if is_narrow != self._is_one_pane:
            self._is_one_pane = is_narrow
            self._arrange()
            self.is_one_pane_changed.emit(is_narrow)

    def put_back_button(self, place: QBoxLayout) -> None:
        """Have the way back at the start of the detail's own head, which saves a line of height."""
        place.insertWidget(0, self._back)
        self._back_bar.hide()
        self._has_own_bar = False
        self._arrange()

    def _with_back(self, detail: QWidget) -> QWidget:
        holder = QWidget()
        layout = column(holder)
        self._back_bar = frame("head")
        bar = row(self._back_bar, margins=(8, 4, 8, 4))
        self._back = button("List", "link", icon="chevron-left", tip="Back to list (Esc)")
        self._back.setAccessibleName("Back to list")
        self._back.clicked.connect(self.go_back)
        bar.addWidget(self._back)
        bar.addStretch(1)
        self._back_bar.hide()
        layout.addWidget(self._back_bar)
        layout.addWidget(detail, 1)
        self._detail_holder = holder
        return holder

    def _arrange(self) -> None:
        one = self.is_one_pane
        held = QApplication.focusWidget()
        was_in_list = held is not None and self.list_pane.isAncestorOf(held)
        self.list_pane.setVisible(not one or not self._shows_detail)
        self._detail_holder.setVisible(not one or self._shows_detail)
        self._back_bar.setVisible(self._is_one_pane and self._has_own_bar)
        self._back.setVisible(self._is_one_pane)  # a wide detail has a way back of its own
        if was_in_list and self._back.isVisible() and self._shows_detail:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)  # not lost to the foot
