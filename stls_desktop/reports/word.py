"""A document as a Word file that a council may edit: real headings, lists and tables, no looks.

The words and their order are those of the PDF; pages are Word's own business. What Word shows of a
file (its properties) names the service and no person. The same document gives the same bytes.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Words

from stls_desktop.reports.content import (
    Block,
    Bullets,
    Callout,
    Card,
    Cell,
    Chart,
    Document,
    Heading,
    KeyValues,
    Link,
    Masthead,
    PageBreak,
    Paragraph,
    Picture,
    Quotation,
    Row,
    Section,
    SignatureLines,
    Steps,
    Strong,
    Table,
    WritingLines,
)
from stls_desktop.reports.edges import edges_of, states_of
from stls_desktop.reports.legible import legible
from stls_desktop.reports.pictures import read_picture
from stls_desktop.reports.word_marks import border, describe, field, linked, mark_row, shade, speak

_FONT: Final = "Arial"  # on every computer that has Word, and what clear print asks for
_SIZE: Final = 12
_HEADINGS: Final = {1: 20, 2: 15, 3: 13}
_INK: Final = RGBColor(0x1B, 0x1B, 0x1B)
_PAGE_CM: Final = (21.0, 29.7)
_MARGIN_CM: Final = 2.2
_HANG_CM: Final = 0.75  # what a number or a quotation stands in by
_LEAD: Final = 1.25  # lines of a paragraph, as a multiple
_DATED: Final = (1980, 1, 1, 0, 0, 0)  # a ZIP's first day, so that bytes know no clock


def word(document: Document) -> bytes:
    """The bytes of the Word file."""
    file = docx.Document()
    _prepare(file, document)
    _furniture(file, document)
    writer = _Writer(file)
    for block in document.blocks:
        writer.write(block)
    last = f"{document.reference}. {document.version_label}"
    writer.write(Paragraph(last, "quiet", edges_of(document).lang))
    held = io.BytesIO()
    file.save(held)
    return _without_clock(held.getvalue())


class _Writer:
    """Writes blocks at the end of the file. Inside a box each paragraph has its tint."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - the library's Document is no class
        self._file = file
        self._tinted = False

        self._writes: Mapping[type[Block], Callable[[Any], object]] = {
            Masthead: self._masthead,
            Heading: self._headed,
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Link: self._linked,
            KeyValues: self._key_values,
            Table: self._table,
            Callout: self._callout,
            WritingLines: self._writing_lines,
            Steps: self._steps,
            Quotation: self._quotation,
            Chart: self._chart,
            Picture: self._picture,
            Card: self._callout,
            Section: self._section,
            SignatureLines: self._signatures,
            PageBreak: self._page_break,
        }

    def write(self, block: Block) -> None:
        """One block with all that is in it, in its language."""
        before = len(self._body) - 1
        self._writes[type(block)](block)
        lang = getattr(block, "lang", "")
        if lang:
            speak(self._body[before:-1], lang)  # the last is the section, which stays last

    @property
    def _body(self) -> Any:  # noqa: ANN401 - an element of XML
        return self._file.element.body

    def _masthead(self, block: Masthead) -> None:
        self._words(block.kicker, "Subtitle", lang=block.label_lang)
        self._heading(1, block.title)
        if block.status:
            self._words(block.status, lang=block.label_lang)
        for label, value in block.facts:
            self._labelled(label, value, block.label_lang)

    def _headed(self, block: Heading) -> None:
        words = self._heading(block.level, block.text)
        if block.aside:
            words.add_run(f" · {legible(block.aside)}").bold = False

    def _heading(self, level: int, text: str, lang: str = "") -> Words:
        return self._words(text, f"Heading {level}", lang)

    def _paragraph(self, block: Paragraph) -> None:
        words = self._words(block.text)
        if block.tone == "quiet":
            for run in words.runs:
                run.font.size = Pt(_SIZE - 1)

    def _bullets(self, block: Bullets) -> None:
        for item in block.items:
            self._words(item, "List Bullet")

    def _steps(self, block: Steps) -> None:
        """The numbers are typed: Word's own would go on counting from one list to the next."""
        for number, item in enumerate(block.items, 1):
            words = self._words(f"{number}.\t{item}")
            words.paragraph_format.left_indent = Cm(_HANG_CM)
            words.paragraph_format.first_line_indent = Cm(-_HANG_CM)

    def _quotation(self, block: Quotation) -> None:
        for text in filter(None, (block.quoted, block.said_by)):
            words = self._words(text)
            words.paragraph_format.left_indent = Cm(_HANG_CM)
            border(words, "left")

    def _chart(self, block: Chart) -> None:
        """The numbers without the picture, whose patterns Word would not keep."""
        self._words(block.alt)
        self._bullets(Bullets(tuple(map(block.told, block.measures))))

    def _picture(self, block: Picture) -> None:
        pixels = read_picture(block.data)
        held = io.BytesIO()
        pixels.save(held, "PNG")
        by = min(block.width / pixels.width, block.height / pixels.height)
        held.seek(0)
        size = (Pt(pixels.width * by), Pt(pixels.height * by))
        shown = self._new().add_run().add_picture(held, *size)
        shown._inline.docPr.set("descr", legible(block.alt))  # noqa: SLF001 - it has no alt texts

    def _section(self, block: Section) -> None:
        for inner in block.blocks:
            self.write(inner)

    def _signatures(self, block: SignatureLines) -> None:
        for person in block.people:
            self._words(person)
            for label in block.words:
                border(self._labelled(label, ""), "bottom")

    def _page_break(self, _block: PageBreak) -> None:
        self._file.add_page_break()

    def _linked(self, block: Link) -> None:
        self._link(self._new(), block)

    def _key_values(self, block: KeyValues) -> None:
        for row in block.rows:
            self._row(row, block.label_lang)

    def _writing_lines(self, block: WritingLines) -> None:
        for _ in range(block.count):
            border(self._new(), "bottom")

    def _row(self, row: Row, lang: str) -> None:
        """The label stands before its first words; what follows is under it."""
        if isinstance(row.value, str):
            self._labelled(row.label, row.value, lang)
        elif isinstance(row.value, Link):
            self._link(self._labelled(row.label, "", lang), row.value)
        else:
            first, *rest = row.value
            if isinstance(first, Paragraph):
                words = self._labelled(row.label, first.text, lang)
                if first.lang:
                    speak((words.runs[-1]._r,), first.lang)  # noqa: SLF001 - as in word_marks
            else:
                self._labelled(row.label, "", lang).paragraph_format.keep_with_next = True
                rest.insert(0, first)
            for block in rest:
                self.write(block)

    def _labelled(self, label: str, value: str, lang: str = "") -> Words:
        words = self._new()
        head = words.add_run(f"{legible(label)}: ")
        head.bold = True
        if lang:
            speak((head._r,), lang)  # noqa: SLF001 - as in word_marks
        words.add_run(legible(value))
        return words

    def _link(self, words: Words, link: Link) -> None:
        if link.may_lead:
            words._p.append(linked(words, link))  # noqa: SLF001 - the library makes no links
        else:
            words.add_run(legible(link.text))
        if link.aside:
            words.add_run(f" {legible(link.aside)}")

    def _callout(self, block: Callout | Card) -> None:
        self._tinted = True
        self._heading(2, block.title, block.title_lang)
        for inner in block.blocks:
            self.write(inner)
        self._tinted = False

    def _table(self, block: Table) -> None:
        """A header row that is repeated on each page; no row is cut in two."""
        table = self._file.add_table(rows=1, cols=len(block.header), style="Table Grid")
        table.autofit = False
        describe(table, block.summary)
        _fill(table.rows[0].cells, block.header, is_strong=True)
        mark_row(table.rows[0], "w:tblHeader")
        if block.header_lang:
            speak((table.rows[0]._tr,), block.header_lang)  # noqa: SLF001 - as in word_marks
        for cells in block.rows:
            row = table.add_row()
            _fill(row.cells, cells)
            mark_row(row, "w:cantSplit")
            if block.row_headers:
                for run in row.cells[0].paragraphs[0].runs:
                    run.bold = True
        width = _PAGE_CM[0] - 2 * _MARGIN_CM
        shares = sum(block.widths)
        for share, column in zip(block.widths, table.columns, strict=True):
            column.width = Cm(width * share / shares)  # what LibreOffice reads
            for cell in column.cells:
                cell.width = column.width  # what Word reads
        self._new().paragraph_format.space_after = Pt(0)  # tables in a row would become one

    def _words(self, text: str, style: str = "Normal", lang: str = "") -> Words:
        words = self._new(style)
        words.add_run(legible(text))
        if lang:
            speak((words._p,), lang)  # noqa: SLF001 - as in word_marks
        return words

    def _new(self, style: str = "Normal") -> Words:
        words: Words = self._file.add_paragraph(style=style)
        if self._tinted:
            shade(words)
        return words


