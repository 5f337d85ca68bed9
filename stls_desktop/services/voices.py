"""A child's or a parent's words in a line of a list: as a quotation, never as if we had said it."""

from collections.abc import Mapping
from typing import Any, Final

from stls_core.records import Kind
from stls_core.records.voices import QUOTED
from stls_desktop.services import records

DECLINED: Final = "Preferred not to say"
_LABELLED: Final = ("words_of_child",)  # quoted without its label: it is what the kind is called
_WORDS: Final = 60  # characters of a quotation in a list


def in_a_line(kind: Kind, document: Mapping[str, Any]) -> str:
    """The first words that were said, in quotation marks; or that, and why, there are none."""
    reason = records.cut(str(document.get("not_obtained_because") or ""), _WORDS)
    if document.get("is_declined"):
        return f"{DECLINED}: {reason}" if reason else DECLINED
    for name in dict.fromkeys((*kind.named_by, *QUOTED[kind.name])):
        said = str(document.get(name) or "")
        if said.strip():
            quoted = f"“{records.cut(said, _WORDS)}”"
            return quoted if name in _LABELLED else f"{kind.fields[name].label}: {quoted}"
    return f"No answer: {reason}" if reason else ""
