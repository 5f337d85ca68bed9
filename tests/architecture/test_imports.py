"""Who may import which library: the half of the layering that import-linter is not asked for.

Reads the import statements, so that an import inside a function counts too.
"""

from __future__ import annotations

import sys

import pytest

from tests.architecture.tree import PACKAGES, imported, module_name, python_files

ALLOWED = {
    "PySide6": ("stls_desktop.gui", "stls_desktop.app"),
    "shiboken6": ("stls_desktop.gui",),
    "sqlalchemy": ("stls_desktop.store", "stls_server"),
    "alembic": ("stls_desktop.store", "stls_server"),
    "sqlcipher3": ("stls_desktop.store",),
    "reportlab": ("stls_desktop.reports",),
    "pikepdf": ("stls_desktop.reports.protection",),
    "docx": ("stls_desktop.reports.word", "stls_desktop.reports.word_marks"),
    "uharfbuzz": ("stls_desktop.reports.shaping",),
    "httpx": ("stls_desktop.sync.transport",),
    "truststore": ("stls_desktop.sync.transport",),
    "keyring": ("stls_desktop.security",),
    "cryptography": ("stls_desktop.security", "stls_server"),
    "argon2": ("stls_desktop.security", "stls_server"),
    "PIL": ("stls_desktop.imports", "stls_desktop.reports"),
    "defusedxml": ("stls_desktop.imports",),
    "python_calamine": ("stls_desktop.imports",),
    "rapidfuzz": ("stls_desktop.services",),
    "litestar": ("stls_server",),
    "granian": ("stls_server",),
    "psycopg": ("stls_server",),
}
"""Library -> the only packages and modules that import it."""

BEHIND_SERVICES = tuple(f"stls_desktop.{name}" for name in ("store", "sync", "reports"))
DOORS = ("stls_desktop.gui.runner", "stls_desktop.gui.tour")
MODULES = python_files(*PACKAGES)


def _is_inside(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_library_is_imported_only_by_its_layer(path):
    module = module_name(path)
    for name in imported(path):
        owners = ALLOWED.get(name.partition(".")[0])
        assert owners is None or any(_is_inside(module, owner) for owner in owners), name


@pytest.mark.parametrize("path", python_files("stls_core"), ids=module_name)
def test_shared_rules_need_only_the_standard_library_and_msgspec(path):
    roots = {name.partition(".")[0] for name in imported(path)}
    assert roots <= sys.stdlib_module_names | {"msgspec", "stls_core"}


@pytest.mark.parametrize("path", python_files("stls_core"), ids=module_name)
def test_shared_rules_read_no_clock_file_or_chance(path):
    impure = {"os", "pathlib", "random", "secrets", "socket", "subprocess", "time", "io", "shutil"}
    assert not {name.partition(".")[0] for name in imported(path)} & impure


@pytest.mark.parametrize("path", python_files("stls_desktop/gui"), ids=module_name)
def test_screens_reach_store_sync_and_reports_through_services(path):
    if any(_is_inside(module_name(path), door) for door in DOORS):
        return
    names = list(imported(path))
    assert not [n for n in names if any(_is_inside(n, package) for package in BEHIND_SERVICES)]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_laptop_and_server_never_import_each_other(path):
    own = module_name(path).partition(".")[0]
    strangers = {"stls_desktop", "stls_server"} - {own}
    assert not {name.partition(".")[0] for name in imported(path)} & strangers
