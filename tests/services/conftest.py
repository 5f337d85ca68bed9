"""A desk with one school and a planned visit, on the day of the visit."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from stls_desktop.services import syncing, visits
from stls_desktop.services.desk import Enrolment
from stls_desktop.store.drafts import Draft
from tests.builders import NOW, VISIT_DAY, an_id, district, link_assignment, setting, team
from tests.fakes import Clock
from tests.services.importing import a_list
from tests.services.laptops import a_desk
from tests.services.servers import DEVICE

SCHOOL = an_id("setting")


@pytest.fixture
def clock():
    return Clock(NOW)


@pytest.fixture
def desk(tmp_path, clock):
    made = a_desk(tmp_path / "laptop" / "stls.db", clock)
    with made.store.write() as work:
        for record in (setting(), district(), team(id=made.me.team), link_assignment()):
            work.put(record)
    yield made
    made.store.close()


class Form:
    """The visit screen without a window: typing makes drafts, leaving settles them."""

    def __init__(self, desk, visit_id):
        self.desk = desk
        self.id = visit_id
        self.drafts = {}

    @property
    def sheet(self):
        return visits.open_sheet(self.desk, self.id)

    def type(self, opened, raw=None, **typed):
        """Type into one record of the form; a value of None clears its field."""
        last = self.drafts.get(opened.rec)
        before = last.before if last else opened.doc if opened.seen else {}
        doc = {**(last.doc if last else opened.doc), **typed}
        draft = Draft(
            rec=opened.rec,
            kind=opened.kind,
            form=self.id,
            before=before,
            doc={path: value for path, value in doc.items() if value is not None},
            seen=last.seen if last else opened.seen,
            raw=raw or {},
        )
        self.drafts[opened.rec] = draft
        return draft

    def write_up(self):
        """Fill in everything that a visit needs to be signed, with one discussion and action."""
        sheet = self.sheet
        drafts = [
            self.type(
                sheet.visit,
                starts_at="09:00:00",
                ends_at="11:00:00",
                next_visit_on="2026-12-01",
                **{"purposes/REVIEW": True},
            )
        ]
        talk = visits.blank_discussion(self.desk, self.id, SCHOOL)
        drafts.append(
            self.type(talk, area_of_need="CI", concern="Noise.", advice="Sit by the door.")
        )
        action = visits.blank_action(self.desk, self.id, SCHOOL, who="SENCO")
        drafts.append(self.type(action, what="Timetables.", by_when_on="2026-11-20"))
        return drafts

    def problems(self):
        """What blocks signing, as {field: words}."""
        sheet = self.sheet
        shown = (sheet.visit, *sheet.carried, *sheet.discussions, *sheet.actions)
        documents = {o.rec: (o.kind, o.doc) for o in shown}
        found = visits.problems_to_sign(
            self.desk, self.id, documents, tuple(o.rec for o in sheet.carried)
        )
        return {problem.path: problem.message for problem in found}


@pytest.fixture
def visit(desk):
    """A visit planned for today, as a form."""
    rec, _ = visits.plan(desk, SCHOOL, VISIT_DAY, dt.time(9, 0))
    return Form(desk, rec)


@pytest.fixture
def form_of(desk):
    return lambda visit_id: Form(desk, visit_id)


@pytest.fixture
def enrolled(desk):
    with desk.store.write() as work:
        work.remember(syncing.ENROLMENT, Enrolment("https://council.example", DEVICE, "token"))
    return desk


@pytest.fixture
def listed(tmp_path):
    """Writes a list of pupils: `listed(row, …, header=…, name=…)`."""
    return partial(a_list, tmp_path)
