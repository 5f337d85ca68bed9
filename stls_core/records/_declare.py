"""The declaration language: a record kind is said once, and everything else is read from it.

From a declaration come the store's table, the wire form, the form binding, validation, the merge
rule, exports and the reference page in docs. It must know nothing of any single kind, and it
never checks values while decoding: a record that breaks a newer rule still opens.
"""

import datetime as dt
import enum
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple, TypeVar

import msgspec


class Need(enum.StrEnum):
    """When a field has to be filled in."""

    OPTIONAL = "optional"
    SAVE = "save"  # without it not even a draft can leave the laptop
    SIGN = "sign"  # without it the record cannot be signed


class Merge(enum.StrEnum):
    """What happens when two people change the same field."""

    SCALAR = "scalar"  # one value: both are kept and the authors choose
    GROUP = "group"  # several fields that only make sense together, merged as one
    SET = "set"  # element by element, by key or by code
    TEXT = "text"  # paragraph by paragraph
    WRITE_ONCE = "write-once"  # never changed after it was first written


class Sensitivity(enum.StrEnum):
    """Who may read a field beside its author's team."""

    OPEN = "open"
    PUPIL = "pupil"
    RESTRICTED = "restricted"


class Problem(NamedTuple):
    """Something a teacher can mend: the path of the field, and words that say how."""

    field: str
    message: str
    blocks: bool = True


@dataclass(frozen=True, kw_only=True)
class Says:
    """Everything a field means beside its type. See `says` for the meaning of each part."""

    label: str
    help: str
    ask: str
    need: Need
    merge: Merge | None
    group: str
    codes: str
    ref: str
    sensitivity: Sensitivity
    is_searchable: bool
    is_reported: bool
    is_name: bool
    is_looked_up: bool
    at_least: float | None
    at_most: float | None
    max_length: int | None


def says(  # noqa: PLR0913 - the vocabulary of the language; all but the label are optional
    label: str,
    help: str = "",  # noqa: A002 - the word a form uses
    *,
    ask: str = "",
    need: Need = Need.OPTIONAL,
    merge: Merge | None = None,
    group: str = "",
    codes: str = "",
    ref: str = "",
    sensitivity: Sensitivity = Sensitivity.OPEN,
    searchable: bool = False,
    reported: bool = False,
    name: bool = False,
    looked_up: bool = False,
    at_least: float | None = None,
    at_most: float | None = None,
    max_length: int | None = None,
) -> Says:
    """Describe one field of a declaration.

    `label` and `help` stand on the form; `ask` is the sentence shown when the field is missing.
    `codes` names a code list, `ref` the kind that an id points to, `group` the fields merged as
    one with it. `searchable` fields go into the full-text index, `reported` ones into the typed
    tables that the council's figures read. `name` is what a child or one of the family is called,
    which the privacy key hides; `looked_up` has an index of its own. Bounds are rules for
    validation, never for decoding.
    """
    return Says(
        label=label,
        help=help,
        ask=ask,
        need=need,
        merge=merge,
        group=group,
        codes=codes,
        ref=ref,
        sensitivity=sensitivity,
        is_searchable=searchable,
        is_reported=reported,
        is_name=name,
        is_looked_up=looked_up,
        at_least=at_least,
        at_most=at_most,
        max_length=max_length,
    )


PROSE_LENGTH: Final = 20_000  # characters: more than anybody has written in one field


def prose(label: str, help: str = "", *, ask: str = "", need: Need = Need.OPTIONAL) -> Says:  # noqa: A002
    """Describe the sentences that a teacher writes about a child: merged, searched, kept close."""
    return says(
        label,
        help,
        ask=ask,
        need=need,
        merge=Merge.TEXT,
        sensitivity=Sensitivity.PUPIL,
        searchable=True,
        max_length=PROSE_LENGTH,
    )


def private(label: str, help: str = "", *, codes: str = "", max_length: int = 200) -> Says:  # noqa: A002
    """Describe a short optional answer about a child."""
    return says(label, help, codes=codes, sensitivity=Sensitivity.PUPIL, max_length=max_length)


