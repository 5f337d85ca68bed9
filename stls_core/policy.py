"""Who may write what, by role. Screens hide what is not allowed; the server enforces it.

Only a table and one question about it. Which schools and pupils a person works with at all is a
matter of grants, which the server looks up before it asks here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from stls_core.records._declare import Kind, Merge

ROLES: Final = ("ST", "LINK", "LEAD", "BSA", "COUNTY", "ADMIN")
EVERY_FIELD: Final = frozenset({"*"})
SETTLING: Final = frozenset({"state", "resolved_by_id"})
"""All that a laptop writes of a conflict; the rest is the server's."""


@dataclass(frozen=True)
class Rights:
    """What a role may write.

    `common` {kind: fields} opens records that belong to the whole council; `"*"` as a kind is
    any of them, and as a field all of its fields. Records of pupils and settings need
    `has_casework`, their free text (merged by paragraphs) also `has_narrative`.
    """

    common: Mapping[str, frozenset[str]]
    has_casework: bool = True
    has_narrative: bool = True
    settles_for_others: bool = False
    joins_files: bool = False
    receives_casework: bool = True


_ANNOTATES: Final = {"setting": frozenset({"contacts", "site_notes", "info_sharing_on"})}
_TEACHER: Final = Rights(common=_ANNOTATES)
_LEADER: Final = Rights(common={"*": EVERY_FIELD}, settles_for_others=True, joins_files=True)
_NOTHING: Final = Rights(
    common={}, has_casework=False, has_narrative=False, receives_casework=False
)
_JOINS: Final = "pupil_merge"
_APPROVAL: Final = "approved_by_id"
RIGHTS: Final[Mapping[str, Rights]] = {
    "ST": _TEACHER,
    "LINK": _TEACHER,
    "LEAD": _LEADER,
    # Business support keeps the diary and the forms, and writes no notes (DOMAIN 1.3).
    "BSA": Rights(common=_ANNOTATES, has_narrative=False),
    # The county's analysts read figures, never records with names.
    "COUNTY": _NOTHING,
    # Administrators keep accounts and the service's structure; no child's record reaches them.
    "ADMIN": Rights(common={"*": EVERY_FIELD}, settles_for_others=True, receives_casework=False),
}


def rights_of(role: str) -> Rights:
    """The rights of a role; a role that is not known has none."""
    return RIGHTS.get(role, _NOTHING)


def may_join_files(role: str) -> bool:
    """Whether a role has two files read as one; others propose it (DOMAIN 5.2)."""
    return rights_of(role).joins_files


def reads_restricted(teachers: Iterable[str], accounts: Iterable[str]) -> bool:
    """Whether somebody reads a restricted case as a matter of course: who works on it does.

    `teachers` are whoever leads, helps or covers that day, and whoever wrote it. A lead who does
    none of these opens it as any colleague does: with a reason that is kept.
    """
    return bool(set(teachers) & set(accounts))


def may_open_with_reason(role: str) -> bool:
    """Whether a role may open what is restricted by saying why."""
    rights = rights_of(role)
    return rights.has_casework and rights.has_narrative and rights.receives_casework


def refusal_to_write(role: str, kind: Kind, paths: Iterable[str]) -> str:
    """Why a role may not write these paths of a record, in words; empty if it may."""
    paths = tuple(paths)
    rights = rights_of(role)
    if kind.name == _JOINS and _APPROVAL in paths and not rights.joins_files:
        return f"A lead joins two files ({kind.title}). It can be proposed without that."
    if not kind.is_common and rights.has_casework and rights.has_narrative:
        return ""
    fields = {path.partition("/")[0] for path in paths}
    if kind.is_common:
        allowed = rights.common.get("*") or rights.common.get(kind.name, frozenset())
        if allowed != EVERY_FIELD and not fields <= allowed:
            closed = _labels(kind, sorted(fields - allowed))
            return f"Only a lead or an administrator changes this ({kind.title}: {closed})."
        return ""
    if not rights.has_casework:
        return f"Your role does not write records of this kind ({kind.title})."
    notes = sorted(f for f in fields if kind.merge_of(f) is Merge.TEXT)
    words = f"Your role does not write notes ({kind.title}: {_labels(kind, notes)})."
    return words if notes else ""


def _labels(kind: Kind, names: Iterable[str]) -> str:
    known = kind.fields
    return ", ".join(known[n].label if n in known else n for n in names)
