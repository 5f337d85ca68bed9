"""A valid record of every kind, with every value open to change: `link_visit(mode="VIDEO")`.

Names, places and numbers are invented. A builder's record can be saved and signed as it is, so a
test changes only what it is about; ids depend on the kind and on a number, never on chance.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from stls_core.records import Record
from stls_core.records.agreements import Agreement, Signatory
from stls_core.records.cases import Case, Cover, EhcRequest
from stls_core.records.physical import Equipment, PhysicalProfile
from stls_core.records.pupils import Diagnosis, ParentCarer, Placement, Professional, Pupil
from stls_core.records.reports import IssuedDocument, Recipient, SignedVersion
from stls_core.records.sensory import HearingAid, SensoryProfile
from stls_core.records.settings import (
    Contact,
    District,
    KentTerm,
    LinkAssignment,
    Organisation,
    Setting,
    Team,
)
from stls_core.records.syncing import Conflict
from stls_core.records.visits import (
    Action,
    Attendee,
    CohortCount,
    Discussion,
    LinkVisit,
    TrainingNeed,
)
from tests.advising import ADVICE
from tests.casework import CASEWORK
from tests.made import NOW, TEACHER, VISIT_DAY, an_id, made

__all__ = ["BUILDERS", "NOW", "TEACHER", "VISIT_DAY", "a_record", "an_id"]


def organisation(**changes: Any) -> Organisation:
    values = {"name": "Wenning County Council", "organisation_kind": "COUNCIL"}
    return made(Organisation, "organisation", values, changes)


def district(**changes: Any) -> District:
    values = {"name": "Wenningdale", "gss_code": "E07999901", "area": "North"}
    return made(District, "district", values, changes)


def team(**changes: Any) -> Team:
    values = {
        "name": "Wenningdale team",
        "team_kind": "DISTRICT",
        "district_ids": (an_id("district"),),
        "organisation_id": an_id("organisation"),
        "visits_a_year": 6,
    }
    return made(Team, "team", values, changes)


def term(**changes: Any) -> KentTerm:
    values = {
        "name": "Term 1",
        "school_year": "2026-27",
        "from_on": dt.date(2026, 9, 1),
        "to_on": dt.date(2026, 10, 16),
    }
    return made(KentTerm, "term", values, changes)


def contact(**changes: Any) -> Contact:
    values: dict[str, Any] = {
        "key": "contact-1",
        "name": "Petra Quillfeather",
        "role": "SENCO",
        "email": "senco@school.example",
        "from_on": dt.date(2024, 9, 1),
    }
    return Contact(**{**values, **changes})


def setting(**changes: Any) -> Setting:
    values = {
        "name": "Tumblestone Lane Primary School",
        "urn": "999001",
        "la_code": "886",
        "estab_number": "9999",
        "setting_type": "PRI",
        "phase": "PRIMARY",
        "street": "1 Tumblestone Lane",
        "town": "Little Wenning",
        "postcode": "ZZ99 1AA",
        "district_id": an_id("district"),
        "roll": 210,
        "contacts": (contact(),),
        "site_notes": "Park behind the hall.",
    }
    return made(Setting, "setting", values, changes)


def link_assignment(**changes: Any) -> LinkAssignment:
    values = {
        "setting_id": an_id("setting"),
        "teacher_id": TEACHER,
        "teacher_name": "Odile Marchbanks",
        "from_on": dt.date(2026, 9, 1),
    }
    return made(LinkAssignment, "link_assignment", values, changes)


def parent_carer(**changes: Any) -> ParentCarer:
    values: dict[str, Any] = {
        "key": "carer-1",
        "name": "Morwen Thistlewick",
        "relation": "MOTHER",
        "has_pr": True,
    }
    return ParentCarer(**{**values, **changes})


def placement(**changes: Any) -> Placement:
    values: dict[str, Any] = {
        "key": "placement-1",
        "setting_id": an_id("setting"),
        "from_on": dt.date(2024, 9, 1),
        "is_main": True,
    }
    return Placement(**{**values, **changes})


def diagnosis(**changes: Any) -> Diagnosis:
    values: dict[str, Any] = {
        "key": "diagnosis-1",
        "name": "Developmental language disorder",
        "status": "CONFIRMED",
        "by_whom": "Speech and language therapy",
        "diagnosed_on": dt.date(2025, 3, 18),
        "source": "Letter of 18 March 2025",
    }
    return Diagnosis(**{**values, **changes})


def professional(**changes: Any) -> Professional:
    values: dict[str, Any] = {
        "key": "professional-1",
        "role": "SALT",
        "name": "Ottoline Farrow",
        "organisation": "Wenning Community Health",
        "may_receive_report": True,
    }
    return Professional(**{**values, **changes})


def pupil(**changes: Any) -> Pupil:
    values = {
        "legal_forename": "Tobias",
        "legal_surname": "Thistlewick",
        "known_as": "Toby",
        "born_on": dt.date(2019, 11, 3),
        "upn": "Z886999924017",
        "setting_id": an_id("setting"),
        "nc_year": "2",
        "sen_provision": "K",
        "primary_need": "SLCN",
        "areas_of_need": ("CI",),
        "strengths": "Builds anything, and explains it with drawings.",
        "parents_carers": (parent_carer(),),
        "placements": (placement(),),
        "diagnoses": (diagnosis(),),
        "professionals": (professional(),),
        "communication_modes": ("SPEECH",),
    }
    return made(Pupil, "pupil", values, changes)


def cover(**changes: Any) -> Cover:
    values: dict[str, Any] = {
        "key": "cover-1",
        "teacher_id": an_id("account", 2),
        "from_on": dt.date(2026, 11, 2),
        "to_on": dt.date(2026, 11, 27),
    }
    return Cover(**{**values, **changes})


def case(**changes: Any) -> Case:
    values = {
        "pupil_id": an_id("pupil"),
        "ref": "WEN-2026-001",
        "opened_on": dt.date(2026, 9, 14),
        "source": "LIFT",
        "question": "How can Toby follow whole-class talk without an adult beside him?",
        "lead_teacher_id": TEACHER,
        "tier": "2",
        "involvement": "ACTIVE",
        "agreement_id": an_id("agreement"),
        "status": "ACTIVE",
        "covers": (cover(),),
        "next_review_on": dt.date(2026, 12, 8),
    }
    return made(Case, "case", values, changes)


def ehc_request(**changes: Any) -> EhcRequest:
    values = {
        "case_id": an_id("case"),
        "pupil_id": an_id("pupil"),
        "requested_on": dt.date(2026, 11, 9),
        "requested_by": "PARENT",
        "reason": "He still needs an adult beside him to follow a lesson.",
    }
    return made(EhcRequest, "ehc_request", values, changes)


def hearing_aid(**changes: Any) -> HearingAid:
    values: dict[str, Any] = {"key": "aid-1", "aid_type": "BEHIND_EAR", "ear": "BOTH"}
    return HearingAid(**{**values, **changes})


def sensory_profile(**changes: Any) -> SensoryProfile:
    values = {
        "pupil_id": an_id("pupil"),
        "as_at_on": VISIT_DAY,
        "senses": ("HEARING",),
        "left_level": "MODERATE",
        "left_db": 55,
        "left_type": "SENSORINEURAL",
        "right_level": "MILD",
        "right_db": 35,
        "right_type": "SENSORINEURAL",
        "audiogram_on": dt.date(2026, 7, 2),
        "aids": (hearing_aid(),),
    }
    return made(SensoryProfile, "sensory_profile", values, changes)


def equipment(**changes: Any) -> Equipment:
    values: dict[str, Any] = {
        "key": "equipment-1",
        "item": "Standing frame",
        "supplied_by": "Wenning Community Health",
        "checked_on": dt.date(2026, 6, 1),
        "check_due_on": dt.date(2026, 12, 1),
    }
    return Equipment(**{**values, **changes})


def physical_profile(**changes: Any) -> PhysicalProfile:
    values = {
        "pupil_id": an_id("pupil"),
        "as_at_on": VISIT_DAY,
        "mobility": "WALKS_AID",
        "recording": ("KEYBOARD", "SCRIBE"),
        "equipment": (equipment(),),
        "peep_on": dt.date(2026, 9, 7),
    }
    return made(PhysicalProfile, "physical_profile", values, changes)


def signatory(**changes: Any) -> Signatory:
    values: dict[str, Any] = {
        "key": "signer-1",
        "name": "Morwen Thistlewick",
        "relation": "MOTHER",
        "has_pr": True,
    }
    return Signatory(**{**values, **changes})


def agreement(**changes: Any) -> Agreement:
    values = {
        "pupil_id": an_id("pupil"),
        "form": "LIFT",
        "signed_by": (signatory(),),
        "signed_on": dt.date(2026, 9, 10),
        "has_seen_referral": True,
        "agrees": ("DISCUSS", "OBSERVE"),
        "how_obtained": "WET_SIGN",
    }
    return made(Agreement, "agreement", values, changes)


def attendee(**changes: Any) -> Attendee:
    values = {"key": "attendee-1", "name": "Petra Quillfeather", "role": "SENCO"}
    return Attendee(**{**values, **changes})


def cohort_count(**changes: Any) -> CohortCount:
    values: dict[str, Any] = {"key": "cohort-1", "year": "2", "n_k": 5, "n_e": 1}
    return CohortCount(**{**values, **changes})


def training_need(**changes: Any) -> TrainingNeed:
    values: dict[str, Any] = {
        "key": "training-1",
        "topic": "Visual supports that work",
        "audience": "TAS",
        "size": 8,
        "urgency": "THIS_TERM",
    }
    return TrainingNeed(**{**values, **changes})


def link_visit(**changes: Any) -> LinkVisit:
    values = {
        "setting_id": an_id("setting"),
        "visited_on": VISIT_DAY,
        "starts_at": dt.time(9, 0),
        "ends_at": dt.time(11, 30),
        "mode": "INPERSON",
        "status": "IN_PROGRESS",
        "purposes": ("PLANNING", "REVIEW"),
        "attendees": (attendee(),),
        "cohort": (cohort_count(),),
        "strategies": ("CI01",),
        "training_needs": (training_need(),),
        "whole_school_focus": "Calm starts to the morning.",
        "senco_confidence": 6,
        "next_visit_on": dt.date(2026, 12, 1),
    }
    return made(LinkVisit, "link_visit", values, changes)


def discussion(**changes: Any) -> Discussion:
    values = {
        "visit_id": an_id("link_visit"),
        "setting_id": an_id("setting"),
        "order_key": "a",
        "subject": "WHOLE_SCHOOL",
        "area_of_need": "CI",
        "concern": "Assemblies are loud.",
        "advice": "Let pupils who need it sit by the door.",
        "next_tier": "NONE",
    }
    return made(Discussion, "discussion", values, changes)


def action(**changes: Any) -> Action:
    values = {
        "visit_id": an_id("link_visit"),
        "setting_id": an_id("setting"),
        "order_key": "a",
        "what": "Put a visual timetable in each Year 2 room.",
        "who": "SENCO",
        "by_when_on": dt.date(2026, 11, 20),
        "status": "OPEN",
    }
    return made(Action, "action", values, changes)


def signed_version(**changes: Any) -> SignedVersion:
    values = {
        "of_id": an_id("link_visit"),
        "of_kind": "link_visit",
        "setting_id": an_id("setting"),
        "content": "{}",
        "sha256": "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
        "signed_by_id": TEACHER,
        "signed_by": "Odile Marchbanks",
        "signed_on": VISIT_DAY,
        "signed_at": NOW,
    }
    return made(SignedVersion, "signed_version", values, changes)


def recipient(**changes: Any) -> Recipient:
    values: dict[str, Any] = {
        "key": "recipient-1",
        "name": "Petra Quillfeather",
        "role": "SENCO",
        "route": "PRINT",
        "given_at": NOW,
    }
    return Recipient(**{**values, **changes})


def issued_document(**changes: Any) -> IssuedDocument:
    values = {
        "signed_version_id": an_id("signed_version"),
        "setting_id": an_id("setting"),
        "reference": "WEN-N-0001",
        "version_number": 1,
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "size_bytes": 48_000,
        "renderer_version": "1",
        "issued_on": VISIT_DAY,
        "recipients": (recipient(),),
    }
    return made(IssuedDocument, "issued_document", values, changes)


def conflict(**changes: Any) -> Conflict:
    values = {
        "of_id": an_id("link_visit"),
        "of_kind": "link_visit",
        "unit_of": an_id("setting"),
        "slot": "whole_school_focus",
        "base": '{"whole_school_focus":"Calm starts."}',
        "live": '{"whole_school_focus":"Calm starts and calm ends."}',
        "live_by": "Odile Marchbanks",
        "other": '{"whole_school_focus":"Calm mornings."}',
        "other_by": "Rufus Applegarth",
        "other_op": an_id("op"),
        "state": "OPEN",
    }
    return made(Conflict, "conflict", values, changes)


BUILDERS: Final[dict[str, Callable[..., Record]]] = {
    "action": action,
    "agreement": agreement,
    "case": case,
    "conflict": conflict,
    "discussion": discussion,
    "district": district,
    "ehc_request": ehc_request,
    "issued_document": issued_document,
    "link_assignment": link_assignment,
    "link_visit": link_visit,
    "organisation": organisation,
    "physical_profile": physical_profile,
    "pupil": pupil,
    "sensory_profile": sensory_profile,
    "setting": setting,
    "signed_version": signed_version,
    "team": team,
    "term": term,
    **ADVICE,
    **CASEWORK,
}


def a_record(kind: str, **changes: Any) -> Record:
    """A valid record of the kind with that wire name."""
    return BUILDERS[kind](**changes)
