"""The list of what was signed to be given out."""

from __future__ import annotations

from stls_desktop.services import advice_issue, casework_signing, drafting, issued, signing
from stls_desktop.services.advice_issue import Person
from tests.builders import a_record, an_id
from tests.services.reporting import a_report, put, signed


def test_notes_and_reports_are_listed_and_what_stays_in_the_file_is_not(desk, visit):
    a_report(desk)
    put(desk, a_record("observation"))
    version = signed(desk)
    casework_signing.sign(desk, an_id("observation"))
    drafting.keep(desk, visit.write_up())
    note = signing.sign_visit(desk, visit.id).version_id
    person = Person("Petra Quillfeather", "SENCO", "SENCO", "SENCO")
    advice_issue.give(desk, advice_issue.draw(desk, version, "SENCO"), person, "PRINT")
    lines = {line.version_id: line for line in issued.signed_notes(desk)}
    assert set(lines) == {version, note}
    told = lines[version]
    assert (told.of_kind, told.title, told.given) == ("advice_report", "T.T.", 1)
    assert lines[note].title == "Tumblestone Lane Primary School"


def test_a_report_of_a_restricted_case_is_listed_only_for_who_reads_it(desk):
    a_report(desk)
    signed(desk)
    stranger = an_id("account", 7)
    put(
        desk,
        a_record(
            "case",
            sensitivity="RESTRICTED",
            author_id=stranger,
            lead_teacher_id=stranger,
            covers=(),
        ),
    )
    assert issued.signed_notes(desk) == ()
