"""Whom an advice report is meant for: who can be chosen while it is written, and who is barred.

Told by relation and initials, because the form stands open while others look on. Nothing is given
out here: `advice_issue` asks again on the day.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from stls_core.masking import initials_of
from stls_core.records.pupils import ParentCarer, Pupil
from stls_core.reference import Reference

SCHOOL: Final = ("SENCO", "TEACHER")
"""Of `staff_role`: whoever has that role; everybody else is known by the key in the file."""


def offered(reference: Reference, pupil: Pupil) -> tuple[tuple[str, str], ...]:
    """(key, words) of everybody who can be meant: the school, the family, other professionals."""
    school = ((role, reference.label("staff_role", role)) for role in SCHOOL)
    family = (
        (each.key, f"{_adult(reference, each)}{', no contact' if each.is_barred else ''}")
        for each in pupil.parents_carers
    )
    others = (
        (each.key, f"{reference.label('professional_role', each.role)} ({initials_of(each.name)})")
        for each in pupil.professionals
        if each.may_receive_report
    )
    return (*school, *family, *others)


def barred(reference: Reference, pupil: Pupil, meant: Iterable[str]) -> Iterator[str]:
    """Those of the people meant whom nothing may be sent to, in words."""
    chosen = set(meant)
    for each in pupil.parents_carers:
        if each.is_barred and each.key in chosen:
            yield _adult(reference, each)


def printed(
    reference: Reference, pupil: Pupil, senco: str, meant: Iterable[str]
) -> tuple[str, ...]:
    """A line for each of the people meant, as it stands in the report for all of them to read.

    Staff by name; of the family the relation and initials, because one adult's copy need not tell
    another's name. Whoever is barred, or may have no report, is left out whatever was ticked.
    """
    chosen = set(meant)
    label = reference.label
    named = [
        ("SENCO", ", ".join(filter(None, (senco, label("staff_role", "SENCO"))))),
        ("TEACHER", label("staff_role", "TEACHER")),
        *((e.key, _adult(reference, e)) for e in pupil.parents_carers if not e.is_barred),
        *(
            (each.key, ", ".join(filter(None, (each.name, label("professional_role", each.role)))))
            for each in pupil.professionals
            if each.may_receive_report
        ),
    ]
    return tuple(words for key, words in named if key in chosen)


def _adult(reference: Reference, adult: ParentCarer) -> str:
    return f"{reference.label('relation', adult.relation)} ({initials_of(adult.name)})"
