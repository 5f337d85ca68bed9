"""Each kind of block that is more than words: how it is drawn, and what a screen reader meets."""

from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import docx
import pytest
from PIL import Image

from stls_desktop.reports.content import (
    Bullets,
    Chart,
    Document,
    Heading,
    Measure,
    PageBreak,
    Paragraph,
    Picture,
    Quotation,
    SignatureLines,
    Steps,
)
from stls_desktop.reports.fonts import TYPEFACES
from stls_desktop.reports.pictures import PictureError
from stls_desktop.reports.plain_text import plain_text
from stls_desktop.reports.preview import page_count
from stls_desktop.reports.render import render
from stls_desktop.reports.word import word
from tests.reports import report_samples
from tests.reports.reading import Node, opened, tree


def document(*blocks) -> Document:
    return replace(report_samples.ORDINARY, blocks=blocks)


def read(*blocks) -> Node:
    return tree(render(document(*blocks)))


@pytest.fixture(scope="module")
def report() -> Node:
    return tree(render(report_samples.ORDINARY))


def test_headings_of_a_report_go_down_step_by_step(report):
    levels = [int(node.tag[1]) for node in report.all("H1", "H2", "H3")]

    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_steps_are_a_list_with_numbers(report):
    listed = next(node for node in report.all("L") if node.attributes["ListNumbering"] == "Decimal")

    assert [item.kids[0].text for item in listed.kids] == ["1.", "2.", "3."]
    assert [kid.tag for kid in listed.kids[0].kids] == ["Lbl", "LBody"]


def test_numbers_of_a_long_list_have_room():
    text = read(Steps(tuple(f"step {n}" for n in range(1, 121)))).text

    assert "99. step 99 100. step 100" in text


@pytest.mark.parametrize("typeface", TYPEFACES)
def test_number_and_its_full_stop_stay_together(typeface):
    steps = Steps(tuple(f"step {n}" for n in range(10)))
    file = opened(render(document(steps), typeface=typeface))

    assert b"(10.) Tj" in file.pages[0].Contents.read_bytes()


def test_words_of_somebody_are_a_quotation_with_whose_they_are():
    (quoted,) = read(Quotation("I like maths", "A.B.")).all("BlockQuote")

    assert [node.text for node in quoted.all("P")] == ["“I like maths”", "A.B."]


@pytest.mark.parametrize("text", ["“I like it”", "„Lubię to”", "«J’aime»", '"I do"'])
def test_words_that_came_with_quotation_marks_keep_their_own(text):
    assert read(Quotation(text)).all("BlockQuote")[0].text == text


def test_chart_is_a_figure_with_words_and_a_place_and_its_numbers_follow_as_text():
    root = read(Heading(2, "How far"), report_samples.CHART)
    (figure,) = root.all("Figure")
    left, bottom, right, top = map(float, figure.attributes["BBox"].split())

    assert figure.alt == report_samples.CHART.alt
    assert 57 <= left < right <= 539
    assert 60 <= bottom < top <= 778
    assert figure.kids == []
    assert [item.kids[1].text for item in root.all("LI")] == [
        "Starts a written task within a minute: At the start 2; Now 6; Hoped for 7",
        "Answers a why question in a full sentence: At the start 3; Now 8; Hoped for 6",
        "Reads the first hundred words: At the start 4; Now not measured yet; Hoped for 9",
    ]


def test_chart_is_drawn_as_vectors_with_patterns():
    file = opened(render(document(report_samples.CHART)))
    stream = file.pages[0].Contents.read_bytes()

    assert b"[3 2] 0 d" in stream
    assert stream.count(b" re W* n") == 3
    assert "/XObject" not in file.pages[0].Resources


def test_forty_targets_are_several_figures_and_none_is_lost():
    many = replace(
        report_samples.CHART, measures=tuple(Measure(f"Target {n}", 1, 2, 3) for n in range(40))
    )
    root = read(many)

    assert len(root.all("Figure")) > 3
    assert len(root.all("LI")) == 40
    for figure in root.all("Figure"):
        assert len(figure.pages) == 1


