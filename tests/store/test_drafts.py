"""Drafts: typing is kept as it is, and settling sends what its author changed and nothing else."""

from __future__ import annotations

import pytest

from stls_core.records import kind_named
from stls_core.records.visits import LinkVisit
from stls_core.wire import Result, Row
from stls_desktop.store.drafts import Draft

VISIT = {"id": "v1", "setting_id": "s1", "visited_on": "2026-09-16", "resources": "Cards"}


def _pull(store, doc, seq, **newer):
    row = Row(id="v1", seq=seq, kind="link_visit", unit="s1", doc=doc, ver=_versions(doc, newer))
    with store.write() as work:
        work.inbox.take_page("d", "e", (row,), seq)


def _versions(doc, newer):
    """5 for every slot, or what is given for it."""
    kind = kind_named("link_visit")
    return {kind.slot(path): newer.get(path, 5) for path in doc}


def _opened_draft(store, **typed):
    with store.read() as read:
        opened = read.open("v1")
    return Draft(
        rec="v1",
        kind="link_visit",
        form="v1",
        before=opened.doc,
        doc={**opened.doc, **typed},
        seen=opened.seen,
    )


def _type(draft, **typed):
    doc = {path: value for path, value in {**draft.doc, **typed}.items() if value is not None}
    return Draft(**{name: getattr(draft, name) for name in draft.__struct_fields__} | {"doc": doc})


def _settle(store, draft):
    with store.write() as work:
        return work.settle(draft)


def _unsent(store):
    with store.read() as read:
        return read.unsent()


def _acknowledge(store, seq, **result):
    with store.write() as work:
        changes = work.outbox.freeze(50)
        answer = Result(**{"state": "ok", "seq": seq, **result})
        work.inbox.take_results(changes, {change.op: answer for change in changes})
    return changes


@pytest.fixture
def pulled(store):
    _pull(store, VISIT, 5)
    return store


def test_half_typed_values_come_back_as_they_were_typed(store, clock):
    draft = Draft(
        rec="v1",
        kind="link_visit",
        form="v1",
        before={},
        doc={"setting_id": "s1", "whole_school_focus": "Calm corners, “quiet” start 🌱"},
        raw={"visited_on": "31/0", "rating": "1."},
        place={"field": "whole_school_focus", "caret": 12},
    )
    with store.write() as work:
        work.keep_draft(draft)
    with store.read() as read:
        (kept,) = read.drafts("v1")
    saved = Draft(**{n: getattr(kept, n) for n in kept.__struct_fields__} | {"saved_at": ""})
    assert saved == draft
    assert kept.saved_at == clock().isoformat()


def test_a_draft_replaces_its_older_self_and_stands_with_its_form(store):
    with store.write() as work:
        work.keep_draft(Draft("d1", "discussion", "v1", {}, {"concern": "No"}))
        work.keep_draft(Draft("v2", "link_visit", "v2", {}, {}))
        work.keep_draft(Draft("d1", "discussion", "v1", {}, {"concern": "Noise"}))
    with store.read() as read:
        assert [draft.doc for draft in read.drafts("v1")] == [{"concern": "Noise"}]
        assert len(read.drafts()) == 2
    with store.write() as work:
        work.drop_draft("d1")
    with store.read() as read:
        assert [draft.rec for draft in read.drafts()] == ["v2"]


def test_settling_sends_only_what_its_author_changed(pulled):
    draft = _type(_opened_draft(pulled), resources=None, senco_confidence=7)
    with pulled.write() as work:
        work.keep_draft(draft)
        work.settle(draft)
    (change,) = _unsent(pulled)
    assert change.set == {"resources": None, "senco_confidence": 7}
    assert change.base == {"resources": 5, "senco_confidence": 0}
    with pulled.read() as read:
        assert read.drafts() == ()


def test_settling_an_untouched_form_sends_nothing(pulled):
    _settle(pulled, _opened_draft(pulled))
    assert _unsent(pulled) == ()


def test_a_group_goes_as_one(pulled):
    _settle(pulled, _opened_draft(pulled, starts_at="09:30:00"))
    (change,) = _unsent(pulled)
    when = {"visited_on": "2026-09-16", "starts_at": "09:30:00", "ends_at": None}
    assert change.set == when
    assert change.base == {"@when": 5}


