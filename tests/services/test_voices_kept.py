"""The words of a child or a parent: to the letter on every laptop, and quoted only after a yes."""

from __future__ import annotations

import csv
import json

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stls_core.records import kind_named
from stls_core.records.voices import QUOTED
from stls_desktop.services import (
    advice,
    casework,
    drafting,
    exporting,
    finding,
    packs,
    sharing,
    syncing,
)
from stls_desktop.store.drafts import Draft
from stls_server.council import in_memory
from tests.builders import a_record, an_id, pupil, setting
from tests.fakes import Clock
from tests.services.laptops import SCHOOL, STRUCTURE, enrol

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)  # a round takes too long
VOICES = ("pupil_voice", "parent_voice")
PUPIL = an_id("pupil")

# --- to the letter -------------------------------------------------------------------------------

ODD = "ab.- \t\n\u00a0\u202f\u2028\u200d\u0301’“é🙂\u202eñİ"
TYPED = st.characters(codec="utf-8", exclude_characters="\0")
"""Not NUL: nobody types it, PostgreSQL cannot hold it, and the server sets it aside."""
LETTERS = st.text(st.sampled_from(ODD) | TYPED, max_size=40)
SAID = LETTERS.filter(str.strip)


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two laptops of one team, and a child whom both know."""
    folder, council = tmp_path_factory.mktemp("letters"), in_memory(now=Clock())
    council.seed(STRUCTURE)
    one = enrol(council, folder, "Odile Marchbanks", seed=1)
    two = enrol(council, folder, "Rufus Applegarth", seed=2)
    with one.store.write() as work:
        work.put(pupil(setting_id=SCHOOL))
    one.sync()
    yield one, two
    for each in (one, two):
        each.store.close()
    council.database.close()


def typed(laptop, kind, rec, **values):
    """What a form does: it opens the record, keeps the draft at a pause, and settles it."""
    with laptop.store.read() as read:
        opened = read.open(rec)
    before = dict(opened.doc) if opened else {}
    doc = {path: value for path, value in {**before, **values}.items() if value is not None}
    seen = opened.seen if opened else {}
    drafting.keep(laptop.desk, [Draft(rec, kind, rec, before, doc, seen)])
    assert not drafting.settle(laptop.desk).unsendable


def words_on(laptop, kind, rec):
    with laptop.store.read() as read:
        opened = read.open(rec)
    return {name: opened.doc[name] for name in QUOTED[kind] if name in opened.doc}


@settings(
    max_examples=12,
    deadline=None,
    phases=WITHOUT_SHRINKING,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
@pytest.mark.parametrize("kind", VOICES)
def test_words_reach_a_colleague_as_they_were_typed_whatever_else_is_changed(pair, kind, data):
    """Form, store, wire and merge; a colleague changes another field of the record meanwhile."""
    one, two = pair
    rec, names = one.desk.new_id(), QUOTED[kind]
    usual = {"pupil_id": PUPIL, "gathered_on": "2026-11-02", "about": "REFERRAL"}
    usual |= {"method": "TALK", "mode": "MEETING", "respondent": "MOTHER", "scribed_by": "O.M."}
    usual = {name: value for name, value in usual.items() if name in kind_named(kind).fields}
    first = dict.fromkeys(names, "") | data.draw(st.fixed_dictionaries(dict.fromkeys(names, SAID)))
    typed(one, kind, rec, **usual, **first)
    for laptop in (one, two):
        laptop.sync()
    assert words_on(two, kind, rec) == first
    second = first | {names[0]: data.draw(SAID), names[-1]: f" \n{first[names[-1]]}\n\n\n  "}
    typed(one, kind, rec, **second)
    typed(two, kind, rec, may_quote=True, not_obtained_because="Asked twice.")
    for laptop in (two, one, two):
        laptop.sync()
    for laptop in (one, two):
        assert words_on(laptop, kind, rec) == second
        with laptop.store.read() as read:
            assert read.open(rec).doc["may_quote"] is True


# --- only after a yes ----------------------------------------------------------------------------

CANARY = "Zebra on the quiet stairs"
NO = {
    "no": {"may_quote": False},
    "not asked": {"may_quote": None},
    "declined": {"may_quote": True, "is_declined": True},
}


def spoken(desk, kind, **changes):
    said = dict.fromkeys(QUOTED[kind], CANARY)
    with desk.store.write() as work:
        work.put(setting())
        work.put(pupil())
        for name in ("case", "agreement", "advice_report"):
            work.put(a_record(name))
        work.put(a_record(kind, **{**said, **changes}))
    return an_id(kind)


def places(desk, kind, rec, folder):
    """{place: everything that it tells} wherever a voice can come up outside of its own record."""
    exporting.export(desk, folder, "csv", [kind])
    with (folder / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    return {
        "timeline": casework.timeline(desk, PUPIL),
        "file": casework.pupil_file(desk, PUPIL),
        "safe view": sharing.shared(desk, rec),
        "safe view of the child": sharing.shared(desk, PUPIL),
        "sync": syncing.sheet(desk),
        "search": finding.find(desk, "zebra"),
        "table": table,
        "pack": packs.gather(desk, [an_id("setting")]),
        "sources of a report": advice.sources(desk, *_report(desk)),
        "draft of a report": _drafted(desk, rec),
    }


def _report(desk):
    rec = an_id("advice_report")
    with desk.store.read() as read:
        return rec, read.open(rec).doc


def _drafted(desk, rec):
    advice.write_draft(desk, an_id("advice_report"), [rec])
    with desk.store.read() as read:
        return [read.find(kind_named(name).record) for name in ("report_part", "finding")]


QUOTING = {
    "pupil_voice": {"timeline", "sync", "table", "sources of a report", "draft of a report"},
    "parent_voice": {
        "timeline",
        "sync",
        "table",
        "safe view",
        "sources of a report",
        "draft of a report",
    },
}


@pytest.mark.parametrize("kind", VOICES)
@pytest.mark.parametrize("answer", NO.values(), ids=NO)
def test_words_without_a_yes_come_up_nowhere_but_in_their_record(desk, tmp_path, kind, answer):
    rec = spoken(desk, kind, **answer)
    told = places(desk, kind, rec, tmp_path)
    assert [place for place, words in told.items() if CANARY in repr(words)] == []


@pytest.mark.parametrize("kind", VOICES)
def test_after_a_yes_they_are_quoted_where_others_may_read_them(desk, tmp_path, kind):
    rec = spoken(desk, kind, may_quote=True)
    told = places(desk, kind, rec, tmp_path)
    assert {place for place, words in told.items() if CANARY in repr(words)} == QUOTING[kind]


def test_a_voice_that_is_only_begun_is_not_quoted_before_a_yes_either(desk):
    rec = spoken(desk, "pupil_voice", may_quote=True)
    with desk.store.read() as read:
        opened = read.open(rec)
    doc = {**opened.doc, "may_quote": None, "id": an_id("pupil_voice", 2)}
    drafting.keep(desk, [Draft(doc["id"], "pupil_voice", doc["id"], {}, doc)])
    lines = {each.rec: each.words for each in casework.timeline(desk, PUPIL)}
    assert lines[rec] == f"“{CANARY}”"
    assert lines[doc["id"]] == "Answered, not asked yet whether to be quoted"


def test_a_table_says_that_words_are_withheld_and_json_is_the_whole_record(desk, tmp_path):
    spoken(desk, "parent_voice", may_quote=False)
    exporting.export(desk, tmp_path, "csv", ["parent_voice"])
    exporting.export(desk, tmp_path, "json", ["parent_voice"])
    with (tmp_path / "parent_voice.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["Hopes"] == "(said, not to be quoted)"
    assert line["May be quoted"] == "no"
    (record,) = json.loads((tmp_path / "parent_voice.json").read_text(encoding="utf-8"))
    assert (record["hopes"], record["may_quote"]) == (CANARY, False)
