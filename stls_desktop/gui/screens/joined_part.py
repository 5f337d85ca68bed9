"""On a child's page: which files are read as one, who joined them and why, and parting them again.

Shows nothing while the file stands alone and nobody proposes otherwise.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, clear, column, label, row, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import joining
from stls_desktop.services.joining import Join


class JoinedPart(Card):
    """The joins of one file, with a reason asked for before they are parted."""

    def __init__(self, bench: Workbench, pupil_id: str, parent: QWidget) -> None:
        super().__init__("Files read as one", "Both are kept as they were")
        self.setParent(parent)
        self._bench, self._pupil_id, self._chosen = bench, pupil_id, ""
        self.banner = Banner()
        self.add(self.banner)
        self._lines = column(gap=8)
        self.add(self._lines)
        self._why = QWidget()
        asked = column(self._why, gap=8)
        self.reason = LineField(placeholder="Such as: two cousins with one name")
        asked.addWidget(FieldBox(self.reason, "Why they are parted", need="needed"))
        line = row(gap=8)
        self.action = button("Part the files", icon="undo-2")
        self.action.clicked.connect(self._on_part)
        leave = button("Cancel", "link")
        leave.clicked.connect(self._on_cancel)
        line.addWidget(self.action)
        line.addWidget(leave)
        line.addStretch(1)
        asked.addLayout(line)
        self.add(self._why)
        show_in_place(self._why, is_shown=False)
        show_in_place(self, is_shown=False)
        self._reloader = Reloader(parent, bench.bus, ("pupil_merge",), self.reload)
        self.reload()

    def reload(self) -> None:
        """Read the joins again."""
        self._bench.runner.run(
            Lane.STORE, _Read(self._bench, self._pupil_id), self._on_read, owner=self, key="joins"
        )

    def _on_read(self, joins: tuple[Join, ...]) -> None:
        clear(self._lines)
        show_in_place(self, bool(joins))
        for each in joins:
            self._lines.addWidget(self._line(each))

    def _line(self, each: Join) -> QWidget:
        held = QWidget()
        words = column(held, gap=2)
        what = "Proposed" if each.is_proposed else "Joined"
        words.addWidget(label(f"{each.merged} to {each.kept}: {each.reason}", wrap=True))
        words.addWidget(label(f"{what} by {each.by} · {each.when}", "muted", wrap=True))
        away = button("Turn it down" if each.is_proposed else "Part the files again…", "link")
        away.setObjectName(each.rec)
        away.clicked.connect(self._on_asked)
        line = row()
        line.addWidget(away)
        line.addStretch(1)
        words.addLayout(line)
        return held

    def _on_asked(self) -> None:
        self._chosen = self.sender().objectName()
        show_in_place(self._why, is_shown=True)
        self.reason.setFocus()

    def _on_cancel(self) -> None:
        show_in_place(self._why, is_shown=False)

    def _on_part(self) -> None:
        work = _Part(self._bench, self._chosen, self.reason.value() or "")
        self._bench.runner.run(
            Lane.STORE,
            work,
            self._on_parted,
            self._on_failed,
            owner=self,
            on_orphaned=self._bench.bus.publish,
        )

    def _on_parted(self, changed: Changed) -> None:
        self.reason.set_value(None)
        self.banner.show_message("")
        self._on_cancel()
        self._bench.bus.publish(changed)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_message(str(error), Tone.ERR)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, pupil_id: str) -> None:
        self._desk, self._pupil_id = bench.desk, pupil_id

    def __call__(self) -> tuple[Join, ...]:
        return joining.joins_of(self._desk, self._pupil_id)


class _Part:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, reason: str) -> None:
        self._desk, self._rec, self._reason = bench.desk, rec, reason

    def __call__(self) -> Changed:
        return joining.part(self._desk, self._rec, self._reason)
