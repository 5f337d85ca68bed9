"""A report goes out in another language only when somebody answers for every heading of it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import msgspec
import pytest

from stls_core.records.advice import ReportWording
from stls_core.wordings import MONTHS, misfit, places
from stls_desktop.imports.problems import ImportFileError
from stls_desktop.reports.advice.catalogue import languages, shipped
from stls_desktop.reports.wording import sentences
from stls_desktop.services import report_languages
from stls_desktop.services.permission import NotAllowedError
from tests.builders import VISIT_DAY

ENGLISH = sentences("family")
BY = "Halina Example"


@pytest.fixture
def lead(desk):
    return dataclasses.replace(desk, me=msgspec.structs.replace(desk.me, role="LEAD"))


def texts(tag, keys=None):
    return {key: each.text for key, each in shipped(tag).items() if keys is None or key in keys}


def words(desk, code):
    with desk.store.read() as read:
        return report_languages.words_in(desk, read, code)


def a_file(tmp_path, rows, head="lang,key,text,reviewed_by,reviewed_on"):
    path = tmp_path / "polish.csv"
    path.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize("tag", ["pl", "ar"])
def test_a_shipped_proof_has_every_sentence_with_its_places_and_no_reviewer(tag):
    proof = shipped(tag)
    assert set(proof) == {*ENGLISH, *MONTHS}
    assert {key: misfit(ENGLISH.get(key, ""), each.text) for key, each in proof.items()} == (
        dict.fromkeys(proof, "")
    )
    assert not any(each.reviewed_by or each.reviewed_on for each in proof.values())


def test_every_language_has_a_code_of_the_code_list(desk):
    for each in languages().values():
        assert desk.reference.knows("language", each.code), each


@pytest.mark.parametrize("code", ["POL", "ARA", "ARAI"])
def test_a_proof_that_nobody_reviewed_is_refused(lead, code):
    with pytest.raises(report_languages.NotReviewedError, match="are not reviewed"):
        words(lead, code)


def test_a_language_without_headings_is_refused_and_english_never(lead):
    with pytest.raises(report_languages.NotReviewedError, match="no headings in Tamil"):
        words(lead, "TAM")
    assert words(lead, "").lang == words(lead, "ENG").lang == "en-GB"


def test_the_last_sentence_opens_the_gate(lead):
    most = texts("pl")
    last = most.pop("WORDS")
    report_languages.review(lead, "POL", most, BY, VISIT_DAY)
    with pytest.raises(
        report_languages.NotReviewedError, match="One heading in Polish is not reviewed"
    ):
        words(lead, "POL")
    report_languages.review(lead, "POL", {"WORDS": last}, BY, VISIT_DAY)
    polish = words(lead, "POL")
    assert (polish.lang, polish.say("HARD")) == ("pl", "Co sprawia trudność?")
    assert polish.day(dt.date(2026, 12, 9)) == "9 grudnia 2026"
    (line, other) = report_languages.list_languages(lead)
    assert (line.code, line.may_be_issued, line.reviewed) == ("POL", True, line.sentences)
    assert (other.code, other.may_be_issued, other.reviewed) == ("ARA", False, 0)


def test_a_reviewed_sentence_wins_over_the_proof_and_two_laptops_make_one_record(lead):
    report_languages.review(lead, "POL", {"HARD": "Co jest trudne?"}, BY, VISIT_DAY)
    report_languages.review(lead, "POL", {"HARD": "Co jest trudne?"}, "Jan Example", VISIT_DAY)
    with lead.store.read() as read:
        (record,) = read.find(ReportWording)
    assert (record.text, record.reviewed_by) == ("Co jest trudne?", "Jan Example")
    line = next(e for e in report_languages.list_sentences(lead, "POL") if e.key == "HARD")
    assert (line.english, line.wording.text) == ("What is hard?", "Co jest trudne?")


@pytest.mark.parametrize("wrong", ["Bez miejsca.", "{name} {other}", "{name", "{name!r}", " "])
def test_a_sentence_that_could_not_be_printed_is_refused(lead, wrong):
    assert places(ENGLISH["intro"]) == ("name",)
    with pytest.raises(ValueError, match="intro"):
        report_languages.review(lead, "POL", {"intro": wrong}, BY, VISIT_DAY)


def test_a_review_has_a_name_and_a_day_that_has_come(lead):
    for by, on in (("", VISIT_DAY), (BY, VISIT_DAY + dt.timedelta(days=1))):
        with pytest.raises(ValueError, match="Say who reviewed it"):
            report_languages.review(lead, "POL", {"HARD": "Co jest trudne?"}, by, on)


def test_a_teacher_reviews_nothing(desk):
    with pytest.raises(NotAllowedError, match="lead or an administrator"):
        report_languages.review(desk, "POL", {"HARD": "Co jest trudne?"}, BY, VISIT_DAY)


def test_a_councils_file_is_previewed_row_by_row_and_then_loaded(lead, tmp_path):
    rows = [
        "pl,HARD,Co jest trudne?,Halina Example,2026-09-30",
        "pl,intro,Bez miejsca,Halina Example,2026-09-30",
        "pl,HARD,Jeszcze raz?,Halina Example,2026-09-30",
        "pl,NOWHERE,Nic,Halina Example,2026-09-30",
        "pl,ASK,Kogo zapytać?,,2026-09-30",
        "pl,NEXT,Co dalej?,Halina Example,30.9.2026",
        "pl,month_1,stycznia,Halina Example,2026-10-30",
    ]
    preview = report_languages.preview_file(lead, a_file(tmp_path, rows))
    assert [each.key for each in preview.new] == ["HARD"]
    told = {each.line: (each.field, each.reason) for each in preview.errors}
    assert told[3] == ("text", "its places in curly brackets have to be these: {name}")
    assert told[4] == ("key", "HARD stands in the file twice")
    assert {line: field for line, (field, _) in told.items()} == {
        3: "text",
        4: "key",
        5: "key",
        6: "reviewed_by",
        7: "reviewed_on",
        8: "reviewed_on",
    }
    with lead.store.read() as read:
        assert read.find(ReportWording) == ()
    report_languages.write_file(lead, preview)
    again = report_languages.preview_file(lead, a_file(tmp_path, rows[:1]))
    assert (again.new, again.same, again.errors) == ((), 1, ())


def test_a_whole_reviewed_file_makes_a_language_ready(lead, tmp_path):
    rows = [f'pl,{key},"{text}",Halina Example,2026-09-30' for key, text in texts("pl").items()]
    preview = report_languages.preview_file(lead, a_file(tmp_path, rows))
    assert (preview.errors, preview.still_missing) == ((), 0)
    report_languages.write_file(lead, preview)
    assert words(lead, "POL").lang == "pl"


@pytest.mark.parametrize(
    ("rows", "head", "said"),
    [
        (["pl,HARD,Trudne?"], "lang,key,text", "no column reviewed_by"),
        ([], "lang,key,text,reviewed_by,reviewed_on", "no rows"),
        (["pl,HARD,x,y,2026-09-30", "ar,HARD,x,y,2026-09-30"], None, "2 languages"),
        (["xx,HARD,x,y,2026-09-30"], None, "no language 'xx'"),
    ],
)
def test_a_file_that_is_no_such_list_is_refused_as_a_whole(lead, tmp_path, rows, head, said):
    head = head or "lang,key,text,reviewed_by,reviewed_on"
    with pytest.raises(ImportFileError, match=said):
        report_languages.preview_file(lead, a_file(tmp_path, rows, head))


def test_a_file_that_cannot_be_read_says_so(lead, tmp_path):
    with pytest.raises(ImportFileError, match=r"nowhere\.csv cannot be read"):
        report_languages.preview_file(lead, tmp_path / "nowhere.csv")


def test_a_list_goes_to_a_translator_and_comes_back_filled_in(lead, tmp_path):
    sent = report_languages.list_for_review(lead, "pl").decode("utf-8-sig").splitlines()
    assert sent[0] == "lang,key,english,text,reviewed_by,reviewed_on"
    assert "pl,HARD,What is hard?,Co sprawia trudność?,," in sent
    filled = [f"{line[:-2]},Halina Example,2026-09-30" for line in sent[1:]]
    preview = report_languages.preview_file(lead, a_file(tmp_path, filled, sent[0]))
    assert (preview.errors, preview.still_missing) == ((), 0)
    empty = report_languages.list_for_review(lead, "uk").decode("utf-8-sig").splitlines()
    assert len(empty) == len(sent)
    with pytest.raises(ImportFileError, match="no language 'xx'"):
        report_languages.list_for_review(lead, "xx")
