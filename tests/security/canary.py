"""Finds a planted text in every file of a folder, however it was encoded. For any test suite."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from pathlib import Path


def canaries_in(folder: Path, planted: Iterable[str | bytes]) -> list[str]:
    """One line a find, “file name: form”; empty when nothing leaked. Looks below `folder`."""
    found = []
    needles = {form: needle for text in planted for form, needle in _forms(text).items()}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        found += [f"{path.name}: {form}" for form, needle in needles.items() if needle in content]
        found += [f"{path.name}: file name" for needle in needles.values() if needle in _name(path)]
    return found


def _name(path: Path) -> bytes:
    return path.name.encode("utf-8", "surrogateescape")


def _forms(text: str | bytes) -> dict[str, bytes]:
    if isinstance(text, bytes):
        return {
            "raw": text,
            "hex": text.hex().encode(),
            "HEX": text.hex().upper().encode(),
            "base64": base64.b64encode(text).rstrip(b"=")[:-1],
        }
    return {
        f"{text!r} utf-8": text.encode(),
        f"{text!r} utf-16": text.encode("utf-16-le"),
        f"{text!r} escaped": text.encode("unicode_escape"),
    }
