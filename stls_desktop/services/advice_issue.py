"""A signed advice report in any reader's version and format, and who may be given it.

Drawn from the signed version alone; bytes that were issued are handed out again. What a report has
in common with a visit's note stands in `issuing`.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from stls_core import gates
from stls_core.masking import folded
from stls_core.records.advice import AdviceReport
from stls_core.records.agreements import Agreement
from stls_core.records.pupils import Pupil
from stls_core.records.reports import IssuedDocument, Recipient
from stls_core.records.settings import Setting
from stls_core.reference import Reference
from stls_desktop.changed import Changed
from stls_desktop.reports.advice.copies import COPIES, content_of, copy_of, printed_otherwise
from stls_desktop.reports.advice.sheets import SHEETS
from stls_desktop.reports.advice.words import Words
from stls_desktop.reports.content import Document
from stls_desktop.services import issuing, report_languages, restricted, signing
from stls_desktop.services.advice_content import PIECES, Content, is_withheld, report_values
from stls_desktop.services.desk import Desk
from stls_desktop.services.issuing import Drawn, Gathered, NotGivenError
from stls_desktop.services.joined import joined_ids, kept_for
from stls_desktop.services.signing import Version
from stls_desktop.store.queries import Queries

_log = logging.getLogger(__name__)
AUDIENCES: Final = ("SENCO", "TEACHER", "PARENT")
FAMILY: Final = "PARENT"
KIND: Final = "advice_report"
STANDARD: Final = "STANDARD"
ENGLISH: Final = "ENG"
_TRANSLATED: Final = "TRANSLATED"
_VARIANT_OF: Final[Mapping[str, str]] = {
    "LARGE": "LARGE",
    "XL": "LARGE",
    "BRAILLE": "TEXT",
    "EASY": "SHORT",
    "AUDIO": "TEXT",
}
"""{`report_format` that a family needs: the format that serves it}; any other is the standard."""
_ROLE_OF: Final[Mapping[str, str]] = {
    "EP": "EP",
    "QTOD": "SPECIALIST",
    "QTVI": "SPECIALIST",
    "QTMSI": "SPECIALIST",
}
"""{`professional_role`: `staff_role`}; any other is OTHER."""
_READ_AS_TEACHERS: Final = frozenset({"TEACHER", "TA", "KEY_PERSON", "ROOM_LEADER", "MIDDAY"})
_NOT_OF_SCHOOL: Final = frozenset({FAMILY, "EP", "ADVISER", "SPECIALIST", "OTHER"})


@dataclass(frozen=True)
class Person:
    """Somebody the report is likely to be for, with the copy that suits them.

    Without a name it is whoever has that role, such as the class teacher; without a role as well,
    it is the author's own file. `why_not` says why nothing may be given to them today.
    """

    name: str
    role: str  # of `staff_role`
    words: str  # such as "Mother" or "Speech and language therapist"
    audience: str
    variant: str = STANDARD
    language: str = ""
    address: str = ""  # of e-mail
    why_not: str = ""
    key: str = ""  # as `AdviceReport.copies_for` names them
    is_meant: bool = False  # the author has said that they are to have a copy

    @property
    def called(self) -> str:
        """As it is recorded: the name, or else the role in words; empty for the author's file."""
        return self.name.strip() or (self.words if self.role else "")


@dataclass(frozen=True)
class Given:
    """One copy that somebody was given, for the list beside the report."""

    issued_id: str
    key: str
    number: int
    name: str
    role: str  # this and what follows in words
    sort: str  # for whom it was written, and its format
    route: str
    given_at: dt.datetime | None
    received_at: dt.datetime | None
    is_protected: bool


def draw(
    desk: Desk,
    version_id: str,
    audience: str,
    variant: str = STANDARD,
    language: str | None = None,
) -> Drawn:
    """A copy of a signed report: the issued bytes if there are any, else drawn now.

    Raises what `gather` and `issuing.drawn` raise, which a lane of the store does apart.
    """
    return issuing.drawn(gather(desk, version_id, audience, variant, language))


def gather(
    desk: Desk,
    version_id: str,
    audience: str,
    variant: str = STANDARD,
    language: str | None = None,
) -> Gathered:
    """What a copy of a signed report is drawn from: a few milliseconds of reading.

    `language` is that of a family's headings; without one, the one that the report names. Raises
    `NoSuchVersionError`, `AlteredVersionError`, `NotReviewedError`, and `NotGivenError` for a
    restricted case that whoever sits here may not read.
    """
    with desk.store.read() as read:
        version = issuing.intact(read, version_id, "report")
    _refuse_restricted(desk, version.of_id)
    with desk.store.read() as read:
        language = _language(version, audience, language)
        found = issuing.kept(read, version_id, (audience, variant, language))
        is_translated = bool(language) and found is None
        words = report_languages.words_in(desk, read, language) if is_translated else None
    copy = Drawn(
        name="Advice report",
        version_id=version_id,
        number=version.number,
        reference=issuing.reference_of("AR", version),
        setting=str(version.content["words"].get("setting", "")),
        is_issued=found is not None,
        audience=audience,
        variant=variant,
        language=language,
        ending=COPIES[variant].ending,
        sort=_sort_words(desk.reference, audience, variant, language),
    )
    return Gathered(
        copy,
        found,
        document=partial(_document, desk.reference, version, audience, variant, words),
        write=partial(copy_of, variant=variant),
        otherwise=partial(printed_otherwise, variant=variant),
    )


