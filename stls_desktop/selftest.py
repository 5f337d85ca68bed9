"""`stls-desktop --selftest` finds out whether this installation has all that a day's work needs.

Loads every module, makes an encrypted store in a temporary folder, opens every form and page off
screen, draws a note and a picture of it. Must leave nothing behind, need no network and ask no
keyring for anything.
"""

from __future__ import annotations

import datetime as dt
import importlib
import os
import pkgutil
import platform
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from stls_desktop import __version__

if TYPE_CHECKING:
    from stls_desktop.gui.runner import Runner
    from stls_desktop.gui.workbench import Workbench
    from stls_desktop.services.desk import Desk
    from stls_desktop.services.issuing import Drawn
    from stls_desktop.services.opening import Opened, Place

PASSED: Final = 0
NOT_PASSED: Final = 2
WAIT_S: Final = 60.0
SMALLEST_JPEG: Final = 400  # bytes; less has no picture in it
OURS: Final = ("stls_core", "stls_desktop")
LIBRARIES: Final = (  # loaded late or by name, which a bundle may miss without anybody noticing
    "alembic.op",
    "argon2.low_level",
    "cryptography.hazmat.primitives.ciphers.aead",
    "docx",
    "PIL.ImageCms",
    "PIL.JpegImagePlugin",
    "PIL.PngImagePlugin",
    "PIL.WebPImagePlugin",
    "httpx",
    "keyring.backend",
    "pikepdf",
    "platformdirs",
    "PySide6.QtPrintSupport",
    "PySide6.QtSvg",
    "pypdfium2",
    "reportlab.platypus",
    "sqlalchemy.dialects.sqlite.pysqlcipher",
    "sqlcipher3.dbapi2",
    "truststore",
    "zstandard",
)


class FoundWantingError(Exception):
    """A check found something missing; the words say what. They hold nobody's name."""


@dataclass
class _Bench:
    """What one check makes and a later one uses."""

    folder: Path
    application: Any = None
    opened: Opened | None = None
    workbench: Workbench | None = None
    note: Drawn | None = None
    runner: Runner | None = None
    version_id: str = ""
    keep: list[object] = field(default_factory=list)


