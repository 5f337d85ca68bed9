"""How a plan, a modelling note and a report go through their lives, and the words for each step.

The case has its own table beside its declaration. A step is something a teacher does on purpose;
which records have to be there first is decided by whoever can look at them.
"""

from collections.abc import Mapping
from typing import Final

from stls_core.records.cases import may_become

_PLAN: Final[Mapping[str, tuple[str, ...]]] = {
    "DRAFT": ("AGREED",),
    "AGREED": ("ACTIVE", "STOPPED"),
    "ACTIVE": ("MID_REVIEW", "FINAL_REVIEW", "STOPPED"),
    "MID_REVIEW": ("FINAL_REVIEW", "STOPPED"),
    "FINAL_REVIEW": ("CLOSED", "EXTENDED", "STOPPED"),
    "EXTENDED": ("CLOSED", "STOPPED"),
    "CLOSED": (),
    "STOPPED": (),
}
_NOTE: Final[Mapping[str, tuple[str, ...]]] = {
    "DRAFT": (),  # becomes SHARED by signing
    "SHARED": ("REVIEWED", "LAPSED"),
    "REVIEWED": ("EMBEDDED", "LAPSED"),
    "EMBEDDED": ("LAPSED",),
    "LAPSED": ("REVIEWED",),
}
_REPORT: Final[Mapping[str, tuple[str, ...]]] = {
    "DRAFT": ("QA",),  # becomes SIGNED by signing, from here or after a colleague has read it
    "QA": ("DRAFT",),
    "SIGNED": (),  # becomes SENT by being given to somebody
    "SENT": ("ACKNOWLEDGED",),
    "ACKNOWLEDGED": (),
}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "advice_report": {
        "QA": "Ask a colleague to read it",
        "DRAFT": "Back to writing",
        "ACKNOWLEDGED": "It was received",
    },
    "case": {
        "REFERRED": "Record the referral",
        "AGREED": "The family has agreed",
        "ALLOCATED": "Allocate",
        "ACTIVE": "Begin work",
        "REVIEW_DUE": "Call for a review",
        "ADVICE_ONLY": "Advice only",
        "INACTIVE": "Keep on the register",
        "DECLINED": "Decline",
        "WITHDRAWN": "The family withdraws",
        "CLOSED": "Close the case",
    },
    "iss_plan": {
        "AGREED": "Agree the plan",
        "ACTIVE": "Start the plan",
        "MID_REVIEW": "Hold the mid review",
        "FINAL_REVIEW": "Hold the final review",
        "CLOSED": "Close the plan",
        "STOPPED": "Stop the plan",
    },
    "modelling_note": {
        "REVIEWED": "Reviewed",
        "EMBEDDED": "Embedded",
        "LAPSED": "Lapsed",
    },
}
_FIELDS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("advice_report", "QA"): ("qa_by",),
    ("advice_report", "DRAFT"): ("qa_notes",),
    ("case", "AGREED"): ("agreement_id",),
    ("case", "ALLOCATED"): ("lead_teacher_id", "next_review_on"),
    ("case", "ACTIVE"): ("agreement_id", "next_review_on"),
    ("case", "DECLINED"): ("closed_on", "outcome_summary"),
    ("case", "WITHDRAWN"): ("closed_on", "outcome_summary"),
    ("case", "CLOSED"): ("closed_on", "close_reason", "outcome_summary"),
    ("iss_plan", "STOPPED"): ("stop_reason", "closed_on"),
    ("iss_plan", "CLOSED"): (
        "outcome",
        "next_step",
        "closing_pupil",
        "closing_parent",
        "closed_on",
    ),
}


def steps_from(kind: str, status: str) -> tuple[str, ...]:
    """The statuses that a record of this kind may go to next, nearest first.

    Nothing for a kind without a life of its own, or for a status of a newer release.
    """
    if kind == "case":
        return may_become(status)
    tables = {"advice_report": _REPORT, "iss_plan": _PLAN, "modelling_note": _NOTE}
    return tables.get(kind, {}).get(status, ())


def has_steps(kind: str) -> bool:
    """Whether records of this kind go through a life of steps."""
    return kind in _WORDS


def step_words(kind: str, status: str) -> str:
    """What the button of a step says; empty for one that has a form of its own, as extending."""
    return _WORDS.get(kind, {}).get(status, "")


def fields_of_step(kind: str, status: str) -> tuple[str, ...]:
    """The fields that a step asks for on the way."""
    return _FIELDS.get((kind, status), ())
