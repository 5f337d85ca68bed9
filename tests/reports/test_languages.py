"""Every family's letters: shaped, in their order, known by their language, or refused by name."""

from dataclasses import replace

import page as validation
import pikepdf
import pytest

from stls_desktop.reports import bidi
from stls_desktop.reports.content import (
    Bullets,
    Callout,
    Document,
    Heading,
    KeyValues,
    Masthead,
    Paragraph,
    Row,
    Section,
    Table,
)
from stls_desktop.reports.fonts import TYPEFACES, face
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.lines import break_lines
from stls_desktop.reports.render import problems, render
from stls_desktop.reports.scripts import is_rtl
from stls_desktop.reports.shaping import shaped
from stls_desktop.reports.styles import style
from tests.reports import report_samples
from tests.reports.languages import SENTENCES
from tests.reports.reading import Node, opened, tree

NARROW = 170.0


def document(*blocks, lang: str = "en-GB") -> Document:
    return replace(report_samples.ORDINARY, blocks=blocks, lang=lang)


def read(*blocks) -> Node:
    return tree(render(document(*blocks)))


def in_every_language() -> Document:
    return document(
        Masthead("Kind", "Title", "", ()),
        *(
            Section((Heading(2, text), Paragraph(text), Bullets((text, lang))), lang)
            for lang, text in SENTENCES.items()
        ),
    )


@pytest.mark.parametrize("typeface", TYPEFACES)
def test_every_language_is_valid_in_every_typeface(typeface):
    pdf = render(in_every_language(), typeface=typeface)

    for profile in (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A):
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        assert [(one.rule_id, one.message) for one in report.failures] == []


@pytest.mark.parametrize("lang", SENTENCES)
def test_language_prints_letter_by_letter_and_is_read_as_it_was_written(lang):
    text = SENTENCES[lang]

    assert problems(document(Paragraph(text))) == ()
    section = read(Section((Heading(2, text), Paragraph(text * 3)), lang)).kids[-1]
    assert section.lang == lang
    assert [kid.text for kid in section.kids] == [printable(text), printable(text * 3)]


@pytest.mark.parametrize("typeface", TYPEFACES)
@pytest.mark.parametrize("weight", ["regular", "semibold"])
@pytest.mark.parametrize("lang", SENTENCES)
def test_no_glyph_of_a_language_is_missing(lang, weight, typeface):
    body = replace(style().text["body"], face=TYPEFACES[typeface][weight])
    (line,) = break_lines([(SENTENCES[lang], body)], 5000, lang)

    for font, _, _, glyphs in line.spans:
        known = face(font.removeprefix("stls-")).font.face.charToGlyph
        assert all(known[ord(letter)] for letter in glyphs.replace("\u00a0", " ")), font


def test_arabic_letters_take_their_joined_forms_and_the_first_is_drawn_last():
    arabic = face("arabic")
    word, _ = shaped(arabic, "سلام", "ar", is_rtl=True)
    alone = shaped(arabic, "س", "ar", is_rtl=True)[0]

    assert word[-1] != alone
    assert word.meanings == ("م", "ا", "ل", "س")


@pytest.mark.parametrize(
    ("name", "word", "sign"),
    [("regular", "कि", "ि"), ("bengali", "কি", "ি"), ("gurmukhi", "ਕਿ", "ਿ")],
)
def test_vowel_that_is_written_before_its_consonant_is_drawn_there(name, word, sign):
    glyphs, _ = shaped(face(name), word, "", is_rtl=False)

    assert [len(glyphs), len(word)] == [2, 2]
    assert glyphs.meanings[0] in (sign, word)
    assert glyphs.meanings[-1] == word[0]


@pytest.mark.parametrize(("name", "word"), [("regular", "क्ष"), ("bengali", "ক্ষ")])
def test_conjunct_is_one_glyph(name, word):
    assert len(shaped(face(name), word, "", is_rtl=False)[0]) == 1


def test_joiner_that_decides_a_form_is_kept_and_others_are_not():
    assert "\u200d" in printable("गर्\u200dयो")
    assert "\u200c" in printable("می\u200cخواهم")
    assert printable("ze\u200dro \u200cwidth") == "zero width"


@pytest.mark.parametrize(
    ("text", "rtl", "drawn"),
    [
        ("abc", False, "abc"),
        ("אבג", True, "גבא"),
        ("abc אבג def", False, "abc גבא def"),
        ("אבג abc דהו", True, "והד abc גבא"),
        ("אבג 10 דהו", True, "והד 10 גבא"),
        ("אבג (דהו)", True, "(והד) גבא"),
        ("אבג (abc)", True, "(abc) גבא"),
        ("tel 01632\u00a0960142 אב", False, "tel 01632\u00a0960142 בא"),
        ("אב: 01632\u00a0960142", True, "01632\u00a0960142 :בא"),
        ("3-1 אב", False, "3-1 בא"),
        ("سعر 10% خصم", True, "مصخ %10 رعس"),
        ("«אב» <ג>", True, "<ג> «בא»"),
        ("", True, ""),
    ],
)
def test_line_is_drawn_in_the_order_of_its_directions(text, rtl, drawn):
    pieces = [
        bidi.mirrored(text[first:last]) if back else text[first:last]
        for first, last, back in bidi.runs(text, is_rtl=rtl)
    ]

    assert "".join(pieces) == drawn


