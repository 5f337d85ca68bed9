"""Transfer files: what is needed is read, the rest is named, and nothing hostile is opened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.imports.ctf import read_ctf
from stls_desktop.imports.problems import ImportFileError

PUPIL = """<Pupil><UPN>N886999924101</UPN><Surname>O'Fictional</Surname><Forename>Zoë</Forename>
<DOB>2016-09-01</DOB><{sex}>F</{sex}>
<BasicDetails><PreferredForename>Zo</PreferredForename><NCyearActual>4</NCyearActual></BasicDetails>
<SENhistory><SEN><StartDate>2023-01-09</StartDate><SENprovision>K</SENprovision></SEN>
<SEN><StartDate>2021-09-06</StartDate><SENprovision>N</SENprovision></SEN>
<SENneeds><SENneed><SENtypeRank>2</SENtypeRank><SENtype>ASD</SENtype></SENneed>
<SENneed><SENtypeRank>1</SENtypeRank><SENtype>SLCN</SENtype></SENneed></SENneeds></SENhistory>
<Attendance><YearData/></Attendance><LookedAfter><InCare>true</InCare></LookedAfter></Pupil>"""


def ctf(*pupils, version="25.0", root="CTfile", head="", encoding="utf-8", sex="Sex"):
    body = "".join(pupils or (PUPIL,)).replace("{sex}", sex)
    declared = encoding.replace("-sig", "")
    return (
        f'<?xml version="1.0" encoding="{declared}"?>{head}<{root}><Header>'
        f"<CTFversion>{version}</CTFversion><SourceSchool><LEA>886</LEA><Estab>9900</Estab>"
        f"<SchoolName>Hopperswick</SchoolName></SourceSchool></Header>"
        f"<CTFpupilData>{body}</CTFpupilData></{root}>"
    ).encode(encoding)


@pytest.mark.parametrize("version", ["17.0", "20.0", "25.0"])
@pytest.mark.parametrize("sex", ["Sex", "Gender"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "iso-8859-1", "utf-16"])
def test_every_version_and_encoding_gives_the_same_pupil(version, sex, encoding):
    (pupil,) = read_ctf(ctf(version=version, sex=sex, encoding=encoding), "a.xml").pupils
    assert pupil.values == {
        "upn": "N886999924101",
        "legal_surname": "O'Fictional",
        "legal_forename": "Zoë",
        "known_as": "Zo",
        "born_on": "2016-09-01",
        "nc_year": "4",
        "sen_provision": "K",
        "primary_need": "SLCN",
        "secondary_need": "ASD",
    }
    assert pupil.school.laestab == "8869900"


def test_what_is_not_needed_is_dropped_and_said():
    (words,) = read_ctf(ctf(), "a.xml").dropped
    assert words == "Not needed here, so not read: attendance, care history"


def test_a_partial_file_without_a_name_refuses_that_pupil_alone():
    found = read_ctf(ctf("<Pupil><UPN>N886999924101</UPN></Pupil>", PUPIL), "a.xml")
    assert len(found.pupils) == 1
    assert [each.line for each in found.refused] == [1]


def test_an_impossible_day_is_named():
    found = read_ctf(ctf(PUPIL.replace("2016-09-01", "2016-02-31")), "a.xml")
    assert found.refused[0].reason.startswith("Date of birth: “2016-02-31”")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("head", ["<!DOCTYPE CTfile>", BOMB, OUTSIDE])
def test_a_document_type_is_refused_on_sight(head):
    with pytest.raises(ImportFileError, match="declares its own document type"):
        read_ctf(ctf(head=head), "a.xml")


def test_an_admissions_file_and_other_xml_are_told_apart():
    with pytest.raises(ImportFileError, match="admissions transfer file"):
        read_ctf(ctf(root="ATfile"), "a.xml")
    with pytest.raises(ImportFileError, match="no common transfer file"):
        read_ctf(b"<html/>", "a.xml")


@pytest.mark.parametrize("cut", [40, 200, 700])
def test_a_file_that_is_cut_off_says_so(cut):
    with pytest.raises(ImportFileError, match="cut off or damaged"):
        read_ctf(ctf()[:cut], "a.xml")


def test_a_file_without_a_pupil_says_so():
    with pytest.raises(ImportFileError, match="holds no pupil"):
        read_ctf(ctf("<Nobody/>"), "a.xml")


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_say_that_the_file_cannot_be_used(data):
    with pytest.raises(ImportFileError):
        read_ctf(data, "a.xml")
