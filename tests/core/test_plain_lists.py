"""The word lists as they ship, and what their reader refuses."""

from __future__ import annotations

import re

import pytest

from stls_core.plain.lists import PlainWordsError, read_plain_words
from tests.core.plain_seed import PATH, shipped_words

TEXT = PATH.read_text(encoding="utf-8")
SMALLEST = """
[readers.PARENT]
age = 11
longest = 20
jargon = ["all"]
[jargon.all]
"utilise" = "use"
[vague]
[deficit]
[diagnosing]
[passive]
[acronyms]
"""


def test_the_shipped_lists_are_as_long_as_was_promised():
    sizes = shipped_words().sizes
    assert sum(count for name, count in sizes.items() if name.startswith("jargon")) >= 120
    assert sizes["vague"] >= 60
    assert sizes["deficit"] >= 60
    assert len(shipped_words().acronyms) >= 70


def test_every_audience_of_a_report_has_its_reader_and_a_family_gets_the_plainest():
    readers = shipped_words().readers
    assert set(readers) == {"PARENT", "BOTH", "PUPIL", "TEACHER", "SENCO"}
    assert (readers["PARENT"].age, readers["PARENT"].longest) == (11, 20)
    assert readers["PARENT"].knows < readers["TEACHER"].knows < readers["SENCO"].knows
    assert shipped_words().reader("NEW") == readers["PARENT"]


def test_no_suggestion_is_jargon_itself():
    for table in ("jargon.family", "jargon.specialist", "jargon.office"):
        part = TEXT.partition(f"[{table}]")[2].partition("\n[")[0]
        for line in part.splitlines():
            say = line.partition('" = "')[2].lower()
            assert not re.search(r"differentiat|scaffold|phonem|utilis|implement|dysregul", say), (
                line
            )


def test_the_source_and_the_licence_are_told():
    assert "our own words" in TEXT
    assert "Licence:" in TEXT


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("[vague]", "[other]"), r"^\[vague\]: this table is missing"),
        (("[readers.PARENT]", "[readers.SENCO]"), r"^\[readers.PARENT\]: this table is missing"),
        (("age = 11", 'age = "x"'), r"^\[readers.PARENT\]: age and longest"),
        (('["all"]', '["none"]'), r"^\[readers.PARENT\], jargon: there is no list none"),
        (('"use"', '" "'), r"^\[jargon.all\] “utilise”: say what to write"),
        (('"use"', f'"{"x" * 201}"'), r"201 characters, at most 200"),
        (('"utilise" =', '"utilise|" ='), r"a phrase is empty"),
        (("[vague]", '[vague]\n"utilise" = "use"'), r"^“utilise”: stands twice"),
        (("[acronyms]", "[acronyms]\nTA = 7"), r"^\[acronyms\] “TA”: say what to write"),
        (("[passive]", "[passive]\nhelpers = 3"), r"^\[passive\] helpers: a list of words"),
        (("[vague]", "[vague"), r"^The word lists are not valid TOML"),
    ],
)
def test_a_list_that_is_not_whole_is_refused_with_the_place(change, words):
    assert read_plain_words(SMALLEST).sizes == {"jargon.all": 1}
    with pytest.raises(PlainWordsError, match=words):
        read_plain_words(SMALLEST.replace(*change, 1))
