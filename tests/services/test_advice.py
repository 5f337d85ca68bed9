"""An advice report writes its own draft from the file, and no reader gets what is withheld."""

from __future__ import annotations

import msgspec
import pytest

from stls_core.records import kind_named, kind_of
from stls_core.records.advice import AdviceReport, Finding, Recommendation, ReportPart
from stls_core.records.reports import SignedVersion
from stls_desktop.services import advice, advice_content, casework, casework_signing
from stls_desktop.services.shapes import Draft
from stls_desktop.services.signing import NotSignableError
from tests.builders import VISIT_DAY, a_record, agreement, an_id, pupil

REPORT = an_id("advice_report")
SOURCES = ("observation", "assessment", "iss_plan", "modelling_note", "pupil_voice", "parent_voice")


def put(desk, *found):
    with desk.store.write() as work:
        for record in found:
            work.put(record)


@pytest.fixture
def child(desk):
    """A child with one record of every kind that gives to a report, and an empty report."""
    put(desk, pupil(), agreement(agrees=("OBSERVE", "TESTS", "DISCUSS", "REPORT")))
    put(desk, *(a_record(kind) for kind in SOURCES), a_record("target"), a_record("iss_session"))
    put(desk, a_record("advice_report", source_ids=(), target_ids=()))
    return desk


def found(desk, record):
    with desk.store.read() as read:
        return read.find(record, report_id=REPORT, order_by=("order_key",))


def draft(desk, *kinds):
    return advice.write_draft(desk, REPORT, [an_id(kind) for kind in kinds])


def test_every_kind_that_gives_is_offered_newest_first(child):
    offered = advice.sources(child, REPORT, {"pupil_id": an_id("pupil")})
    assert {each.kind for each in offered} == set(SOURCES)
    days = [each.day for each in offered if each.day]
    assert days == sorted(days, reverse=True)
    assert not any(each.is_taken for each in offered)


def test_a_draft_takes_facts_quotations_and_scores_and_says_where_from(child):
    draft(child, *SOURCES)
    parts = found(child, ReportPart)
    findings = found(child, Finding)
    assert any("45" in each.text and "40 slots" in each.text for each in findings)
    scores = next(each for each in findings if each.source_kind == "assessment")
    assert "82" in scores.text
    assert "76 to 88" in scores.text
    quotes = [each for each in parts if each.is_quote]
    voice = a_record("pupil_voice")
    assert {words for _name, words in voice.quotable} <= {each.text for each in quotes}
    assert all(each.source_id and each.pulled for each in (*parts, *findings))
    assert {"PUPIL_VIEWS", "CHILD_SAID", "WELL", "GOES_WELL"} <= {each.section for each in parts}
    with child.store.read() as read:
        report = read.get(AdviceReport, REPORT)
    assert set(report.source_ids) == {an_id(kind) for kind in SOURCES}
    assert an_id("target") in report.target_ids


def test_a_coached_adults_name_fidelity_and_confidence_are_never_taken(child):
    note = a_record("modelling_note")
    draft(child, *SOURCES)
    told = " ".join(
        getattr(each, "text", "") or getattr(each, "what", "")
        for kind in (ReportPart, Finding, Recommendation)
        for each in found(child, kind)
    )
    assert note.adult_name not in told
    assert str(note.fidelity) not in told


def test_words_that_may_not_be_quoted_stay_in_the_file(child):
    put(child, a_record("pupil_voice", may_quote=None))
    draft(child, "pupil_voice")
    assert not [each for each in found(child, ReportPart) if each.is_quote]


def test_a_family_reads_bands_and_no_number_of_a_test(child):
    draft(child, "assessment")
    hard = [each.text for each in found(child, ReportPart) if each.section == "HARD"]
    (told,) = hard
    assert "below average" in told
    assert "82" not in told


def test_writing_again_adds_nothing_and_brings_nothing_back(child):
    draft(child, "observation")
    thrown = found(child, ReportPart)[0]
    with child.store.write() as work:
        work.edit("report_part", thrown.id, {"deleted": True})
    before = {each.id for each in found(child, ReportPart)}
    draft(child, "observation")
    assert {each.id for each in found(child, ReportPart)} == before
    draft(child, "pupil_voice")
    assert {each.id for each in found(child, ReportPart)} > before


def test_a_draft_can_be_undone_as_a_whole(child):
    drafted = draft(child, *SOURCES)
    advice.undo(child, REPORT, drafted)
    assert not any(found(child, kind) for kind in (ReportPart, Finding, Recommendation))
    with child.store.read() as read:
        assert read.get(AdviceReport, REPORT).source_ids == ()


def test_after_a_draft_was_undone_the_same_sources_give_the_same_again(child):
    drafted = draft(child, *SOURCES)
    advice.undo(child, REPORT, drafted)
    again = draft(child, *SOURCES)
    first, second = ([each.doc["pulled"] for each in one.pieces] for one in (drafted, again))
    assert second == first


