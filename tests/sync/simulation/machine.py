"""The storm: Hypothesis chooses what happens next, and makes a failing week as short as it can."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from stls_core.reference import Reference
from tests.sync.simulation import checks
from tests.sync.simulation.line import Fault
from tests.sync.simulation.world import World

LAPTOP = st.integers(0, 2)
RECORD = st.integers(0, 3)
CHOICE = st.integers(0, 59)
STATEMENT = st.integers(1, 12)


class Week(RuleBasedStateMachine):
    """Two or three laptops for as many steps as Hypothesis wants; judged at the end.

    What every storm has: a visit is planned, somebody writes, programs sync, luck is bad.
    """

    template: ClassVar[Path]
    reference: ClassVar[Reference]
    most_laptops: ClassVar[int] = 3

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory(prefix="storm-")
        self.world: Any = None

    @initialize(laptops=st.integers(2, 3))
    def begin(self, laptops: int) -> None:
        count = min(laptops, self.most_laptops)
        self.world = World(self.template, Path(self._folder.name), self.reference, count)

    def _who(self, laptop: int) -> int:
        return laptop % len(self.world.laptops)

    # People

    @rule(who=LAPTOP)
    def plan_visit(self, who):
        self.world.plan_visit(self._who(who))

    @rule(who=LAPTOP, which=RECORD, pen=CHOICE, choice=CHOICE)
    def write(self, who, which, pen, choice):
        self.world.write(self._who(who), which, pen, choice)

    # Programs

    @rule(who=LAPTOP, steps=st.integers(1, 8))
    def sync(self, who, steps):
        self.world.sync(self._who(who), steps)

    @rule(who=LAPTOP)
    def sync_to_the_end(self, who):
        self.world.sync(self._who(who), 200)

    @rule(who=LAPTOP, steps=st.integers(1, 14), fault=st.sampled_from(Fault), at=STATEMENT)
    def sync_badly(self, who, steps, fault, at):
        self.world.sync(self._who(who), steps, fault, at)

    @rule(who=LAPTOP)
    def abandon(self, who):
        self.world.abandon(self._who(who))

    @rule(rows=st.sampled_from((1, 2, 1000)), ops=st.sampled_from((1, 2, 500)))
    def limit(self, rows, ops):
        self.world.limit(rows, ops)

    # Bad luck

    @rule(which=CHOICE)
    def repeat(self, which):
        self.world.repeat(which)

    @rule(who=LAPTOP, at=STATEMENT)
    def arm(self, who, at):
        self.world.arm(self._who(who), at)

    @rule()
    def back_up(self):
        self.world.back_up()

    @rule()
    def put_back(self):
        self.world.put_back()

    @rule(who=LAPTOP)
    def restart(self, who):
        self.world.restart(self._who(who))

    @rule(who=LAPTOP, which=CHOICE)
    def turn_clock(self, who, which):
        self.world.turn_clock(self._who(who), which)

    def teardown(self) -> None:
        """The storm is over: is everything still there?"""
        try:
            if self.world is not None:
                checks.settle_down(self.world)
                checks.check(self.world)
        finally:
            if self.world is not None:
                self.world.close()
            self._folder.cleanup()


class Storm(Week):
    """Words: two write in the same field, half a date stands in a form, conflicts are settled."""

    @rule(who=LAPTOP, choice=CHOICE)
    def import_school(self, who, choice):
        self.world.import_school(self._who(who), choice)

    @rule(who=LAPTOP, which=RECORD, pen=CHOICE, choice=CHOICE)
    def write_more(self, who, which, pen, choice):
        self.world.write(self._who(who), which, pen, choice)

    @rule(who=LAPTOP, which=RECORD, pen=CHOICE, choice=CHOICE)
    def type(self, who, which, pen, choice):
        self.world.type(self._who(who), which, pen, choice)

    @rule(who=LAPTOP, which=RECORD, pen=CHOICE, choice=CHOICE)
    def type_more(self, who, which, pen, choice):
        self.world.type(self._who(who), which, pen, choice)

    @rule(who=LAPTOP, which=RECORD)
    def half_type(self, who, which):
        self.world.half_type(self._who(who), which)

    @rule(who=LAPTOP, which=RECORD)
    def rest(self, who, which):
        self.world.rest(self._who(who), which)

    @rule(who=LAPTOP, which=RECORD)
    def leave(self, who, which):
        self.world.leave(self._who(who), which)

    @rule(who=LAPTOP, which=RECORD, put_back=st.booleans())
    def delete(self, who, which, put_back):
        self.world.delete(self._who(who), which, put_back=put_back)

    @rule(who=LAPTOP, which=CHOICE, how=st.integers(0, 2))
    def resolve(self, who, which, how):
        self.world.resolve(self._who(who), which, how)


class FileStorm(Week):
    """Photos and PDFs in parts, among words: added, taken away, put back, cut off anywhere."""

    @rule(who=LAPTOP, which=RECORD, choice=CHOICE)
    def attach(self, who, which, choice):
        self.world.attach(self._who(who), which, choice)

    @rule(who=LAPTOP, which=RECORD, choice=CHOICE)
    def attach_more(self, who, which, choice):
        self.world.attach(self._who(who), which, choice)

    @rule(who=LAPTOP, which=CHOICE, put_back=st.booleans())
    def take_away(self, who, which, put_back):
        self.world.take_away(self._who(who), which, put_back=put_back)

    @rule(who=LAPTOP)
    def tidy(self, who):
        self.world.tidy(self._who(who))
