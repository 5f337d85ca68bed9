"""F8: from what is open to the conversation-safe view of it, and back to where it was.

Looks up what stands in front, has its words settle, and puts everything else of the window away.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.main_window import MainWindow
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.conversation import ConversationView
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import sharing
from stls_desktop.services.drafting import Settled
from stls_desktop.services.sharing import SharedView

STAYS: Final = frozenset({"talk", "privacy", "lock"})
"""The commands that can be done while somebody looks on."""
NOTHING_OPEN: Final = (
    "Open a child, a record, a visit or a school first. The conversation-safe view then shows only"
    " that."
)


class Talk(QObject):
    """The conversation-safe view of one window."""

    def __init__(self, bench: Workbench, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._window = bench, window
        self._view: ConversationView | None = None
        self._rec = ""
        self._action = window.commands.add(
            "talk", "Conversation-safe view", self.turn, keys="F8", icon="presentation"
        )

    @property
    def is_on(self) -> bool:
        """Whether everything else is put away."""
        return self._view is not None

    def turn(self) -> None:
        """Show only what is open, or bring everything back."""
        if self.is_on:
            self.leave()
            return
        shown = _shown(self._window)
        self._rec = _rec_of(shown)
        if not self._rec:
            self._bench.prompts.tell(self._window, "Nothing is open", NOTHING_OPEN)
            return
        keeper = getattr(shown, "keeper", None)
        if isinstance(keeper, DraftKeeper):
            keeper.settle(self._on_settled)
        else:
            self._read()

    def leave(self) -> None:
        """Bring everything back as it was."""
        view, self._view = self._view, None
        if view is not None:
            self._action.setText("Conversation-safe view")
            self._window.show_all(view)
            view.deleteLater()

    def _on_settled(self, _settled: Settled) -> None:
        self._read()

    def _read(self) -> None:
        self._bench.runner.run(
            Lane.STORE, _Shared(self._bench, self._rec), self._on_read, owner=self, key="talk"
        )

    def _on_read(self, found: SharedView | None) -> None:
        if found is None:
            self._bench.prompts.tell(self._window, "Nothing is open", NOTHING_OPEN)
            return
        if self.is_on:
            return
        self._view = ConversationView(found)
        self._view.left.connect(self.leave)
        self._action.setText("Leave the conversation-safe view")
        self._window.show_only(self._view, STAYS)
        self._view.take_focus()


def _shown(window: MainWindow) -> QWidget | None:
    """What is open on the page in front."""
    page = window.page(window.current_key)
    return page.detail() if isinstance(page, ListPage) else None


def _rec_of(shown: QWidget | None) -> str:
    """The id of the record that a screen is about."""
    return str(getattr(shown, "rec", "") or getattr(shown, "visit_id", "") or "")


class _Shared:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> SharedView | None:
        return sharing.shared(self._desk, self._rec)
