"""Save copies: many signed reports in one reader's version, each as a file in a chosen folder.

One report is drawn at a time, so the pages of another screen need not wait for hundreds. What was
saved and what was not, and why, is said at the end; the rest of the list stays ticked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.notices import Banner, EmptyState
from stls_desktop.gui.widgets.status import ProgressStrip
from stls_desktop.gui.widgets.styling import (
    button,
    column,
    frame,
    label,
    row,
    set_role,
    show_in_place,
)
from stls_desktop.gui.widgets.tick_list import TickList
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import batch
from stls_desktop.services.advice_issue import AUDIENCES, STANDARD
from stls_desktop.services.batch import Copied
from stls_desktop.services.issued import SignedLine

TITLE: Final = "Save copies"
SUBTITLE: Final = "Signed reports for your own file, each as a file of its own"
NOT_ENCRYPTED: Final = (
    "Files in a folder are not encrypted. Their names hold no child’s name; the pages do."
)
EMPTY: Final = "No report has been signed yet."
_NAMED: Final = 5  # reports that a reason tells by name
_TOLD_AT: Final = 25  # copies after which other screens hear of them


class ReportCopiesScreen(QWidget):
    """Choose reports, a version and a folder; then watch, and stop at any time."""

    closed = Signal()
    at_work = Signal(bool)  # meanwhile nothing may take this screen's place
    wants_room: ClassVar[bool] = True

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        set_role(self, "page")
        self._bench = bench
        self._lines: dict[str, SignedLine] = {}
        self._run: _Run | None = None
        outer = column(self)
        outer.addWidget(self._build_head())
        self.banner = Banner()
        self.progress = ProgressStrip()
        self.progress.cancelled.connect(self.stop)
        notices = column(margins=(18, 12, 18, 0), gap=10)
        notices.addWidget(self.banner)
        notices.addWidget(self.progress)
        notices.addWidget(self._build_failed())
        outer.addLayout(notices)
        held = column(margins=(18, 12, 18, 18), gap=8)
        held.addLayout(self._build_line())
        self.list = TickList("Signed reports")
        self.list.edited.connect(self._tell_count)
        held.addWidget(self.list, 1)
        self._empty = EmptyState("file-text", EMPTY)
        show_in_place(self._empty, is_shown=False)
        held.addWidget(self._empty, 1)
        outer.addLayout(held, 1)
        wanted = Step(bench.desk, batch.signed_reports)
        bench.runner.run(Lane.STORE, wanted, self._on_read, self._on_unread, owner=self)

    def take_focus(self) -> None:
        """The keyboard begins where the version is chosen."""
        self.audience.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_head(self) -> QWidget:
        head = frame("head")
        lines = column(head, margins=(18, 10, 18, 10), gap=8)
        line = row(gap=12)
        line.addWidget(label(TITLE, "h1"))
        line.addWidget(ElidedLabel(SUBTITLE, "muted"))
        line.addStretch(1)
        self.close_button = button("Close", "link")
        self.close_button.clicked.connect(self.closed)
        line.addWidget(self.close_button)
        self.save_button = button("Save into a folder", "primary", icon="folder-open")
        self.save_button.clicked.connect(self._on_save)
        line.addWidget(self.save_button)
        lines.addLayout(line)
        reference = self._bench.desk.reference
        self.audience, self.variant = Choice(), Choice()
        audiences = [(c.code, c.label) for c in reference.choices("report_audience")]
        self.audience.set_options([a for a in audiences if a[0] in AUDIENCES], may_be_empty=False)
        self.variant.set_options(
            ((c.code, c.label) for c in reference.choices("report_variant")), may_be_empty=False
        )
        self.audience.set_value(AUDIENCES[0])
        self.variant.set_value(STANDARD)
        boxes = [(FieldBox(self.audience, "Version"), 1), (FieldBox(self.variant, "Format"), 1)]
        lines.addWidget(FieldRow(boxes))
        lines.addWidget(label(NOT_ENCRYPTED, "muted", wrap=True))
        return head

    def _build_line(self) -> Any:  # noqa: ANN401 - a layout
        line = row(gap=12)
        self._count = label("", "strong")
        line.addWidget(self._count)
        line.addStretch(1)
        self.all_button = button("Tick all", "link", tip="Tick all (Ctrl+A)")
        self.none_button = button("Tick none", "link")
        self.all_button.clicked.connect(self._on_all)
        self.none_button.clicked.connect(self._on_none)
        line.addWidget(self.all_button)
        line.addWidget(self.none_button)
        return line

    def _build_failed(self) -> Card:
        self._failed = Card("Not saved")
        self._reasons = label("", wrap=True)
        self._failed.add(self._reasons)
        show_in_place(self._failed, is_shown=False)
        return self._failed

    # Which

    def _on_read(self, lines: tuple[SignedLine, ...]) -> None:
        self._lines = {line.version_id: line for line in lines}
        self.list.show_lines([(line.version_id, _words(line)) for line in lines], ticked=True)
        show_in_place(self.list, bool(lines))
        show_in_place(self._empty, not lines)
        self._tell_count()

    def _on_unread(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)

    def _on_all(self) -> None:
        self.list.tick_all(ticked=True)

    def _on_none(self) -> None:
        self.list.tick_all(ticked=False)

    def _tell_count(self) -> None:
        ticked = len(self.list.ticked())
        self._count.setText(f"{ticked:,} of {len(self._lines):,} ticked")
        self.save_button.setEnabled(bool(ticked) and self._run is None)

    # Saving

    def _on_save(self) -> None:
        self._bench.prompts.choose_folder(self, "Save copies into", self.save_into)

    def save_into(self, folder: Path) -> None:
        """Save a copy of every ticked report into this folder."""
        if self._run is not None:
            return
        self.banner.show_message("")
        show_in_place(self._failed, is_shown=False)
        audience = str(self.audience.value() or AUDIENCES[0])
        variant = str(self.variant.value() or STANDARD)
        self._run = _Run(self._bench, self.list.ticked(), folder, audience, variant, self)
        self._run.begun.connect(self._on_begun)
        self._run.ended.connect(self._on_ended)
        self._let_choose(is_allowed=False)
        self.progress.start(f"Saving into “{folder.name}”")
        self.progress.take_focus()  # what had it cannot be pressed meanwhile
        self._run.go_on()

    def stop(self) -> None:
        """Stop after the report that is in hand."""
        if self._run is not None:
            self._run.stop()

    def _let_choose(self, *, is_allowed: bool) -> None:
        parts = (self.audience, self.variant, self.list, self.all_button, self.none_button)
        for each in (*parts, self.save_button, self.close_button):
            each.setEnabled(is_allowed)
        self.at_work.emit(not is_allowed)

    def _on_begun(self, version_id: str, number: int, total: int) -> None:
        line = self._lines.get(version_id)
        self.progress.set_progress(number, total, f"Saving {line.title if line else ''}".strip())

    def _on_ended(self) -> None:
        ended, self._run = self._run, None
        self.progress.finish()
        self._let_choose(is_allowed=True)
        if ended is None:
            return
        self.list.untick(ended.saved)
        self._tell_count()
        self.banner.show_message(ended.told, Tone.WARN if ended.is_short else Tone.OK)
        show_in_place(self._failed, bool(ended.failed))
        self._reasons.setText("\n".join(self._reasons_of(ended)))
        after = self.save_button if self.save_button.isEnabled() else self.close_button
        after.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reasons_of(self, ended: _Run) -> list[str]:
        """Each reason once, with the reports that it kept back."""
        told = []
        for reason, count in Counter(ended.failed.values()).most_common():
            named = [_words(self._lines[rec]) for rec, why in ended.failed.items() if why == reason]
            more = f" and {count - _NAMED} more" if count > _NAMED else ""
            told.append(f"{'; '.join(named[:_NAMED])}{more}: {reason}")
        return told


class _Run(QObject):
    """One run over the ticked reports, one at a time on the render lane."""

    begun = Signal(str, int, int)  # which, the how manieth, of how many
    ended = Signal()

    def __init__(
        self,
        bench: Workbench,
        wanted: list[str],
        folder: Path,
        audience: str,
        variant: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bench, self._wanted, self._folder = bench, wanted, folder
        self._audience, self._variant = audience, variant
        self._at, self._is_stopped = 0, False
        self._saved: list[Copied] = []
        self._untold = Changed()
        self.failed: dict[str, str] = {}  # version id -> why

    @property
    def saved(self) -> frozenset[str]:
        """The versions that are in the folder now."""
        return frozenset(each.version_id for each in self._saved)

    @property
    def told(self) -> str:
        """What came of it."""
        left = len(self._wanted) - self._at
        words = f"{_copies(len(self._saved))} saved in “{self._folder.name}”"
        replaced = sum(bool(each.problems) for each in self._saved)
        more = [f"{words}, and recorded for your own file."]
        if self.failed:
            more.append(f"{len(self.failed):,} could not be saved.")
        if left:
            more.append(f"Stopped; {left:,} were not begun.")
        if replaced:
            more.append(f"In {replaced:,} a character stands that no font has.")
        return " ".join(more)

    @property
    def is_short(self) -> bool:
        """Whether not everything was saved."""
        return len(self._saved) < len(self._wanted)

    def stop(self) -> None:
        """Begin no other."""
        self._is_stopped = True

    def go_on(self) -> None:
        """The next report, or the end."""
        if self._is_stopped or self._at == len(self._wanted):
            self._publish()
            self.ended.emit()
            return
        self.begun.emit(self._wanted[self._at], self._at + 1, len(self._wanted))
        wanted = _Save(
            self._bench, self._wanted[self._at], self._folder, self._audience, self._variant
        )
        self._bench.runner.run(
            Lane.RENDER,
            wanted,
            self._on_saved,
            self._on_failed,
            owner=self,
            on_orphaned=_Orphaned(self._bench),
        )

    def _on_saved(self, copied: Copied) -> None:
        self._saved.append(copied)
        self._untold |= copied.changed
        if len(self._saved) % _TOLD_AT == 0:
            self._publish()
        self._next()

    def _on_failed(self, error: Exception) -> None:
        self.failed[self._wanted[self._at]] = str(error)
        self._next()

    def _publish(self) -> None:
        told, self._untold = self._untold, Changed()
        self._bench.bus.publish(told)

    def _next(self) -> None:
        self._at += 1
        self.go_on()


class _Orphaned:
    def __init__(self, bench: Workbench) -> None:
        self._bus = bench.bus

    def __call__(self, copied: Copied) -> None:
        self._bus.publish(copied.changed)


class _Save:
    """Runs on the render lane; it is read and recorded on the store's."""

    def __init__(
        self, bench: Workbench, version_id: str, folder: Path, audience: str, variant: str
    ) -> None:
        self._bench = bench
        self._given = (version_id, folder, audience, variant)

    def __call__(self) -> Copied:
        return batch.save_copy(self._bench.desk, *self._given, on_store=self._on_store)

    def _on_store(self, op: Callable[[], Any]) -> Any:  # noqa: ANN401 - passed through
        return self._bench.runner.wait_for(Lane.STORE, op)


def _words(line: SignedLine) -> str:
    day = f"{line.signed_on.day} {line.signed_on:%b %Y}"
    parts = (line.title, line.setting, f"version {line.number}", day, f"signed by {line.signed_by}")
    return " · ".join(part for part in parts if part)


def _copies(count: int) -> str:
    return "1 copy is" if count == 1 else f"{count:,} copies are"
