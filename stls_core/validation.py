"""To-save and to-sign rules: a record in, the problems that a teacher can mend out.

Required marks, bounds and code lists come from the declaration; what involves several fields
stands beside the fields, as methods marked `@rule`. Nothing here is a decode error.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from stls_core.records._declare import Field, Kind, Need, Problem, Record, fields_of
from stls_core.reference import Reference

_EMPTY: tuple[object, ...] = (None, "", ())


def problems_of(
    kind: Kind, record: Record, stage: Need, reference: Reference
) -> tuple[Problem, ...]:
    """What stands in the way of saving or signing, in the order of the declaration.

    Signing needs all that saving needs. Each path names one field; an element of a keyed set
    is `field/key/part`, so that a form can lead to the very cell.
    """
    found: list[Problem] = []
    for known in kind.fields.values():
        value = getattr(record, known.name)
        if _is_blank(value):
            if _is_needed(known.says.need, stage):
                found.append(Problem(known.name, _ask(known)))
            continue
        found.extend(_value_problems(known, value, stage, reference))
    for need in (Need.SAVE, Need.SIGN):
        if _is_needed(need, stage):
            for check in kind.rules.get(need, ()):
                reads_reference = getattr(check, "reads_reference", False)
                found.extend(check(record, reference) if reads_reference else check(record))
    order = {name: place for place, name in enumerate(kind.fields)}
    found.sort(key=lambda p: order.get(p.field.partition("/")[0], len(order)))
    return tuple(found)


def _is_blank(value: object) -> bool:
    return value in _EMPTY or (isinstance(value, str) and not value.strip())


def _is_needed(need: Need, stage: Need) -> bool:
    return need is Need.SAVE or (need is Need.SIGN and stage is Need.SIGN)


def _ask(known: Field) -> str:
    if known.says.ask:
        return known.says.ask
    verb = "Choose" if known.says.codes or known.says.ref else "Enter"
    is_acronym = known.label[1:2].isupper()
    return f"{verb} {known.label if is_acronym else known.label[:1].lower() + known.label[1:]}"


def _value_problems(
    known: Field,
    value: Any,  # noqa: ANN401 - whatever the field declares
    stage: Need,
    reference: Reference,
) -> Iterator[Problem]:
    if known.child:
        for element in value:
            for part in fields_of(known.child):
                path = f"{known.name}/{element.key}/{part.name}"
                inner = getattr(element, part.name)
                if not _is_blank(inner):
                    yield from _bound_problems(part, inner, path, reference)
                elif _is_needed(part.says.need, stage):
                    yield Problem(path, _ask(part))
        return
    for one in value if known.many else (value,):
        yield from _bound_problems(known, one, known.name, reference)


def _bound_problems(
    known: Field, value: object, path: str, reference: Reference
) -> Iterator[Problem]:
    says = known.says
    if says.codes and reference.has(says.codes) and not reference.knows(says.codes, str(value)):
        yield Problem(path, f"{known.label}: “{value}” is not in the list. Choose again.")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if says.at_least is not None and value < says.at_least:
            yield Problem(path, f"{known.label} must be {says.at_least:g} or more.")
        if says.at_most is not None and value > says.at_most:
            yield Problem(path, f"{known.label} must be {says.at_most:g} or less.")
    if isinstance(value, str) and says.max_length and len(value) > says.max_length:
        words = f"{known.label} is {len(value)} characters long; {says.max_length} fit."
        yield Problem(path, words)
    if isinstance(value, dt.date) and not dt.date(1900, 1, 1) <= _day(value) <= dt.date(2100, 1, 1):
        yield Problem(path, f"{known.label}: {value} cannot be right. Check the year.")


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value
