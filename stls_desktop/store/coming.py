"""Queries for what is due and what is coming: days, states and owners are compared in the file.

Nothing is left out by a limit before it was compared, and what is counted is counted whole; a
laptop may hold ten thousand children and five hundred thousand actions.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from stls_core.documents import view
from stls_core.records import kind_of
from stls_core.records.agreements import EXPIRING_DAYS, VERBAL_DAYS, Agreement
from stls_core.records.cases import ENDED
from stls_core.records.physical import SCHOOL_PLANS
from stls_core.records.pupils import Pupil
from stls_core.records.visits import Action, LinkVisit
from stls_desktop.store import bulk, tables
from stls_desktop.store.reading import R, Reader, is_there

OPEN_ACTIONS: Final = ("OPEN", "PART", "NOT_YET")
_RUNNING: Final = ("ACTIVE", "MID_REVIEW", "EXTENDED")
_SOON: Final = f"+{EXPIRING_DAYS} days"
_NEVER: Final = "9999-12-31"
_JUDGED_BY: Final = (
    "id", "pupil_id", "form", "signed_by", "signed_on", "how_obtained", "expires_on",
    "withdrawn_on", "override_reason", "is_disputed", "is_work_allowed", "decided_on",
    "decision_reason",
)  # fmt: skip
"""What the rules ask of an agreement; its signature and its words stay in the file."""


class ReviewDue(msgspec.Struct, frozen=True):
    """A review that has come or is coming.

    `what`: case, mid, final, natsip, equipment, school_plans or modelling.
    """

    what: str
    rec: str
    pupil_id: str
    on: str  # as it is stored


class SessionInDiary(msgspec.Struct, frozen=True):
    """A session of a plan in somebody's diary; day and time as they are stored."""

    rec: str
    plan_id: str
    pupil_id: str
    setting_id: str
    author_id: str
    status: str
    number: int | None
    on: str
    at: str
    types: tuple[str, ...]


