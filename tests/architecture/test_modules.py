"""Rules about single modules: their size, their opening words, their names."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import PACKAGES, ROOT, module_name, parsed, python_files

MOST_LINES = 500
BANNED = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
# Not db/: a migration spells every column and is never edited again.
EVERYWHERE = [*python_files(*PACKAGES, "bench", "tests", "requirements"), ROOT / "dev.py"]
OURS = [*python_files(*PACKAGES, "bench", "requirements"), ROOT / "dev.py"]


@pytest.mark.parametrize("path", EVERYWHERE, ids=module_name)
def test_module_is_at_most_500_lines(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_LINES, f"{lines} lines: split it by activity"


@pytest.mark.parametrize("path", OURS, ids=module_name)
def test_module_says_what_it_is(path):
    assert ast.get_docstring(parsed(path)), "open with what it is and what it must not do"


@pytest.mark.parametrize("path", OURS, ids=module_name)
def test_module_name_says_what_is_inside(path):
    words = {word for part in module_name(path).split(".") for word in part.split("_")}
    assert not words & BANNED


@pytest.mark.parametrize("path", python_files("stls_desktop/gui"), ids=module_name)
def test_no_lambda_that_keeps_its_screen_alive(path):
    """A lambda over `self` in a connection kept every closed window in memory when measured."""
    for node in ast.walk(parsed(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr != "connect":
            continue
        for argument in node.args:
            names = {n.id for n in ast.walk(argument) if isinstance(n, ast.Name)}
            assert not (isinstance(argument, ast.Lambda) and "self" in names), f"line {node.lineno}"


@pytest.mark.parametrize("path", python_files("stls_desktop", "stls_core"), ids=module_name)
def test_exceptions_end_in_error_or_say_whose_trouble_it_is(path):
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base) for base in node.bases}
            if bases & {"Exception", "RuntimeError", "ValueError", "OSError"}:
                assert re.search(r"(Error|Problem|Bug)$", node.name), node.name
