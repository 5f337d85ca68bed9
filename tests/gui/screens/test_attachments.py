"""Photos and PDFs on the screen: by button, drop and paste, asked once, looked at, removed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton

from stls_core.records import kind_named
from stls_core.records.agreements import Agreement, Signatory
from stls_core.records.attachments import Attachment
from stls_core.records.pupils import Pupil
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.screens.attachment_viewer import AttachmentViewer
from stls_desktop.gui.screens.attachments import AttachmentsCard
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.gui.widgets.file_tile import FileTile
from stls_desktop.services import attaching
from tests.gui.screens.test_pupil_file import begin, open_a_pupil
from tests.gui.screens.test_room_for_words import out_of_sight
from tests.pictures import pdf, photo


@pytest.fixture
def page(app):
    """The page of the first pupil in the list."""
    return open_a_pupil(app)


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "IMG_0001.JPG"
    found.write_bytes(photo(1_600, 1_200))
    return found


def card(page):
    return next(each for each in page.findChildren(AttachmentsCard) if each.isVisible())


def tiles(page):
    return [each for each in card(page).findChildren(FileTile) if each.isVisible()]


def words(widget):
    return " | ".join(each.text() for each in widget.findChildren(QLabel) if not each.isHidden())


def drop(on, *paths):
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    at, action = QPoint(20, 20), Qt.DropAction.CopyAction
    mouse, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(on, QDragEnterEvent(at, action, held, mouse, keys))
    QApplication.sendEvent(on, QDropEvent(at, action, held, mouse, keys))


def say(app, page, subject, caption=""):
    wait_for("the question", lambda: card(page).form is not None, 10)
    app.hands.click(named(page, QPushButton, subject))
    app.rest()
    if caption:
        line = named(page, QLineEdit, "Caption")
        app.hands.click(line)
        QTest.keyClicks(line, caption)


def confirm(app, page):
    app.hands.click(named(page, QPushButton, "Add it"))
    app.rest()


def kept(app):
    with app.desk.store.read() as read:
        return read.find(Attachment)


def agree(app, pupil_id):
    signed = Signatory(key="a", name="Morwen Thistlewick", relation="MOTHER", has_pr=True)
    one = Agreement(
        id=app.desk.new_id(),
        pupil_id=pupil_id,
        form="PHOTO_VIDEO",
        signed_on=app.desk.today(),
        signed_by=(signed,),
    )
    with app.desk.store.write() as work:
        work.put(one)


def test_a_photo_is_added_by_the_file_dialog_and_asked_about_once(app, page, path):
    app.hands.click(named(page, QPushButton, "Add a photo or PDF"))
    wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    app.choose_file(path)
    say(app, page, "A piece of work", "The sorting task")
    confirm(app, page)
    wait_for("the tile", lambda: len(tiles(page)) == 1, 10)
    told = words(tiles(page)[0])
    assert "The sorting task" in told
    assert "On this laptop, not sent yet" in told
    assert out_of_sight(app.window) == []
    (record,) = kept(app)
    assert (record.of_kind, record.subject, record.media_type) == ("pupil", "WORK", "image/jpeg")
    assert card(page).form is None


def test_without_saying_what_it_shows_nothing_is_kept(app, page, path):
    drop(card(page), path)
    wait_for("the question", lambda: card(page).form is not None, 10)
    confirm(app, page)
    assert "Say what it shows" in words(card(page))
    assert kept(app) == ()


def test_a_child_on_a_photo_needs_the_agreement_and_the_form_says_so_at_once(app, page, path):
    drop(card(page), path)
    say(app, page, "A child can be seen")
    wait_for("the words", lambda: "No agreement for photos or video" in words(card(page)), 10)
    confirm(app, page)
    assert kept(app) == ()
    with app.desk.store.read() as read:
        pupils = {each.id for each in read.find(Pupil)}
    for pupil_id in pupils:
        agree(app, pupil_id)
    app.hands.click(named(page, QPushButton, "A piece of work"))
    app.hands.click(named(page, QPushButton, "A child can be seen"))
    app.rest()
    confirm(app, page)
    wait_for("the tile", lambda: len(tiles(page)) == 1, 10)
    assert kept(app)[0].agreement_id


def test_a_caption_that_names_a_child_is_warned_of_once(app, page, path):
    with app.desk.store.read() as read:
        name = read.find(Pupil)[0].legal_surname
    drop(card(page), path)
    say(app, page, "A piece of work", f"{name} at the table")
    confirm(app, page)
    assert "names somebody" in words(card(page))
    assert kept(app) == ()
    app.hands.click(named(page, QPushButton, "Add it all the same"))
    app.rest()
    assert len(kept(app)) == 1


def test_several_dropped_files_are_asked_about_one_by_one(app, page, path, tmp_path):
    paper = tmp_path / "form.pdf"
    paper.write_bytes(pdf(2))
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"nothing")
    drop(card(page), path, broken, paper)
    say(app, page, "A room or equipment")
    confirm(app, page)
    wait_for("the pdf", lambda: "A PDF of 2 pages" in words(card(page)), 10)
    say(app, page, "A document")
    confirm(app, page)
    wait_for("two tiles", lambda: len(tiles(page)) == 2, 10)
    assert {record.media_type for record in kept(app)} == {"image/jpeg", "application/pdf"}


def test_a_bad_file_is_told_in_words_and_the_page_stays(app, page, tmp_path):
    bad = tmp_path / "holiday.heic"
    bad.write_bytes(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 90)
    drop(card(page), bad)
    wait_for("the words", lambda: "HEIC" in words(card(page)), 10)
    assert kept(app) == ()
    assert card(page).progress.isHidden()


def test_each_of_several_bad_files_is_named_with_its_reason(app, page, path, tmp_path):
    heic, text = tmp_path / "holiday.heic", tmp_path / "list.jpg"
    heic.write_bytes(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 90)
    text.write_bytes(b"nothing")
    drop(card(page), heic, path, text)
    say(app, page, "A room or equipment")
    confirm(app, page)
    told = lambda: card(page).banner.accessibleName().splitlines()  # noqa: E731
    wait_for("both reasons", lambda: len(told()) == 2, 10)
    assert told()[0].startswith("holiday.heic: ")
    assert told()[1].startswith("list.jpg: ")
    wait_for("the photo", lambda: len(tiles(page)) == 1, 10)
    drop(card(page), path)
    app.rest()
    assert told() == []


def test_a_picture_is_pasted_with_the_keyboard_alone(app, page):
    picture = QImage(300, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    QApplication.clipboard().setImage(picture)
    add = named(page, QPushButton, "Add a photo or PDF")
    add.setFocus()
    QTest.keyClick(add, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    wait_for("the question", lambda: card(page).form is not None, 10)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    app.rest()
    line = named(page, QLineEdit, "Caption")
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    app.rest()
    assert len(kept(app)) == 1


def test_an_empty_clipboard_says_what_to_do(app, page):
    QApplication.clipboard().clear()
    app.hands.click(named(page, QPushButton, "Paste a picture"))
    assert "Copy one first" in words(card(page))


def test_escape_gives_the_file_up(app, page, path):
    drop(card(page), path)
    wait_for("the question", lambda: card(page).form is not None, 10)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert card(page).form is None
    assert kept(app) == ()


def add_one(app, page, content=None):
    record = attaching.add(
        app.desk,
        "pupil",
        card(page)._rec,
        attaching.read_pasted(content or photo(1_200, 900)),
        "WORK",
        "The sorting task",
    )
    app.shell.bench.bus.publish(record.changed)
    wait_for("the tile", lambda: len(tiles(page)) == 1, 10)
    return tiles(page)[0]


@pytest.mark.parametrize("content", [photo(1_200, 900), pdf(2)], ids=["photo", "pdf"])
def test_it_opens_over_the_window_and_escape_closes_it(app, page, content):
    tile = add_one(app, page, content)
    tile.picture.setFocus()
    QTest.keyClick(tile.picture, Qt.Key.Key_Space)
    wait_for("the viewer", lambda: isinstance(QApplication.activeModalWidget(), AttachmentViewer))
    app.rest()
    viewer = QApplication.activeModalWidget()
    assert viewer.windowTitle() == "The sorting task"
    assert viewer.view.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    wait_for("the viewer to close", lambda: QApplication.activeModalWidget() is None)


def test_a_photo_fits_the_window_and_can_be_looked_at_closely(app, page):
    tile = add_one(app, page)
    app.hands.click(tile.picture)
    wait_for("the viewer", lambda: isinstance(QApplication.activeModalWidget(), AttachmentViewer))
    view = QApplication.activeModalWidget().view
    fitted = view.scale
    assert fitted < 1
    QTest.keyClick(view._scroll, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.scale > fitted
    QTest.keyClick(view._scroll, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == pytest.approx(fitted)
    QTest.keyClick(view, Qt.Key.Key_Escape)


def test_what_is_removed_comes_back_with_undo(app, page):
    add_one(app, page)
    app.hands.click(named(page, QPushButton, "Remove: The sorting task"))
    wait_for("no tile", lambda: not tiles(page), 10)
    undo = next(
        each for each in all_named(page, QPushButton, "Undo. It was removed.") if each.isVisible()
    )
    app.hands.click(undo)
    wait_for("the tile", lambda: len(tiles(page)) == 1, 10)


def test_a_copy_is_saved_only_after_a_warning_that_it_is_not_encrypted(app, page, tmp_path):
    add_one(app, page)
    app.hands.click(named(page, QPushButton, "Save a copy: The sorting task"))
    wait_for("the warning", lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box = QApplication.activeModalWidget()
    assert "not encrypted" in box.informativeText()
    yes = next(each for each in box.buttons() if each.text() == "Save a copy")
    app.hands.click(yes)
    wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    app.choose_file(tmp_path / "copy.jpg")
    wait_for("the words", lambda: "Saved as copy.jpg" in words(card(page)), 10)
    assert (tmp_path / "copy.jpg").read_bytes().startswith(b"\xff\xd8")


def test_with_names_hidden_no_face_is_shown(app, page):
    tile = add_one(app, page)
    shown = tile.picture.icon().pixmap(60, 60).toImage()
    privacy().turn(True)
    assert tile.picture.icon().pixmap(60, 60).toImage() != shown
    privacy().turn(False)
    assert tile.picture.icon().pixmap(60, 60).toImage() == shown


def test_a_record_being_typed_has_a_place_for_photos_and_the_pupil_shows_them(app, page, path):
    begin(app, page, kind_named("observation").title)
    drop(card(page), path)
    say(app, page, "A room or equipment", "Where he sits")
    confirm(app, page)
    wait_for("the tile", lambda: len(tiles(page)) == 1, 10)
    app.hands.click(named(page, QPushButton, "Back to the pupil"))
    wait_for("the tile in the file", lambda: "Where he sits" in words(page), 10)


def test_a_visit_has_a_place_for_photos_of_the_room(app, path):
    page = app.go(1)
    app.choose_row(page, "Today")
    drop(card(page), path)
    say(app, page, "A child can be seen")
    wait_for("the words", lambda: "that child’s own file" in words(card(page)), 10)
    app.hands.click(named(page, QPushButton, "A room or equipment"))
    app.rest()
    confirm(app, page)
    wait_for("the tile", lambda: len(tiles(page)) == 1, 10)


def test_everything_in_a_tile_has_a_name(app, page):
    tile = add_one(app, page)
    for each in tile.findChildren(QPushButton):
        assert "The sorting task" in each.accessibleName()
