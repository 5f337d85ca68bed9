"""The way in, as a teacher meets it: what the unlock window says when it does not open.

The program itself, its data folder and its store are real; clock and keyring are stand-ins.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPushButton
from sqlcipher3 import dbapi2 as sqlcipher

from stls_desktop import app as composition
from stls_desktop.app import Options, Program
from stls_desktop.config import ReadOnlyFolderError, Settings
from stls_desktop.crash import CrashPath
from stls_desktop.gui.tour.hands import Hands, named, wait_for
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.logs import stop_logging
from stls_desktop.security import unlock as security
from stls_desktop.security.cost import FLOOR
from stls_desktop.security.problems import NoVaultError
from stls_desktop.security.unlock import DataFolder
from stls_desktop.services import opening
from stls_desktop.services.opening import Place
from tests.gui.screens.conftest import ME
from tests.security.stand_ins import PASSPHRASE, MemoryVault, TwoClocks


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """A data folder that was set up once, its keyring, and the recovery code."""
    vault, data = MemoryVault(), tmp_path_factory.mktemp("made") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "system_vault", lambda _service, **_limit: vault)
        opened = opening.set_up(Place(Settings(data)), PASSPHRASE, ME, cost=FLOOR)
        opened.close()
    return data, vault.entries, opened.recovery_code


@pytest.fixture
def vault(made, monkeypatch):
    """The keyring that the program finds; it may be emptied."""
    stand_in = MemoryVault()
    stand_in.entries = dict(made[1])
    monkeypatch.setattr(opening, "system_vault", lambda _service, **_limit: stand_in)
    return stand_in


@pytest.fixture
def clocks(monkeypatch):
    """The clock of the throttle."""
    stand_in = TwoClocks()
    monkeypatch.setattr(security, "SystemClock", lambda: stand_in)
    return stand_in


@pytest.fixture
def data(made, vault, clocks, tmp_path):
    """The folder, copied."""
    return shutil.copytree(made[0], tmp_path / "data")


class Entrance:
    """The running program up to its unlock window."""

    def __init__(self, program):
        self.program = program
        self.window = program.unlock_window
        self.hands = Hands()

    @property
    def words(self):
        """What the banner says."""
        return " ".join(b.accessibleName() for b in self.window.findChildren(Banner) if _seen(b))

    @property
    def is_open(self):
        return self.program.shell is not None

    def line(self, name):
        return named(self.window, QLineEdit, name)

    def answer(self, words, line="Passphrase"):
        """Type into a line and press Enter; waits until the window has something to say."""
        for banner in self.window.findChildren(Banner):
            banner.show_message("")
        field = self.line(line)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Qt.Key.Key_Return)
        wait_for("an answer", lambda: self.words or self.is_open, 20)

    def buttons(self):
        return {b.text() for b in self.window.findChildren(QPushButton) if _seen(b)}


def _seen(widget):
    return widget.isVisible()


@pytest.fixture
def enter(qapp, monkeypatch):
    """Starts the program with a data folder. The process's own hooks stay those of pytest."""
    monkeypatch.setattr(CrashPath, "install", lambda _self: None)
    monkeypatch.setattr(opening, "RESTART_WAIT_S", 0.0)
    running = []

    def start(data, **options):
        program = Program(Options(data, **options))
        running.append(program)
        program.start()
        program.unlock_window.activateWindow()
        QApplication.processEvents()
        return Entrance(program)

    yield start
    for program in running:
        if program.shell is not None:
            program.shell.window.close()
            program.shell.window.deleteLater()
            program.shell.deleteLater()
        program.close()
        program.unlock_window.close()
        program.unlock_window.deleteLater()
        program.deleteLater()
        assert not list(program.settings.logs_dir.glob("crash-*.json"))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stop_logging()


def test_the_right_passphrase_opens_today(enter, data):
    entrance = enter(data)
    entrance.answer(PASSPHRASE)
    assert entrance.is_open
    window = entrance.program.shell.window
    assert window.isVisible()
    assert window.current_key == "today"
    assert not entrance.window.isVisible()


def test_no_line_of_the_window_keeps_the_passphrase(enter, data):
    entrance = enter(data)
    line = entrance.line("Passphrase")
    assert line.echoMode() is QLineEdit.EchoMode.Password
    entrance.answer(PASSPHRASE)
    assert line.text() == ""


def test_a_wrong_passphrase_says_what_is_safe_and_keeps_the_keyboard_there(enter, data):
    entrance = enter(data)
    entrance.answer("these are not the words")
    assert "That is not the passphrase." in entrance.words
    assert "safe" in entrance.words
    assert "Caps Lock" in entrance.words
    assert not entrance.is_open
    assert QApplication.focusWidget() is entrance.line("Passphrase")
    entrance.answer(PASSPHRASE)
    assert entrance.is_open


def test_after_five_wrong_tries_even_the_right_one_waits(enter, data, clocks):
    entrance = enter(data)
    for _ in range(5):
        entrance.answer("these are not the words")
    assert "Wait 30 seconds" in entrance.words
    entrance.answer(PASSPHRASE)
    assert not entrance.is_open
    assert "Try again in 30 seconds" in entrance.words
    clocks.go_on(31)
    entrance.answer(PASSPHRASE)
    assert entrance.is_open


def test_a_button_that_words_send_to_is_there_under_that_name(enter, data, clocks, vault):
    entrance = enter(data)
    vault.entries.clear()
    entrance.answer(PASSPHRASE)
    (name,) = re.findall(r"“(.+?)”", entrance.words)
    assert name in entrance.buttons()


