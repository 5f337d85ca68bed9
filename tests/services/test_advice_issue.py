"""A signed report: what each reader's copy holds, who may have it, and what is recorded."""

from __future__ import annotations

import pytest

from stls_core.records.advice import AdviceReport
from stls_core.records.reports import IssuedDocument, SignedVersion
from stls_desktop.cli import reporting
from stls_desktop.reports.advice.copies import COPIES
from stls_desktop.services import (
    advice_content,
    advice_issue,
    advice_preview,
    issuing,
    report_languages,
)
from stls_desktop.services.advice_issue import AUDIENCES, Person
from tests.builders import VISIT_DAY, a_record, an_id
from tests.services.reporting import (
    BARRED,
    MOTHER,
    REPORT,
    SALT,
    SECRET,
    UNASKED,
    a_report,
    everything_in,
    put,
    signed,
)

SENCO = Person("Petra Quillfeather", "SENCO", "SENCO", "SENCO")
FILE = Person("", "", "", "SENCO")


def family(each, **changes):
    return Person(each.name, "PARENT", "Mother", "PARENT", address=each.email, **changes)


@pytest.fixture
def version(desk):
    a_report(desk)
    return signed(desk)


def draw(desk, version, audience="SENCO", variant="STANDARD", **more):
    return advice_issue.draw(desk, version, audience, variant, **more)


def issued(desk):
    with desk.store.read() as read:
        return read.find(IssuedDocument, order_by=("issued_on",))


def status(desk):
    with desk.store.read() as read:
        return read.get(AdviceReport, REPORT).status


def refused(desk, drawn, person, route="PRINT"):
    with pytest.raises(issuing.NotGivenError) as told:
        advice_issue.may_give(desk, drawn, person, route)
    with pytest.raises(issuing.NotGivenError):
        advice_issue.give(desk, drawn, person, route)
    assert issued(desk) == ()
    return str(told.value)


def test_what_is_withheld_from_a_reader_is_in_no_byte_of_any_copy(version, desk):
    for audience in AUDIENCES:
        for variant in COPIES:
            words = everything_in(draw(desk, version, audience, variant).content)
            assert SECRET not in words, (audience, variant)
            assert "They asked" not in words
            assert "Thistlewick" in words  # the test reads what is there


def test_a_copy_is_drawn_from_the_signed_words_and_given_again_as_it_was(version, desk):
    first = draw(desk, version)
    advice_issue.give(desk, first, SENCO, "PRINT")
    with desk.store.write() as work:
        work.edit("finding", an_id("finding"), {"text": "Something else."})
        work.edit("pupil", an_id("pupil"), {"legal_surname": "Zwingli"})
        issued_id = work.find(IssuedDocument)[0].sha256
    again = draw(desk, version)
    assert (again.content, again.is_issued) == (first.content, True)
    assert again.sha256 == issued_id
    other = draw(desk, version, "PARENT")
    assert not other.is_issued
    assert "Zwingli" not in everything_in(other.content)


def test_altered_words_are_refused_even_if_bytes_were_issued(version, desk):
    advice_issue.give(desk, draw(desk, version), SENCO, "PRINT")
    with desk.store.write() as work:
        content = work.get(SignedVersion, version).content
        work.edit("signed_version", version, {"content": content.replace("card", "cart")})
    with pytest.raises(issuing.AlteredVersionError, match="not those that were signed"):
        draw(desk, version)


def test_who_has_which_copy_is_recorded_with_its_hash(version, desk):
    drawn = draw(desk, version, "PARENT", "TEXT")
    advice_issue.give(desk, drawn, family(MOTHER), "POST")
    advice_issue.give(desk, drawn, FILE, "FILE")
    (record,) = issued(desk)
    assert (record.audience, record.variant, record.pupil_id) == ("PARENT", "TEXT", an_id("pupil"))
    assert (record.sha256, record.version_number) == (drawn.sha256, 1)
    people = [(each.name, each.role, each.route) for each in record.recipients]
    assert people == [
        (MOTHER.name, "PARENT", "POST"),
        (desk.me.name, "SPECIALIST", "FILE"),
    ]
    for line in advice_issue.given_out(desk, REPORT):
        assert (line.number, line.sort) == (1, "Parents and carers, Plain text, ready for braille")


def test_a_report_is_sent_when_given_and_acknowledged_when_received(version, desk, clock):
    drawn = draw(desk, version)
    advice_issue.give(desk, drawn, FILE, "FILE")
    assert status(desk) == "SIGNED"  # the author's own copy is given to nobody
    advice_issue.give(desk, drawn, SENCO, "PRINT")
    assert status(desk) == "SENT"
    line = next(each for each in advice_issue.given_out(desk, REPORT) if each.role == "SENCO")
    assert line.received_at is None
    advice_issue.note_receipt(desk, line.issued_id, line.key)
    line = next(each for each in advice_issue.given_out(desk, REPORT) if each.role == "SENCO")
    assert line.received_at is not None
    assert (line.name, line.given_at is not None) == (SENCO.name, True)
    assert status(desk) == "ACKNOWLEDGED"


