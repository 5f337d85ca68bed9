"""Transfer files: what is needed is read, the rest is named, and nothing hostile is opened."""

from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.imports import ctf as transfer
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.imports.pupil_cells import readers
from stls_desktop.services.desk import load_reference
from tests.imports.children import FOLDER

READERS = readers(load_reference())

PUPIL = """<Pupil><UPN>N886999924101</UPN><Surname>O'Fictional</Surname><Forename>Zoë</Forename>
<DOB>2016-09-01</DOB><{sex}>F</{sex}>
<BasicDetails><PreferredForename>Zo</PreferredForename><NCyearActual>4</NCyearActual></BasicDetails>
<SENhistory><SEN><StartDate>2023-01-09</StartDate><SENprovision>K</SENprovision></SEN>
<SEN><StartDate>2021-09-06</StartDate><SENprovision>N</SENprovision></SEN>
<SENneeds><SENneed><SENtypeRank>2</SENtypeRank><SENtype>ASD</SENtype></SENneed>
<SENneed><SENtypeRank>1</SENtypeRank><SENtype>SLCN</SENtype></SENneed></SENneeds></SENhistory>
<Attendance><YearData/></Attendance><LookedAfter><InCare>true</InCare></LookedAfter></Pupil>"""


def read_ctf(data, name, extras=()):
    return transfer.read_ctf(io.BytesIO(data), name, READERS, frozenset(extras))


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


def told_of(found):
    """{part of the file: reason} of what was left out."""
    lines = [each.removeprefix("Not read: ").rstrip(".") for each in found.dropped]
    parts = (line.partition(" – ") for line in lines)
    return {name: reason for names, _, reason in parts for name in names.split(", ")}


def test_what_is_not_needed_is_dropped_and_said_with_the_reason():
    private = """<BasicDetails><Ethnicity>WBRI</Ethnicity><FormerUPN>B801200005001</FormerUPN>
    <MedicalFlag>true</MedicalFlag><Disabilities><Disability>HEAR</Disability></Disabilities>
    <Languages><Type><LanguageType>F</LanguageType><Language>POL</Language></Type></Languages>"""
    left = told_of(read_ctf(ctf(PUPIL.replace("<BasicDetails>", private)), "a.xml"))
    everything = {"ethnicity", "medical flag", "languages", "disabilities", "former UPN", "sex"}
    assert left.keys() == everything | {"attendance", "care history"}
    assert "only if you ask" in left["sex"]
    assert left["ethnicity"] != left["attendance"] != left["medical flag"]


def test_sex_and_first_language_are_read_where_they_are_asked_for():
    languages = """<BasicDetails><Languages>
    <Type><LanguageType>H</LanguageType><Language>ENG</Language></Type>
    <Type><LanguageType>F</LanguageType><Language>POL</Language></Type></Languages>"""
    file = ctf(PUPIL.replace("<BasicDetails>", languages))
    plain = read_ctf(file, "a.xml").pupils[0].values
    assert not {"sex", "first_language"} & plain.keys()
    found = read_ctf(file, "a.xml", ("sex", "first_language"))
    assert found.pupils[0].values["sex"] == "F"
    assert found.pupils[0].values["first_language"] == "POL"
    assert not {"sex", "languages"} & told_of(found).keys()


def test_a_second_need_without_a_main_one_is_left_empty_and_said():
    found = read_ctf(ctf(PUPIL.replace("<SENtype>SLCN", "<SENtype>QQQ")), "a.xml")
    assert not {"primary_need", "secondary_need"} & found.pupils[0].values.keys()
    assert [each.field for each in found.notes] == ["Main need", "Second need"]
    assert "ASD" in found.notes[1].reason


def test_notes_name_fields_in_words():
    bad = PUPIL.replace("<NCyearActual>4", "<NCyearActual>44").replace(">K</SENp", ">Q</SENp")
    found = read_ctf(ctf(bad), "a.xml")
    assert [each.field for each in found.notes] == ["Year group", "SEN provision"]


@pytest.mark.parametrize("version", ["99.0", "16.0", "", "new"])
def test_a_version_that_is_not_known_is_read_with_a_warning(version):
    found = read_ctf(ctf(version=version), "a.xml")
    assert len(found.pupils) == 1
    assert "Versions 17 to 25 are known" in found.warnings[0]
    assert version in found.warnings[0]


def test_a_known_version_has_no_warning():
    assert read_ctf(ctf(version="25.0"), "a.xml").warnings == ()


def test_the_school_is_found_although_the_header_comes_last():
    file = ctf().decode()
    begins, ends = file.index("<Header>"), file.index("</Header>") + len("</Header>")
    header = file[begins:ends]
    turned = file.replace(header, "").replace("</CTfile>", f"{header}</CTfile>")
    assert read_ctf(turned.encode(), "a.xml").pupils[0].school.laestab == "8869900"


class Endless(io.RawIOBase):
    """A transfer file of many pupils that is never in memory as a whole."""

    def __init__(self, pupils, weight):
        one = PUPIL.replace("<YearData/>", "<YearData>x</YearData>" * weight)
        head, tail = ctf("@@").decode().split("@@")
        self._parts = iter([head, *[one.replace("{sex}", "Sex")] * pupils, tail])
        self._rest = b""

    def readable(self):
        return True

    def readinto(self, into):
        while len(self._rest) < len(into):
            part = next(self._parts, None)
            if part is None:
                break
            self._rest += part.encode()
        count = min(len(into), len(self._rest))
        into[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def peak_of(pupils, weight):
    tracemalloc.start()
    try:
        file = Endless(pupils, weight)
        found = transfer.read_ctf(file, "a.xml", READERS)
        assert len(found.pupils) == pupils
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_what_is_left_out_takes_no_memory():
    light, heavy = peak_of(200, 1), peak_of(200, 400)  # a tenth of a megabyte, and two and a half
    assert heavy < light + 600_000


def test_a_partial_file_without_a_name_refuses_that_pupil_alone():
    found = read_ctf(ctf("<Pupil><UPN>N886999924101</UPN></Pupil>", PUPIL), "a.xml")
    assert len(found.pupils) == 1
    (refused,) = found.refused
    assert (refused.line, refused.reason) == (1, "missing")
    assert refused.field == "Legal first name, Legal surname, Date of birth"


def test_an_impossible_day_is_named():
    found = read_ctf(ctf(PUPIL.replace("2016-09-01", "2016-02-31")), "a.xml")
    assert found.refused[0].field == "Date of birth"
    assert found.refused[0].reason.startswith("“2016-02-31”")


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


def test_the_sample_file_has_a_pupil_of_every_kind():
    found = read_ctf((FOLDER / "ctf_v25.xml").read_bytes(), "a.xml")
    assert [each.values["legal_surname"] for each in found.pupils] == [
        "Vantongeren-Ó Bríain",
        "Quernby",
        "Łuczak",
    ]
    assert len(found.refused) == 1
    assert found.warnings == ()
