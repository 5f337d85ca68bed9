"""Sentences for the invented caseload, in the words of the field. None is about a real child."""

SITE_NOTES = (
    "Park in the lane behind the hall; sign in at the front desk. Guest wifi is slow in places.",
    "No parking on site before 9.15. Ask for the SENCO by radio at the gate.",
    "Sign in with the tablet and wear the blue lanyard. The library is booked for visits.",
)
FOCUSES = (
    "Pictures with words in every classroom, used in the same way by all adults.",
    "Thinking time after a question, and one instruction at a time.",
    "Reviewing plans with families before the end of each term.",
    "Calm starts after break: the same routine in every year group.",
)
CONCERNS = (
    "Children lose the thread of whole-class input when there are several instructions at once.",
    "Writing is brief although the children have plenty to say.",
    "Two groups find the return from lunch hard, and adults handle it differently.",
    "Spelling that is learned for the test is not used in writing a week later.",
)
TRIED = (
    "Seating near the front and repeating the instruction.",
    "A word mat for each table since September.",
    "A timer on the board; it helped in maths and less in literacy.",
)
ADVICE = (
    """Use one now-next card for the table, in every literacy lesson.

- Say the name first
- Give one instruction
- Wait ten seconds""",
    "Offer two sentence openers and let the child choose. Fade to one after three weeks.",
    "Meet the class at the door with the same three words each day. Keep a tally for five days.",
    "Teach five words a day to a fluency aim: one minute, twice, and write the score down.",
)
ACTIONS = (
    "Make three now-next cards and show the midday team",
    "Precision teaching four times a week, with a log",
    "Share the door routine with all teaching assistants",
    "Bring two samples of independent writing to the next visit",
    "Put word mats on every table in Year 3",
    "Send the link to the fluency passages",
)
TRAINING = (
    ("Visual supports that work", "TAS"),
    ("Working memory", "TEACHERS"),
    ("Emotion coaching", "WHOLE_STAFF"),
    ("Deaf awareness and radio aids", "TEACHERS"),
    ("Writing measurable targets", "SENCO"),
)
LANGUAGES = ("POL", "SLO", "NEP", "RMNR", "BNG")
