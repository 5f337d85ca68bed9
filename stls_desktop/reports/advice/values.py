"""What an advice report prints, in plain frozen values: codes are words, pieces are in order.

Filled from a signed version, or from what is typed for a preview, by `services/advice_content.py`.
What is withheld from the reader of a copy is not in here at all, so no document can print it.
"""

import datetime as dt
from dataclasses import dataclass

from stls_desktop.reports.people import AgreedAction, Person


@dataclass(frozen=True, slots=True)
class Said:
    """Some sentences under a heading (a code of `report_section`). A quotation says whose it is."""

    section: str
    text: str
    is_quote: bool = False
    quote_of: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its number, which recommendations refer to."""

    number: int
    text: str
    area: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """A recommendation, all in words; `finding` is the number of the finding that it answers."""

    level: str
    what: str
    who: str = ""
    role: str = ""  # the code of `staff_role`
    how_often: str = ""
    how_long: str = ""
    success: str = ""
    resource: str = ""
    finding: int | None = None
    strategy: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a target stood on a day."""

    day: dt.date
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target with its marks on its scale, oldest first; `result` is in words."""

    statement: str
    scale: str = ""
    baseline: float | None = None
    expected: float | None = None
    now: float | None = None
    due_on: dt.date | None = None
    starts_on: dt.date | None = None
    marks: tuple[Mark, ...] = ()
    result: str = ""
    words: str = ""  # the whole series in words


@dataclass(frozen=True, slots=True)
class Score:
    """One line of a test: the score with its interval, and the band in words."""

    part: str
    score: str
    percentile: str = ""
    interval: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class Tested:
    """A test that was given, or whose results the school supplied."""

    name: str
    day: dt.date | None
    by_school: bool
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """A strategy as a card says it."""

    name: str
    when: str
    steps: tuple[str, ...]
    materials: str = ""
    watch_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """The plan that a report rests on, all in words; coached adults by role, never by name."""

    question: str
    state: str
    days: str = ""
    dose: str = ""
    coached: tuple[str, ...] = ()
    strategies: tuple[str, ...] = ()
    need: str = ""
    at_home: str = ""
    ends_when: tuple[str, ...] = ()
    afterwards: str = ""
    agreed_by: tuple[str, ...] = ()
    outcome: str = ""
    following: str = ""
    child_at_end: str = ""
    family_at_end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What stands on every report of a council."""

    council: str
    service: str
    marking: str = ""
    family_marking: str = ""
    retention: str = ""
    contact: str = ""
    family_advice: str = ""
    logo: bytes = b""
    logo_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything about one report that one reader may see."""

    reference: str
    house: House
    pupil: str  # the name as it stands in the register
    called: str  # what the child is called, without the surname
    author: Person
    written_on: dt.date
    dated_on: dt.date  # of signing; of writing for a draft: it becomes the file's date
    question: str
    born_on: dt.date | None = None
    year: str = ""
    provision: str = ""
    setting: str = ""
    senco: str = ""
    qualifications: str = ""
    sources: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    found: tuple[Found, ...] = ()
    advised: tuple[Advised, ...] = ()
    aims: tuple[Aim, ...] = ()
    tested: tuple[Tested, ...] = ()
    agreed: tuple[AgreedAction, ...] = ()
    methods: tuple[Method, ...] = ()
    plan: PlanFacts | None = None
    no_pupil_voice: str = ""
    no_parent_voice: str = ""
    review_on: dt.date | None = None
    review_with: str = ""
    copies: tuple[str, ...] = ()
    version: int = 1
    change_reason: str = ""
    check_code: str = ""
    is_draft: bool = False
    is_demo: bool = False

    def under(self, section: str) -> tuple[Said, ...]:
        """The paragraphs under a heading, in their order."""
        return tuple(each for each in self.said if each.section == section)