def test_settling_does_not_revert_what_a_colleague_changed_meanwhile(pulled):
    draft = _opened_draft(pulled, senco_confidence=7)
    theirs = {**VISIT, "resources": "Cards and a timer", "rating": 4}
    _pull(pulled, theirs, 9, resources=9, rating=9)
    _settle(pulled, draft)
    (change,) = _unsent(pulled)
    assert change.set == {"senco_confidence": 7}
    with pulled.read() as read:
        visit = read.get(LinkVisit, "v1")
    assert (visit.resources, visit.rating, visit.senco_confidence) == ("Cards and a timer", 4, 7)


def test_the_same_field_changed_by_a_colleague_goes_with_the_version_that_was_seen(pulled):
    draft = _opened_draft(pulled, resources="Mine")
    _pull(pulled, {**VISIT, "resources": "Theirs"}, 9, resources=9)
    _settle(pulled, draft)
    (change,) = _unsent(pulled)
    assert change.base == {"resources": 5}


def test_a_field_that_was_empty_when_the_form_opened_was_not_seen_filled(pulled):
    """Else the author's rating would silently replace the colleague's."""
    draft = _opened_draft(pulled, rating=2)
    _pull(pulled, {**VISIT, "rating": 5}, 9, rating=9)
    _settle(pulled, draft)
    (change,) = _unsent(pulled)
    assert change.base == {"rating": 0}


def test_an_edit_without_a_form_stands_on_what_is_held_now(pulled):
    _pull(pulled, {**VISIT, "rating": 5}, 9, rating=9)
    with pulled.write() as work:
        work.edit("link_visit", "v1", {"rating": 4})
    assert _unsent(pulled)[0].base == {"rating": 9}


def test_typing_on_after_settling_goes_into_the_same_change(pulled):
    draft = _settle(pulled, _opened_draft(pulled, resources="Cards, tim"))
    _settle(pulled, _type(draft, resources="Cards, timer", rating=4))
    (change,) = _unsent(pulled)
    assert change.set == {"resources": "Cards, timer", "rating": 4}
    assert change.base == {"resources": 5, "rating": 0}


def test_typing_on_while_the_change_is_on_the_way_names_it(pulled):
    draft = _settle(pulled, _opened_draft(pulled, resources="Cards, tim"))
    with pulled.write() as work:
        (sent,) = work.outbox.freeze(10)
    _settle(pulled, _type(draft, resources="Cards, timer"))
    later = _unsent(pulled)[-1]
    assert later.op != sent.op
    assert later.after == {"resources": sent.op}
    assert later.base == {"resources": 5}


def test_typing_on_after_the_acknowledgement_does_not_conflict_with_itself(pulled):
    draft = _settle(pulled, _opened_draft(pulled, resources="Cards, tim"))
    (sent,) = _acknowledge(pulled, 11)
    _settle(pulled, _type(draft, resources="Cards, timer"))
    (later,) = _unsent(pulled)
    assert later.after == {"resources": sent.op}  # the server looks up that it became 11
    with pulled.read() as read:
        assert read.get(LinkVisit, "v1").resources == "Cards, timer"


def test_a_form_opened_on_an_unsent_change_has_seen_it(pulled):
    _settle(pulled, _opened_draft(pulled, resources="Cards, tim"))
    with pulled.write() as work:
        (sent,) = work.outbox.freeze(10)
    with pulled.read() as read:
        assert read.open("v1").seen["resources"] == sent.op
    _settle(pulled, _opened_draft(pulled, resources="Cards, timer"))
    assert _unsent(pulled)[-1].after == {"resources": sent.op}


def test_a_new_record_typed_in_two_goes_arrives_whole(store):
    draft = Draft("d1", "discussion", "v1", {}, {"visit_id": "v1", "setting_id": "s1"})
    draft = _settle(store, draft)
    _acknowledge(store, 7)
    _settle(store, _type(draft, concern="Noise at lunch"))
    (change,) = _unsent(store)
    assert change.set == {"concern": "Noise at lunch"}
    assert change.base == {"concern": 0}
    assert change.unit == "s1"
