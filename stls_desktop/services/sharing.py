"""What may be seen of a child, a record or a school while a parent or a SENCO looks on.

A list of what is shown, not of what is hidden: whatever is declared later stays out of it until
somebody puts it in. Other children's names become initials, and their rows are not there at all.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from stls_core.documents import nest, view
from stls_core.masking import Names
from stls_core.observed import results
from stls_core.records import ENVELOPE, Field, Kind, Record, Sensitivity, kind_named, kind_of
from stls_core.records.assessments import Assessment
from stls_core.records.observations import Observation
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_core.records.visits import Action
from stls_core.records.voices import QUOTED
from stls_core.target_series import TargetSeries
from stls_desktop.services import assessing, casework
from stls_desktop.services.desk import Desk
from stls_desktop.services.field_words import FieldWords, day_words
from stls_desktop.services.joined import kept_for
from stls_desktop.services.names import known_names
from stls_desktop.store.queries import Queries

OPEN: Final = ("OPEN", "PART", "NOT_YET")
SHARED_KINDS: Final = frozenset(
    {
        "action",
        "agreement",
        "assessment",
        "iss_plan",
        "iss_session",
        "observation",
        "parent_voice",
        "target",
    }
)
"""A coached adult's note and a child's own words are not shown over a table (DOMAIN 0)."""
RESTRICTED: Final = "This record is restricted. It is not shown while somebody looks on."
NOT_SHARED: Final = "Records of this kind are not shown while somebody looks on."
ELSEWHERE: Final = "What is agreed about single children is not shown here."


@dataclass(frozen=True)
class Shared:
    """One thing that is shown, in words."""

    label: str
    words: str


@dataclass(frozen=True)
class SharedView:
    """Everything that is on the screen. `refusal` says why there is nothing."""

    title: str
    about: str
    parts: tuple[Shared, ...] = ()
    targets: tuple[TargetSeries, ...] = ()
    refusal: str = ""


def shared(desk: Desk, rec: str) -> SharedView | None:
    """What may be seen of this; None if it is not here."""
    with desk.store.read() as read:
        opened = read.open(rec)
    if opened is None:
        return None
    make: Mapping[str, Callable[[Desk, str], SharedView | None]] = {
        "pupil": _of_pupil,
        "setting": _of_setting,
        "link_visit": _of_visit,
    }
    return make.get(opened.kind, _of_record)(desk, rec)


def _of_pupil(desk: Desk, rec: str) -> SharedView | None:
    with desk.store.read() as read:
        pupil = read.get(Pupil, kept_for(read, rec))
    if pupil is None:
        return None
    file = casework.pupil_file(desk, pupil.id)
    others = _others(desk, pupil)
    with desk.store.read() as read:
        about = _about(desk, read, pupil)
    parts = [Shared("Strengths and interests", pupil.strengths)]
    targets: tuple[TargetSeries, ...] = ()
    if file.plan is not None:
        parts.append(Shared("The plan", file.plan.question))
        parts.append(Shared("When", file.plan.days))
        targets = tuple(
            replace(mark.series, statement=others(mark.series.statement))
            for mark in file.plan.targets
        )
    parts += [_agreed(action) for action in file.actions]
    return SharedView(pupil.called, about, _said(parts, others), targets)


def _of_setting(desk: Desk, rec: str) -> SharedView | None:
    with desk.store.read() as read:
        setting = read.get(Setting, rec)
        if setting is None:
            return None
        open_here = read.find(Action, setting_id=rec, status=OPEN, order_by=("by_when_on",))
        parts = [_agreed(action) for action in open_here if not action.pupil_id]
        if len(parts) < len(open_here):
            parts.append(Shared("Besides", ELSEWHERE))
    return SharedView(setting.name, setting.town, _said(parts, _others(desk, None)))


def _of_visit(desk: Desk, rec: str) -> SharedView | None:
    """A visit is about a school: what is agreed with it, and the day of the next visit."""
    with desk.store.read() as read:
        opened = read.open(rec)
    if opened is None:
        return None
    school = _of_setting(desk, str(opened.doc.get("setting_id") or ""))
    following = str(opened.doc.get("next_visit_on") or "")
    if school is None or not following:
        return school
    return replace(school, parts=(Shared("Next visit", day_words(following)), *school.parts))


def _of_record(desk: Desk, rec: str) -> SharedView | None:
    with desk.store.read() as read:
        opened = read.open(rec)
        kind = kind_named(opened.kind) if opened else None
        if opened is None or kind is None:
            return None
        document = nest(opened.doc)
        pupil = read.get(Pupil, str(document.get("pupil_id") or ""))
        title = pupil.called if pupil else kind.title
        if kind.name not in SHARED_KINDS:
            return SharedView(title, kind.title, refusal=NOT_SHARED)
        is_kept_close = document.get("sensitivity") == "RESTRICTED"
        if is_kept_close or document.get("is_safeguarding_flagged"):
            return SharedView(title, kind.title, refusal=RESTRICTED)
        told = FieldWords(desk, read)
        record = view(kind, {**document, "id": rec})[0]
        fields = [f for f in _fields(kind) if not _stays(record, f.name)]
        parts = [Shared(f.label, told.value(kind, f.name, document.get(f.name))) for f in fields]
        if isinstance(record, Observation):  # rows and codes by what they come to, with their n
            parts += [Shared(*result) for result in results(record, desk.reference)]
        if isinstance(record, Assessment):
            lines = assessing.family_lines(desk.reference, record)
            parts.append(Shared("Results", "\n".join(lines)))
    return SharedView(title, kind.title, _said(parts, _others(desk, pupil)))


def _stays(record: Record, name: str) -> bool:
    """Whether these are words that nobody allowed us to quote."""
    quoted = QUOTED.get(kind_of(record).name, ())
    return name in quoted and name not in dict(getattr(record, "quotable", ()))


def _fields(kind: Kind) -> Iterator[Field]:
    """Never what is restricted, what points elsewhere, or rows that may name other adults."""
    for field in kind.fields.values():
        is_own = field.name not in ENVELOPE and not field.name.endswith(("_id", "_ids"))
        is_open = field.says.sensitivity is not Sensitivity.RESTRICTED and not field.says.ref
        if is_own and is_open and not field.child and field.name not in _INNER:
            yield field


_INNER: Final = frozenset(
    {
        "involvement",
        "interval_s",
        "peer_slots",
        "slots",
        "wellbeing",
        "signature",
        "order_key",
        "number",
    }
)
"""How a record is kept, not what it says."""


def _agreed(action: Action) -> Shared:
    due = f"by {day_words(action.by_when_on)}" if action.by_when_on else ""
    words = " · ".join(word for word in (action.what, action.who, due) if word)
    return Shared("Agreed", words)


def _about(desk: Desk, read: Queries, pupil: Pupil) -> str:
    setting = read.get(Setting, pupil.setting_id) if pupil.setting_id else None
    year = desk.reference.label("nc_year", pupil.year_group(desk.today()))
    return " · ".join(word for word in (year, setting.name if setting else "") if word)


def _others(desk: Desk, pupil: Pupil | None) -> Callable[[str], str]:
    """What hides everybody but this child and the family."""
    names: Names = known_names(desk)
    if pupil is not None:
        own = [pupil.legal_forename, pupil.legal_surname, pupil.known_as]
        names = names.without([*own, *(adult.name for adult in pupil.parents_carers)])

    def hide(words: str) -> str:
        return names.shown(words, is_prose=True)

    return hide


def _said(parts: list[Shared], hide: Callable[[str], str]) -> tuple[Shared, ...]:
    """Those that say anything, with others' names as initials."""
    return tuple(Shared(part.label, hide(part.words)) for part in parts if part.words.strip())