def test_undoing_leaves_what_its_author_has_worked_on_and_where_it_came_from(child):
    put(child, a_record("discussion"))
    drafted = draft(child, *SOURCES, "discussion")
    findings = [each for each in found(child, Finding) if each.source_kind == "observation"]
    advised = next(e for e in found(child, Recommendation) if e.source_kind == "discussion")
    told = next(each for each in found(child, ReportPart) if each.source_id == advised.id)
    with child.store.write() as work:
        work.edit("report_part", told.id, {"text": "She shows him the card each morning."})
        opened = work.open(findings[0].id)
        doc = {**opened.doc, "text": f"{opened.doc['text']} And"}
        work.keep_draft(Draft(opened.rec, "finding", REPORT, opened.doc, doc, opened.seen))
    undone = advice.undo(child, REPORT, drafted)
    kept = {findings[0].id, advised.id, told.id}
    there = {each.id for kind in advice.PIECES for each in found(child, kind)}
    assert there == kept
    assert {each.rec for each in undone.pieces} == {each.rec for each in drafted.pieces} - kept
    with child.store.read() as read:
        report = read.get(AdviceReport, REPORT)
        assert [each.rec for each in read.drafts(REPORT)] == [findings[0].id]
    assert set(report.source_ids) == {an_id("observation"), advised.source_id}
    assert report.target_ids == ()


def test_undoing_leaves_the_targets_of_a_plan_whose_words_stay(child):
    drafted = draft(child, "iss_plan", "observation")
    of_plan = next(
        each
        for kind in advice.PIECES
        for each in found(child, kind)
        if each.source_kind == "iss_plan"
    )
    field = "what" if isinstance(of_plan, Recommendation) else "text"
    with child.store.write() as work:
        work.edit(kind_of(of_plan).name, of_plan.id, {field: "In my own words."})
    advice.undo(child, REPORT, drafted)
    with child.store.read() as read:
        report = read.get(AdviceReport, REPORT)
    assert report.source_ids == (an_id("iss_plan"),)
    assert report.target_ids == (an_id("target"),)


def test_undoing_leaves_the_finding_that_a_recommendation_answers(child):
    drafted = draft(child, *SOURCES)
    finding, advised = found(child, Finding)[0], found(child, Recommendation)[0]
    with child.store.write() as work:
        work.edit("recommendation", advised.id, {"finding_id": finding.id})
    advice.undo(child, REPORT, drafted)
    assert [each.id for each in found(child, Finding)] == [finding.id]


def test_the_next_place_is_behind_all_and_no_strange_key_stops_a_draft(child):
    assert advice.next_place([]) == 1
    assert advice.next_place(["0002", "a0", "", "0007", "²"]) == 8
    put(child, a_record("finding", order_key="a0"), a_record("report_part", order_key="0004"))
    draft(child, "observation")
    added = [each for each in found(child, ReportPart) if each.id != an_id("report_part")]
    assert min(each.order_key for each in added) > "0004"


def test_what_is_withheld_from_a_reader_is_not_among_the_values(child):
    draft(child, "observation")
    part = found(child, ReportPart)[0]
    edit = {"withheld_from/PARENT": True, "withheld_because": "The family asked for it."}
    with child.store.write() as work:
        work.edit("report_part", part.id, edit)
    content = advice_content.on_screen(child, REPORT)
    for reader, there in (("SENCO", True), ("PARENT", False)):
        values = advice_content.report_values(
            content, reader, child.reference, number="AR-1", dated_on=VISIT_DAY
        )
        assert (part.text in {each.text for each in values.said}) is there


def test_signing_freezes_everything_that_the_documents_need(child):
    draft(child, *SOURCES)
    with pytest.raises(NotSignableError, match="Say who does it"):
        casework_signing.sign(child, REPORT)
    whole = {"who": "Teacher", "how_often": "Daily", "how_long": "Six weeks", "success": "Alone."}
    for each in found(child, Recommendation):
        with child.store.write() as work:
            work.edit("recommendation", each.id, whole)
    casework_signing.sign(child, REPORT)
    with child.store.read() as read:
        (version,) = read.find(SignedVersion, of_id=REPORT)
    content = msgspec.json.decode(version.content)
    live = advice_content.on_screen(child, REPORT)
    assert content["besides"] == live["besides"]
    assert {row["id"] for row in content["children"]["finding"]} == {
        each.id for each in found(child, Finding)
    }


def test_a_source_is_told_by_its_lesson_and_its_question_as_two_things(child):
    draft(child, "observation")
    seen = a_record("observation")
    (line,) = advice_content.on_screen(child, REPORT)["besides"]["sources"]
    assert f"{seen.lesson} · {seen.focus_question[:20]}" in line


def test_a_new_report_knows_the_question_of_the_case(child):
    put(child, a_record("case"))
    put(child, a_record("advice_report", number=2, author_id=child.me.account))
    sheet = casework.begin(child, kind_named("advice_report"), an_id("pupil"))
    assert sheet.opened.doc["question"] == a_record("case").question
    assert sheet.opened.doc["qualifications"] == "MA Special and Inclusive Education"
