"""The composition root: the only place that wires the parts of the program together.

Paints the unlock window before anything heavy is imported; what a passphrase opens is opened on
the store lane. Locking replaces the process, so that neither key nor text stays in memory.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from stls_desktop import __version__
from stls_desktop.config import (
    Settings,
    ToldError,
    make_private_folder,
    read_preferences,
    settings_for,
    write_preferences,
)
from stls_desktop.crash import CrashPath
from stls_desktop.gui.presence import Presence
from stls_desktop.gui.runner import Lane, Runner
from stls_desktop.gui.screens.unlock import Door, UnlockWindow
from stls_desktop.gui.theme import Look, load_fonts, theme
from stls_desktop.logs import start_logging
from stls_desktop.security.clock import SystemClock
from stls_desktop.security.lock import IdleTimer, harden, relaunch_argv, replace_process

if TYPE_CHECKING:
    from stls_desktop.gui.shell import Shell
    from stls_desktop.services.opening import Opened

IDLE_TICK_MS = 5_000
SET_UP_FILES = ("keys.json", "keys.copy.json", "store.db")  # `DataFolder`'s; a test compares


@dataclass(frozen=True)
class Options:
    """How this run was asked for."""

    data_dir: Path | None = None
    passphrase_file: Path | None = None
    device_secret_file: Path | None = None
    is_demo: bool = False


def make_application() -> QApplication:
    """The Qt application with the program's locale, fonts and look; or the one that runs."""
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_display and sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    QLocale.setDefault(QLocale("en_GB"))
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("STLS Desktop")
    load_fonts()
    return app


