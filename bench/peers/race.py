"""The report of four pages by us and by each other program that is here, in the same run.

The same content for all of them: as Typst source, as HTML, and as the Word copy that we write,
converted by LibreOffice. None of them is part of the product or of its locks: whoever wants the
figures names a Python that has them. What is not there is said to be not installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import page as validation
import pikepdf

from bench.fresh import ROOT, median, once, took
from bench.peers.html_source import html_source
from bench.peers.typst_source import typst_source
from bench.samples import report
from stls_desktop.reports.styles import style

FONTS: Final = ROOT / "resources" / "fonts"
_SOURCES: Final = 16  # one cold and the others warm, no two with the same words
_ROUNDS: Final = 3
_NAMES: Final = {
    "ours": "Ours, tagged",
    "bare": "reportlab bare",
    "typst": "Typst",
    "weasyprint": "WeasyPrint",
    "word": "Word copy, LibreOffice",
}
_OURS: Final = ("ours", "bare")
_MODULES: Final = ("typst", "weasyprint")
_TIMES: Final = ("warm", "ours is", "cold", "ours is")
_HEAD: Final = ("4-page report", *_TIMES, "peak", "file", "pages", "tagged", "PDF/UA-1")


@dataclass(frozen=True)
class Runner:
    """What one program needs for the report, and what it makes. Times in milliseconds."""

    name: str
    warm: float
    cold: float
    peak_mb: float
    kb: float
    pages: int
    is_tagged: bool
    broken_rules: tuple[str, ...]
    """The rules of PDF/UA-1 that the file breaks."""


@dataclass(frozen=True)
class Race:
    """{program: its figures, or None where it is not installed}, ours first."""

    runners: dict[str, Runner | None]

    def as_json(self) -> dict[str, Any]:
        """The figures for machines."""
        return {name: asdict(one) if one else None for name, one in self.runners.items()}

    def table(self) -> str:
        """The figures in columns, for people; "ours is" is our time as a multiple of theirs."""
        ours = self.runners["ours"]
        rows: list[tuple[str, ...]] = [_HEAD]
        for program, one in self.runners.items():
            missing = (_NAMES[program], "not installed", *[""] * (len(_HEAD) - 2))
            rows.append(_cells(one, ours) if one and ours else missing)
        widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
        rows.insert(1, tuple("-" * width for width in widths))
        return "\n".join(_line(row, widths) for row in rows)


def race(python: str = sys.executable) -> Race:
    """Every program in turns, so that what else goes on disturbs all alike; peers by `python`."""
    versions = _installed(python)
    with tempfile.TemporaryDirectory(prefix="stls-peers-") as name:
        folder = Path(name)
        _write_sources(folder)
        runs: dict[str, list[dict[str, Any]]] = {program: [] for program in versions}
        for turn in range(_ROUNDS + 1):
            for program in tuple(versions):
                own = python if program in _MODULES else sys.executable
                try:
                    said = once("peer", program, str(folder), str(FONTS), python=own)
                except subprocess.CalledProcessError:  # it has told why: a library that it lacks
                    if program in _OURS:
                        raise
                    print(f"{_NAMES[program]} is here and does not run", file=sys.stderr)
                    del versions[program]
                    continue
                if turn:  # the first of each compiles modules, makes profiles and fills caches
                    runs[program].append(said)
        return Race(
            {
                program: _runner(f"{name} {versions[program]}".strip(), program, runs, folder)
                if program in versions
                else None
                for program, name in _NAMES.items()
            }
        )


def _installed(python: str) -> dict[str, str]:
    """{program: its version}, of those that are here."""
    ask = "import importlib.metadata as m, json, sys\nfound = {}\nfor name in sys.argv[1:]:\n"
    ask += " try: found[name] = m.version(name)\n except m.PackageNotFoundError: pass\n"
    ask += "print(json.dumps(found))"
    done = subprocess.run(
        [python, "-c", ask, *_MODULES], check=True, capture_output=True, text=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    if shutil.which("soffice"):
        told = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True)  # noqa: S607
        found["word"] = told.stdout.split()[1]
    return {**dict.fromkeys(_OURS, ""), **found}


def _write_sources(folder: Path) -> None:
    for number in range(_SOURCES):
        document = report(number)
        source = typst_source(document, style())
        (folder / f"{number}.typ").write_text(source, encoding="utf-8")
        page = html_source(document, FONTS / "noto-sans")
        (folder / f"{number}.html").write_text(page, encoding="utf-8")


def _runner(
    name: str, program: str, runs: Mapping[str, list[dict[str, Any]]], folder: Path
) -> Runner:
    content = (folder / f"{program}.pdf").read_bytes()
    checked = validation.validate_pdf_bytes(content, profile=validation.ValidationProfile.PDF_UA_1)
    with pikepdf.open(folder / f"{program}.pdf") as file:
        is_tagged = "/StructTreeRoot" in file.Root and bool(file.Root.get("/MarkInfo"))
        pages = len(file.pages)
    return Runner(
        name=name,
        warm=median(runs[program], "warm_ms"),
        cold=took(runs[program], "at"),
        peak_mb=max(run["peak_mb"] for run in runs[program]),
        kb=len(content) / 1e3,
        pages=pages,
        is_tagged=is_tagged,
        broken_rules=tuple(sorted({failure.rule_id for failure in checked.failures})),
    )


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    name, *others = row
    cells = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return "  ".join([name.ljust(widths[0]), *cells]).rstrip()


def _cells(one: Runner, ours: Runner) -> tuple[str, ...]:
    broken = len(one.broken_rules)
    return (
        one.name,
        f"{one.warm:,.0f} ms",
        f"{ours.warm / one.warm:.2f} ×",
        f"{one.cold:,.0f} ms",
        f"{ours.cold / one.cold:.2f} ×",
        f"{one.peak_mb:,.0f} MB" if one.peak_mb else "–",
        f"{one.kb:,.0f} kB",
        str(one.pages),
        "yes" if one.is_tagged else "no",
        f"breaks {broken} rule{'s' * (broken > 1)}" if broken else "passes",
    )
