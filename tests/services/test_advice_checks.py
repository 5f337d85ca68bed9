"""What a report's checks look up, and what keeps it from being signed for any reader."""

from __future__ import annotations

import pytest

from stls_core.report_checks import Place
from stls_desktop.services import (
    advice_checks,
    advice_content,
    advice_preview,
    casework,
    casework_signing,
)
from stls_desktop.services.others_named import known_children
from stls_desktop.services.shapes import Draft
from stls_desktop.services.signing import NotSignableError
from tests.builders import a_record, agreement, an_id, pupil
from tests.reports.reading import tree
from tests.services import reporting
from tests.services.reporting import BARRED, MOTHER, REPORT, SALT, put


@pytest.fixture
def child(desk):
    reporting.a_report(desk)
    return desk


def codes(desk, audience="SENCO"):
    content = advice_content.on_screen(desk, REPORT)
    found = advice_checks.look(desk, content, audience, known_children(desk))
    return {check.code: check for check in found}


def edit(desk, kind, rec, **values):
    with desk.store.write() as work:
        work.edit(kind, rec, values)


def test_a_reader_is_checked_for_the_words_that_the_reader_gets(child):
    put(child, a_record("report_part", number=9, section="HARD", text="He is lazy at times."))
    assert "deficit" in codes(child, "PARENT")
    assert "deficit" not in codes(child, "SENCO")


def test_another_child_of_the_school_blocks_with_the_place(child):
    put(child, pupil(number=2, legal_forename="Marigold", legal_surname="Quince", known_as=""))
    text = "He sat beside Marigold Quince and looked."
    put(child, a_record("report_part", number=9, section="SEEN", text=text))
    check = codes(child)["other_child"]
    assert check.blocks
    assert text[check.place.start : check.place.end] == "Marigold Quince"
    with pytest.raises(NotSignableError, match="Another child may be named"):
        casework_signing.sign(child, REPORT)


def test_withheld_words_that_stand_elsewhere_too_block_signing(child):
    words = "He told us about a very hard day at home."
    put(
        child,
        a_record(
            "report_part",
            number=9,
            section="GOES_WELL",
            text=words,
            withheld_from=("PARENT",),
            withheld_because="He asked for it.",
        ),
        a_record("report_part", number=10, section="HARD", text=f"It is hard. {words}"),
    )
    assert "withheld" in codes(child, "PARENT")
    assert "withheld" not in codes(child, "SENCO")
    with pytest.raises(NotSignableError, match="withheld from this reader"):
        casework_signing.sign(child, REPORT)


def test_a_missing_voice_needs_its_reason_and_a_gap_in_the_agreement_its_record(child):
    edit(child, "advice_report", REPORT, no_pupil_voice_because=None)
    assert codes(child)["voice"].blocks
    edit(child, "agreement", an_id("agreement"), withdrawn_on="2026-10-01")
    assert codes(child)["agreement"].blocks


def test_what_blocks_is_listed_with_its_place_before_signing(child):
    edit(child, "advice_report", REPORT, no_pupil_voice_because=None)
    with child.store.read() as read:
        doc = dict(read.open(REPORT).doc)
    problems = casework_signing.problems_to_sign(child, {REPORT: ("advice_report", doc)})
    assert "no_pupil_voice_because" in {each.path for each in problems}


def test_the_preview_names_the_school(child):
    school = a_record("setting")
    put(child, school)
    content = advice_content.on_screen(child, REPORT)
    assert content["record"]["setting_id"] == school.id
    for audience in advice_checks.AUDIENCES:
        pages = advice_preview.preview(child, content, audience)
        assert school.name in tree(pages).text


def test_whoever_is_to_have_a_copy_and_is_barred_blocks_until_they_are_left_out(child):
    with child.store.read() as read:
        doc = dict(read.open(REPORT).doc)
    meant = {"copies_for/SENCO": True, f"copies_for/{MOTHER.key}": True}
    typed = {**doc, **meant, f"copies_for/{BARRED.key}": True}
    problems = casework_signing.problems_to_sign(child, {REPORT: ("advice_report", typed)})
    (told,) = [each for each in problems if each.path == "copies_for"]
    assert "R.T." in told.message
    assert "barred from contact" in told.message
    whole = {**doc, **meant}
    assert casework_signing.problems_to_sign(child, {REPORT: ("advice_report", whole)}) == ()
    edit(child, "advice_report", REPORT, **{f"copies_for/{BARRED.key}": True})
    assert codes(child, "TEACHER")["barred"].place == Place(REPORT, "copies_for")
    with pytest.raises(NotSignableError, match="barred from contact"):
        casework_signing.sign(child, REPORT)
    edit(child, "pupil", an_id("pupil"), **{f"parents_carers/{BARRED.key}": None})
    assert "barred" not in codes(child)


def test_those_who_can_have_a_copy_are_offered_by_initials(child):
    offered = dict(casework.choices(child, an_id("pupil"))["copies_for"])
    assert set(offered) == {"SENCO", "TEACHER", MOTHER.key, BARRED.key, SALT.key}
    assert offered[MOTHER.key] == "Mother (M.T.)"
    assert offered[BARRED.key].endswith("(R.T.), no contact")


def test_what_is_typed_and_not_saved_yet_counts_before_signing(child):
    edit(child, "advice_report", REPORT, review_on=None)
    part = a_record("report_part", number=9, section="SEEN", text="He sat beside Marigold Quince.")
    put(child, pupil(number=2, legal_forename="Marigold", legal_surname="Quince", known_as=""))
    put(child, part)
    with child.store.read() as read:
        doc, of_part = (dict(read.open(rec).doc) for rec in (REPORT, part.id))
    stored = {REPORT: ("advice_report", doc), part.id: ("report_part", of_part)}
    told = {each.path for each in casework_signing.problems_to_sign(child, stored)}
    assert {"review_on", "text"} <= told
    typed = {
        REPORT: ("advice_report", {**doc, "review_on": "2027-02-01"}),
        part.id: ("report_part", {**of_part, "text": "He sat beside M. Q."}),
    }
    assert casework_signing.problems_to_sign(child, typed) == ()
    thrown = {**typed, part.id: ("report_part", {**of_part, "deleted": True})}
    assert casework_signing.problems_to_sign(child, thrown) == ()
    without = {path: value for path, value in doc.items() if path != "no_pupil_voice_because"}
    cleared = {REPORT: ("advice_report", without)}
    told = {each.path for each in casework_signing.problems_to_sign(child, cleared)}
    assert "no_pupil_voice_because" in told


def test_an_action_that_is_typed_counts_and_one_that_is_thrown_away_does_not(child):
    put(child, a_record("action", of_id=REPORT, what="Make the card.", who=""))
    with child.store.read() as read:
        doc = dict(read.open(an_id("action")).doc)
    for typed, wanted in (({"who": "Teacher"}, ["Teacher"]), ({"deleted": True}, [])):
        draft = Draft(an_id("action"), "action", REPORT, doc, {**doc, **typed})
        content = advice_content.on_screen(child, REPORT, [draft])
        assert [each["who"] for each in content["actions"]] == wanted


def test_with_everything_said_it_is_signed(child):
    assert advice_checks.blocking(child, REPORT) == ()
    assert casework_signing.sign(child, REPORT).version_id


def test_an_agreement_is_looked_up_for_today(child):
    put(child, agreement(agrees=("DISCUSS",), withdrawn_on=None))
    assert "agreement" not in codes(child)
