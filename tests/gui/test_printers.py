"""Printers are counted by a second process that may be as slow as it likes."""

from __future__ import annotations

import sys
import time

import pytest

from stls_desktop.gui.printers import FIRST, PrinterError, count_printers


def python(code):
    return [sys.executable, "-c", code]


def test_the_program_itself_answers():
    assert count_printers(patience_s=60) >= 0


@pytest.mark.parametrize("count", [0, 3])
def test_the_exit_code_says_how_many(count):
    assert count_printers(python(f"raise SystemExit({FIRST + count})")) == count


def test_a_printer_that_never_answers_is_given_up():
    began = time.monotonic()
    with pytest.raises(PrinterError, match=r"did not answer within 0\.5 seconds"):
        count_printers(python("import time; time.sleep(60)"), patience_s=0.5)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "import os; os.abort()"])
def test_a_process_that_fails_is_no_number(code):
    with pytest.raises(PrinterError, match="could not be asked for"):
        count_printers(python(code))


def test_a_program_that_is_not_there_is_no_number():
    with pytest.raises(PrinterError):
        count_printers(["/nowhere/at/all"])
