"""Each look and each size of paper: what it promises to readers, and that it stays accessible."""

import re
from dataclasses import replace

import page as validation
import pikepdf
import pytest

from stls_desktop.reports.content import Document, Heading, Masthead, Paragraph, Table
from stls_desktop.reports.note import link_visit_note
from stls_desktop.reports.preview import page_count
from stls_desktop.reports.render import render
from stls_desktop.reports.styles import looks, style
from tests.reports import report_samples, samples
from tests.reports.reading import artifacts, flat, opened, tree

LOOKS = [look.name for look in looks()]
PROFILES = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)
DOCUMENTS = {
    **report_samples.EVERY,
    "NOTE": link_visit_note(samples.ORDINARY),
    "HOSTILE NOTE": link_visit_note(samples.HOSTILE),
}
LARGE = "large-print"


def failures(pdf: bytes) -> list[tuple[str, str]]:
    return [
        (failure.rule_id, failure.message)
        for profile in PROFILES
        for failure in validation.validate_pdf_bytes(pdf, profile=profile).failures
    ]


def sizes(pdf: bytes) -> set[float]:
    """Every size of words in a file."""
    return {
        float(instruction.operands[1])
        for page in opened(pdf).pages
        for instruction in pikepdf.parse_content_stream(page)
        if str(instruction.operator) == "Tf"
    }


def document(*blocks) -> Document:
    return replace(report_samples.ORDINARY, blocks=blocks)


@pytest.mark.parametrize("paper", ["A4", "A5"])
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ["ORDINARY", "EMPTY", "NOTE"])
def test_every_look_is_valid_on_either_paper(name, look, paper):
    pdf = render(DOCUMENTS[name], look=look, page=paper, for_screen=True)

    assert failures(pdf) == []
    tree(pdf)  # fails on a glyph without a character and on a font left out


@pytest.mark.parametrize("look", LOOKS)
def test_long_report_is_valid_in_every_look(look):
    pdf = render(DOCUMENTS["STRESS"], look=look)

    assert failures(pdf) == []
    assert page_count(pdf) >= 12


@pytest.mark.parametrize(
    ("name", "look", "paper"),
    [
        ("HOSTILE", "standard", "A4"),
        ("HOSTILE", LARGE, "A5"),
        ("HOSTILE NOTE", LARGE, "A4"),
        ("HOSTILE NOTE", "dyslexia", "A5"),
    ],
)
def test_hostile_text_is_valid_in_every_shape(name, look, paper):
    assert failures(render(DOCUMENTS[name], look=look, page=paper)) == []


@pytest.mark.parametrize("typeface", ["lexend", "andika"])
def test_other_typefaces_are_valid_and_used(typeface):
    pdf = render(DOCUMENTS["ORDINARY"], typeface=typeface)

    assert failures(pdf) == []
    file = opened(pdf)
    fonts = {str(one.BaseFont) for one in file.pages[0].Resources.Font.values()}
    assert any(typeface in name.lower() for name in fonts)


@pytest.mark.parametrize("look", LOOKS)
def test_no_look_loses_a_word(look):
    words = flat(tree(render(DOCUMENTS["ORDINARY"])).text)
    told = flat(tree(render(DOCUMENTS["ORDINARY"], look=look)).text)

    if look == LARGE:  # cards say the header again on each
        assert len(told) > len(words)
        for row in report_samples.ACTIONS.rows:
            assert all(flat(cell) in told for cell in row)
    else:
        assert told == words


def test_standard_words_are_12_points_and_14_by_choice():
    body, larger = (style(name).text["body"] for name in ("standard", "standard-14"))

    assert (body.size, round(larger.size)) == (12, 14)


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_large_print_is_18_points_down_to_the_edges(paper):
    demo = replace(DOCUMENTS["ORDINARY"], is_draft=True, is_demo=True)

    assert min(sizes(render(demo, look=LARGE, page=paper))) == 18


def test_large_print_cuts_nothing_off_at_the_edges():
    long = replace(DOCUMENTS["ORDINARY"], marking="OFFICIAL-SENSITIVE: share with care " * 2)
    pdf = render(long, look=LARGE)

    assert flat(long.marking) in flat(tree(pdf).kids[0].text)
    assert all(flat(long.marking) in flat(words) for words in artifacts(pdf)[1:])
    assert "…" not in "".join(artifacts(pdf))


