"""The kinds of child that the invented caseload is about, read from `db/seed/demo/stories.toml`."""

import datetime as dt
import tomllib
from functools import cache
from typing import Any

import msgspec

from stls_desktop.assets import asset_path


class Story(msgspec.Struct, frozen=True):
    """Everything that is written about one kind of child; `{I}` stands for the initial."""

    key: str
    area: str
    need: str
    second_need: str
    ages: tuple[int, int]
    strengths: str
    question: str
    tried: tuple[tuple[str, str, str], ...]  # what, how often, effect
    lesson: str
    focus: str
    seen_strengths: str
    description: str
    helps: str
    hinders: str
    interpretation: str
    summary: str
    rates: tuple[int, int]  # percent on task: the child, a peer
    test: str
    subtest: str
    score: int  # a standard score; 0 for a test without one
    target: str  # with {DUE} as well
    skill: str
    context: str
    strategies: tuple[str, ...]
    modelling: str
    response: str
    well: str
    next: str
    sessions: tuple[str, ...]  # six, in order
    practice: str
    said: str  # the child's own words; empty for one who does not speak yet
    likes: str
    hard: str
    child_helps: str
    parent_well: str
    parent_worries: str
    parent_hopes: str
    parent_home: str

    def about(self, initial: str) -> "Story":
        """The story of one child; the target still waits for its day."""
        told: dict[str, Any] = {
            name: value.replace("{I}", initial).strip()
            for name, value in msgspec.structs.asdict(self).items()
            if isinstance(value, str)
        }
        told["sessions"] = tuple(each.replace("{I}", initial) for each in self.sessions)
        return msgspec.structs.replace(self, **told)

    def target_by(self, day: dt.date) -> str:
        """The target with the day by which it is due."""
        return self.target.replace("{DUE}", f"{day.day} {day:%B}")

    def fits(self, low: int, high: int) -> bool:
        """Whether a school for these ages has such a child."""
        return max(low, self.ages[0]) <= min(high, self.ages[1])


@cache
def stories() -> tuple[Story, ...]:
    """All of them, in the order of the file."""
    text = asset_path("db", "seed", "demo", "stories.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text)["story"], tuple[Story, ...])
