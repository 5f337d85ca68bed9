"""What a family has to have agreed to before something is done with their child.

Pure rules over records that the caller has looked up; they are about engagement and transparency,
never about a lawful basis. A refusal blocks, and what nobody was asked about is warned of.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeVar

from stls_core.everyday_names import TITLES
from stls_core.masking import WORD, folded
from stls_core.records._declare import Problem, Record
from stls_core.records.agreements import Agreement
from stls_core.records.assessments import Assessment
from stls_core.records.cases import Case
from stls_core.records.observations import Observation
from stls_core.records.plans import IssSession
from stls_core.records.pupils import ParentCarer, Professional, Pupil

_SCOPE_WORDS: Final = {
    "OBSERVE": "being observed",
    "WORK_1TO1": "one-to-one work",
    "TESTS": "standardised tests",
    "EMAIL_REPORT": "reports by e-mail",
    "SHARE_EP": "sharing with the educational psychologist",
    "SHARE_SALT": "sharing with speech and language therapy",
    "SHARE_HEALTH": "sharing with health services",
    "SHARE_EYFS": "sharing with the early years team",
}


def left_school_on(agreement: Agreement, pupil: Pupil | None) -> dt.date | None:
    """The day on which the child changed its main school after the agreement was signed.

    An agreement is with one setting about one child: it ends there, whatever day stands on it.
    """
    if pupil is None or agreement.signed_on is None:
        return None
    moves = [
        each.from_on
        for each in pupil.placements
        if each.is_main and each.from_on and each.from_on > agreement.signed_on
    ]
    return min(moves, default=None)


def engages(agreement: Agreement, pupil: Pupil | None, day: dt.date) -> bool:
    """Whether the service may work with the child that day because of this agreement."""
    left = left_school_on(agreement, pupil)
    return agreement.engages_on(day) and (left is None or day < left)


def state_of(agreement: Agreement, pupil: Pupil | None, day: dt.date) -> str:
    """The `agreement_status` code on a day, with a change of school taken into account."""
    left = left_school_on(agreement, pupil)
    status = agreement.status_on(day)
    return "EXPIRED" if left and left <= day and status != "WITHDRAWN" else status


def photo_agreement(
    agreements: Iterable[Agreement], pupil: Pupil | None, day: dt.date
) -> Agreement | None:
    """The agreement by which a photo of the child may be kept that day; the newest of them.

    A withdrawal ends what was signed before it as well, on whichever form that was.
    """
    photos = [each for each in agreements if each.form == "PHOTO_VIDEO" and not each.deleted]
    holding = [each for each in photos if state_of(each, pupil, day) in ("SIGNED", "EXPIRING")]
    newest = max(holding, key=lambda each: each.signed_on or dt.date.min, default=None)
    ended = [each.withdrawn_on for each in photos if each.status_on(day) == "WITHDRAWN"]
    last_end = max((each for each in ended if each), default=None)
    if newest is None or newest.signed_on is None:
        return None
    return None if last_end and newest.signed_on <= last_end else newest


def work_problems(
    record: Record, agreements: Iterable[Agreement], pupil: Pupil | None, day: dt.date
) -> Iterator[Problem]:
    """What the family's agreements say about an observation, a test or one-to-one work that day."""
    field = {Observation: "observed_on", Assessment: "assessed_on"}.get(type(record), "held_on")
    if isinstance(record, Assessment) and record.is_school_supplied:
        return  # the school tested the child under its own arrangements
    holding = [each for each in agreements if engages(each, pupil, day)]
    if not holding:
        words = "No Agreement to Engage holds on this day. Record the agreement before you sign"
        yield Problem(field, words)
        return
    for scope in _scopes_of(record):
        if any(scope in each.refuses for each in holding):
            yield Problem(field, f"The family does not agree to {_SCOPE_WORDS[scope]}")
        elif not any(scope in each.agrees for each in holding):
            words = f"The agreement does not mention {_SCOPE_WORDS[scope]}. Ask the family."
            yield Problem(field, words, blocks=False)


def _scopes_of(record: Record) -> Iterator[str]:
    if isinstance(record, Observation):
        yield "OBSERVE"
    if isinstance(record, Assessment):
        yield "TESTS"
    if isinstance(record, IssSession) and "DIRECT_1TO1" in record.types:
        yield "WORK_1TO1"


def dispatch_problems(
    recipient: ParentCarer, route: str, agreements: Iterable[Agreement], day: dt.date
) -> Iterator[Problem]:
    """What stops a document about the child from going to this parent or carer by that route."""
    if recipient.is_barred:
        yield Problem("recipients", "This person is barred from contact. Nothing may be sent.")
    if route == "SECURE_EMAIL" and not any(each.allows("EMAIL_REPORT", day) for each in agreements):
        yield Problem("recipients", "The family has not agreed to reports by e-mail. Print it.")


