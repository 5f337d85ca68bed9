"""Invented advice reports: the handbook's worked case, an empty one, a hostile and a long one."""

import datetime as dt
from dataclasses import replace

from stls_desktop.reports.advice.values import (
    Advised,
    Aim,
    Found,
    House,
    Mark,
    Method,
    PlanFacts,
    Report,
    Said,
    Score,
    Tested,
)
from stls_desktop.reports.people import AgreedAction, Person

REVIEW = dt.date(2027, 2, 12)
HOUSE = House(
    council="Wenning County Council",
    service="Specialist Teaching Service, Wenning County Council",
    marking="OFFICIAL-SENSITIVE",
    family_marking="Private: about your child",
    retention="We keep this report until the child is 25.",
    contact="Ring 01632 960001 and ask for the specialist teachers.",
    family_advice="Wenning Parent Advice gives free, impartial advice: 01632 960002.",
)
EMPTY = Report(
    reference="AR-26-000001",
    house=House(council="Wenning County Council", service="Specialist Teaching Service"),
    pupil="Tobias Thistlewick",
    called="Toby",
    author=Person("Odile Marchbanks"),
    written_on=dt.date(2026, 12, 11),
    dated_on=dt.date(2026, 12, 11),
    question="",
    no_pupil_voice="He was ill on both days.",
    no_parent_voice="They were asked on 3 and 10 December and have not answered.",
    is_draft=True,
)
_SAID = (
    Said(
        "BACKGROUND",
        "Toby understands more when he can see it. School has used a visual timetable since"
        " September and seats him at the front of the carpet.",
    ),
    Said("WELL", "Builds anything, and explains it with drawings."),
    Said("SEEN", "What helped: pictures, partner talk."),
    Said("SEEN", "What got in the way: three-part instructions, fan noise."),
    Said(
        "MEANING",
        "Toby follows one instruction well when there is something to look at. Length and noise"
        " get in his way, not willingness.",
    ),
    Said("MODELLED", "Now-next board: shown on the carpet. He looked at it and began alone."),
    Said("PUPIL_VIEWS", "I like it when Miss shows me the card.", True, "Toby"),
    Said("FAMILY_VIEWS", "He comes home and draws his whole day.", True, "Mother"),
    Said("KEEP", "Away from the fan, near the board."),
    Said("IN_SHORT", "Toby understands best when words come with pictures."),
    Said("HELPS", "Pictures, partner talk."),
    Said("HINDERS", "Three-part instructions, fan noise."),
    Said("WATCH", "If he looks away from the card, show it again and say nothing."),
    Said(
        "ASKED",
        "School asked us to help with this question: How can Toby follow what the teacher says"
        " to the whole class without one adult beside him?",
    ),
    Said("CHILD_SAID", "I like it when Miss shows me the card.", True, "Toby"),
    Said("YOU_SAID", "He comes home and draws his whole day.", True, "Mother"),
    Said("GOES_WELL", "Toby builds anything, and explains it with drawings."),
    Said("HARD", "Long instructions and a noisy fan make it harder for Toby to listen."),
    Said(
        "AT_SCHOOL",
        "Toby understands best when words come with pictures. His teacher now uses a small"
        " ‘now and next’ card.",
    ),
    Said(
        "AT_HOME",
        "- Show him two pictures before it is time to change: one for now, one for next.\n"
        "- Give one job at a time, and wait.",
    ),
)
WORKED = replace(
    EMPTY,
    house=HOUSE,
    author=Person("Odile Marchbanks", "Specialist teacher"),
    question="How can Toby follow whole-class input without one adult beside him?",
    born_on=dt.date(2019, 11, 3),
    year="Year 2",
    provision="SEN support",
    setting="Tumblestone Lane Primary School",
    senco="Petra Quillfeather",
    qualifications="MA Special and Inclusive Education",
    sources=(
        "Observation, 6 Oct 2026: Literacy on the carpet",
        "Assessment, 13 Oct 2026: BPVS-3",
        "ISS plan, 3 Nov 2026",
        "Pupil voice, 6 Oct 2026",
        "Parent voice, 8 Oct 2026",
    ),
    said=_SAID,
    found=(
        Found(
            1,
            "6 October 2026, literacy on the carpet. On task: 45 % of 40 slots. A peer, on task:"
            " 85 % of 40 slots. Adult prompts: 11 times in 20 minutes; 33 an hour.",
            "Communication and interaction",
        ),
        Found(
            2,
            "He began 9 of 10 tasks alone when there was a picture, and 3 of 10 without one.",
            "Communication and interaction",
        ),
    ),
    advised=(
        Advised(
            level="For this child",
            what="Give one instruction at a time, say his name first, wait ten seconds, then"
            " point to the card",
            who="Teacher and TA",
            role="TEACHER",
            how_often="Every lesson",
            how_long="Six weeks",
            success="Toby starts alone in 4 of 5 lessons.",
            resource="The now-next card",
            finding=2,
            strategy="CI03",
        ),
        Advised(
            level="For the whole class",
            what="Switch the projector fan to low while the class is on the carpet",
            who="Teacher",
            how_often="Each carpet time",
            how_long="From now on",
            success="Prompts fall below 5 in 20 minutes.",
            finding=1,
        ),
    ),
    aims=(
        Aim(
            statement="By 12 February, on the carpet with a now-next card, Toby starts the first"
            " task within 1 minute of the instruction in 4 of 5 lessons with no more than one"
            " gesture prompt.",
            scale="TME",
            baseline=3,
            expected=7,
            now=7,
            starts_on=dt.date(2026, 11, 3),
            due_on=REVIEW,
            marks=(
                Mark(dt.date(2026, 11, 10), 3),
                Mark(dt.date(2026, 11, 24), 5),
                Mark(dt.date(2026, 12, 8), 7),
            ),
            result="As expected",
            words="Began at 3 on 3 Nov. Marks: 3 on 10 Nov, 5 on 24 Nov, 7 on 8 Dec. Expected 7"
            " by 12 Feb.",
        ),
    ),
    tested=(
        Tested(
            "BPVS-3",
            dt.date(2026, 10, 13),
            False,
            (Score("Receptive vocabulary", "82", "12", "76 to 88", "Below average"),),
        ),
    ),
    agreed=(AgreedAction("Print the picture cards", "Petra Quillfeather", dt.date(2026, 12, 18)),),
    methods=(
        Method(
            "Now-next board before change",
            "A whole day is too much to hold.",
            (
                "Show the board two minutes before the change.",
                "Point and say: ‘Now …, next …’, in those words only.",
                "Wait ten seconds with the board still in view.",
            ),
            "A small board with two spaces.",
            "The child starts the next thing within a minute.",
        ),
    ),
    plan=PlanFacts(
        question="How can Toby follow whole-class input without one adult beside him?",
        state="Closed",
        days="3 Nov 2026 to 12 Feb 2027",
        dose="5 of 6 sessions, 10 of 12 h",
        coached=("Class or subject teacher",),
        strategies=("Now-next board before change",),
        need="He begins when he can see what comes next.",
        ends_when=("Targets at expected or better",),
        afterwards="The TA shows the Year 3 team.",
        agreed_by=("SENCO, 3 Nov 2026",),
        outcome="Met",
        following="School carries on",
        child_at_end="I know what comes next.",
        family_at_end="He starts when the others start.",
    ),
    review_on=REVIEW,
    review_with="The tick sheet and the card.",
    copies=("Petra Quillfeather, SENCO, on paper",),
    check_code="4f2a91bc",
    is_draft=False,
)
_BAD = "<b>bold</b> & “quoted” <img src=x> \u202eright to left\u202c 👩‍🏫 " + "x" * 60
HOSTILE = replace(
    WORKED,
    pupil="O’Brien-<i>Łucja</i> " + "Ng" * 60,
    question=_BAD,
    said=tuple(replace(each, text=f"{each.text} {_BAD}") for each in _SAID),
    found=(Found(1, "word " * 2_000),),
    advised=(),
    is_demo=True,
)
LONG = replace(
    WORKED,
    said=tuple(replace(each, text="\n\n".join([each.text] * 12)) for each in _SAID),
    found=tuple(Found(n, f"Finding {n}. " + WORKED.found[0].text) for n in range(1, 13)),
    advised=WORKED.advised * 4,
    aims=WORKED.aims * 40,
    version=2,
    change_reason="The day of the review was wrong.",
)
EVERY = {"EMPTY": EMPTY, "WORKED": WORKED, "HOSTILE": HOSTILE, "LONG": LONG}