class Coming(Reader):
    """What is due and what is planned."""

    def reviews_due(
        self,
        last: dt.date,
        accounts: Sequence[str],
        *,
        limit: int,
        offset: int = 0,
        without: Iterable[str] = (),
    ) -> tuple[ReviewDue, ...]:
        """Every review up to a day, however long ago it should have been; the oldest first.

        Those of modelling notes are of the accounts' own. What has ended owes no review, and
        the records `without` are left out before anything is cut off.
        """
        each = _reviews(last, tuple(accounts))
        query = sa.select(each).where(~bulk.one_of(each.c.id)).order_by(each.c.day, each.c.id)
        rows = self._connection.execute(query.limit(limit).offset(offset), bulk.listed(without))
        return tuple(ReviewDue(*row) for row in rows)

    def count_reviews_due(
        self, last: dt.date, accounts: Sequence[str], *, without: Iterable[str] = ()
    ) -> int:
        """How many there are in all."""
        each = _reviews(last, tuple(accounts))
        query = sa.select(sa.func.count()).select_from(each).where(~bulk.one_of(each.c.id))
        return int(self._connection.execute(query, bulk.listed(without)).scalar_one())

    def agreements_to_judge(self, day: dt.date) -> tuple[Agreement, ...]:
        """All agreements of those children one of whose agreements has ended or soon will.

        Of children about whom somebody is at work, or whose files were joined. With only as much
        in them as says whether they hold; whether they do is for the rules to say.
        """
        pupils = sa.union(_whose_agreement_ends(day), *_joined())
        where = tables.KIND_TABLES["agreement"].c.pupil_id.in_(
            sa.select(pupils.subquery().c.pupil_id)
        )
        return tuple(self._in_part(Agreement, _JUDGED_BY, where))

    def pupils_in_part(self, pupil_ids: Iterable[str], *names: str) -> dict[str, Pupil]:
        """{child: the child with nothing but these fields}."""
        wanted = tables.KIND_TABLES["pupil"].c.id.in_(tuple(pupil_ids))
        return {each.id: each for each in self._in_part(Pupil, ("id", *names), wanted)}

    def waiting_records(self) -> frozenset[str]:
        """The records with changes that are not on the server, for whatever reason."""
        return frozenset(self._connection.execute(sa.select(tables.outbox.c.rec)).scalars())

    def with_open_case(self, pupil_ids: Iterable[str]) -> frozenset[str]:
        """Those of the children about whom a case is open."""
        case = tables.KIND_TABLES["case"]
        query = sa.select(case.c.pupil_id).where(_is_open(case), bulk.one_of(case.c.pupil_id))
        return frozenset(self._connection.execute(query, bulk.listed(pupil_ids)).scalars())

    def visits_between(
        self, first: str, last: str, *, authors: Sequence[str]
    ) -> tuple[LinkVisit, ...]:
        """A teacher's link visits of the days from `first` to `last`, ISO dates and inclusive."""
        kind = kind_of(LinkVisit)
        visit = tables.KIND_TABLES[kind.name]
        query = (
            sa.select(visit)
            .where(
                visit.c.visited_on.between(first, last),
                visit.c.author_id.in_(authors),
                is_there(visit),
            )
            .order_by(visit.c.visited_on, visit.c.starts_at)
        )
        return tuple(self._records(kind, query))

    def sessions_between(
        self, first: str, last: str, *, authors: Sequence[str], pupils: Sequence[str] = ()
    ) -> tuple[SessionInDiary, ...]:
        """The sessions of those days, by day and time, held or not.

        Those that one of the authors put into the diary, and those with one of the children.
        """
        table = tables.KIND_TABLES["iss_session"]
        told = ("id", "plan_id", "pupil_id", "setting_id", "author_id", "status")
        query = (
            sa.select(
                *(sa.func.coalesce(table.c[name], "") for name in told),
                table.c.number,
                table.c.held_on,
                sa.func.coalesce(table.c.starts_at, ""),
                sa.func.coalesce(table.c.types, "[]"),
            )
            .where(
                table.c.held_on.between(first, last),
                table.c.author_id.in_(authors) | table.c.pupil_id.in_(pupils),
                is_there(table),
            )
            .order_by(table.c.held_on, table.c.starts_at, table.c.id)
        )
        rows = self._connection.execute(query)
        return tuple(
            SessionInDiary(*(*told, tuple(filter(_is_text, msgspec.json.decode(types)))))
            for *told, types in rows
        )

    def covers(self) -> tuple[tuple[str, str], ...]:
        """(child, who stands in when, as JSON) of every open case that names somebody."""
        case = tables.KIND_TABLES["case"]
        query = sa.select(case.c.pupil_id, case.c.covers).where(
            case.c.covers > "[]",  # a list with something in it; by the index, as most have none
            _is_open(case),
        )
        return tuple((pupil, covers) for pupil, covers in self._connection.execute(query))

    def overdue_actions(self, day: dt.date, *, limit: int) -> tuple[Action, ...]:
        """The actions that are open and past their day, the oldest first."""
        action = tables.KIND_TABLES["action"]
        query = sa.select(action).where(_is_overdue(action, day))
        return tuple(
            self._records(kind_of(Action), query.order_by(action.c.by_when_on).limit(limit))
        )

    def count_overdue_actions(self, day: dt.date, *, most: int) -> int:
        """How many of them there are; not counted any further than `most`."""
        action = tables.KIND_TABLES["action"]
        late = sa.select(action.c.n).where(_is_overdue(action, day)).limit(most)
        query = sa.select(sa.func.count()).select_from(late.subquery())
        return int(self._connection.execute(query).scalar_one())

    def names_of_settings(self, setting_ids: Iterable[str]) -> dict[str, str]:
        """{setting: name} of those that are here."""
        setting = tables.KIND_TABLES["setting"]
        query = sa.select(setting.c.id, sa.func.coalesce(setting.c.name, "")).where(
            bulk.one_of(setting.c.id)
        )
        return dict(self._connection.execute(query, bulk.listed(setting_ids)).all())

    def _in_part(
        self, record: type[R], names: Sequence[str], where: sa.ColumnElement[bool]
    ) -> Iterator[R]:
        """Records with some of their fields, for a rule that needs no more of very many."""
        kind = kind_of(record)
        table = tables.KIND_TABLES[kind.name]
        query = sa.select(*(table.c[name] for name in names)).where(is_there(table), where)
        many = kind.sets
        for row in self._connection.execute(query):
            document = {
                name: msgspec.json.decode(value) if name in many else value
                for name, value in zip(names, row, strict=True)
                if value is not None
            }
            found = view(kind, document)[0]
            if isinstance(found, record):
                yield found


