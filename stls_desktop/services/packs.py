"""The visit pack: what a teacher takes along to a school on paper, with initials only.

Read first and drawn afterwards, so that only reading takes the store. A pack is made anew each
time and its bytes are not kept: it is out of date the next day, and what is kept would outlive the
children's own files. That it was printed or saved is recorded, with the hash of what left.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stls_core import gates
from stls_core.masking import Names
from stls_core.records.agreements import Agreement
from stls_core.records.cases import Case
from stls_core.records.modelling import ModellingNote
from stls_core.records.plans import IssPlan, IssSession
from stls_core.records.pupils import Pupil
from stls_core.records.reports import IssuedDocument, Recipient
from stls_core.records.settings import District, Setting
from stls_core.records.visits import Action, Discussion, LinkVisit
from stls_desktop.changed import Changed
from stls_desktop.reports.pack import (
    PackAction,
    PackContact,
    PackPupil,
    VisitPack,
    packs_title,
    visit_pack,
)
from stls_desktop.reports.render import RENDERER_VERSION, problems, render_sheets
from stls_desktop.reports.wording import clock, medium_date, short_date
from stls_desktop.services import agreed, diary, restricted, schools
from stls_desktop.services.desk import Desk
from stls_desktop.services.going_out import DAYS_AHEAD
from stls_desktop.services.joined import joined_ids, kept_files
from stls_desktop.services.names import known_names
from stls_desktop.services.records import cut
from stls_desktop.store.queries import Queries

PACK: Final = "VISIT_PACK"
_RUNNING: Final = ("ACTIVE", "MID_REVIEW", "EXTENDED")
_PLANS: Final = ("DRAFT", "AGREED", "ACTIVE", "MID_REVIEW", "FINAL_REVIEW", "EXTENDED")
_MOST_SESSIONS: Final = 12

Progress = Callable[[int, int], None]


class NoPackError(Exception):
    """There is no school to make a pack of; the words say what to do."""


@dataclass(frozen=True)
class Packs:
    """The drawn packs of one or more schools in one file."""

    setting_ids: tuple[str, ...]
    schools: tuple[str, ...]
    reference: str
    made_on: dt.date
    pdf: bytes
    sha256: str
    problems: tuple[str, ...] = ()

    @property
    def file_name(self) -> str:
        """A name that holds no child's, no adult's and no school's name."""
        if len(self.setting_ids) == 1:
            return f"Visit pack {self.reference}.pdf"
        return f"Visit packs {self.made_on.isoformat()}, {len(self.setting_ids)} schools.pdf"


Gathered = tuple[tuple[str, VisitPack], ...]
"""Each school's id with what its pack says."""


def gather(desk: Desk, setting_ids: Sequence[str]) -> Gathered:
    """Read what the packs of these schools say, in this order; those not here are left out.

    Raises `NoPackError` if none of them is on this laptop. Everything that a teacher typed comes
    with initials in place of children's and parents' names.
    """
    names = known_names(desk)
    packs = tuple((rec, pack) for rec in setting_ids if (pack := _gather(desk, rec, names)))
    if not packs:
        raise NoPackError("This school is not on this laptop yet. Sync, then make the pack again.")
    return packs


def gather_next(desk: Desk) -> Gathered:
    """The same for every school of the teacher's next day out, in the order of that day."""
    begin, end = (desk.today() + dt.timedelta(days=days) for days in (1, DAYS_AHEAD))
    with desk.store.read() as read:
        stops = diary.my_stops(desk, read, begin, end)
    wanted = dict.fromkeys(stop.setting_id for stop in stops if stop.on == stops[0].on)
    if not wanted:
        words = f"No visit or session of yours is planned in the next {DAYS_AHEAD} days."
        raise NoPackError(f"{words} Open a school to make its pack.")
    return gather(desk, tuple(wanted))


