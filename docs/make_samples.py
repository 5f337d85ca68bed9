"""Writes docs/samples: the handbook's worked case as a report for each reader and in each format.

Run from the repository: `python docs/make_samples.py`. The same case is what the tests draw; all
of it is invented. Polish and Arabic headings are proofs that nobody has reviewed, and say so.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402 - after the path
from PIL import Image  # noqa: E402

from stls_desktop.reports.advice.catalogue import shipped  # noqa: E402
from stls_desktop.reports.advice.copies import COPIES, content_of, copy_of  # noqa: E402
from stls_desktop.reports.advice.values import Report  # noqa: E402
from stls_desktop.reports.advice.words import translated  # noqa: E402
from stls_desktop.reports.content import Document  # noqa: E402
from tests.reports.advice_samples import WORKED  # noqa: E402

SAMPLES: Final = ROOT / "docs" / "samples"
REPORT: Final = replace(WORKED, is_demo=True)
COPIED: Final = (
    ("senco", "SENCO", "STANDARD"),
    ("class-teacher", "TEACHER", "STANDARD"),
    ("family", "PARENT", "STANDARD"),
    ("family-large-print", "PARENT", "LARGE"),
    ("family-dyslexia-friendly", "PARENT", "DYSLEXIA"),
    ("senco-high-contrast", "SENCO", "CONTRAST"),
    ("family-a5", "PARENT", "A5"),
    ("family-plain-text", "PARENT", "TEXT"),
    ("senco-word", "SENCO", "DOCX"),
    ("agreed-actions", "SENCO", "ACTIONS"),
    ("plan-and-review", "SENCO", "PLAN"),
    ("impact", "SENCO", "IMPACT"),
    ("voice", "SENCO", "VOICE"),
    ("strategy-cards", "SENCO", "CARDS"),
    ("lift-slip", "SENCO", "LIFT"),
)
TRANSLATED: Final = (("family-polish-unreviewed", "pl"), ("family-arabic-unreviewed", "ar"))
PICTURES: Final = {
    "senco": 0.6,
    "family": 0.6,
    "family-large-print": 0.6,
    "family-arabic-unreviewed": 0.6,
    "impact": 0.6,
}
"""{sample: scale of the picture of its first page}."""


def main() -> int:
    """Write every sample; the same case gives the same bytes, save for the Word copy."""
    SAMPLES.mkdir(exist_ok=True)
    for name, document, variant in samples():
        _write(name, COPIES[variant].ending, copy_of(document, variant))
    return 0


def samples() -> Iterator[tuple[str, Document, str]]:
    """(name, what it says, its format) of every sample."""
    for name, audience, variant in COPIED:
        yield name, content_of(REPORT, audience, variant), variant
    for name, tag in TRANSLATED:
        table = {key: wording.text for key, wording in shipped(tag).items()}
        words = translated("family", tag, table)
        proof: Report = replace(REPORT, is_draft=True)  # an unreviewed language is not issued
        yield name, content_of(proof, "PARENT", "STANDARD", words), "STANDARD"


def _write(name: str, ending: str, content: bytes) -> None:
    (SAMPLES / f"{name}.{ending}").write_bytes(content)
    if name in PICTURES:
        page = pypdfium2.PdfDocument(content)[0].render(scale=PICTURES[name] * 2)
        picture = page.to_pil().convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
        picture.save(SAMPLES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    raise SystemExit(main())
