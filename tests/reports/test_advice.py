"""The three versions of an advice report: what each reader gets, and that every file is whole."""

import io
import re
from dataclasses import replace

import docx
import page as validation
import pytest
from docx.oxml.ns import qn

from stls_desktop.reports.advice.catalogue import shipped
from stls_desktop.reports.advice.copies import copy_of
from stls_desktop.reports.advice.family import family_report
from stls_desktop.reports.advice.senco import senco_report
from stls_desktop.reports.advice.sheets import SHEETS
from stls_desktop.reports.advice.teacher import teacher_report
from stls_desktop.reports.advice.words import MissingWordsError, english, translated
from stls_desktop.reports.content import Masthead
from stls_desktop.reports.layout import lay_out
from stls_desktop.reports.page_search import find
from stls_desktop.reports.plain_text import plain_text
from stls_desktop.reports.render import render
from stls_desktop.reports.styles import style
from tests.reports.advice_samples import EMPTY, EVERY, WORKED
from tests.reports.reading import artifacts, opened, tree
from tests.reports.report_samples import logo

VERSIONS = {"senco": senco_report, "teacher": teacher_report, "family": family_report}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("sample", EVERY)
def test_every_version_is_valid_pdf_ua(version, sample):
    pdf = render(VERSIONS[version](EVERY[sample]))
    checked = validation.validate_pdf_bytes(pdf, profile=validation.ValidationProfile.PDF_UA_1)
    assert [(each.rule_id, each.message) for each in checked.failures] == []


def said(version, sample=WORKED):
    return tree(render(VERSIONS[version](sample))).text


def test_the_senco_reads_what_to_do_before_anything_else():
    words = said("senco")
    assert words.index("what to do first") < words.index("How can Toby follow")
    assert words.index("Teacher and TA: Give one instruction") < words.index("Finding 1")


def test_facts_stand_before_their_meaning_and_advice_names_its_finding():
    words = said("senco")
    assert words.index("45 % of 40 slots") < words.index("What it means")
    assert "Because of Finding 2" in words


def test_a_family_reads_questions_and_no_score():
    words = said("family")
    assert "What could you try at home?" in words
    for number in ("82", "76 to 88", "percentile", "Finding"):
        assert number not in words


def test_a_class_teacher_reads_no_score_and_nothing_of_the_family():
    words = said("teacher")
    assert "Give one instruction at a time" in words
    assert "draws his whole day" not in words
    assert "BPVS" not in words


@pytest.mark.parametrize("version", ["senco", "family"])
def test_a_missing_voice_says_why(version):
    assert "He was ill on both days." in said(version, EMPTY)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_child_is_named_in_what_a_viewer_shows_of_the_file(version):
    file = opened(render(VERSIONS[version](WORKED)))
    info = str(dict(file.docinfo))
    assert "Toby" not in info
    assert "Thistlewick" not in info


@pytest.mark.parametrize("version", VERSIONS)
def test_a_councils_logo_stands_first_and_is_heard(version):
    house = replace(WORKED.house, logo=logo(), logo_words="Wenning County Council: a heron")
    pdf = render(VERSIONS[version](replace(WORKED, house=house)))
    (figure,) = tree(pdf).all("Figure")
    assert figure.alt == "Wenning County Council: a heron"
    checked = validation.validate_pdf_bytes(pdf, profile=validation.ValidationProfile.PDF_UA_1)
    assert checked.failures == []
    assert "a heron" in plain_text(VERSIONS[version](replace(WORKED, house=house))).decode()


def in_language(tag, sample=WORKED):
    table = {key: each.text for key, each in shipped(tag).items()}
    return render(family_report(sample, translated("family", tag, table)))


@pytest.mark.parametrize("sample", EVERY)
@pytest.mark.parametrize("tag", ["pl", "ar"])
def test_a_family_version_in_another_language_is_valid_too(tag, sample):
    pdf = in_language(tag, EVERY[sample])
    checked = validation.validate_pdf_bytes(pdf, profile=validation.ValidationProfile.PDF_UA_1)
    assert [(each.rule_id, each.message) for each in checked.failures] == []


@pytest.mark.parametrize("tag", ["pl", "ar"])
def test_our_words_say_their_language_and_the_authors_stay_english(tag):
    root = tree(in_language(tag))
    headings = root.all("H2")
    assert {node.lang for node in headings} == {tag}
    said = {node.text: node.lang for node in root.walk() if node.tag == "P"}
    assert said["Toby builds anything, and explains it with drawings."] == ""
    assert said[shipped(tag)["english_note"].text] == tag
    quoted = [node for node in root.walk() if node.tag == "BlockQuote"]
    assert ["I like it when Miss" in node.text for node in quoted] == [True, False]


