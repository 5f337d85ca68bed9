"""Invented visit packs. No school or person here is real, and no child has a name."""

import datetime as dt
from dataclasses import replace

from stls_desktop.reports.pack import PackAction, PackContact, PackPupil, VisitPack
from tests.reports.samples import NASTY

EMPTY = VisitPack(
    reference="VP-261008-00ABCD",
    service="Specialist Teaching and Learning Service, Harrowmere",
    setting="Little Acorns Pre-school",
    district="",
    made_on=dt.date(2026, 10, 8),
)

ORDINARY = VisitPack(
    reference="VP-261008-00ABCE",
    service="Specialist Teaching and Learning Service, Harrowmere",
    setting="Larkfield Meadow Primary School",
    district="Harrowmere",
    made_on=dt.date(2026, 10, 8),
    address="1 Larkfield Lane, Harrowmere, ZZ99 1AA",
    phone="01632 960 100",
    arrival="Park behind the hall. Sign in at the hatch.",
    contacts=(
        PackContact("Priya Sandford", "SENCO", "01632 960 101", "senco@school.example"),
        PackContact("Tom Whitlow", "Headteacher or manager"),
    ),
    visits="2 done, 1 planned of 6",
    link_teacher="Jo Example",
    next_on=dt.date(2026, 10, 9),
    next_at=dt.time(9, 15),
    purposes=("Planning", "Reviewing what was agreed"),
    actions=(
        PackAction(
            "Share the hearing test result", "Priya Sandford", dt.date(2026, 10, 1), is_late=True
        ),
        PackAction("A.B. Use the now-next card at every change", "Class teacher", None),
    ),
    bring=("No Agreement to Engage holds for C.D.: ask for it",),
    pupils=(
        PackPupil("A.B.", "Year 4", "Running", "Until 3 Mar 2027", dt.date(2026, 11, 2)),
        PackPupil("C.D.", "Year 2", "No plan", "None", dt.date(2026, 10, 2), is_late=True),
    ),
    sessions=("Tue 13 Oct 2026, 9.30am: A.B. session 3, Coaching",),
)

FULL = replace(
    ORDINARY,
    actions=tuple(
        PackAction(f"Number {n}: try the quiet start every morning and note it", "SENCO", None)
        for n in range(60)
    ),
    pupils=tuple(PackPupil(f"{chr(65 + n % 26)}.Z.", "Year 4", "", "") for n in range(80)),
    sessions=ORDINARY.sessions * 30,
    bring=ORDINARY.bring * 20,
    contacts=ORDINARY.contacts * 4,
    arrival="Turn left at the third gate. " * 60,
    is_demo=True,
)

_ALL = "\n".join(NASTY)
HOSTILE = VisitPack(
    reference=NASTY[0],
    service=NASTY[0],
    setting=_ALL,
    district=_ALL,
    made_on=dt.date(2026, 10, 8),
    address=_ALL,
    phone=_ALL,
    arrival=_ALL * 5,
    contacts=tuple(PackContact(text, text, text, text) for text in NASTY),
    visits=NASTY[0],
    link_teacher=_ALL,
    next_on=dt.date(2026, 10, 9),
    purposes=NASTY,
    actions=tuple(PackAction(text, text, None, is_late=True) for text in NASTY),
    bring=NASTY,
    pupils=tuple(PackPupil(text, text, text, text) for text in NASTY),
    sessions=NASTY,
)
EVERY = {"EMPTY": EMPTY, "ORDINARY": ORDINARY, "FULL": FULL, "HOSTILE": HOSTILE}
