"""The Word copy of a document: what Word, a screen reader and an archive find in the file."""

import io
import itertools
import zipfile
from dataclasses import replace
from typing import get_args

import docx
import pytest
from docx.oxml.ns import qn

from stls_desktop.reports.advice.senco import senco_report
from stls_desktop.reports.content import Block, Heading, KeyValues, Link, Paragraph, Row, Section
from stls_desktop.reports.plain_text import _TELLS
from stls_desktop.reports.word import _Writer, word
from stls_desktop.reports.word_marks import _ORDER
from tests.reports.advice_samples import EVERY, HOSTILE, WORKED
from tests.reports.report_samples import blocks


def opened(document):
    return docx.Document(io.BytesIO(word(document)))


@pytest.fixture(scope="module")
def worked():
    return opened(senco_report(WORKED))


@pytest.mark.parametrize("sample", EVERY)
def test_every_sample_opens_and_its_headings_go_down_step_by_step(sample):
    file = opened(senco_report(EVERY[sample]))
    names = [p.style.name for p in file.paragraphs if p.style.name.startswith("Heading")]
    levels = [int(name[-1]) for name in names]
    assert levels[0] == 1
    assert levels.count(1) == 1
    steps = itertools.pairwise(levels)
    assert all(after - before <= 1 for before, after in steps)


def test_lists_are_lists_and_tables_say_what_they_are_and_repeat_their_head(worked):
    styles = {paragraph.style.name for paragraph in worked.paragraphs}
    assert "List Bullet" in styles
    assert len(worked.tables) == 3
    for table in worked.tables:
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows[1:])
    cells = [cell.text for cell in worked.tables[0].rows[1].cells]
    assert cells == ["Receptive vocabulary", "82", "12", "76 to 88", "Below average"]


def test_columns_are_as_wide_as_they_were_asked_for_in_either_office(worked):
    table = worked.tables[2]
    by_grid = [column.width.cm for column in table.columns]
    by_cells = [cell.width.cm for cell in table.rows[1].cells]
    assert by_grid == by_cells
    assert by_grid[0] / sum(by_grid) == pytest.approx(0.54, abs=0.01)


def test_what_a_viewer_shows_of_the_file_names_no_person(worked):
    about = worked.core_properties
    assert (about.title, about.language) == ("Advice report AR-26-000001", "en-GB")
    assert about.author == about.last_modified_by == WORKED.house.service
    with zipfile.ZipFile(io.BytesIO(word(senco_report(WORKED)))) as parts:
        for name in ("docProps/core.xml", "docProps/app.xml"):
            text = parts.read(name).decode()
            assert not any(each in text for each in ("Toby", "Thistlewick", "Marchbanks"))


def test_the_language_is_set_where_word_looks_for_it(worked):
    defaults = worked.styles.element.find(qn("w:docDefaults"))
    assert defaults.find(".//" + qn("w:lang")).get(qn("w:val")) == "en-GB"


def test_marking_reference_and_pages_stand_on_each_page(worked):
    section = worked.sections[0]
    assert "OFFICIAL-SENSITIVE" in section.header.paragraphs[0].text
    foot = section.footer.paragraphs[0]
    assert "AR-26-000001" in foot.text
    fields = [each.text for each in foot._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_hostile_words_stay_as_typed():
    text = "\n".join(paragraph.text for paragraph in opened(senco_report(HOSTILE)).paragraphs)
    assert "<b>bold</b> & “quoted” <img src=x>" in text
    assert "\u202e" not in text


def test_control_characters_do_not_lose_the_file():
    file = opened(senco_report(replace(WORKED, question="a\x00b\x0bc\ud800d")))
    assert any("ab" in paragraph.text for paragraph in file.paragraphs)


def test_the_same_document_gives_the_same_bytes():
    assert word(senco_report(WORKED)) == word(senco_report(WORKED))


def test_a_link_leads_where_it_says():
    link = Link("Write", "mailto:team@council.example", "Write an e-mail to us")
    file = opened(replace(senco_report(WORKED), blocks=(link,)))
    (linked,) = file.element.body.iter(qn("w:hyperlink"))
    assert file.part.rels[linked.get(qn("r:id"))].target_ref == "mailto:team@council.example"
    assert linked.get(qn("w:tooltip")) == "Write an e-mail to us"


def test_each_part_says_its_language_and_the_innermost_wins():
    inside = (Heading(2, "ما الصعب؟"), Paragraph("English words.", lang="en-GB"))
    rows = KeyValues((Row("النسخة", "Version 1"),), label_lang="ar")
    file = opened(replace(senco_report(WORKED), blocks=(Section(inside, lang="ar"), rows)))
    heading, english, labelled, _reference = file.paragraphs
    assert languages_of(heading) == ["ar"]
    assert heading._p.pPr.find(qn("w:bidi")) is not None
    assert heading.runs[0]._r.rPr.find(qn("w:rtl")) is not None
    assert languages_of(english) == ["en-GB"]
    assert languages_of(labelled) == ["ar", None]
    assert labelled._p.pPr is None or labelled._p.pPr.find(qn("w:bidi")) is None


def test_the_properties_of_every_paragraph_stand_in_the_order_that_word_insists_on():
    for element in opened(replace(senco_report(WORKED), blocks=blocks())).element.body.iter(
        qn("w:pPr")
    ):
        places = [_ORDER.index(child.tag) for child in element]
        assert places == sorted(places), [child.tag for child in element]


def languages_of(paragraph):
    found = [run._r.find(f"{qn('w:rPr')}/{qn('w:lang')}") for run in paragraph.runs]
    return [None if f is None else f.get(qn("w:bidi")) or f.get(qn("w:val")) for f in found]


@pytest.mark.parametrize("kind", get_args(Block))
def test_no_kind_of_block_is_lost_in_either_copy(kind):
    assert kind in _TELLS
    assert kind in _Writer(docx.Document())._writes
