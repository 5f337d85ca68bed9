"""One school, one record: on every laptop, and across a change of URN."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_core.ids import is_id
from stls_desktop.imports.gias import read_gias
from stls_desktop.imports.gias_links import LinkKind, SchoolLink
from stls_desktop.imports.school_ids import district_id_of, setting_id_of, setting_ids
from tests.imports.gias_files import gias_bytes, school


def rows(*urns, closed=()):
    data = gias_bytes(
        *(
            school(urn=urn, establishmentstatusname="Closed" if urn in closed else "Open")
            for urn in urns
        )
    )
    return read_gias(data, authority="886", file_name="x.csv").rows


def followed(old, new, kind=LinkKind.SUCCEEDED):
    return SchoolLink(old, new, kind)


def test_two_laptops_give_a_school_the_same_id():
    assert setting_ids("886", rows("990001")) == {"990001": setting_id_of("886", "990001")}
    assert is_id(setting_id_of("886", "990001"))


def test_authorities_do_not_share_ids():
    assert setting_id_of("886", "990001") != setting_id_of("887", "990001")
    assert district_id_of("886", "E07000105") != district_id_of("887", "E07000105")


def test_an_academy_keeps_the_id_of_the_school_it_was():
    links = [followed("990001", "990002"), followed("990002", "990003")]
    ids = setting_ids("886", rows("990003"), links)
    assert ids == {"990003": setting_id_of("886", "990001")}


def test_an_academy_keeps_the_record_that_is_already_there():
    known = {"990001": "the-record"}
    assert setting_ids("886", rows("990002"), [followed("990001", "990002")], known) == {
        "990002": "the-record"
    }


def test_a_school_imported_before_the_links_were_at_hand_keeps_its_record():
    before = setting_ids("886", rows("990002"))
    after = setting_ids("886", rows("990002"), [followed("990001", "990002")], before)
    assert after == before


def test_a_laptop_that_saw_the_old_school_agrees_with_one_that_did_not():
    links = [followed("990001", "990002")]
    early = setting_ids("886", rows("990001"))
    assert setting_ids("886", rows("990002"), links, early) == setting_ids(
        "886", rows("990002"), links
    )


@pytest.mark.parametrize("kind", [LinkKind.MERGED, LinkKind.SPLIT, LinkKind.AMALGAMATED])
def test_nobody_inherits_from_a_merger_or_a_split(kind):
    ids = setting_ids("886", rows("990002"), [followed("990001", "990002", kind)])
    assert ids == {"990002": setting_id_of("886", "990002")}


def test_two_schools_that_became_one_are_a_merger_whatever_the_link_says():
    links = [followed("990001", "990003"), followed("990002", "990003")]
    assert setting_ids("886", rows("990003"), links) == {"990003": setting_id_of("886", "990003")}


def test_two_open_schools_never_share_a_record():
    ids = setting_ids("886", rows("990001", "990002"), [followed("990001", "990002")])
    assert len(set(ids.values())) == 2


def test_a_circle_of_links_harms_nobody():
    links = [followed("990001", "990002"), followed("990002", "990001")]
    assert setting_ids("886", rows("990001"), links) == {"990001": setting_id_of("886", "990001")}


urns = [str(990000 + number) for number in range(8)]
any_link = st.builds(
    SchoolLink, st.sampled_from(urns), st.sampled_from(urns), st.sampled_from(list(LinkKind))
).filter(lambda link: link.predecessor != link.successor)


@given(
    st.lists(any_link, max_size=8),
    st.sets(st.sampled_from(urns)),
    st.sets(st.sampled_from(urns), max_size=3),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_and_links_makes_no_difference(links, closed, known, chance):
    schools = list(rows(*urns, closed=closed))
    records = {urn: f"record-{urn}" for urn in sorted(known)}
    before = setting_ids("886", schools, links, records)
    chance.shuffle(schools)
    shuffled = random.Random(chance.random()).sample(links, len(links))
    after = setting_ids("886", schools, shuffled, dict(reversed(records.items())))
    assert after == before
    working = [row.urn for row in schools if row.status.is_working]
    assert len({after[urn] for urn in working}) == len(working)