def people_to_give_to(desk: Desk, version_id: str) -> tuple[Person, ...]:
    """SENCO, class teacher, the family as the file knows it today, and other professionals."""
    with desk.store.read() as read:
        version = issuing.intact(read, version_id, "report")
        pupil, agreements = _child(read, version)
        setting = read.get(Setting, version.setting_id) or Setting()
        people = (
            *_school(desk, setting),
            *_family(desk.reference, version, pupil),
            *_professionals(desk.reference, pupil),
        )
        day = desk.today()
        meant = version.content["record"].get("copies_for", ())
        return tuple(
            replace(
                each,
                why_not=next(_refusals(pupil, agreements, day, each, "PRINT"), ""),
                is_meant=each.key in meant,
            )
            for each in people
        )


def may_give(desk: Desk, drawn: Drawn, person: Person, route: str) -> None:
    """Ask before anything is printed, saved or sent. Raises `NotGivenError`.

    Whoever it is, and for the author's own file too, the family's agreement has to hold.
    """
    with desk.store.read() as read:
        _refuse_to_give(desk, read, drawn, person, route)


def give(
    desk: Desk, drawn: Drawn, person: Person, route: str, protected_sha256: str = ""
) -> Changed:
    """Keep the bytes and record who was given which copy, how and when; the report is then SENT.

    `protected_sha256` is the hash of a copy under a passphrase. Raises `NotGivenError`.
    """
    with desk.store.write() as work:
        version = _refuse_to_give(desk, work, drawn, person, route)
        name = person.called or desk.me.name
        role = person.role if person.called else "SPECIALIST"
        given = issuing.recipient(desk, name, role, route, protected_sha256)
        issuing.record_given(desk, work, drawn, version, given)
        report = work.get(AdviceReport, version.of_id)
        if person.called and report is not None and report.status == "SIGNED":
            work.edit(KIND, version.of_id, {"status": "SENT"})
    _log.info("a copy of an advice report was given out: %s, %s", drawn.version_id, route)
    return work.changed


def note_receipt(desk: Desk, issued_id: str, key: str) -> Changed:
    """Somebody has said that the copy arrived; the report is then ACKNOWLEDGED."""
    with desk.store.write() as work:
        issued = work.get(IssuedDocument, issued_id)
        everybody = issued.recipients if issued else ()
        given = next((each for each in everybody if each.key == key), None)
        if issued is None or given is None:
            raise issuing.NoSuchVersionError("This copy is not on this laptop yet. Sync first.")
        if given.received_at is None:
            work.edit("issued_document", issued_id, issuing.receipt(given, desk.now()))
        version = signing.version(work, issued.signed_version_id)
        report = work.get(AdviceReport, version.of_id) if version else None
        if report is not None and report.status == "SENT":
            work.edit(KIND, report.id, {"status": "ACKNOWLEDGED"})
    return work.changed


def given_out(desk: Desk, report_id: str) -> tuple[Given, ...]:
    """Every copy that was given of any version of a report, the newest first."""
    found: list[tuple[Recipient, Given]] = []
    with desk.store.read() as read:
        for version in signing.versions_of(read, report_id):
            for issued in read.find(IssuedDocument, signed_version_id=version.id):
                found += [
                    (each, _given(desk.reference, issued, each)) for each in issued.recipients
                ]
    ordered = sorted(found, key=lambda pair: (str(pair[0].given_at), pair[0].key), reverse=True)
    return tuple(line for _recipient, line in ordered)


# What is drawn


def _document(
    reference: Reference, version: Version, audience: str, variant: str, words: Words | None
) -> Document:
    values = report_values(
        version.content,
        audience,
        reference,
        number=issuing.reference_of("AR", version),
        dated_on=version.signed_on,
        version=version.number,
        check_code=version.sha256[:8],
        reason=version.reason,
    )
    return content_of(values, audience, variant, words)


def _language(version: Version, audience: str, language: str | None) -> str:
    if audience != FAMILY:
        return ""
    if language is None:
        language = str(version.content["record"].get("family_language") or "")
    return "" if language == ENGLISH else language


def _sort_words(reference: Reference, audience: str, variant: str, language: str) -> str:
    words = [reference.label("report_audience", audience)]
    words.append(reference.label("report_variant", variant))
    if language:
        words.append(reference.label("language", language))
    return ", ".join(words)


