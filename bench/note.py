"""The SENCO's note against the same words set by reportlab alone, in the same run.

Bare reportlab means its own paragraphs and tables with the same fonts, and no tags, no glyph guard
and no page count. Warm is the median of many; cold is a fresh process, imports included.
"""

import importlib
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from bench.figures import Figure, against
from stls_desktop.assets import asset_path
from stls_desktop.reports.content import (
    Block,
    Bullets,
    Document,
    Heading,
    KeyValues,
    Link,
    Masthead,
    Paragraph,
    Table,
    WritingLines,
)

ROUNDS = 40
COLD_ROUNDS = 5


def sample() -> Document:
    """An ordinary visit in an invented school."""
    import datetime as dt

    from stls_desktop.reports import note

    day = dt.date(2025, 12, 9)
    advice = (
        "Give one instruction at a time. Say his name first, wait ten seconds, then point to the "
        "card.\n\n- Every lesson, for six weeks\n- The adult steps back after the first minute\n"
        "- Success: he starts alone in four of five lessons"
    )
    return note.link_visit_note(
        note.VisitNote(
            reference="LV-2025-0142",
            service="Specialist Teaching and Learning Service, Harrowmere",
            setting="Larkfield Meadow Primary School",
            district="Harrowmere",
            author=note.Person("Jo Example", "Specialist Teacher"),
            visited_on=day,
            dated_on=day,
            mode="In person",
            visit_count="3 of 6 this year",
            purposes=("Planning", "Review of actions"),
            attendees=(note.Person("Priya Sandford", "SENCO"),),
            actions=tuple(
                note.AgreedAction(f"Use the now-next card in lesson {n} of the day", "Staff", day)
                for n in range(3)
            ),
            past_actions=tuple(
                note.PastAction(f"Trial a quiet start in week {n}", "Staff", "Partly", "Two days")
                for n in range(3)
            ),
            talks=tuple(
                note.Talk(
                    about=f"Year {n}, child A",
                    area_of_need="Communication and interaction",
                    concern="Does not start written tasks without an adult beside him.",
                    tried="A task board on the desk for three weeks. It helped in maths.",
                    advice=advice,
                )
                for n in (3, 4, 5)
            ),
            strategies=("Now-next card", "Wait time"),
            resources=("Set of visual timetable symbols",),
            cohort=(note.YearCount(year="Year 4", sen_support=9, ehc_plan=2),),
            email="harrowmere@stls.example",
            check_code="3f9a1c77",
        )
    )


def bare(document: Document) -> bytes:
    """The words of a document by reportlab's own layout: what the renderer is measured against."""
    platypus = importlib.import_module("reportlab.platypus")
    styles = importlib.import_module("reportlab.lib.styles")
    _register_plain_fonts()
    body = styles.ParagraphStyle("body", fontName="plain-regular", fontSize=12, leading=17)
    strong = styles.ParagraphStyle("strong", body, fontName="plain-semibold")
    story = []
    for style, cells in _lines(document.blocks):
        made = [platypus.Paragraph(escape(cell), strong if style else body) for cell in cells]
        story.append(made[0] if len(made) == 1 else platypus.Table([made]))
    buffer = BytesIO()
    platypus.SimpleDocTemplate(buffer, invariant=1, title=document.title).build(story)
    return buffer.getvalue()


def _register_plain_fonts() -> None:
    metrics = importlib.import_module("reportlab.pdfbase.pdfmetrics")
    fonts = importlib.import_module("reportlab.pdfbase.ttfonts")
    if "plain-regular" not in metrics.getRegisteredFontNames():
        for name, file in (("regular", "Regular"), ("semibold", "SemiBold")):
            path = asset_path("resources", "fonts", "noto-sans", f"NotoSans-{file}.ttf")
            metrics.registerFont(fonts.TTFont(f"plain-{name}", str(path)))


def _lines(blocks: Iterable[Block]) -> Iterator[tuple[bool, Sequence[str]]]:
    """Each line of a document as (is a heading, its cells)."""
    for block in blocks:
        match block:
            case Masthead():
                yield True, [block.title]
                yield from ((False, fact) for fact in block.facts)
            case Heading():
                yield True, [f"{block.text} {block.aside}"]
            case Paragraph() | Link():
                yield False, [block.text]
            case Bullets():
                yield from ((False, [item]) for item in block.items)
            case KeyValues():
                yield from _rows(block)
            case Table():
                yield True, block.header
                yield from ((False, [str(cell) for cell in row]) for row in block.rows)
            case WritingLines():
                yield from ((False, ["_" * 60]) for _ in range(block.count))
            case _:
                yield True, [block.title]
                yield from _lines(block.blocks)


def _rows(block: KeyValues) -> Iterator[tuple[bool, Sequence[str]]]:
    for row in block.rows:
        if isinstance(row.value, str):
            yield False, [row.label, row.value]
        else:
            yield False, [row.label]
            yield from _lines(row.value if isinstance(row.value, tuple) else [row.value])


def warm() -> tuple[float, float]:
    """(ours, bare): processor time of one note in milliseconds, in a process that made some.

    The two take turns, so that what else the machine does disturbs both alike.
    """
    from stls_desktop.reports.render import render

    document = sample()
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(_timed(lambda: render(document)))
        plain.append(_timed(lambda: bare(document)))
    return statistics.median(ours), statistics.median(plain)


def _timed(draw: Callable[[], bytes]) -> float:
    start = time.process_time()
    draw()
    return (time.process_time() - start) * 1000


def cold() -> tuple[float, float]:
    """(ours, bare): the median time to the first note of a fresh process, in milliseconds."""
    ours = "from stls_desktop.reports.render import render; render(note.sample())"
    return _first(ours), _first("note.bare(note.sample())")


def _first(statement: str) -> float:
    code = f"import time; t = time.perf_counter()\nfrom bench import note\n{statement}\n"
    code += "print((time.perf_counter() - t) * 1000)"
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
        for _ in range(COLD_ROUNDS)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def figures() -> list[Figure]:
    """Both figures with their ratio to bare reportlab."""
    return [
        against("SENCO note, warm", *warm(), target="≤ 1.4 ×"),
        against("SENCO note, first of a process", *cold()),
    ]
