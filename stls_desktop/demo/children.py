"""The demo's children: the file, the family's agreement, the case, and what was measured once.

Each child has a story and a stage; what has happened by that stage is written by `evidence` and
`support`. Nobody here is real.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from stls_core.calendar import nc_year
from stls_core.records import Record
from stls_core.records.agreements import Agreement, Signatory
from stls_core.records.cases import Case, Cover, EhcRequest
from stls_core.records.physical import Equipment, PhysicalProfile
from stls_core.records.pupils import (
    Diagnosis,
    ParentCarer,
    Placement,
    Professional,
    Pupil,
    upn_check_letter,
)
from stls_core.records.sensory import HearingAid, SensoryProfile, level_of_loss
from stls_core.records.settings import Setting
from stls_desktop.demo.dice import AUTHORITY, Dice, Teacher, colleague
from stls_desktop.demo.phrases import LANGUAGES
from stls_desktop.demo.stories import Story, stories

STAGES: Final = (
    "REFERRED",
    "ADVICE_ONLY",
    "ALLOCATED",
    "DRAFT",
    "AGREED",
    "ACTIVE",
    "MID_REVIEW",
    "FINAL_REVIEW",
    "CLOSED",
    "EXTENDED",
    "STOPPED",
    "ENDED",
)
"""How far the service has come with a child; from DRAFT on it is the status of the plan, ENDED is
a plan that was closed and the case with it."""
_BEGUN_DAYS: Final = {
    "REFERRED": 12,
    "ADVICE_ONLY": 120,
    "ALLOCATED": 25,
    "DRAFT": 35,
    "AGREED": 40,
    "ACTIVE": 95,
    "MID_REVIEW": 110,
    "FINAL_REVIEW": 150,
    "CLOSED": 260,
    "EXTENDED": 230,
    "STOPPED": 190,
    "ENDED": 480,
}
_CASE_STATUS: Final = {
    "REFERRED": "REFERRED",
    "ADVICE_ONLY": "ADVICE_ONLY",
    "ALLOCATED": "ALLOCATED",
    "CLOSED": "REVIEW_DUE",
    "STOPPED": "INACTIVE",
    "ENDED": "CLOSED",
}
_EXPIRING_DAYS_AGO: Final = 344  # of a year: runs out in three weeks
_EXPIRED_DAYS_AGO: Final = 372
_SCHOOL_AGE: Final = 5


@dataclass(frozen=True)
class Child:
    """One invented child with what the other records need to know."""

    number: int
    pupil: Pupil
    story: Story  # told with the child's initial
    stage: str
    school: Setting
    teacher: Teacher
    agreement: Agreement | None
    case: Case
    adult: str  # who is coached: the class teacher, or the key person

    @property
    def opened_on(self) -> dt.date:
        """The first day of the case."""
        return self.case.opened_on or dt.date.min

    @property
    def coached_role(self) -> str:
        """The part that this adult plays in the room."""
        return "KEY_PERSON" if self.story.key == "first-words" else "TEACHER"


def child(
    dice: Dice, names: Mapping[str, str], school: Setting, teacher: Teacher, number: int
) -> Child:
    """The nth child, in a school that has such children."""
    low, high = school.low_age or 4, max(5, (school.high_age or 11) - 1)
    fitting = [each for each in stories() if each.fits(low, high)] or list(stories()[-3:])
    told = fitting[number % len(fitting)]
    stage = STAGES[(number + number // len(STAGES)) % len(STAGES)]
    if told.key == "first-words" and stage == "ENDED":
        stage = "CLOSED"  # a child of three has no case of long ago
    began = dice.days_ago(_BEGUN_DAYS[stage] + number % 7)
    pupil = _pupil(dice, names, school, told, number, began)
    agreement = None if stage == "REFERRED" else _agreement(dice, pupil, teacher, began, number)
    case = _case(dice, pupil, teacher, told, stage, agreement, number)
    initial = f"{(pupil.known_as or pupil.legal_forename)[:1]}."
    return Child(
        number=number,
        pupil=pupil,
        story=told.about(initial),
        stage=stage,
        school=school,
        teacher=teacher,
        agreement=agreement,
        case=case,
        adult=dice.adult(),
    )


def opening_records(dice: Dice, child: Child, sensory: Teacher) -> Iterator[Record]:
    """The pupil, what the family agreed to, the case, and the second service's for a deaf child."""
    yield child.pupil
    if child.agreement is not None:
        yield child.agreement
    yield child.case
    if child.story.need in ("HI", "VI"):
        yield _sensory_profile(dice, child, sensory)
        if child.agreement is not None and child.stage not in ("REFERRED", "ENDED"):
            yield _second_service(dice, child, sensory)
    if child.story.need == "PD":
        yield _physical_profile(dice, child)
    if child.number % 16 == 5:  # noqa: PLR2004 - a few families or schools ask for assessment
        yield _ehc_request(dice, child)


