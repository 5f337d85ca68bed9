"""The Sync page: words without a network, what waits and why, and a conflict that is settled.

Two laptops and the real council in this process; the network of the window's own rounds leads to a
port where nobody listens.
"""

from __future__ import annotations

import socket

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from stls_core.records.settings import Setting
from stls_core.records.syncing import Conflict
from stls_desktop.gui.tour.hands import all_named, named, wait_for
from stls_desktop.services import syncing
from stls_desktop.services.desk import Enrolment
from stls_server.council import Council
from stls_server.database import Database
from tests.fakes import Clock
from tests.services.laptops import SCHOOL, STRUCTURE, enrol

MINE = "Sign in at the side door."
THEIRS = "Ring the bell twice."
BOTH = {MINE, THEIRS}


@pytest.fixture(scope="session")
def nobody():
    """An address where nothing answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def laptops(tmp_path, nobody):
    """Two teachers of one team who have the same school."""
    council = Council(Database(), now=Clock())
    council.create("886", "Wenning County Council")
    council.seed(STRUCTURE)
    names = ((1, "Odile Marchbanks"), (2, "Rufus Applegarth"))
    pair = [enrol(council, tmp_path, name, seed=seed) for seed, name in names]
    for laptop in pair:
        laptop.sync()
        with laptop.store.write() as work:
            known = work.recall(syncing.ENROLMENT, Enrolment)
            work.remember(syncing.ENROLMENT, msgspec.structs.replace(known, server=nobody))
    yield pair
    for laptop in pair:
        laptop.store.close()


def texts(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible()]


def sync_page(opener, laptop):
    app = opener.open(laptop.desk)
    return app, app.go(5)


def sync_now(app):
    QTest.keyClick(app.window, Qt.Key.Key_F5)
    wait_for("the end of the round", lambda: not app.shell.driver.is_running, 20)
    app.rest()


def test_without_a_network_it_says_how_much_is_safe_here(opener, laptops):
    mine, _ = laptops
    mine.edit("setting", SCHOOL, site_notes=MINE)
    app, page = sync_page(opener, mine)
    sync_now(app)
    wait_for("the words", lambda: any("Offline" in text for text in texts(page)), 10)
    assert any("1 change safe on this laptop" in text for text in texts(page))
    assert any("Offline. 1 change safe" in text for text in texts(app.window.status))
    assert any("Tumblestone Lane" in text for text in texts(page))


def test_with_nothing_to_send_offline_is_no_alarm(opener, laptops):
    app, page = sync_page(opener, laptops[0])
    sync_now(app)
    for place in (app.window.status, page):
        assert any("Offline. All safe on the council server" in text for text in texts(place))


def test_a_draft_that_cannot_be_sent_says_what_it_lacks(opener, laptops):
    mine, _ = laptops
    app = opener.open(mine.desk)
    page = app.go(3)
    app.hands.click(all_named(page, QPushButton, "New pupil")[0])
    line = named(page, QLineEdit, "Legal first name")
    app.hands.click(line)
    QTest.keyClicks(line, "Quillon")
    page = app.go(5)
    assert any("Not yet sendable: Enter" in text for text in texts(page))
    assert not any("Quillon" in text for text in texts(page)), "children stand with initials only"


@pytest.fixture
def at_odds(laptops):
    """Both wrote about the same school, Odile first; her laptop has heard of it."""
    mine, theirs = laptops
    mine.edit("setting", SCHOOL, site_notes=MINE)
    theirs.edit("setting", SCHOOL, site_notes=THEIRS)
    for laptop in (mine, theirs, mine):
        laptop.sync()
    return mine, theirs


def test_a_conflict_shows_where_it_is_and_who_wrote_what(opener, at_odds):
    app, page = sync_page(opener, at_odds[0])
    said = "\n".join(texts(page))
    for words in ("Tumblestone Lane", "On arrival", "Odile Marchbanks", "Rufus Applegarth"):
        assert words in said
    assert MINE in said
    assert THEIRS in said
    spoken = [each.accessibleName() for each in app.window.navigation.findChildren(QWidget)]
    assert "Sync, 1 waiting" in spoken


@pytest.mark.parametrize(("keep", "left"), [("live", {MINE}), ("other", {THEIRS}), ("both", BOTH)])
def test_one_press_settles_a_conflict_for_both(opener, at_odds, keep, left):
    mine, theirs = at_odds
    app, page = sync_page(opener, mine)
    app.hands.click(named(page, QPushButton, keep))
    app.rest()
    assert not any(THEIRS in text for text in texts(page))
    for laptop in (mine, theirs, mine):
        laptop.sync()
        assert set(laptop.get(Setting, SCHOOL).site_notes.split("\n\n")) == left
    with theirs.store.read() as read:
        assert read.find(Conflict, state="OPEN") == ()


def test_what_was_kept_can_be_edited_like_any_other_words(opener, at_odds):
    app, page = sync_page(opener, at_odds[0])
    app.hands.click(named(page, QPushButton, "both"))
    page = app.go(2)
    app.choose_row(page, "Schools")
    notes = named(page, QPlainTextEdit, "site_notes")
    assert set(notes.toPlainText().split("\n\n")) == BOTH
    app.hands.click(notes)
    QTest.keyClick(notes, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(notes, "Ring at the side door.")
    app.go(1)
    assert at_odds[0].get(Setting, SCHOOL).site_notes == "Ring at the side door."
