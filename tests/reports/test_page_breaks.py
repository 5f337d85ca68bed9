"""Where pages end: no heading alone, no line alone, no row or word torn without need."""

from collections import Counter
from dataclasses import replace

from stls_desktop.reports.content import Bullets, Document, Heading, Paragraph, Table
from stls_desktop.reports.lines import break_lines, longest_word
from stls_desktop.reports.note import Talk, link_visit_note
from stls_desktop.reports.preview import page_count
from stls_desktop.reports.render import render
from stls_desktop.reports.styles import style
from stls_desktop.reports.tables import Columns
from tests.reports import samples
from tests.reports.reading import tree

_LINE = "One line of words."


def document(*blocks) -> Document:
    note = link_visit_note(samples.MINIMAL)
    return replace(note, blocks=blocks)


def pages_of(node) -> set[int]:
    return {page for one in node.walk() for page in one.pages}


def test_heading_moves_with_what_follows():
    for lines in range(20, 40):  # one of these ends just where the heading would be stranded
        blocks = [Paragraph(_LINE)] * lines
        root = tree(render(document(*blocks, Heading(2, "Next"), Paragraph(_LINE))))
        heading, after = root.kids[-2:]

        assert heading.tag == "H2"
        assert pages_of(heading) == pages_of(after)


def test_no_line_of_a_paragraph_stands_alone():
    sentence = " ".join(f"word{n}" for n in range(60))
    cut = 0
    for lines in range(20, 40):
        paragraph = tree(render(document(*[Paragraph(_LINE)] * lines, Paragraph(sentence)))).kids[
            -1
        ]
        cut += len(paragraph.pages) > 1

        assert paragraph.text == sentence
        # a line holds about ten of these words
        assert min(piece.count("word") for piece in paragraph.pieces.values()) > 12

    assert cut


def test_last_line_of_a_section_is_not_alone_on_its_page():
    for lines in range(20, 40):
        blocks = [*[Paragraph(_LINE)] * lines, Heading(2, "Next"), *[Paragraph(_LINE)] * 20]
        kids = tree(render(document(*blocks))).kids
        before = kids[: [node.tag for node in kids].index("H2")]
        over = sum(1 in node.pages for node in before)

        assert over != 1


def test_paragraph_that_keeps_company_takes_its_heading_along():
    for lines in range(20, 40):
        start = [Paragraph(_LINE)] * lines
        section = [Heading(2, "Short"), Paragraph(_LINE), Paragraph("The last line.")]
        kids = tree(render(document(*start, *section, Heading(2, "Next")))).kids
        place = next(n for n, node in enumerate(kids) if node.text == "Short")

        assert len({max(node.pages) for node in kids[place : place + 3]}) == 1


def test_short_table_is_never_cut():
    table = Table(("A", "B"), (("1", "2"), ("3", "4"), ("5", "6")), (1, 1), "three rows")
    for lines in range(20, 40):
        root = tree(render(document(*[Paragraph(_LINE)] * lines, table)))

        assert len(pages_of(root.all("Table")[0])) == 1


def test_row_taller_than_a_page_is_printed_whole():
    words = " ".join(f"w{n}" for n in range(3000))
    table = Table(("A", "B"), ((words, "short"),), (1, 1), "one monster row")

    root = tree(render(document(table)))

    assert root.all("TD")[0].text == words
    assert len(pages_of(root)) > 2


def test_heading_taller_than_a_page_is_printed_whole():
    words = " ".join(f"w{n}" for n in range(2500))

    root = tree(render(document(Heading(2, words), Paragraph(_LINE))))

    assert root.all("H2")[0].text == words


def test_columns_widen_for_their_longest_word():
    columns = Columns([0.8, 0.1, 0.1], [40.0, 90.0, 30.0], 12.0)

    widths = columns.widths(424.0)

    assert round(sum(widths), 6) == 400.0
    assert widths[1] >= 90.0


def test_word_wider_than_an_even_share_stays_whole_where_there_is_room():
    widths = Columns([1, 1, 1], [250.0, 30.0, 30.0], 12.0).widths(424.0)

    assert widths[0] >= 250.0
    assert round(sum(widths), 6) == 400.0


def test_monster_word_does_not_push_the_other_columns_out():
    widths = Columns([1, 1, 1], [5000.0, 30.0, 30.0], 12.0).widths(424.0)

    assert all(width >= 30.0 for width in widths)
    assert round(sum(widths), 6) == 400.0


def test_long_words_of_the_trade_stay_whole_in_the_narrowest_column():
    cell = style().text["cell"]
    table = Table(
        ("Topic", "Area"),
        (("x " * 200, "Communication"), ("y", "Multi-disciplinary")),
        (0.95, 0.05),
        "a narrow column",
    )

    text = tree(render(document(table))).text

    assert longest_word("Communication", cell) > 0.05 * 481
    assert "Communication" in text
    assert "Multi-disciplinary" in text


def test_telephone_number_is_never_torn():
    for words in range(4, 30):
        text = "word " * words + "01632\u00a0960\u00a0142"
        lines = break_lines([(text, style().text["body"])], 380)

        assert any("01632\u00a0960\u00a0142" in span[3] for line in lines for span in line.spans)


def test_nearly_empty_last_page_is_saved_by_closer_spaces():
    seen = set()
    for extra in range(8):
        talks = tuple(Talk(about=f"Class {n}", advice="A line.") for n in range(8 + extra))
        note = replace(samples.ORDINARY, talks=talks)
        pdf = render(link_visit_note(note))
        last = page_count(pdf) - 1
        seen.add(sum(last in node.pages for node in tree(pdf).walk()))

    assert min(seen) > 2


def test_no_bullet_stands_alone_on_either_page():
    cut = 0
    for lines in range(20, 40):
        items = Bullets(("one", "two", "three", "four"))
        line = Paragraph(_LINE)
        listed = tree(render(document(*[line] * lines, items, *[line] * 20))).all("L")[-1]
        on = Counter(page for item in listed.kids for page in item.kids[0].pages)
        cut += len(on) > 1

        assert min(on.values()) > 1

    assert cut


def test_monochrome_paper_keeps_every_pair_of_colours_readable():
    colour = style().colour
    pairs = [("ink", "tint"), ("accent", "tint"), ("muted", "tint"), ("on_band", "band")]

    for ink, paper in pairs:
        assert _contrast(colour[ink], colour[paper]) >= 4.5


def _contrast(one, other) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