def _pupil(
    dice: Dice, names: Mapping[str, str], school: Setting, story: Story, number: int, began: dt.date
) -> Pupil:
    low = max(school.low_age or story.ages[0], story.ages[0])
    high = min((school.high_age or 19) - 1, story.ages[1])
    age = dice.number(min(low, high), max(low, high))
    born = dt.date(dice.today.year - age, 1, 1) - dt.timedelta(days=dice.number(0, 300))
    is_above = number % 29 == 11  # noqa: PLR2004 - a few are taught out of their year
    usual = nc_year(born, began)
    needs_words = number % 9 == 4  # noqa: PLR2004 - a ninth of the families speak another language
    return Pupil(
        **dice.envelope(began),
        legal_forename=names["forename"],
        legal_surname=names["surname"],
        known_as=names["known_as"],
        born_on=born,
        upn=_upn(dice, school, age, number),
        setting_id=school.id,
        nc_year=str(int(usual) - 1) if is_above and usual.isdecimal() and int(usual) > 1 else "",
        nc_year_reason="Moved back a year with the parents' agreement." if is_above else "",
        sen_provision="E" if number % 5 == 0 else "K",
        primary_need=story.need,
        secondary_need=story.second_need,
        areas_of_need=(story.area,),
        strengths=story.strengths,
        first_language=LANGUAGES[number % len(LANGUAGES)] if needs_words else "",
        is_eal=True if needs_words else None,
        communication_modes=("BSL", "SPEECH") if story.need == "HI" else ("SPEECH",),
        diagnoses=_diagnoses(dice, story, began),
        parents_carers=_family(dice, names["surname"], number, needs_words=needs_words),
        professionals=_professionals(dice, story, number),
        placements=(
            Placement(
                key=dice.new_id(),
                setting_id=school.id,
                from_on=min(born + dt.timedelta(days=700), began - dt.timedelta(days=420)),
                is_main=True,
            ),
        ),
    )


def _upn(dice: Dice, school: Setting, age: int, number: int) -> str:
    """A number with its check letter for most; none below school age; a slip in one or two."""
    if age < _SCHOOL_AGE or number % 8 == 6:  # noqa: PLR2004 - newcomers have none yet
        return ""
    entry = (dice.today.year - age + 4) % 100
    rest = f"{AUTHORITY}{school.estab_number or '9999'}{entry:02}{number:03}"
    letter = "A" if number % 41 == 7 else upn_check_letter(f"A{rest}")  # noqa: PLR2004 - the slip
    return f"{letter}{rest}"


def _diagnoses(dice: Dice, story: Story, began: dt.date) -> tuple[Diagnosis, ...]:
    named = {
        "ASD": ("Autism", "CONFIRMED", "Community paediatrics"),
        "HI": ("Bilateral hearing loss", "CONFIRMED", "Audiology"),
        "VI": ("Nystagmus", "CONFIRMED", "Eye clinic"),
        "SPLD": ("Dyslexia", "REPORTED", "Parents"),
        "SEMH": ("ADHD", "AWAITING", "Community paediatrics"),
    }
    if story.need not in named:
        return ()
    name, status, by_whom = named[story.need]
    on = began - dt.timedelta(days=dice.number(100, 700)) if status == "CONFIRMED" else None
    return (
        Diagnosis(key=dice.new_id(), name=name, status=status, by_whom=by_whom, diagnosed_on=on),
    )


