"""Why PySide6 is pinned: 6.12.0 on Python 3.11 loses a reference to None on each void Qt call.

After some thousand calls the interpreter aborts ("deallocating None"). From Python 3.12 on None
is immortal and its count says nothing, so there the test only shows that nothing crashes.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject

CALLS = 20_000
NOISE = 1_000  # other threads and caches take and give references meanwhile


def test_void_qt_calls_keep_the_references_to_none():
    thing = QObject()
    before = sys.getrefcount(None)
    for number in range(CALLS):
        thing.setObjectName("a" if number % 2 else "b")
    assert abs(sys.getrefcount(None) - before) < NOISE
