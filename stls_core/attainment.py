"""Goal Attainment Scaling: the five levels in words, and the summary score over several goals.

Arithmetic only. The score is indicative: with a handful of goals it says less than the goals do.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CORRELATION: Final = 0.3  # between goals, as is usual where nobody has measured it
LEVELS: Final = (-2, -1, 0, 1, 2)
PRESENT_LEVELS: Final = (-2, -1)
"""Two conventions are in use: a child begins at -2, or at -1 to leave room for getting worse."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal on the scale from -2 to 2."""

    attained: float
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class GasScore:
    """The summary over `goals` goals: 50 is as expected."""

    value: float
    goals: int

    @property
    def words(self) -> str:
        """As it is printed: never without the number of goals."""
        plural = "" if self.goals == 1 else "s"
        return f"GAS T-score {self.value:.0f} (indicative, {self.goals} goal{plural})"


def gas_score(goals: Iterable[Goal], correlation: float = CORRELATION) -> GasScore | None:
    """`50 + 10·Σwx / √((1−r)Σw² + r(Σw)²)`; None without a goal that has any weight."""
    counted = [goal for goal in goals if goal.weight > 0]
    if not counted:
        return None
    total = sum(goal.weight for goal in counted)
    squares = sum(goal.weight**2 for goal in counted)
    spread = math.sqrt((1 - correlation) * squares + correlation * total**2)
    gained = sum(goal.weight * goal.attained for goal in counted)
    return GasScore(50 + 10 * gained / spread, len(counted))


def gas_levels(present: int | None) -> tuple[tuple[int, str], ...]:
    """The five marks with their words, for a child who begins at `present`: -1, or else -2."""
    words = {
        -2: "Present level",
        -1: "Some progress",
        0: "As expected",
        1: "More than expected",
        2: "Much more than expected",
    }
    if present == -1:
        words |= {-2: "Less than at present", -1: "Present level"}
    return tuple(words.items())
