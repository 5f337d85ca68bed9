"""From a key in the text of a report to its page on the screen, drawn anew.

The window is real, the report is that of the worked example with its draft, and the text is a
finding, which stands on the first page. A key counts until the page that is in view was painted
with another picture; processor time is that of all threads.
"""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from bench import desks
from bench.started import said
from stls_desktop.app import make_application
from stls_desktop.demo.caseload import fill
from stls_desktop.gui.change_bus import ChangeBus
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.runner import Runner
from stls_desktop.gui.screens.advice import AdviceScreen
from stls_desktop.gui.screens.pupils import PupilsPage
from stls_desktop.gui.shell import Shell
from stls_desktop.gui.theme import theme
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.gui.tour.plans import worked_example
from stls_desktop.gui.widgets.page_sheet import PageSheet
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.workbench import Workbench

KEYS = 30
REST_S = 0.4  # between keys: each is drawn by itself


class Painted(QObject):
    """When a page was last painted with a picture that it did not have before."""

    def __init__(self, sheet: PageSheet) -> None:
        super().__init__(sheet)
        self._sheet, self._shown, self.at = sheet, sheet.pixmap().cacheKey(), 0.0
        sheet.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        """Looks at each paint and lets it pass."""
        if event.type() == QEvent.Type.Paint and watched is self._sheet:
            now = self._sheet.pixmap().cacheKey()
            if now != self._shown:
                self._shown, self.at = now, time.perf_counter()
        return False


def typed(app: QApplication, field: TextArea, painted: Painted, rest: float) -> tuple[float, float]:
    """One key: milliseconds to the paint, and processor milliseconds until all is at rest."""
    painted.at = 0.0
    used = time.process_time()
    began = time.perf_counter()
    QTest.keyClicks(field, "a")
    while not painted.at:
        app.processEvents()
        time.sleep(0.0005)  # a loop that never sleeps would take the processor from the lanes
    until = time.perf_counter() + rest
    busy = time.process_time() - used
    while time.perf_counter() < until:
        app.processEvents()
        time.sleep(0.005)
    return (painted.at - began) * 1000, busy * 1000


def _report(app: QApplication, bench: Workbench, shell: Shell) -> AdviceScreen:
    """The report of the worked example's child, drafted from the file."""
    page = shell.window.page("pupils")
    assert isinstance(page, PupilsPage)  # noqa: S101 - a bench may stop
    shell.window.show_page("pupils")
    page.open_pupil(worked_example(bench.desk).pupil_id)
    button = named(page, QPushButton, "Advice report")
    button.click()
    wait_for("the report", lambda: isinstance(page.detail(), AdviceScreen))
    screen = page.detail()
    assert isinstance(screen, AdviceScreen)  # noqa: S101 - as above
    wait_for("rest", lambda: not bench.runner.is_busy())
    QTest.keyClick(screen, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    wait_for("the draft", lambda: any(s.kind == "finding" and s.shown() for s in screen.sections()))
    wait_for("rest", lambda: not bench.runner.is_busy())
    app.processEvents()
    return screen


def main() -> None:
    """Type, wait for the page, and say how long it took."""
    app = make_application()
    theme().apply("light")
    folder = tempfile.TemporaryDirectory(dir=desks.on_disk())
    with folder as name, desks.open_desk(Path(name)) as desk:
        fill(desk)
        runner = Runner()
        bench = Workbench(desk, runner, ChangeBus(), Prompts())
        shell = Shell(bench)
        shell.driver.stop()
        shell.window.resize(1366, 768)
        shell.window.show()
        shell.window.activateWindow()
        screen = _report(app, bench, shell)
        gc.collect()
        gc.freeze()  # as the program does once its window is painted
        section = next(s for s in screen.sections() if s.kind == "finding")
        field = section.shown()[0].state.form.control("text")
        field.setFocus()
        painted = Painted(screen.pages.view.sheet_in_view)
        runs = [typed(app, field, painted, REST_S) for _ in range(KEYS)][3:]
        wall = sorted(each for each, _busy in runs)
        pages = screen.pages.view.page_count
        shell.window.close()
        runner.stop()
    said.say(
        said.now(
            wall=statistics.median(wall),
            late=statistics.quantiles(wall, n=20)[-1],
            busy=statistics.median(busy for _wall, busy in runs),
            pages=pages,
        )
    )


if __name__ == "__main__":
    main()
