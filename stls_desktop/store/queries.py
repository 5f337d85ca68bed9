"""Queries that a screen needs as they are: counts, searches and lists over several kinds.

Each returns frozen values with the words or numbers of one screen; none returns a row.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from stls_core.records import Kind, all_kinds
from stls_desktop.store import bulk, projection, tables
from stls_desktop.store.coming import OPEN_ACTIONS, Coming, SessionInDiary
from stls_desktop.store.reading import is_there
from stls_desktop.store.spelling import words_of

__all__ = ["Filed", "Found", "Queries", "SessionInDiary", "SettingLine", "SignedHead"]

MIN_LETTERS: Final = 2
MOST_NEAR: Final = 200
_BELONGS: Final = ("case_id", "plan_id")


class Found(msgspec.Struct, frozen=True):
    """One hit of a search."""

    rec: str
    kind: str
    title: str
    event_on: str


class SettingLine(msgspec.Struct, frozen=True):
    """A setting in the list of schools, with what the year has brought."""

    id: str
    name: str
    town: str
    district: str
    status: str
    setting_type: str
    visits_done: int
    open_actions: int


class Filed(msgspec.Struct, frozen=True):
    """A record in a pupil's file: what names it, its day and its status, as they are stored."""

    kind: str
    rec: str
    named: dict[str, Any]


class SignedHead(msgspec.Struct, frozen=True):
    """A signed version without its words; `signed_on` is an ISO date, `arrived` a number or None.

    `arrived` is the sequence number at which the server first took it, as far as known.
    """

    id: str
    of_id: str
    of_kind: str
    pupil_id: str
    setting_id: str
    signed_by: str
    signed_on: str
    signed_at: str
    arrived: int | None = None


