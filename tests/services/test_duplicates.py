"""A child who is typed a second time is noticed; a twin is not; an answer is remembered."""

from __future__ import annotations

import pytest

from stls_desktop.services import duplicates, joining
from stls_desktop.services.likeness import Entry, likeness
from tests.builders import an_id, pupil

TYPED = {"legal_forename": "Tobias", "legal_surname": "Thistlewick", "born_on": "2019-11-03"}
ME = "new-child"


@pytest.fixture
def filed(desk):
    with desk.store.write() as work:
        work.put(pupil())
        for number in range(2, 27):
            name = "".join(chr(97 + (number * 7 + letter * 5) % 26) for letter in range(7))
            work.edit(
                "pupil",
                an_id("pupil", number),
                {
                    "id": an_id("pupil", number),
                    "legal_forename": name.title(),
                    "legal_surname": name[::-1].title(),
                    "born_on": f"2017-03-{number % 28 + 1:02}",
                },
            )
    return desk


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"legal_forename": "Toby"},  # known as
        {"legal_forename": "Thistlewick", "legal_surname": "Tobias"},
        {"legal_surname": "Thistelwick"},
        {"legal_surname": "THISTLE-WICK"},
        {"born_on": "2019-03-11"},
        {"born_on": None},
        {"born_on": "2018-11-03"},
        {"legal_forename": "Nobody", "legal_surname": "Else", "upn": " z886999924017 "},
    ],
)
def test_the_same_child_typed_again_is_noticed(filed, change):
    (found,) = duplicates.on_file(filed, ME, {**TYPED, **change})
    assert found.rec == an_id("pupil")
    assert found.name == "Tobias Thistlewick"
    assert found.why


@pytest.mark.parametrize(
    "change",
    [
        {"legal_forename": "Martha"},  # a twin
        {"legal_surname": "Quince"},
        {"legal_forename": "", "legal_surname": "Thistlewick"},
        {"born_on": "2012-05-21"},
    ],
)
def test_another_child_is_not(filed, change):
    assert duplicates.on_file(filed, ME, {**TYPED, **change}) == ()


def test_only_the_same_upn_is_certain(filed):
    same_upn = {**TYPED, "upn": "Z886999924017"}
    assert duplicates.on_file(filed, ME, same_upn)[0].is_certain
    assert not duplicates.on_file(filed, ME, TYPED)[0].is_certain


def test_another_child_is_not_asked_about_again(filed):
    duplicates.is_another_child(filed, ME, an_id("pupil"))
    assert duplicates.on_file(filed, ME, TYPED) == ()
    assert duplicates.on_file(filed, "a third", TYPED)


def test_a_file_is_no_duplicate_of_itself(filed):
    assert duplicates.on_file(filed, an_id("pupil"), TYPED) == ()


def test_the_list_for_a_lead_finds_pairs_until_they_are_answered(filed):
    with filed.store.write() as work:
        work.put(pupil(id=an_id("pupil", 90), upn="", legal_surname="Thistelwick"))
    (pair,) = duplicates.pairs(filed)
    assert {pair.first.rec, pair.second.rec} == {an_id("pupil"), an_id("pupil", 90)}
    joining.join(filed, an_id("pupil"), an_id("pupil", 90), "One child.")
    duplicates.is_another_child(filed, an_id("pupil"), an_id("pupil", 90))
    assert duplicates.pairs(filed) == ()


def test_likeness_is_the_same_both_ways():
    one = Entry("1", "Zoë", "O’Brien-Hale", "", "2018-01-02")
    other = Entry("2", "Zoe", "OBrien Hale", "", "2018-02-01")
    assert likeness(one, other) == likeness(other, one)
    assert "day and month" in likeness(one, other).why
