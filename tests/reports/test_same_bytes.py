"""The same signed words give the same bytes: in another process, time zone, folder and order."""

import hashlib
import os
import subprocess
import sys

from stls_desktop.reports.note import link_visit_note
from stls_desktop.reports.render import render
from tests.reports import samples

_SCRIPT = """
import hashlib
from stls_desktop.reports.note import link_visit_note
from stls_desktop.reports.render import render
from tests.reports import samples
render(link_visit_note(samples.HOSTILE))
print(hashlib.sha256(render(link_visit_note(samples.ORDINARY))).hexdigest())
"""


def digest(note) -> str:
    return hashlib.sha256(render(link_visit_note(note))).hexdigest()


def test_two_runs_give_the_same_bytes():
    assert digest(samples.STRESS) == digest(samples.STRESS)


def test_another_process_gives_the_same_bytes():
    expected = digest(samples.ORDINARY)
    for seed, zone, epoch in (("1", "Asia/Tokyo", "0"), ("2", "America/New_York", "")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "SOURCE_DATE_EPOCH": epoch}
        run = subprocess.run(
            [sys.executable, "-c", _SCRIPT], env=env, capture_output=True, text=True, check=True
        )

        assert run.stdout.strip() == expected


def test_one_changed_word_changes_the_bytes():
    assert digest(samples.ORDINARY) != digest(samples.CORRECTED)