def run(log: Path | None = None) -> int:
    """Make every check, a line for each; 0 if all passed, else 2.

    log: also written there, because a Windows program has no console to print on.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # the offscreen platform warns of every window that it cannot size
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    with _streams(log) as say, tempfile.TemporaryDirectory(prefix="stls-selftest-") as folder:
        bundled = "bundle" if getattr(sys, "frozen", False) else "Python"
        say(f"STLS Desktop {__version__}, {bundled} {platform.python_version()}, {sys.platform}")
        bench = _Bench(Path(folder))
        failed = 0
        for name, check in _CHECKS:
            failed += not _passes(name, check, bench, say)
        _put_away(bench)
        say("passed" if not failed else f"not passed: {failed} of {len(_CHECKS)} checks failed")
    return NOT_PASSED if failed else PASSED


def _passes(
    name: str, check: Callable[[_Bench], str], bench: _Bench, say: Callable[[str], None]
) -> bool:
    began = time.perf_counter()
    try:
        found = check(bench)
    except Exception as error:  # noqa: BLE001 - whatever it is, the next check is still made
        place = traceback.extract_tb(error.__traceback__)[-1]
        say(f"FAIL  {name}: {type(error).__name__}: {error} ({place.name}, line {place.lineno})")
        return False
    say(f"ok    {name}: {found} ({(time.perf_counter() - began) * 1000:.0f} ms)")
    return True


def _modules(_bench: _Bench) -> str:
    names = [*LIBRARIES, *(name for package in OURS for name in _inside(package))]
    for name in names:
        importlib.import_module(name)
    return f"{len(names)} loaded"


def _inside(package: str) -> Iterator[str]:
    root = importlib.import_module(package)
    for found in pkgutil.walk_packages(root.__path__, f"{package}."):
        if not found.name.endswith("__main__"):
            yield found.name


def _look(bench: _Bench) -> str:
    from stls_desktop.app import make_application
    from stls_desktop.assets import asset_path
    from stls_desktop.gui import icons
    from stls_desktop.gui.theme import load_fonts, theme, token_tables

    bench.application = make_application()
    if not load_fonts():
        raise FoundWantingError("no typeface could be loaded")
    for name in token_tables():
        theme().apply(name)
    theme().apply("light")
    names = sorted(path.stem for path in asset_path("resources", "icons").glob("*.svg"))
    blank = [n for n in names if not _has_ink(icons.pixmap(n, "#000000", 16, 1).toImage())]
    if blank or not names:
        raise FoundWantingError(f"icons without a picture: {', '.join(blank) or 'all'}")
    return f"{len(token_tables())} themes, {len(names)} icons, {', '.join(load_fonts())}"


def _has_ink(picture: Any) -> bool:  # noqa: ANN401 - a QImage; Qt is not this module's business
    first = picture.pixel(0, 0)
    spots = range(picture.width())
    return any(picture.pixel(x, y) != first for x in spots for y in range(picture.height()))


def _store(bench: _Bench) -> str:
    from stls_desktop.security.cost import FLOOR
    from stls_desktop.security.passphrase import generate
    from stls_desktop.services import opening
    from stls_desktop.services.desk import Identity

    place, passphrase = _place(bench), generate()
    identity = Identity(account=opening.new_id(), name="Self Test", team=opening.new_id())
    opening.set_up(place, passphrase, identity, cost=FLOOR).close()
    path = place.folder.store_path
    with path.open("rb") as file:
        if file.read(6) == b"SQLite":
            raise FoundWantingError("the store is not encrypted")
    bench.opened = opening.unlock(place, passphrase)
    if not bench.opened.desk.store.is_sound():
        raise FoundWantingError("the new store is not sound")
    sqlite = importlib.import_module("sqlcipher3.dbapi2").sqlite_version
    return f"made, migrated and unlocked; SQLite {sqlite}"


def _place(bench: _Bench) -> Place:
    from stls_desktop.config import settings_for
    from stls_desktop.services.opening import Place

    settings = settings_for(bench.folder / "data", is_demo=True)
    return Place(settings, bench.folder / "device-secret.json")


def _search(bench: _Bench) -> str:
    from stls_desktop.demo.caseload import fill
    from stls_desktop.services.finding import find
    from stls_desktop.services.schools import list_schools

    desk = _opened(bench).desk
    fill(desk)
    name = list_schools(desk)[0].name
    found = [hit for hit in find(desk, name) if hit.title == name]
    if not found:
        raise FoundWantingError("the full-text search does not find a school by its name")
    return "a school is found by its name"


def _forms(bench: _Bench) -> str:
    from stls_core.documents import title_of
    from stls_core.records import all_kinds
    from stls_desktop.gui.change_bus import ChangeBus
    from stls_desktop.gui.prompts import Prompts
    from stls_desktop.gui.runner import Runner
    from stls_desktop.gui.screens.record import RecordScreen
    from stls_desktop.gui.workbench import Workbench
    from stls_desktop.services.records import RecordSheet, blank

    desk = _opened(bench).desk
    bench.runner = Runner()
    bench.workbench = Workbench(desk, bench.runner, ChangeBus(), Prompts())
    fields = 0
    for kind in all_kinds():
        opened = blank(desk, kind)
        screen = RecordScreen(
            bench.workbench, RecordSheet(opened, None, title_of(kind, opened.doc))
        )
        screen.show()
        if screen.grab().isNull():
            raise FoundWantingError(f"the form of {kind.name} cannot be drawn")
        fields += len(screen.form.boxes)
        screen.hide()
        bench.keep.append(screen)
    return f"{len(all_kinds())} kinds, {fields} fields"


def _pages(bench: _Bench) -> str:
    from stls_desktop.gui.shell import Shell
    from stls_desktop.services.today import today

    workbench = bench.workbench
    if workbench is None:
        raise FoundWantingError("not tried, because an earlier check failed")
    shell = Shell(workbench)
    bench.keep.append(shell)
    shell.window.show()
    keys = ("schools", "pupils", "reports", "sync", "today")
    for key in keys:
        shell.window.show_page(key)
        _settle(bench)
        if shell.window.grab().isNull():
            raise FoundWantingError(f"the page {key} cannot be drawn")
    shell.today.open_visit(today(workbench.desk).visits[0].id)
    _settle(bench)
    shell.driver.stop()
    shell.window.close()
    return f"{len(keys)} pages and a visit"


def _settle(bench: _Bench) -> None:
    """Let the lanes and the event loop come to rest."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        bench.application.processEvents()
        if bench.runner is None or not bench.runner.is_busy():
            bench.application.processEvents()
            return
        time.sleep(0.005)
    raise FoundWantingError("the background work does not come to an end")


def _note(bench: _Bench) -> str:
    from stls_desktop.services import notes, signing
    from stls_desktop.services.previews import SCREEN_DPI, page_images
    from stls_desktop.services.today import today

    desk = _opened(bench).desk
    visit = today(desk).visits[0]
    _write_up(desk, visit.id)
    signed = signing.sign_visit(desk, visit.id)
    note = notes.draw(desk, signed.version_id)
    bench.note = note
    pictures = page_images(note.content, SCREEN_DPI)
    if not note.content.startswith(b"%PDF-") or len(set(pictures[0].bgra)) <= 2:  # noqa: PLR2004
        raise FoundWantingError("the note is empty")
    return f"{len(note.content) / 1000:.0f} kB, {len(pictures)} pages, drawn and pictured"


