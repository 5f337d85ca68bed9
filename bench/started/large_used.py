"""Uses a store made by `large_made`: opens pupils, scrolls and filters the lists. Argument: folder.

Times are from the call to the painted answer; a stall is the longest gap between two turns of the
event loop while something goes on.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListView

from bench import desks
from bench.started import said
from bench.started.large_made import KEY, TEACHER, id_of
from bench.started.stalls import Heart
from stls_desktop.app import make_application
from stls_desktop.gui.change_bus import ChangeBus
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.runner import Runner
from stls_desktop.gui.screens.list_page import ListPage
from stls_desktop.gui.screens.pupil_file import PupilFileScreen
from stls_desktop.gui.shell import Shell
from stls_desktop.gui.theme import theme
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services.desk import Desk
from stls_desktop.services.others_named import known_children, others_named

OPENED = 24
PAGES_DOWN = 60
TYPED = "sch"
PROSE = "The child listened. Then Rose spoke, and by May he sat with the card for a minute. " * 90
_ABOUT_A_PUPIL = ("observation", "iss_session", "action", "agreement")


class Use:
    """A window over the store, and a heart beside it."""

    def __init__(self, app: QApplication, bench: Workbench) -> None:
        self._app, self._bench, self._heart = app, bench, Heart()
        self.shell = Shell(bench)
        self.shell.driver.stop()
        self.shell.window.resize(1366, 768)
        self.shell.window.show()
        self.rest()

    def rest(self) -> None:
        """Until the lanes have nothing to do and everything is painted."""
        while self._bench.runner.is_busy():
            self._app.processEvents()
        for _ in range(5):
            self._app.processEvents()

    def stall(self, work: Callable[[], object]) -> float:
        """The longest gap, in milliseconds, while `work` and what follows from it goes on."""
        self._heart.start()
        work()
        self.rest()
        return self._heart.stop()

    def page(self, key: str) -> ListPage:
        """Show a page."""
        shown = self.shell.window.show_page(key)
        if not isinstance(shown, ListPage):
            raise TypeError(key)
        return shown

    def opening(self, page: Any, number: int) -> float:  # noqa: ANN401 - the pupils' page
        """Milliseconds until a pupil's file is painted whole: its timeline, its open actions."""
        rec = id_of("pupil", number)
        began = time.perf_counter()
        page.open_pupil(rec)
        while True:
            self._app.processEvents()
            shown = page.detail()
            is_there = isinstance(shown, PupilFileScreen) and shown.rec == rec
            if is_there and shown.list.count() and not self._bench.runner.is_busy():
                break
        self._app.processEvents()  # what the last lane brought is shown
        shown.repaint()
        return (time.perf_counter() - began) * 1000

    def scrolling(self, rows: QListView) -> float:
        """The longest gap while a list is scrolled to its end and back."""
        rows.setFocus()

        def scroll() -> None:
            for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                for _ in range(PAGES_DOWN):
                    QTest.keyClick(rows, key)
                    self._app.processEvents()
            QTest.keyClick(rows, Qt.Key.Key_End)
            self._app.processEvents()

        return self.stall(scroll)

    def filtering(self, page: ListPage) -> float:
        """The longest gap while a filter is typed and taken away."""

        def typed() -> None:
            for letter in TYPED:
                QTest.keyClicks(page.filter, letter)
                self._app.processEvents()
            page.filter.clear()
            self._app.processEvents()

        return self.stall(typed)

    def bare_reads(self, numbers: range) -> float:
        """Milliseconds for the rows of one pupil, read by the driver alone; the median."""
        times = []
        for number in numbers:
            began = time.perf_counter()
            with self._bench.desk.store.read() as read:
                for table in _ABOUT_A_PUPIL:
                    sql = f"SELECT * FROM {table} WHERE pupil_id = ?"  # noqa: S608 - our names
                    read._connection.exec_driver_sql(sql, (id_of("pupil", number),)).fetchall()  # noqa: SLF001
            times.append((time.perf_counter() - began) * 1000)
        return statistics.median(times)


def naming(desk: Desk) -> tuple[float, float]:
    """Milliseconds to learn every child's name, and to look for others' names in one long form."""
    began = time.perf_counter()
    known = known_children(desk)
    learnt = time.perf_counter()
    flat = {"pupil_id": id_of("pupil", 1), "description": PROSE, "what_helps": PROSE}
    others_named(desk, known, {id_of("observation", 1): ("observation", flat)})
    return (learnt - began) * 1000, (time.perf_counter() - learnt) * 1000


def _rss_now_mb() -> float:
    status = Path("/proc/self/statm")
    if not status.exists():
        return 0.0
    return int(status.read_text(encoding="ascii").split()[1]) * 4096 / 1e6


def main() -> None:
    """Measure and say."""
    app = make_application()
    theme().apply("light")
    with desks.open_desk(Path(sys.argv[1]), KEY, account=TEACHER) as desk:
        runner = Runner()
        began = time.perf_counter()
        use = Use(app, Workbench(desk, runner, ChangeBus(), Prompts()))
        today = (time.perf_counter() - began) * 1000
        gc.collect()
        gc.freeze()  # as the program does once its window is painted
        numbers = range(0, OPENED * 3, 3)
        bare = use.bare_reads(numbers)
        pages: dict[str, ListPage] = {}
        found: dict[str, float] = {}
        for key in ("pupils", "schools"):
            found[f"first {key}"] = use.stall(lambda key=key: pages.update({key: use.page(key)}))  # type: ignore[misc]
            found[f"scroll {key}"] = use.scrolling(pages[key].list)
            found[f"filter {key}"] = use.filtering(pages[key])
        use.page("pupils")
        opened = [use.opening(pages["pupils"], number) for number in numbers]
        memory = _rss_now_mb()
        learnt, looked = naming(desk)
        use.shell.window.close()
        runner.stop()
    late = statistics.quantiles(opened, n=20)[-1]
    middle = statistics.median(opened)
    said.say(
        said.now(
            opened=middle,
            late=late,
            bare=bare,
            today=today,
            now_mb=memory,
            learnt=learnt,
            looked=looked,
            **found,
        )
    )


if __name__ == "__main__":
    main()
