"""Where words stand on the page: what looking at it beside another typesetter's page taught us."""

from dataclasses import replace
from itertools import pairwise

import pikepdf
import pypdfium2
import pytest

from stls_desktop.reports.content import (
    KeyValues,
    Masthead,
    Paragraph,
    Quotation,
    Row,
    Strong,
    Table,
)
from stls_desktop.reports.lines import break_lines, natural_width
from stls_desktop.reports.preview import page_count
from stls_desktop.reports.render import render
from stls_desktop.reports.styles import style
from tests.reports import report_samples
from tests.reports.reading import _unicode, opened

_AIM = "By February he starts the first task within a minute in four of five lessons without help."
_LEFT = style().page["margin_left"]


def drawn(*blocks, page="A4", look="standard"):
    return render(replace(report_samples.ORDINARY, blocks=blocks), page=page, look=look)


def place(pdf, words):
    """(left edge, lower edge) of the first letter of some words on the first page."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    return page.get_charbox(page.get_text_range().index(words))[:2]


def faces(pdf):
    """{words: the font they are set in} of every piece on the first page."""
    file = opened(pdf)
    page = file.pages[0]
    fonts = {str(name): font for name, font in page.Resources.Font.items()}
    known, now, found = {name: _unicode(font) for name, font in fonts.items()}, "", {}
    for instruction in pikepdf.parse_content_stream(page):
        match str(instruction.operator):
            case "Tf":
                now = str(instruction.operands[0])
            case "Tj":
                words = "".join(known[now][code] for code in bytes(instruction.operands[0]))
                found[words.strip()] = str(fonts[now].BaseFont)
    return found


def test_label_stays_on_one_line_where_there_is_room():
    rows = (Row("Next meeting with us", "12 lutego"), Row("Autor", "Odile"))
    pdf = drawn(KeyValues(rows))

    assert place(pdf, "Next")[1] == pytest.approx(place(pdf, "with us")[1], abs=1)
    assert place(pdf, "12 lutego")[0] == pytest.approx(place(pdf, "Odile")[0], abs=1.5)


def test_label_of_a_whole_line_takes_no_room_from_the_words_of_the_others():
    rows = (Row("A label that is a sentence of many words", "first"), Row("Who", "second"))
    pdf = drawn(KeyValues(rows))

    assert place(pdf, "first")[0] < _LEFT + style().grid["label"] + style().grid["gutter"] + 2


def test_facts_have_the_same_room_between_them():
    facts = (("Year", "Year 2"), ("Written", "11 December 2026"), ("Review", "12 Feb"), ("By", "A"))
    pdf, token = drawn(Masthead("Kind", "Title", "", facts)), style().text
    lefts = [place(pdf, label)[0] for label, _ in facts]
    widths = [
        max(natural_width(label, token["fact_label"]), natural_width(words, token["fact"]))
        for label, words in facts
    ]
    both = zip(pairwise(lefts), widths, strict=False)
    gaps = [after - left - wide for (left, after), wide in both]

    assert max(gaps) - min(gaps) < 2
    assert lefts[-1] + widths[-1] < _LEFT + style().width


def test_facts_below_each_other_share_their_base_lines_in_large_print():
    facts = (("Number", "Novembre"), ("None", "Nothing"))
    pdf = drawn(Masthead("Kind", "Title", "", facts), look="large-print")

    assert place(pdf, "Number")[1] == pytest.approx(place(pdf, "Novembre")[1], abs=0.1)


def test_line_above_the_title_ends_before_the_setting_if_it_has_to_end():
    kicker = "Report for parents and carers · Tumblestone Lane Primary School"
    wide, narrow = (drawn(Masthead(kicker, "T", "", ()), page=page) for page in ("A4", "A5"))

    assert place(wide, "Report")[1] == pytest.approx(place(wide, "Tumblestone")[1], abs=1)
    assert place(narrow, "Tumblestone")[0] == pytest.approx(place(narrow, "Report")[0], abs=2)
    assert place(narrow, "Lane")[1] == pytest.approx(place(narrow, "Tumblestone")[1], abs=1)


def test_name_of_a_row_is_strong_unless_it_is_a_sentence():
    rows = ((Strong(_AIM, "As expected"), "7"), (Strong("Reading", "Better"), "3"), ("Maths", "2"))
    found = faces(drawn(Table(("What", "Now"), rows, (3, 1), "", row_headers=True)))
    strong = {words for words, font in found.items() if "SemiBold" in font}

    assert {"As expected", "Reading", "Maths"} <= strong
    assert "Better" in found
    assert "Better" not in strong
    assert not any(words.startswith("By February") for words in strong)


def test_quotation_stands_apart_from_what_is_around_it():
    pdf = drawn(Paragraph("Nothing before."), Quotation("No."), Paragraph("Now after."))
    before, quoted, after = (place(pdf, words)[1] for words in ("Nothing", "No.", "Now"))
    body = style().text["body"]

    assert before - quoted == pytest.approx(quoted - after, abs=4)
    assert before - quoted > body.leading + body.below + 5


def test_number_is_not_parted_from_its_month_for_the_sake_of_the_last_line():
    body = style().text["body"]
    text = "Two lessons and one break, 70 minutes on Tuesday 2 December 2025"
    width = natural_width(text, body) - natural_width("025", body)
    lines = break_lines([(text, body)], width)

    assert "".join(span[3] for span in lines[-1].spans) == "2 December 2025"


def test_spaces_close_up_no_more_than_it_takes_to_save_a_page():
    body, fit = style().text["body"], style().fit
    used = set()
    for count in range(30, 45):
        pdf = drawn(*[Paragraph(f"Line {number:02}.") for number in range(count)])
        if page_count(pdf) == 1:
            step = place(pdf, "Line 00")[1] - place(pdf, "Line 01")[1]
            used.add(round((step - body.leading) / body.below, 2))

    assert used == {1, fit["little"], fit["spaces"], fit["closest"]}
