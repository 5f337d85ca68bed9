"""The note of a link visit for the SENCO: plain values in, a document in reading order out.

What the SENCO acts on comes first. `VisitNote` is filled from a signed version by the service that
issues it; nothing here looks anything up. At most two pages for an ordinary visit.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from stls_desktop.reports.content import (
    Block,
    Callout,
    Document,
    Heading,
    KeyValues,
    Link,
    Masthead,
    Paragraph,
    Row,
    Strong,
    Table,
)
from stls_desktop.reports.people import AgreedAction, Person
from stls_desktop.reports.prose import prose
from stls_desktop.reports.wording import (
    clock,
    in_a_row,
    inside,
    long_date,
    medium_date,
    say,
    short_date,
)

_ACTION_WIDTHS = (0.54, 0.24, 0.22)
_PAST_WIDTHS = (0.46, 0.18, 0.36)
_NO_BREAK = "\u00a0"
_COHORT_WIDTHS = (0.13, 0.18, 0.15, 0.11, 0.28, 0.15)


@dataclass(frozen=True, slots=True)
class PastAction:
    """An action of the visit before, with its outcome in words (Done, Partly, Not yet, Dropped)."""

    what: str
    who: str
    outcome: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One discussion. `about` is the label: the whole school, a class, "Y4 child A", a name.

    `concern`, `tried` and `advice` are notes as typed; the other fields are words or empty.
    """

    about: str
    area_of_need: str = ""
    concern: str = ""
    tried: str = ""
    advice: str = ""
    standard: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearCount:
    """The cohort numbers of one year group; None was not given."""

    year: str
    sen_support: int | None = None
    ehc_plan: int | None = None
    new: int | None = None
    at_risk: int | None = None
    part_time: int | None = None


@dataclass(frozen=True, slots=True)
class TrainingAsk:
    """A training that was asked for, all in words; `size` is a number of people."""

    topic: str
    audience: str = ""
    size: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitNote:
    """All that the note prints, codes already turned into words; what is empty is left out.

    `visit_count` is "3 of 6 this year". `check_code` is the start of the SHA-256 of the signed
    content. `dated_on` is the day of signing, or of the visit for a draft: it becomes the file's
    date. `copies` says who has the note, one a person ("Mrs Example, by email").
    """

    reference: str
    service: str
    setting: str
    district: str
    author: Person
    visited_on: dt.date
    dated_on: dt.date
    mode: str
    starts_at: dt.time | None = None
    ends_at: dt.time | None = None
    visit_count: str = ""
    purposes: tuple[str, ...] = ()
    attendees: tuple[Person, ...] = ()
    actions: tuple[AgreedAction, ...] = ()
    no_actions_reason: str = ""
    past_actions: tuple[PastAction, ...] = ()
    talks: tuple[Talk, ...] = ()
    strategies: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    whole_school_focus: str = ""
    senco_confidence: int | None = None
    training: tuple[TrainingAsk, ...] = ()
    cohort: tuple[YearCount, ...] = ()
    next_visit_on: dt.date | None = None
    copies: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    marking: str = ""
    version: int = 1
    change_reason: str = ""
    check_code: str = ""
    is_draft: bool = False
    is_demo: bool = False


def link_visit_note(note: VisitNote) -> Document:
    """The document of a visit. Title, subject and author never hold a child's name."""
    return Document(
        title=_say("title", setting=note.setting, date=long_date(note.visited_on)),
        subject=_say("subject"),
        author=note.service,
        service=note.service,
        reference=note.reference,
        version_label=_version_label(note),
        marking=note.marking,
        issued_on=note.dated_on,
        blocks=tuple(_blocks(note)),
        is_draft=note.is_draft,
        is_demo=note.is_demo,
    )


def _say(key: str, **filled: object) -> str:
    return say("note", key, **filled)


def _version_label(note: VisitNote) -> str:
    if note.is_draft:
        return _say("version_draft")
    if note.check_code:
        return _say("version_code", version=note.version, code=note.check_code)
    return _say("version", version=note.version)


def _blocks(note: VisitNote) -> Iterator[Block]:
    yield _masthead(note)
    yield _people(note)
    yield _agreed(note)
    yield from _last_time(note)
    yield from _talks(note)
    yield from _staff(note)
    yield from _cohort(note)
    yield from _about(note)


def _masthead(note: VisitNote) -> Masthead:
    states = (("draft_status", note.is_draft), ("demo_status", note.is_demo))
    following = short_date(note.next_visit_on) if note.next_visit_on else _say("not_agreed")
    facts = (
        (_say("date"), short_date(note.visited_on)),
        (_say("time"), _time(note)),
        (_say("mode"), note.mode),
        (_say("count"), note.visit_count),
        (_say("next_visit"), following),
    )
    return Masthead(
        kicker=_say("kicker", district=note.district) if note.district else _say("kicker_bare"),
        title=note.setting,
        status=" ".join(_say(key) for key, holds in states if holds),
        facts=tuple((label, words) for label, words in facts if words),
    )


def _time(note: VisitNote) -> str:
    if note.starts_at and note.ends_at:
        return _say("time_span", start=clock(note.starts_at), end=clock(note.ends_at))
    return clock(note.starts_at) if note.starts_at else ""


