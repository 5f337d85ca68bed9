"""The visit pack: one page about a school for the teacher's bag, plain values in, a document out.

The page leaves the building, so no value may hold a child's name: whoever fills `VisitPack` hands
over initials. It is one page always. What finds no room is left off from the lists' ends, and the
page says how much that was and where to see it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from stls_desktop.reports.content import (
    Block,
    Bullets,
    Document,
    Heading,
    KeyValues,
    Masthead,
    Paragraph,
    Row,
    Table,
    WritingLines,
)
from stls_desktop.reports.render import is_one_sheet
from stls_desktop.reports.wording import (
    clock,
    in_a_row,
    inside,
    long_date,
    medium_date,
    say,
    short_date,
    shortened,
)

LEAST_LINES: Final = 4
"""Lines to write on that stay, however much there is to say."""
MOST_LINES: Final = 24
_ACTION_WIDTHS = (0.56, 0.22, 0.22)
_PUPIL_WIDTHS = (0.12, 0.14, 0.24, 0.27, 0.23)
_CONTACTS: Final = 4
_LENGTHS: Final = (400, 160, 80, 40)
"""How many characters a cell or a line may have; the first that lets everything fit is taken."""


@dataclass(frozen=True, slots=True)
class PackContact:
    """Somebody at the school, with the role in words."""

    name: str
    role: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class PackAction:
    """What somebody owes; `is_late` on the day that the pack was made."""

    what: str
    who: str
    by_when_on: dt.date | None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class PackPupil:
    """A pupil by initials; everything else in words."""

    initials: str
    year: str
    plan: str
    agreement: str
    review_on: dt.date | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPack:
    """All that the pack prints, codes turned into words and names into initials.

    `made_on` is the day of the facts and of the file. `visits` is "1 done, 2 planned of 6".
    Every list is whole and in the order in which it is read: what comes last is left off first.
    """

    reference: str
    service: str
    setting: str
    district: str
    made_on: dt.date
    address: str = ""
    phone: str = ""
    arrival: str = ""
    contacts: tuple[PackContact, ...] = ()
    visits: str = ""
    link_teacher: str = ""
    next_on: dt.date | None = None
    next_at: dt.time | None = None
    purposes: tuple[str, ...] = ()
    actions: tuple[PackAction, ...] = ()
    bring: tuple[str, ...] = ()
    pupils: tuple[PackPupil, ...] = ()
    sessions: tuple[str, ...] = ()
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class _Room:
    """How much of the pack is printed: rows of each list, characters of a text, lines to write."""

    actions: int
    pupils: int
    sessions: int
    bring: int
    length: int
    lines: int


def visit_pack(pack: VisitPack) -> Document:
    """The document of a school, cut so that it stays on one page and says what was left off.

    About 100 ms, because it is laid out several times.
    """
    room = _most(pack)
    return _document(pack, replace(room, lines=_lines(pack, room)))


def packs_title(packs: tuple[VisitPack, ...]) -> Document:
    """What a file with the packs of several schools calls itself; it has no blocks of its own."""
    first = _document(packs[0], _Room(0, 0, 0, 0, _LENGTHS[-1], 0))
    if len(packs) == 1:
        return first
    title = _say("title_many", count=len(packs), date=long_date(packs[0].made_on))
    return replace(first, title=title, blocks=())


def _most(pack: VisitPack) -> _Room:
    """The most that fits: all rows with shorter words before fewer rows with whole ones."""
    for length in _LENGTHS[:2]:
        if is_one_sheet(_document(pack, _room(pack, _rows(pack), length))):
            return _room(pack, _rows(pack), length)
    for length in _LENGTHS[1:]:
        if is_one_sheet(_document(pack, _room(pack, 0, length))):
            return _room(pack, _rows_that_fit(pack, length), length)
    return _room(pack, 0, _LENGTHS[-1])


def _rows_that_fit(pack: VisitPack, length: int) -> int:
    low, high = 0, _rows(pack)
    while high - low > 1:
        middle = (low + high) // 2
        if is_one_sheet(_document(pack, _room(pack, middle, length))):
            low = middle
        else:
            high = middle
    return low


def _rows(pack: VisitPack) -> int:
    return len(pack.actions) + len(pack.pupils) + len(pack.sessions) + len(pack.bring)


def _room(pack: VisitPack, rows: int, length: int) -> _Room:
    """Share rows out in turns, actions and pupils first, so that no list crowds out another."""
    wanted = [len(pack.actions), len(pack.pupils), len(pack.bring), len(pack.sessions)]
    given = [0, 0, 0, 0]
    while rows > 0 and given != wanted:
        for place, share in enumerate((2, 2, 1, 1)):
            more = min(share, wanted[place] - given[place], rows)
            given[place] += more
            rows -= more
    return _Room(given[0], given[1], given[3], given[2], length, LEAST_LINES)


def _lines(pack: VisitPack, room: _Room) -> int:
    """As many lines to write on as the rest of the page holds."""
    low, high = LEAST_LINES, MOST_LINES + 1
    while high - low > 1:
        middle = (low + high) // 2
        if is_one_sheet(_document(pack, replace(room, lines=middle))):
            low = middle
        else:
            high = middle
    return low


def _say(key: str, **filled: object) -> str:
    return say("pack", key, **filled)


def _document(pack: VisitPack, room: _Room) -> Document:
    made = medium_date(pack.made_on)
    return Document(
        title=_say("title", setting=shortened(pack.setting, 120), date=long_date(pack.made_on)),
        subject=_say("subject"),
        author=pack.service,
        service=pack.service,
        reference=pack.reference,
        version_label=_say("version", date=made),
        marking=_say("marking"),
        issued_on=pack.made_on,
        blocks=tuple(_blocks(pack, room)),
        is_demo=pack.is_demo,
    )


def _blocks(pack: VisitPack, room: _Room) -> Iterator[Block]:
    yield _masthead(pack, room)
    yield _place(pack, room)
    yield from _actions(pack, room)
    yield from _list("bring", pack.bring, room.bring, room)
    yield from _pupils(pack, room)
    yield from _list("sessions", pack.sessions, room.sessions, room)
    yield Heading(2, _say("notes"))
    yield WritingLines(room.lines)
    left = _left_off(pack, room)
    if left:
        yield Paragraph(_say("left_off", what=in_a_row(left)))
    yield Paragraph(_say("foot", date=long_date(pack.made_on)), "quiet")


def _masthead(pack: VisitPack, room: _Room) -> Masthead:
    facts = (
        (_say("next_visit"), _when(pack)),
        (_say("visits"), pack.visits),
        (_say("link_teacher"), shortened(pack.link_teacher, 40)),
    )
    district = shortened(pack.district, 60)
    return Masthead(
        kicker=_say("kicker", district=district) if district else _say("kicker_bare"),
        title=shortened(pack.setting, min(room.length, 90)),
        status=_say("demo_status") if pack.is_demo else "",
        facts=tuple((label, words) for label, words in facts if words),
    )


def _when(pack: VisitPack) -> str:
    if pack.next_on is None:
        return _say("none_planned")
    day = short_date(pack.next_on)
    return _say("at", day=day, time=clock(pack.next_at)) if pack.next_at else day


def _place(pack: VisitPack, room: _Room) -> KeyValues:
    people = [_person(each, room) for each in pack.contacts[:_CONTACTS]]
    address = " · ".join(filter(None, (shortened(pack.address, 120), pack.phone[:40])))
    purposes = pack.purposes[:1] + tuple(map(inside, pack.purposes[1:]))
    rows = (
        Row(_say("purpose"), shortened(in_a_row(purposes), room.length)),
        Row(_say("see"), "\n".join(people) or _say("nobody")),
        Row(_say("address"), address),
        Row(_say("arrival"), shortened(pack.arrival, room.length)),
    )
    return KeyValues(tuple(row for row in rows if row.value))


def _person(contact: PackContact, room: _Room) -> str:
    named = _say("person", name=contact.name, role=contact.role) if contact.role else contact.name
    said = " · ".join(filter(None, (named, contact.phone, contact.email)))
    return shortened(said, min(room.length, 110))


def _aside(shown: int, count: int) -> str:
    return _say("first_of", shown=shown, count=count) if shown < count else ""


def _actions(pack: VisitPack, room: _Room) -> Iterator[Block]:
    late = sum(each.is_late for each in pack.actions)
    words = (_aside(room.actions, len(pack.actions)), _say("overdue_some", count=late))
    yield Heading(2, _say("actions"), ", ".join(words[: 1 + bool(late)]).strip(", "))
    if not pack.actions:
        yield Paragraph(_say("no_actions"))
    elif room.actions:
        yield Table(
            header=(_say("what"), _say("who"), _say("by_when")),
            rows=tuple(_action(each, room) for each in pack.actions[: room.actions]),
            widths=_ACTION_WIDTHS,
            summary=_say("actions_summary"),
        )


def _action(action: PackAction, room: _Room) -> tuple[str, str, str]:
    none = _say("not_given")
    due = medium_date(action.by_when_on) if action.by_when_on else none
    when = _say("overdue", date=due) if action.is_late else due
    return shortened(action.what, room.length), shortened(action.who, 60) or none, when


def _list(key: str, items: tuple[str, ...], count: int, room: _Room) -> Iterator[Block]:
    if not items:
        return
    yield Heading(2, _say(key), _aside(count, len(items)))
    if count:
        yield Bullets(tuple(shortened(each, room.length) for each in items[:count]))


def _pupils(pack: VisitPack, room: _Room) -> Iterator[Block]:
    yield Heading(2, _say("pupils"), _aside(room.pupils, len(pack.pupils)))
    if not pack.pupils:
        yield Paragraph(_say("no_pupils"))
    elif room.pupils:
        yield Table(
            header=tuple(_say(key) for key in ("pupil", "year", "plan", "agreement", "review")),
            rows=tuple(_pupil(each) for each in pack.pupils[: room.pupils]),
            widths=_PUPIL_WIDTHS,
            summary=_say("pupils_summary"),
            row_headers=True,
        )


def _pupil(pupil: PackPupil) -> tuple[str, ...]:
    review = medium_date(pupil.review_on) if pupil.review_on else _say("not_given")
    return (
        shortened(pupil.initials, 12),
        pupil.year,
        pupil.plan,
        pupil.agreement,
        _say("late", date=review) if pupil.is_late else review,
    )


def _left_off(pack: VisitPack, room: _Room) -> list[str]:
    counts = (
        ("actions", len(pack.actions) - room.actions),
        ("pupils", len(pack.pupils) - room.pupils),
        ("sessions", len(pack.sessions) - room.sessions),
        ("bring", len(pack.bring) - room.bring),
        ("contacts", len(pack.contacts) - _CONTACTS),
    )
    left = [
        _say(f"left_{key}_one") if count == 1 else _say(f"left_{key}", count=count)
        for key, count in counts
        if count > 0
    ]
    if _has_longer(pack, room):
        left.append(_say("left_words"))
    return left


def _has_longer(pack: VisitPack, room: _Room) -> bool:
    texts = [each.what for each in pack.actions[: room.actions]]
    texts += [*pack.bring[: room.bring], *pack.sessions[: room.sessions], pack.arrival]
    return any(len(" ".join(each.split())) > room.length for each in texts)
