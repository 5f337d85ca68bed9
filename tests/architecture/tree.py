"""The project as files and import statements, for the tests of its shape."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("stls_core", "stls_desktop", "stls_server")
NOT_OURS = {".git", ".venv", "build", "dist", "__pycache__", "node_modules"}


def python_files(*folders: str) -> list[Path]:
    """Every module under the named folders of the checkout, sorted; data folders have none."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(
        path for path in found if not NOT_OURS & set(path.parts) and "_data" not in path.parts
    )


def text_files() -> Iterator[tuple[Path, str]]:
    """Every text file that would be committed: the checkout less what .gitignore leaves out."""
    hidden = {".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".import_linter_cache"}
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        if (NOT_OURS | hidden) & set(relative.parts) or not path.is_file():
            continue
        try:
            yield relative, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # fonts, pictures, PDFs


@functools.cache
def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """Full dotted names that a module imports, anywhere in it, also inside functions."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def module_name(path: Path) -> str:
    """`stls_desktop/gui/forms.py` -> `stls_desktop.gui.forms`."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
