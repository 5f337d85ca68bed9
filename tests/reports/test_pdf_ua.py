"""The file as a whole: PDF/UA-1 by an outside checker, language, title, fonts, metadata."""

import page as validation
import pikepdf
import pytest

from stls_desktop.reports.note import link_visit_note
from stls_desktop.reports.render import render
from tests.reports import samples
from tests.reports.reading import opened, tree

EVERY_SAMPLE = ("ORDINARY", "MINIMAL", "DRAFT_DEMO", "CORRECTED", "STRESS", "HOSTILE")


@pytest.fixture(scope="module")
def printed() -> dict[str, bytes]:
    return {name: render(link_visit_note(getattr(samples, name))) for name in EVERY_SAMPLE}


@pytest.mark.parametrize("name", EVERY_SAMPLE)
def test_note_is_valid_pdf_ua(printed, name):
    report = validation.validate_pdf_bytes(
        printed[name], profile=validation.ValidationProfile.PDF_UA_1
    )

    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.is_compliant


def test_checker_would_catch_an_untagged_file(printed):
    broken = printed["MINIMAL"].replace(b"/MarkInfo", b"/XarkInfo")

    assert not validation.is_pdf_compliant_bytes(
        broken, profile=validation.ValidationProfile.PDF_UA_1
    )


@pytest.mark.parametrize("name", EVERY_SAMPLE)
def test_every_glyph_has_its_character_and_every_font_is_inside(printed, name):
    tree(printed[name])  # reading fails on a code without a character and on a font left out


def test_file_says_its_language_and_shows_its_title(printed):
    file = opened(printed["ORDINARY"])

    assert file.Root.Lang == "en-GB"
    assert file.Root.MarkInfo.Marked
    assert file.Root.ViewerPreferences.DisplayDocTitle
    assert file.docinfo["/Title"] == (
        "Note of link visit: Larkfield Meadow Primary School, 9 December 2025"
    )


def test_metadata_names_the_service_and_nobody_else(printed):
    file = opened(printed["ORDINARY"])
    packet = file.Root.Metadata.read_bytes().decode()

    assert file.docinfo["/Author"] == samples.ORDINARY.service
    assert "<pdfuaid:part>1</pdfuaid:part>" in packet
    assert "2025-12-09T00:00:00Z" in packet
    for private in ("Jo Example", "Priya", "child A", "root", "/work"):
        assert private not in packet
        assert private not in str(dict(file.docinfo))


def test_file_is_dated_by_the_document_and_not_by_the_clock(printed):
    file = opened(printed["ORDINARY"])

    assert str(file.docinfo["/CreationDate"]).startswith("D:20251209")


def test_bookmarks_lead_through_the_headings(printed):
    with opened(printed["ORDINARY"]).open_outline() as outline:
        (first,) = outline.root
        sections = [entry.title for entry in first.children]

    assert first.title == "Larkfield Meadow Primary School"
    assert sections[:3] == ["Agreed today", "Last time’s actions", "What we talked about"]


def test_nothing_in_the_file_can_run_or_fetch(printed):
    forbidden = {
        "/JavaScript",
        "/JS",
        "/Launch",
        "/EmbeddedFile",
        "/OpenAction",
        "/AA",
        "/SubmitForm",
    }
    for name in EVERY_SAMPLE:
        file = opened(printed[name])
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                assert not forbidden & set(thing.keys())
                assert thing.get("/S") not in forbidden
                assert thing.get("/Subtype") not in ("/Image", "/Form")
