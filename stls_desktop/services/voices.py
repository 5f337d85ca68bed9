"""A child's or a parent's words in a line of a list: as a quotation, never as if we had said it.

Words that nobody allowed us to quote stay in their record: a list stands open while others look on.
"""

from collections.abc import Mapping
from typing import Any, Final

from stls_core.records import Kind
from stls_core.records.voices import QUOTED, may_be_quoted
from stls_desktop.services import records

DECLINED: Final = "Preferred not to say"
NOT_TO_BE_QUOTED: Final = "Answered, not to be quoted"
NOT_ASKED: Final = "Answered, not asked yet whether to be quoted"
_LABELLED: Final = ("words_of_child",)  # quoted without its label: it is what the kind is called
_WORDS: Final = 60  # characters of a quotation in a list


def in_a_line(kind: Kind, document: Mapping[str, Any]) -> str:
    """The first words that were said, in quotation marks; or that, and why, there are none."""
    reason = records.cut(str(document.get("not_obtained_because") or ""), _WORDS)
    if document.get("is_declined"):
        return f"{DECLINED}: {reason}" if reason else DECLINED
    for name in dict.fromkeys((*kind.named_by, *QUOTED[kind.name])):
        said = str(document.get(name) or "")
        if said.strip() and not may_be_quoted(document):
            return NOT_ASKED if document.get("may_quote") is None else NOT_TO_BE_QUOTED
        if said.strip():
            quoted = f"“{records.cut(said, _WORDS)}”"
            return quoted if name in _LABELLED else f"{kind.fields[name].label}: {quoted}"
    return f"No answer: {reason}" if reason else ""