def _family(dice: Dice, surname: str, number: int, *, needs_words: bool) -> tuple[ParentCarer, ...]:
    language = LANGUAGES[number % len(LANGUAGES)] if needs_words else ""
    relation = "FOSTER" if number % 23 == 9 else "MOTHER"  # noqa: PLR2004 - some are looked after
    family = [
        ParentCarer(
            key=dice.new_id(),
            name=f"{dice.one_of('ABCDEFGHJKLM')}. {surname}",
            relation=relation,
            has_pr=relation != "FOSTER",
            phone="01632 960555",
            language=language,
            needs_interpreter=needs_words and number % 2 == 0,
            report_format="TRANSLATED" if needs_words else "STD",
            has_child_at_home=True,
        )
    ]
    if number % 2 or relation == "FOSTER":
        family.append(
            ParentCarer(
                key=dice.new_id(),
                name=f"{dice.one_of('NPRSTVW')}. {surname}",
                relation="FATHER",
                has_pr=True,
                is_barred=number % 31 == 17,  # noqa: PLR2004 - by order of a court
                has_child_at_home=number % 3 != 0,
            )
        )
    return tuple(family)


def _professionals(dice: Dice, story: Story, number: int) -> tuple[Professional, ...]:
    role = {"SLCN": "SALT", "HI": "QTOD", "VI": "QTVI", "PD": "OT", "ASD": "PAED"}.get(story.need)
    if role is None or number % 2:
        return ()
    return (
        Professional(
            key=dice.new_id(),
            role=role,
            name=dice.adult(),
            organisation="Children's therapies",
            may_receive_report=number % 4 == 0,
        ),
    )


def _agreement(
    dice: Dice, pupil: Pupil, teacher: Teacher, began: dt.date, number: int
) -> Agreement:
    """Signed when work began, or renewed within the year; a few run out soon or have just done."""
    since = (dice.today - began).days % 330
    if number % 14 == 5:  # noqa: PLR2004 - some run out soon
        since = _EXPIRING_DAYS_AGO - number % 10
    elif number % 37 == 22:  # noqa: PLR2004 - and one or two have
        since = _EXPIRED_DAYS_AGO
    signed_by = next(each for each in pupil.parents_carers if each.has_pr)
    return Agreement(
        **dice.envelope(dice.today - dt.timedelta(days=since), teacher),
        pupil_id=pupil.id,
        form="ISS" if number % 3 else "LIFT",
        signed_by=(
            Signatory(
                key=dice.new_id(), name=signed_by.name, relation=signed_by.relation, has_pr=True
            ),
        ),
        signed_on=dice.today - dt.timedelta(days=since),
        has_seen_referral=True,
        agrees=("DISCUSS", "OBSERVE", "WORK_1TO1", "TESTS", "SHARE_SCHOOL"),
        refuses=("EMAIL_REPORT",) if number % 6 == 1 else (),
        how_obtained="WET_SIGN",
        is_original_received=number % 3 > 0,
        interpreter="Telephone interpreter" if signed_by.needs_interpreter else "",
    )


def _case(
    dice: Dice,
    pupil: Pupil,
    teacher: Teacher,
    story: Story,
    stage: str,
    agreement: Agreement | None,
    number: int,
) -> Case:
    began = pupil.created_at.date() if pupil.created_at else dice.today
    status = _CASE_STATUS.get(stage, "ACTIVE")
    holds = agreement is not None and agreement.engages_on(dice.today)
    is_closed = status == "CLOSED"
    initial = f"{(pupil.known_as or pupil.legal_forename)[:1]}."
    due = dice.today + dt.timedelta(days=(number * 11) % 70 - 12)
    return Case(
        **dice.envelope(began, teacher),
        pupil_id=pupil.id,
        opened_on=began,
        source=dice.one_of(("LIFT", "LIFT", "COS", "HEALTH", "PARENT", "SETTING")),
        question=story.question.replace("{I}", initial),
        lead_teacher_id=teacher.account,
        tier="2" if stage in ("REFERRED", "ADVICE_ONLY") else "3",
        involvement="ACTIVE" if status in ("ACTIVE", "REVIEW_DUE") and holds else "ADVICE_ONLY",
        agreement_id=agreement.id if agreement else "",
        status=status,
        covers=_cover(dice, number, teacher),
        next_review_on=due if status in ("ACTIVE", "ALLOCATED", "REVIEW_DUE") else None,
        closed_on=dice.days_ago(300) if is_closed else None,
        close_reason="TARGETS_MET" if is_closed else "",
        outcome_summary=f"{initial} does this without help. The class team keeps it going."
        if is_closed
        else "",
    )