def _given(reference: Reference, issued: IssuedDocument, given: Recipient) -> Given:
    label = reference.label
    return Given(
        issued_id=issued.id,
        key=given.key,
        number=issued.version_number or 0,
        name=given.name,
        role=label("staff_role", given.role),
        sort=_sort_words(reference, issued.audience, issued.variant, issued.language),
        route=label("route", given.route),
        given_at=given.given_at,
        received_at=given.received_at,
        is_protected=bool(given.protected_sha256),
    )


# Who may have it


def _school(desk: Desk, setting: Setting) -> Iterator[Person]:
    label = desk.reference.label
    for each in setting.current_contacts(desk.today()):
        if each.role == "SENCO":
            words = label("contact_role", each.role)
            yield Person(each.name, "SENCO", words, "SENCO", address=each.email, key="SENCO")
    yield Person("", "TEACHER", label("staff_role", "TEACHER"), "TEACHER", key="TEACHER")


def _family(reference: Reference, version: Version, pupil: Pupil) -> Iterator[Person]:
    """Each parent or carer with the format and the language that they need."""
    usual = str(version.content["record"].get("family_language") or "")
    for each in pupil.parents_carers:
        own = each.language if each.report_format == _TRANSLATED else ""
        yield Person(
            name=each.name,
            role=FAMILY,
            words=reference.label("relation", each.relation),
            audience=FAMILY,
            variant=_VARIANT_OF.get(each.report_format, STANDARD),
            language=own or usual,
            address=each.email,
            key=each.key,
        )


def _professionals(reference: Reference, pupil: Pupil) -> Iterator[Person]:
    for each in pupil.professionals:
        if each.may_receive_report:
            role = _ROLE_OF.get(each.role, "OTHER")
            words = reference.label("professional_role", each.role)
            yield Person(each.name, role, words, "SENCO", address=each.email, key=each.key)


def _refuse_to_give(desk: Desk, read: Queries, drawn: Drawn, person: Person, route: str) -> Version:
    version = issuing.intact(read, drawn.version_id, "report")
    pupil, agreements = _child(read, version)
    refusal = next(_refusals(pupil, agreements, desk.today(), person, route), drawn.why_not)
    if not refusal and _holds_withheld_words(desk.reference, version, drawn, pupil, person):
        reader = desk.reference.label("report_audience", _reads_as(pupil, person))
        refusal = (
            "This copy holds words that are withheld from this person. Give the version that is"
            f" written for them: {reader}."
        )
    if refusal:
        raise NotGivenError(refusal)
    return version


def _refusals(
    pupil: Pupil, agreements: tuple[Agreement, ...], day: dt.date, person: Person, route: str
) -> Iterator[str]:
    problems = gates.report_problems(
        pupil,
        agreements,
        day,
        name=person.name,
        route=route,
        address=person.address,
        is_school=bool(person.role) and person.role not in _NOT_OF_SCHOOL,
    )
    return (problem.message for problem in problems if problem.blocks)


def _child(read: Queries, version: Version) -> tuple[Pupil, tuple[Agreement, ...]]:
    """The child as the file knows it today, with every agreement of the family."""
    pupil_id = kept_for(read, str(version.content["record"].get("pupil_id") or ""))
    agreements = read.find(Agreement, pupil_id=joined_ids(read, pupil_id))
    return read.get(Pupil, pupil_id) or Pupil(id=pupil_id), agreements


def _reads_as(pupil: Pupil, person: Person) -> str:
    """Whose version is written for this person, whatever they are given."""
    family = {folded(each.name.strip()) for each in pupil.parents_carers}
    if person.role == FAMILY or folded(person.name.strip()) in family:
        return FAMILY
    return "TEACHER" if person.role in _READ_AS_TEACHERS else "SENCO"


def _holds_withheld_words(
    reference: Reference, version: Version, drawn: Drawn, pupil: Pupil, person: Person
) -> bool:
    """Whether a copy for one reader prints what is kept from the one who is to have it."""
    reader = _reads_as(pupil, person)
    if not person.called or reader == drawn.audience:
        return False
    return any(
        is_withheld(row, reader) and not is_withheld(row, drawn.audience)
        for row in _printed(reference, version.content, drawn)
    )


def _printed(reference: Reference, content: Content, drawn: Drawn) -> Iterator[Mapping[str, Any]]:
    """The pieces that a copy may print; a sheet takes from every reader's headings."""
    sections = {each.code: each.parent for each in reference.choices("report_section")}
    for name in PIECES:
        for row in content["children"].get(name, ()):
            written_for = sections.get(row.get("section", ""), drawn.audience)
            if written_for == drawn.audience or drawn.variant in SHEETS:
                yield row


def _refuse_restricted(desk: Desk, report_id: str) -> None:
    if restricted.door_before(desk, report_id) is not None:
        raise NotGivenError(
            "This report belongs to a restricted case. Open the case first and say why."
        )
