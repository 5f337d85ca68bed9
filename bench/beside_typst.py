"""The worked case's reports page by page: ours at the left, Typst of the same words at the right.

`python -m bench.beside_typst OUT [NAME …] [--peers-python PATH]`: a PNG for each page, to be looked
at by people. Sizes, colours and margins are the same; where lines and pages end is each its own.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

from bench.fresh import ROOT
from bench.peers.race import FONTS
from bench.peers.typst_source import typst_source
from docs.make_samples import samples
from stls_desktop.reports.advice.copies import COPIES, copy_of
from stls_desktop.reports.styles import style

VERSIONS: Final = (
    "senco",
    "family",
    "class-teacher",
    "family-large-print",
    "family-a5",
    "family-polish-unreviewed",
    "family-arabic-unreviewed",
)
_SCALE: Final = 1.5  # pixels to a point
_BETWEEN: Final = 12
_GROUND: Final = (90, 90, 90)


def main() -> int:
    """Draw the versions that were asked for, or all; 1 if Typst is not there."""
    parser = argparse.ArgumentParser(prog="python -m bench.beside_typst", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(VERSIONS))
    parser.add_argument("--peers-python", metavar="PATH", default=sys.executable)
    asked = parser.parse_args()
    wanted = asked.names or VERSIONS
    chosen = {name: (doc, variant) for name, doc, variant in samples() if name in wanted}
    with tempfile.TemporaryDirectory(prefix="stls-beside-") as folder:
        sources = [Path(folder) / f"{name}.typ" for name in chosen]
        for source, (document, variant) in zip(sources, chosen.values(), strict=True):
            made = COPIES[variant]
            text = typst_source(document, style(made.look, made.page))
            source.write_text(text, encoding="utf-8")
        command = [asked.peers_python, "-m", "bench.started.typst_files", str(FONTS)]
        if subprocess.run([*command, *map(str, sources)], cwd=ROOT, check=False).returncode:
            print("Typst is not installed, or did not like a source", file=sys.stderr)
            return 1
        asked.out.mkdir(parents=True, exist_ok=True)
        for source, (document, variant) in zip(sources, chosen.values(), strict=True):
            theirs = _pages(source.with_suffix(".pdf").read_bytes())
            _write(asked.out, source.stem, _pages(copy_of(document, variant)), theirs)
    return 0


def _pages(content: bytes) -> list[Image.Image]:
    file = pypdfium2.PdfDocument(content)
    return [file[number].render(scale=_SCALE).to_pil() for number in range(len(file))]


def _write(
    out: Path, name: str, ours: Sequence[Image.Image], theirs: Sequence[Image.Image]
) -> None:
    for number, pair in enumerate(zip_longest(ours, theirs), 1):
        width, height = ours[0].size
        both = Image.new("RGB", (2 * width + _BETWEEN, height), _GROUND)
        for place, page in enumerate(pair):
            if page:
                both.paste(page, (place * (width + _BETWEEN), 0))
        both.save(out / f"{name}-{number}.png")
    print(f"{name}: {len(ours)} pages, Typst {len(theirs)}")


if __name__ == "__main__":
    sys.exit(main())