class Program(QObject):
    """One run, from the unlock window to the end."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._options = options
        self.settings: Settings = settings_for(options.data_dir, is_demo=options.is_demo)
        make_private_folder(self.settings.data_dir)
        self._preferences = read_preferences(self.settings.preferences_path)
        self.runner = Runner(self)
        self.opened: Opened | None = None
        self.shell: Shell | None = None
        theme().apply(self._preferences.theme, self._preferences.text_percent)
        self._start_records_of_faults()
        self.unlock_window = UnlockWindow(self._door(), self.runner, is_new=self._is_new())
        self.unlock_window.opened.connect(self._on_opened)
        # queued: what follows begins when the whole window has been drawn
        self.unlock_window.painted.connect(self._on_painted, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Show the first window; with a passphrase file it opens by itself."""
        self.unlock_window.show()
        if self._earlier:
            self.unlock_window.tell(
                "The program ended unexpectedly last time. What was typed is safe."
            )
            self._crash.mark_told(self._earlier)
        if self._options.passphrase_file is not None:
            from stls_desktop.security.passphrase import read_passphrase_file

            words = read_passphrase_file(self._options.passphrase_file) or ""
            self.unlock_window.unlock.passphrase.setText(words)
            QTimer.singleShot(0, self, self.unlock_window.unlock.submitted.emit)

    def _on_painted(self) -> None:
        """While the passphrase is being typed, load what it will open."""
        # What was made so far stays for good: no collection needs to look at it again.
        gc.freeze()
        self.runner.run(Lane.STORE, _load_the_rest, owner=self)

    def close(self) -> None:
        """Settle, close the store and end the lanes."""
        self.runner.stop()
        if self.opened is not None:
            self.opened.close()
            self.opened = None

    def _start_records_of_faults(self) -> None:
        harden()
        recent = start_logging(self.settings.logs_dir)
        self._crash = CrashPath(
            self.settings.logs_dir,
            __version__,
            recent_lines=recent.lines,
            on_told=self._on_told,
            on_crash=self._on_crash,
        )
        self._earlier = self._crash.earlier_reports()
        self._crash.install()
        self.runner.failed.connect(self._on_work_failed)

    def _on_told(self, error: BaseException) -> None:
        self._tell("That did not work", str(error))

    def _on_crash(self, _report: Path | None) -> None:
        words = (
            "Something went wrong in the program. What you typed is safe on this laptop. A report"
            " without any names is in the logs folder; please pass it to your help desk."
        )
        self._tell("A fault in the program", words)

    def _tell(self, title: str, words: str) -> None:
        from stls_desktop.gui.prompts import Prompts

        parent = self.shell.window if self.shell is not None else self.unlock_window
        Prompts().tell(parent, title, words)

    def _is_new(self) -> bool:
        """Whether nothing was set up here; asked before `DataFolder` is worth its imports."""
        return not any((self.settings.data_dir / name).exists() for name in SET_UP_FILES)

    def _door(self) -> Door:
        """What the unlock window may do; the imports are paid on the store lane."""
        return Door(
            unlock=self._unlock, set_up=self._set_up, recover=self._recover, suggest=_suggest
        )

    def _unlock(self, passphrase: str) -> Opened:
        from stls_desktop.services import opening

        return opening.unlock(self._place(), passphrase)

    def _set_up(self, passphrase: str, name: str) -> Opened:
        from stls_desktop.services import opening
        from stls_desktop.services.desk import Identity

        identity = Identity(account=opening.new_id(), name=name)
        return opening.set_up(self._place(), passphrase, identity)

    def _recover(self, code: str, passphrase: str) -> Opened:
        from stls_desktop.services import opening

        return opening.recover(self._place(), code, passphrase)

    def _place(self) -> Any:  # noqa: ANN401 - imported on the store lane
        from stls_desktop.services.opening import Place

        return Place(self.settings, self._options.device_secret_file)

    def _on_opened(self, opened: Opened) -> None:
        from stls_desktop.gui.change_bus import ChangeBus
        from stls_desktop.gui.main_window import WindowMemory
        from stls_desktop.gui.prompts import Prompts
        from stls_desktop.gui.shell import Shell
        from stls_desktop.gui.workbench import Workbench
        from stls_desktop.store.problems import StoreError

        self._crash.told_types = (*self._crash.told_types, StoreError)
        self.opened = opened
        bench = Workbench(opened.desk, self.runner, ChangeBus(), Prompts())
        memory_path = self.settings.data_dir / "window.json"
        self.shell = Shell(
            bench,
            memory=WindowMemory(_Load(memory_path).load, _Load(memory_path).save),
            idle_minutes=self._preferences.idle_minutes,
            on_look=self._on_look,
        )
        self.shell.lock_asked.connect(self.lock)
        self.shell.closed.connect(self._on_closed)
        self.shell.window.show()
        self.shell.window.activateWindow()
        self.unlock_window.hide()
        self._watch_idle()

    def _watch_idle(self) -> None:
        """The demo opens without asking, so it does not lock by itself either."""
        if self._options.passphrase_file is not None:
            return
        self._idle = IdleTimer(SystemClock(), minutes=self._preferences.idle_minutes)
        self._presence = Presence(self)
        self._presence.touched.connect(self._idle.touch)
        self._presence.watched.connect(self._idle.watch)
        self._idle_tick = QTimer(self, interval=IDLE_TICK_MS)
        self._idle_tick.timeout.connect(self._on_idle_tick)
        self._idle_tick.start()

    def _on_idle_tick(self) -> None:
        self._presence.listen()  # a menu that has been open for a while has a window of its own
        if self._idle.is_due:
            self.lock()

    def lock(self) -> None:
        """Settle what can be sent, close the store, and become a fresh unlock window."""
        if self.shell is not None:
            self.shell.driver.stop()
            self.shell.settle(self._on_settled_to_lock)

    def _on_settled_to_lock(self, _settled: object) -> None:
        self.close()
        replace_process(relaunch_argv(sys.argv[1:]))

    def _on_closed(self) -> None:
        self.close()
        app = QApplication.instance()
        if app is not None:
            app.quit()

    def _on_look(self, look: Look) -> None:
        self._preferences = replace(self._preferences, theme=look.value)
        write_preferences(self.settings.preferences_path, self._preferences)

    def _on_work_failed(self, _lane: str, error: Exception) -> None:
        self._crash.handle(error)


def run(options: Options) -> int:
    """Run the program with its windows until it is closed; the exit code."""
    app = make_application()
    try:
        program = Program(options)
    except ToldError as error:
        _refuse(error)
        raise
    program.start()
    code = app.exec()
    program.close()
    return code


def _refuse(error: ToldError) -> None:
    """Say why there is no window at all; whoever started it from an icon has no console."""
    theme().apply()
    box = QMessageBox(QMessageBox.Icon.Warning, "STLS Desktop", error.what_happened)
    box.setInformativeText(f"{error.what_is_safe} {error.what_to_do}")
    box.exec()


def _load_the_rest() -> None:
    """Runs on the store lane, so that the window answers meanwhile."""
    import stls_desktop.gui.shell
    import stls_desktop.services.opening  # noqa: F401


class _Load:
    """Window sizes in a small JSON file that names nobody."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Mapping[str, Any]:
        """What was remembered; a damaged file is as good as none."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def save(self, remembered: Mapping[str, Any]) -> None:
        """Remember; losing a window's size is no reason to trouble anybody."""
        try:
            self._path.write_text(json.dumps(dict(remembered)), encoding="utf-8")
        except OSError:
            return


def _suggest() -> str:
    from stls_desktop.security.passphrase import generate

    return generate()
