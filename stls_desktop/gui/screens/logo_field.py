"""The field of a logo: the picture as it lies on white paper, another file, or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from stls_core.records.advice import ReportSetting
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.styling import button, label, row, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import report_settings

FILES: Final = "Pictures (*.png *.jpg *.jpeg)"
ROOM: Final = QSize(200, 64)  # pixels at normal text size
MARGIN: Final = 6
NO_PICTURE: Final = "No logo"
UNSHOWABLE: Final = "This logo cannot be shown. Choose the picture again."


class LogoField(QWidget):
    """A PNG or JPEG as the record keeps it; value is its text, None without one."""

    edited = Signal()
    entry_checked = Signal(str)

    def __init__(self, bench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bench = bench
        self._value = ""
        self.picture = QLabel()
        self._none = label(NO_PICTURE, "muted")
        self.choose = button("Choose a picture", icon="folder-open")
        self.choose.clicked.connect(self._on_choose)
        self.remove = button("Remove", "link")
        self.remove.clicked.connect(self._on_remove)
        line = row(self, gap=10)
        for part in (self.picture, self._none, self.choose, self.remove):
            line.addWidget(part)
        line.addStretch(1)
        self.setFocusProxy(self.choose)
        theme().changed.connect(self._show)
        self._show()

    def value(self) -> Any:  # noqa: ANN401 - see Field
        """The picture as text, or None."""
        return self._value or None

    def set_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a picture; this is no edit."""
        self._value = str(value or "")
        self._show()

    def raw(self) -> str:
        """The same, for the draft."""
        return self._value

    def set_raw(self, raw: Any) -> None:  # noqa: ANN401
        """Show a draft's picture."""
        self.set_value(raw)

    def entry_problem(self) -> str:
        """A picture that was taken is a value; one that was not never comes in."""
        return ""

    def is_empty(self) -> bool:
        """Whether there is none."""
        return not self._value

    def _on_choose(self) -> None:
        self._bench.prompts.open_file(self, "Choose the logo", FILES, self._on_file)

    def _on_file(self, path: Path) -> None:
        self._bench.runner.run(
            Lane.RENDER, _Read(path), self._on_read, self._on_unusable, owner=self, key="logo"
        )

    def _on_read(self, logo: str) -> None:
        self.set_value(logo)
        self.entry_checked.emit("")
        self.edited.emit()

    def _on_unusable(self, error: Exception) -> None:
        self.entry_checked.emit(str(error))
        self.choose.setFocus()

    def _on_remove(self) -> None:
        self.set_value("")
        self.entry_checked.emit("")
        self.choose.setFocus()
        self.edited.emit()

    def _show(self) -> None:
        shown = logo_on_paper(self._value)
        self.picture.setPixmap(shown)
        show_in_place(self.picture, not shown.isNull())
        self._none.setText(UNSHOWABLE if self._value else NO_PICTURE)
        show_in_place(self._none, shown.isNull())
        show_in_place(self.remove, bool(self._value))


def logo_on_paper(logo: str) -> QPixmap:
    """A kept logo, small, on the white of the page that it is printed on; empty without one."""
    try:
        content = report_settings.logo_bytes(ReportSetting(logo=logo))
    except ValueError:  # another program wrote it
        content = b""
    picture = QImage.fromData(content)
    if picture.isNull():
        return QPixmap()
    room = QSize(theme().space(ROOM.width()), theme().space(ROOM.height()))
    small = picture.scaled(
        room.boundedTo(picture.size()),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    paper = QPixmap(small.size() + QSize(2 * MARGIN, 2 * MARGIN))
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(QRect(MARGIN, MARGIN, small.width(), small.height()), small)
    painter.end()
    return paper


class _Read:
    """Runs on the render lane."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> str:
        return report_settings.usable_logo(self._path)
