"""Whatever was typed or pasted is printed as it was typed, or visibly replaced; never an error."""

import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stls_desktop.reports.content import Link, Table
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.note import Talk, link_visit_note
from stls_desktop.reports.render import problems, render
from tests.reports import samples
from tests.reports.reading import flat, opened, tree


def printed(text: str) -> str:
    note = replace(samples.MINIMAL, talks=(Talk(about="Whole school", advice=text),))
    return tree(render(link_visit_note(note))).text


@pytest.mark.parametrize("text", samples.NASTY)
def test_hostile_text_is_printed_whole(text):
    assert flat(printable(text)) in flat(printed(text))


def test_markup_prints_as_it_was_typed():
    text = "<b>bold</b> & <i>not</i> <font size=40>x</font> &amp; scored < 70"

    assert text in printed(text)


def test_image_tag_reads_no_file_and_embeds_none(tmp_path):
    canary = tmp_path / "canary.png"
    canary.write_bytes(b"\x89PNG canary")
    script = f"""
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from dataclasses import replace
from stls_desktop.reports.note import Talk, link_visit_note
from stls_desktop.reports.render import render
from tests.reports import samples
text = '<img src="{canary}"/> <a href="file://{canary}">x</a>'
note = replace(samples.MINIMAL, setting=text, talks=(Talk(about=text, advice=text),))
pdf = render(link_visit_note(note))
assert opened, "the hook sees nothing"
assert not [name for name in opened if "canary" in name], opened
assert b"/Subtype /Image" not in pdf
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_direction_overrides_cannot_disguise_a_name():
    assert "abc" in printed("a\u202ebc")


def test_unknown_characters_are_named_or_marked_and_reported():
    note = replace(samples.MINIMAL, talks=(Talk(about="A", advice="😀 and \u0ba4\u0bae and ✓"),))
    document = link_visit_note(note)

    assert "[grinning face] and [?] and ✓" in tree(render(document)).text
    named, lost = problems(document)  # the second letter of a script says nothing new
    assert named.message == "“😀” cannot be printed. It will say [grinning face] instead."
    assert not named.loses_words
    assert lost.message == (
        "Tamil letters cannot be printed: no typeface that comes with the program has “\u0ba4”."
    )
    assert lost.loses_words


def test_plain_english_note_has_nothing_to_report():
    assert problems(link_visit_note(samples.ORDINARY)) == ()


@pytest.mark.parametrize(
    "words",
    [
        "Siân, Tŷ Gŵyl",
        "Zażółć gęślą",
        "Çağla Öğün",
        "Ọláwùmí Ẹ̀bùn",
        "Nguyễn Thị Hạnh",
        "Ганна Їжак",
    ],
)
def test_names_of_kent_families_print_letter_by_letter(words):
    assert "[" not in printable(words)
    assert printable(words) in printed(words)


def test_word_of_sixty_letters_is_printed_whole_in_a_narrow_column():
    action = replace(samples.ORDINARY.actions[0], who="w" * 60)
    note = replace(samples.ORDINARY, actions=(action,))

    assert "w" * 60 in flat(tree(render(link_visit_note(note))).text)


@settings(max_examples=40)
@given(st.lists(st.text(max_size=300), min_size=5, max_size=5))
def test_no_text_stops_a_note(texts):
    setting, about, advice, who, service = texts
    action = replace(samples.ORDINARY.actions[0], who=who, what=about)
    note = replace(
        samples.MINIMAL,
        setting=setting,
        service=service,
        email=who,
        actions=(action,),
        talks=(Talk(about=about, advice=advice, concern=setting),),
    )

    text = flat(tree(render(link_visit_note(note))).text)

    assert flat(printable(who)) in text


@pytest.mark.parametrize(
    "uri",
    ["javascript:alert(1)", "file:///etc/passwd", "relative", "mailto:", "mailto:a b", "MAIL"],
)
def test_link_that_leads_elsewhere_prints_as_words_only(uri):
    assert not Link("words", uri, "description").may_lead


def test_address_cannot_fill_in_a_message():
    note = replace(samples.ORDINARY, email="a@stls.example?bcc=other@elsewhere.example")
    file = opened(render(link_visit_note(note)))
    (annotation,) = [a for page in file.pages for a in page.get("/Annots", [])]

    assert "?" not in str(annotation.A.URI)


def test_ragged_table_is_refused():
    with pytest.raises(ValueError, match="3 cells"):
        Table(("a", "b", "c"), (("1", "2"),), (1, 1, 1), "summary")
