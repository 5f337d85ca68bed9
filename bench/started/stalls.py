"""How long the window's thread is held up: while pages of sync come in, and while somebody types.

A timer that is always due measures the gap between two turns of the event loop. The same gap in an
idle loop is the limit: what this machine does to any program at this moment.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench import desks
from bench.started import said
from stls_core import wire
from stls_core.ids import uuid7
from stls_desktop.app import make_application
from stls_desktop.changed import Changed
from stls_desktop.demo.caseload import fill
from stls_desktop.gui.change_bus import ChangeBus
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.runner import Lane, Runner
from stls_desktop.gui.screens.visit import VisitScreen
from stls_desktop.gui.shell import Shell
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services.today import today
from stls_desktop.sync.apply import carry_out
from stls_desktop.sync.engine import TakePage

ROWS = 10_000
KEYS = 250
KEY_EVERY_MS = 20
IDLE_S = 2.0
WORDS = "Give one instruction at a time and wait ten seconds before you say it once more. " * 10


class Heart(QObject):
    """The longest gap between two turns of the event loop, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._on_beat)
        self._last = 0.0
        self.longest = 0.0

    def start(self) -> None:
        """Begin anew."""
        self._last, self.longest = time.perf_counter(), 0.0
        self._timer.start()

    def stop(self) -> float:
        """The longest gap since `start`."""
        self._timer.stop()
        return self.longest * 1000

    def _on_beat(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


class Bench:
    """The shell of a demo caseload, and a heart beside it."""

    def __init__(self, app: QApplication, bench: Workbench) -> None:
        self._app, self._bench = app, bench
        self._heart = Heart()
        self.shell = Shell(bench)
        self.shell.driver.stop()
        self.shell.window.resize(1366, 768)
        self.shell.window.show()
        self.rest()

    def rest(self) -> None:
        """Until the lanes have nothing to do."""
        while self._bench.runner.is_busy():
            self._app.processEvents()
        self._app.processEvents()

    def idle(self) -> float:
        """The gap of a loop that has nothing to do."""
        return self._during(IDLE_S)

    def page(self) -> float:
        """While 10,000 records of 1 KB are pulled in and the screens follow."""
        ended: list[Changed] = []
        work = _Pull(self._bench)
        self._heart.start()
        self._bench.runner.run(Lane.NET, work, ended.append, owner=self.shell)
        while not ended:
            self._app.processEvents()
        self._bench.bus.publish(ended[0])
        self.rest()
        return self._heart.stop()

    def typing(self) -> float:
        """While 250 characters are typed into a visit, fifty a second, with autosave."""
        visit = today(self._bench.desk).visits[0]
        self.shell.today.open_visit(visit.id)
        self.rest()
        screen = self.shell.window.findChild(VisitScreen)
        field = next(area for area in _areas(screen) if area.isEnabled())
        field.setFocus()
        self._heart.start()
        for number in range(KEYS):
            QTest.keyClicks(field, WORDS[number % len(WORDS)])
            until = time.perf_counter() + KEY_EVERY_MS / 1000
            while time.perf_counter() < until:
                self._app.processEvents()
        longest = self._heart.stop()
        self.rest()
        return longest

    def _during(self, seconds: float) -> float:
        self._heart.start()
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self._app.processEvents()
        return self._heart.stop()


def _areas(screen: QObject | None) -> list[TextArea]:
    return screen.findChildren(TextArea) if screen is not None else []


class _Pull:
    """Runs on the net lane, as a round of sync does; each slice goes to the store lane."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._setting = today(bench.desk).visits[0].setting_id

    def __call__(self) -> Changed:
        changed = Changed()
        for first in range(0, ROWS, wire.MAX_ROWS):
            rows = tuple(self._row(n) for n in range(first, first + wire.MAX_ROWS))
            page = wire.Page(
                rows=rows, next=first + wire.MAX_ROWS, more=True, head=ROWS, epoch="bench"
            )
            _, written = carry_out(TakePage("bench", page), self._bench.desk.store, self._on_store)
            changed |= written
        return changed

    def _row(self, number: int) -> wire.Row:
        doc = {"setting_id": self._setting, "subject": "CLASS", "advice": WORDS}
        return wire.Row(
            id=uuid7(1_790_000_000_000 + number, number.to_bytes(10)),
            seq=number + 1,
            kind="discussion",
            unit=f"setting:{self._setting}",
            doc=doc,
            ver=dict.fromkeys(doc, number + 1),
        )

    def _on_store(self, op: Callable[[], Any]) -> Any:  # noqa: ANN401 - passed through
        return self._bench.runner.wait_for(Lane.STORE, op)


def main() -> None:
    """Measure all three and say them."""
    app = make_application()
    theme().apply("light")
    folder = tempfile.TemporaryDirectory(dir=desks.on_disk())
    with folder as name, desks.open_desk(Path(name)) as desk:
        fill(desk)
        runner = Runner()
        bench = Bench(app, Workbench(desk, runner, ChangeBus(), Prompts()))
        gc.collect()
        gc.freeze()  # as the program does once its window is painted
        idle, typing, page = bench.idle(), bench.typing(), bench.page()
        bench.shell.window.close()
        runner.stop()
    said.say(said.now(idle=idle, typing=typing, page=page))


if __name__ == "__main__":
    main()
