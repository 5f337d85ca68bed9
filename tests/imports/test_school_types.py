"""From GIAS types to the service's setting types."""

from __future__ import annotations

import pytest

from stls_desktop.imports.gias import read_gias
from stls_desktop.imports.school_types import GROUP_NAMES, TYPE_NAMES, plain, setting_type_of
from tests.imports.gias_files import gias_bytes, school


def type_of(type_name, phase="Primary", name="Larkmere School", low="", high=""):
    data = gias_bytes(
        school(
            typeofestablishmentcode="",
            typeofestablishmentname=type_name,
            establishmenttypegroupcode="",
            establishmenttypegroupname="",
            phaseofeducationcode="",
            phaseofeducationname=phase,
            establishmentname=name,
            statutorylowage=low,
            statutoryhighage=high,
        )
    )
    (row,) = read_gias(data, authority="886", file_name="x.csv").rows
    return row.setting_type


@pytest.mark.parametrize(
    ("type_name", "phase", "expected"),
    [
        ("Local authority nursery school", "Nursery", "MNS"),
        ("Community school", "Primary", "PRI"),
        ("Academy converter", "Secondary", "SEC"),
        ("Academy sponsor led", "All-through", "ALL"),
        ("Academy sponsor led", "All through", "ALL"),
        ("Free schools", "Middle deemed secondary", "SEC"),
        ("Studio schools", "Secondary", "SEC"),
        ("Community special school", "Not applicable", "SPEC"),
        ("Academy special converter", "Not applicable", "SPEC"),
        ("Other independent special school", "Not applicable", "SPEC"),
        ("Special post 16 institution", "Not applicable", "SPEC"),
        ("Pupil referral unit", "Not applicable", "PRU"),
        ("Academy alternative provision converter", "Not applicable", "PRU"),
        ("Further education", "16 plus", "FE"),
        ("Academy 16-19 converter", "16 plus", "FE"),
        ("Other independent school", "Not applicable", "IND"),
        ("Children's centre", "Not applicable", "OTHER"),
        ("A type of next year", "Primary", "PRI"),
        ("", "Nursery", "MNS"),
        ("", "Not applicable", "OTHER"),
    ],
)
def test_each_gias_type_has_its_setting_type(type_name, phase, expected):
    assert type_of(type_name, phase) == expected


@pytest.mark.parametrize(
    ("name", "low", "high", "expected"),
    [
        ("Larkmere Infant School", "4", "7", "INF"),
        ("Larkmere Junior School", "7", "11", "JUN"),
        ("Larkmere Infant School", "4", "11", "PRI"),  # grew; the name stayed
        ("Larkmere Infants", "", "", "INF"),
        ("Larkmere Juniors", "", "", "JUN"),
        ("Larkmere Infant and Junior School", "", "", "PRI"),
        ("Larkmere School", "", "", "PRI"),
    ],
)
def test_infants_and_juniors_are_told_by_age_and_else_by_name(name, low, high, expected):
    assert type_of("Community school", name=name, low=low, high=high) == expected


def test_every_type_of_2025_leads_somewhere():
    reached = {setting_type_of(code, "", "PRIMARY", "", (4, 11)) for code in TYPE_NAMES}
    assert reached == {"MNS", "PRI", "SEC", "SPEC", "PRU", "FE", "IND"}


def test_spellings_of_one_name_are_equal():
    assert plain("All-through") == plain("All through")
    assert plain("LA maintained schools") == plain("Local authority maintained schools")
    assert len({plain(name) for name in TYPE_NAMES.values()}) == len(TYPE_NAMES)
    assert len({plain(name) for name in GROUP_NAMES.values()}) == len(GROUP_NAMES)
