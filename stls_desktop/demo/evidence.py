"""What was seen, tested and said about a demo child: observations, assessments and two voices."""

import datetime as dt
from collections.abc import Iterator
from statistics import NormalDist
from typing import Any, Final

from stls_core.records import Record
from stls_core.records.assessments import Assessment, Score
from stls_core.records.observations import Observation, ObservationEntry, SurroundingsPoint, Tally
from stls_core.records.voices import ParentVoice, PupilVoice
from stls_desktop.demo.children import Child
from stls_desktop.demo.dice import Dice

SLOTS: Final = 40
PROMPTS: Final = 11
_ABC: Final = (
    ("Asked to line up", "Drops to the floor", "An adult comes and sits beside", "ATTENTION"),
    ("Task is handed out", "Leaves the table", "Comes back after four minutes", "ESCAPE"),
    ("The bell rings", "Hands over ears, hums", "Led to the quiet corner", "SENSORY"),
)
_LOST_IN_THE_TABLES: Final = ("SDQ", "BOXALL")  # tests without a standard score


def evidence(dice: Dice, child: Child) -> Iterator[Record]:
    """From the first observation to the voices, as far as the child's stage goes."""
    if child.stage == "REFERRED" or child.agreement is None:
        return
    if child.stage == "ADVICE_ONLY":
        yield _pupil_voice(dice, child, child.opened_on + dt.timedelta(days=9), "REFERRAL")
        return
    first = dice.school_day(child.opened_on + dt.timedelta(days=6))
    yield from _first_observation(dice, child, first)
    yield from _assessment(dice, child, first + dt.timedelta(days=5))
    yield _pupil_voice(dice, child, first, "REFERRAL")
    yield _parent_voice(dice, child, first + dt.timedelta(days=2))
    if child.number % 3 == 0:
        yield from _second_observation(dice, child, first + dt.timedelta(days=12))


def _first_observation(dice: Dice, child: Child, on: dt.date) -> Iterator[Record]:
    told = child.story
    is_play = told.key == "first-words"
    sample: dict[str, Any] = {
        "method": "TIME_SAMPLE",
        "interval_s": 30,
        "slots": _slots(dice, told.rates[0], prompts=PROMPTS),
        "peer_slots": _slots(dice, told.rates[1], prompts=2),
    }
    play: dict[str, Any] = {
        "method": "PLAY_EY",
        "involvement": dice.number(2, 4),
        "wellbeing": dice.number(3, 5),
    }
    yield Observation(
        **_observed(dice, child, on),
        **(play if is_play else sample),
        lesson=told.lesson,
        setting_area="UNSTRUCTURED" if is_play else "WHOLE_CLASS",
        environment=(
            SurroundingsPoint(key=dice.new_id(), aspect="NOISE", state="HINDERS"),
            SurroundingsPoint(key=dice.new_id(), aspect="VISUALS", state="HELPS"),
        ),
        description=told.description,
        access_to_curriculum="Joins in when the way in is shown.",
        summary=told.summary,
    )