@lru_cache(maxsize=4)  # to put it together takes as long as to ask it; a day has one
def _reviews(last: dt.date, accounts: tuple[str, ...]) -> sa.Subquery:
    parts = (
        _case_reviews(last),
        *_plan_reviews(last),
        _natsip(last),
        *_physical(last),
        _modelling(last, accounts),
    )
    return sa.union_all(*parts).subquery()


def _review(
    what: str, table: sa.Table, day: sa.ColumnElement[Any], last: dt.date
) -> sa.Select[Any]:
    return sa.select(
        sa.literal(what).label("what"),
        table.c.id,
        sa.func.coalesce(table.c.pupil_id, "").label("pupil_id"),
        day.label("day"),
    ).where(day <= last.isoformat(), is_there(table))


def _case_reviews(last: dt.date) -> sa.Select[Any]:
    case = tables.KIND_TABLES["case"]
    return _review("case", case, case.c.next_review_on, last).where(_is_open(case))


def _plan_reviews(last: dt.date) -> tuple[sa.Select[Any], ...]:
    plan = tables.KIND_TABLES["iss_plan"]
    ends = sa.func.coalesce(plan.c.extended_to_on, plan.c.final_review_on)
    mid = _review("mid", plan, plan.c.mid_review_on, last).where(plan.c.status == "ACTIVE")
    final = _review("final", plan, ends, last).where(
        plan.c.final_review_on <= last.isoformat(), plan.c.status.in_(_RUNNING)
    )
    return mid, final


def _natsip(last: dt.date) -> sa.Select[Any]:
    """A year after the assessment at the latest, unless there is a newer one."""
    profile = tables.KIND_TABLES["sensory_profile"]
    newer = profile.alias()
    in_a_year = sa.func.date(profile.c.natsip_on, "+366 days")
    by, either = profile.c.natsip_review_on, sa.func.min(in_a_year, profile.c.natsip_review_on)
    is_past = sa.exists().where(
        newer.c.pupil_id == profile.c.pupil_id,
        newer.c.natsip_on > sa.func.coalesce(profile.c.natsip_on, ""),
        is_there(newer),
    )
    query = _review("natsip", profile, sa.func.coalesce(either, in_a_year, by), last)
    return query.where(~is_past, _nothing_ended(profile.c.pupil_id))


def _physical(last: dt.date) -> tuple[sa.Select[Any], ...]:
    """The next check of equipment, and the school's plans a year after their day.

    Of the newest profile only, with the earliest day of each sort.
    """
    profile = tables.KIND_TABLES["physical_profile"]
    newer = profile.alias()
    is_past = sa.exists().where(
        newer.c.pupil_id == profile.c.pupil_id,
        newer.c.as_at_on > sa.func.coalesce(profile.c.as_at_on, ""),
        is_there(newer),
    )
    each = sa.func.json_each(profile.c.equipment).table_valued("value", "type").alias("thing")
    checks = sa.case(
        (each.c.type == "object", sa.func.json_extract(each.c.value, "$.check_due_on"))
    )
    check = sa.select(sa.func.min(checks)).select_from(each).correlate(profile).scalar_subquery()
    years = [
        sa.func.coalesce(sa.func.date(profile.c[name], "+366 days"), _NEVER)
        for name in SCHOOL_PLANS
    ]
    equipment = _review("equipment", profile, check, last).where(profile.c.equipment > "[]")
    plans = _review("school_plans", profile, sa.func.min(*years), last)
    holds = (~is_past, _nothing_ended(profile.c.pupil_id))
    return equipment.where(*holds), plans.where(*holds)