def _prepare(file: Any, document: Document) -> None:  # noqa: ANN401 - as above
    """Language, paper, styles, and the properties that a viewer shows."""
    section = file.sections[0]
    section.page_width, section.page_height = map(Cm, _PAGE_CM)
    section.left_margin = section.right_margin = Cm(_MARGIN_CM)
    styles = file.styles
    for name in ("Normal", "Subtitle", "List Bullet", *(f"Heading {n}" for n in _HEADINGS)):
        style = styles[name]
        _set_font(style, _SIZE)
        style.paragraph_format.line_spacing = _LEAD
    for level, size in _HEADINGS.items():
        style = styles[f"Heading {level}"]
        _set_font(style, size)
        style.font.bold = True
        style.paragraph_format.keep_with_next = True
    language = styles.element.find(qn("w:docDefaults")).find(".//" + qn("w:lang"))
    language.set(qn("w:val"), document.lang)
    day = dt.datetime.combine(document.issued_on, dt.time(), dt.UTC)
    about = file.core_properties
    about.title, about.subject = legible(document.title), legible(document.subject)
    about.author = about.last_modified_by = legible(document.author)
    about.language, about.comments, about.keywords = document.lang, "", ""
    about.created = about.modified = day
    about.revision = 1


def _set_font(style: Any, size: int) -> None:  # noqa: ANN401 - styles have no common class
    style.font.name, style.font.size = _FONT, Pt(size)
    style.font.color.rgb = _INK
    style.font.italic = False
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)