def test_another_language_needs_every_standing_sentence():
    table = {key: f"[{words}]" for key, words in english("family").table.items()}
    document = family_report(WORKED, translated("family", "pl", table))
    assert "[What is going well?]" in tree(render(document)).text
    del table["ASKED"]
    with pytest.raises(MissingWordsError, match="ASKED"):
        translated("family", "pl", table)


@pytest.mark.parametrize("sheet", SHEETS)
@pytest.mark.parametrize("sample", EVERY)
def test_every_sheet_is_valid_pdf_ua_and_says_what_is_missing(sheet, sample):
    pdf = render(SHEETS[sheet](EVERY[sample]))
    checked = validation.validate_pdf_bytes(pdf, profile=validation.ValidationProfile.PDF_UA_1)
    assert [(each.rule_id, each.message) for each in checked.failures] == []
    if sample == "EMPTY":
        assert len(tree(pdf).text) > 200


def test_a_chart_is_told_in_words_too_and_the_voice_page_has_nothing_but_the_voice():
    words = tree(render(SHEETS["IMPACT"](WORKED))).text
    assert "Began 3; Now 7; Hoped for 7" in words
    voice = tree(render(SHEETS["VOICE"](WORKED))).text
    assert "Miss shows me the card" in voice
    assert "draws his whole day" not in voice


def test_a_drafts_status_is_in_the_language_of_the_headings():
    table = {key: wording.text for key, wording in shipped("ar").items()}
    document = family_report(replace(WORKED, is_draft=True), translated("family", "ar", table))
    masthead = next(block for block in document.blocks if isinstance(block, Masthead))
    assert masthead.status.startswith(table["draft_status"])
    root = lay_out(document, style()).root
    place = next(n for n, each in enumerate(root.kids) if each.tag == "H1")
    assert root.kids[place + 1].lang == "ar"


@pytest.mark.parametrize("tag", ["pl", "ar"])
@pytest.mark.parametrize("variant", ["STANDARD", "LARGE"])
def test_what_stands_around_the_pages_is_in_the_language_of_the_headings(tag, variant):
    table = {key: wording.text for key, wording in shipped(tag).items()}
    sample = replace(WORKED, is_draft=True, is_demo=True)
    pdf = copy_of(family_report(sample, translated("family", tag, table)), variant)
    around = artifacts(pdf)
    assert len(around) > 1
    for number, words in enumerate(around, 1):
        place = table["page"].format(page=number, pages=len(around))
        for said in (place, table["draft"], table["demo"], table["version_draft"]):
            assert said in words
        assert "Page" not in words
        assert "DRAFT" not in words
    assert "".join(around).count(table["title"].format(reference=WORKED.reference)) > 0
    assert opened(pdf).docinfo.Title == f"Report for parents and carers, {WORKED.reference}"


@pytest.mark.parametrize("tag", ["pl", "ar"])
def test_word_and_text_copies_say_it_in_the_language_too(tag):
    table = {key: wording.text for key, wording in shipped(tag).items()}
    document = family_report(replace(WORKED, is_draft=True), translated("family", tag, table))
    said = plain_text(document).decode()
    assert table["draft"] in said
    assert "DRAFT" not in said
    file = docx.Document(io.BytesIO(copy_of(document, "DOCX")))
    foot = file.sections[0].footer.paragraphs[0]
    before, between, _after = re.split(r"\{pages?\}", table["page"])
    assert before in foot.text
    assert between in foot.text
    assert "Page" not in foot.text
    assert {each.get(qn("w:val")) for each in foot._p.iter(qn("w:lang"))} | {
        each.get(qn("w:bidi")) for each in foot._p.iter(qn("w:lang"))
    } >= {tag}
    assert table["draft"] in file.sections[0].header.paragraphs[0].text


def test_labels_of_a_right_to_left_language_stand_at_the_right():
    root = in_language("ar")
    (place,) = find(root, shipped("ar")["retention"].text)
    assert min(box.x for box in place.boxes) > 300


def test_a_state_that_is_longer_than_a_line_takes_another_line():
    table = {key: wording.text for key, wording in shipped("pl").items()}
    table |= {"draft": "WERSJA ROBOCZA " * 3, "demo": "PRZYKŁAD POKAZOWY " * 3}
    sample = replace(WORKED, is_draft=True, is_demo=True)
    pdf = copy_of(family_report(sample, translated("family", "pl", table)), "LARGE")
    assert all(table["demo"].strip() in words for words in artifacts(pdf))


def test_who_said_something_stands_on_the_page_of_what_they_said():
    table = {key: wording.text for key, wording in shipped("pl").items()}
    pdf = copy_of(family_report(WORKED, translated("family", "pl", table)), "LARGE")
    for who, words in (("Toby", "I like it when Miss"), ("Mother", "He comes home and draws")):
        (named,) = find(pdf, table["quoted"].format(who=who))
        (quoted,) = find(pdf, words)
        assert named.page == quoted.page