def note_problems(
    children: Iterable[tuple[Pupil, Sequence[Agreement]]], name: str, route: str, day: dt.date
) -> Iterator[Problem]:
    """What stops a note in which these children are named from being given to somebody that day.

    The agreement has to hold when the note leaves, not only when it was written: a family may have
    withdrawn since. A barred adult is known by the name, whatever role it is given under.
    """
    for pupil, agreements in children:
        if not any(engages(each, pupil, day) for each in agreements):
            child = pupil.initials or "a child"
            words = (
                f"No Agreement to Engage holds today for {child}, who is named in this"
                " note, so it is not given out. Record the agreement, or make the talk anonymous"
                " and sign again."
            )
            yield Problem("recipients", words)
        for adult in _named(pupil.parents_carers, name):
            yield from dispatch_problems(adult, route, agreements, day)
        yield from _barred_perhaps(pupil.parents_carers, name)


def report_problems(
    pupil: Pupil,
    agreements: Sequence[Agreement],
    day: dt.date,
    *,
    name: str,
    route: str,
    address: str = "",
    is_school: bool = False,
) -> Iterator[Problem]:
    """What stops a report about the child from being given to somebody that day.

    Whoever it is, the family’s agreement has to hold; a parent or another professional is known by
    the name or by the address. A professional needs leave in the file and in the agreement.
    """
    holding = [each for each in agreements if engages(each, pupil, day)]
    if not holding:
        child = pupil.initials or "this child"
        words = (
            f"No Agreement to Engage holds today for {child}, so this report is not given out."
            " Record or renew the agreement first."
        )
        yield Problem("recipients", words)
    for adult in _named(pupil.parents_carers, name, address):
        yield from dispatch_problems(adult, route, agreements, day)
    yield from _barred_perhaps(pupil.parents_carers, name)
    for each in _named(pupil.professionals, name, address):
        yield from professional_problems(each, holding, day)
    if is_school and any("SHARE_SCHOOL" in each.refuses for each in holding):
        yield Problem("recipients", "The family does not agree to sharing with the school.")


def professional_problems(
    who: Professional, agreements: Iterable[Agreement], day: dt.date
) -> Iterator[Problem]:
    """What stops a report from going to somebody of another service (DOMAIN 8.1)."""
    if not who.may_receive_report:
        words = "The pupil’s file does not say that this person may receive reports."
        yield Problem("recipients", f"{words} Ask the family, then tick it there.")
    scope = _SCOPE_OF_ROLE.get(who.role)
    if scope and not any(each.allows(scope, day) for each in agreements):
        yield Problem(
            "recipients",
            f"The family has not agreed to {_SCOPE_WORDS[scope]}. Ask them, and record it in the"
            " agreement first.",
        )


_Person = TypeVar("_Person", ParentCarer, Professional)
_SCOPE_OF_ROLE: Final = {
    "EP": "SHARE_EP",
    "SALT": "SHARE_SALT",
    "OT": "SHARE_HEALTH",
    "PHYSIO": "SHARE_HEALTH",
    "PAED": "SHARE_HEALTH",
    "CAMHS": "SHARE_HEALTH",
    "SCHOOL_NURSE": "SHARE_HEALTH",
    "PORTAGE": "SHARE_EYFS",
}
"""{`professional_role`: the scope of the agreement that has to be ticked for it}."""


def _barred_perhaps(adults: Iterable[ParentCarer], name: str) -> Iterator[Problem]:
    """A name that leaves open whether it is that of a barred adult: “Mr Holt”, “D. Holt”."""
    for each in adults:
        if each.is_barred and not _is_same(name, each.name) and _may_be(name, each.name):
            words = f"“{name.strip()}” may be {each.name.strip()}, who is barred from contact."
            yield Problem("recipients", f"{words} Write the name in full.")


def _may_be(name: str, other: str) -> bool:
    """Whether the surname is the same and no given name speaks against it."""
    mine, theirs = _name_parts(name), _name_parts(other)
    if not mine or not theirs or mine[-1] != theirs[-1]:
        return False
    return all(
        one == another or (one[0] == another[0] and 1 in (len(one), len(another)))
        for one, another in zip(mine[:-1], theirs[:-1], strict=False)
    )


def _is_same(name: str, other: str) -> bool:
    """Whether two names are one, whatever title, case or accent they are written with."""
    return bool(_name_parts(name)) and _name_parts(name) == _name_parts(other)


def _name_parts(name: str) -> list[str]:
    words = [folded(word) for word in WORD.findall(name)]
    return [word for word in words if word not in TITLES] or words


def _named(people: Iterable[_Person], name: str, address: str = "") -> Iterator[_Person]:
    """Those of these people who have that name, or that e-mail address."""
    for each in people:
        same_name = _is_same(name, each.name)
        same_address = address.strip() and folded(each.email.strip()) == folded(address.strip())
        if same_name or same_address:
            yield each


def is_address(text: str) -> bool:
    """Whether a text is one e-mail address and nothing else that a header could be made of."""
    name, at, host = text.strip().partition("@")
    plain = not any(c.isspace() or not c.isprintable() or c in ',;<>"@' for c in name + host)
    return bool(name and at and "." in host.strip(".") and plain)


def ended_words(cases: Iterable[Case]) -> str:
    """Why no new work is begun about a child whose every case has ended; empty if one is open.

    A child without a case may be talked about and seen once: that is an enquiry.
    """
    known = list(cases)
    if not known or any(each.is_open for each in known):
        return ""
    last = max(known, key=lambda each: each.closed_on or dt.date.min)
    when = f" on {last.closed_on.day} {last.closed_on:%B %Y}" if last.closed_on else ""
    return f"The case ended{when}. What is there can be read; open a new case before new work."
