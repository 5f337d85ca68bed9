"""The worked example as steps at the keyboard, each of which can be begun again half-way.

A step opens its record in the way a person would who does not know whether it was begun before,
and goes on with whatever stands in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from tests.worked import example as t
from tests.worked.example import typed
from tests.worked.keyboard import CTRL, Key, Keyboard

SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True)
class Step:
    """One sitting at the laptop: its name, its day, and what is done."""

    name: str
    day: dt.date
    do: Callable[[Keyboard], None]


def open_file(k: Keyboard) -> None:
    """T.'s page, from wherever one is."""
    k.page(3)
    assert k.row("Pupils", t.INITIALS)


def open_record(k: Keyboard, kind: str, *words: str) -> None:
    """A record of T.'s file: the one with these words if it is there, else a new one."""
    open_file(k)
    if not k.row("Timeline", kind, *words):
        k.do(kind)


def leave(k: Keyboard) -> None:
    """Go elsewhere, which settles what was typed."""
    k.page(1)


def enter_pupil(k: Keyboard) -> None:
    k.page(3)
    if not k.row("Pupils", t.INITIALS):
        k.do("New pupil")
    if k.shows("Details"):
        k.do("Details")  # it was kept before, so that its page was opened
    k.write("Legal first name", t.FORENAME)
    k.write("Legal surname", t.SURNAME)
    k.write("Known as", t.KNOWN_AS)
    k.enter("Date of birth", "3/11/2019")
    k.choose("SEN provision", "SEN support")
    k.choose("School", t.SCHOOL)
    k.write("Strengths and interests", "Looks at every picture; talks well with a partner.")
    k.choose("Main need", "Speech, language and communication")
    k.choose("Areas of need", "Communication and interaction")
    k.add_to("Parents and carers", "Name", t.PARENT)
    k.choose("Parents and carers: Relation", "Mother")
    k.choose("Parents and carers: Parental responsibility", "Parental responsibility: yes")
    is_new = k.shows("To the pupil’s page")
    k.do("To the pupil’s page" if is_new else "Back to the pupil", back=True)
    k.to("ISS plan")


def enter_agreement(k: Keyboard) -> None:
    open_record(k, "Agreement to Engage")
    k.choose("Form", "Intensive Specialist Support")
    k.enter("Signed on", typed(t.REFERRED))
    k.choose("How", "Signed on paper")
    k.add_to("Signed by", "Name", t.PARENT)
    k.choose("Signed by: Relation", "Mother")
    k.choose("Signed by: Parental responsibility", "Parental responsibility: yes")
    k.choose("Has seen the referral", "Yes")
    k.tick("Original received")
    k.choose(
        "Agrees to",
        "Talk about the child at a meeting",
        "Observe the child",
        "Work with the child one to one",
        "Use standardised tests",
        "Share with the school",
    )
    k.write("What the parents said", "He copies his sister when we show him.")
    leave(k)


def enter_case(k: Keyboard) -> None:
    open_record(k, "Case")
    k.write("Question", t.QUESTION)
    k.enter("Opened", typed(t.REFERRED))
    k.choose("Came from", "LIFT meeting")
    k.choose("Tier", "Tier 3: intensive support")
    k.choose("Involvement", "Active")
    k.enter("Next review", typed(t.FINAL_REVIEW))
    for words in ("Record the referral", "The family has agreed", "Allocate", "Begin work"):
        k.take_step(words)
    leave(k)


def visit_school(k: Keyboard) -> None:
    k.page(1)
    if not k.row("Today", t.SCHOOL):
        k.press(Key.Key_N, CTRL)
        k.rest()
        k.choose("School", t.SCHOOL)
        k.enter("Date", typed(t.VISITED))
        k.do("Add to the diary")
    k.enter("Start", "9.15")
    k.enter("End", "10.30")
    k.choose("Purpose", "Planning with the SENCO")
    k.choose("About", "Named pupil")
    k.choose("Pupil", f"{t.KNOWN_AS} {t.SURNAME}")
    k.choose("Area of need", "Communication and interaction")
    k.write("Concern", t.QUESTION)
    k.write("Tried so far", "Sitting at the front.")
    k.write("Advice given", "Look at the carpet time together before a plan is written.")
    if not k.shows("What"):
        k.do("Add an action")
    k.write("What", "Find 20 minutes on the carpet for an observation")
    k.write("Who", t.SENCO)
    k.enter("By when", typed(t.OBSERVED))
    k.enter("Next visit", "23/2/27")
    leave(k)