def test_a_class_teacher_whose_name_nobody_typed_is_recorded_by_role(version, desk):
    teacher = advice_issue.people_to_give_to(desk, version)[1]
    advice_issue.give(desk, draw(desk, version, "TEACHER"), teacher, "PRINT")
    (given,) = advice_issue.given_out(desk, REPORT)
    assert (given.name, given.role) == ("Class or subject teacher", "Class or subject teacher")
    assert status(desk) == "SENT"


def test_a_correction_is_a_version_of_its_own_with_its_reason(version, desk):
    advice_issue.give(desk, draw(desk, version), SENCO, "PRINT")
    with desk.store.write() as work:
        work.edit("advice_report", REPORT, {"review_with": "The new card."})
    second = signed(desk, "The card was another one.")
    drawn = draw(desk, second)
    assert (drawn.number, drawn.is_issued) == (2, False)
    words = everything_in(drawn.content)
    assert "This replaces version 1. The card was another one." in words
    assert draw(desk, version).is_issued
    advice_issue.give(desk, drawn, SENCO, "PRINT")
    assert [each.number for each in advice_issue.given_out(desk, REPORT)] == [2, 1]
    assert status(desk) == "SENT"


def test_every_format_of_the_code_list_can_be_made_and_no_other(desk):
    assert set(COPIES) == {each.code for each in desk.reference.choices("report_variant")}
    assert {name.upper().replace("-", "_") for name in reporting.FORMATS} == set(COPIES)
    assert {name.upper() for name in reporting.AUDIENCES} == set(AUDIENCES)


def test_file_names_hold_no_name(version, desk):
    for audience in AUDIENCES:
        for variant, copy in COPIES.items():
            name = draw(desk, version, audience, variant).file_name
            assert name.endswith(f".{copy.ending}")
            assert name.startswith("Advice report AR-26-")
            for part in ("Toby", "Tobias", "Thistlewick", "Morwen", "/"):
                assert part not in name


def test_nothing_is_given_on_a_day_without_an_agreement(version, desk):
    drawn = draw(desk, version)
    with desk.store.write() as work:
        work.edit("agreement", an_id("agreement"), {"withdrawn_on": VISIT_DAY.isoformat()})
    told = refused(desk, drawn, SENCO)
    assert "No Agreement to Engage holds today for T.T." in told
    refused(desk, drawn, FILE, "FILE")
    assert draw(desk, version).content  # it can still be read here


def test_a_barred_adult_gets_nothing_under_any_name_or_address(version, desk):
    drawn = draw(desk, version, "PARENT")
    assert "barred from contact" in refused(desk, drawn, family(BARRED))
    shouted = Person(f" {BARRED.name.upper()} ", "TA", "", "TEACHER")
    assert "barred" in refused(desk, drawn, shouted)
    shared = Person("Somebody Else", "OTHER", "", "PARENT", address=BARRED.email.upper())
    assert "barred" in refused(desk, drawn, shared, "SECURE_EMAIL")


def test_a_professional_needs_leave_in_the_file_and_in_the_agreement(version, desk):
    drawn = draw(desk, version)
    assert "may receive reports" in refused(desk, drawn, Person(UNASKED.name, "OTHER", "", "SENCO"))
    therapist = Person(SALT.name, "OTHER", "", "SENCO")
    advice_issue.may_give(desk, drawn, therapist, "POST")
    with desk.store.write() as work:
        work.edit("agreement", an_id("agreement"), {"refuses/SHARE_SALT": True})
    assert "speech and language therapy" in refused(desk, drawn, therapist, "POST")


def test_a_school_gets_nothing_that_the_family_keeps_from_it(version, desk):
    with desk.store.write() as work:
        work.edit("agreement", an_id("agreement"), {"refuses/SHARE_SCHOOL": True})
    assert "sharing with the school" in refused(desk, draw(desk, version), SENCO)
    advice_issue.may_give(desk, draw(desk, version, "PARENT"), family(MOTHER), "PRINT")


def test_a_parent_gets_email_only_if_the_family_agreed_to_that(version, desk):
    drawn = draw(desk, version, "PARENT")
    with desk.store.write() as work:
        work.edit("agreement", an_id("agreement"), {"agrees/EMAIL_REPORT": None})
    assert "by e-mail" in refused(desk, drawn, family(MOTHER), "SECURE_EMAIL")


def test_nobody_is_handed_another_readers_copy_that_holds_what_is_kept_from_them(desk):
    kept = {"withheld_from": ("PARENT",), "withheld_because": "He asked for it."}
    a_report(desk)
    put(desk, a_record("report_part", number=9, section="SEEN", text="Only for school.", **kept))
    drawn = draw(desk, signed(desk))
    assert "withheld from this person" in refused(desk, drawn, family(MOTHER))
    advice_issue.may_give(desk, drawn, SENCO, "PRINT")


