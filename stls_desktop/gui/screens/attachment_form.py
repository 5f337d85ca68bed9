"""What is asked of a photo or PDF before it is kept: what it shows, and a caption, no name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame

from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.widgets.choices import Chips
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.styling import button, column, label, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import attaching
from stls_desktop.services.attaching import Attachable

CHILD = "CHILD"


class AttachmentForm(QFrame):
    """Asks once; what is chosen is handed on with `confirmed`."""

    confirmed = Signal(str, str)  # what it shows, caption
    given_up = Signal()

    def __init__(
        self,
        bench: Workbench,
        file: Attachable,
        of_kind: str,
        of_id: str,
        document: Mapping[str, Any] | None,
    ) -> None:
        super().__init__()
        set_role(self, "tile")
        self._bench, self._about = bench, (of_kind, of_id, document)
        self._warned_of = ""
        body = column(self, margins=(12, 10, 12, 10), gap=10)
        body.addWidget(label(_told(file), "strong", wrap=True))
        self.subject = Chips()
        self.subject.set_options(attaching.subjects(bench.desk))
        self.subject.edited.connect(self._on_subject)
        self._subject_box = FieldBox(self.subject, "What it shows", need="required")
        body.addWidget(self._subject_box)
        self.caption = LineField()
        self.caption.setMaxLength(200)
        self.caption.returnPressed.connect(self.confirm)
        self._caption_box = FieldBox(self.caption, "Caption", help_text="No name of a child.")
        body.addWidget(self._caption_box)
        self._add = button("Add it", "primary")
        self._add.clicked.connect(self.confirm)
        give_up = button("Do not add it", "link")
        give_up.clicked.connect(self.given_up)
        foot = row(gap=8)
        foot.addWidget(self._add)
        foot.addWidget(give_up)
        foot.addStretch(1)
        body.addLayout(foot)

    def take_focus(self) -> None:
        """Begin with what it shows."""
        self._subject_box.take_focus()

    def show_refusal(self, words: str) -> None:
        """It was not kept; what was chosen stays."""
        self._add.setEnabled(True)
        self._subject_box.set_problem(words)

    def let_try_again(self) -> None:
        """It could not be kept for no fault of what was chosen; the key for it is at hand."""
        self._add.setEnabled(True)
        self._add.setFocus()

    def confirm(self) -> None:
        """Hand it on, unless something is missing or the caption names somebody."""
        if not self.subject.value():
            self._subject_box.set_problem("Say what it shows")
            self._subject_box.take_focus()
            return
        if self._subject_box.problem:
            self._subject_box.take_focus()
            return
        self._add.setEnabled(False)
        check = Step(self._bench.desk, attaching.caption_warning, self.caption.text())
        self._bench.runner.run(Lane.STORE, check, self._on_checked, owner=self, key="caption")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def _on_checked(self, warning: str) -> None:
        caption = self.caption.text()
        if warning and caption != self._warned_of:
            self._warned_of = caption
            self._caption_box.set_problem(warning)
            self._add.setText("Add it all the same")
            self._add.setEnabled(True)
            self._caption_box.take_focus()
            return
        self.confirmed.emit(str(self.subject.value()), caption)

    def _on_subject(self) -> None:
        self._subject_box.set_problem("")
        if self.subject.value() == CHILD:
            check = Step(self._bench.desk, attaching.may_show_a_child, *self._about)
            self._bench.runner.run(Lane.STORE, check, self._on_gate, owner=self, key="gate")

    def _on_gate(self, words: str) -> None:
        if self.subject.value() == CHILD:
            self._subject_box.set_problem(words)


def _told(file: Attachable) -> str:
    size = max(1, round(len(file.content) / 1024))
    if file.media_type == "application/pdf":
        pages = "1 page" if file.pages == 1 else f"{file.pages} pages"
        return f"A PDF of {pages}, {size:,} kB"
    return f"A photo, shrunk to {size:,} kB. Place, time and camera were taken out."
