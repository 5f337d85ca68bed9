"""After the lock nothing of the key or of the notes is left in the memory of the process.

Another process reads all of /proc/<pid>/mem, before and after, as an attacker with root would.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from stls_desktop.security.unlock import DataFolder
from stls_desktop.security.vault import FileVault
from tests.security.stand_ins import PASSPHRASE

CHILD = """
import sys
from pathlib import Path
import sqlcipher3.dbapi2
from stls_desktop.security.lock import harden, replace_process
from stls_desktop.security.unlock import DataFolder
from stls_desktop.security.vault import FileVault

harden()
folder = DataFolder(Path(sys.argv[1]))
key = folder.unlock(sys.stdin.readline(), FileVault(Path(sys.argv[2])))
store = sqlcipher3.dbapi2.connect(str(folder.store_path), isolation_level=None)
store.execute(f"PRAGMA key = \\"x'{key.pragma_hex}'\\"")
store.execute("CREATE TABLE IF NOT EXISTS note (words TEXT)")
marker = "MARKER".lower() + "narrative"
for _ in range(300):
    store.execute("INSERT INTO note VALUES (? || ' said again')", [marker])
rows = store.execute("SELECT words FROM note").fetchall()
print("OPEN", flush=True)
sys.stdin.readline()
store.close()
replace_process([sys.executable, "-c", "print('LOCKED', flush=True); input()"])
"""
MARKER = b"markernarrative"


def copies_in_memory(pid, needles):
    """How often each needle stands in readable memory of the process."""
    counts = dict.fromkeys(needles, 0)
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:  # noqa: PTH123
        for line in maps:
            area = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if area is None or "[v" in line:
                continue
            start, end = (int(figure, 16) for figure in area.groups())
            try:
                memory.seek(start)
                content = memory.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            for name, needle in needles.items():
                counts[name] += content.count(needle)
    return counts


def _may_read_memory():
    if sys.platform != "linux":
        return False
    import os

    return os.geteuid() == 0  # a hardened process shows its memory to root only


@pytest.mark.skipif(not _may_read_memory(), reason="NOT CHECKED: needs Linux and root")
def test_after_the_lock_no_copy_of_key_or_notes_is_in_memory(tmp_path):
    from stls_desktop.security.cost import FLOOR

    vault, folder = FileVault(tmp_path / "device-secret"), DataFolder(tmp_path / "data")
    key = folder.set_up(PASSPHRASE, vault, cost=FLOOR).key
    needles = {
        "key": key.secret[:32],
        "key in hex": key.pragma_hex[:64].encode(),
        "note text": MARKER,
        "note text, 16 bit": MARKER.decode().encode("utf-16-le"),
        "passphrase": PASSPHRASE.encode(),
    }
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder.path), str(tmp_path / "device-secret")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    try:
        child.stdin.write(PASSPHRASE + "\n")
        assert child.stdout.readline() == "OPEN\n"
        while_open = copies_in_memory(child.pid, needles)
        child.stdin.write("\n")
        assert child.stdout.readline() == "LOCKED\n"
        after_lock = copies_in_memory(child.pid, needles)
    finally:
        child.kill()
        child.communicate()
    assert while_open["key"] > 0, "the scan found nothing to begin with, so it proves nothing"
    assert while_open["note text"] > 0
    assert after_lock == dict.fromkeys(needles, 0)