def test_large_print_turns_rows_into_cards_that_name_each_cell():
    root = tree(render(document(report_samples.ACTIONS), look=LARGE))
    (cards,) = root.all("L")

    assert root.all("Table") == []
    assert len(cards.kids) == len(report_samples.ACTIONS.rows)
    assert [node.text for node in cards.kids[1].all("P")] == [
        "What: Pre-teach four topic words on Monday, with a picture and a gesture for each",
        "Who: Teaching assistant",
        "By when: Weekly",
        "How you will know: A.B. uses three of the four in Friday’s quiz",
    ]


def test_card_stays_on_one_page():
    rows = tuple((f"What number {n} is about", "x " * 60) for n in range(12))
    root = tree(render(document(Table(("A", "B"), rows, (1, 1), "")), look=LARGE))

    for card in root.all("L")[0].kids:
        assert len({page for node in card.walk() for page in node.pages}) == 1


def test_table_whose_words_do_not_fit_beside_each_other_becomes_cards():
    long = "multidisciplinary"
    wide = Table((long,) * 4, ((long,) * 4,) * 2, (1,) * 4, "four long words")

    assert tree(render(document(wide))).all("Table")
    narrow = tree(render(document(wide), page="A5"))
    assert narrow.all("Table") == []
    assert f"{long}: {long}" in narrow.text


def test_dyslexia_friendly_lines_have_60_to_70_characters_and_room():
    words = "A word of some kind and then a few more of them, as people write. " * 30
    root = tree(render(document(Paragraph(words)), look="dyslexia"))
    body = style("dyslexia").text["body"]

    assert round(body.size) == 14
    assert 1.45 < body.leading / body.size < 1.55
    text = root.kids[-1].pieces[0]
    pdf = opened(render(document(Paragraph(words)), look="dyslexia"))
    lines = [
        instruction
        for instruction in pikepdf.parse_content_stream(pdf.pages[0])
        if str(instruction.operator) == "Tj"
    ]
    assert 60 < len(text) / (len(lines) - 4) < 72  # four are at the edges


def test_cream_is_drawn_for_the_screen_only_and_is_no_content():
    def cream(pdf: bytes) -> bool:
        file = opened(pdf)
        stream = file.pages[0].Contents.read_bytes()
        return re.search(rb"Artifact[^Q]*? 0 0 595\.28 841\.89 re", stream) is not None

    note = DOCUMENTS["NOTE"]
    assert cream(render(note, look="dyslexia", for_screen=True))
    assert not cream(render(note, look="dyslexia"))
    assert not cream(render(note, for_screen=True))


def test_high_contrast_is_black_on_white_with_thicker_rules():
    plain, strong = style(), style("high-contrast")

    assert {strong.colour[name] for name in ("ink", "accent", "muted", "rule")} == {(0, 0, 0)}
    assert strong.grid["hairline"] > 2 * plain.grid["hairline"]


@pytest.mark.parametrize("look", LOOKS)
def test_words_are_readable_on_every_ground_of_a_look(look):
    colour = style(look).colour
    grounds = [("ink", "paper"), ("accent", "paper"), ("muted", "paper"), ("ink", "tint")]
    grounds += [("accent", "tint"), ("muted", "tint"), ("on_band", "band")]

    for ink, ground in grounds:
        assert contrast(colour[ink], colour[ground]) >= 4.5, (ink, ground)
    assert contrast(colour["pen"], colour["paper"]) >= 3


def contrast(one, other) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_paper_has_its_size():
    file = opened(render(DOCUMENTS["NOTE"], page="A5"))

    assert [round(float(edge)) for edge in file.pages[0].MediaBox] == [0, 0, 420, 595]


def test_a_look_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        render(DOCUMENTS["NOTE"], look="sepia")


def test_looks_say_what_they_are_for():
    assert next(look.name for look in looks()) == "standard"
    assert all(look.label and look.about for look in looks())


def test_facts_that_do_not_fit_side_by_side_stand_below_each_other():
    facts = tuple((f"Label {n}", "Specialist Teaching Service") for n in range(5))
    root = tree(render(document(Masthead("Kind", "Title", "", facts), Heading(2, "Next"))))

    assert [item.text for item in root.all("LI")] == [f"{a} {b}" for a, b in facts]