def _cover(dice: Dice, number: int, teacher: Teacher) -> tuple[Cover, ...]:
    """One colleague in ten stands in for the lead for a few weeks; some covers are over."""
    if number % 10 != 8:  # noqa: PLR2004
        return ()
    from_on = dice.today - dt.timedelta(days=10 if number % 20 == 8 else 60)  # noqa: PLR2004
    return (
        Cover(
            key=dice.new_id(),
            teacher_id=colleague("Joel Tamworthy", teacher.team).account,
            from_on=from_on,
            to_on=from_on + dt.timedelta(days=28),
        ),
    )


def _second_service(dice: Dice, child: Child, sensory: Teacher) -> Case:
    """The countywide teacher's own case about the same child, beside the district's."""
    on = child.opened_on + dt.timedelta(days=5)
    return Case(
        **dice.envelope(on, sensory),
        pupil_id=child.pupil.id,
        opened_on=on,
        source="HEALTH",
        question="Which equipment and which routines does the school need this year?",
        lead_teacher_id=sensory.account,
        co_worker_ids=(child.teacher.account,),
        tier="3",
        involvement="MONITOR",
        agreement_id=child.agreement.id if child.agreement else "",
        status="ALLOCATED",
        next_review_on=dice.today + dt.timedelta(days=20 + child.number % 40),
    )


def _sensory_profile(dice: Dice, child: Child, by: Teacher) -> SensoryProfile:
    is_deaf = child.story.need == "HI"
    assessed = dice.today - dt.timedelta(days=dice.number(40, 400))
    left, right = dice.number(35, 98), dice.number(35, 98)
    heard: dict[str, Any] = {
        "left_db": left,
        "left_level": level_of_loss(left),
        "left_type": "SENSORINEURAL",
        "right_db": right,
        "right_level": level_of_loss(right),
        "right_type": "SENSORINEURAL",
        "audiogram_on": assessed - dt.timedelta(days=30),
        "aids": (
            HearingAid(key=dice.new_id(), aid_type="BEHIND_EAR", ear="BOTH", make="Cirrus 4"),
        ),
        "has_radio_aid": True,
        "radio_aid": "Transmitter kept in the office, checked at 8.40",
    }
    seen: dict[str, Any] = {
        "va_distance": "6/24",
        "va_near": "N14 at 25 cm",
        "logmar": "0.60",
        "print_size": 18,
        "registration": "SI",
        "field_note": "Glare after noon by the window; light from the left helps.",
    }
    return SensoryProfile(
        **dice.envelope(assessed, by),
        pupil_id=child.pupil.id,
        as_at_on=assessed,
        senses=("HEARING",) if is_deaf else ("VISION",),
        natsip_form="HI" if is_deaf else "VI",
        natsip_score=dice.number(20, 75),
        natsip_category=dice.one_of("BCD"),
        natsip_on=assessed,
        natsip_assessor=by.name,
        natsip_review_on=assessed + dt.timedelta(days=365),
        **(heard if is_deaf else seen),
    )


def _physical_profile(dice: Dice, child: Child) -> PhysicalProfile:
    on = dice.days_ago(90 + child.number)
    return PhysicalProfile(
        **dice.envelope(on, child.teacher),
        pupil_id=child.pupil.id,
        as_at_on=on,
        mobility="WALKS_AID",
        mobility_note="Stairs with a rail; tired after the second playtime.",
        fine_motor="Light grip; scissors with a spring.",
        recording_note="Keyboard from the start, rest after twelve minutes.",
        equipment=(
            Equipment(
                key=dice.new_id(),
                item="Writing slope and keyboard",
                checked_on=on,
                check_due_on=on + dt.timedelta(days=180),
                is_staff_shown=True,
            ),
        ),
        peep_on=on - dt.timedelta(days=120),
        risk_assessment_on=on - dt.timedelta(days=300),
    )


def _ehc_request(dice: Dice, child: Child) -> EhcRequest:
    on = max(child.opened_on, dice.days_ago(100))
    is_decided = child.number % 32 == 5  # noqa: PLR2004 - half of them wait
    return EhcRequest(
        **dice.envelope(on, child.teacher),
        case_id=child.case.id,
        pupil_id=child.pupil.id,
        requested_on=on,
        requested_by=dice.one_of(("PARENT", "SETTING")),
        reason="Progress has been slow although the plan was followed for two terms.",
        decided_on=min(dice.today, on + dt.timedelta(days=42)) if is_decided else None,
        outcome="NO_ASSESS" if is_decided else "",
    )


def mine(children: Sequence[Child], school: Setting) -> list[Child]:
    """The children of one school."""
    return [each for each in children if each.school.id == school.id]
