"""Questions that open a dialog: pick a file, confirm, tell. Tests put their own object here.

Nothing blocks: each question returns at once and the answer comes to a callback. Records are not
deleted behind a question; that is what the undo bar is for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QWidget

from stls_desktop.gui.widgets.styling import set_role

OnPath = Callable[[Path], object]


class Prompts:
    """The dialogs of the operating system and of Qt, asked without blocking."""

    def __init__(self) -> None:
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        # the last one chosen; a laptop without a folder for documents has at least a home
        self.save_folder = Path(QStandardPaths.writableLocation(documents) or Path.home())

    def open_file(
        self, parent: QWidget, title: str, filters: str, on_chosen: OnPath, *, start: str = ""
    ) -> None:
        """Ask for an existing file; `filters` as Qt writes them, "CSV files (*.csv)"."""
        dialog = self._file_dialog(parent, title, filters, start)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._ask_path(dialog, on_chosen)

    def save_file(
        self, parent: QWidget, title: str, filters: str, on_chosen: OnPath, *, suggested: str
    ) -> None:
        """Ask where to save; `suggested` is a file name that names no child."""
        dialog = self._file_dialog(parent, title, filters, "")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDirectory(str(self.save_folder))
        dialog.selectFile(suggested)
        dialog.setDefaultSuffix(Path(suggested).suffix.lstrip("."))

        def save(path: Path) -> None:
            self.save_folder = path.parent
            on_chosen(path)

        self._ask_path(dialog, save)

    def choose_folder(self, parent: QWidget, title: str, on_chosen: OnPath) -> None:
        """Ask for an existing folder."""
        dialog = self._file_dialog(parent, title, "", "")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._ask_path(dialog, on_chosen)

    def confirm(
        self,
        parent: QWidget,
        title: str,
        text: str,
        action: str,
        on_confirmed: Callable[[], object],
        *,
        is_dangerous: bool = False,
    ) -> None:
        """Ask before something that cannot be undone. The safe answer is the default."""
        box = QMessageBox(parent)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText(text)
        yes = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
        set_role(yes, "danger" if is_dangerous else "primary")
        cancel = box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(cancel)
        box.setEscapeButton(cancel)

        def answer() -> None:
            if box.clickedButton() is yes:
                on_confirmed()

        self._open(box, answer)

    def tell(self, parent: QWidget, title: str, text: str) -> None:
        """Say what happened, what is safe and what to do next."""
        box = QMessageBox(parent)
        box.setWindowTitle(title)
        box.setText(title)
        box.setInformativeText(text)
        box.addButton(QMessageBox.StandardButton.Ok)
        self._open(box, None)

    @staticmethod
    def _file_dialog(parent: QWidget, title: str, filters: str, start: str) -> QFileDialog:
        dialog = QFileDialog(parent, title)
        if filters:
            dialog.setNameFilter(filters)
        if start:
            dialog.selectFile(start)
        return dialog

    def _ask_path(self, dialog: QFileDialog, on_chosen: OnPath) -> None:
        def answer() -> None:
            chosen = dialog.selectedFiles()
            if dialog.result() == QDialog.DialogCode.Accepted and chosen:
                on_chosen(Path(chosen[0]))

        self._open(dialog, answer)

    @staticmethod
    def _open(dialog: QDialog, answer: Callable[[], object] | None) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if answer is not None:
            # the closure dies with the dialog, which deletes itself when it closes
            dialog.finished.connect(answer)
        dialog.open()
