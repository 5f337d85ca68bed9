"""A photo or PDF on its way: its tile counts the parts, and by keyboard it waits and goes on."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from stls_core import wire
from stls_core.records.visits import LinkVisit
from stls_desktop.gui.tour.hands import named, pause, wait_for
from stls_desktop.services import attaching, syncing
from stls_desktop.sync.transport import UnreachableError
from tests.gui.screens.test_attachments import tiles, words
from tests.gui.screens.test_sync_page import laptops, nobody  # noqa: F401 - fixtures
from tests.pictures import heavy_pdf
from tests.services.laptops import SCHOOL

KIB = 1024


class Line:
    """The way to the council in this process; it stands still before a part until it is let go."""

    def __init__(self, server, at):
        self._server, self._at = server, at
        self.reached, self.go_on = threading.Event(), threading.Event()
        self.is_there, self.parts = False, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def ask(self, message):
        if not self.is_there:
            raise UnreachableError("Out of the car park.")
        if isinstance(message, wire.PutPart) and message.size > 8 * KIB:
            if message.part == self._at and not self.go_on.is_set():
                self.reached.set()
                assert self.go_on.wait(60)
            self.parts.append(message.part)
        return self._server.ask(message)


@pytest.fixture
def mine(laptops, monkeypatch):  # noqa: F811
    """A laptop with a PDF of nine parts in today's visit, and its line."""
    monkeypatch.setattr(wire, "PART_BYTES", 4 * KIB)
    laptop = laptops[0]
    today = laptop.desk.today()
    me, rec = laptop.desk.me.account, laptop.desk.new_id()
    visit = LinkVisit(id=rec, author_id=me, setting_id=SCHOOL, visited_on=today)
    with laptop.store.write() as work:
        work.put(visit)
    laptop.line = Line(laptop.server, at=2)
    monkeypatch.setattr(syncing, "transport_to", lambda *_: laptop.line)
    report = attaching.read_pasted(heavy_pdf(33 * KIB))
    attaching.add(laptop.desk, "link_visit", visit.id, report, "DOCUMENT", "The room plan")
    yield laptop
    laptop.line.go_on.set()  # a test that failed half way must not leave the lane waiting


def test_a_tile_counts_its_parts_waits_by_one_key_and_goes_on_where_it_stopped(opener, mine):
    app = opener.open(mine.desk)
    page = app.go(1)
    app.choose_row(page, "Today")
    (tile,) = tiles(page)
    mine.line.is_there = True
    QTest.keyClick(app.window, Qt.Key.Key_F5)
    wait_for("the third part", mine.line.reached.is_set, 20)
    wait_for("the count", lambda: tile.state.text() == "Sending: part 3 of 9", 20)
    assert (tile.bar.value(), tile.bar.maximum(), tile.bar.isVisible()) == (2, 9, True)

    wait = named(page, QPushButton, "Pause: The room plan")
    wait.setFocus()
    QTest.keyClick(wait, Qt.Key.Key_Space)
    wait_for("the pause", lambda: tile.state.text() == "Paused: 2 of 9 parts sent", 20)
    assert tiles(page) == [tile]
    mine.line.go_on.set()
    wait_for("the end of the round", lambda: not app.shell.driver.is_running, 20)
    wait_for("what had left", lambda: tile.state.text() == "Paused: 3 of 9 parts sent", 20)
    assert mine.line.parts == [0, 1, 2]
    assert any("1 photo or PDF to send" in words(each) for each in [app.window.status])

    assert QApplication.focusWidget() is wait
    assert wait.accessibleName() == "Resume: The room plan"
    QTest.keyClick(wait, Qt.Key.Key_Space)
    wait_for("the other parts", lambda: tile.state.text() == "Safe on the council server", 30)
    app.rest()
    pause(50)
    assert mine.line.parts == list(range(9))
    assert tiles(page) == [tile]
    assert not wait.isVisible()
    assert not tile.bar.isVisible()
    assert QApplication.focusWidget() is tile.picture