class Embedded(msgspec.Struct, frozen=True):
    """A child that lives and merges inside its record, known by its key.

    Only for children that name no pupil and hold no narrative; those are records of their own.
    """

    key: str = ""


class Record(msgspec.Struct, frozen=True):
    """What every record carries. Ids are made on the laptop; versions belong to the server."""

    id: typing.Annotated[str, says("Id", merge=Merge.WRITE_ONCE)] = ""
    author_id: typing.Annotated[str, says("Author", merge=Merge.WRITE_ONCE)] = ""
    team_id: typing.Annotated[str, says("Team", ref="team", reported=True)] = ""
    created_at: typing.Annotated[dt.datetime | None, says("Written", merge=Merge.WRITE_ONCE)] = None
    sensitivity: typing.Annotated[str, says("Who may read it", codes="sensitivity")] = "PUPIL"
    is_safeguarding_flagged: typing.Annotated[
        bool, says("Safeguarding", "A flag only. Hand the concern itself to the DSL.")
    ] = False
    legal_basis: typing.Annotated[str, says("Legal basis")] = "PUBLIC_TASK"
    deleted: typing.Annotated[bool, says("Deleted")] = False

    @classmethod
    def also_written(
        cls,
        shown: Mapping[str, Any],  # noqa: ARG003 - what a kind's own rule looks at
        edit: Mapping[str, Any],  # noqa: ARG003
        day: dt.date,  # noqa: ARG003
    ) -> Mapping[str, Any]:
        """What is written with an edit {path: value}, so that it loses no history; mostly nothing.

        `shown` is the flat document before the edit. Whoever edits, by form or by import, it is
        asked at the one place where edits are written.
        """
        return {}


ENVELOPE: Final = tuple(f.name for f in msgspec.structs.fields(Record))


@dataclass(frozen=True)
class Field:
    """One declared field, read back from the declaration."""

    name: str
    python_type: type  # the value's type, or of one element when `many`
    many: bool
    optional: bool  # None is a value of its own ("not asked yet")
    default: Any
    says: Says
    merge: Merge

    @property
    def label(self) -> str:
        """The words beside the control."""
        return self.says.label

    @property
    def child(self) -> type[Embedded] | None:
        """The embedded child's struct, if the field is a keyed set."""
        return self.python_type if self.many and issubclass(self.python_type, Embedded) else None

    @property
    def slot(self) -> str:
        """What carries one version on the wire: the field, or its group."""
        return f"@{self.says.group}" if self.merge is Merge.GROUP else self.name


Rule = Callable[..., Iterator[Problem]]
_R = TypeVar("_R", bound=Record)
_KINDS: dict[str, "Kind"] = {}
_NOTHING: Final = says("")


@dataclass(frozen=True)
class Kind:
    """A record kind: its wire name, words, place, and fields in the declared order."""

    name: str
    title: str
    record: type[Record]
    fields: Mapping[str, Field]
    unit: tuple[str, ...]  # the first of these fields that is filled names the unit
    parent: str = ""  # the field with the id of the record that this one is a child of
    event: str = ""  # the field with the date that the record is about
    named_by: tuple[str, ...] = ()  # the fields that name a record in a list or a search
    told_by: tuple[str, ...] = ()  # what else a line about it needs, beside its name
    is_common: bool = False  # belongs to the whole council, not to one pupil or setting
    looked_up: tuple[tuple[str, ...], ...] = ()  # fields that are compared together: one index each
    rules: Mapping[Need, tuple[Rule, ...]] = field(default_factory=dict)

    def slot(self, path: str) -> str:
        """The slot whose version guards `path`; an unknown path guards itself."""
        return self._slots.get(path, path)

    def slots(self, paths: Iterable[str]) -> set[str]:
        """The slots that guard these paths."""
        known = self._slots
        return {known.get(path, path) for path in paths}

    @cached_property
    def sets(self) -> frozenset[str]:
        """The names of the fields that hold sets."""
        return frozenset(known.name for known in self.fields.values() if known.many)

    @cached_property
    def _slots(self) -> Mapping[str, str]:
        return {name: known.slot for name, known in self.fields.items()}

    def members(self, slot: str) -> tuple[str, ...]:
        """The paths that are written together under `slot`."""
        if not slot.startswith("@"):
            return (slot,)
        return tuple(f.name for f in self.fields.values() if f.slot == slot)

    def merge_of(self, slot: str) -> Merge:
        """The merge rule of a slot; an element of a set is a scalar of its own."""
        if slot.startswith("@"):
            return Merge.GROUP
        known = self.fields.get(slot)
        return known.merge if known else Merge.SCALAR


