"""Whatever a server answers, the store stays whole, no word is lost and every screen opens."""

from __future__ import annotations

import itertools
import operator

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stls_core import wire
from stls_core.records import all_kinds, kind_named
from stls_core.records.settings import Setting
from stls_desktop.services import (
    caseload,
    days,
    due,
    finding,
    going_out,
    signing,
    syncing,
    today,
    visits,
)
from stls_desktop.sync.transport import TransportError
from tests.builders import an_id, link_visit
from tests.fakes import Clock
from tests.services.conftest import SCHOOL
from tests.services.laptops import a_desk
from tests.services.servers import answer_ok, run

NAMES = sorted({name for kind in all_kinds() for name in kind.fields})
number = st.integers(-5, 20) | st.integers()
json = st.recursive(
    st.none() | st.booleans() | number | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
path = st.sampled_from(NAMES) | st.builds("{}/{}".format, st.sampled_from(NAMES), st.text())


def _row_of(kind):
    """A row of a kind, with values of any sort in its own fields and in some of nobody's."""
    own = st.sampled_from(sorted(kind.fields)) if kind else st.text(max_size=5)
    paths = own | own | st.builds("{}/{}".format, own, st.text(max_size=3)) | st.text(max_size=4)
    ids = st.sampled_from([an_id(kind.name) if kind else "y", an_id("link_visit"), "x"])
    linked = st.dictionaries(own, st.sampled_from([an_id("link_visit"), an_id("setting")]))
    doc = st.builds(operator.or_, st.dictionaries(paths, json, max_size=6), linked)
    return st.builds(
        wire.Row,
        id=ids,
        seq=number,
        kind=st.just(kind.name if kind else "hymn"),
        unit=st.text(max_size=5),
        doc=doc,
        ver=st.dictionaries(paths, number, max_size=6),
        gone=st.sampled_from(["", "", "", "moved"]),
    )


row = st.one_of([_row_of(kind) for kind in (None, *all_kinds())])
result = st.builds(
    wire.Result,
    state=st.sampled_from(["ok", "conflict", "held", "retry", "", "fine"]),
    seq=number,
    bad=st.lists(path, max_size=2).map(tuple),
    mixed=st.lists(path, max_size=2).map(tuple),
    why=st.text(max_size=5),
)
page = st.builds(
    wire.Page,
    rows=st.lists(row, max_size=4).map(tuple),
    next=number,
    more=st.booleans(),
    head=number,
    epoch=st.text(max_size=3),
)
welcome = st.builds(
    wire.Welcome,
    schema=number,
    heads=st.dictionaries(
        st.sampled_from(["d", "e", ""]),
        st.builds(wire.Head, epoch=st.just("e"), seq=number),
        min_size=1,
        max_size=2,
    ),
    ops_limit=number,
)
SHAPES = {wire.Hello: wire.Welcome, wire.Push: wire.Pushed, wire.Pull: wire.Page}


@pytest.fixture(scope="module")
def harassed(tmp_path_factory):
    """One store for every example: what survives them all survives a bad server for a year."""
    made = a_desk(tmp_path_factory.mktemp("harassed") / "laptop" / "stls.db", Clock())
    yield made
    made.store.close()


@settings(max_examples=40)
@given(
    hello=welcome | json,
    results=st.lists(result, min_size=1, max_size=4),
    pages=st.lists(page, min_size=1, max_size=3),
    is_in_order=st.sampled_from([True, True, True, False]),
    is_answered=st.sampled_from([True, True, True, False]),
    junk=json,
)
def test_no_answer_breaks_the_store_or_loses_a_word(
    harassed, hello, results, pages, is_in_order, is_answered, junk
):
    with harassed.store.write() as work:
        work.put(Setting(id=an_id("setting", 3), name=f"Name {work.new_id()}"))
        written = {change.op for change in work.unsent()}
    given_results, given_pages = itertools.cycle(results), itertools.cycle(pages)

    def answer(message):
        if isinstance(message, wire.Hello):
            if isinstance(hello, wire.Welcome):
                return hello
            return _as_the_transport_reads(hello, wire.Welcome)
        if not is_answered:
            return _as_the_transport_reads(junk, SHAPES[type(message)])
        if isinstance(message, wire.Push):
            return wire.Pushed({op.op: next(given_results) for op in message.ops})
        return _in_order(next(given_pages), message.since) if is_in_order else next(given_pages)

    done, _ = run(harassed, answer)
    assert done.standing.words
    _nothing_is_lost(harassed, written)
    _every_screen_opens(harassed)


def _as_the_transport_reads(answer, shape):
    try:
        return msgspec.convert(answer, shape)
    except msgspec.ValidationError:
        raise TransportError("The answer could not be read.") from None


def _in_order(drawn, since):
    """The page with numbers as they should be, so that its rows are taken."""
    rows = tuple(
        msgspec.structs.replace(one, seq=since + place)
        for place, one in enumerate(drawn.rows, start=1)
    )
    return msgspec.structs.replace(drawn, rows=rows, next=since + len(rows))


def _nothing_is_lost(desk, written):
    """Each operation waits, is set aside with a reason, or was acknowledged."""
    with desk.store.read() as read:
        assert read._connection.exec_driver_sql("PRAGMA quick_check").scalar() == "ok"
        here = {change.op for change in read.unsent()}
        here |= {item.change.op for item in read.set_aside()}
        here |= set(read._connection.exec_driver_sql("SELECT op FROM sent").scalars())
        gone = _gone(read)
    assert written <= here | gone


def _gone(read):
    """What the server said has left this laptop's sight takes its sent changes with it."""
    return set() if read.open(an_id("setting", 3)) else {c.op for c in read.unsent()}


def _every_screen_opens(desk):
    today.today(desk)
    due.due(desk)
    days.my_day(desk)
    going_out.going_out(desk)
    syncing.sheet(desk)
    finding.find(desk, "name")
    with desk.store.read() as read:
        read.settings_list("2026-09-01")
        for kind in all_kinds():
            read.find(kind.record)
    caseload.list_pupils(desk)
    for rec in (an_id("setting"), an_id("link_visit"), "x", ""):
        visits.open_sheet(desk, rec)


VISIT = an_id("link_visit")
SIGNED = {"of_id": VISIT, "of_kind": "link_visit", "signed_on": "2026-10-06"}


@pytest.mark.parametrize(
    ("kind", "doc"),
    [
        ("conflict", {"of_id": VISIT, "of_kind": "link_visit", "state": "OPEN", "live": "{"}),
        ("conflict", {"of_id": VISIT, "of_kind": "hymn", "state": "OPEN", "other": "[1]"}),
        ("conflict", {"of_id": 7, "of_kind": [], "state": "OPEN", "slot": {"a": 1}}),
        ("signed_version", {**SIGNED, "content": "{"}),
        ("signed_version", {**SIGNED, "content": "{}"}),
        ("signed_version", {**SIGNED, "content": '{"visit": 7, "parts": 7}'}),
        ("signed_version", {**SIGNED, "content": ["x"], "signed_on": "soon"}),
        ("action", {"setting_id": SCHOOL, "status": "OPEN", "by_when_on": 7, "what": None}),
        ("action", {"setting_id": SCHOOL, "status": "OPEN", "by_when_on": "2026-02-30"}),
        ("link_visit", {"setting_id": SCHOOL, "visited_on": "2026-10-06", "starts_at": "noon"}),
        ("link_visit", {"setting_id": SCHOOL, "attendees": "Petra", "attendees/a": 7}),
        ("link_visit", {"setting_id": SCHOOL, "rating": 2**70, "notice_hours": -(2**70)}),
        ("link_visit", {"setting_id": SCHOOL, "deleted": "no", "has_no_actions": {}}),
        (
            "setting",
            {"name": 7, "contacts/a": {"key": 7}, "contacts/b": [], "entitlement_visits": ""},
        ),
        ("pupil", {"setting_id": SCHOOL, "legal_surname": [], "born_on": "", "parents_carers": 7}),
        ("agreement", {"pupil_id": an_id("pupil"), "signed_on": "x", "signed_by/a": {}}),
        ("discussion", {"visit_id": VISIT, "order_key": 7, "concern": {"a": "b"}}),
    ],
)
def test_a_record_that_makes_no_sense_closes_no_screen(enrolled, kind, doc):
    """A newer release, a broken import or a bad server: the record is kept as it came."""
    with enrolled.store.write() as work:
        work.put(link_visit())
    rec = VISIT if kind == "link_visit" else an_id(kind, 5)
    doc = {**doc, "id": rec}
    ver = {kind_named(kind).slot(path): 20 for path in doc}
    row = wire.Row(id=rec, seq=20, kind=kind, unit="u", doc=doc, ver=ver)
    page = wire.Page(rows=(row,), next=20, more=False, head=20, epoch="e")

    def answer(message):
        return page if isinstance(message, wire.Pull) else answer_ok(message)

    done, _ = run(enrolled, answer)
    assert done.standing.phase == "safe"
    _every_screen_opens(enrolled)
    with enrolled.store.read() as read:
        known = read.open(rec).doc
        signing.versions_of(read, VISIT)
    assert {path: known.get(path) for path in doc} == doc


@pytest.mark.parametrize("seq", [2**63, 2**80, -(2**80)])
def test_a_number_too_large_for_the_store_is_nonsense_and_breaks_nothing(enrolled, seq):
    def answer(message):
        if isinstance(message, wire.Push):
            return wire.Pushed({op.op: wire.Result(state="ok", seq=seq) for op in message.ops})
        return answer_ok(message)

    done, _ = run(enrolled, answer)
    assert done.standing.phase == "attention"
    assert done.standing.problem == "The server's answer made no sense."
    assert done.standing.waiting == 4