class Queries(Coming):
    """Everything that can be read from the store."""

    def search(
        self, words: str, *, kinds: tuple[str, ...] = (), limit: int = 50
    ) -> tuple[Found, ...]:
        """Records whose words begin with each of the given ones, newest first.

        Accents, case and apostrophes do not count; fewer than two letters find nothing.
        """
        terms = words_of(words)
        if not terms or len("".join(terms)) < MIN_LETTERS:
            return ()
        match = " ".join(f'"{term}"*' for term in terms)
        entry = tables.search_entry.c
        hits = sa.text("SELECT rowid FROM search_words WHERE search_words MATCH :match").bindparams(
            match=match
        )
        query = sa.select(entry.rec, entry.kind, entry.title, entry.event_on).where(
            entry.n.in_(hits.columns(sa.column("rowid", sa.Integer)).scalar_subquery())
        )
        if kinds:
            query = query.where(entry.kind.in_(kinds))
        rows = self._connection.execute(
            query.order_by(entry.event_on.desc(), entry.n.desc()).limit(limit)
        )
        return tuple(Found(*row) for row in rows)

    def file_of(
        self, pupil_ids: Sequence[str], kinds: Sequence[Kind], *, offset: int, limit: int
    ) -> tuple[Filed, ...]:
        """A page of what these kinds hold about a pupil, the latest day first."""
        parts = [_filed(kind, pupil_ids) for kind in kinds]
        if not parts:
            return ()
        every = sa.union_all(*parts).subquery()
        query = (
            sa.select(every.c.kind, every.c.id, every.c.named)
            .order_by(every.c.day.desc(), every.c.id.desc())
            .offset(offset)
            .limit(limit)
        )
        rows = self._connection.execute(query)
        return tuple(Filed(kind, rec, msgspec.json.decode(named)) for kind, rec, named in rows)

    def names_of_people(self) -> tuple[tuple[str, ...], ...]:
        """What every child is called, then each adult of a family; without the work of `find`."""
        pupil, agreement = tables.KIND_TABLES["pupil"], tables.KIND_TABLES["agreement"]
        called = sa.select(pupil.c.legal_forename, pupil.c.legal_surname, pupil.c.known_as)
        children = [tuple(name for name in row if name) for row in self._connection.execute(called)]
        adults = []
        for column in (pupil.c.parents_carers, agreement.c.signed_by):
            held = self._connection.execute(sa.select(column).where(column.is_not(None)))
            for text in held.scalars():
                adults += [(str(each.get("name") or ""),) for each in msgspec.json.decode(text)]
        return (*children, *dict.fromkeys(adults))

    def entries(self) -> tuple[tuple[str, ...], ...]:
        """(id, first name, surname, known as, born on, UPN, school) of every child."""
        return self._entries(sa.true())

    def entries_near(
        self, born_on: Sequence[str], upns: Sequence[str], stems: Sequence[str]
    ) -> tuple[tuple[str, ...], ...]:
        """The same of those born on one of the days, with one of the UPNs, or called like that.

        A name is like the stems if it has words that begin with every one of them.
        """
        pupil = tables.KIND_TABLES["pupil"].c
        wanted = [pupil.born_on.in_(born_on), pupil.upn.in_(upns)]
        if stems:
            like = self.search(" ".join(stems), kinds=("pupil",), limit=MOST_NEAR)
            wanted.append(pupil.id.in_([each.rec for each in like]))
        return self._entries(sa.or_(*wanted))

    def pupils_of_teacher(self, account: str) -> tuple[str, ...]:
        """The children in whose cases this teacher leads, helps or covers, whenever that was."""
        case = tables.KIND_TABLES["case"]
        query = sa.select(case.c.pupil_id).where(
            is_there(case),
            (case.c.lead_teacher_id == account)
            | case.c.co_worker_ids.contains(account, autoescape=True)
            | case.c.covers.contains(account, autoescape=True),
        )
        return tuple(self._connection.execute(query).scalars())

    def _entries(self, where: sa.ColumnElement[bool]) -> tuple[tuple[str, ...], ...]:
        pupil = tables.KIND_TABLES["pupil"].c
        names = ("id", "legal_forename", "legal_surname", "known_as", "born_on", "upn")
        columns = (sa.func.coalesce(pupil[name], "") for name in (*names, "setting_id"))
        query = sa.select(*columns).where(
            where, pupil.deleted.is_(None) | (pupil.deleted == sa.false())
        )
        return tuple(tuple(row) for row in self._connection.execute(query))

    def count_of_file(self, pupil_ids: Sequence[str]) -> int:
        """How many records there are about these children, whatever their kind."""
        total = 0
        for kind in all_kinds():
            if "pupil_id" in kind.fields and kind.name in tables.KIND_TABLES:
                table = tables.KIND_TABLES[kind.name].c
                query = sa.select(sa.func.count()).where(
                    table.pupil_id.in_(pupil_ids),
                    table.deleted.is_(None) | (table.deleted == sa.false()),
                )
                total += int(self._connection.execute(query).scalar_one())
        return total

    def signed_heads(self, of_kinds: Sequence[str]) -> tuple[SignedHead, ...]:
        """Every signed version of records of these kinds, the latest day first; no words are read.

        A part of a version is none of its own.
        """
        table = tables.KIND_TABLES["signed_version"]
        told = ("id", "of_id", "of_kind", "pupil_id", "setting_id", "signed_by", "signed_on")
        columns = (sa.func.coalesce(table.c[name], "") for name in (*told, "signed_at"))
        ver = sa.func.json_extract(tables.shadow.c.ver, "$.id")
        query = (
            sa.select(*columns, ver)
            .outerjoin(tables.shadow, tables.shadow.c.id == table.c.id)
            .where(
                table.c.of_kind.in_(of_kinds),
                sa.func.coalesce(table.c.part_of_id, "") == "",
                is_there(table),
            )
            .order_by(table.c.signed_on.desc(), table.c.n)
        )
        rows: Any = self._connection.execute(query)
        return tuple(SignedHead(*row) for row in rows)

    def kinds_held(self) -> tuple[str, ...]:
        """The wire names of every kind that there is a record of, known to this version or not."""
        shadow, outbox = tables.shadow.c, tables.outbox.c
        both = sa.union(sa.select(shadow.kind), sa.select(outbox.kind))
        return tuple(sorted(self._connection.execute(both).scalars()))

    def documents_of(self, kind_name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each record of a kind as it is shown, as (id, flat document), unknown fields included.

        Streamed in order of id, deleted records too.
        """
        shadow, outbox = tables.shadow.c, tables.outbox.c
        every = sa.union(
            sa.select(shadow.id).where(shadow.kind == kind_name),
            sa.select(outbox.rec).where(outbox.kind == kind_name),
        )
        ids = sorted(self._connection.execute(every).scalars())
        for some in bulk.chunks(ids):
            views = projection.views_of(self._connection, some)
            yield from ((rec, views[rec][1]) for rec in some)

    def open_actions_of(self, setting_ids: Sequence[str]) -> dict[str, int]:
        """{setting: open actions} of these schools."""
        action = tables.KIND_TABLES["action"]
        query = (
            sa.select(action.c.setting_id, sa.func.count())
            .where(
                bulk.one_of(action.c.setting_id),
                action.c.status.in_(OPEN_ACTIONS),
                is_there(action),
            )
            .group_by(action.c.setting_id)
        )
        return dict(self._connection.execute(query, bulk.listed(setting_ids)).all())

    def settings_list(self, since: str) -> tuple[SettingLine, ...]:
        """Every setting by name, with signed visits since that ISO date and open actions."""
        setting, district = tables.KIND_TABLES["setting"], tables.KIND_TABLES["district"]
        visit, action = tables.KIND_TABLES["link_visit"], tables.KIND_TABLES["action"]
        done = (
            sa.select(visit.c.setting_id, sa.func.count().label("n"))
            .where(visit.c.status == "SIGNED", visit.c.visited_on >= since)
            .group_by(_by_search(visit.c.setting_id))
            .subquery()
        )
        still_open = (
            sa.select(action.c.setting_id, sa.func.count().label("n"))
            .where(
                action.c.status.in_(OPEN_ACTIONS),
                is_there(action),
            )
            .group_by(_by_search(action.c.setting_id))
            .subquery()
        )
        query = (
            sa.select(
                setting.c.id,
                setting.c.name,
                sa.func.coalesce(setting.c.town, ""),
                sa.func.coalesce(district.c.name, ""),
                sa.func.coalesce(setting.c.status, ""),
                sa.func.coalesce(setting.c.setting_type, ""),
                sa.func.coalesce(done.c.n, 0),
                sa.func.coalesce(still_open.c.n, 0),
            )
            .outerjoin(district, district.c.id == setting.c.district_id)
            .outerjoin(done, done.c.setting_id == setting.c.id)
            .outerjoin(still_open, still_open.c.setting_id == setting.c.id)
            .where(is_there(setting))
            .order_by(setting.c.name)
        )
        return tuple(SettingLine(*row) for row in self._connection.execute(query))

    def waiting_count(self) -> int:
        """How many changes are safe on this laptop and not yet on the server."""
        box = tables.outbox
        query = sa.select(sa.func.count()).select_from(box).where(box.c.state != "attention")
        return int(self._connection.execute(query).scalar_one())


def _by_search(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """A column to group by, written so that SQLite goes by the index of what is asked for.

    By the bare column it would take the rows in the order of that column's own index: every row
    of the table, which for a service's actions is seconds.
    """
    return sa.func.coalesce(column, "")


def _filed(kind: Kind, pupil_ids: Sequence[str]) -> sa.Select[Any]:
    table = tables.KIND_TABLES[kind.name]
    names = dict.fromkeys((*kind.named_by, *kind.told_by, kind.event, "status", *_BELONGS))
    told = [part for name in names if name in kind.fields for part in (name, table.c[name])]
    return sa.select(
        sa.literal(kind.name).label("kind"),
        table.c.id,
        sa.func.coalesce(table.c[kind.event], "").label("day"),
        sa.func.json_object(*told).label("named"),
    ).where(
        table.c.pupil_id.in_(pupil_ids),
        is_there(table),
    )
