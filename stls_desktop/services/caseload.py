"""The caseload: pupils by initials, and whether their families have agreed to engage."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from stls_core import gates
from stls_core.records.agreements import Agreement
from stls_core.records.merging import PupilMerge
from stls_core.records.pupils import Pupil
from stls_core.records.settings import Setting
from stls_desktop.services.desk import Desk
from stls_desktop.services.joined import joined_ids, kept_for
from stls_desktop.store.drafts import Draft


@dataclass(frozen=True)
class PupilLine:
    """A pupil in the list: no name, because lists are read over shoulders."""

    id: str
    initials: str
    year: str
    school: str
    need: str
    has_agreement: bool
    is_unfinished: bool = False  # begun on this laptop and not complete enough to be a record


@dataclass(frozen=True)
class AgreementLine:
    """An agreement beside the pupil's form."""

    id: str
    form: str
    days: str
    state: str
    is_valid: bool


@dataclass(frozen=True)
class PupilSheet:
    """What stands beside a pupil's own form."""

    facts: str
    has_agreement: bool
    agreements: tuple[AgreementLine, ...]


def list_pupils(desk: Desk) -> tuple[PupilLine, ...]:
    """Those who were only begun first, then every pupil by surname."""
    day = desk.today()
    with desk.store.read() as read:
        begun = [d for d in read.drafts() if d.kind == "pupil" and read.open(d.rec) is None]
        schools = {s.id: s.name for s in read.find(Setting)}
        pupils = read.find(Pupil, order_by=("legal_surname", "legal_forename"))
        known = {p.id: p for p in pupils}
        signed = read.find(Agreement)
        agreed = {a.pupil_id for a in signed if gates.engages(a, known.get(a.pupil_id), day)}
        joins = [each for each in read.find(PupilMerge) if each.is_in_force]
        hidden = {
            each.merged_id
            for each in joins
            if each.kept_id in known and kept_for(read, each.merged_id) != each.merged_id
        }
        agreed |= {kept_for(read, each.merged_id) for each in joins if each.merged_id in agreed}
    finished = tuple(
        PupilLine(
            id=p.id,
            initials=p.initials,
            year=_year(desk, p),
            school=schools.get(p.setting_id, ""),
            need=desk.reference.label("sen_type", p.primary_need),
            has_agreement=p.id in agreed,
        )
        for p in pupils
        if p.id not in hidden
    )
    return (*(_begun(draft, schools) for draft in begun), *finished)


def _begun(draft: Draft, schools: Mapping[str, str]) -> PupilLine:
    names = [str(draft.doc.get(n, "")) for n in ("legal_forename", "legal_surname", "known_as")]
    told = Pupil(legal_forename=names[0], legal_surname=names[1], known_as=names[2])
    return PupilLine(
        id=draft.rec,
        initials=told.initials or "?",
        year="",
        school=schools.get(str(draft.doc.get("setting_id", "")), ""),
        need="",
        has_agreement=False,
        is_unfinished=True,
    )


def school_choices(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(id, name) of every school, for choosing."""
    with desk.store.read() as read:
        return tuple((s.id, s.name) for s in read.find(Setting, order_by=("name",)))


def pupil_sheet(desk: Desk, pupil_id: str) -> PupilSheet | None:
    """The pupil's year and agreements, newest first."""
    day = desk.today()
    with desk.store.read() as read:
        pupil = read.get(Pupil, pupil_id)
        ids = joined_ids(read, pupil_id)
        agreements = read.find(Agreement, pupil_id=ids, order_by=("-signed_on",))
        setting = read.get(Setting, pupil.setting_id) if pupil else None
    if pupil is None:
        return None
    facts = [_year(desk, pupil), setting.name if setting else ""]
    return PupilSheet(
        facts=" · ".join(fact for fact in facts if fact) or "Pupil",
        has_agreement=any(gates.engages(a, pupil, day) for a in agreements),
        agreements=tuple(_line(desk, a, pupil, day) for a in agreements),
    )


def _line(desk: Desk, agreement: Agreement, pupil: Pupil, day: dt.date) -> AgreementLine:
    state = gates.state_of(agreement, pupil, day)
    left = gates.left_school_on(agreement, pupil)
    last = min(filter(None, (agreement.last_day, left)), default=None)
    return AgreementLine(
        id=agreement.id,
        form=desk.reference.label("agreement_form", agreement.form),
        days=f"{_day(agreement.signed_on)} to {_day(last)}" if agreement.signed_on else "",
        state=desk.reference.label("agreement_status", state),
        is_valid=state in ("SIGNED", "EXPIRING") and agreement.is_valid_on(day),
    )


def _year(desk: Desk, pupil: Pupil) -> str:
    code = pupil.year_group(desk.today())
    return desk.reference.label("nc_year", code) if code else ""


def _day(day: dt.date | None) -> str:
    return f"{day.day} {day:%b %Y}" if day else ""
