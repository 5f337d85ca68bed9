"""Words are found in the bytes of a PDF, in the places where they are printed."""

import datetime as dt

import pytest

from stls_desktop.reports.content import Document, PageBreak, Paragraph
from stls_desktop.reports.page_search import find
from stls_desktop.reports.preview import UnreadablePdfError
from stls_desktop.reports.render import render

WORDS = "Give one instruction at a time. Don’t rush a well-known child: Zoë’s group waits. " * 6
ARABIC = "ماذا سألنا؟ يمكنكم الحصول على هذا التقرير (لا الإجابة) في 10 دقائق. المترجم مجاني."


@pytest.fixture(scope="module")
def pdf():
    return render(
        Document(
            title="Title",
            subject="Subject",
            author="Service",
            service="Service",
            reference="AR-1",
            version_label="Version 1",
            marking="PRIVATE",
            issued_on=dt.date(2026, 1, 1),
            blocks=(Paragraph(WORDS), PageBreak(), Paragraph(ARABIC, lang="ar")),
        )
    )


@pytest.mark.parametrize(
    "words",
    ["instruction", "INSTRUCTION at a time", "don't  rush", "zoe's", "well-known child", "waits."],
)
def test_capitals_accents_quotes_and_line_breaks_make_no_difference(pdf, words):
    hits = find(pdf, words)
    assert len(hits) == 6
    assert {hit.page for hit in hits} == {0}
    assert hits == tuple(sorted(hits, key=lambda hit: (round(hit.boxes[0].y), hit.boxes[0].x)))


def test_words_over_a_line_break_have_a_box_on_each_line(pdf):
    broken = [hit for hit in find(pdf, WORDS[: len(WORDS) // 6].strip()) if len(hit.boxes) > 1]
    assert broken
    for hit in broken:
        upper, lower = hit.boxes[:2]
        assert lower.y > upper.y
        assert lower.x < upper.x


@pytest.mark.parametrize(
    "words", ["سألنا", "ماذا سألنا؟", "هذا التقرير", "(لا الإجابة)", "10 دقائق", "المترجم مجاني"]
)
def test_right_to_left_words_are_found_as_they_are_typed(pdf, words):
    (hit,) = find(pdf, words)
    assert hit.page == 1
    assert all(box.x + box.width > 150 and 8 < box.height < 40 for box in hit.boxes)


@pytest.mark.parametrize("words", ["", "  ", "unicorn", "\x00", "المعلم"])
def test_what_is_not_there_has_no_place(pdf, words):
    assert find(pdf, words) == ()


def test_what_is_no_pdf_is_refused():
    with pytest.raises(UnreadablePdfError):
        find(b"not a PDF", "word")
