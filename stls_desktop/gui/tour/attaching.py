"""The tour of photos and PDFs: none yet, one asked about, a child’s refused, one looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QPushButton,
    QScrollArea,
    QWidget,
)

from stls_desktop.gui.screens.attachment_viewer import AttachmentViewer
from stls_desktop.gui.screens.attachments import AttachmentsCard
from stls_desktop.gui.tour.hands import LostError, named, named_in_dialog, pause, wait_for
from stls_desktop.gui.widgets.file_tile import FileTile
from stls_desktop.gui.widgets.row_list import RowList

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_TRIES: Final = 5
_COLOURS: Final = ("#0b6e75", "#c2571a", "#4a6fa5", "#8a3b6b", "#3f7d20")


def see_attachments(tour: Tour) -> None:
    """On a pupil's page: empty, the question with its refusal, one tile, the viewer."""
    page = tour.page(3)
    tour.hands.click_row(named(page, RowList, "Pupils"), 2)
    wait_for("the documents", lambda: _cards(page))
    pause(400)
    card = _cards(page)[0]
    _bring_into_view(page, card)
    tour.picture("documents-empty")
    tour.hands.count_anew()
    tour.hands.click(named(page, QPushButton, "Add a photo or PDF"))
    wait_for("the file dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    line = named_in_dialog("fileNameEdit")
    line.setText(_picture_of_work(tour))
    tour.hands.press(Qt.Key.Key_Return, on=line)
    wait_for("the question", lambda: card.form is not None)
    tour.window.activateWindow()
    tour.hands.click(named(page, QPushButton, "A child can be seen"))
    pause(300)
    _bring_into_view(page, card)
    tour.picture("photo-of-a-child-needs-the-agreement")
    tour.hands.click(named(page, QPushButton, "A piece of work"))
    tour.hands.click(named(page, QPushButton, "Add it"))
    wait_for("the tile", lambda: card.findChildren(FileTile))
    tour.say(f"touches, a photo: {tour.hands.touches.total}")
    pause(300)
    _bring_into_view(page, card)
    tour.picture("documents")
    _open_first(tour, card)
    wait_for("the photo", lambda: isinstance(QApplication.activeModalWidget(), AttachmentViewer))
    pause(300)
    tour.picture("photo")
    tour.hands.press(Qt.Key.Key_Escape, on=QApplication.activeModalWidget())
    wait_for("the photo to close", lambda: QApplication.activeModalWidget() is None)
    tour.window.activateWindow()


def _open_first(tour: Tour, card: AttachmentsCard) -> None:
    """Click the first tile. A round of sync may make the tiles anew just then: look again."""
    for _ in range(_TRIES):
        shown = [tile for tile in card.findChildren(FileTile) if tile.isVisible()]
        try:
            tour.hands.click(shown[0].picture)
        except (RuntimeError, IndexError):
            pause(400)
        else:
            return
    msg = "The tile does not stay long enough to be opened"
    raise LostError(msg)


def _cards(page: QWidget) -> list[AttachmentsCard]:
    return [each for each in page.findChildren(AttachmentsCard) if each.isVisible()]


def _bring_into_view(page: QWidget, card: AttachmentsCard) -> None:
    for each in page.findChildren(QScrollArea):
        if each.isVisible() and each.isAncestorOf(card):
            each.verticalScrollBar().setValue(each.verticalScrollBar().maximum())
    pause(100)


def _picture_of_work(tour: Tour) -> str:
    """A drawn piece of work: shapes sorted by colour. Nothing was in front of a camera."""
    picture = QImage(1_600, 1_200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#f4efe4"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for place, colour in enumerate(_COLOURS * 3):
        painter.setBrush(QColor(colour))
        box = QRect(130 + place % 5 * 280, 130 + place // 5 * 340, 210, 210)
        if place // 5:
            painter.drawEllipse(box)
        else:
            painter.drawRect(box)
    painter.end()
    path = tour.folder / "work.png"
    picture.save(str(path))
    return str(path)
