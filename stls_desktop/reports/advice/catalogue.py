"""The languages that a family's headings can be in, and the proofs of them that ship.

A proof is a file that nobody has reviewed. Whether a language may be issued is decided in
`stls_core.wordings`; a council's own reviewed sentences come from the store.
"""

import csv
import datetime as dt
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from stls_core.wordings import Wording
from stls_desktop.assets import asset_path

DOCUMENT: Final = "family"
"""The one document that is written in other languages."""
_FOLDER: Final = ("resources", "reports", "languages")


@dataclass(frozen=True, slots=True)
class Language:
    """A language by the tag that a PDF names it by, and its code in the code list."""

    tag: str
    code: str
    own_name: str


@cache
def languages() -> Mapping[str, Language]:
    """Every language that headings can be in, by its tag."""
    text = asset_path(*_FOLDER, "languages.toml").read_text(encoding="utf-8")
    return {tag: Language(tag, **about) for tag, about in tomllib.loads(text).items()}


@cache
def shipped(tag: str) -> Mapping[str, Wording]:
    """The proof of a language by key; empty where none ships."""
    path = asset_path(*_FOLDER, f"{tag}.csv")
    if tag not in languages() or not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["key"]: _wording(row) for row in csv.DictReader(file)}


def _wording(row: Mapping[str, str]) -> Wording:
    day = row["reviewed_on"]
    return Wording(
        row["key"], row["text"], row["reviewed_by"], dt.date.fromisoformat(day) if day else None
    )