def test_a_lost_keyring_is_recovered_with_the_printed_code(enter, data, vault, made):
    entrance = enter(data)
    vault.entries.clear()
    entrance.answer(PASSPHRASE)
    assert "half of the key is not in the keyring" in entrance.words
    assert "safe" in entrance.words
    entrance.hands.click(named(entrance.window, QPushButton, "Use recovery code"))
    QTest.keyClicks(entrance.line("Recovery code"), made[2])
    entrance.answer("otters whistle in tune", "New passphrase")
    assert entrance.is_open


def test_a_mistyped_code_names_the_group_to_look_at(enter, data, made):
    entrance = enter(data)
    entrance.hands.click(named(entrance.window, QPushButton, "Use recovery code"))
    groups = made[2].split("-")
    groups[1] = groups[1][::-1]
    QTest.keyClicks(entrance.line("Recovery code"), "-".join(groups))
    entrance.answer("otters whistle in tune", "New passphrase")
    assert not entrance.is_open
    assert "roup" in entrance.words
    assert QApplication.focusWidget() is entrance.line("Recovery code")


def test_without_a_keyring_the_words_say_what_to_ask_for(enter, data, monkeypatch):
    def none_runs(_service, **_limit):
        raise NoVaultError("none that this program trusts is running")

    monkeypatch.setattr(opening, "system_vault", none_runs)
    entrance = enter(data)
    entrance.answer(PASSPHRASE)
    assert "keyring of this computer cannot be used" in entrance.words
    assert "stays encrypted" in entrance.words
    assert "help desk" in entrance.words


def test_a_second_window_on_the_same_folder_points_to_the_first(enter, data):
    first = enter(data)
    first.answer(PASSPHRASE)
    second = enter(data)
    second.answer(PASSPHRASE)
    assert not second.is_open
    assert "already open" in second.words
    assert "Your work is safe in the window that is open." in second.words


def _make_newer(data, vault):
    key = DataFolder(data, application_id=Settings(data).application_id).unlock(PASSPHRASE, vault)
    connection = sqlcipher.connect(str(data / "store.db"))
    connection.execute(f"PRAGMA key = \"x'{key.pragma_hex}'\"")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


def test_data_of_a_newer_program_is_left_alone(enter, data, vault):
    _make_newer(data, vault)
    before = (data / "store.db").read_bytes()
    entrance = enter(data)
    entrance.answer(PASSPHRASE)
    assert not entrance.is_open
    assert "newer version" in entrance.words
    assert (data / "store.db").read_bytes() == before


def test_a_new_folder_is_set_up_and_the_code_is_shown_once(enter, vault, clocks, tmp_path):
    entrance = enter(tmp_path / "new")
    QTest.keyClicks(entrance.line("Your name"), "Odile Marchbanks")
    QTest.keyClicks(entrance.line("Passphrase"), "otters whistle in tune")
    entrance.answer("otters whistle in time", "The same again")
    assert "not the same" in entrance.words
    field = entrance.line("The same again")
    field.selectAll()
    QTest.keyClicks(field, "otters whistle in tune")
    entrance.hands.click(named(entrance.window, QPushButton, "Set up"))
    entrance.hands.click(named(entrance.window, QPushButton, "I have written it down"))
    wait_for("the main window", lambda: entrance.is_open, 20)
    assert entrance.program.opened.desk.me.name == "Odile Marchbanks"


def test_a_folder_that_cannot_be_written_to_is_told_in_a_window(qapp, tmp_path):
    """No console is open when the program is started from its icon."""
    (tmp_path / "a file").touch()
    told = []

    def look():
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            told.append(f"{box.text()} {box.informativeText()}")
            QTest.keyClick(box, Qt.Key.Key_Return)
        else:
            QTimer.singleShot(10, look)

    QTimer.singleShot(10, look)
    with pytest.raises(ReadOnlyFolderError):
        composition.run(Options(tmp_path / "a file" / "data"))
    (words,) = told
    assert "The data folder cannot be written to." in words
    assert "has not been touched" in words
    assert "help desk" in words


@pytest.fixture
def read_only(tmp_path):
    """Makes a folder read-only, also for the administrator; needs the right to mount."""
    mounted = []

    def make(folder):
        bind = ["mount", "--bind", folder, folder]
        if not sys.platform.startswith("linux") or subprocess.run(bind, check=False).returncode:
            pytest.skip("making a folder read-only to root needs Linux and the right to mount")
        mounted.append(folder)
        subprocess.run(["mount", "-o", "remount,ro,bind", folder], check=True)

    yield make
    for folder in mounted:
        subprocess.run(["umount", folder], check=True)


def test_a_folder_that_became_read_only_opens_nothing_and_says_so(enter, data, read_only):
    entrance = enter(data)
    read_only(data)
    entrance.answer(PASSPHRASE)
    assert not entrance.is_open
    assert "cannot be written to" in entrance.words
    assert "has not been touched" in entrance.words


def test_it_locks_when_it_is_left_alone_and_not_while_keys_come(enter, data, monkeypatch):
    clock, locked = TwoClocks(), []
    monkeypatch.setattr(composition, "SystemClock", lambda: clock)
    monkeypatch.setattr(composition, "IDLE_TICK_MS", 10)
    monkeypatch.setattr(composition, "replace_process", locked.append)
    entrance = enter(data)
    entrance.answer(PASSPHRASE)
    window = entrance.program.shell.window
    for _ in range(3):
        clock.go_on(200)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
        QTest.qWait(50)
        assert not locked
    clock.go_on(301)
    wait_for("the lock", lambda: locked)
    assert entrance.program.opened is None
