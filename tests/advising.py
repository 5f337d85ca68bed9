"""A valid record of every kind that an advice report is made of: the builders' one child, T."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from stls_core.records import Record
from stls_core.records.advice import (
    AdviceReport,
    Finding,
    OwnPhrase,
    Recommendation,
    ReportPart,
    ReportSetting,
    ReportWording,
)
from tests.made import VISIT_DAY, an_id, made

_PIECE: Final = {
    "report_id": an_id("advice_report"),
    "pupil_id": an_id("pupil"),
    "order_key": "a0",
    "source_kind": "observation",
    "source_id": an_id("observation"),
}

_VALUES: Final[dict[str, tuple[type[Record], dict[str, Any]]]] = {
    "advice_report": (
        AdviceReport,
        {
            "pupil_id": an_id("pupil"),
            "case_id": an_id("case"),
            "setting_id": an_id("setting"),
            "written_on": VISIT_DAY,
            "question": "How can T. follow whole-class input without one adult beside him?",
            "source_ids": (an_id("observation"), an_id("assessment")),
            "target_ids": (an_id("target"),),
            "review_on": dt.date(2026, 12, 11),
            "review_with": "The tick sheet and the card.",
            "qualifications": "MA Special and Inclusive Education",
        },
    ),
    "report_part": (
        ReportPart,
        {
            **_PIECE,
            "section": "SEEN",
            "text": "On the carpet T. looked at the pictures before he answered.",
            "pulled": "On the carpet T. looked at the pictures before he answered.",
        },
    ),
    "finding": (
        Finding,
        {
            **_PIECE,
            "text": "6 October, literacy on the carpet: T. was on task in 45 % of 40 slots.",
            "area_of_need": "CI",
        },
    ),
    "recommendation": (
        Recommendation,
        {
            **_PIECE,
            "level": "INDIVIDUAL",
            "what": "Give one instruction at a time, say his name first, then wait ten seconds.",
            "who": "Teacher and TA",
            "role": "TEACHER",
            "how_often": "Every lesson",
            "how_long": "Six weeks",
            "success": "T. starts alone in 4 of 5 lessons.",
            "resource": "The now-next card",
            "finding_id": an_id("finding"),
            "strategy": "CI03",
        },
    ),
    "own_phrase": (
        OwnPhrase,
        {"section": "KEEP", "text": "Sit near the board, away from the projector fan."},
    ),
    "report_wording": (
        ReportWording,
        {
            "language": "POL",
            "key": "section.ASKED",
            "text": "O co nas zapytano",
            "reviewed_by": "Halina Example",
            "reviewed_on": VISIT_DAY,
        },
    ),
    "report_setting": (
        ReportSetting,
        {
            "council_name": "Wenning County Council",
            "service_name": "Specialist Teaching Service",
            "marking": "OFFICIAL-SENSITIVE",
            "family_marking": "Private: about your child",
            "retention": "We keep this report until your child is 25.",
            "contact": "Ring 01632 960001 and ask for the specialist teachers.",
        },
    ),
}


def _build(kind: str, **changes: Any) -> Record:
    record, values = _VALUES[kind]
    return made(record, kind, values, changes)


ADVICE: Final[dict[str, Callable[..., Record]]] = {kind: partial(_build, kind) for kind in _VALUES}
