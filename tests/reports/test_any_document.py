"""Whatever blocks a document is made of, and whatever is typed into them: every look prints it."""

from dataclasses import replace

import page as validation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stls_desktop.reports import content
from stls_desktop.reports.content import Masthead, Measure, Picture, Row, Strong, Table
from stls_desktop.reports.fonts import TYPEFACES
from stls_desktop.reports.render import render
from stls_desktop.reports.styles import looks
from tests.reports import report_samples, samples
from tests.reports.reading import tree

PROFILES = (validation.ValidationProfile.PDF_UA_1, validation.ValidationProfile.PDF_A_2A)

WORDS = st.one_of(
    st.sampled_from(
        (*samples.NASTY, "", " ", "w" * 200, "خالد (Year 4)", "नमस्ते क्षमता", "a\nb\n\nc")
    ),
    st.text(max_size=60),
)
LANG = st.sampled_from(["", "", "ar", "pl", "ne"])
SEVERAL = st.lists(WORDS, max_size=3).map(tuple)
PLAIN = st.one_of(
    st.builds(content.Paragraph, WORDS, st.sampled_from(["body", "quiet"]), LANG),
    st.builds(content.Bullets, SEVERAL, LANG),
    st.builds(content.Steps, SEVERAL, LANG),
    st.builds(content.Quotation, WORDS, WORDS, LANG),
)
LINK = st.builds(content.Link, WORDS, st.sampled_from(["tel:1", "mailto:a@b.example", "?"]), WORDS)
ROW = st.builds(Row, WORDS, st.one_of(WORDS, LINK, st.lists(PLAIN, max_size=3).map(tuple)))
FACTS = st.lists(st.tuples(WORDS, WORDS), max_size=4).map(tuple)
TARGET = st.builds(Measure, WORDS, st.just(1), st.none(), st.just(3))
KEY_VALUES = st.builds(content.KeyValues, st.lists(ROW, max_size=3).map(tuple), LANG, LANG)

INSIDE = st.lists(st.one_of(PLAIN, KEY_VALUES), max_size=3).map(tuple)


@st.composite
def tables(draw) -> Table:
    columns = draw(st.integers(1, 5))
    cell = st.one_of(WORDS, st.builds(Strong, WORDS, WORDS))
    row = st.tuples(*[cell] * columns)
    header = draw(st.tuples(*[WORDS] * columns))
    rows = tuple(draw(st.lists(row, max_size=5)))
    return Table(header, rows, (1.0,) * columns, draw(WORDS), draw(st.booleans()), draw(LANG))


LEAVES = st.one_of(
    PLAIN,
    LINK,
    KEY_VALUES,
    tables(),
    st.builds(content.Heading, st.sampled_from([2, 3]), WORDS, WORDS, LANG),
    st.builds(
        Masthead,
        WORDS,
        WORDS,
        WORDS,
        st.lists(st.tuples(WORDS, WORDS), max_size=4).map(tuple),
        LANG,
    ),
    st.builds(
        content.Chart,
        WORDS,
        st.lists(st.builds(Measure, WORDS, st.just(1), st.none(), st.just(3)), max_size=4).map(
            tuple
        ),
        st.tuples(WORDS, WORDS, WORDS),
        WORDS,
        st.just(0),
        st.just(3),
        LANG,
    ),
    st.builds(Picture, st.just(report_samples.logo()), WORDS, st.just(900), st.just(2000)),
    st.builds(
        content.Callout, WORDS, st.lists(st.one_of(PLAIN, KEY_VALUES), max_size=3).map(tuple), LANG
    ),
    st.builds(content.WritingLines, st.integers(0, 60)),
    st.builds(content.SignatureLines, SEVERAL, st.tuples(WORDS, WORDS), LANG),
    st.builds(content.PageBreak),
)
BLOCKS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(content.Section, st.lists(inner, max_size=3).map(tuple), LANG),
        st.builds(content.Card, WORDS, st.lists(inner, max_size=3).map(tuple), LANG, LANG),
    ),
    max_leaves=4,
)


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    st.lists(BLOCKS, max_size=5),
    SEVERAL,
    st.sampled_from([look.name for look in looks()]),
    st.sampled_from(["A4", "A5"]),
    st.sampled_from(list(TYPEFACES)),
)
def test_any_document_is_printed_and_accessible(blocks, edges, look, paper, typeface):
    marking, service, title, reference = (*edges, "", "", "", "")[:4]
    document = replace(
        report_samples.ORDINARY,
        marking=marking,
        service=service,
        title=title or "Title",
        reference=reference,
        blocks=(Masthead("Kind", "Title", "", ()), *blocks),
    )

    pdf = render(document, look=look, page=paper, typeface=typeface)

    tree(pdf)  # fails on a glyph without a character and on words outside every font
    for profile in PROFILES:
        report = validation.validate_pdf_bytes(pdf, profile=profile)
        rules = {failure.rule_id for failure in report.failures}
        assert rules <= {"PDFUA1-HEADING-NESTING-001"}  # the blocks may come in any order
