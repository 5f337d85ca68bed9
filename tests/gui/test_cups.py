"""Pages go to the printing system as the PDF itself, through a stand-in for `lp`."""

from __future__ import annotations

import stat
import sys

import pytest
from PySide6.QtPrintSupport import QPrinter

from stls_desktop.gui.cups import Job, NotPrintedError, hand_over, job_of

STAND_IN = """#!{python}
import pathlib, sys
here = pathlib.Path(__file__).parent
(here / "arguments").write_text("\\n".join(sys.argv[1:]))
(here / "pdf").write_bytes(sys.stdin.buffer.read())
if "broken" in sys.argv:
    sys.exit("lp: The printer or class does not exist.")
"""


@pytest.fixture
def lp(tmp_path, monkeypatch):
    """A folder on the path with an `lp` that keeps what it is given."""
    program = tmp_path / "lp"
    program.write_text(STAND_IN.format(python=sys.executable))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_the_very_bytes_are_handed_over_with_what_was_chosen(lp):
    job = Job(
        "Staffroom", "AR-26-1", copies=2, paper="A5", sides="two-sided-long-edge", pages="2-3"
    )
    hand_over(job, b"%PDF-1.7 words")
    assert (lp / "pdf").read_bytes() == b"%PDF-1.7 words"
    told = (lp / "arguments").read_text().split("\n")
    assert told[:6] == ["-d", "Staffroom", "-n", "2", "-t", "AR-26-1"]
    assert {"media=A5", "sides=two-sided-long-edge", "2-3"} <= set(told)


def test_a_refusal_is_told_in_its_own_words(lp):
    with pytest.raises(NotPrintedError, match="The printer or class does not exist"):
        hand_over(Job("broken", "AR-26-1"), b"%PDF")


def test_no_printing_system_is_told_too(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotPrintedError, match="does not answer"):
        hand_over(Job("Staffroom", "AR-26-1"), b"%PDF")


def test_a_file_is_no_printer(qapp, lp):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    assert job_of(printer) is None
