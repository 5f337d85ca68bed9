"""A search leads to places, each once, under a title that fits on one line."""

from __future__ import annotations

import pytest

from stls_core.records.visits import Action, Discussion
from stls_desktop.services import finding, records
from tests.builders import action, an_id, discussion, link_visit

CONCERN = "Assemblies are loud and the walk to the hall takes the children past the kitchen " * 4


@pytest.fixture
def talked(desk):
    with desk.store.write() as work:
        work.put(link_visit(whole_school_focus=CONCERN))
        work.put(discussion(concern=CONCERN))
        work.put(action(what=f"Kettledrum {CONCERN}"))
    return desk


def test_a_long_action_is_found_under_a_title_of_one_line(talked):
    (hit,) = [h for h in finding.find(talked, "kettledrum") if h.kind == "link_visit"]
    own = hit.detail.partition(" · ")[0]
    assert len(own) <= records.TITLE_LENGTH
    assert own.endswith("…")
    assert own.startswith("Kettledrum Assemblies are loud")


@pytest.mark.parametrize("kind", ["link_visit", "discussion", "action"])
def test_the_form_of_a_record_named_by_long_words_has_a_title_of_one_line(talked, kind):
    title = records.open_record(talked, an_id(kind)).title
    assert 60 < len(title) <= records.TITLE_LENGTH
    assert title.endswith("…")


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("ten signs.", "ten signs."),
        ("one two three four", "one two…"),
        ("one two, three four", "one two…"),
        ("unbroken-run-of-letters", "unbroken…"),
        ("first\nsecond", "first…"),
        ("", ""),
    ],
)
def test_words_are_cut_at_a_word_and_the_cut_is_shown(words, short):
    assert records.cut(words, 10) == short


def test_a_discussion_and_its_visit_are_one_place(talked):
    hits = finding.find(talked, "kitchen")
    assert {h.rec for h in hits} == {an_id("link_visit")}
    assert len(hits) == len(set(hits))


def test_records_keep_their_whole_words(talked):
    with talked.store.read() as read:
        assert read.get(Discussion, an_id("discussion")).concern == CONCERN
        assert read.get(Action, an_id("action")).what.endswith(CONCERN)
