"""The measured report as other programs are handed it, and the table of who is here."""

from dataclasses import replace
from typing import get_args

import pytest

from bench.peers.html_source import html_source
from bench.peers.race import FONTS, Race, Runner
from bench.peers.typst_source import _CALLS, typst_source
from bench.samples import report
from stls_desktop.reports.content import Block, Paragraph
from stls_desktop.reports.styles import style
from tests.reports.samples import NASTY

OURS = Runner("Ours, tagged", 10.0, 100.0, 40.0, 45.0, 4, is_tagged=True, broken_rules=())


@pytest.mark.parametrize("kind", get_args(Block))
def test_typst_is_asked_for_every_kind_of_block(kind):
    assert kind in _CALLS


def test_what_was_typed_is_never_markup():
    document = replace(report(), blocks=tuple(map(Paragraph, NASTY)))
    assert 'p("' + NASTY[0].replace("\\", "\\\\") in typst_source(document, style())
    html = html_source(document, FONTS / "noto-sans")
    assert "<img" not in html
    assert "&lt;img src=" in html


def test_a_program_that_is_not_here_is_said_to_be_not_installed():
    slow = Runner("Typst 1.0", 40.0, 50.0, 80.0, 45.5, 4, is_tagged=True, broken_rules=("A", "B"))
    lines = Race({"ours": OURS, "typst": slow, "weasyprint": None}).table().splitlines()
    assert lines[2].split("  ")[0] == "Ours, tagged"
    assert "0.25 ×" in lines[3]
    assert lines[3].endswith("breaks 2 rules")
    assert lines[4].split() == ["WeasyPrint", "not", "installed"]


def test_no_two_measured_reports_have_the_same_words():
    assert report(1) != report(2)