def _modelling(last: dt.date, accounts: Sequence[str]) -> sa.Select[Any]:
    """Of the accounts' own notes, unless a later one is about the same adult and strategy."""
    note = tables.KIND_TABLES["modelling_note"]
    later = note.alias()
    same = ("strategy", "local_strategy_id")
    is_past = sa.exists().where(
        later.c.setting_id == note.c.setting_id,
        *(sa.func.coalesce(later.c[n], "") == sa.func.coalesce(note.c[n], "") for n in same),
        sa.func.lower(sa.func.trim(later.c.adult_name))
        == sa.func.lower(sa.func.trim(note.c.adult_name)),
        later.c.modelled_on > note.c.modelled_on,
        later.c.status != "DRAFT",
        is_there(later),
    )
    query = _review("modelling", note, note.c.review_on, last)
    return query.where(note.c.status == "SHARED", note.c.author_id.in_(accounts), ~is_past)


@lru_cache(maxsize=4)
def _whose_agreement_ends(day: dt.date) -> sa.Select[Any]:
    """Children in hand with an agreement that has ended, or does within a month."""
    table = tables.KIND_TABLES["agreement"]
    in_two_weeks = sa.func.date(table.c.signed_on, f"+{VERBAL_DAYS} days")
    ends = sa.case(
        (
            table.c.how_obtained == "VERBAL_LOGGED",
            sa.func.min(in_two_weeks, sa.func.coalesce(table.c.expires_on, in_two_weeks)),
        ),
        else_=sa.func.coalesce(table.c.expires_on, sa.func.date(table.c.signed_on, "+365 days")),
    )
    is_ending = ends <= sa.func.date(day.isoformat(), _SOON)
    return sa.select(table.c.pupil_id).where(
        is_there(table),
        table.c.signed_on <= day.isoformat(),
        table.c.pupil_id.in_(_in_hand()),
        is_ending | _has_moved(table, day),
    )


def _has_moved(agreement: sa.Table, day: dt.date) -> sa.ColumnElement[bool]:
    """Whether the child has begun at another main school since it was signed."""
    pupil = tables.KIND_TABLES["pupil"]
    place = sa.func.json_each(pupil.c.placements).table_valued("value", "type").alias("place")
    is_one = place.c.type == "object"  # whatever else a document held is no place to look into
    began = sa.case((is_one, sa.func.json_extract(place.c.value, "$.from_on")))
    is_main = sa.case((is_one, sa.func.json_extract(place.c.value, "$.is_main")))
    return (
        sa.select(sa.literal(1))
        .select_from(pupil.join(place, sa.true()))
        .where(
            pupil.c.id == agreement.c.pupil_id,
            pupil.c.placements.is_not(None),
            is_main == sa.true(),
            began > agreement.c.signed_on,
            began <= day.isoformat(),
        )
        .correlate(agreement)
        .exists()
    )


def _in_hand() -> sa.ScalarSelect[Any]:
    """The children about whom a case is open, and of joined files, whose case may be there."""
    case = tables.KIND_TABLES["case"]
    return sa.union(sa.select(case.c.pupil_id).where(_is_open(case)), *_joined()).scalar_subquery()


def _joined() -> tuple[sa.Select[Any], ...]:
    merge = tables.KIND_TABLES["pupil_merge"]
    return tuple(sa.select(each.label("pupil_id")) for each in (merge.c.kept_id, merge.c.merged_id))


def _nothing_ended(pupil_id: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether the child has an open case, or none at all."""
    case = tables.KIND_TABLES["case"]
    any_case = sa.select(case.c.n).where(case.c.pupil_id == pupil_id, is_there(case))
    return ~any_case.exists() | any_case.where(_is_open(case)).exists()


def _is_overdue(action: sa.Table, day: dt.date) -> sa.ColumnElement[bool]:
    return sa.and_(
        action.c.status.in_(OPEN_ACTIONS), action.c.by_when_on < day.isoformat(), is_there(action)
    )


def _is_open(case: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401 - a table or its alias
    """A status of a newer release counts as open, and so does none."""
    return sa.func.coalesce(case.c.status, "").not_in(ENDED) & is_there(case)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
