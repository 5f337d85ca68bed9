"""Compiles Typst sources: `python -m bench.started.typst_files FONTS FILE.typ …`.

Knows the standard library and Typst only, so that any Python that has Typst can run it.
"""

import importlib
import sys
from pathlib import Path


def main(fonts: Path, files: list[Path]) -> None:
    """Each file as an accessible PDF of the same name."""
    typst = importlib.import_module("typst")
    folders = [str(each) for each in sorted(fonts.iterdir()) if each.is_dir()]
    known = typst.Fonts(False, False, folders)
    for file in files:
        made = typst.compile(file.read_bytes(), font_paths=known, pdf_standards=["ua-1"])
        file.with_suffix(".pdf").write_bytes(made)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
