"""The frame around all pages: navigation, room, memory and the way back."""

import gc
import json
import weakref

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QWidget

from stls_desktop.gui.main_window import MainWindow, Page
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.theme import theme
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.list_detail import ListDetail
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.window_memory import WindowMemory
from tests.gui.widgets.conftest import audit, begin_light

CTRL = Qt.KeyboardModifier.ControlModifier
TITLES = {
    "today": "Today",
    "schools": "Schools",
    "pupils": "Pupils",
    "reports": "Reports",
    "service": "Service",
    "sync": "Sync",
}


class Screens:
    """Makes the pages, and notes which ones were made."""

    def __init__(self):
        self.made = []

    def today(self):
        self.made.append("today")
        rows, detail = RowList("Visits"), LineField()
        rows.set_rows([ListRow("a", "Larkmead Primary")])
        detail.setAccessibleName("Notes")
        return ListDetail(rows, detail)

    def other(self):
        self.made.append("other")
        return QWidget()

    def pages(self):
        return [
            Page(key, title, "calendar-check", self.today if key == "today" else self.other)
            for key, title in TITLES.items()
        ]


@pytest.fixture(autouse=True)
def light(qapp):
    begin_light()


@pytest.fixture
def window(qtbot):
    made = MainWindow(Screens().pages())
    qtbot.addWidget(made)
    made.resize(1366, 728)
    made.show()
    made.activateWindow()
    QApplication.processEvents()
    return made


def test_pages_are_made_on_first_use(qtbot):
    screens = Screens()
    made = MainWindow(screens.pages())
    qtbot.addWidget(made)
    assert screens.made == ["today"]
    first = made.show_page("schools")
    assert made.show_page("schools") is first
    assert screens.made == ["today", "other"]


def test_control_and_a_number_go_to_a_page(window):
    shown = QSignalSpy(window.page_shown)
    QTest.keyClick(window, Qt.Key.Key_6, CTRL)
    assert window.current_key == "sync"
    QTest.keyClick(window, Qt.Key.Key_2, CTRL)
    assert window.current_key == "schools"
    assert shown.count() == 2
    assert window.windowTitle().startswith("Schools")


def test_escape_goes_back_page_by_page(window):
    for key in ("schools", "pupils", "schools", "reports"):
        window.show_page(key)
    seen = []
    while window.go_back():
        seen.append(window.current_key)
    assert seen == ["schools", "pupils", "today"]
    window.show_page("sync")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.current_key == "today"


def test_escape_goes_back_within_the_page_first(window, qtbot):
    window.show_page("schools")
    window.show_page("today")
    window.resize(911, 512)
    pair = window.page("today")
    qtbot.waitUntil(lambda: pair.is_one_pane)
    pair.show_detail()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.current_key == "today"
    assert pair.list_pane.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.current_key == "schools"


def test_counts_are_shown_and_spoken(window):
    window.set_badge("sync", 2)
    button = window.navigation._buttons["sync"]
    assert button.accessibleName() == "Sync, 2 waiting"
    assert [each.text() for each in button.findChildren(QLabel) if each.isVisible()] == ["2"]
    window.set_badge("sync", 0)
    assert button.accessibleName() == "Sync"
    assert not any(each.isVisible() for each in button.findChildren(QLabel))


@pytest.mark.parametrize(
    ("width", "percent", "is_narrow", "is_one_pane"),
    [
        (1366, 100, False, False),
        (1093, 100, True, False),
        (911, 100, True, True),
        (1366, 125, True, False),
        (1366, 150, True, True),
    ],
)
def test_panes_give_way_as_room_runs_out(window, qtbot, width, percent, is_narrow, is_one_pane):
    theme().apply("light", percent)
    window.resize(width, 600)
    qtbot.waitUntil(lambda: window.navigation.is_narrow is is_narrow)
    qtbot.waitUntil(lambda: window.page("today").is_one_pane is is_one_pane)


def test_the_window_fits_a_small_laptop_at_150_per_cent(window):
    assert window.minimumSizeHint().width() <= 900
    assert window.minimumSizeHint().height() <= 480
    window.resize(911, 512)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (911, 512)


@pytest.mark.parametrize("width", [1366, 911])
def test_the_frame_has_names_and_room_for_fingers(window, width):
    window.resize(width, 600)
    QApplication.processEvents()
    assert audit(window) == []


def test_icons_alone_still_have_their_names(window, qtbot):
    window.resize(1000, 600)
    qtbot.waitUntil(lambda: window.navigation.is_narrow)
    buttons = window.navigation.findChildren(QToolButton)
    assert {each.accessibleName() for each in buttons} == {*TITLES.values(), "Search", "Commands"}
    assert all(each.text() == "" for each in buttons)