def rule(stage: Need, *, reads_reference: bool = False) -> Callable[[Rule], Rule]:
    """Mark a method of a declaration as a rule to save or to sign; it yields `Problem`s.

    One that `reads_reference` is given the code lists and the terms beside its record.
    """

    def mark(method: Rule) -> Rule:
        method.stage = stage  # type: ignore[attr-defined]
        method.reads_reference = reads_reference  # type: ignore[attr-defined]
        return method

    return mark


def kind(  # noqa: PLR0913 - all but the name and the title are optional
    name: str,
    title: str,
    *,
    unit: tuple[str, ...] = ("id",),
    parent: str = "",
    event: str = "",
    named_by: tuple[str, ...] = (),
    told_by: tuple[str, ...] = (),
    common: bool = False,
    looked_up: tuple[tuple[str, ...], ...] = (),
) -> Callable[[type[_R]], type[_R]]:
    """Register a declaration under its wire name.

    `looked_up` names fields that a list compares together, such as a day and a status, so that
    what has ended is left out without being read.
    """

    def register(record: type[_R]) -> type[_R]:
        if name in _KINDS:
            msg = f"the kind {name} is declared twice"
            raise ValueError(msg)
        _KINDS[name] = Kind(
            name=name,
            title=title,
            record=record,
            fields=types.MappingProxyType({f.name: f for f in _fields_of(record)}),
            unit=unit,
            parent=parent,
            event=event,
            named_by=named_by,
            told_by=told_by,
            is_common=common,
            looked_up=looked_up,
            rules=_rules_of(record),
        )
        return record

    return register


def kind_named(name: str) -> Kind | None:
    """The declared kind of that wire name; None for one that this version does not know."""
    return _KINDS.get(name)


def kind_of(record: type[Record] | Record) -> Kind:
    """The kind of a declaration, or of one of its records."""
    cls = record if isinstance(record, type) else type(record)
    return next(k for k in _KINDS.values() if k.record is cls)


def all_kinds() -> tuple[Kind, ...]:
    """Every declared kind, in the order of declaration."""
    return tuple(_KINDS.values())


def fields_of(struct: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The declared fields of an embedded child, its key left out."""
    return tuple(f for f in _fields_of(struct) if f.name != "key")


def _fields_of(struct: type[msgspec.Struct]) -> Iterator[Field]:
    hints = typing.get_type_hints(struct, include_extras=True)
    for declared in msgspec.structs.fields(struct):
        hint, described = hints[declared.name], _NOTHING
        if typing.get_origin(hint) is typing.Annotated:
            hint, *marks = typing.get_args(hint)
            described = next((m for m in marks if isinstance(m, Says)), _NOTHING)
        optional = types.NoneType in typing.get_args(hint)
        if optional:
            hint = next(a for a in typing.get_args(hint) if a is not types.NoneType)
        many = typing.get_origin(hint) is tuple
        yield Field(
            name=declared.name,
            python_type=typing.get_args(hint)[0] if many else hint,
            many=many,
            optional=optional,
            default=declared.default,
            says=described,
            merge=_merge_of(described, many=many),
        )


def _merge_of(described: Says, *, many: bool) -> Merge:
    if described.merge:
        return described.merge
    if described.group:
        return Merge.GROUP
    return Merge.SET if many else Merge.SCALAR


def _rules_of(record: type[Record]) -> Mapping[Need, tuple[Rule, ...]]:
    found: dict[Need, tuple[Rule, ...]] = {}
    for name in dir(record):
        method = getattr(record, name, None)
        stage = getattr(method, "stage", None)
        if stage is not None and method is not None:
            found[stage] = (*found.get(stage, ()), method)
    return types.MappingProxyType(found)