def _write_up(desk: Desk, visit_id: str) -> None:
    """Fill in what a visit needs to be signed."""
    from stls_core.documents import nest
    from stls_core.records.visits import Discussion
    from stls_desktop.services import visits

    sheet = visits.open_sheet(desk, visit_id)
    if sheet is None:
        raise FoundWantingError("the visit of today cannot be opened")
    fresh = nest(visits.blank_discussion(desk, visit_id, sheet.setting.id).doc)
    now, day = desk.now(), desk.today()
    talk = {**fresh, "created_at": now, "area_of_need": "CI", "advice": "Sit by the door."}
    next_on = (day + dt.timedelta(days=60)).isoformat()
    whole = {"starts_at": "09:00:00", "ends_at": "11:00:00", "next_visit_on": next_on}
    with desk.store.write() as work:
        for one in sheet.carried:
            answer = {
                "status": "NOT_YET",
                "reviewed_in_id": visit_id,
                "reviewed_on": day.isoformat(),
            }
            work.edit("action", one.rec, answer)
        work.put(Discussion(**talk))
        reason = {"has_no_actions": True, "no_actions_reason": "A self-test."}
        work.edit("link_visit", visit_id, {**whole, **reason})


def _photo(bench: _Bench) -> str:
    """A photo is cleaned, and a photo and a PDF get their small pictures."""
    from stls_desktop.services import attaching

    if bench.note is None:
        raise FoundWantingError("not tried, because an earlier check failed")
    drawn = _screenshot(bench)
    made = [attaching.read_pasted(content) for content in (drawn, bench.note.content)]
    if any(len(each.small) < SMALLEST_JPEG or each.small[:2] != b"\xff\xd8" for each in made):
        raise FoundWantingError("a small picture is empty")
    return f"cleaned to {len(made[0].content) / 1000:.0f} kB, small pictures of both"


def _screenshot(bench: _Bench) -> bytes:
    """Some picture: the form that was drawn before, as a PNG."""
    path = bench.folder / "photo.png"
    if not bench.keep[0].grab().save(str(path)):  # type: ignore[attr-defined]
        raise FoundWantingError("no picture could be written")
    return path.read_bytes()


def _network(_bench: _Bench) -> str:
    from stls_desktop.services.syncing import Enrolment, transport_to

    with transport_to(Enrolment("https://selftest.invalid", "", "")):
        return "ready; nothing was sent"


def _keyring(_bench: _Bench) -> str:
    from stls_desktop.security.problems import NoVaultError
    from stls_desktop.security.vault import ALLOWED_BACKENDS, system_vault

    modules = [place.partition(":")[0] for place in ALLOWED_BACKENDS]
    able = [name.rpartition(".")[2] for name in modules if _can_load(name)]
    try:
        system_vault("STLS Desktop self-test", time_limit_s=10)
    except NoVaultError:
        return f"none runs here (built in: {', '.join(able)})"
    return f"works (built in: {', '.join(able)})"


def _can_load(module: str) -> bool:
    try:
        importlib.import_module(module)
    except Exception:  # noqa: BLE001 - another system's backend, or a service that is not there
        return False
    return True


def _opened(bench: _Bench) -> Opened:
    if bench.opened is None:
        raise FoundWantingError("not tried, because an earlier check failed")
    return bench.opened


def _put_away(bench: _Bench) -> None:
    if bench.runner is not None:
        bench.runner.stop()
    bench.keep.clear()
    if bench.opened is not None:
        bench.opened.close()


class _streams:  # noqa: N801 - used like a function
    """Where lines go: standard output if there is one, and a file if one is named."""

    def __init__(self, log: Path | None) -> None:
        self._log = log
        self._file: TextIO | None = None

    def __enter__(self) -> Callable[[str], None]:
        if self._log is not None:
            self._file = self._log.open("w", encoding="utf-8")
        return self._say

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def _say(self, line: str) -> None:
        for stream in (sys.stdout, self._file):
            if stream is not None:  # a program without a console has no standard output
                stream.write(f"{line}\n")
                stream.flush()


_CHECKS: Final[tuple[tuple[str, Callable[[_Bench], str]], ...]] = (
    ("modules", _modules),
    ("look", _look),
    ("store", _store),
    ("search", _search),
    ("forms", _forms),
    ("pages", _pages),
    ("note", _note),
    ("photo", _photo),
    ("network", _network),
    ("keyring", _keyring),
)