def _people(note: VisitNote) -> KeyValues:
    rows = (
        Row(_say("purpose"), in_a_row(note.purposes[:1] + tuple(map(inside, note.purposes[1:])))),
        Row(_say("seen"), "\n".join(_person(one) for one in note.attendees)),
        Row(_say("author"), _person(note.author)),
    )
    return KeyValues(tuple(row for row in rows if row.value))


def _person(person: Person) -> str:
    return _say("person", name=person.name, role=person.role) if person.role else person.name


def _agreed(note: VisitNote) -> Callout:
    if not note.actions:
        words = (_say("no_actions"), note.no_actions_reason)
        return Callout(_say("agreed"), (Paragraph(" ".join(part for part in words if part)),))
    table = Table(
        header=(_say("what"), _say("who"), _say("by_when")),
        rows=tuple(
            (one.what, one.who, short_date(one.by_when_on) if one.by_when_on else _none())
            for one in note.actions
        ),
        widths=_ACTION_WIDTHS,
        summary=_say("agreed_summary"),
    )
    return Callout(_say("agreed"), (table,))


def _none() -> str:
    return _say("not_given")


def _last_time(note: VisitNote) -> Iterator[Block]:
    if not note.past_actions:
        return
    yield Heading(2, _say("last_time"))
    yield Table(
        header=(_say("what"), _say("who"), _say("outcome")),
        rows=tuple(
            (one.what, one.who or _none(), Strong(one.outcome, one.note))
            for one in note.past_actions
        ),
        widths=_PAST_WIDTHS,
        summary=_say("last_time_summary"),
    )


def _talks(note: VisitNote) -> Iterator[Block]:
    if not note.talks:
        return
    yield Heading(2, _say("discussed"))
    for talk in note.talks:
        yield Heading(3, talk.about, talk.area_of_need)
        rows = (
            Row(_say("concern"), prose(talk.concern)),
            Row(_say("tried"), prose(talk.tried)),
            Row(_say("advice"), prose(talk.advice)),
            Row(_say("standard"), talk.standard),
            Row(_say("next_step"), talk.next_step),
        )
        yield KeyValues(tuple(row for row in rows if row.value))


def _staff(note: VisitNote) -> Iterator[Block]:
    confidence = ""
    if note.senco_confidence is not None:
        confidence = _say("confidence_value", value=note.senco_confidence)
    rows = (
        Row(_say("strategies"), "; ".join(note.strategies)),
        Row(_say("resources"), "; ".join(note.resources)),
        Row(_say("focus"), prose(note.whole_school_focus)),
        Row(_say("training"), "\n".join(map(_training, note.training))),
        Row(_say("confidence"), confidence),
    )
    filled = tuple(row for row in rows if row.value)
    if filled:
        yield Heading(2, _say("staff"))
        yield KeyValues(filled)


def _training(ask: TrainingAsk) -> str:
    words = (ask.audience, ask.size and _say("people", size=ask.size), ask.urgency)
    details = ", ".join(inside(word) for word in words if word)
    return f"{ask.topic}: {details}" if details else ask.topic


def _cohort(note: VisitNote) -> Iterator[Block]:
    if not note.cohort:
        return
    counted = ("sen_support", "ehc_plan", "new", "at_risk", "part_time")
    yield Heading(2, _say("cohort"))
    yield Table(
        header=(_say("year"), *(_say(name) for name in counted)),
        rows=tuple(
            (row.year, *(_count(getattr(row, name)) for name in counted)) for row in note.cohort
        ),
        widths=_COHORT_WIDTHS,
        summary=_say("cohort_summary"),
        row_headers=True,
    )


def _count(number: int | None) -> str:
    return _none() if number is None else str(number)


def _about(note: VisitNote) -> Iterator[Block]:
    yield Heading(2, _say("about"))
    rows = (
        Row(_say("changed"), _changed(note)),
        Row(_say("copies"), "; ".join(note.copies)),
        Row(_say("contact"), tuple(_contact(note))),
        Row(_say("care"), _say("care_text")),
        Row(_say("control"), _control(note)),
    )
    yield KeyValues(tuple(row for row in rows if row.value))


def _contact(note: VisitNote) -> Iterator[Paragraph | Link]:
    phone = note.phone.replace(" ", _NO_BREAK)
    if note.email:
        described = _say("email_description", service=note.service)
        address = quote(
            note.email, safe="@", errors="replace"
        )  # nothing after a "?" may fill in a message
        yield Link(note.email, f"mailto:{address}", described, aside=phone)
    elif phone:
        yield Paragraph(phone)
    yield Paragraph(_say("contact_text"))


def _changed(note: VisitNote) -> str:
    if note.version < 2 or note.is_draft:  # noqa: PLR2004 - the first version replaces nothing
        return ""
    if note.change_reason:
        return _say("changed_text", previous=note.version - 1, reason=note.change_reason)
    return _say("changed_text_bare", previous=note.version - 1)


def _control(note: VisitNote) -> str:
    if note.is_draft:
        return _say("control_draft", reference=note.reference)
    return _say(
        "control_text" if note.check_code else "control_text_bare",
        reference=note.reference,
        version=note.version,
        date=medium_date(note.dated_on),
        code=note.check_code,
    )