@pytest.mark.parametrize(
    ("lang", "rtl"),
    [("ur", True), ("ar-EG", True), ("pa-Arab-PK", True), ("pa", False), ("", False)],
)
def test_direction_follows_from_the_language(lang, rtl):
    assert is_rtl(lang) is rtl


def starts(pdf: bytes) -> list[float]:
    """Where each piece of words on the first page begins, from the left edge."""
    file = opened(pdf)
    return [
        float(instruction.operands[4])
        for instruction in pikepdf.parse_content_stream(file.pages[0])
        if str(instruction.operator) == "Tm"
    ]


def test_right_to_left_words_end_at_the_right_margin():
    word = "اقرأ"
    width = break_lines([(word, style().text["body"])], NARROW, "ar")[0].width
    right = style().page["width"] - style().page["margin_right"]

    assert right - width == pytest.approx(
        max(starts(render(document(Paragraph(word, lang="ar"))))[2:]), abs=0.01
    )


def test_labels_bullets_and_columns_of_a_right_to_left_part_stand_at_the_right():
    row = KeyValues((Row("من", "المعلم"),))
    table = Table(("ماذا", "من"), (("أ", "ب"),), (1, 1), "")
    for block in (row, Bullets(("اقرأ",)), table):
        label, body = starts(render(document(Section((block,), "ar"))))[2:4]

        assert label > body, block


def test_english_name_in_an_urdu_list_keeps_its_order():
    assert read(Section((Bullets(("A.B. (Year 4)",)),), "ur")).all("LBody")[0].text == (
        "A.B. (Year 4)"
    )
    body = style().text["body"]
    (line,) = break_lines([("A.B. (Year 4)", body)], NARROW, "ur")
    assert "".join(span[3] for span in line.spans) == "A.B. (Year 4)"


def test_arabic_name_in_an_english_sentence_is_shaped_and_read():
    root = read(Paragraph("A card for خالد (Year 4), every day."))

    assert root.kids[-1].text == "A card for خالد (Year 4), every day."


def test_only_what_differs_carries_its_language():
    root = read(
        Masthead("Raport", "A.B.", "", (("Szkoła", "Larkfield"),), label_lang="pl"),
        Heading(2, "Co robić", lang="pl"),
        Paragraph("Read every day.", lang="en-GB"),
        KeyValues((Row("Kto", "The teacher"),), label_lang="pl"),
        Table(("Kto",), (("The teacher",),), (1,), "", header_lang="pl"),
        Callout("Najpierw", (Paragraph("Three things"),), title_lang="pl"),
    )
    polish = {node.text for node in root.walk() if node.lang == "pl"}

    assert polish == {"Raport", "Szkoła", "Co robić", "Kto", "Najpierw"}
    assert {node.lang for node in root.walk()} == {"", "pl"}


def test_cards_of_a_table_with_foreign_headers_keep_both_languages_apart():
    table = Table(("Kto", "Kiedy"), (("The teacher", "Weekly"),), (1, 1), "", header_lang="pl")
    pdf = render(document(table), look="large-print")
    told = [(node.text, node.lang) for node in tree(pdf).all("LBody")[0].kids]

    assert told == [("Kto", "pl"), ("The teacher", ""), ("Kiedy", "pl"), ("Weekly", "")]


def test_file_in_another_language_says_so():
    file = opened(render(document(Paragraph("اقرأ"), lang="ar")))

    assert file.Root.Lang == "ar"


@pytest.mark.parametrize(
    ("text", "script"),
    [("தமிழ்", "Tamil"), ("שלום", "Hebrew"), ("ภาษาไทย", "Thai"), ("中文", "Cjk")],
)
def test_script_without_a_typeface_is_named_once_and_for_all_its_letters(text, script):
    (problem,) = problems(document(Heading(2, text), Paragraph(text)))

    assert problem.script == script
    assert problem.loses_words


def test_glyphs_without_a_character_say_what_they_stand_for():
    file = opened(render(in_every_language()))
    codes = b"".join(
        font.ToUnicode.read_bytes() for page in file.pages for font in page.Resources.Font.values()
    )

    assert b"> <DB" not in codes  # the private planes begin with these surrogates
    assert b"> <FE" not in codes  # nor are there forms that nobody types
    assert "क्ष".encode("utf-16-be").hex().upper().encode() in codes


def test_same_glyphs_in_whatever_order_the_languages_come():
    first = render(document(*in_every_language().blocks[:2]))
    render(in_every_language(), typeface="andika")

    assert render(document(*in_every_language().blocks[:2])) == first
