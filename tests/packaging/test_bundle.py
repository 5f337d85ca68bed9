"""What build.spec puts into the bundle, asked of the spec itself; `dev.py build` makes it."""

from __future__ import annotations

import ast
import importlib.util
import tomllib
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from requirements import licences
from stls_desktop.security.vault import ALLOWED_BACKENDS
from tests.architecture.tree import ROOT


@pytest.fixture(scope="module")
def spec(tmp_path_factory):
    """The names of build.spec, run as PyInstaller runs it but with nothing analysed."""
    asked = {}

    def analysis(scripts, **named):
        asked.update(named, scripts=scripts)
        return SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])

    names = {
        "SPECPATH": str(ROOT),
        "workpath": str(tmp_path_factory.mktemp("work")),
        "Analysis": analysis,
        **dict.fromkeys(("PYZ", "EXE", "COLLECT"), lambda *_, **__: None),
    }
    code = compile((ROOT / "build.spec").read_text(encoding="utf-8"), "build.spec", "exec")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        exec(code, names)
    return SimpleNamespace(**names, asked=asked)


def test_bundle_has_the_same_data_as_the_wheel(spec):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pairs = project["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    wheel = {source: to for source, to in pairs.items() if to.startswith("stls_desktop/")}
    assert dict(spec.DATA) == wheel
    assert all((ROOT / source).is_dir() for source in wheel)
    assert set(spec.DATA) <= set(spec.asked["datas"])


def test_every_script_and_data_file_of_the_spec_is_there(spec):
    assert all((ROOT / script).is_file() for script in spec.asked["scripts"])
    gone = [source for source, _ in spec.asked["datas"] if not (ROOT / source).exists()]
    assert gone == []


@pytest.mark.parametrize("library", ["reportlab", "docx"])
def test_a_library_brings_its_own_files(spec, library):
    assert any(target.startswith(library) for _, target in spec.asked["datas"])


def test_what_is_loaded_by_name_is_there_and_goes_in(spec):
    for name in spec.HIDDEN:
        assert importlib.util.find_spec(name) is not None, name


def test_every_keyring_that_the_vault_trusts_goes_in(spec):
    assert {place.partition(":")[0] for place in ALLOWED_BACKENDS} <= set(spec.HIDDEN)


def test_every_module_of_ours_goes_in_and_the_server_does_not(spec):
    for package in ("stls_core", "stls_desktop"):
        modules = {
            ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            for path in (ROOT / package).rglob("*.py")
            if path.name != "__main__.py"
        }
        assert modules - set(spec.HIDDEN) == set()
    assert {"stls_server", "psycopg", "pytest", "_pytest"} <= set(spec.EXCLUDED)


def test_nothing_is_left_out_that_our_own_modules_import(spec):
    imported = {
        name
        for package in ("stls_core", "stls_desktop", "db/laptop")
        for path in (ROOT / package).rglob("*.py")
        for name in _imports(path)
    }
    assert "sqlalchemy" in imported
    wanted = {
        name for name in imported for left in spec.EXCLUDED if f"{name}.".startswith(f"{left}.")
    }
    assert wanted == set()


def _imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    ("target", "is_used"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\styles\\qmodernwindowsstyle.dll", True),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", True),
        ("PySide6/Qt/plugins/iconengines/libqsvgicon.so", True),
        ("PySide6/Qt/plugins/printsupport/libcupsprintersupport.so", True),
        ("PySide6/Qt/translations/qtbase_en.qm", True),
        ("sqlcipher3/_sqlite3.so", True),
        ("libfontconfig.so.1", True),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("PySide6/Qt/lib/libQt6Quick.so.6", False),
        ("PySide6\\Qt6Pdf.dll", False),
        ("PySide6\\opengl32sw.dll", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("libgtk-3.so.0", False),
        ("libpango-1.0.so.0", False),
    ],
)
def test_only_what_a_screen_needs_of_qt_is_shipped(spec, target, is_used):
    assert spec.is_used((target, "", "BINARY")) is is_used


# Licences


def test_every_shipped_package_brings_its_licence():
    folders = {target.split("/")[1] for _, target in licences.of_packages()}
    shipped = {name for name in licences.locked() if _is_installed(name)}
    assert {"pyside6-essentials", "sqlcipher3", "reportlab", "pillow"} <= shipped
    assert shipped | {"python"} == folders


def _is_installed(name):
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def test_qts_and_sqlciphers_licences_are_there_although_their_wheels_lack_them():
    texts = {(Path(source).name, target) for source, target in licences.of_packages()}
    assert ("LGPL-3.0.txt", "licences/pyside6-essentials") in texts
    assert ("SQLCipher.txt", "licences/sqlcipher3") in texts
    assert "LESSER" in (licences.TEXTS / "LGPL-3.0.txt").read_text(encoding="utf-8")
    assert "ZETETIC" in (licences.TEXTS / "SQLCipher.txt").read_text(encoding="utf-8")


def test_the_page_of_licences_lists_every_shipped_package(tmp_path):
    page, folder = licences.write_index(tmp_path)
    assert folder == licences.TARGET
    words = Path(page).read_text(encoding="utf-8")
    assert [
        name for name in licences.locked() if _is_installed(name) and f"\n{name} " not in words
    ] == []
    assert "pyside6-essentials 6.11.3: LGPL" in words


def test_a_package_without_a_licence_stops_the_build(monkeypatch):
    monkeypatch.setattr(licences, "LEFT_OUT", {})
    with pytest.raises(licences.LicenceMissingError, match="pyside6-essentials"):
        licences.of_packages()


def test_no_two_licence_texts_land_on_one_another():
    places = [(target, Path(source).name) for source, target in licences.of_packages()]
    assert len(places) == len(set(places))


def test_fonts_icons_and_words_bring_theirs():
    for place in (
        "fonts/inter",
        "fonts/noto-sans",
        "fonts/andika",
        "fonts/lexend",
        "icons",
        "words",
    ):
        folder = ROOT / "resources" / place
        assert [*folder.glob("OFL*"), *folder.glob("LICENSE*")], place
