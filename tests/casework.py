"""A valid record of every kind of casework: the builders' one invented child, T."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from stls_core.records import Record
from stls_core.records.access import AccessEntry
from stls_core.records.assessments import Assessment, Score
from stls_core.records.attachments import Attachment
from stls_core.records.days import DayLog
from stls_core.records.merging import PupilMerge
from stls_core.records.modelling import LocalStrategy, ModellingNote, StepDone
from stls_core.records.observations import (
    CheckPoint,
    Observation,
    ObservationEntry,
    SurroundingsPoint,
    Tally,
)
from stls_core.records.plans import (
    Baseline,
    CoachedAdult,
    Consent,
    IssPlan,
    IssSession,
    Progress,
    RatedBy,
    Target,
    TriedStrategy,
)
from stls_core.records.visits import Attendee
from stls_core.records.voices import ParentVoice, PupilVoice
from tests.made import VISIT_DAY, an_id, made

DECEMBER: Final = dt.date(2026, 12, 11)
_ABOUT: Final = {"pupil_id": an_id("pupil"), "setting_id": an_id("setting")}
_CARPET: Final = (("ON_A " * 18) + ("T " * 11) + ("OFF_V " * 11)).strip()
_PEER: Final = (("ON_P " * 34) + ("OFF_M " * 6)).strip()


def _consent(party: str) -> Consent:
    return Consent(key=party, party=party, name="Petra Quillfeather", agreed_on=VISIT_DAY)


_VALUES: Final[dict[str, tuple[type[Record], dict[str, Any]]]] = {
    "observation": (
        Observation,
        {
            **_ABOUT,
            "observed_on": VISIT_DAY,
            "starts_at": dt.time(9, 10),
            "ends_at": dt.time(9, 30),
            "method": "TIME_SAMPLE",
            "lesson": "Literacy on the carpet",
            "setting_area": "WHOLE_CLASS",
            "staff_present": ("TEACHER",),
            "typical_day": "TYPICAL",
            "focus_question": "What helps T. to follow whole-class input?",
            "strengths": "Looks at every picture.",
            "interval_s": 30,
            "slots": _CARPET,
            "peer_slots": _PEER,
            "tallies": (Tally(key="a", behaviour="Leaves the carpet", count=4, minutes=20),),
            "environment": (
                SurroundingsPoint(key="n", aspect="NOISE", state="HINDERS", note="the fan"),
            ),
            "checks": (
                CheckPoint(key="c", item="L_NOISE", state="HELPED", note="from two metres"),
            ),
            "what_helps": "Pictures and partner talk.",
            "what_hinders": "Three-part instructions.",
        },
    ),
    "observation_entry": (
        ObservationEntry,
        {
            "observation_id": an_id("observation"),
            "pupil_id": an_id("pupil"),
            "order_key": "a",
            "noted_at": dt.time(9, 12),
            "words": "Points at the card and sits down.",
            "function": "UNKNOWN",
        },
    ),
    "assessment": (
        Assessment,
        {
            "pupil_id": an_id("pupil"),
            "test": "BPVS3",
            "assessed_on": VISIT_DAY,
            "tester": "Odile Marchbanks",
            "tester_qualification": "CPT3A",
            "is_tester_qualified": True,
            "scores": (
                Score(
                    key="a",
                    subtest="Vocabulary",
                    value=82.0,
                    percentile=12.0,
                    ci_low=76.0,
                    ci_high=88.0,
                ),
            ),
            "observed_behaviour": "Worked well for twenty minutes.",
        },
    ),
    "iss_plan": (
        IssPlan,
        {
            **_ABOUT,
            "question": "How can T. follow whole-class input without one adult beside him?",
            "baselines": (
                Baseline(
                    key="a",
                    measure="On task",
                    value=45.0,
                    measured_in="%",
                    measured_on=VISIT_DAY,
                    source="OBSERVATION",
                ),
            ),
            "coached": (CoachedAdult(key="a", name="Wilf Tansley", role="TEACHER", hours=20.0),),
            "sessions_planned": 6,
            "hours_planned": 12.0,
            "starts_on": VISIT_DAY,
            "mid_review_on": dt.date(2026, 11, 10),
            "final_review_on": DECEMBER,
            "is_release_agreed": True,
            "presenting_need": "Understanding spoken instructions.",
            "tried": (TriedStrategy(key="a", strategy="Sitting at the front", impact="PARTLY"),),
            "strengths": "Draws what he knows.",
            "pupil_view": "I like the pictures.",
            "parent_view": "He copies his sister.",
            "strategies": ("CI02", "CI03"),
            "exit_criteria": ("TARGETS_EXPECTED",),
            "exit_plan": "The TA keeps the card going.",
            "consents": tuple(map(_consent, ("HEAD", "PARENT", "PUPIL", "SENCO", "ST"))),
        },
    ),
    "target": (
        Target,
        {
            "plan_id": an_id("iss_plan"),
            "pupil_id": an_id("pupil"),
            "order_key": "a",
            "statement": "By 11 December T. starts within 1 minute in 4 of 5 lessons.",
            "area": "CI",
            "measure": "RATING",
            "scale": "TME",
            "baseline": 3.0,
            "expected": 7.0,
            "rated_by": (RatedBy(key="a", role="TEACHER", score=3.0, rated_on=VISIT_DAY),),
            "due_on": DECEMBER,
        },
    ),
    "iss_session": (
        IssSession,
        {
            **_ABOUT,
            "plan_id": an_id("iss_plan"),
            "number": 2,
            "held_on": dt.date(2026, 10, 13),
            "status": "DONE",
            "types": ("MODEL",),
            "target_ids": (an_id("target"),),
            "what_we_did": "Showed the now-next card.",
            "pupil_response": "Pointed to it himself.",
            "progress": (Progress(key="a", target_id=an_id("target"), value=4.0),),
            "staff": (Attendee(key="a", name="Wilf Tansley", role="TEACHER"),),
            "practice": "The card in every lesson.",
        },
    ),
    "modelling_note": (
        ModellingNote,
        {
            **_ABOUT,
            "plan_id": an_id("iss_plan"),
            "modelled_on": dt.date(2026, 10, 13),
            "strategy": "CI02",
            "adult_name": "Wilf Tansley",
            "adult_role": "TEACHER",
            "stage": "MODEL",
            "context": "Literacy, whole class.",
            "steps": (StepDone(key="a", step="Say the name first.", is_shown=True, did="Y"),),
            "pupil_response": "Looked up at once.",
            "confidence_before": 4,
            "confidence_after": 6,
            "review_on": dt.date(2026, 10, 20),
        },
    ),
    "local_strategy": (
        LocalStrategy,
        {
            "area": "CI",
            "name": "Now-next card on a lanyard",
            "when": "The board is too far away.",
            "steps": "Show the card.\nSay now, then next.",
        },
    ),
    "pupil_voice": (
        PupilVoice,
        {
            "pupil_id": an_id("pupil"),
            "about": "ISS",
            "gathered_on": VISIT_DAY,
            "method": "DRAW",
            "scribed_by": "Odile Marchbanks",
            "words_of_child": "I like it when there is a picture.",
            "may_quote": True,
        },
    ),
    "parent_voice": (
        ParentVoice,
        {
            "pupil_id": an_id("pupil"),
            "about": "ISS",
            "gathered_on": VISIT_DAY,
            "respondent": "MOTHER",
            "has_pr": True,
            "mode": "MEETING",
            "going_well": "He talks about school.",
            "confidence_before": 5,
            "may_quote": True,
        },
    ),
    "attachment": (
        Attachment,
        {
            **_ABOUT,
            "of_id": an_id("observation"),
            "of_kind": "observation",
            "added_on": VISIT_DAY,
            "subject": "WORK",
            "media_type": "image/jpeg",
            "sha256": "ab" * 32,
            "size_bytes": 48_000,
        },
    ),
    "day_log": (
        DayLog,
        {
            "district_id": an_id("district"),
            "day_on": VISIT_DAY,
            "places": "Tumblestone Lane",
            "travel_min": 50,
            "miles": 23.0,
            "preparation_min": 30,
        },
    ),
    "access_entry": (
        AccessEntry,
        {
            "of_id": an_id("case"),
            "pupil_id": an_id("pupil"),
            "opened_by_id": an_id("account"),
            "opened_by": "Odile Marchbanks",
            "opened_at": dt.datetime(2026, 10, 6, 9, 0, tzinfo=dt.UTC),
            "reason": "Covers while the lead teacher is ill.",
        },
    ),
    "pupil_merge": (
        PupilMerge,
        {
            "kept_id": an_id("pupil"),
            "merged_id": an_id("pupil", 2),
            "joined_on": VISIT_DAY,
            "reason": "Same name and date of birth.",
            "approved_by_id": an_id("account"),
        },
    ),
}


def _build(kind: str, **changes: Any) -> Record:
    record, values = _VALUES[kind]
    return made(record, kind, values, changes)


CASEWORK: Final[dict[str, Callable[..., Record]]] = {
    kind: partial(_build, kind) for kind in _VALUES
}
