"""A new kind of record is a declaration and a migration: nothing else knows the toy.

It walks form → store → wire → second client → conflict → export, and then gets one more field.
"""

from __future__ import annotations

import csv
import datetime as dt
import json

import pytest

from stls_core.documents import document_of, flatten
from stls_core.records import kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.syncing import Conflict
from stls_desktop.services import drafting, exporting, syncing
from stls_desktop.store.drafts import Draft
from stls_server.council import Council
from stls_server.database import Database
from tests.builders import an_id, pupil
from tests.fakes import Clock
from tests.services import toy
from tests.services.laptops import SCHOOL, STRUCTURE, enrol

CHILD = an_id("pupil")
TOY, OUTING = an_id("toy"), an_id("toy_outing")


@pytest.fixture
def first():
    """The program of the first release, which declares the toy."""
    with toy.release(toy.FIRST) as structs:
        yield structs


@pytest.fixture
def laptops(first, tmp_path):
    """Two teachers of one team with a pupil they share, and the council they sync with."""
    council = Council(Database(), now=Clock())
    council.create("886", "Wenning County Council")
    council.seed(STRUCTURE)
    release = toy.migrations(tmp_path, toy.FIRST)
    pair = [
        enrol(council, tmp_path, name, seed=seed, migrations=release)
        for seed, name in ((1, "Odile Marchbanks"), (2, "Rufus Applegarth"))
    ]
    for laptop in pair:
        laptop.sync()
    with pair[0].store.write() as work:
        work.put(pupil(id=CHILD, setting_id=SCHOOL))
    yield pair
    for laptop in pair:
        laptop.store.close()


def fill_in_the_form(laptop, record):
    """FORM STEP. What a form does without a screen: drafts while typing, settled on leaving.

    tests/gui walks the same toy through `FormView` with the layout that is made for it.
    """
    kind = kind_named("toy")
    doc = flatten(kind, document_of(record))
    half = {path: value for path, value in doc.items() if path != "made_on"}
    drafting.keep(laptop.desk, [Draft(TOY, "toy", TOY, {}, half, raw={"made_on": "3/1"})])
    assert [p.field for u in drafting.settle(laptop.desk).unsendable for p in u.problems] == [
        "made_on"
    ]
    drafting.keep(laptop.desk, [Draft(TOY, "toy", TOY, {}, doc)])
    assert not drafting.settle(laptop.desk).unsendable


def _a_toy(structs, **changes):
    struct, _ = structs
    values = {
        "id": TOY,
        "pupil_id": CHILD,
        "name": "Kite",
        "colour": "VIDEO",
        "shade": "pale",
        "parts": (toy.Part(key="a", name="Tail", size=3), toy.Part(key="b", name="String")),
        "story": "It flew.\n\nIt fell.",
        "made_on": dt.date(2026, 1, 3),
        "maker": "Odile",
    }
    return struct(**{**values, **changes})


@pytest.fixture
def shared(laptops, first):
    """The toy and an outing, filled in on A and received by B."""
    a, b = laptops
    _, outing = first
    fill_in_the_form(a, _a_toy(first))
    with a.store.write() as work:
        work.put(
            outing(id=OUTING, toy_id=TOY, pupil_id=CHILD, went_on=dt.date(2026, 5, 1), place="Hill")
        )
    for laptop in (a, b):
        assert laptop.sync().standing.phase == "safe"
    return a, b


def _sync_all(a, b):
    for laptop in (a, b, a):
        laptop.sync()


def test_it_arrives_on_the_second_laptop_as_it_was_typed(shared, first):
    a, b = shared
    struct, outing = first
    assert b.get(struct, TOY) == a.get(struct, TOY) == _a_toy(first)
    assert b.get(outing, OUTING).place == "Hill"
    with b.store.read() as read:
        assert [hit.rec for hit in read.search("kite flew")] == [TOY]
        assert [record.id for record in read.find(outing, toy_id=TOY)] == [OUTING]
        assert read.get(Pupil, CHILD) is not None


def test_each_sort_of_field_merges_by_its_own_rule(shared, first):
    a, b = shared
    struct, _ = first
    a.edit("toy", TOY, **{"name": "Red kite", "parts/c": {"key": "c", "name": "Bow"}})
    a.edit("toy", TOY, story="It flew high.\n\nIt fell.")
    b.edit(
        "toy", TOY, **{"made_on": "2026-01-04", "parts/a": {"key": "a", "name": "Tail", "size": 9}}
    )
    b.edit("toy", TOY, story="It flew.\n\nIt fell.\n\nIt was mended.")
    _sync_all(a, b)
    merged = _a_toy(
        first,
        name="Red kite",
        made_on=dt.date(2026, 1, 4),
        story="It flew high.\n\nIt fell.\n\nIt was mended.",
        parts=(
            toy.Part(key="a", name="Tail", size=9),
            toy.Part(key="b", name="String"),
            toy.Part(key="c", name="Bow"),
        ),
    )
    assert a.get(struct, TOY) == b.get(struct, TOY) == merged


