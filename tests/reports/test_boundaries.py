"""What the report modules may not do, read from their source."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
import reportlab
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFPage
from reportlab.pdfgen.canvas import Canvas

from stls_desktop.assets import asset_path
from stls_desktop.reports import rl_private

MODULES = sorted(asset_path("stls_desktop").rglob("*.py"))
REPORTS = sorted(asset_path("stls_desktop", "reports").glob("*.py"))


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_private_name_of_reportlab_is_still_there():
    instances = {
        "Canvas": Canvas("unused.pdf"),
        "PDFDocument": PDFDocument(),
        "PDFPage": PDFPage(),
        "PDFCatalog": PDFDocument().Catalog,
        "PDFTextObject": Canvas("unused.pdf").beginText(),
    }

    for owner, name in rl_private.PRIVATE_NAMES:
        assert hasattr(instances[owner], name), f"reportlab {reportlab.Version}: {owner}.{name}"


def test_reportlab_trusts_no_address():
    rl_private.harden()
    rl_config = import_module("reportlab.rl_config")

    assert rl_config.trustedHosts is None
    assert rl_config.trustedSchemes == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_private_names_of_reportlab_live_in_one_file(path):
    private = {name for _, name in rl_private.PRIVATE_NAMES}
    used = {node.attr for node in ast.walk(tree_of(path)) if isinstance(node, ast.Attribute)}

    if path.name == "rl_private.py":
        assert private <= used
    else:
        assert not (private - {"__NoDefault__"}) & used


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_reaches_a_parser_of_markup(path):
    """reportlab's Paragraph reads tags in its text and can embed local files."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("reportlab.platypus")
        if isinstance(node, ast.Import):
            assert not any(one.name.startswith("reportlab.platypus") for one in node.names)
        if isinstance(node, ast.Name):
            assert node.id not in ("XPreformatted", "ParaParser")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_renderer_knows_no_clock_and_no_chance(path):
    forbidden = {"time", "random", "secrets", "uuid", "socket", "sqlite3", "getpass", "locale"}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            assert not forbidden & {one.name.split(".")[0] for one in node.names}
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in forbidden
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("now", "today", "utcnow")
