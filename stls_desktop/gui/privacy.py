"""The privacy key: while it is on, names of children and parents show as initials everywhere.

One state for the whole program, as the theme is. Labels, buttons, tips and titles are seen to from
here whatever screen they stand on, so that a new screen cannot forget; lists, choices and fields
ask `shown` themselves. Nothing here changes what is stored or what a field's value is.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from stls_core.masking import Names, initials_of

HIDDEN: Final = "Names are hidden. Press F9 to show them and to write here."
KEYS: Final = (Qt.Key.Key_F9, Qt.Key.Key_Pause)
_TEXT, _NAME, _TIP, _TITLE = "named_text", "named_name", "named_tip", "named_title"


class Privacy(QObject):
    """Whether names are hidden, and which they are."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._names = Names()
        self._is_on = False
        self._veil = _Veil(self)

    @property
    def is_on(self) -> bool:
        """Whether names show as initials."""
        return self._is_on

    def set_names(self, names: Names) -> None:
        """Who is to be hidden from now on."""
        if names == self._names:
            return
        self._names = names
        if self._is_on:
            self._veil.draw()
            self.changed.emit()

    def turn(self, is_on: bool) -> None:
        """Hide or show names, at once and everywhere."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        self.changed.emit()  # fields first: what stands in them is what somebody wrote
        if is_on:
            self._app.installEventFilter(self._veil)
            self._veil.draw()
        else:
            self._app.removeEventFilter(self._veil)
            self._veil.lift()

    def toggle(self) -> None:
        """Hide names if they are shown, else show them."""
        self.turn(not self._is_on)

    def shown(self, text: str, *, is_prose: bool = False) -> str:
        """The text as it may be seen now."""
        return self._names.shown(text, is_prose=is_prose) if self._is_on else text

    def shown_name(self, name: str) -> str:
        """A text that is nothing but somebody's name, as it may be seen now."""
        return initials_of(name) if self._is_on else name


class _Veil(QObject):
    """Sees to every label, button, tip and title, those that are made later included."""

    def __init__(self, privacy: Privacy) -> None:
        super().__init__(privacy)
        self._privacy = privacy

    def draw(self) -> None:
        """Over what there is; what comes later is seen to before it is first painted."""
        for widget in QApplication.allWidgets():
            self._cover(widget)

    def lift(self) -> None:
        """Show what was hidden, unless something else has been written there since."""
        for widget in QApplication.allWidgets():
            self._uncover(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _SEEN and isinstance(watched, QWidget):
            self._cover(watched)
        return False

    def _cover(self, widget: QWidget) -> None:
        shown = self._privacy.shown
        if isinstance(widget, QLabel | QAbstractButton) and not _is_rich(widget):
            self._swap(widget, _TEXT, widget.text(), shown(widget.text()))
        if widget.accessibleName():
            self._swap(widget, _NAME, widget.accessibleName(), shown(widget.accessibleName()))
        if widget.toolTip():
            self._swap(widget, _TIP, widget.toolTip(), shown(widget.toolTip()))
        if widget.isWindow() and widget.windowTitle():
            self._swap(widget, _TITLE, widget.windowTitle(), shown(widget.windowTitle()))

    @staticmethod
    def _swap(widget: QWidget, name: str, text: str, masked: str) -> None:
        if masked != text:
            widget.setProperty(name, [text, masked])
            _put(widget, name, masked)

    @staticmethod
    def _uncover(widget: QWidget) -> None:
        for name, current in _words_of(widget):
            kept = widget.property(name)
            if kept is not None:
                widget.setProperty(name, None)
                if kept[1] == current:
                    _put(widget, name, kept[0])


_SEEN: Final = frozenset(
    (QEvent.Type.Paint, QEvent.Type.ToolTip, QEvent.Type.WindowTitleChange, QEvent.Type.Show)
)


def privacy() -> Privacy:
    """The privacy of the running application, made on first use. Needs a `QApplication`."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        message = "Privacy needs a QApplication."
        raise TypeError(message)
    found = app.findChild(Privacy, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, Privacy) else Privacy(app)


def answer_key(dialog: QWidget) -> None:
    """Have the privacy key work in a dialog too, where the window's own keys are asleep."""
    for key in KEYS:
        QShortcut(QKeySequence(key), dialog, privacy().toggle)


def _is_rich(widget: QWidget) -> bool:
    """Whether its text has marks in it; who writes those sees to the names as well."""
    return isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText


def _words_of(widget: QWidget) -> list[tuple[str, str]]:
    told = [(_NAME, widget.accessibleName()), (_TIP, widget.toolTip())]
    if isinstance(widget, QLabel | QAbstractButton):
        told.append((_TEXT, widget.text()))
    if widget.isWindow():
        told.append((_TITLE, widget.windowTitle()))
    return told


def _put(widget: QWidget, name: str, words: str) -> None:
    if name == _NAME:
        widget.setAccessibleName(words)
    elif name == _TIP:
        widget.setToolTip(words)
    elif name == _TITLE:
        widget.setWindowTitle(words)
    elif isinstance(widget, QLabel | QAbstractButton):
        widget.setText(words)
