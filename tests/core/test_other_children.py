"""Another child's name is found where it is a name, and everyday words stay words."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from stls_core.everyday_names import FORENAMES_THAT_ARE_WORDS, TITLES
from stls_core.other_children import Child, children_of, words_of

HERE, THERE = "school-1", "school-2"
CHILDREN = (
    Child("own", "Tova", "Quillfeather", "Tovi", HERE),
    Child("jamal", "Jamal", "Okonkwo-Hale", "", HERE),
    Child("will", "Will", "Young", "", HERE),
    Child("rose", "Rose", "Hill", "", HERE),
    Child("may", "May", "Ashford", "", HERE),
    Child("grace", "Grace", "O’Brien", "Gracie", HERE),
    Child("sean", "Séan", "D’Souza", "", HERE),
    Child("anne", "Anne-Marie", "Fisher", "", HERE),
    Child("bo", "Bo", "Lindqvist", "", HERE),
    Child("ming", "小明", "王", "", HERE),
    Child("far", "Peregrine", "Thistlewood", "", THERE),
)
KNOWN = children_of(CHILDREN, ["January May June", "Monday", "Ashford", "Art English"])
NEAR = KNOWN.near([HERE]) - {"own"}
ALLOWED = words_of(["Tova", "Quillfeather", "Tovi", "Petra Grimshaw"])


def found(text, near=NEAR, allowed=ALLOWED):
    return [mention.words for mention in KNOWN.named_in(text, near, allowed)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He sat beside Jamal.", ["Jamal"]),
        ("he copied jamal all morning", ["jamal"]),
        ("Jamal’s card and Jamal's tray", ["Jamal", "Jamal"]),
        ("Jamal Hale shouted", ["Jamal Hale"]),
        ("Okonkwo-Hale, Jamal", ["Okonkwo-Hale, Jamal"]),
        ("A Jamal-led game", ["Jamal-led"]),
        ("OKONKWO-HALE was there", ["OKONKWO-HALE"]),
        ("Sean D'Souza helped, then séan left", ["Sean D'Souza", "séan"]),
        ("with Anne-Marie and Gracie", ["Anne-Marie", "Gracie"]),
        ("Anne Marie laughed", ["Anne", "Marie"]),
        ("beside 王 and 小明", ["王", "小明"]),
        ("He pushed Will and told Rose", ["Will", "Rose"]),
        ("Then Will pushed him", ["Will"]),
        ("On Monday Will hit him", ["Will"]),
        ("Grace’s pencil", ["Grace"]),
        ("He likes Bo best", ["Bo"]),
        ("will young people be there? Will Young was", ["Will Young"]),
        ("May Ashford cried", ["May Ashford"]),
        ("Peregrine Thistlewood came too", ["Peregrine Thistlewood"]),
    ],
)
def test_a_name_is_found(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tova drew and Tovi laughed; Quillfeather is on the peg.",
        "Will you sit down? He will. WILL THIS WORK?",
        "By May 2027 he may read; in May we meet.",
        "Rose and fell. The rose grew. Grace under pressure.",
        "She rose to read with good grace.",
        "Rose Hill Primary; Rose class; the Jamal group",
        "Mrs Hill and Miss Rose Hill; Mr. Young; St Grace’s; Dr D’Souza",
        "He lives in Ashford, near the hill, and likes Art.",
        "Petra Grimshaw will order the young fisher book.",
        "bo is a sound; so is al",
        "Peregrine is a falcon and Thistlewood a place",
        "Jackson Okonkwo-Hale is his uncle",
    ],
)
def test_other_words_are_left_alone(text):
    assert found(text) == []


def test_only_children_nearby_are_known_by_one_name():
    near = KNOWN.near([], ["far"])
    assert found("Peregrine ran; Jamal ran", near) == ["Peregrine"]


def test_a_sibling_is_found_although_the_surname_is_shared():
    both = children_of([*CHILDREN, Child("sib", "Odo", "Quillfeather", "", HERE)])
    (mention,) = both.named_in("Odo Quillfeather met Tova Quillfeather", NEAR | {"sib"}, ALLOWED)
    assert (mention.words, mention.initials) == ("Odo Quillfeather", "O.Q.")


def test_what_may_stand_there_instead_keeps_the_owner():
    text = "Jamal Okonkwo-Hale’s card"
    (mention,) = KNOWN.named_in(text, NEAR, ALLOWED)
    assert text[: mention.start] + mention.initials + text[mention.end :] == "J.O.’s card"


NAMES = st.text(string.ascii_lowercase, min_size=4, max_size=9).map(str.title)
SAID = "the child sat and drew a card for two minutes"
CLEAN = st.lists(st.sampled_from(SAID.split())).map(" ".join)


@given(NAMES, NAMES, CLEAN, CLEAN)
def test_every_uncommon_name_is_found_where_it_stands_and_gone_once_replaced(
    forename, surname, before, after
):
    assume(forename.lower() not in FORENAMES_THAT_ARE_WORDS | TITLES)
    assume(forename.lower() not in SAID and surname.lower() not in SAID)
    known = children_of([Child("x", forename, surname, "", HERE)])
    near = known.near([HERE])
    text = f"{before} {forename} {after}"
    (mention,) = known.named_in(text, near)
    assert text[mention.start : mention.end] == forename
    changed = text[: mention.start] + mention.initials + text[mention.end :]
    assert known.named_in(changed, near) == ()


@given(st.text(max_size=300))
def test_any_text_is_looked_through_and_places_lie_in_it(text):
    for mention in KNOWN.named_in(text, NEAR, ALLOWED):
        assert text[mention.start : mention.end] == mention.words


def test_ten_thousand_children_and_a_long_text_take_little_time():
    many = [
        Child(str(n), f"Fore{n % 900}", f"Sur{n % 4000}", "", f"school-{n % 200}")
        for n in range(10_000)
    ]
    known = children_of(many)
    near = known.near(["school-1"])
    text = "The child listened. Then Fore1 spoke and Rose Will sat in May. " * 300
    began = time.perf_counter()
    assert known.named_in(text, near)
    assert time.perf_counter() - began < 1  # some 20 ms; the limit only catches a wrong order