def draw(
    packs: Gathered,
    on_progress: Progress | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Packs | None:
    """One file with a page for each (school, pack); None if it was stopped.

    Takes no store: about 150 ms a page, on whichever lane has time.
    """
    documents = []
    for done, (_, pack) in enumerate(packs, 1):
        if is_cancelled and is_cancelled():
            return None
        documents.append(visit_pack(pack))
        if on_progress:
            on_progress(done, len(packs))
    *_, pdf = render_sheets(documents, packs_title(tuple(pack for _, pack in packs)))
    if pdf is None:
        return None
    first = packs[0][1]
    return Packs(
        setting_ids=tuple(rec for rec, _ in packs),
        schools=tuple(pack.setting for _, pack in packs),
        reference=first.reference,
        made_on=first.made_on,
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        problems=tuple(dict.fromkeys(p.message for d in documents for p in problems(d))),
    )


def record_given(desk: Desk, packs: Packs, route: str) -> Changed:
    """Record for each school that its pack was printed or saved, by whom and when."""
    moment = desk.now()
    given = Recipient(key=desk.new_id(), name=desk.me.name, route=route, given_at=moment)
    with desk.store.write() as work:
        for rec in packs.setting_ids:
            work.put(
                IssuedDocument(
                    id=desk.new_id(),
                    author_id=desk.me.account,
                    team_id=desk.me.team,
                    created_at=moment,
                    document_kind=PACK,
                    setting_id=rec,
                    reference=_reference(rec, packs.made_on),
                    sha256=packs.sha256,
                    size_bytes=len(packs.pdf),
                    renderer_version=RENDERER_VERSION,
                    issued_on=moment.astimezone().date(),
                    recipients=(given,),
                )
            )
    return work.changed


def _reference(setting_id: str, day: dt.date) -> str:
    """A reference that names no one: the day and the end of the school's id."""
    return f"VP-{day:%y%m%d}-{setting_id[-6:].upper()}"


def _gather(desk: Desk, rec: str, names: Names) -> VisitPack | None:
    sheet = schools.school_sheet(desk, rec)
    if sheet is None:
        return None
    day = desk.today()
    with desk.store.read() as read:
        setting = read.get(Setting, rec)
        if setting is None:
            return None
        district = read.get(District, setting.district_id) if setting.district_id else None
        coming = _coming(read, rec, day)
        people = tuple(_caseload(desk, read, rec))
        told = _Told(desk, read, names, day)
        # the name of an adult who works with the children is no secret of theirs
        staff = names.without([c.name for c in setting.contacts] + [sheet.link_teacher])
        return VisitPack(
            reference=_reference(rec, day),
            service=f"{desk.me.service_name}, {desk.me.authority_name}",
            setting=setting.name,
            district=district.name if district else "",
            made_on=day,
            address=_address(setting),
            phone=setting.phone,
            arrival=names.shown(setting.site_notes, is_prose=True),
            contacts=tuple(
                PackContact(c.name, desk.reference.label("contact_role", c.role), c.phone, c.email)
                for c in setting.current_contacts(day)
            ),
            visits=_visits(sheet),
            link_teacher=sheet.link_teacher,
            next_on=coming.visited_on if coming else None,
            next_at=coming.starts_at if coming else None,
            purposes=tuple(
                desk.reference.label("visit_purpose", code)
                for code in (coming.purposes if coming else ())
            ),
            actions=tuple(told.actions(rec, staff)),
            bring=tuple(dict.fromkeys(told.bring(rec, people, staff))),
            pupils=told.pupils(people),
            sessions=tuple(told.sessions(people)),
            is_demo=desk.is_demo,
        )


def _address(setting: Setting) -> str:
    parts = (setting.street, setting.locality, setting.town, setting.postcode)
    return ", ".join(part for part in parts if part)


def _visits(sheet: schools.SchoolSheet) -> str:
    words = f"{sheet.done} done, {sheet.planned} planned"
    return words if sheet.entitled is None else f"{words} of {sheet.entitled}"


def _coming(read: Queries, setting_id: str, day: dt.date) -> LinkVisit | None:
    """The next visit from today on that is not done yet."""
    visits = read.find(LinkVisit, setting_id=setting_id, order_by=("visited_on", "starts_at"))
    ahead = (v for v in visits if v.status in ("PLANNED", "IN_PROGRESS"))
    return next((v for v in ahead if v.visited_on and v.visited_on >= day), None)


def _caseload(
    desk: Desk, read: Queries, setting_id: str
) -> Iterator[tuple[Pupil, tuple[str, ...]]]:
    """Each pupil of the school whose case has not ended, with every id that stands for it.

    A child who is only here for a restricted case of somebody else's does not stand on the paper:
    a page that is passed round would tell that there is one.
    """
    joined = kept_files(read)
    for pupil in read.find(Pupil, setting_id=setting_id):
        if joined.get(pupil.id, pupil.id) != pupil.id:
            continue
        ids = joined_ids(read, pupil.id)
        cases = read.find(Case, pupil_id=ids)
        shown = restricted.closed(desk, read, ids).keep(cases)
        if not cases or any(case.is_open for case in shown):
            yield pupil, ids


People = Sequence[tuple[Pupil, tuple[str, ...]]]


class _Told:
    """The lists of a pack in words, with initials."""

    def __init__(self, desk: Desk, read: Queries, names: Names, day: dt.date) -> None:
        self._desk, self._read, self._names, self._day = desk, read, names, day

    def _hidden(self, words: str) -> str:
        return self._names.shown(" ".join(words.split()), is_prose=True)

    def actions(self, setting_id: str, staff: Names) -> Iterator[PackAction]:
        """What is open, overdue first, what has no day last; who owes it is an adult."""
        every = self._read.find(Action, setting_id=setting_id, status=agreed.OPEN)
        found = restricted.keep_shown(self._desk, self._read, every)
        for each in sorted(found, key=lambda a: (a.by_when_on or dt.date.max, a.id)):
            pupil = self._read.get(Pupil, each.pupil_id) if each.pupil_id else None
            what = self._hidden(each.what)
            yield PackAction(
                what=f"{pupil.initials} {what}" if pupil else what,
                who=staff.shown(each.who, is_prose=True),
                by_when_on=each.by_when_on,
                is_late=each.by_when_on is not None and each.by_when_on < self._day,
            )

    def bring(self, setting_id: str, people: People, staff: Names) -> Iterator[str]:
        """Missing agreements, what last time said to come back to, strategies to look at again."""
        say = self._desk.reference.label
        without = [pupil.initials for pupil, ids in people if not self._agreement(pupil, ids)[1]]
        if without:
            yield f"No Agreement to Engage holds for {', '.join(without)}: ask for it"
        for visit in self._read.find(
            LinkVisit, setting_id=setting_id, status="SIGNED", order_by=("-visited_on",), limit=1
        ):
            for talk in self._read.find(
                Discussion, visit_id=visit.id, next_tier="LINK_VISIT", order_by=("order_key",)
            ):
                yield f"Come back to it ({self._about(talk)}): {self._hidden(talk.concern)}".rstrip(
                    ": "
                )
            for need in visit.training_needs:
                who = say("audience", need.audience) if need.audience else ""
                words = ", ".join(filter(None, (self._hidden(need.topic), who.lower())))
                yield f"Training asked for: {words}"
            if visit.whole_school_focus:
                yield f"Their focus last time: {self._hidden(visit.whole_school_focus)}"
        for note in self._read.find(
            ModellingNote, setting_id=setting_id, status="SHARED", order_by=("review_on",)
        ):
            strategy = say("strategy", note.strategy) if note.strategy else "the strategy"
            adult = staff.shown(note.adult_name, is_prose=True)
            yield f"Look at it again with {adult}: {strategy}"

    def _about(self, talk: Discussion) -> str:
        pupil = self._read.get(Pupil, talk.pupil_id) if talk.pupil_id else None
        if pupil is not None:
            return pupil.initials
        if talk.subject_label:
            return self._hidden(talk.subject_label)
        return self._desk.reference.label("discussion_subject", talk.subject).lower()

    def pupils(self, people: People) -> tuple[PackPupil, ...]:
        """By the next review, the earliest first, then by year."""
        lines = [self._pupil(pupil, ids) for pupil, ids in people]
        order = sorted(lines, key=lambda p: (p.review_on or dt.date.max, p.year, p.initials))
        return tuple(order)

    def _pupil(self, pupil: Pupil, ids: tuple[str, ...]) -> PackPupil:
        say, year = self._desk.reference.label, pupil.year_group(self._day)
        shut = restricted.closed(self._desk, self._read, ids)
        every = self._read.find(IssPlan, pupil_id=ids, status=_PLANS, order_by=("-starts_on",))
        plans, cases = shut.keep(every), shut.keep(self._read.find(Case, pupil_id=ids))
        due = min(_review_days(cases, plans), default=None)
        return PackPupil(
            initials=pupil.initials,
            year=say("nc_year", year) if year else "",
            plan=say("plan_status", plans[0].status) if plans else "No plan",
            agreement=self._agreement(pupil, ids)[0],
            review_on=due,
            is_late=due is not None and due < self._day,
        )

    def _agreement(self, pupil: Pupil, ids: tuple[str, ...]) -> tuple[str, bool]:
        """The words, and whether the service may work with the child today."""
        signed = self._read.find(Agreement, pupil_id=ids, order_by=("-signed_on",))
        holding = next((a for a in signed if gates.engages(a, pupil, self._day)), None)
        if holding is None:
            latest = gates.state_of(signed[0], pupil, self._day) if signed else ""
            return (
                self._desk.reference.label("agreement_status", latest) if latest else "None",
                False,
            )
        last = holding.last_day
        return (f"Until {medium_date(last)}" if last else "Signed"), True

    def sessions(self, people: People) -> Iterator[str]:
        """What is in the diary from today on, the nearest first."""
        known = {rec: pupil for pupil, ids in people for rec in ids}
        ids = tuple(known)
        if not ids:
            return
        every = self._read.find(
            IssSession, pupil_id=ids, status="PLANNED", order_by=("held_on", "starts_at")
        )
        shown = restricted.closed(self._desk, self._read, ids).keep(every)
        planned = [each for each in shown if each.held_on and each.held_on >= self._day]
        for each in planned[:_MOST_SESSIONS]:
            kinds = [self._desk.reference.label("session_type", code) for code in each.types]
            number = f"session {each.number}" if each.number else "session"
            said = ", ".join(filter(None, (number, *kinds)))
            yield f"{_day(each)}: {known[each.pupil_id].initials} {cut(said, 90)}"


def _review_days(cases: Sequence[Case], plans: Sequence[IssPlan]) -> Iterator[dt.date]:
    for case in cases:
        if case.is_open and case.next_review_on:
            yield case.next_review_on
    for plan in plans:
        if plan.status == "ACTIVE" and plan.mid_review_on:
            yield plan.mid_review_on
        if plan.status in _RUNNING and plan.ends_on:
            yield plan.ends_on


def _day(session: IssSession) -> str:
    on, at = session.held_on, session.starts_at
    return ", ".join(filter(None, (short_date(on) if on else "", clock(at) if at else "")))
