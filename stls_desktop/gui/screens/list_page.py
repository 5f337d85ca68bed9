"""What pages with a list have in common: a titled list at the left, one thing at the right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget
from shiboken6 import isValid

from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.list_detail import ListDetail
from stls_desktop.gui.widgets.notices import EmptyState
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.styling import column, frame, label, row, show_in_place

PASSING_MS: Final = 90
"""A key that repeats comes every 30 ms; a row that it only passes by is not opened."""


class ListPage(ListDetail):
    """A list with a filter and a place for the detail of what is chosen."""

    chosen = Signal(str)

    def __init__(self, title: str, empty: EmptyState, *, filter_words: str = "") -> None:
        self.list = RowList(title)
        self._stack = QStackedWidget()
        self._empty = empty
        self._stack.addWidget(empty)
        super().__init__(self._build_list(title, filter_words), self._stack)
        self._rows: tuple[ListRow, ...] = ()
        self._caret_in: QWidget | None = None
        self._shown_id = ""  # the row of what is shown, wherever it was asked for
        self._was_asked = False  # a row was opened on purpose, and its detail is on its way
        self._came_to_rest = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._came_to_rest.timeout.connect(self._on_rest)
        self.list.row_selected.connect(self._on_selected)
        self.list.row_opened.connect(self._on_row_opened)
        self.list.clicked.connect(self._on_clicked)

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show these rows, filtered by what is typed; the chosen one stays chosen."""
        self._rows = tuple(rows)
        self._show_rows()

    def mark(self, row_id: str) -> None:
        """Make the row of what is shown the current one, at once or when the list has it."""
        self._shown_id = row_id
        self.list.select(row_id)

    def take_focus(self) -> None:
        """The keyboard begins in the filter, or in the detail if that alone is shown."""
        start = self.filter if self.filter.isVisible() else self._stack
        start.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_hint(self, words: str) -> None:
        """Change the words beside the title."""
        self._hint.set_words(words)

    def show_widget(self, widget: QWidget) -> None:
        """Show a detail in place of the one before, which is closed."""
        before = self._stack.currentWidget()
        self._caret_in = widget.focusWidget()  # Qt forgets it when the detail finds its place
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._let_go(before)
        self.give_room(is_wide=getattr(widget, "wants_room", False))
        self.show_detail()
        if self._was_asked:
            self._put_caret_back()

    def show_nothing(self) -> None:
        """Close the detail."""
        before = self._stack.currentWidget()
        self._stack.setCurrentWidget(self._empty)
        self._let_go(before)
        self.give_room(is_wide=False)

    def detail(self) -> QWidget | None:
        """What is shown at the right, if anything."""
        shown = self._stack.currentWidget()
        return None if shown is self._empty else shown

    def add_action(self, action: QWidget) -> None:
        """Put a button at the right end of the list's title."""
        self._title_line.addWidget(action)

    def add_to_head(self, widget: QWidget) -> None:
        """Put something under the title and the filter."""
        self._head.addWidget(widget)

    def add_to_foot(self, widget: QWidget) -> None:
        """Put something under the list, where it stays while the list is scrolled."""
        self._foot.addWidget(widget)

    def _let_go(self, before: QWidget | None) -> None:
        """Destroy a detail, but never one with words that are not in the store yet."""
        if before is None or before in (self._empty, self._stack.currentWidget()):
            return
        self._stack.removeWidget(before)
        keeper = getattr(before, "keeper", None)
        if isinstance(keeper, DraftKeeper):
            keeper.stuck.connect(self._on_stuck, Qt.ConnectionType.UniqueConnection)
            keeper.release(before)
        else:
            before.deleteLater()

    def _on_stuck(self, screen: QWidget) -> None:
        """What was left could not be saved: it comes back, with the words that say so."""
        keeper = self.sender()
        self.show_widget(screen)
        if isinstance(keeper, DraftKeeper):
            self.list.select(keeper.form)

    def _build_list(self, title: str, filter_words: str) -> QWidget:
        pane = frame("pane")
        outer = column(pane)
        head = frame("head")
        self._head = column(head, margins=(14, 12, 14, 10), gap=8)
        self._title_line = row(gap=8)
        self._title_line.addWidget(label(title, "h1"))
        self._hint = ElidedLabel("", "muted")
        self._title_line.addWidget(self._hint)
        self._title_line.addStretch(1)
        self._head.addLayout(self._title_line)
        self.filter = LineField(placeholder=filter_words)
        self.filter.setAccessibleName(filter_words or "Filter")
        show_in_place(self.filter, bool(filter_words))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter)
        self._head.addWidget(self.filter)
        outer.addWidget(head)
        outer.addWidget(self.list, 1)
        self._foot = column()
        outer.addLayout(self._foot)
        return pane

    def _show_rows(self) -> None:
        words = self.filter.text().lower().split()
        shown = [r for r in self._rows if all(word in r.searched for word in words)]
        self.list.set_rows(shown)
        if self.list.current_id() is None:
            self.list.select(self._shown_id)

    def _on_filter(self) -> None:
        self._show_rows()

    def _on_selected(self, row_id: str) -> None:
        self._was_asked = False
        self._shown_id = row_id
        if not self.is_one_pane:
            self._came_to_rest.start()

    def _on_rest(self) -> None:
        """Open the row that the arrows or the pointer came to."""
        self._came_to_rest.stop()
        row_id = self.list.current_id()
        if row_id:
            self.chosen.emit(row_id)

    def _on_row_opened(self, row_id: str) -> None:
        self._came_to_rest.stop()
        self._was_asked = True
        self.chosen.emit(row_id)
        self._put_caret_back()

    def _on_clicked(self, _index: QModelIndex) -> None:
        self._was_asked = True
        self._on_rest()
        self._put_caret_back()

    def _put_caret_back(self) -> None:
        """Go on typing where a detail wants it, but never while arrows only pass along the list."""
        keeper = getattr(self.detail(), "keeper", None)
        wanted = self._caret_in
        if not isinstance(keeper, DraftKeeper) or keeper.form != self.list.current_id():
            return
        if wanted is not None and isValid(wanted):
            self._was_asked = False
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, wanted, _IntoView(wanted).scroll)


class _IntoView(QObject):
    """Scrolls a widget into view once its screen has been laid out."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget

    def scroll(self) -> None:
        above = self._widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(self._widget, 20, 80)
            above = above.parentWidget()
        self.deleteLater()
