"""A new kind of record is a declaration and a migration: nothing else knows the toy.

It walks form → store → wire → second client → conflict → export, and then gets one more field.
"""

from __future__ import annotations

import csv
import datetime as dt
import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from stls_core.records import kind_named
from stls_core.records.pupils import Pupil
from stls_core.records.syncing import Conflict
from stls_desktop.gui.change_bus import ChangeBus
from stls_desktop.gui.controls import ControlNeeds
from stls_desktop.gui.embedded import RowsField
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.layouts import LayoutError, layout_of
from stls_desktop.gui.prompts import Prompts
from stls_desktop.gui.runner import Runner
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import drafting, exporting, syncing
from stls_desktop.services.desk import load_reference
from stls_desktop.services.records import RecordSheet
from stls_desktop.services.shapes import Opened
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


def fill_in_the_form(laptop, record, qtbot):
    """FORM STEP. A plain record screen with the layout that is made for the kind, filled in.

    Drafts while typing, settled on leaving; a half-typed day keeps it on the laptop meanwhile.
    """
    opened = Opened("toy", TOY, {"id": TOY, "pupil_id": CHILD}, {})
    bench = Workbench(laptop.desk, Runner(), ChangeBus(), Prompts())
    screen = RecordScreen(
        bench, RecordSheet(opened, None, "New toy"), choices={"pupil_id": [(CHILD, "A.B.")]}
    )
    qtbot.addWidget(screen)
    screen.show()
    screen.activateWindow()
    _type(screen, "made_on", "3/")
    _fill_in(screen, record)
    _saved(screen, qtbot)
    assert [p.field for u in drafting.settle(laptop.desk).unsendable for p in u.problems] == [
        "made_on"
    ]
    _type(screen, "made_on", f"{record.made_on:%d/%m/%Y}")
    with qtbot.waitSignal(screen.settled):
        screen.hide()
    assert not drafting.settle(laptop.desk).unsendable
    assert bench.runner.stop()


def _fill_in(screen, record):
    for name in ("name", "shade", "story", "maker"):
        _type(screen, name, getattr(record, name))
    colour = screen.findChild(QComboBox, "colour")
    while colour.currentData() != record.colour:
        QTest.keyClick(colour, Qt.Key.Key_Down)
    rows = screen.findChild(RowsField, "parts")
    for part in record.parts:
        rows.offer({"key": part.key})  # as a pick does; a press of its button makes up a key
        for label, value in (("Name", part.name), ("Size", part.size)):
            (*_, line) = (w for w in rows.findChildren(QLineEdit) if label in w.accessibleName())
            QTest.keyClicks(line, "" if value is None else str(value))


def _type(screen, name, words):
    control = screen.findChild(QWidget, name)
    QTest.keyClick(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    for number, line in enumerate(words.split("\n")):
        if number:
            QTest.keyClick(control, Qt.Key.Key_Return)
        QTest.keyClicks(control, line)
    QTest.keyClick(control, Qt.Key.Key_Tab)


def _saved(screen, qtbot):
    qtbot.waitUntil(lambda: screen.saved_mark.words.startswith("Saved on this laptop"))


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
def shared(laptops, first, qtbot):
    """The toy and an outing, filled in on A and received by B."""
    a, b = laptops
    _, outing = first
    fill_in_the_form(a, _a_toy(first), qtbot)
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
        (item,) = syncing.sheet(laptop.desk).conflicts
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
        assert "weight" in RecordForm(kind_named("toy"), ControlNeeds(load_reference())).boxes
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


TUNED = """
[[card]]
key = "what"
title = "The toy"
hint = "What it looks like."
rows = [["name:3", "colour:1"], ["shade"]]
[card.widget]
colour = "segmented"

[[card]]
key = "video"
title = "Seen on a screen"
rows = [["story"]]
show_if = { colour = "VIDEO" }
"""


def _tuned(tmp_path, text):
    (tmp_path / "toy.toml").write_text(text, encoding="utf-8")
    return layout_of(kind_named("toy"), tmp_path)


def test_a_layout_file_tunes_the_form_and_hidden_fields_keep_their_values(first, tmp_path, qtbot):
    form = RecordForm(
        kind_named("toy"), ControlNeeds(load_reference()), _tuned(tmp_path, TUNED), parent=None
    )
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    what, video = form.cards()
    for card in (what, video):
        layout.addWidget(card)
    window.show()
    assert list(form.boxes) == ["name", "colour", "shade", "story"]
    assert isinstance(form.control("colour"), Segmented)
    form.load({"id": TOY, "name": "Kite", "colour": "PHONE", "story": "Old.", "maker": "Odile"})
    assert isinstance(video, Card)
    assert not video.isVisible()
    form.set_value("colour", "VIDEO")
    assert video.isVisible()
    assert form.flat() == {
        "id": TOY, "name": "Kite", "colour": "VIDEO", "story": "Old.", "maker": "Odile",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("shade", "wings"), "names wings, which is not declared"),
        (('"name:3", ', ""), "leaves out name, which is required"),
    ],
)
def test_a_layout_that_does_not_fit_the_declaration_says_where(first, tmp_path, change, words):
    with pytest.raises(LayoutError, match=words):
        _tuned(tmp_path, TUNED.replace(*change))


def test_the_toy_is_gone_when_its_tests_are_over():
    assert kind_named("toy") is None
