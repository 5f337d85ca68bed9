"""The whole of set-up, unlock and change against a real keyring, where one can be started.

GNOME Keyring in a D-Bus session of its own, with an environment that names another backend.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

SCRIPT = """
import sys
from pathlib import Path
from stls_desktop.security.cost import FLOOR
from stls_desktop.security.unlock import DataFolder
from stls_desktop.security.vault import system_vault

vault, folder = system_vault("STLS test", time_limit_s=20), DataFolder(Path(sys.argv[1]))
key = folder.set_up("penguins juggle marmalade", vault, cost=FLOOR).key
folder.change_passphrase("penguins juggle marmalade", "otters whistle in tune", vault)
vault = system_vault("STLS test", time_limit_s=20)
print("UNLOCKED" if folder.unlock("otters whistle in tune", vault) == key else "OTHER KEY")
vault.delete("nothing of this name")
"""
SESSION = """
printf invented | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$0" -c "$1" "$2"
"""
TOOLS = ("dbus-run-session", "gnome-keyring-daemon", "bash")


@pytest.mark.skipif(
    not all(shutil.which(tool) for tool in TOOLS),
    reason="NOT CHECKED: needs gnome-keyring and dbus-run-session",
)
def test_a_real_keyring_keeps_the_device_secret(tmp_path):
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    environ = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(runtime),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    inside = ["bash", "-c", SESSION, sys.executable, SCRIPT, str(tmp_path / "data")]
    done = subprocess.run(
        ["dbus-run-session", "--", *inside],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert done.stdout.splitlines() == ["UNLOCKED"], done.stderr