def _second_observation(dice: Dice, child: Child, day: dt.date) -> Iterator[Record]:
    """ABC for some, a running record or counts for the others."""
    on = dice.school_day(day)
    if on > dice.today:
        return
    method = ("ABC", "NARRATIVE", "EVENT")[child.number // 3 % 3]
    tallies = (Tally(key=dice.new_id(), behaviour="Asks for help", count=5, minutes=20),)
    seen = Observation(
        **_observed(dice, child, on),
        method=method,
        lesson="Maths, then moving to lunch",
        setting_area="WHOLE_CLASS",
        tallies=tallies if method == "EVENT" else (),
        summary="The changes between activities are harder than the activities.",
    )
    yield seen
    if method == "EVENT":
        return
    for place, (before, what, after, function) in enumerate(_ABC):
        is_abc = method == "ABC"
        yield ObservationEntry(
            **dice.envelope(on, child.teacher),
            observation_id=seen.id,
            pupil_id=child.pupil.id,
            order_key=f"{place:04}",
            noted_at=dt.time(10, 5 + 7 * place),
            words="" if is_abc else f"{before}. {what}. {after}.",
            antecedent=before if is_abc else "",
            behaviour=what if is_abc else "",
            consequence=after if is_abc else "",
            function=function if is_abc else "",
        )


def _observed(dice: Dice, child: Child, on: dt.date) -> dict[str, Any]:
    told = child.story
    return {
        **dice.envelope(on, child.teacher),
        "pupil_id": child.pupil.id,
        "case_id": child.case.id,
        "setting_id": child.school.id,
        "observed_on": on,
        "starts_at": dt.time(9, 40),
        "ends_at": dt.time(10, 0),
        "staff_present": (child.coached_role,),
        "adult_ratio": "2 to 28",
        "is_pupil_aware": False,
        "typical_day": dice.one_of(("TYPICAL", "TYPICAL", "HARDER")),
        "focus_question": told.focus,
        "strengths": told.seen_strengths,
        "what_helps": told.helps,
        "what_hinders": told.hinders,
        "interpretation": told.interpretation,
        "status": "SIGNED",
    }


def _slots(dice: Dice, percent: int, *, prompts: int) -> str:
    """Forty codes in which exactly that share is on task."""
    on_task = round(SLOTS * percent / 100)
    prompts = min(prompts, SLOTS - on_task)
    rest = SLOTS - on_task - prompts
    codes = ["ON_A"] * (on_task // 2) + ["ON_P"] * (on_task - on_task // 2) + ["T"] * prompts
    codes += [("OFF_V", "OFF_M", "OFF_P")[n % 3] for n in range(rest)]
    return " ".join(dice.some_of(codes, SLOTS))


def _assessment(dice: Dice, child: Child, day: dt.date) -> Iterator[Record]:
    told = child.story
    on = dice.school_day(day)
    if not told.test or on > dice.today:
        return
    is_supplied = child.number % 7 == 3  # noqa: PLR2004 - some scores come from the school
    yield Assessment(
        **dice.envelope(on, child.teacher),
        pupil_id=child.pupil.id,
        case_id=child.case.id,
        test=told.test,
        assessed_on=on,
        is_school_supplied=is_supplied,
        tester=child.adult if is_supplied else child.teacher.name,
        tester_qualification="" if is_supplied else "CPT3A",
        is_tester_qualified=not is_supplied,
        scores=(_score(dice, child),),
        conditions="Quiet room, mid-morning, two short breaks.",
        observed_behaviour="Worked with interest and asked for a break by the card.",
        status="SIGNED",
    )


def _score(dice: Dice, child: Child) -> Score:
    told = child.story
    if told.test in _LOST_IN_THE_TABLES:
        return Score(key=dice.new_id(), subtest=told.subtest, scale="RAW", raw=dice.number(8, 17))
    value = told.score + dice.number(-4, 6)
    percentile = 100 * NormalDist().cdf((value - 100) / 15)
    return Score(
        key=dice.new_id(),
        subtest=told.subtest,
        raw=dice.number(20, 70),
        scale="SS",
        value=value,
        percentile=max(1, round(percentile)),
        ci_low=value - 6,
        ci_high=value + 6,
    )


def _pupil_voice(dice: Dice, child: Child, day: dt.date, about: str) -> PupilVoice:
    told = child.story
    on = min(dice.school_day(day), dice.today)
    is_declined = child.number % 13 == 7 and bool(told.said)  # noqa: PLR2004 - a valid answer
    speaks = bool(told.said) and not is_declined
    return PupilVoice(
        **dice.envelope(on, child.teacher),
        pupil_id=child.pupil.id,
        case_id=child.case.id,
        about=about,
        gathered_on=on,
        method="TALK" if told.said else "OBSERVED",
        scribed_by=child.teacher.name,
        is_declined=is_declined,
        not_obtained_because="" if told.said else "Does not talk yet; what was chosen was watched.",
        words_of_child=told.said if speaks else "",
        likes=told.likes if speaks or not told.said else "",
        hard=told.hard if speaks else "",
        helps=told.child_helps if speaks else "",
        may_quote=speaks,
    )


def _parent_voice(dice: Dice, child: Child, day: dt.date) -> ParentVoice:
    told = child.story
    on = min(dice.school_day(day), dice.today)
    parent = child.pupil.parents_carers[0]
    is_over = child.stage in ("CLOSED", "ENDED", "FINAL_REVIEW")
    return ParentVoice(
        **dice.envelope(on, child.teacher),
        pupil_id=child.pupil.id,
        case_id=child.case.id,
        about="ISS",
        gathered_on=on,
        respondent=parent.relation,
        has_pr=parent.has_pr,
        mode="INTERPRETER" if parent.needs_interpreter else "MEETING",
        language=parent.language,
        going_well=told.parent_well,
        worries=told.parent_worries,
        hopes=told.parent_hopes,
        helps_at_home=told.parent_home,
        confidence_before=dice.number(3, 6),
        confidence_after=dice.number(7, 9) if is_over else None,
        listened_to=dice.number(3, 5),
        may_quote=child.number % 4 != 0,
    )
