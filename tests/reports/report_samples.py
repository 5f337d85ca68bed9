"""An invented advice report with every kind of block, and one in which every text is hostile.

No school, child or person here is real, and no child has a name.
"""

import datetime as dt
from dataclasses import replace
from io import BytesIO

from PIL import Image, ImageDraw

from stls_desktop.reports.content import (
    Block,
    Bullets,
    Callout,
    Card,
    Chart,
    Document,
    Heading,
    KeyValues,
    Link,
    Masthead,
    Measure,
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
from tests.reports.samples import NASTY


def logo() -> bytes:
    """A council's mark with a transparent ground."""
    image = Image.new("RGBA", (360, 120), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((0, 10, 100, 110), 18, fill=(11, 110, 119, 255))
    draw.ellipse((25, 35, 75, 85), fill=(255, 255, 255, 255))
    for row in range(3):
        draw.rectangle((125, 20 + row * 32, 340 - row * 60, 36 + row * 32), fill=(22, 33, 43, 255))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


ACTIONS = Table(
    ("What", "Who", "By when", "How you will know"),
    (
        (
            "Teach the three-step card for starting a task, then fade the adult after a minute",
            "Class teacher and teaching assistant",
            "Fri 16 Jan 2026",
            "A.B. starts alone in four of five lessons, counted for a week",
        ),
        (
            "Pre-teach four topic words on Monday, with a picture and a gesture for each",
            "Teaching assistant",
            "Weekly",
            "A.B. uses three of the four in Friday’s quiz",
        ),
        (
            "Ten minutes of paired reading at home, five days a week",
            "A.B.’s mother",
            "From Mon 12 Jan 2026",
            "The reading diary shows 20 of 25 days",
        ),
        (
            "Send the listening checklist and the multi-disciplinary referral form",
            "Specialist teacher",
            "Fri 19 Dec 2025",
            "The SENCO has both",
        ),
        ("Review with the family", "SENCO", "Tue 3 Mar 2026", "Notes of the meeting are shared"),
    ),
    (0.36, 0.2, 0.17, 0.27),
    "Each recommendation: what to do, who does it, by when and how it is known to work",
)

CHART = Chart(
    "A bar chart of three targets. Each has moved up from where it began; one has passed what was "
    "hoped for.",
    (
        Measure("Starts a written task within a minute", 2, 6, 7),
        Measure("Answers a why question in a full sentence", 3, 8, 6),
        Measure("Reads the first hundred words", 4, None, 9),
    ),
    ("At the start", "Now", "Hoped for"),
    "not measured yet",
    0,
    10,
)

_SEEN = (
    "A.B. followed a routine instruction with the class in two of five chances, and when it was "
    "repeated to him alone in all five. In the written part of the lesson he waited six minutes "
    "before he looked at the page. When the adult pointed to the first box of the card he began at "
    "once and wrote two sentences. He spoke to one child at break and joined a running game that "
    "somebody else had set up."
)


def blocks() -> tuple[Block, ...]:
    """The parts of an ordinary report, in the order in which a SENCO reads them."""
    return (
        Picture(logo(), "Harrowmere County Council", 110, 36),
        Masthead(
            "Advice report",
            "How A.B. can start his work by himself",
            "",
            (
                ("Pupil", "A.B., Year 4"),
                ("School", "Larkfield Meadow"),
                ("Written", "Tue 9 Dec 2025"),
                ("Review", "Tue 3 Mar 2026"),
            ),
        ),
        Callout(
            "Do these three things first",
            (
                Steps(
                    (
                        "Put the three-step card on his desk and point to the first box.",
                        "Say his name, wait ten seconds, then give one instruction.",
                        "Teach four topic words on Monday before the class meets them.",
                    )
                ),
            ),
        ),
        Heading(2, "What this is based on"),
        KeyValues(
            (
                Row("Seen", "Two lessons and one break, 70 minutes on Tuesday 2 December 2025"),
                Row("Spoken to", "A.B., his mother, Mr Whitlow (Year 4) and Mrs Sandford (SENCO)"),
                Row(
                    "Read",
                    (
                        Bullets(
                            (
                                "The plan of September 2025 and its review",
                                "Reading score 84, a little below most children of his age",
                                "The hearing test of 14 November 2025: no concern",
                            )
                        ),
                    ),
                ),
            )
        ),
        Heading(2, "What is going well"),
        Bullets(
            (
                "He knows the routines of the class and tells others what comes next.",
                "He works for twenty minutes at a time once he has begun.",
                "He has one firm friend, and is kind to younger children.",
            )
        ),
        Heading(2, "What A.B. told us"),
        Quotation(
            "I know what to do when it’s in my head but then the page is just white. If someone "
            "shows me the first bit I can do it.",
            "A.B., 2 December 2025",
        ),
        Heading(2, "What we saw"),
        Heading(3, "Communication and interaction", "English, 9.15am"),
        Paragraph(_SEEN),
        Paragraph(_SEEN),
        Heading(3, "Cognition and learning"),
        Paragraph(_SEEN),
        Heading(2, "What to do next"),
        ACTIONS,
        Heading(2, "How far he has come"),
        CHART,
        PageBreak(),
        Heading(2, "A card for the desk"),
        Card(
            "Starting a task",
            (
                Steps(("Read the title.", "Tell your neighbour the first sentence.", "Write it.")),
                Paragraph("Used in English and topic, every lesson, for six weeks.", "quiet"),
            ),
        ),
        Table(
            ("Support", "Before", "Now"),
            (("Adult beside him", "All lesson", Strong("First minute", "then every ten minutes")),),
            (0.4, 0.3, 0.3),
            "How much support was given before and is given now",
            row_headers=True,
        ),
        Heading(2, "Who to ask"),
        Link("harrowmere@stls.example", "mailto:harrowmere@stls.example", "Write to us", "01632 1"),
        WritingLines(2),
        SignatureLines(
            ("For the school: Priya Sandford, SENCO", "For the family"), ("Signed", "Date")
        ),
        Section(POLISH, "pl"),
        Section(ARABIC, "ar"),
        Section(URDU, "ur"),
    )


POLISH: tuple[Block, ...] = (
    Heading(2, "Co robić dalej"),
    Paragraph("Standing words are Polish; what was written stays English.", lang="en-GB"),
    KeyValues((Row("Kto", "Nauczyciel klasy"), Row("Kiedy", "Co tydzień"))),
)

_ARABIC = (
    "اقرأ مع طفلك كل يوم لمدة 10 دقائق. توقف عندما يتعب، وامدح المحاولة قبل الإجابة الصحيحة "
    "(حتى لو أخطأ). تحدث معنا إذا كان لديك أي سؤال: 01632\u00a0960142."
)
ARABIC: tuple[Block, ...] = (
    Heading(2, "ماذا نفعل بعد ذلك"),
    Paragraph(_ARABIC),
    Bullets(("اقرأ كل يوم", "امدح المحاولة")),
    KeyValues((Row("من", "Mrs Sandford (SENCO)"), Row("متى", "كل أسبوع"))),
    Table(
        ("ماذا", "من", "متى"),
        (("بطاقة الخطوات الثلاث", "المعلم", "كل يوم"), ("القراءة", "الأسرة", "مساءً")),
        (0.5, 0.25, 0.25),
        "الخطوات",
    ),
)

URDU: tuple[Block, ...] = (
    Heading(2, "آگے کیا کرنا ہے"),
    Quotation("مجھے کہانیاں پسند ہیں۔", "A.B."),
    Paragraph("اپنے بچے کے ساتھ روزانہ 10 منٹ پڑھیں۔ جب وہ تھک جائے تو رک جائیں۔"),
)

ORDINARY = Document(
    title="Advice report AR-2025-0031, 9 December 2025",
    subject="Advice of a specialist teacher",
    author="Specialist Teaching and Learning Service, Harrowmere",
    service="Specialist Teaching and Learning Service, Harrowmere",
    reference="AR-2025-0031",
    version_label="Version 1 · check 3f9a1c77",
    marking="OFFICIAL-SENSITIVE",
    issued_on=dt.date(2025, 12, 9),
    blocks=blocks(),
)

EMPTY = replace(
    ORDINARY,
    marking="",
    version_label="",
    reference="",
    blocks=(
        Masthead("", "", "", ()),
        Callout("", ()),
        Card("", ()),
        Heading(2, ""),
        Paragraph(""),
        Bullets(()),
        Steps(()),
        KeyValues(()),
        KeyValues((Row("", ""), Row("Nothing", ()))),
        Table(("A", "B"), (), (1, 1), "no rows"),
        Table(("", ""), (("", ""),), (1, 1), ""),
        Chart("nothing", (), ("a", "b", "c"), "none", 0, 1),
        Quotation(""),
        SignatureLines((), ("", "")),
        Section(()),
        PageBreak(),
        PageBreak(),
    ),
)

_ALL = "\n".join(NASTY)
HOSTILE = replace(
    ORDINARY,
    marking=NASTY[0],
    service=_ALL,
    title=_ALL,
    is_draft=True,
    is_demo=True,
    blocks=(
        Masthead(NASTY[0], _ALL, _ALL, tuple((text, text) for text in NASTY)),
        Callout(_ALL, (Paragraph("y" * 10_000), Steps(NASTY))),
        Card(_ALL, (Paragraph(_ALL * 4), KeyValues(tuple(Row(t, t) for t in NASTY)))),
        Quotation(_ALL * 2, _ALL),
        Table(NASTY[:4], (NASTY[:4], NASTY[2:]), (1, 1, 1, 1), _ALL, row_headers=True),
        Chart(_ALL, (Measure(_ALL, 1, 2, 3),) * 7, ("x" * 90, "", _ALL), _ALL, 0, 3),
        SignatureLines(NASTY, (_ALL, NASTY[0])),
        Section((Heading(2, _ALL), Paragraph(_ALL), Bullets(NASTY), Steps(NASTY)), "ar"),
        Section((KeyValues(tuple(Row(text, text) for text in NASTY)),), "ur"),
        Link(_ALL, "https://stls.example", _ALL, _ALL),
    ),
)

STRESS = replace(
    ORDINARY,
    blocks=(
        *blocks()[:18],
        *(Paragraph(f"{n}. {_SEEN} {_SEEN}") for n in range(12)),
        replace(ACTIONS, rows=ACTIONS.rows * 4),
        replace(CHART, measures=CHART.measures * 4),
        Section((Paragraph(" ".join([_ARABIC] * 12)), *ARABIC), "ar"),
        *blocks()[18:],
    ),
)
"""About fourteen pages in the standard look."""

EVERY = {"ORDINARY": ORDINARY, "EMPTY": EMPTY, "HOSTILE": HOSTILE, "STRESS": STRESS}
