#!/usr/bin/env python3
"""The project's commands: run, test, bench, build, lock. One file, standard library only.

Works with nothing but Python 3.11 or newer on Windows, macOS and Linux: it makes `.venv`, installs
the locked packages (hashes checked, wheels only) and then runs the command inside. It must never
change anything outside the checkout, save for Debian's own packages when it runs as root there,
and never override where pip is configured to fetch from.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "stls-stamp"
LOCK = ROOT / "requirements" / "dev.txt"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
TOUR = BUILD / "tour"
IS_WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if IS_WINDOWS else "bin/python")

SIGNALLED = 128  # a shell's exit code for a program that a signal ended: this plus the signal
NOT_HANDED_ON = (
    "PYTHONDONTWRITEBYTECODE",  # compiling everything again takes each start two seconds
    "PYTHONHOME",
    "PYTHONPATH",
    "VIRTUAL_ENV",
)
OLDEST, TOO_NEW = (3, 11), (3, 15)
DISK_NEEDED = 2_500_000_000  # bytes: .venv is 1.1 GB on Linux, downloads pass through the disk too
GLIBC_NEEDED = (2, 34)  # what the Qt wheels are built for: Debian 12, Ubuntu 22.04, RHEL 9
PROBE = "iniconfig"  # the smallest locked package: can the package index be reached at all?

OFF_SCREEN = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_LOGGING_RULES": "default.warning=false",  # it warns of every window that it cannot size
}

QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1",
}
"""Shared library -> Debian package: enough for Qt without a screen."""

QT_WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libcups.so.2": "libcups2",
}
"""What a real window under X needs on top, and printing."""

TOOLCHAIN = {"objdump": "binutils"}
"""What PyInstaller calls on Linux."""

USAGE = """python3 dev.py COMMAND        (Windows: py dev.py COMMAND)

  run                        council server and app with a made-up caseload; no screen: the tour
  test [--soak] [ARGS]       ruff, mypy, import-linter and all tests; ARGS go to pytest
  bench [GROUP ...] [--peers [--peers-python PATH]]
                             the figures, each against a limit measured in the same run
  build                      wheel and stand-alone bundle in dist/, both self-tested
  lock [--check] [--upgrade] make the lock files anew; --check only proves the Windows wheels
  setup                      only set up

Each command first sets up what is missing."""


class SetupError(Exception):
    """The machine lacks something. The message says what, and in one line how to mend it."""


def say(*lines: str) -> None:
    """Print at once, so that our lines and a child's lines keep their order."""
    for line in lines:
        print(line, flush=True)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Say how long a step took, once it is done."""
    began = time.monotonic()
    yield
    say(f"      {name:<30} {time.monotonic() - began:6.1f} s")


# --- before anything is made ---------------------------------------------------------------------


def check_python() -> None:
    """Refuse a Python that no wheel is locked for."""
    found = platform.python_version()
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        raise SetupError(
            f"This is Python {found}; 3.11 to 3.14 are supported.\n"
            "  Mend: " + _by_system(
                "install Python 3.13 from python.org, then: py -3.13 dev.py run",
                "brew install python@3.13, then: python3.13 dev.py run",
                "apt-get install python3 (Debian 12 or newer), or another python3.11+ dev.py run",
            )
        )  # fmt: skip
    if sys.maxsize <= 2**32:
        raise SetupError(
            f"This is a 32-bit Python {found}; Qt has wheels for 64 bit only.\n"
            "  Mend: install the 64-bit Python from python.org."
        )


def check_glibc() -> None:
    """Refuse a Linux older than the Qt wheels, or one with another C library."""
    if not sys.platform.startswith("linux"):
        return
    name, version = platform.libc_ver()
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if name != "glibc" or numbers < GLIBC_NEEDED:
        raise SetupError(
            f"The C library here is {name or 'not glibc'} {version}; Qt needs glibc 2.34.\n"
            "  Mend: use Debian 12, Ubuntu 22.04, RHEL 9 or newer."
        )


def check_disk() -> None:
    """Refuse to begin a download that cannot end well."""
    free = shutil.disk_usage(ROOT).free
    if free < DISK_NEEDED:
        raise SetupError(
            f"{free / 1e9:.1f} GB are free here; setting up needs {DISK_NEEDED / 1e9:.1f} GB.\n"
            "  Mend: free some space, or move the checkout to a larger disk."
        )


def check_venv_module() -> None:
    """Debian ships Python without `ensurepip`: as root install it, else say the line."""
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        return
    install_debian_packages(
        [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"],
        "Python is here without its `venv` module.",
    )
    importlib.invalidate_caches()


def check_qt_libraries(*, windows: bool) -> None:
    """Qt's wheels expect some system libraries on Linux; name the Debian packages that lack.

    windows: also those that a real window needs.
    """
    if not sys.platform.startswith("linux"):
        return
    wanted = {**QT_LIBRARIES, **(QT_WINDOW_LIBRARIES if windows else {})}
    missing = [package for library, package in wanted.items() if not _loads(library)]
    if missing:
        install_debian_packages(missing, "Qt needs some system libraries.")


def check_toolchain() -> None:
    """PyInstaller reads what a library links to with the system's own tool."""
    missing = [package for tool, package in TOOLCHAIN.items() if shutil.which(tool) is None]
    if missing and sys.platform.startswith("linux"):
        install_debian_packages(missing, "PyInstaller needs a tool of the system.")