def test_f6_walks_the_panes(window):
    pair = window.page("today")
    window.navigation._buttons["today"].setFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert pair.list_pane.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert pair.detail_pane.hasFocus()
    QTest.keyClick(window, Qt.Key.Key_F6)
    assert window.navigation.isAncestorOf(QApplication.focusWidget())


def test_search_and_commands_open_from_the_keyboard(window):
    typed = QSignalSpy(window.search_typed)
    QTest.keyClick(window, Qt.Key.Key_F, CTRL)
    assert window.search.isVisible()
    QTest.keyClicks(window.search.line, "la")
    assert typed.at(typed.count() - 1) == ["la"]
    window.search.close()
    QTest.keyClick(window, Qt.Key.Key_K, CTRL)
    assert window._palette.isVisible()
    assert len(window._palette.picks()) >= 6
    window._palette.close()


def test_a_demo_says_so_on_every_page(qtbot):
    made = MainWindow(Screens().pages(), is_demo=True)
    qtbot.addWidget(made)
    made.show()
    for key in TITLES:
        made.show_page(key)
        words = [each.text() for each in made.findChildren(QLabel) if each.isVisible()]
        assert any("invented" in each for each in words)


def test_sizes_and_recent_commands_are_remembered(qtbot):
    kept = {}

    def save(new):
        kept.clear()
        kept.update(json.loads(json.dumps(new)))

    memory = WindowMemory(load=lambda: dict(kept), save=save)
    first = MainWindow(Screens().pages(), memory=memory)
    qtbot.addWidget(first)
    first.resize(1250, 640)
    first.show()
    QApplication.processEvents()
    first.page("today").set_sizes([300, 700])
    sizes = first.page("today").sizes()
    first.commands.run("page.sync")
    first.close()
    second = MainWindow(Screens().pages(), memory=memory)
    qtbot.addWidget(second)
    available = second.screen().availableGeometry()
    assert second.width() == min(1250, available.width())
    assert second.height() == min(640, available.height())
    assert second.commands.recent() == ("page.sync",)
    screen = second._screen_key()
    assert kept["screens"][screen]["panes"]["today"] == sizes


def test_a_memory_that_makes_no_sense_is_ignored(qtbot):
    nonsense = {"screens": {"800x800": {"size": "big", "place": None, "panes": 3}}, "recent": 7}
    made = MainWindow(Screens().pages(), memory=WindowMemory(lambda: nonsense, lambda _: None))
    qtbot.addWidget(made)
    assert made.current_key == "today"


def test_a_closed_window_is_forgotten(qapp):
    made = MainWindow(Screens().pages(), is_demo=True)
    made.show()
    for key in TITLES:
        made.show_page(key)
    before = len(QApplication.allWidgets())
    watch = weakref.ref(made)
    made.close()
    made.deleteLater()
    del made
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert watch() is None
    assert len(QApplication.allWidgets()) < before


def test_status_words_are_shown_and_spoken(window):
    window.status.set_sync("Offline. 4 changes safe on this laptop")
    window.status.set_lock("Encrypted · locks after 5 min")
    words = [each.text() for each in window.status.findChildren(QLabel) if each.isVisible()]
    assert "Offline. 4 changes safe on this laptop" in words
    assert "Encrypted · locks after 5 min" in words


def test_a_question_does_not_block_and_cancel_is_the_default(window):
    done = []
    Prompts().confirm(
        window, "Remove this laptop?", "Its copy is deleted.", "Remove", lambda: done.append(1),
        is_dangerous=True,
    )  # fmt: skip
    box = QApplication.activeModalWidget()
    assert box.defaultButton().text().replace("&", "") == "Cancel"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert done == []
    Prompts().confirm(window, "Remove?", "Gone.", "Remove", lambda: done.append(1))
    box = QApplication.activeModalWidget()
    yes = next(each for each in box.buttons() if each.text() == "Remove")
    QTest.mouseClick(yes, Qt.MouseButton.LeftButton)
    assert done == [1]


def test_a_file_is_asked_for_without_blocking(window, tmp_path, qtbot):
    wanted, chosen = tmp_path / "schools.csv", []
    wanted.write_text("URN\n", encoding="utf-8")
    Prompts().open_file(window, "Import schools", "CSV files (*.csv)", chosen.append)
    dialog = QApplication.activeModalWidget()
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(wanted))
    qtbot.waitUntil(lambda: bool(dialog.selectedFiles()))
    dialog.accept()
    qtbot.waitUntil(lambda: chosen == [wanted])
