"""Put, edit, find and search: what screens read is what was written, and only that changes."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.records.pupils import Pupil
from stls_core.records.settings import Contact, Setting
from stls_core.records.visits import Attendee, LinkVisit
from stls_core.wire import Row
from stls_desktop.store import projection, tables
from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey

DAY = dt.date(2026, 9, 16)


def _put(store, *records):
    with store.write() as work:
        for record in records:
            work.put(record)
    return work.changed


def _find(store, record, **options):
    with store.read() as read:
        return read.find(record, **options)


def _search(store, words, **options):
    with store.read() as read:
        return [hit.rec for hit in read.search(words, **options)]


def test_a_record_comes_back_as_it_was_put(store, clock):
    visit = LinkVisit(
        id="v1",
        created_at=clock(),
        setting_id="s1",
        visited_on=DAY,
        starts_at=dt.time(9, 30),
        rating=4,
        purposes=("PLANNING", "SURGERY"),
        attendees=(Attendee(key="a", name="Ann Example", role="SENCO"), Attendee(key="b")),
        has_no_actions=True,
    )
    changed = _put(store, visit)
    assert changed.kinds == {"link_visit"}
    assert changed.ids == {"v1"}
    with store.read() as read:
        assert read.get(LinkVisit, "v1") == visit
        assert read.get(LinkVisit, "v1").created_at.tzinfo is not None
        assert read.get(LinkVisit, "v2") is None


def test_putting_the_same_record_again_changes_nothing(store):
    setting = Setting(id="s1", name="Invented Primary", contacts=(Contact(key="c", name="A"),))
    _put(store, setting)
    assert not _put(store, setting)
    with store.read() as read:
        assert len(read.unsent()) == 1


def test_a_second_put_sends_only_the_difference_and_clears_what_is_empty(store):
    _put(store, Setting(id="s1", name="Invented Primary", phone="01622 000000", roll=90))
    with store.write() as work:
        work.outbox.freeze(10)
    _put(store, Setting(id="s1", name="Invented Primary", roll=91))
    with store.read() as read:
        assert read.unsent()[-1].set == {"phone": None, "roll": 91}
        assert read.get(Setting, "s1") == Setting(id="s1", name="Invented Primary", roll=91)


def test_row_and_outbox_change_are_written_together_or_not_at_all(store):
    class PowerCutError(Exception):
        pass

    with pytest.raises(PowerCutError), store.write() as work:  # noqa: PT012
        work.put(Setting(id="s1", name="Invented Primary"))
        raise PowerCutError
    with store.read() as read:
        assert read.find(Setting) == ()
        assert read.unsent() == ()
        assert read.search("Invented") == ()


def test_find_filters_orders_and_leaves_deleted_ones_out(store):
    _put(
        store,
        *(Setting(id=f"s{i}", name=f"School {i}", town=town, roll=i) for i, town in TOWNS),
        Setting(id="gone", name="Closed", town="Elmstow", deleted=True),
    )
    names = [s.name for s in _find(store, Setting, town="Elmstow", order_by=("-roll",))]
    assert names == ["School 3", "School 1"]
    assert [s.id for s in _find(store, Setting, id=("s1", "s2"))] == ["s1", "s2"]
    assert len(_find(store, Setting, limit=2)) == 2
    assert len(_find(store, Setting, deleted=True)) == 4


TOWNS = ((1, "Elmstow"), (2, "Oxley"), (3, "Elmstow"))


def test_a_read_sees_one_moment_although_writing_goes_on(store):
    _put(store, Setting(id="s1", name="Before"))
    with store.read() as read:
        assert read.get(Setting, "s1").name == "Before"
        _put(store, Setting(id="s1", name="After"))
        assert read.get(Setting, "s1").name == "Before"
    assert _find(store, Setting)[0].name == "After"


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Siân", "sian"),
        ("Siân", "SIÂN"),
        ("Siân", "Sia\u0302n"),  # as some keyboards compose it
        ("Sia\u0302n", "Siân"),
        ("Łukasz", "lukasz"),
        ("Đặng Thị Bích", "dang thi bich"),
        ("Øystein Åse", "oystein ase"),
        ("Großmann", "grossmann"),
        ("Zoë O’Brien-Smythe", "zoe obrien"),
        ("Zoë O'Brien-Smythe", "O’Brien smythe"),
        ("Zoë O'Brien", "brien"),
        ("St Mary's CE Primary", "st marys"),
        ("St Mary’s CE Primary", "St Mary's"),
        ("St Marys CE Primary", "St. Mary’s"),
        ("Stoke-on-Trent Road", "stoke on trent"),
        ("Elmstow", "elm"),
    ],
)
def test_search_does_not_mind_accents_case_or_apostrophes(store, written, typed):
    _put(
        store,
        Pupil(id="p1", legal_forename=written, legal_surname="Example"),
        Pupil(id="p2", legal_forename="Another", legal_surname="Example"),
    )
    assert _search(store, typed) == ["p1"]


def test_search_follows_edits_and_deletion(store):
    _put(store, Setting(id="s1", name="Old Oak Primary", site_notes="Park by the kiln"))
    assert _search(store, "kiln") == ["s1"]
    with store.write() as work:
        work.edit("setting", "s1", {"site_notes": "Park in the lane", "name": "New Oak"})
    assert _search(store, "kiln") == _search(store, "old") == []
    assert _search(store, "new lane") == ["s1"]
    with store.write() as work:
        work.edit("setting", "s1", {"deleted": True})
    assert _search(store, "lane") == []
    with store.write() as work:
        work.edit("setting", "s1", {"deleted": None})
    assert _search(store, "lane") == ["s1"]


def test_search_needs_two_letters_keeps_to_kinds_and_shows_the_newest_first(store):
    _put(
        store,
        Setting(id="s1", name="Heron Primary"),
        Pupil(id="p1", legal_forename="Heron", legal_surname="Example"),
        LinkVisit(id="v1", visited_on=DAY, whole_school_focus="heron"),
        LinkVisit(id="v2", visited_on=DAY + dt.timedelta(days=7), whole_school_focus="heron"),
    )
    assert _search(store, "h") == []
    assert _search(store, "heron", kinds=("pupil",)) == ["p1"]
    assert _search(store, "heron")[:2] == ["v2", "v1"]
    assert _search(store, "heron", limit=1) == ["v2"]


@given(words=st.text(max_size=40))
def test_nothing_that_can_be_typed_breaks_the_search_box(tmp_path_factory, words):
    store = _shared_store(tmp_path_factory)
    with store.read() as read:
        read.search(words)


# Letters that SQLite's word breaker knows; a script encoded later is not searchable.
LETTERS = st.characters(categories=("L", "Nd"), max_codepoint=0x9FFF).filter(
    lambda c: unicodedata.ucd_3_2_0.category(c) != "Cn"
)


@given(name=st.text(alphabet=LETTERS, min_size=2, max_size=12))
def test_whatever_a_name_is_written_in_it_is_found_as_written(tmp_path_factory, name):
    store = _shared_store(tmp_path_factory)
    with store.write() as work:
        work.put(Pupil(id="p1", legal_forename=name, legal_surname="Example"))
    assert _search(store, name) == ["p1"]


_STORES: dict[str, Store] = {}


def _shared_store(tmp_path_factory):
    """One store for all examples of Hypothesis; opening one for each would take a minute."""
    if "one" not in _STORES:
        path = tmp_path_factory.mktemp("search") / "stls.db"
        _STORES["one"] = Store(path, StoreKey(), now=Clock(), new_id=Ids())
    return _STORES["one"]


# What this version does not know.


def test_unknown_fields_survive_edit_put_pull_and_rebuild(store):
    doc = {"id": "s1", "name": "Invented Primary", "solar_panels": 12, "wings/EAST": True}
    _pull(store, Row(id="s1", seq=5, kind="setting", unit="common", doc=doc, ver=_all(doc, 5)))
    with store.write() as work:
        work.edit("setting", "s1", {"name": "Renamed"})
    _put(store, Setting(id="s1", name="Renamed again"))
    newer = {**doc, "roll": 90, "solar_panels": 13}
    ver = {**_all(doc, 5), "roll": 6, "solar_panels": 6}
    _pull(store, Row(id="s1", seq=6, kind="setting", unit="common", doc=newer, ver=ver))
    _rebuild(store)
    with store.read() as read:
        assert {**newer, "name": "Renamed again"}.items() <= read.open("s1").doc.items()
        assert all("solar_panels" not in c.set and "wings/EAST" not in c.set for c in read.unsent())


def test_a_part_that_a_newer_version_gave_to_a_contact_survives_a_put(store):
    contact = {"key": "c", "name": "Ann Example", "role": "SENCO", "pager": "77"}
    doc = {"id": "s1", "name": "Invented Primary", "contacts/c": contact}
    _pull(store, Row(id="s1", seq=5, kind="setting", unit="common", doc=doc, ver=_all(doc, 5)))
    known = Contact(key="c", name="Ann Example", role="HEAD")
    _put(store, Setting(id="s1", name="Invented Primary", contacts=(known,)))
    with store.read() as read:
        assert read.open("s1").doc["contacts/c"] == {**contact, "role": "HEAD"}


def test_a_value_that_cannot_be_read_stays_until_somebody_enters_it_again(store):
    doc = {"id": "v1", "setting_id": "s1", "visited_on": "next week", "rating": "ten"}
    _pull(store, Row(id="v1", seq=5, kind="link_visit", unit="s1", doc=doc, ver=_all(doc, 5)))
    with store.read() as read:
        visit = read.get(LinkVisit, "v1")
    assert visit.visited_on is None
    assert visit.rating is None
    _put(store, LinkVisit(id="v1", setting_id="s1", rating=4))
    with store.read() as read:
        assert read.open("v1").doc["visited_on"] == "next week"
        assert read.open("v1").doc["rating"] == 4


def test_an_unknown_kind_is_kept_raw_and_can_be_edited(store):
    doc = {"id": "x1", "tune": "Greensleeves", "keys/C": True}
    _pull(store, Row(id="x1", seq=5, kind="hymn", unit="s1", doc=doc, ver=_all(doc, 5)))
    with store.write() as work:
        work.edit("hymn", "x1", {"tune": "Scarborough Fair"})
    _rebuild(store)
    with store.read() as read:
        assert read.open("x1").doc == {**doc, "tune": "Scarborough Fair"}
        assert read.open("x1").kind == "hymn"
        assert read.unsent()[0].base == {"tune": 5}


def test_rebuilding_gives_the_same_rows_and_the_same_search(store):
    _put(
        store,
        Setting(
            id="s1", name="Heron Primary", contacts=(Contact(key="c", name="A", role="SENCO"),)
        ),
        Pupil(id="p1", legal_forename="Siân", legal_surname="Heron", parents_carers=()),
        LinkVisit(id="v1", setting_id="s1", visited_on=DAY, purposes=("PLANNING",), deleted=True),
    )
    doc = {"id": "p2", "legal_forename": "Bo", "legal_surname": "Heron"}
    _pull(store, Row(id="p2", seq=5, kind="pupil", unit="p2", doc=doc, ver=_all(doc, 5)))
    before = _everything_shown(store)
    _rebuild(store)
    assert _everything_shown(store) == before
    assert len(before["setting"]) == len(before["link_visit"]) == 1


def _everything_shown(store):
    with store.read() as read:
        shown = {
            name: sorted(
                tuple((key, value) for key, value in row.items() if key != "n")
                for row in read._connection.execute(table.select()).mappings()
            )
            for name, table in tables.KIND_TABLES.items()
        }
        shown["search"] = sorted(read.search("heron"), key=lambda hit: hit.rec)
    return shown


def _pull(store, *rows):
    with store.write() as work:
        work.inbox.take_page("district-1", "epoch-1", rows, max(row.seq for row in rows))


def _rebuild(store):
    with store.write() as work:
        projection.rebuild(work._connection)


def _all(doc, seq):
    return dict.fromkeys(doc, seq)
