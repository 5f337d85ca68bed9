"""Makes the measured report by one program again and again and says how long each took.

`python -m bench.started.peer PROGRAM FOLDER FONTS`: sources with other words lie in FOLDER as
0.typ, 1.typ … or 0.html …; the last file made is left there as PROGRAM.pdf. Knows the standard
library and the one program, so that any Python that has it can run this; only "ours", "bare" and
"word" need the project's own.
"""

import importlib
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.started.said import now, say

Draw = Callable[[Path], bytes]
"""One file from its source."""


def main(program: str, folder: Path, fonts: Path) -> None:
    """Draw every source in order; the first counts from the start of the process."""
    if program == "word":
        say(_word(folder))
        return
    draw, sources = _PROGRAMS[program](folder, fonts)
    made = draw(sources[0])
    facts = now()
    taken = []
    for source in sources[1:]:
        began = time.perf_counter()
        made = draw(source)
        taken.append((time.perf_counter() - began) * 1000)
    (folder / f"{program}.pdf").write_bytes(made)
    say({**facts, "warm_ms": statistics.median(taken), "peak_mb": now()["rss_mb"]})


def _typst(folder: Path, fonts: Path) -> tuple[Draw, list[Path]]:
    typst = importlib.import_module("typst")
    known = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(each) for each in sorted(fonts.iterdir()) if each.is_dir()],
    )

    def draw(source: Path) -> bytes:
        made: bytes = typst.compile(source.read_bytes(), font_paths=known, pdf_standards=["ua-1"])
        return made

    return draw, _numbered(folder, "typ")


def _weasyprint(folder: Path, fonts: Path) -> tuple[Draw, list[Path]]:  # noqa: ARG001 - in the source
    weasyprint = importlib.import_module("weasyprint")
    known = importlib.import_module("weasyprint.text.fonts").FontConfiguration()

    def draw(source: Path) -> bytes:
        page = weasyprint.HTML(string=source.read_text(encoding="utf-8"))
        made: bytes = page.write_pdf(pdf_variant="pdf/ua-1", font_config=known)
        return made

    return draw, _numbered(folder, "html")


def _ours(folder: Path, fonts: Path) -> tuple[Draw, list[Path]]:  # noqa: ARG001 - our own
    from bench.samples import report
    from stls_desktop.reports.render import render

    return lambda source: render(report(int(source.stem))), _numbered(folder, "typ")


def _bare(folder: Path, fonts: Path) -> tuple[Draw, list[Path]]:  # noqa: ARG001 - our own
    from bench.bare import bare
    from bench.samples import report

    return lambda source: bare(report(int(source.stem))), _numbered(folder, "typ")


_PROGRAMS = {"typst": _typst, "weasyprint": _weasyprint, "ours": _ours, "bare": _bare}


def _numbered(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.glob(f"[0-9]*.{ending}"), key=lambda path: int(path.stem))


def _word(folder: Path) -> dict[str, float]:
    """The Word copy, converted. Warm is what one file more costs a LibreOffice that is running."""
    from bench.samples import report
    from stls_desktop.reports.word import word

    copies = [path.with_suffix(".docx") for path in _numbered(folder, "typ")]
    taken = []
    copies[0].write_bytes(word(report(0)))
    one = _converted(folder, copies[:1])
    facts = now()
    for number, copy in enumerate(copies):
        began = time.perf_counter()
        copy.write_bytes(word(report(number)))
        taken.append(time.perf_counter() - began)
    more = (_converted(folder, copies) - one) / (len(copies) - 1)
    shutil.copy(copies[-1].with_suffix(".pdf"), folder / "word.pdf")
    warm = (statistics.median(taken) + more) * 1000
    return {**facts, "warm_ms": warm, "peak_mb": _most_of_children()}


def _converted(folder: Path, copies: list[Path]) -> float:
    """Seconds of one LibreOffice without a window for all of these."""
    options = '{"PDFUACompliance":{"type":"boolean","value":"true"}}'
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'office').as_uri()}"]
    command += ["--convert-to", f"pdf:writer_pdf_Export:{options}", "--outdir", str(folder)]
    began = time.perf_counter()
    subprocess.run([*command, *map(str, copies)], check=True, capture_output=True)
    return time.perf_counter() - began


def _most_of_children() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