def observe(k: Keyboard) -> None:
    open_record(k, "Observation")
    k.write("Lesson or place", "Literacy on the carpet")
    k.enter("Date", typed(t.OBSERVED))
    k.enter("Start", "9.10")
    k.enter("End", "9.30")
    k.choose("Method", "Time sample")
    k.write("Question", t.QUESTION)
    k.choose("Grouping", "Whole class")
    k.choose("Seconds a slot", "30 s")
    k.tick("A peer in turns")
    code_slots(k)
    k.write("Strengths seen", "Looks at every picture.")
    k.write("What helps", t.HELPS)
    k.write("What hinders", t.HINDERS)
    k.choose("Typical day?", "Typical")
    leave(k)


def code_slots(k: Keyboard) -> None:
    """Forty slots by one key each: T. and a peer in turns."""
    mine = t.ON_TASK + "T" * t.PROMPTS
    peers = "A" * t.PEER_ON_TASK + "V" * (len(mine) - t.PEER_ON_TASK)
    keys = "".join(one + other for one, other in zip(mine, peers, strict=True))
    done = k.coded()
    if done == len(keys):
        return
    k.do("Go on coding" if done else "Start coding")
    for key in keys[done:]:
        k.words(key.lower())
        for _ in range(6):  # half a minute goes by, five seconds at a time
            k.let_pass(5.0)
    k.press(Key.Key_Escape)
    k.rest()
    k.told(wrote="slots")


def assess(k: Keyboard) -> None:
    """BPVS-3: a few letters find it, and its one part unfolds as a row."""
    open_record(k, "Assessment", "BPVS")
    part = "Receptive vocabulary"
    if not k.shows(f"{part}: Score"):
        k.find("Test", "bpv")
    for cell, number in t.BPVS.items():
        k.enter(f"{part}: {cell}", str(number))
    k.enter("Date", typed(t.TESTED), back=True)
    k.write("How the child worked", "With interest; he asked for a rest half-way.")
    k.choose("Qualified for this test", "Yes")
    leave(k)


def take_reading_age(k: Keyboard) -> None:
    """What the school supplied, under the school's own name for it."""
    open_record(k, "Assessment", t.READING)
    if not k.shows("Which test"):
        k.find("Test", "another")
    k.write("Which test", t.READING)
    k.enter("Date", typed(t.TESTED), back=True)
    k.tick("Supplied by the school")
    if not k.shows("Reading: Age equivalent"):
        k.do("Add a row")
        k.write("New score: Subtest", "Reading")
    k.write("Reading: Age equivalent", t.READING_AGE)
    leave(k)


def write_plan(k: Keyboard) -> None:
    open_record(k, "ISS plan")
    k.write("Question", t.QUESTION)
    k.add_to("Baseline", "Measure", "On task on the carpet")
    k.enter("Baseline: Value", "45")
    k.write("Baseline: Unit", "%")
    k.enter("Baseline: Date", typed(t.OBSERVED))
    k.choose("Baseline: From", "Observation")
    k.write("Target", t.TARGET)
    k.enter("By", typed(t.FINAL_REVIEW))
    k.mark("Baseline", t.BASELINE)
    k.mark("Expected", t.EXPECTED)
    k.unfold("More about the target")
    k.choose("Area", "Communication and interaction")
    k.add_to("Who is coached", "Name", t.TEACHER)
    k.choose("Who is coached: Role", "Class or subject teacher")
    k.enter("Starts", typed(t.STARTS))
    k.enter("Mid review", typed(t.MID_REVIEW))
    k.enter("Final review", typed(t.FINAL_REVIEW))
    unfold_plan(k)
    k.take_step("Agree the plan")
    leave(k)