def install_debian_packages(packages: list[str], reason: str) -> None:
    """Install as root on Debian and its kin; anywhere else say what to install."""
    names = " ".join(packages)
    if shutil.which("apt-get") is None:
        raise SetupError(f"{reason}\n  Mend: install what your system calls: {names}")
    if os.geteuid() != 0:
        line = f"sudo apt-get install --no-install-recommends {names}"
        raise SetupError(f"{reason}\n  Mend: {line}")
    say(f"{reason} Installing: {names}")
    apt = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=apt, check=False)
    command = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *packages]
    # apt's own account is long and of no interest unless it fails
    done = subprocess.run(command, env=apt, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        raise SetupError(f"{reason}\n  Mend: apt-get install --no-install-recommends {names}")


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _by_system(windows: str, macos: str, linux: str) -> str:
    return {"win32": windows, "darwin": macos}.get(sys.platform, linux)


# --- the environment -----------------------------------------------------------------------------


def set_up() -> None:
    """Make `.venv` what the lock says; a few milliseconds when it already is."""
    check_python()
    wanted = fingerprint()
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    check_glibc()
    check_disk()
    with step("system libraries"):
        check_venv_module()
        check_qt_libraries(windows=has_display())
    with step("an empty .venv"):
        make_venv()
    with step("a word with the package index"):
        check_index()
    say(f"Setting up .venv, once. {download_size()} This takes some minutes.")
    with step("the locked packages"):
        pip("install", "--require-hashes", "--only-binary=:all:", f"--requirement={LOCK}")
    with step("this project"):
        pip("install", "--no-deps", "--no-build-isolation", "--no-index", f"--editable={ROOT}")
    STAMP.write_text(wanted, encoding="utf-8")
    say("Set up.")


def fingerprint() -> str:
    """SHA-256 over all that the environment is made from, and where it stands."""
    digest = hashlib.sha256(f"{sys.version} {platform.machine()} {ROOT}".encode())
    for part in (LOCK, ROOT / "pyproject.toml"):
        digest.update(part.read_bytes())
    return digest.hexdigest()


def make_venv() -> None:
    """Keep an environment of the same Python; replace one that is broken or of another."""
    probe = "import pip, sys; print(*sys.version_info[:2])"
    wanted = f"{sys.version_info[0]} {sys.version_info[1]}"
    if PYTHON.exists() and _output([str(PYTHON), "-c", probe]) == wanted:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def check_index() -> None:
    """Fetch the smallest locked package: tells "no network" from any later trouble."""
    found = re.search(rf"^{PROBE}==.*(?:\n .*)*", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        only = Path(folder) / "probe.txt"
        only.write_text(found.group().rstrip(" \\\n") + "\n", encoding="utf-8")
        reach = ["--retries=1", "--timeout=20", "--require-hashes", "--no-deps", "--quiet"]
        command = [str(PYTHON), "-m", "pip", "download", *reach, f"--dest={folder}"]
        done = subprocess.run(
            [*command, f"--requirement={only}"], capture_output=True, text=True, check=False
        )
    if done.returncode:
        said = "\n".join(f"    {line}" for line in done.stderr.strip().splitlines()[-3:])
        raise SetupError(
            "pip cannot fetch packages from here. It said:\n" + said + "\n"
            "  Mend: connect to a network, or tell pip your proxy or mirror (pip config set …)."
        )


def download_size() -> str:
    """The size for this system, as counted when the lock was made."""
    head = LOCK.read_text(encoding="utf-8")[:300]
    name = _by_system("Windows", "macOS", "Linux")
    found = re.search(rf"{name} (\d+) MB", head)
    return f"About {found.group(1)} MB are downloaded, less what pip has kept." if found else ""


def pip(*arguments: str) -> None:
    """Run the environment's pip; its configuration (index, proxy, certificates) is left alone."""
    command = [str(PYTHON), "-m", "pip", *arguments, "-qq", "--disable-pip-version-check"]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        raise SetupError(
            "pip stopped; its message stands above. Nothing outside .venv was changed.\n"
            "  Mend: see to what it names, then give the same command again."
        )


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


# --- the commands --------------------------------------------------------------------------------


def python(*arguments: str, **settings: str) -> int:
    """Run the environment's Python at the root of the checkout; its exit code.

    Ctrl+C reaches the child as well: it is given the time to settle and to end its own children.
    """
    environment = {**os.environ, "PYTHONUTF8": "1", **settings}
    for name in NOT_HANDED_ON:
        if name not in settings:
            environment.pop(name, None)
    child = subprocess.Popen([str(PYTHON), *arguments], cwd=ROOT, env=environment)
    try:
        code = child.wait()
    except KeyboardInterrupt:
        child.wait()
        raise
    return code if code >= 0 else SIGNALLED - code


def run(arguments: list[str]) -> int:
    """The demo: a loopback council server and the app; without a display the tour."""
    if has_display():
        check_qt_libraries(windows=True)  # it may have been set up when there was no display
        return python("-m", "stls_desktop", *arguments, "demo")
    say("There is no display, so the tour is taken instead: the real windows, off screen.")
    shutil.rmtree(TOUR, ignore_errors=True)
    code = python("-m", "stls_desktop", *arguments, "tour", f"--out={TOUR}", **OFF_SCREEN)
    pictures, notes = sorted(TOUR.rglob("*.png")), sorted(TOUR.rglob("*.pdf"))
    say("")
    say(f"Pictures: {len(pictures)} in {TOUR}")
    say(f"PDF:      {len(notes)} in {TOUR}")
    say(*(f"          {note.relative_to(TOUR)}" for note in notes))
    say("The tour is done." if code == 0 else f"The tour was NOT done; it ended with {code}.")
    return code


# A file at a time and in the order of tests/conftest.py; a test at a time costs pytest-xdist half a
# minute of its own.
_ON_TWO_CORES = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def test(arguments: list[str]) -> int:
    """Every check, each run even if one before it failed; 1 if any did."""
    linter = "from importlinter.cli import lint_imports_command as lint; lint()"
    checks = {
        "ruff check": ["-m", "ruff", "check", "--quiet"],
        "ruff format": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "import-linter": ["-c", linter],
        "pytest": ["-m", "pytest", *_ON_TWO_CORES, *arguments],
    }
    results = []
    for name, command in checks.items():
        say(f"--- {name}")
        began = time.monotonic()
        code = python(*command, QT_QPA_PLATFORM="offscreen")
        results.append((name, code, time.monotonic() - began))
    say("")
    for name, code, seconds in results:
        say(f"{'ok  ' if code == 0 else 'FAIL'}  {name:<14} {seconds:6.1f} s")
    return int(any(code for _, code, _ in results))


def bench(arguments: list[str]) -> int:
    """The figures, printed."""
    settings = {} if has_display() else {"QT_QPA_PLATFORM": "offscreen"}
    return python("-m", "bench", *arguments, **settings)


def build(_arguments: list[str]) -> int:
    """Wheel and bundle into dist/, then the self-test of each, away from the checkout's files."""
    check_qt_libraries(windows=True)  # what is not here cannot be put into the bundle
    check_toolchain()
    shutil.rmtree(DIST, ignore_errors=True)
    return _build_wheel() or _build_bundle()


def _build_wheel() -> int:
    unpacked = BUILD / "wheel"
    shutil.rmtree(unpacked, ignore_errors=True)
    with step("the wheel"):
        if python("-m", "hatchling", "build", "-t", "wheel", "-d", str(DIST)):
            return 1
        (wheel,) = DIST.glob("*.whl")
        pip("install", "--no-deps", "--no-index", f"--target={unpacked}", str(wheel))
    say(f"--- self-test of {wheel.name}, {wheel.stat().st_size / 1e6:.1f} MB")
    return python("-P", "-m", "stls_desktop", "--selftest", PYTHONPATH=str(unpacked))


def _build_bundle() -> int:
    folders = (f"--distpath={DIST}", f"--workpath={BUILD / 'bundle'}")
    with step("the bundle"):
        if python("-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", *folders, "build.spec"):
            return 1
    bundle = DIST / "stls-desktop"
    files = [file for file in bundle.rglob("*") if file.is_file() and not file.is_symlink()]
    size = sum(file.stat().st_size for file in files) / 1e6
    say(f"--- self-test of {bundle.relative_to(ROOT)}, {size:.0f} MB in {len(files)} files")
    return _test_elsewhere(bundle)


def _test_elsewhere(bundle: Path) -> int:
    """The bundle's self-test as on another machine: another place, and no word of this one.

    It reports into a file, because a Windows program without a console has nowhere to print.
    """
    kept = ("SYSTEMROOT", "TEMP", "TMP") if IS_WINDOWS else ()
    bare = {name: os.environ[name] for name in kept if name in os.environ}
    with tempfile.TemporaryDirectory(prefix="stls bundle ") as folder:
        laptop = shutil.copytree(bundle, Path(folder) / "laptop", symlinks=True)
        program = laptop / ("stls-desktop.exe" if IS_WINDOWS else "stls-desktop")
        report = Path(folder) / "report.txt"
        command: list[str | Path] = [program, "--selftest", report]
        quiet = subprocess.DEVNULL  # the same lines stand in the report
        done = subprocess.run(command, env=bare, cwd=folder, check=False, stdout=quiet)
        say(report.read_text(encoding="utf-8").rstrip() if report.exists() else "It did not start.")
    return done.returncode


def lock(arguments: list[str]) -> int:
    """Make the lock files anew, or only prove that Windows has a wheel of everything."""
    return python("-m", "requirements.lock", *arguments)


def setup(_arguments: list[str]) -> int:
    """Nothing beyond what every command does first."""
    return 0


COMMANDS = {
    "run": run, "test": test, "bench": bench, "build": build, "lock": lock, "setup": setup,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Do one command; 2 if it is not known or the machine lacks something."""
    command = COMMANDS.get(arguments[0] if arguments else "")
    if command is None:
        say(USAGE)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    try:
        set_up()
        return command(arguments[1:])
    except SetupError as lacking:
        say(f"Not set up. {lacking}")
        return 2
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
