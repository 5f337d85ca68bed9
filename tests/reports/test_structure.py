"""What a screen reader meets: headings in order, lists, tables with headers, described links."""

from itertools import pairwise

import pytest

from stls_desktop.reports.note import link_visit_note
from stls_desktop.reports.render import render
from tests.reports import samples
from tests.reports.reading import Node, artifacts, opened, tree


@pytest.fixture(scope="module")
def ordinary() -> Node:
    return tree(render(link_visit_note(samples.ORDINARY)))


@pytest.fixture(scope="module")
def stress_pdf() -> bytes:
    return render(link_visit_note(samples.STRESS))


@pytest.fixture(scope="module")
def stress(stress_pdf) -> Node:
    return tree(stress_pdf)


@pytest.mark.parametrize("sample", [samples.ORDINARY, samples.MINIMAL, samples.STRESS])
def test_headings_never_skip_a_level(sample):
    levels = [
        int(node.tag[1]) for node in tree(render(link_visit_note(sample))).all("H1", "H2", "H3")
    ]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_what_the_senco_acts_on_is_read_first(ordinary):
    assert [node.text for node in ordinary.all("H2")] == [
        "Agreed today",
        "Last time’s actions",
        "What we talked about",
        "Support for your staff",
        "Your numbers",
        "About this note",
    ]


def test_marking_is_read_before_anything_else(ordinary):
    assert [node.text for node in ordinary.kids[:3]] == [
        "OFFICIAL-SENSITIVE",
        "Specialist Teaching and Learning Service, Harrowmere",
        "Note of link visit · Harrowmere Larkfield Meadow Primary School",
    ]


def test_draft_and_demo_are_read_and_not_only_seen():
    text = tree(render(link_visit_note(samples.DRAFT_DEMO))).text

    assert "draft, not signed" in text
    assert "demonstration" in text


def test_actions_read_as_who_what_and_when(ordinary):
    table = ordinary.all("Table")[0]
    header, *rows = table.all("TR")

    assert [(cell.text, cell.attributes["Scope"]) for cell in header.kids] == [
        ("What", "Column"),
        ("Who", "Column"),
        ("By when", "Column"),
    ]
    assert [cell.text for cell in rows[1].kids] == [
        "Add the wait-time routine to the personalised plan",
        "Priya Sandford",
        "Fri 19 Dec 2025",
    ]


def test_year_names_its_row(ordinary):
    row = ordinary.all("Table")[-1].all("TR")[1]

    assert row.kids[0].attributes["Scope"] == "Row"
    assert [cell.text for cell in row.kids] == ["Year 3", "7", "1", "1", "0", "0"]


def test_every_row_of_every_table_has_all_its_cells(stress):
    for table in stress.all("Table"):
        assert table.attributes["Summary"]
        assert len({len(row.kids) for row in table.all("TR")}) == 1


def test_tables_have_no_alternative_text_that_would_hide_their_cells(stress_pdf):
    assert b"/Alt" not in stress_pdf


def test_typed_bullets_are_a_list_with_labels(ordinary):
    (listed,) = [node for node in ordinary.all("L") if node.attributes["ListNumbering"] == "Disc"]

    assert [kid.tag for item in listed.kids for kid in item.kids] == ["Lbl", "LBody"] * 3
    assert listed.kids[0].text == "• Every lesson, for six weeks"


def test_link_is_an_element_with_a_description(ordinary):
    (link,) = ordinary.all("Link")
    file = opened(render(link_visit_note(samples.ORDINARY)))
    (annotation,) = [a for p in file.pages for a in p.get("/Annots", [])]

    assert link.has_link
    assert link.text == "harrowmere@stls.example"
    assert annotation.A.URI == "mailto:harrowmere@stls.example"
    assert annotation.Contents == f"Write an email to {samples.ORDINARY.service}"


def test_header_row_is_heard_once_and_drawn_on_each_page(stress_pdf, stress):
    table = stress.all("Table")[1]
    pages = {page for node in table.walk() for page in node.pages}

    assert len(pages) > 2
    assert all(len(cell.pages) == 1 for cell in table.kids[0].all("TH"))
    outside = artifacts(stress_pdf)
    assert all("What became of it" in outside[page] for page in sorted(pages)[1:])


def test_paragraph_over_two_pages_stays_one_paragraph(stress):
    long = [node for node in stress.all("P") if len(node.pages) > 1]

    assert long
    assert all(node.text.endswith("might be tried next.") for node in long)


@pytest.mark.parametrize("sample", [samples.DRAFT_DEMO, samples.STRESS])
def test_every_page_says_which_it_is(sample):
    outside = artifacts(render(link_visit_note(sample)))

    for number, words in enumerate(outside, 1):
        assert f"Page {number} of {len(outside)}" in words
        assert sample.reference in words


def test_draft_and_demo_stand_on_every_page():
    for words in artifacts(render(link_visit_note(samples.DRAFT_DEMO))):
        assert "DRAFT – not signed" in words
        assert "DEMO – invented data" in words


def test_signed_real_note_bears_no_state():
    pdf = render(link_visit_note(samples.ORDINARY))

    assert not any("DRAFT" in words or "DEMO" in words for words in artifacts(pdf))
    assert "draft" not in tree(pdf).text.lower()