def unfold_plan(k: Keyboard) -> None:
    """What is needed to start a plan and unfolds below its six fields."""
    k.unfold("The child")
    k.write("Presenting need", "Understanding spoken instructions in a whole class.")
    k.write("Strengths and interests", "Looks at every picture.")
    k.write("The child's view", "I like the pictures.")
    k.write("The parents' view", "He copies his sister.")
    k.unfold("Before this plan")
    k.add_to("Already tried", "What was tried", "Sitting at the front")
    k.unfold("How we work")
    k.pick("Strategies", "Now-next board", "Name first")
    k.write("At home", t.TO_PARENTS)
    k.choose("Release time agreed", "Yes")
    k.unfold("When support ends")
    k.write("Afterwards", t.EXIT)
    k.unfold("Agreed by")
    for party in ("Specialist teacher", "SENCO", "Head or manager", "Parents or carers"):
        if k.shows(f"{party}: agreed today"):  # else it was said before
            k.do(f"{party}: agreed today")
    k.enter("The child: Asked on", typed(t.PLANNED))
    k.write("The child: If not: why", "Went to play.")


def plan_sessions(k: Keyboard) -> None:
    open_record(k, "ISS plan", t.QUESTION)
    k.take_step("Start the plan")
    if k.shows("Plan the sessions"):
        k.do("Plan the sessions")
    leave(k)


SESSIONS = {
    1: (("Observing",), "Watched the carpet time; T. and his teacher set the mark to begin with."),
    2: (("Modelling",), "Showed the now-next card, and one instruction with a ten seconds' wait."),
    3: (("Working together",), "The teacher and I each led half of the lesson with the card."),
    4: (("Coaching",), "The teacher led with the card; we talked afterwards."),
    5: (("Coaching",), "The teacher led with the card and waited each time."),
    7: (("Review", "With parents"), "Looked at the card and the marks with T.'s mother."),
}
"""{number in the diary: kinds of session, what was done}; the sixth was called off."""


def open_session(k: Keyboard, number: int) -> None:
    """From the plan's list of sessions."""
    open_record(k, "ISS plan", t.QUESTION)
    k.do_starting(f"Session {number} ")


def session(number: int) -> Callable[[Keyboard], None]:
    """The step of writing up one session."""

    def write_up(k: Keyboard) -> None:
        open_session(k, number)
        kinds, done = SESSIONS[number]
        k.enter("Start", "9.30")
        k.enter("End", "11.30")
        k.choose("What kind", *kinds)
        k.write("What we did", done)
        k.write("How the child responded", "Looked at the card first, then at the others.")
        k.mark(f"Mark today: {t.TARGET}", t.MARKS[number])
        k.write("Until next time", t.TO_SENCO if number == 5 else "The card in every lesson.")
        leave(k)

    return write_up


def call_off_and_replace(k: Keyboard) -> None:
    """The sixth session does not happen, and another day is found."""
    open_record(k, "ISS plan", t.QUESTION)
    if k.shows("Call off Mon 8 Feb"):
        k.do("Call off Mon 8 Feb")
        k.choose("Called off by", "Parents or carers")
        k.choose("Reason", "Clash with something else")
        k.do("Record it as called off")
    if k.shows_starting("Session 7 "):
        k.do_starting("Session 7 ")
    else:
        k.do("Add a session")
    k.enter("Date", typed(t.LAST_SESSION))
    leave(k)


@dataclass(frozen=True)
class Modelled:
    """One modelling note: the session, the stage, the strategy, and what came of it."""

    session: int
    day: dt.date
    stage: str
    strategy: str = "Now-next board before change"
    answers: str = ""  # one key for each step of the strategy
    confidence: tuple[int, int] | None = None


WEEK = dt.timedelta(weeks=1)
NOTES = (
    Modelled(2, t.STARTS + WEEK, "1 We do", answers="SSSSSS"),
    Modelled(3, t.STARTS + 2 * WEEK, "2 Together", answers="YYPNNA"),
    Modelled(4, t.STARTS + 3 * WEEK, "3 They do, we watch", answers="YYYPNA", confidence=(4, 6)),
    Modelled(5, t.STARTS + 4 * WEEK, "3 They do, we watch", answers="YYYYPA", confidence=(6, 8)),
)
WAIT_NOTE = Modelled(2, t.STARTS + WEEK, "1 We do", strategy="Name first, one instruction, wait")


def modelling(told: Modelled) -> Callable[[Keyboard], None]:
    """The step of writing the note of a session in which something was modelled."""

    def write_note(k: Keyboard) -> None:
        open_file(k)
        if not k.row("Timeline", "Modelling note", told.strategy, day_words(told.day)):
            open_session(k, told.session)
            k.do("Write the modelling note")
        fill_note(k, told)
        if told.session == WAIT_NOTE.session:
            k.do("A note for another adult")
            fill_note(k, WAIT_NOTE)
        leave(k)

    return write_note


