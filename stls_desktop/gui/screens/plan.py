"""The screen of an ISS plan: six things in view, the rest unfolds; sessions, chart and review.

It is one record screen with more on it. What is written in the store in one step (planning all
sessions, calling one off, extending) is done by the services and can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.consents import ConsentsField
from stls_desktop.gui.controls import Options
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.plan_review import ReviewFold
from stls_desktop.gui.screens.plan_sessions import SessionsCard
from stls_desktop.gui.screens.plan_targets import TargetsSection
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.visit_sections import RecordRow
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.notices import UndoBar
from stls_desktop.gui.widgets.styling import clear, column, label, show_in_place
from stls_desktop.gui.widgets.target_chart import TargetChart
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import habits, plans
from stls_desktop.services.drafting import Settled
from stls_desktop.services.plans import PlannedSessions, PlanSheet, SessionChange
from stls_desktop.services.records import RecordSheet

_FOLDS = (
    ("child", "The child", "Need, strengths, and both views"),
    ("before", "Before this plan", "Evidence of the graduated approach"),
    ("how", "How we work", "Strategies, release time, at home"),
    ("exit", "When support ends", ""),
    ("agreed", "Agreed by", "Who must agree before it starts"),
)
_WATCHED = {
    "exit": ("exit_plan",),
    "agreed": ("consents",),
}
"""What says that a section is filled in, where a new plan has the rest filled in already."""
REVIEWED = ("MID_REVIEW", "FINAL_REVIEW", "EXTENDED", "CLOSED", "STOPPED")


class PlanScreen(RecordScreen):
    """A plan with its targets and sessions."""

    lists_itself: ClassVar[frozenset[str]] = frozenset({"target", "iss_session"})

    def __init__(
        self,
        bench: Workbench,
        sheet: RecordSheet,
        *,
        choices: Mapping[str, Options] | None = None,
        subtitle: str = "",
    ) -> None:
        super().__init__(bench, sheet, choices=choices, subtitle=subtitle)
        if self.life is not None:
            self.life.taken.connect(self._on_step_taken)

    def go_to(self, rec: str, path: str) -> None:
        """Put the caret where a problem is; a plan without a target leads to its first one."""
        if path == "targets":
            shown = self.targets.shown()
            if shown:
                shown[0].state.form.boxes["statement"].take_focus()
            else:
                self.add_target()
            return
        super().go_to(rec, path)

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        return {"consents": self._consents}

    def build_parts(self) -> Iterator[QWidget]:
        desk = self._bench.desk
        self.folds: dict[str, Fold] = {}
        self._was_read = False
        self._now: Mapping[str, float | None] = {}
        self._removed: RecordRow | None = None
        self._undo = UndoBar(self)
        self._undo.undone.connect(self._on_undone)
        self._take_back: Callable[[], Changed] | None = None
        yield self.form.card("aim")
        self.targets = TargetsSection(desk, self.needs, self.rec)
        yield self.targets
        yield self.form.card("core")
        self.sessions = SessionsCard(desk.reference, desk.today())
        yield self.sessions
        yield self._chart_card()
        for key, title, hint in _FOLDS:
            yield self._fold(key, title, hint)
        is_lead = desk.me.role == "LEAD"
        self.review = ReviewFold(self.form, desk.reference, desk.today(), is_lead=is_lead)
        self.folds["review"] = self.review
        yield self.review
        self._connect()

    def _consents(self) -> ConsentsField:
        desk = self._bench.desk
        parties = [(c.code, c.label) for c in desk.reference.choices("plan_party")]
        return ConsentsField(parties, desk.today())

    def _chart_card(self) -> Card:
        self.chart = Card("From baseline to expected")
        self._charts = column(gap=8)
        self.chart.add(self._charts)
        self.chart.hide()
        return self.chart

    def _fold(self, key: str, title: str, hint: str) -> Fold:
        fold = Fold(key, title, hint)
        for line in self.form.rows_of(key):
            fold.add(line)
        if key == "how":
            for line in self.form.rows_of("no_release"):
                fold.add(line)
        if key == "agreed":
            self.form.boxes["consents"].label.hide()  # the heading has said it already
        self.folds[key] = fold
        return fold

    def _connect(self) -> None:
        self.hold(self.targets)
        self.targets.add_asked.connect(self.add_target)
        self.targets.removed.connect(self._on_target_removed)
        self.sessions.opened.connect(self.record_asked)
        self.sessions.add_asked.connect(self._on_add_session)
        self.sessions.plan_asked.connect(self._on_plan_sessions)
        self.sessions.called_off.connect(self._on_call_off)
        self.sessions.absent.connect(self._on_absent)
        self.sessions.note_asked.connect(self._on_note)
        self.review.extension_asked.connect(self._on_extend)
        for key, fold in self.folds.items():
            fold.toggled.connect(self._on_fold)
            names = _WATCHED.get(key)
            if names:
                fold.watch(self.form.boxes[name] for name in names)
            elif key != "review":
                fold.watch(self.form.boxes_of(key))
        self.form.problems_shown.connect(self._on_problems)
        self.form.edited.connect(self._on_plan_edited)
        kinds = ("iss_plan", "iss_session", "target", "modelling_note")
        self._reloader = Reloader(self, self._bench.bus, kinds, self.reload)
        self.reload()

    def reload(self) -> None:
        """Read targets, sessions and evidence again; what is being typed stays."""
        self._run(_Read(self._bench, self.rec, self.state.flat()), self._on_read, key="plan")

    def add_target(self) -> None:
        """One more target, with the caret in its sentence."""
        place = len(self.targets.rows_shown) + 1
        opened = plans.blank_target(self._bench.desk, self.rec, self.state.flat(), place)
        line = self.targets.show_target(opened, None)
        line.show()
        line.state.form.boxes["statement"].take_focus()
        self._show_review()

    # What was read

    def _on_read(self, found: tuple[PlanSheet, frozenset[str]]) -> None:
        sheet, kept = found
        shown = {each.state.rec for each in self.targets.rows_shown}
        for opened in sheet.targets:
            if opened.rec not in shown:
                self.targets.show_target(opened, sheet.drafts.get(opened.rec))
        if not self.targets.rows_shown:
            opened = plans.blank_target(self._bench.desk, self.rec, self.state.flat(), 1)
            self.targets.show_target(opened, None)
        self.sessions.show_sessions(sheet.sessions, sheet.dose)
        self._now = {each.target_id: each.now for each in sheet.series}
        self._show_charts(sheet)
        self.review.show_exits(sheet.exits)
        self.review.show_extension()
        self._show_review()
        if not self._was_read:  # later a person has opened and closed what they wanted
            self._was_read = True
            self._open_folds(kept)

    def _open_folds(self, kept: frozenset[str]) -> None:
        """What was left open last time, and the review once it is due."""
        if self.state.flat().get("status") in REVIEWED:
            self.review.set_open(is_open=True)
        for key, fold in self.folds.items():
            if f"plan {key}" in kept:
                fold.set_open(is_open=True)

    def _show_charts(self, sheet: PlanSheet) -> None:
        clear(self._charts)
        drawn = [each for each in sheet.series if each.baseline is not None]
        for series in drawn:
            self._charts.addWidget(label(series.statement, wrap=True))
            self._charts.addWidget(TargetChart(series))
            self._charts.addWidget(label(series.words, "muted", wrap=True))
        show_in_place(self.chart, bool(drawn))

    def _show_review(self) -> None:
        self.review.show_targets(self.targets.shown(), self._now)

    # What a person did

    def _on_plan_edited(self, name: str) -> None:
        if name == "final_review_on":
            self.targets.fill_days(self.form.control(name).value())
        for fold in self.folds.values():
            fold.count()

    def _on_problems(self) -> None:
        for fold in self.folds.values():
            fold.look()

    def _on_step_taken(self, _opened: object) -> None:
        if self.state.flat().get("status") in REVIEWED:
            self.review.set_open(is_open=True)

    def _on_fold(self, key: str, is_open: bool) -> None:
        self._run(
            Step(self._bench.desk, habits.keep_section, f"plan {key}", is_open=is_open),
            self._on_kept,
        )

    def _on_kept(self, _done: None) -> None:
        """Nothing on the screen hangs on a habit."""

    def _on_target_removed(self, row: RecordRow) -> None:
        self._take_back = None
        self._removed = row
        self._undo.offer("The target was removed.")
        self._show_review()

    def _on_add_session(self) -> None:
        self.keeper.touch()  # a plan in which nothing was typed is kept before it has a session
        self.keeper.settle(self._on_ready_for_session)

    def _on_ready_for_session(self, _settled: Settled) -> None:
        self.child_asked.emit("iss_session")

    def _on_plan_sessions(self) -> None:
        self.keeper.touch()
        self.keeper.settle(self._on_ready_to_plan)

    def _on_ready_to_plan(self, settled: Settled) -> None:
        stuck = [each for each in settled.unsendable if each.draft.rec == self.rec]
        if stuck:
            self._tell(stuck[0].problems[0].message)
            return
        self._run(Step(self._bench.desk, plans.plan_sessions, self.rec), self._on_planned)

    def _on_planned(self, planned: PlannedSessions) -> None:
        self._take_back = Step(self._bench.desk, plans.take_back_sessions, planned.ids)
        count = len(planned.days)
        words = f"{count} session{'' if count == 1 else 's'} planned."
        if count < planned.wanted:
            words = f"{count} of {planned.wanted} fit before the final review."
        self._undo.offer(words)
        self.banner.show_message("")
        self._bench.bus.publish(planned.changed)

    def _on_call_off(self, rec: str, by: str, reason: str) -> None:
        self._run(
            Step(self._bench.desk, plans.call_off, rec, by=by, reason=reason), self._on_stepped
        )

    def _on_absent(self, rec: str) -> None:
        self._run(Step(self._bench.desk, plans.child_absent, rec), self._on_stepped)

    def _on_stepped(self, change: SessionChange) -> None:
        self._take_back = Step(self._bench.desk, plans.take_back, change)
        self._undo.offer("Recorded. The session still counts as what it is.")
        self._bench.bus.publish(change.changed)

    def _on_undone(self) -> None:
        if self._take_back is not None:
            self._run(self._take_back, self._bench.bus.publish)
        elif self._removed is not None:
            self.targets.put_back(self._removed)
            self._show_review()
        self._take_back, self._removed = None, None

    def _on_note(self, session: str) -> None:
        self._run(Step(self._bench.desk, plans.note_beginnings, session), self._on_note_known)

    def _on_note_known(self, given: dict[str, Any]) -> None:
        self.beginning_asked.emit("modelling_note", given)

    def _on_extend(self, until: object, reason: str) -> None:
        self._extension = Step(self._bench.desk, plans.extend, self.rec, until, reason)
        self.keeper.settle(self._on_ready_to_extend)

    def _on_ready_to_extend(self, _settled: Settled) -> None:
        self._run(self._extension, self._on_extended)

    def _on_extended(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self.record_asked.emit(self.rec)  # the form stands on another version now

    def _run(
        self, op: Callable[[], Any], on_done: Callable[[Any], object], key: str | None = None
    ) -> None:
        self._bench.runner.run(Lane.STORE, op, on_done, self._on_not_done, owner=self, key=key)

    def _on_not_done(self, error: Exception) -> None:
        self._tell(str(error))

    def _tell(self, words: str) -> None:
        self.banner.show_message(words, Tone.WARN)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, document: Mapping[str, Any]) -> None:
        self._desk, self._rec, self._document = bench.desk, rec, document

    def __call__(self) -> tuple[PlanSheet, frozenset[str]]:
        sheet = plans.plan_sheet(self._desk, self._rec, self._document)
        return sheet, habits.open_sections(self._desk)
