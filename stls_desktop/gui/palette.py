"""Commands: one registry of actions feeds the shortcuts, the command palette and the F1 sheet.

The registry knows names, keys and slots, never what a command does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QWidget

from stls_desktop.gui.widgets.picker import Pick, Picker
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role

MAX_RECENT = 8


@dataclass(frozen=True, slots=True)
class Command:
    """An action with what the palette and the sheet need to show it."""

    command_id: str
    action: QAction
    group: str
    icon: str

    @property
    def title(self) -> str:
        """The words of the command."""
        return self.action.text()

    @property
    def is_live(self) -> bool:
        """Whether it can be done now."""
        return self.action.isEnabled()

    @property
    def keys(self) -> str:
        """Its shortcut as people write it, or ""."""
        return self.action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


class Commands(QObject):
    """The one registry; its actions live on the window, so that their shortcuts work everywhere."""

    ran = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._recent: list[str] = []
        self._notes: list[tuple[str, str, str]] = []

    def add(
        self,
        command_id: str,
        title: str,
        slot: Callable[[], object],
        *,
        keys: str = "",
        group: str = "General",
        icon: str = "",
    ) -> QAction:
        """Register a command. The same id twice is a `ValueError`, as is a shortcut taken twice."""
        if command_id in self._commands:
            raise ValueError(f"The command {command_id} is already there.")
        taken = {each.keys for each in self._commands.values() if each.keys}
        action = QAction(title, self._window)
        if keys:
            action.setShortcut(QKeySequence(keys))
            if action.shortcut().toString(QKeySequence.SequenceFormat.NativeText) in taken:
                raise ValueError(f"The shortcut {keys} is already taken.")
        action.setObjectName(command_id)
        action.triggered.connect(slot)
        action.triggered.connect(self._on_triggered)
        self._window.addAction(action)
        self._commands[command_id] = Command(command_id, action, group, icon)
        return action

    def remove(self, command_id: str) -> None:
        """Forget a command whose screen has gone."""
        found = self._commands.pop(command_id, None)
        if found is not None:
            self._window.removeAction(found.action)
            found.action.deleteLater()

    def note(self, group: str, title: str, keys: str) -> None:
        """List keys in the sheet that a widget handles by itself, as arrows in a list."""
        self._notes.append((group, title, keys))

    def run(self, command_id: str) -> None:
        """Do it, if it can be done now."""
        self._commands[command_id].action.trigger()

    def silence(self, but: Collection[str]) -> list[str]:
        """Let only these be done for a while; which others could be, for `speak`."""
        quiet = [name for name, each in self._commands.items() if name not in but and each.is_live]
        for name in quiet:
            self._commands[name].action.setEnabled(False)
        return quiet

    def speak(self, quiet: Iterable[str]) -> None:
        """Let them be done again."""
        for name in quiet:
            if name in self._commands:
                self._commands[name].action.setEnabled(True)

    def offered(self) -> list[Command]:
        """Commands that can be done now, recent ones first."""
        live = [
            each
            for each in self._commands.values()
            if each.action.isEnabled() and each.action.isVisible()
        ]
        order = {command_id: place for place, command_id in enumerate(self._recent)}
        return sorted(live, key=lambda each: order.get(each.command_id, MAX_RECENT))

    def matching(self, typed: str) -> list[Command]:
        """Commands whose words start with the typed words, in any order."""
        return [each for each in self.offered() if matches(typed, f"{each.title} {each.group}")]

    def recent(self) -> tuple[str, ...]:
        """Ids of what was done last, newest first, to be remembered."""
        return tuple(self._recent)

    def set_recent(self, recent: Iterable[str]) -> None:
        """Put remembered ids back."""
        self._recent = list(recent)[:MAX_RECENT]

    def sheet(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """(title, keys) by group, for everything that has keys."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for each in self._commands.values():
            if each.keys:
                groups.setdefault(each.group, []).append((each.title, each.keys))
        for group, title, keys in self._notes:
            groups.setdefault(group, []).append((title, keys))
        return groups

    def _on_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction) and action.objectName() in self._commands:
            name = action.objectName()
            self._recent = [name, *(each for each in self._recent if each != name)][:MAX_RECENT]
            self.ran.emit(name)


def matches(typed: str, words: str) -> bool:
    """Whether each typed word starts a word: "n vi" and "vis new" match "New visit"."""
    starts = re.findall(r"\w+", words.lower())
    return all(
        any(start.startswith(part) for start in starts)
        for part in re.findall(r"\w+", typed.lower())
    )


class CommandPalette(Picker):
    """Ctrl+K: type the start of a command's words and press Enter."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(
            parent, "Commands", "Type a command", "No command starts with these words."
        )
        self._commands = commands
        self.typed.connect(self._on_typed)
        self.picked.connect(commands.run)

    def _on_typed(self, typed: str) -> None:
        self.set_picks(
            [
                Pick(each.command_id, each.title, each.group, each.keys, each.icon)
                for each in self._commands.matching(typed)
            ]
        )


class ShortcutSheet(QDialog):
    """F1: every key that does something, by group, from the same registry."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = column(self, margins=(20, 16, 20, 16), gap=12)
        layout.addWidget(label("Keyboard shortcuts", "h1"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName("Keyboard shortcuts")
        body = QWidget()
        set_role(body, "body")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(6)
        self._fill(grid, commands)
        scroll.setWidget(body)
        layout.addWidget(scroll, 1)
        foot = row()
        foot.addStretch(1)
        close = button("Close")
        close.clicked.connect(self.accept)
        foot.addWidget(close)
        layout.addLayout(foot)
        self.resize(520, 480)

    @staticmethod
    def _fill(grid: QGridLayout, commands: Commands) -> None:
        line = 0
        for group, entries in commands.sheet().items():
            head = label(group, "h2")
            head.setContentsMargins(0, 8 if line else 0, 0, 0)
            grid.addWidget(head, line, 0, 1, 2)
            for title, keys in entries:
                line += 1
                grid.addWidget(label(title), line, 0)
                grid.addWidget(label(keys, "key"), line, 1, Qt.AlignmentFlag.AlignLeft)
            line += 1
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(line, 1)