def test_a_group_changed_on_both_is_one_conflict_with_both_values_and_can_be_settled(shared, first):
    a, b = shared
    struct, _ = first
    a.edit("toy", TOY, colour="VIDEO", shade="deep")
    b.edit("toy", TOY, colour="PHONE", shade="pale")
    _sync_all(a, b)
    for laptop in (a, b):
        (item,) = syncing.sheet(laptop.desk, ()).conflicts
        assert (item.title, item.field) == ("Toy: Kite", "Colour, Shade")
        assert "deep" in item.live
        assert "PHONE" in item.other
        assert (item.live_by, item.other_by) == ("Odile Marchbanks", "Rufus Applegarth")
        assert laptop.get(struct, TOY).shade == "deep"
    syncing.resolve(b.desk, item.id, keep="other")
    _sync_all(b, a)
    for laptop in (a, b):
        shown = laptop.get(struct, TOY)
        assert (shown.colour, shown.shade) == ("PHONE", "pale")
        with laptop.store.read() as read:
            assert read.find(Conflict, state="OPEN") == ()


def test_what_is_write_once_stays_as_it_was_written(shared, first):
    a, b = shared
    struct, _ = first
    b.edit("toy", TOY, maker="Rufus")
    _sync_all(b, a)
    with b.store.read() as read:
        (aside,) = read.set_aside()
    assert aside.change.set == {"maker": "Rufus"}
    assert aside.why
    assert a.get(struct, TOY).maker == "Odile"


def test_it_is_exported_from_both_laptops_alike(shared, tmp_path):
    texts = []
    for laptop in shared:
        folder = tmp_path / laptop.device
        for form in exporting.FORMATS:
            exporting.export(laptop.desk, folder, form, ["toy", "toy_outing"])
        texts.append([path.read_text("utf-8-sig") for path in sorted(folder.iterdir())])
    assert texts[0] == texts[1]
    folder = tmp_path / shared[0].device
    (document,) = json.loads((folder / "toy.json").read_text())
    assert document["parts"][0] == {"key": "a", "name": "Tail", "size": 3}
    with (folder / "toy.csv").open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    assert line["Made on"] == "2026-01-03"
    assert line["Colour"] == "Video call"
    assert line["Parts"] == "Name: Tail, Size: 3 | Name: String"


def test_a_field_added_by_migration_reaches_old_and_new_laptops(shared, first, tmp_path):
    """B has the second release; A, on the first, keeps the field it does not know."""
    a, b = shared
    b.store.close()
    newer = toy.migrations(tmp_path, toy.SECOND)
    council = a.server.council
    with toy.release(toy.SECOND) as (struct, _):
        council = Council(council.database, now=Clock())
        council.found("886", "Wenning County Council")
        b = _upgraded(b, council, newer)
        assert b.store.migrated_from == "9001"
        assert b.get(struct, TOY).weight is None
        b.edit("toy", TOY, weight=120)
        b.sync()
    a.sync()
    a.edit("toy", TOY, name="Old kite")
    with a.store.read() as read:
        assert read.open(TOY).doc["weight"] == 120
    a.sync()
    a.store.close()
    with toy.release(toy.SECOND) as (struct, _):
        b.sync()
        a = _upgraded(a, council, newer)
        for laptop in (a, b):
            shown = laptop.get(struct, TOY)
            assert (shown.name, shown.weight) == ("Old kite", 120)
        exporting.export(a.desk, tmp_path / "out", "csv", ["toy"])
        assert "Weight, grams" in (tmp_path / "out" / "toy.csv").read_text("utf-8-sig")
        for laptop in (a, b):
            laptop.store.close()


def _upgraded(laptop, council, migrations):
    """The same laptop, started again with the second release."""
    from dataclasses import replace

    from stls_desktop.store.store import Store
    from tests.fakes import StoreKey

    old = laptop.store
    seed = {"Odile Marchbanks": 1, "Rufus Applegarth": 2}[laptop.desk.me.name]
    store = Store(
        old.path, StoreKey(seed + 1), now=old.now, new_id=old.new_id, migrations=migrations
    )
    server = replace(laptop.server, council=council)
    return replace(laptop, desk=replace(laptop.desk, store=store), server=server)


def test_the_toy_is_gone_when_its_tests_are_over():
    assert kind_named("toy") is None
