"""Another child's name in what is being written about one: where it stands, and what to put there.

Noticed, never a refusal: a teacher may have to say who was there. Children of the visit, of the
same record or of a file joined to it may be named, and so may its adults. Which words count as a
name is decided in `stls_core.other_children`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from stls_core.other_children import Child, Children, Mention, children_of, words_of
from stls_core.records import Kind, Merge, kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.settings import District, Setting
from stls_core.records.voices import QUOTED
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import joined_ids
from stls_desktop.services.names import MONTHS_AND_DAYS
from stls_desktop.store.queries import Queries

KINDS: Final = ("pupil", "case", "setting", "district")
"""What the index of the children is made of."""
LESSONS: Final = (
    "Art Computing Drama English French Geography German History Literacy Maths Music Phonics PE"
    " RE Reading Science Spanish Writing Spring Summer Autumn Winter Easter Christmas"
)
_SHORT_PROSE: Final = frozenset(
    (
        *("caption", "context", "lesson", "no_actions_reason", "not_obtained_because"),
        *("outcome_note", "reason", "scale_asked", "skill", "subject_label", "what"),
    )
)
_ADULTS: Final = ("adult_name", "lead_name", "natsip_assessor", "scribed_by", "tester", "who")
Documents = Mapping[str, tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class Known:
    """Every child on the laptop, and those that the person at it works with."""

    children: Children
    caseload: frozenset[str]


@dataclass(frozen=True)
class OtherNamed:
    """One name of another child, and its place on a form of several records."""

    rec: str
    path: str
    label: str  # of the field
    start: int  # in characters of the field's text
    end: int
    words: str
    instead: str  # initials; in square brackets within somebody's own words


def known_children(desk: Desk) -> Known:
    """Read every child's names: about 0.2 s for 10,000, so it is kept until one changes."""
    with desk.store.read() as read:
        children = [
            Child(rec, first, last, called, school)
            for rec, first, last, called, _, _, school in read.entries()
        ]
        caseload = read.pupils_of_teacher(desk.me.account)
        towns = {each.town for each in read.find(Setting)}
        districts = [each.name for each in read.find(District)]
    ambiguous = (*MONTHS_AND_DAYS, LESSONS, *towns, *districts)
    return Known(children_of(children, ambiguous), frozenset(caseload))


def others_named(desk: Desk, known: Known, documents: Documents) -> tuple[OtherNamed, ...]:
    """What names another child, in the order of the documents: {record: (kind, flat)} in."""
    there = {rec: item for rec, item in documents.items() if not item[1].get("deleted")}
    with desk.store.read() as read:
        own, schools, allowed = _whom_it_is_about(desk, read, there)
    near = known.children.near(schools, known.caseload) - own
    found: list[OtherNamed] = []
    for rec, (name, flat) in there.items():
        kind = kind_named(name)
        if kind is None:
            continue
        for path in _prose(kind):
            text = str(flat.get(path) or "")
            mentions = known.children.named_in(text, near, allowed)
            found += (_told(kind, rec, path, m) for m in mentions if not m.child_ids <= own)
    return tuple(found)


def _whom_it_is_about(
    desk: Desk, read: Queries, documents: Documents
) -> tuple[frozenset[str], set[str], frozenset[str]]:
    """(own children, their schools, words that may stand there)."""
    own, schools, names = set[str](), set[str](), list[str]()
    for rec, (kind, flat) in documents.items():
        pupil_id = rec if kind == "pupil" else str(flat.get("pupil_id") or "")
        if pupil_id:
            own.update(joined_ids(read, pupil_id))
        schools.add(str(flat.get("setting_id") or ""))
        names += _adults(flat)
        names += [str(flat.get(name) or "") for name in ("legal_forename", "legal_surname")]
        names.append(str(flat.get("known_as") or ""))
    for pupil in filter(None, (read.get(Pupil, each) for each in own)):
        schools.add(pupil.setting_id)
        names += (pupil.legal_forename, pupil.legal_surname, pupil.known_as)
        names += (adult.name for adult in pupil.parents_carers)
        names += (adult.name for adult in pupil.professionals)
    for setting in filter(None, (read.get(Setting, each) for each in schools if each)):
        names += (contact.name for contact in setting.current_contacts(desk.today()))
    return frozenset(own), schools, words_of((*names, desk.me.name))


def _adults(flat: Mapping[str, Any]) -> Iterator[str]:
    """The adults whom a document names in fields of their own."""
    for path, value in flat.items():
        if isinstance(value, Mapping):
            yield str(value.get("name") or "")
        elif path in _ADULTS:
            yield str(value)


def _prose(kind: Kind) -> Iterable[str]:
    """The fields of a kind in which somebody writes sentences."""
    for field in kind.fields.values():
        is_text = field.python_type is str and not field.many and not field.says.codes
        if is_text and (field.merge is Merge.TEXT or field.name in _SHORT_PROSE):
            yield field.name


def _told(kind: Kind, rec: str, path: str, mention: Mention) -> OtherNamed:
    is_quoted = path in QUOTED.get(kind.name, ())
    return OtherNamed(
        rec=rec,
        path=path,
        label=kind.fields[path].label,
        start=mention.start,
        end=mention.end,
        words=mention.words,
        instead=f"[{mention.initials}]" if is_quoted else mention.initials,
    )