def test_those_it_is_for_come_with_the_copy_that_suits_them(version, desk):
    people = advice_issue.people_to_give_to(desk, version)
    told = [(each.name, each.audience, each.variant, bool(each.why_not)) for each in people]
    assert told == [
        ("Petra Quillfeather", "SENCO", "STANDARD", False),
        ("", "TEACHER", "STANDARD", False),
        (MOTHER.name, "PARENT", "LARGE", False),
        (BARRED.name, "PARENT", "STANDARD", True),
        (SALT.name, "SENCO", "STANDARD", False),
    ]
    assert people[0].address == "senco@school.example"


def test_a_family_version_in_an_unreviewed_language_is_refused(desk):
    a_report(desk, family_language="POL")
    version = signed(desk)
    with pytest.raises(report_languages.NotReviewedError, match="are not reviewed"):
        draw(desk, version, "PARENT")
    assert "What is hard?" not in everything_in(draw(desk, version, "SENCO").content)
    assert draw(desk, version, "PARENT", language="ENG").language == ""
    people = advice_issue.people_to_give_to(desk, version)
    assert next(each for each in people if each.name == MOTHER.name).language == "POL"


def test_a_report_of_a_restricted_case_is_drawn_only_for_who_may_read_it(version, desk):
    stranger = an_id("account", 7)
    case = a_record(
        "case", sensitivity="RESTRICTED", author_id=stranger, lead_teacher_id=stranger, covers=()
    )
    put(desk, case)
    with pytest.raises(issuing.NotGivenError, match="restricted case"):
        draw(desk, version)


@pytest.mark.parametrize("kept", ["not base64!", "aGVsbG8="])
def test_a_logo_that_cannot_be_read_holds_up_no_report(desk, kept):
    a_report(desk)
    put(desk, a_record("report_setting", logo=kept, logo_words="A heron"))
    assert draw(desk, signed(desk)).content.startswith(b"%PDF")


def test_a_sheet_with_what_is_kept_from_somebody_is_not_handed_to_them(desk):
    kept = {"withheld_from": ("TEACHER",), "withheld_because": "He asked for it."}
    a_report(desk)
    put(desk, a_record("report_part", number=9, section="CHILD_SAID", text="Not for him.", **kept))
    teacher = Person("Ida Quorn", "TEACHER", "", "TEACHER")
    drawn = draw(desk, signed(desk), "SENCO", "VOICE")
    assert "withheld from this person" in refused(desk, drawn, teacher)


def test_a_page_that_would_lose_words_goes_to_nobody_and_its_text_does(desk):
    a_report(desk, review_with="அட்டை")  # Tamil, which no typeface that ships has
    version = signed(desk)
    drawn = draw(desk, version)
    assert "Tamil letters cannot be printed" in refused(desk, drawn, SENCO)
    text = draw(desk, version, "SENCO", "TEXT")
    assert "அட்டை" in everything_in(text.content)
    advice_issue.may_give(desk, text, SENCO, "PRINT")


def test_bytes_are_the_same_on_another_day(version, desk, clock):
    before = {variant: draw(desk, version, "SENCO", variant).content for variant in COPIES}
    clock.go_on(days=40)
    assert before == {variant: draw(desk, version, "SENCO", variant).content for variant in COPIES}


MEANT = ("SENCO", "TEACHER", MOTHER.key, SALT.key)
WHO = ("SENCO", "Class or subject teacher", "Mother (M.T.)", f"{SALT.name}, Speech")


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("variant", ["STANDARD", "TEXT", "SHORT"])
def test_every_copy_says_who_gets_one(desk, audience, variant):
    a_report(desk, copies_for=MEANT)
    said = everything_in(draw(desk, signed(desk), audience, variant).content)
    assert "Who gets a copy" in said
    for words in WHO:
        assert words in said
    assert MOTHER.email not in said


def test_who_gets_a_copy_is_left_out_where_nobody_was_chosen(desk, version):
    assert "Who gets a copy" not in everything_in(draw(desk, version).content)


def test_who_gets_a_copy_stays_as_it_was_signed(desk):
    a_report(desk, copies_for=("SENCO", MOTHER.key))
    version = signed(desk)
    with desk.store.write() as work:
        work.edit("advice_report", REPORT, {"copies_for": ("TEACHER",)})
    said = everything_in(draw(desk, version).content)
    assert "Mother (M.T.)" in said
    assert "Class or subject teacher" not in said


def test_whoever_is_barred_or_was_not_agreed_to_is_never_named_as_getting_a_copy(desk):
    a_report(desk, copies_for=("SENCO", BARRED.key, UNASKED.key))
    content = advice_content.on_screen(desk, REPORT)
    assert len(content["besides"]["copies"]) == 1
    said = everything_in(advice_preview.preview(desk, content, "SENCO"))
    assert "Who gets a copy" in said
    for each in (BARRED, UNASKED):
        assert each.name not in said
    assert "Mother (R.T.)" not in said