def _furniture(file: Any, document: Document) -> None:  # noqa: ANN401 - as above
    """The marking above each page, and the reference with the page below it."""
    section, edges = file.sections[0], edges_of(document)
    above = section.header.paragraphs[0]
    above.text = legible(" · ".join(filter(None, (document.marking, document.service))))
    for words in states_of(document):
        state = above.add_run(legible(f" · {words}"))
        if edges.lang:
            speak((state._r,), edges.lang)  # noqa: SLF001 - as in word_marks
    foot = section.footer.paragraphs[0]
    foot.text = f"{legible(document.reference)} · {legible(document.version_label)} · "
    for number, words in enumerate(_COUNTED.split(edges.page)):
        if number % 2:
            field(foot, _COUNTS[words])
        else:
            foot.add_run(legible(words))
    if edges.lang:
        speak((foot._p,), edges.lang)  # noqa: SLF001 - as in word_marks


_COUNTS: Final = {"page": "PAGE", "pages": "NUMPAGES"}
_COUNTED: Final = re.compile(r"\{(pages?)\}")


def _fill(cells: Iterable[_Cell], values: Iterable[Cell], *, is_strong: bool = False) -> None:
    for cell, value in zip(cells, values, strict=True):
        words = cell.paragraphs[0]
        words.paragraph_format.space_after = Pt(2)
        if isinstance(value, Strong):
            words.add_run(legible(value.first)).bold = True
            if value.rest:
                words.add_run(f"\n{legible(value.rest)}")
        else:
            words.add_run(legible(value)).bold = is_strong


def _without_clock(content: bytes) -> bytes:
    """The same parts in the same order, each dated on the same day."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            part = zipfile.ZipInfo(name, _DATED)
            part.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(part, given.read(name))
    return held.getvalue()
