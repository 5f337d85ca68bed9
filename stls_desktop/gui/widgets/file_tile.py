"""A photo or PDF in a list: its small picture, what it shows, and how safe it is, in words.

It decodes the small picture that it is given and nothing else. With names hidden it shows a sign
in its place, because a face says more than a name.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QSizePolicy

from stls_desktop.gui.icons import set_icon
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role, show_in_place

SIDE = 76  # of the picture, at normal text size
WIDTH = 356
LONGEST_CHIP = 40  # characters


class _Picture(QPushButton):
    """A button that is nothing but its square picture, whatever the look says of buttons."""

    def __init__(self) -> None:
        super().__init__()
        set_role(self, "tile")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

        self._shown = QPixmap()

    def show_picture(self, picture: QPixmap) -> None:
        """Show this picture over the button; an empty one shows the button's own icon."""
        self._shown = picture
        self.update()

    def sizeHint(self) -> QSize:
        side = theme().space(SIDE)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._shown.isNull():
            return
        room = self.rect().adjusted(4, 4, -4, -4)
        size = self._shown.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(room.center())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, self._shown)


class FileTile(QFrame):
    """One file. The picture opens it; under the words stand what else can be done."""

    opened = Signal(str)
    copy_asked = Signal(str)
    removed = Signal(str)
    pause_asked = Signal(str)
    resume_asked = Signal(str)

    def __init__(
        self,
        key: str,
        words: str,
        facts: str,
        small: bytes | None,
        *,
        is_wide: bool = False,
    ) -> None:
        """`is_wide` takes the width that there is, in a narrow column of tiles."""
        super().__init__()
        set_role(self, "tile")
        self.key, self._small = key, small
        self._words, self._facts, self._is_paused = words, facts, False
        self._is_wide = is_wide
        outer = column(self, margins=(8, 8, 8, 8), gap=6)
        line = row(gap=10)
        outer.addLayout(line)
        self.picture = _Picture()
        self.picture.setToolTip("Open")
        self.picture.clicked.connect(self._on_open)
        line.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        told = column(gap=3)
        told.addWidget(label(words, "strong", wrap=True))
        told.addWidget(label(facts, "muted", wrap=True))
        self._reason = label("", "problem", wrap=True)  # a reason is longer than a chip
        told.addWidget(self._reason)
        below = outer if is_wide else told  # a narrow column has no room beside the picture
        self.state = StatusChip()
        below.addWidget(self.state, 0, Qt.AlignmentFlag.AlignLeft)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        below.addWidget(self.bar)
        ways = FlowLayout(gap=4)
        self.pause = button("Pause", "link")
        self.pause.clicked.connect(self._on_pause)
        ways.addWidget(self.pause)
        copy = button("Save a copy …", "link")
        copy.setAccessibleName(f"Save a copy: {words}")
        copy.clicked.connect(self._on_copy)
        remove = button("Remove", "link")
        remove.setAccessibleName(f"Remove: {words}")
        remove.clicked.connect(self._on_remove)
        ways.addWidget(copy)
        ways.addWidget(remove)
        below.addLayout(ways)
        told.addStretch(1)
        line.addLayout(told, 1)
        privacy().changed.connect(self._draw)
        self._draw()

    def show_state(self, state: str, tone: Tone, part: int = 0, of: int = 0) -> None:
        """How safe it is, and how many of its parts are through; all or none need no bar."""
        is_reason = tone is Tone.ERR or len(state) > LONGEST_CHIP
        self._reason.setText(state if is_reason else "")
        show_in_place(self._reason, is_reason)
        self.state.show_state("" if is_reason else state, tone)
        self.bar.setRange(0, max(1, of))
        self.bar.setValue(part)
        self.bar.setAccessibleName(state)
        show_in_place(self.bar, 0 < part < of)
        self.picture.setAccessibleName(f"Open: {self._words}. {self._facts}. {state}")

    def offer_pause(self, *, may_pause: bool, is_paused: bool) -> None:
        """A file that is still to travel can wait, and go on."""
        self._is_paused = is_paused
        word = "Resume" if is_paused else "Pause"
        self.pause.setText(word)
        self.pause.setAccessibleName(f"{word}: {self._words}")
        tip = (
            "Go on where it stopped"
            if is_paused
            else "Let it wait; the words are sent all the same"
        )
        self.pause.setToolTip(tip)
        if not may_pause and self.pause.hasFocus():
            self.picture.setFocus()  # never leave the keyboard without a place
        show_in_place(self.pause, may_pause)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        if self._is_wide or layout is None:
            return super().sizeHint()
        width = theme().space(WIDTH)
        return QSize(width, layout.totalHeightForWidth(width))

    def _draw(self) -> None:
        found, is_hidden = QPixmap(), privacy().is_on
        if self._small is not None and not is_hidden:
            found.loadFromData(self._small, "JPEG")
        sign = "eye-off" if is_hidden else "file-text"
        set_icon(self.picture, sign if found.isNull() else "", "muted", size=32)
        self.picture.show_picture(found)

    def _on_open(self) -> None:
        self.opened.emit(self.key)

    def _on_pause(self) -> None:
        (self.resume_asked if self._is_paused else self.pause_asked).emit(self.key)

    def _on_copy(self) -> None:
        self.copy_asked.emit(self.key)

    def _on_remove(self) -> None:
        self.removed.emit(self.key)
