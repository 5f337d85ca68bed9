"""The part of a screen with photos and PDFs: add, look at, save a copy, remove.

A file comes by the button, by dropping it here, or by Ctrl+V. It is read and cleaned on the render
lane, asked about once, and kept in one go; what was removed can be put back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.attachment_form import AttachmentForm
from stls_desktop.gui.screens.attachment_viewer import AttachmentViewer
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.file_tile import FileTile
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.notices import Banner, UndoBar
from stls_desktop.gui.widgets.status import ProgressStrip
from stls_desktop.gui.widgets.styling import button, clear, column, label, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import attaching
from stls_desktop.services.attaching import Added, Attachable, FileOnWay, Line, NoRoomError, Whole

NOTHING = "Nothing yet. Drop a photo or PDF here, or paste one with Ctrl+V."
NO_PICTURE = "There is no picture to paste. Copy one first, then press Ctrl+V here."
NOT_ENCRYPTED = (
    "The copy is not encrypted. Whoever finds it can open it, and it is yours to delete. It is"
    " noted that a copy was taken."
)
_TONES = {
    "safe": Tone.OK,
    "here": Tone.INFO,
    "wanted": Tone.MUTED,
    "trouble": Tone.ERR,
    "paused": Tone.WARN,
}


class AttachmentsCard(Card):
    """Photos and PDFs of one record; of a pupil, everything in the file."""

    def __init__(
        self,
        bench: Workbench,
        of_kind: str,
        of_id: str,
        over: QWidget,
        document: Callable[[], Mapping[str, Any]] | None = None,
    ) -> None:
        """`document` gives the record as it stands on the screen, for one that is being typed."""
        super().__init__("Documents" if of_kind == "pupil" else "Photos and PDFs")
        self._bench, self._kind, self._rec, self._document = bench, of_kind, of_id, document
        self._queue: list[_Read | _Pasted] = []
        self._unusable: list[str] = []
        self._file: Attachable | None = None
        self._removed = ""
        self._shown: dict[str, tuple[Line, FileTile]] = {}
        self._is_live = False  # a tile counts the parts of a round that runs
        self._add = button("Add a photo or PDF", "link", icon="plus")
        self._add.clicked.connect(self._on_add)
        paste = button("Paste", "link", tip="Paste a picture (Ctrl+V)")
        paste.setAccessibleName("Paste a picture")
        paste.clicked.connect(self.paste)
        self.banner = Banner(is_dismissable=True)
        self.progress = ProgressStrip()
        self.form: AttachmentForm | None = None
        self._nothing = label(NOTHING, "muted", wrap=True)
        self._is_narrow = of_kind == "pupil"  # the column beside the timeline
        ways, tiles = QWidget(), QWidget()
        buttons = FlowLayout(ways, gap=4)
        buttons.addWidget(self._add)
        buttons.addWidget(paste)
        self._tiles: QLayout = (
            column(tiles, gap=8) if self._is_narrow else FlowLayout(tiles, gap=10)
        )
        for part in (self.banner, self.progress, self._nothing, tiles, ways):
            self.add(part)
        self._undo = UndoBar(over)
        self._undo.undone.connect(self._on_undone)
        self.setAcceptDrops(True)
        keys = QShortcut(QKeySequence.StandardKey.Paste, self, self.paste)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        bench.bus.file_moved.connect(self._on_moved)
        self._reloader = Reloader(self, bench.bus, ("attachment",), self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the list again."""
        job = attaching.of_pupil if self._kind == "pupil" else attaching.of_record
        step = Step(self._bench.desk, job, self._rec)
        self._bench.runner.run(Lane.STORE, step, self._show, owner=self, key="attached")

    def add_path(self, path: Path) -> None:
        """Take a file: read it, then ask what it shows. Several are asked about one by one."""
        self._take(_Read(path))

    def paste(self) -> None:
        """Take what was copied: a picture, or files of the file manager."""
        held: object = QApplication.clipboard().mimeData()  # none where nothing was copied
        paths = _paths(held.urls()) if isinstance(held, QMimeData) and held.hasUrls() else []
        picture = QApplication.clipboard().image()  # null if there is none
        for path in paths:
            self.add_path(path)
        if not paths and picture.isNull():
            self.banner.show_message(NO_PICTURE, Tone.INFO)
        elif not paths:
            self._take(_Pasted(picture))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for path in _paths(event.mimeData().urls()):
            self.add_path(path)
        event.acceptProposedAction()

    def _given(self) -> Mapping[str, Any] | None:
        return dict(self._document()) if self._document else None

    # --- adding --------------------------------------------------------------------------------

    def _on_add(self) -> None:
        self._bench.prompts.open_file(self, "Add a photo or PDF", attaching.CHOOSE, self.add_path)

    def _take(self, read: _Read | _Pasted) -> None:
        if not self._queue:
            self._unusable.clear()
            self.banner.show_message("")
        self._queue.append(read)
        if len(self._queue) == 1:
            self._read_next()

    def _read_next(self) -> None:
        if not self._queue:
            return
        self.progress.start("Reading the file", may_cancel=False)
        self._bench.runner.run(
            Lane.RENDER, self._queue[0], self._on_ready, self._on_unusable, owner=self
        )

    def _on_ready(self, file: Attachable) -> None:
        self.progress.finish()
        self._file = file
        self.form = AttachmentForm(self._bench, file, self._kind, self._rec, self._given())
        self.form.confirmed.connect(self._on_confirmed)
        self.form.given_up.connect(self._end_form)
        self.insert(2, self.form)
        self.form.show()
        self.form.take_focus()

    def _on_unusable(self, error: Exception) -> None:
        """Each file that is no use keeps its reason until others are added."""
        self.progress.finish()
        name = privacy().shown(self._queue[0].name)
        self._unusable.append(f"{name}: {error}" if name else str(error))
        self.banner.show_message("\n".join(self._unusable), Tone.ERR)
        self._go_on()

    def _on_confirmed(self, subject: str, caption: str) -> None:
        step = Step(
            self._bench.desk,
            attaching.add,
            self._kind,
            self._rec,
            self._file,
            subject,
            caption,
            self._given(),
        )
        self.progress.start("Keeping it in the encrypted store", may_cancel=False)
        self._bench.runner.run(
            Lane.STORE,
            step,
            self._on_added,
            self._on_refused,
            owner=self,
            on_orphaned=self._on_orphaned,
        )

    def _on_added(self, added: Added) -> None:
        self.progress.finish()
        self.banner.show_message("\n".join(self._unusable), Tone.ERR)
        self._end_form()
        self._bench.bus.publish(added.changed)

    def _on_refused(self, error: Exception) -> None:
        self.progress.finish()
        if self.form is None:
            return
        if isinstance(error, NoRoomError):  # nothing on the form is wrong: it is pressed again
            self.banner.show_message(str(error), Tone.ERR)
            self.form.let_try_again()
        else:
            self.form.show_refusal(str(error))

    def _on_orphaned(self, added: Added) -> None:
        self._bench.bus.publish(added.changed)

    def _end_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._file = None
        self._add.setFocus()
        self._go_on()

    def _go_on(self) -> None:
        self._queue = self._queue[1:]
        self._read_next()

    # --- what is there -------------------------------------------------------------------------

    def _show(self, lines: tuple[Line, ...]) -> None:
        """Tiles that stay are only told how their file stands, so that the keyboard stays too."""
        self._is_live = False
        if [_look(line) for line in lines] != [_look(line) for line, _ in self._shown.values()]:
            clear(self._tiles)
            self._shown = {line.rec: (line, self._tile(line)) for line in lines}
            self.set_hint(f"{len(lines)}" if lines else "")
            show_in_place(self._nothing, not lines)
        for line in lines:
            _, tile = self._shown[line.rec]
            self._shown[line.rec] = (line, tile)
            tile.show_state(line.state, _TONES[line.phase], line.part, line.of)
            tile.offer_pause(may_pause=line.may_pause, is_paused=line.phase == "paused")

    def _tile(self, line: Line) -> FileTile:
        tile = FileTile(line.rec, line.words, line.facts, line.small, is_wide=self._is_narrow)
        tile.opened.connect(self._on_open)
        tile.copy_asked.connect(self._on_copy)
        tile.removed.connect(self._on_remove)
        tile.pause_asked.connect(self._on_pause)
        tile.resume_asked.connect(self._on_resume)
        self._tiles.addWidget(tile)
        return tile

    def _on_moved(self, moving: FileOnWay | None) -> None:
        """Count the parts while they travel; once the round has ended the store says it."""
        if moving is None:
            if self._is_live:
                self._reloader.mark_stale()
            return
        for line, tile in self._shown.values():
            if line.sha256 == moving.sha256 and line.phase != "paused":
                self._is_live = True
                tone = Tone.OK if moving.is_whole else Tone.INFO
                through = moving.part if moving.is_whole else moving.part - 1
                tile.show_state(attaching.on_way_words(moving), tone, through, moving.of)
                tile.offer_pause(may_pause=not moving.is_whole, is_paused=False)

    def _on_pause(self, rec: str) -> None:
        self._run(Step(self._bench.desk, attaching.pause, rec), self._bench.bus.publish)

    def _on_resume(self, rec: str) -> None:
        self._run(Step(self._bench.desk, attaching.resume, rec), self._bench.bus.publish)

    def _on_open(self, rec: str) -> None:
        step = Step(self._bench.desk, attaching.open_file, rec)
        self._run(step, self._on_opened)

    def _on_opened(self, whole: Whole) -> None:
        viewer = AttachmentViewer(self._bench, whole, self)
        viewer.copy_asked.connect(self._on_copy)
        viewer.open()

    def _on_copy(self, rec: str) -> None:
        self._run(Step(self._bench.desk, attaching.copy_of, rec), self._on_copied)

    def _on_copied(self, whole: Whole) -> None:
        self._whole = whole
        self._bench.prompts.confirm(
            self, "Save a copy outside the program?", NOT_ENCRYPTED, "Save a copy", self._ask_where
        )

    def _ask_where(self) -> None:
        sort = "PDF (*.pdf)" if self._whole.is_pdf else "Photo (*.jpg)"
        self._bench.prompts.save_file(
            self, "Save a copy", sort, self._write, suggested=self._whole.file_name
        )

    def _write(self, path: Path) -> None:
        self._bench.runner.run(
            Lane.RENDER, _Write(self._whole, path), self._on_written, self._on_failed, owner=self
        )

    def _on_written(self, path: Path) -> None:
        self.banner.show_message(f"Saved as {path.name}. The copy is not encrypted.", Tone.WARN)

    def _on_remove(self, rec: str) -> None:
        self._removed = rec
        self._run(Step(self._bench.desk, attaching.remove, rec), self._on_gone)

    def _on_gone(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self._undo.offer("It was removed.")

    def _on_undone(self) -> None:
        step = Step(self._bench.desk, attaching.put_back, self._removed)
        self._run(step, self._bench.bus.publish)

    def _run(self, step: Step, on_done: Callable[[Any], object]) -> None:
        self._bench.runner.run(Lane.STORE, step, on_done, self._on_failed, owner=self)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)


def _look(line: Line) -> tuple[object, ...]:
    """What a tile is built of; the rest can change while it stands."""
    return line.rec, line.words, line.facts, line.small


class _Read:
    """Runs on the render lane."""

    def __init__(self, path: Path) -> None:
        self._path, self.name = path, path.name

    def __call__(self) -> Attachable:
        return attaching.read_file(self._path)


class _Pasted:
    """Runs on the render lane: packing a large picture takes a second."""

    name = ""

    def __init__(self, picture: QImage) -> None:
        self._picture = picture

    def __call__(self) -> Attachable:
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._picture.save(buffer, "PNG")  # type: ignore[call-overload] # the stub says bytes
        return attaching.read_pasted(bytes(held.data()))


class _Write:
    """Runs on the render lane: a memory stick is slow."""

    def __init__(self, whole: Whole, path: Path) -> None:
        self._whole, self._path = whole, path

    def __call__(self) -> Path:
        return attaching.write_copy(self._whole, self._path)


def _paths(urls: list[Any]) -> list[Path]:
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
