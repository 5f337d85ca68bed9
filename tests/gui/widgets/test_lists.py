from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.list_detail import ListDetail
from stls_desktop.gui.widgets.pdf_view import PageImage, PdfView
from stls_desktop.gui.widgets.picker import Pick, Picker
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow

ROWS = [
    ListRow(
        "a", "Larkmead Primary", "Year 3", "Now-next cards", "10:15", "Draft", Tone.WARN, "Today"
    ),
    ListRow("b", "Elm Rise Academy", "Year 6", "", "2 Nov", "Signed", Tone.OK, "Earlier"),
    ListRow("c", "Heronsgate Junior"),
]


def test_a_screen_reader_hears_all_words_of_a_row(shown, qtmodeltester):
    rows = RowList("Visits")
    rows.set_rows(ROWS)
    shown(rows)
    index = rows.model().index(0, 0)
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Today, 10:15, Larkmead Primary, Year 3, Now-next cards, Draft"
    found = QAccessible.queryAccessibleInterface(rows)
    assert found.child(0).text(QAccessible.Text.Name) == spoken
    qtmodeltester.check(rows.model())


def test_a_list_is_never_entered_without_a_current_row_which_nobody_chose(shown):
    before, rows = LineField(), RowList("Visits")
    rows.set_rows(ROWS)
    shown(before, rows)
    assert rows.current_id() is None
    chosen = QSignalSpy(rows.row_selected)
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    assert rows.current_id() == "a"
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert [chosen.at(n)[0] for n in range(chosen.count())] == ["b"]


def test_enter_opens_the_current_row(shown):
    rows = RowList("Visits")
    rows.set_rows(ROWS)
    shown(rows)
    opened = QSignalSpy(rows.row_opened)
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert opened.at(0) == ["a"]
    assert opened.count() == 1


def test_a_refresh_keeps_the_row_and_says_nothing(shown):
    rows = RowList("Visits")
    rows.set_rows(ROWS)
    shown(rows)
    rows.select("b")
    chosen = QSignalSpy(rows.row_selected)
    rows.set_rows([ROWS[2], ROWS[1]])
    assert rows.current_id() == "b"
    assert chosen.count() == 0
    rows.set_rows([ROWS[0]])
    assert rows.current_id() is None


def test_a_heading_stands_above_the_first_row_of_its_section(qtbot):
    rows = RowList("Visits")
    qtbot.addWidget(rows)
    rows.set_rows([ROWS[0], ListRow("d", "Second", section="Today"), ROWS[1]])
    model = rows._rows
    assert [model.starts_section(n) for n in range(3)] == [True, False, True]


def test_every_kind_of_row_is_painted_within_its_height(shown):
    rows = RowList("Visits")
    rows.set_rows(ROWS)
    shown(rows)
    rows.grab()
    heights = [rows.sizeHintForRow(n) for n in range(3)]
    assert heights[0] == heights[1] > heights[2] >= 24


def test_a_narrow_window_shows_one_pane_with_a_way_back(shown, qtbot):
    rows, detail = RowList("Visits"), LineField()
    rows.set_rows(ROWS)
    pair = ListDetail(rows, detail)
    window = shown(pair, width=1200)
    pair.setMinimumHeight(300)
    assert not pair.is_one_pane
    assert rows.isVisible()
    assert detail.isVisible()
    window.resize(850, 500)
    qtbot.waitUntil(lambda: pair.is_one_pane)
    assert rows.isVisible()
    assert not detail.isVisible()
    rows.setFocus()
    pair.show_detail()
    assert detail.isVisible()
    assert not rows.isVisible()
    assert QApplication.focusWidget().accessibleName() == "Back to list"
    assert pair.go_back()
    assert rows.isVisible()
    assert not pair.go_back(), "already at the list"
    window.resize(1200, 500)
    qtbot.waitUntil(lambda: not pair.is_one_pane)
    assert rows.isVisible()
    assert detail.isVisible()


def picker_in(window: QWidget) -> Picker:
    return Picker(window, "Search", "Search schools", "Nothing found.")


def test_a_pick_needs_only_the_keyboard(shown):
    window = shown(LineField())
    picker = picker_in(window)
    picker.open_over(window)
    picker.set_picks([Pick("1", "Larkmead"), Pick("2", "Elm Rise"), Pick("3", "Heronsgate")])
    picked = QSignalSpy(picker.picked)
    QTest.keyClick(picker.line, Qt.Key.Key_Down)
    QTest.keyClick(picker.line, Qt.Key.Key_PageDown)
    QTest.keyClick(picker.line, Qt.Key.Key_Up)
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert picked.at(0) == ["2"]
    assert not picker.isVisible()


def test_a_picker_says_when_there_is_nothing(shown):
    window = shown(LineField())
    picker = picker_in(window)
    picker.open_over(window)
    picker.set_picks([])
    picked = QSignalSpy(picker.picked)
    QTest.keyClick(picker.line, Qt.Key.Key_Return)
    assert picked.count() == 0
    assert any(
        each.text() == "Nothing found." and each.isVisible() for each in picker.findChildren(QLabel)
    )
    QTest.keyClick(picker.line, Qt.Key.Key_Escape)
    assert not picker.isVisible()


def sheet(shade: int, text: str = "") -> PageImage:
    image = QImage(120, 170, QImage.Format.Format_RGB32)
    image.fill(shade)
    return PageImage(120, 170, bytes(image.constBits()), 595, 842, text)


def test_pages_are_turned_and_zoomed_by_keys(shown, qtbot):
    view = PdfView()
    view.setMinimumHeight(400)
    shown(view)
    view.set_pages([sheet(0xFFFFFF, "Note of visit"), sheet(0xEEEEEE), sheet(0xDDDDDD)])
    QApplication.processEvents()
    turned = QSignalSpy(view.page_changed)
    view._scroll.setFocus()
    QTest.keyClick(view._scroll, Qt.Key.Key_PageDown)
    assert view.page == 2
    QTest.keyClick(view._scroll, Qt.Key.Key_End)
    assert view.page == 3
    QTest.keyClick(view._scroll, Qt.Key.Key_Home)
    assert view.page == 1
    assert turned.count() >= 3
    wanted = QSignalSpy(view.sharper_wanted)
    before = view.zoom
    view.zoom_in()
    assert view.zoom > before
    assert wanted.count() == 1
    assert "Note of visit" in view._labels[0].accessibleName()


def test_a_pdf_page_shows_the_colours_of_its_bytes(shown):
    view = PdfView()
    view.setMinimumHeight(300)
    shown(view)
    view.set_pages([sheet(0x123456)])
    shot = view._labels[0].pixmap().toImage()
    assert shot.pixelColor(60, 80).name() == "#123456"


def test_a_sharper_picture_keeps_the_page_in_view(shown):
    view = PdfView()
    view.setMinimumHeight(400)
    shown(view)
    view.set_pages([sheet(0xFFFFFF), sheet(0xEEEEEE)])
    QApplication.processEvents()
    view.go_to(2)
    view.set_pages([sheet(0xFFFFFF), sheet(0xEEEEEE)])
    assert view.page == 2
