"""The real main window over a real encrypted store with the invented caseload, for each test.

Only the clock and the keyring are stand-ins. A fault that a slot or a lane swallowed, or a word of
Qt's on the console, fails the test in which it happened.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from stls_core.ids import derived_id
from stls_core.reference import Reference
from stls_desktop.demo import caseload
from stls_desktop.gui.change_bus import ChangeBus
from stls_desktop.gui.main_window import MainWindow
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.runner import Runner
from stls_desktop.gui.shell import Shell
from stls_desktop.gui.tour.hands import Hands, named, named_in_dialog, pause, wait_for
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services.desk import Desk, Identity, load_reference
from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey
from tests.gui.widgets.conftest import begin_light
from tests.store.blank import put_blank

KEY = StoreKey(0x11)
ME = Identity(
    account=derived_id("886", "account", "me"),
    name="Odile Marchbanks",
    role="LEAD",
    team=derived_id("886", "team", "W"),
    team_name="Wenningdale team",
)
SIZE = (1366, 728)
PAGES = ("today", "schools", "pupils", "reports", "sync")


def desk_at(path: Path, clock: Clock, *, seed: int = 0) -> Desk:
    """A desk over the store that lies at the path."""
    ids = Ids(seed)
    store = Store(path, KEY, now=clock, new_id=ids)
    return Desk(store, reference(), ME, now=clock, new_id=ids)


@cache
def reference() -> Reference:
    """The shipped code lists, read once."""
    return load_reference()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the invented caseload of `demo`, made once and copied for each test."""
    path = tmp_path_factory.mktemp("caseload") / "store.db"
    put_blank(path, KEY)
    desk = desk_at(path, Clock(), seed=1)
    caseload.fill(desk)
    desk.store.close()
    return path


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> None:
    """The usual look, dialogs of Qt's own, and nothing left over from the test before."""
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
    begin_light()


@pytest.fixture
def clock() -> Clock:
    """The laptop's clock."""
    return Clock()


@dataclass
class App:
    """The open program and a teacher's hands at it."""

    desk: Desk
    shell: Shell
    runner: Runner
    hands: Hands
    faults: list[BaseException]

    @property
    def window(self) -> MainWindow:
        """The main window."""
        return self.shell.window

    def rest(self) -> None:
        """Wait until all lanes have come to rest and what they brought has been shown."""
        wait_for("the lanes to rest", lambda: not self.runner.is_busy(), 20)
        pause(5)
        wait_for("the lanes to rest", lambda: not self.runner.is_busy(), 20)

    def go(self, number: int) -> QWidget:
        """Go to a page by its key, as Ctrl+2."""
        self.window.activateWindow()  # offscreen, a closed dialog leaves no window active
        pause(5)
        key = Qt.Key(Qt.Key.Key_0.value + number)
        QTest.keyClick(self.window, key, Qt.KeyboardModifier.ControlModifier)
        self.rest()
        return self.window.page(self.window.current_key)

    def choose_row(self, page: QWidget, name: str, place: int = 0) -> None:
        """Click a line of a page's list."""
        rows = named(page, RowList, name)
        wait_for(f"lines in {name}", lambda: rows.count() > place)
        self.hands.click_row(rows, place)
        self.rest()

    def choose_file(self, path: Path) -> None:
        """Answer the open file dialog by typing the path."""
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        line = named_in_dialog("fileNameEdit")
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, str(path))
        QTest.keyClick(line, Qt.Key.Key_Return)
        wait_for("the dialog to close", lambda: QApplication.activeModalWidget() is not dialog)
        self.window.activateWindow()


class Opener:
    """Opens programs, and closes what a test left open."""

    def __init__(self) -> None:
        self.apps: list[App] = []
        self.faults: list[BaseException] = []

    def open(self, desk: Desk, size: tuple[int, int] = SIZE) -> App:
        """The shell over a desk, shown and at rest on Today."""
        runner = Runner()
        runner.failed.connect(self._on_failed)
        shell = Shell(Workbench(desk, runner, ChangeBus(), Prompts()))
        shell.closed.connect(runner.stop)  # as the program does when its window closes
        app = App(desk, shell, runner, Hands(), self.faults)
        self.apps.append(app)
        shell.window.resize(*size)
        shell.window.show()
        shell.window.activateWindow()
        app.rest()
        return app

    def close(self, app: App) -> None:
        """Close the window as its own close does, end the lanes and the store."""
        self.apps.remove(app)
        app.shell.window.close()
        wait_for("the window to close", lambda: not app.shell.window.isVisible(), 20)
        app.runner.stop()
        app.desk.store.close()
        for each in (app.shell.window, app.shell, app.runner):
            each.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _on_failed(self, _lane: str, error: BaseException) -> None:
        self.faults.append(error)


@pytest.fixture
def opener(qapp: QApplication) -> Iterator[Opener]:
    """For tests that open the program themselves. Fails on any fault that nobody expected."""
    made = Opener()
    yield made
    for app in list(made.apps):
        made.close(app)
    assert made.faults == []


@pytest.fixture
def app(opener: Opener, filled: Path, tmp_path: Path, clock: Clock) -> App:
    """The program with the caseload, on Today."""
    path = tmp_path / "laptop" / "store.db"
    path.parent.mkdir(mode=0o700)
    shutil.copyfile(filled, path)
    return opener.open(desk_at(path, clock, seed=2))


@pytest.fixture(autouse=True)
def hook_of_the_tests_stays() -> Iterator[None]:
    """Whatever takes over unhandled errors gives them back, so that pytest-qt sees them."""
    before = sys.excepthook
    yield
    sys.excepthook = before
