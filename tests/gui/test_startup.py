"""The first window is painted before anything slow is imported; what it opens is loaded after.

Each case is a process of its own: in this one, other tests have long imported everything.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from stls_desktop.app import SET_UP_FILES
from stls_desktop.security.unlock import DataFolder
from tests.architecture.tree import ROOT

HEAVY = {
    "_cffi_backend",
    "alembic",
    "argon2",
    "cryptography",
    "httpx",
    "keyring",
    "msgspec",
    "pypdfium2",
    "reportlab",
    "sqlalchemy",
    "sqlcipher3",
    "truststore",
    "zstandard",
}

START = """
import json, sys
from pathlib import Path
from PySide6.QtCore import Qt
from stls_desktop.app import Options, Program, make_application

app = make_application()
program = Program(Options(data_dir=Path(sys.argv[1])))
loaded = []

def on_painted():
    loaded.append(sorted(sys.modules))

def on_loaded():
    if program.runner.is_busy():
        return
    loaded.append(sorted(sys.modules))
    app.quit()

# direct: before the program itself hears of it
program.unlock_window.painted.connect(on_painted, Qt.ConnectionType.DirectConnection)
from PySide6.QtCore import QTimer
timer = QTimer(interval=20)
timer.timeout.connect(on_loaded)
program.unlock_window.painted.connect(timer.start, Qt.ConnectionType.QueuedConnection)
program.start()
app.exec()
program.close()
print(json.dumps(loaded))
"""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """Names of the modules loaded at the first paint, and when the lanes have come to rest."""
    folder = tmp_path_factory.mktemp("first-start") / "data"
    done = subprocess.run(
        [sys.executable, "-c", START, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [set(names) for names in json.loads(done.stdout)]


def test_nothing_heavy_is_loaded_when_the_unlock_window_is_painted(loaded):
    assert loaded[0] & HEAVY == set()


def test_store_and_screens_are_loaded_while_the_passphrase_is_typed(loaded):
    wanted = {"sqlalchemy", "sqlcipher3", "stls_desktop.services.opening", "stls_desktop.gui.shell"}
    assert wanted - loaded[1] == set()


def test_unlock_window_asks_for_the_same_files_as_the_data_folder(tmp_path):
    for name in SET_UP_FILES:
        folder = tmp_path / name
        folder.mkdir()
        (folder / name).touch()
        assert not DataFolder(folder, application_id="STLS Test").is_new
    known = DataFolder(tmp_path, application_id="STLS Test")
    files = (known.keys_path, known.keys_copy_path, known.store_path)
    assert {file.name for file in files} == set(SET_UP_FILES)