def fill_note(k: Keyboard, told: Modelled) -> None:
    """Everything that a note of this stage says."""
    k.write("Adult", t.TEACHER)
    k.choose("Role", "Class or subject teacher")
    k.enter("Date", typed(told.day))
    k.choose("Strategy", told.strategy)
    k.choose("Stage", told.stage)
    k.write("Lesson, group, room", "Literacy, whole class, the carpet")
    if told.answers:
        k.answer_steps(told.answers)
    k.write("How the child responded", "Looked at the card first, then at the others.")
    if told.confidence:
        k.write("Going well", "The card came before the words.")
        k.write("One thing next", "Count to ten before the second prompt.")
        k.do("Turn the screen round")
        k.answer_turned_round(*told.confidence)
    k.enter("Review", typed(told.day + 2 * WEEK))


def day_words(day: dt.date) -> str:
    """A day as lists write it."""
    return f"{day.day} {day:%b}"


def hear_parent(k: Keyboard) -> None:
    open_record(k, "Parent voice")
    k.enter("Date", typed(t.LAST_SESSION))
    k.choose("About", "Intensive support")
    k.choose("How", "Meeting")
    k.choose("Who", "Mother")
    k.choose("May be quoted", "Yes")
    k.write("Going well", "He shows me the card when we go out.")
    k.mark("School meets the need, before", 5)
    k.mark("School meets the need, now", 8)
    leave(k)


def mid_review(k: Keyboard) -> None:
    open_record(k, "ISS plan", t.QUESTION)
    k.take_step("Hold the mid review")
    leave(k)


def final_review(k: Keyboard) -> None:
    open_record(k, "ISS plan", t.QUESTION)
    k.take_step("Hold the final review")
    k.unfold("Review")
    k.mark("Achieved", t.ACHIEVED)
    if not k.shows("Ratings: Rating"):
        k.do("Class or subject teacher today")
    k.choose("In the school’s own plan", "Yes")

    def close() -> None:
        k.choose("Outcome", "Met")
        k.choose("Next", "School carries on")
        k.write("The child at the end", "I know what comes next.")
        k.write("The parents at the end", "He starts when the others start.")

    k.take_step("Close the plan", close)
    leave(k)


def close_case(k: Keyboard) -> None:
    open_record(k, "Case", t.QUESTION)

    def close() -> None:
        k.choose("Why closed", "Targets met")
        k.write("What came of it", t.EXIT)

    k.take_step("Close the case", close)
    leave(k)


STEPS = (
    Step("pupil", t.REFERRED, enter_pupil),
    Step("agreement", t.REFERRED, enter_agreement),
    Step("case", t.REFERRED, enter_case),
    Step("visit", t.VISITED, visit_school),
    Step("observation", t.OBSERVED, observe),
    Step("assessment", t.TESTED, assess),
    Step("reading age", t.TESTED, take_reading_age),
    Step("plan", t.PLANNED, write_plan),
    Step("sessions", t.STARTS, plan_sessions),
    Step("session 1", t.STARTS, session(1)),
    Step("session 2", t.STARTS + WEEK, session(2)),
    Step("note 2", t.STARTS + WEEK, modelling(NOTES[0])),
    Step("session 3", t.STARTS + 2 * WEEK, session(3)),
    Step("note 3", t.STARTS + 2 * WEEK, modelling(NOTES[1])),
    Step("session 4", t.STARTS + 3 * WEEK, session(4)),
    Step("note 4", t.STARTS + 3 * WEEK, modelling(NOTES[2])),
    Step("mid review", t.MID_REVIEW, mid_review),
    Step("session 5", t.STARTS + 4 * WEEK, session(5)),
    Step("note 5", t.STARTS + 4 * WEEK, modelling(NOTES[3])),
    Step("called off", t.STARTS + 5 * WEEK, call_off_and_replace),
    Step("session 7", t.LAST_SESSION, session(7)),
    Step("parent", t.LAST_SESSION, hear_parent),
    Step("final review", t.FINAL_REVIEW, final_review),
    Step("end", t.FINAL_REVIEW, close_case),
)