@pytest.mark.parametrize(("lowest", "highest"), [(0, 5), (3, 9), (4, 4)])
def test_chart_with_a_value_beyond_its_scale_is_refused(lowest, highest):
    with pytest.raises(ValueError, match="scale"):
        Chart("alt", (Measure("one", 2, 3, 6),), ("a", "b", "c"), "", lowest, highest)


def test_page_break_begins_a_page_and_two_leave_none_empty():
    root = read(PageBreak(), Paragraph("one"), PageBreak(), PageBreak(), Paragraph("two"))

    assert [node.pages for node in root.kids[-2:]] == [{0}, {1}]
    assert page_count(render(document(PageBreak()))) == 1


def test_each_person_has_a_line_to_sign_and_one_for_the_day():
    people = ("Priya Sandford, SENCO", "Parent or carer")
    (listed,) = read(SignatureLines(people, ("Signed", "Date"))).all("L")

    assert [item.text for item in listed.kids] == [f"{person} Signed Date" for person in people]


def test_logo_is_a_figure_in_its_own_proportions():
    root = read(Picture(report_samples.logo(), "Harrowmere County Council", 200, 20))
    (figure,) = root.all("Figure")
    left, bottom, right, top = map(float, figure.attributes["BBox"].split())

    assert figure.alt == "Harrowmere County Council"
    assert round((right - left) / (top - bottom), 1) == 3.0
    assert round(top - bottom) == 20


def test_picture_without_words_is_decoration():
    assert read(Picture(report_samples.logo(), "", 90, 30)).all("Figure") == []


def test_photo_leaves_behind_what_the_camera_wrote():
    held = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at 51.2787 N"
    Image.new("RGB", (60, 40), "red").save(held, "JPEG", exif=exif)
    pdf = render(document(Picture(held.getvalue(), "A red square", 60, 40)))

    assert b"taken at" not in pdf
    assert b"Exif" not in pdf


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no PNG or JPEG"),
        (b"<svg/>", "no PNG or JPEG"),
        (report_samples.logo()[:300], "damaged"),
        (report_samples.logo()[:60] + bytes(50) + report_samples.logo()[110:], "damaged"),
    ],
)
def test_damaged_picture_is_refused_in_words(data, why):
    with pytest.raises(PictureError, match=why):
        render(document(Picture(data, "logo", 90, 30)))


def test_card_and_its_heading_are_a_section(report):
    card = next(node for node in report.all("Sect") if node.text.startswith("Starting a task"))

    assert [kid.tag for kid in card.kids] == ["H2", "L", "P"]


def test_heading_is_never_alone_at_the_foot_of_a_page_before_any_block():
    blocks = {
        "chart": report_samples.CHART,
        "quotation": Quotation("word " * 30),
        "steps": Steps(("one", "two", "three")),
        "picture": Picture(report_samples.logo(), "logo", 240, 80),
        "signatures": SignatureLines(("one", "two"), ("Signed", "Date")),
    }
    line = Paragraph("One line of words.")
    for name, block in blocks.items():
        for lines in range(20, 34):
            root = read(*[line] * lines, Heading(2, "Next"), block)
            heading = root.all("H2")[0]
            after = root.kids[root.kids.index(heading) + 1]
            first = min(page for node in after.walk() for page in node.pages)

            assert heading.pages == {first}, (name, lines)


def test_plain_and_word_copies_hold_every_word_of_every_block():
    wanted = ("I know what to do", "Now not measured yet", "Read the title", "Co robić dalej")
    text = plain_text(report_samples.ORDINARY).decode()
    copy = docx.Document(BytesIO(word(report_samples.ORDINARY)))
    typed = "\n".join(paragraph.text for paragraph in copy.paragraphs)

    for words in (*wanted, "Priya Sandford, SENCO", "ماذا نفعل بعد ذلك"):
        assert words in text
        assert words in typed
    assert "1. Read the title." in text
    assert copy.inline_shapes[0]._inline.docPr.get("descr") == "Harrowmere County Council"


def test_lists_keep_company_over_pages():
    root = read(*[Paragraph("One line of words.")] * 34, Bullets(tuple("abcdef")))

    assert root.text.count("•") == 6
