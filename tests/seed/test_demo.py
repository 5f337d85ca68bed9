"""The demo's schools and people: invented, spread over Kent, and fit to make records of."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from tests.imports.gias_files import real
from tests.seed.seed_files import codes, rows

HASHES = Path(__file__).parent / "real_school_names.sha256"
COMMON_WORDS = """
    the of and at in for primary school schools academy academies infant infants junior juniors
    nursery church england cofe ce c e rc roman catholic voluntary aided controlled community
    grammar girls boys high college special free secondary preparatory prep centre center
    foundation independent trust pre all through methodist va vc
"""


def distinctive_words(name: str) -> str:
    """A school's name without what every school is called: "St Lark's CE Primary" is "st larks"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    common = COMMON_WORDS.split()
    words = re.findall("[a-z0-9]+", plain.replace("'", ""))
    return " ".join(word for word in words if word not in common)


def digest(name: str) -> str:
    return hashlib.sha256(distinctive_words(name).encode()).hexdigest()[:8]


@pytest.fixture(scope="module")
def real_names():
    return frozenset(HASHES.read_text(encoding="ascii").split())


def test_the_list_of_real_names_knows_real_names(real_names):
    assert len(real_names) > 20_000
    kent = re.findall(rb'\r\n\d{6},"886","Kent","\d*","([^"]+)"', real("kent_135_columns.csv"))
    assert len(kent) > 700
    assert all(digest(name.decode("cp1252")) in real_names for name in kent)


def test_no_demo_school_has_the_name_of_a_real_one(real_names):
    schools = rows("demo/schools")
    assert [row["name"] for row in schools if digest(row["name"]) in real_names] == []
    assert all(distinctive_words(row["name"]) for row in schools)


def test_no_demo_place_or_postcode_is_real():
    files = ("kent_135_columns.csv", "sample_2024_140_columns_excel.csv")
    text = b"\n".join(real(name) for name in files).decode("cp1252").lower()
    for row in rows("demo/schools"):
        assert row["town"].lower() not in text
        assert row["postcode"].lower() not in text
        # No postcode area is called ZZ; ZZ99 has a meaning of its own in health data.
        assert re.fullmatch(r"ZZ(?!99)\d{1,2} \d[A-Z]{2}", row["postcode"])
        assert row["phone"].startswith("01632 960")  # kept free for fiction by Ofcom


def test_demo_urns_lie_beyond_all_real_ones_and_are_unique():
    schools = rows("demo/schools")
    numbers = Counter(row["urn"] or row["ey_ref"] for row in schools)
    assert set(numbers.values()) == {1}
    assert all(re.fullmatch(r"99\d{4}|EY99\d{4}", number) for number in numbers)


def test_forty_schools_lie_in_all_twelve_districts():
    schools = rows("demo/schools")
    per_district = Counter(row["district"] for row in schools)
    assert len(schools) == 40
    assert per_district.keys() == {row["gss_code"] for row in rows("districts")}
    assert min(per_district.values()) >= 3


def test_demo_schools_use_known_codes_and_sensible_ages():
    for row in rows("demo/schools"):
        assert row["setting_type"] in codes("setting_type")
        assert row["phase"] in codes("phase")
        assert 0 <= int(row["low_age"]) < int(row["high_age"]) <= 19
        assert int(row["roll"]) > 0


def test_demo_people_are_many_and_differ():
    adults, pupils = rows("demo/adults"), rows("demo/pupils")
    assert len({row["name"] for row in adults}) == 60
    assert len({(row["forename"], row["surname"]) for row in pupils}) == 120
    assert {row["role"] for row in adults} <= codes("staff_role")
    assert {row["role"] for row in rows("demo/teachers")} <= codes("role")
    assert {row["specialism"] for row in rows("demo/teachers")} <= codes("specialism") | {""}
    assert {row["sex"] for row in pupils} <= codes("sex")


def test_demo_names_try_the_fonts_and_the_search():
    names = " ".join(row["name"] for row in rows("demo/adults"))
    names += " ".join(f"{row['forename']} {row['surname']}" for row in rows("demo/pupils"))
    for difficult in ("ë", "ế", "á", "é", "'", "-"):
        assert difficult in names
