"""The review of a plan: what each target came to, whether support may end, and what is next.

The targets' marks and the closing words are fields of their own records; here they stand side by
side. It decides nothing: the evidence advises.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from stls_core.attainment import Goal, gas_score
from stls_core.exits import ExitState
from stls_core.records.plans import Target
from stls_core.reference import Reference
from stls_core.target_series import marks_in_words
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.screens.plan_targets import TargetRow
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.date_field import DateField
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    frame,
    icon_label,
    label,
    row,
    show_in_place,
)

_SIGNS: Mapping[bool | None, tuple[str, str, str]] = {
    True: ("circle-check", "ok", "Met"),
    False: ("circle", "muted", "Not met yet"),
    None: ("circle-question-mark", "muted", "Not known"),
}


class TargetReview(QWidget):
    """One target: from baseline to now to expected, what was achieved, and who rated it."""

    def __init__(
        self,
        target: TargetRow,
        now: float | None,
        reference: Reference,
        raters: Sequence[str],
        today: dt.date,
    ) -> None:
        super().__init__()
        self._form, self._now, self._reference = target.state.form, now, reference
        layout = column(self, gap=8)
        self._statement = label("", "strong", wrap=True)
        layout.addWidget(self._statement)
        line = row(gap=10)
        self._marks = label("", "muted")
        self._result = StatusChip()
        line.addWidget(self._marks)
        line.addWidget(self._result)
        line.addStretch(1)
        layout.addLayout(line)
        for fields in self._form.rows_of("review"):
            layout.addWidget(fields)
        self._today = today
        for role in raters:
            offer = button(f"{reference.label('staff_role', role)} today", "link", icon="plus")
            offer.clicked.connect(_Rater(self, role, offer).offer)
            self._form.control("rated_by").add_beside(offer)
        layout.addWidget(frame("rule"))
        self._form.edited.connect(self._on_edited)
        self._show()

    def rated_today(self, role: str) -> None:
        """Somebody in this role rated the target today, at what was achieved."""
        achieved = self._form.control("achieved").value()
        rating = {"role": role, "score": achieved, "rated_on": self._today.isoformat()}
        self._form.control("rated_by").offer({k: v for k, v in rating.items() if v is not None})

    def _on_edited(self, _name: str) -> None:
        self._show()

    def _show(self) -> None:
        form = self._form
        self._statement.setText(str(form.control("statement").value() or "A target without words"))
        achieved = form.control("achieved").value()
        baseline, expected = form.control("baseline").value(), form.control("expected").value()
        now = achieved if achieved is not None else self._now
        self._marks.setText(marks_in_words(baseline, now, expected))
        code = _result(baseline, expected, achieved)
        tone = {"EXPECTED": Tone.OK, "BETTER": Tone.OK, "SOME": Tone.INFO}.get(code, Tone.WARN)
        self._result.show_state(self._reference.label("tme_result", code) if code else "", tone)


class ReviewFold(Fold):
    """Mid and final review, the evidence for an end, closing words, extension and stopping."""

    extension_asked = Signal(object, str)  # until, reason

    def __init__(
        self, form: RecordForm, reference: Reference, today: dt.date, *, is_lead: bool
    ) -> None:
        super().__init__("review", "Review", "Mid and final review, extension, the end")
        self._form, self._reference, self._today = form, reference, today
        self._shown: list[TargetRow] = []
        self._reviews: list[TargetReview] = []
        self._targets = column(gap=12)
        self.add(self._targets)
        self._gas = label("", "muted", wrap=True)
        self.add(self._gas)
        self._gas.hide()
        self.add(label("May support end?", "strong"))
        self._exits = column(gap=4)
        self.add(self._exits)
        for key in ("written", "closing", "stopped"):
            for line in form.rows_of(key):
                self.add(line)
        self.add(frame("rule"))
        self._is_lead = is_lead
        self._add_extension()
        closing = ("closing_pupil", "closing_parent", "outcome", "next_step")
        self.watch(form.boxes[name] for name in closing)

    def show_targets(self, targets: Sequence[TargetRow], now: Mapping[str, float | None]) -> None:
        """Show what each target came to; their fields are those of the targets' own forms."""
        for target in targets:
            if target in self._shown:
                continue
            told = now.get(target.state.rec)
            review = TargetReview(target, told, self._reference, self._raters(), self._today)
            self._targets.addWidget(review)
            self._reviews.append(review)
            self._shown.append(target)
            target.state.form.edited.connect(self._on_target_edited)
            target.state.form.problems_shown.connect(self._on_target_problems)
        for target, review in zip(self._shown, self._reviews, strict=True):
            show_in_place(review, target in targets)
        self._show_gas()

    def show_exits(self, exits: Sequence[ExitState]) -> None:
        """Show what the records say of each criterion."""
        clear(self._exits)
        for state in exits:
            icon, token, words = _SIGNS[state.is_met]
            line = QWidget()
            layout = row(line, gap=8)
            layout.addWidget(icon_label(icon, token))
            told = self._reference.label("exit_criterion", state.code)
            layout.addWidget(label(f"{told}: {words.lower()}"))
            layout.addWidget(label(state.words, "muted"), 1)
            line.setAccessibleName(f"{told}: {words.lower()}. {state.words}")
            self._exits.addWidget(line)

    def show_extension(self) -> None:
        """What was extended, or the way to do it where it may be done."""
        flat = self._form.flat()
        until = str(flat.get("extended_to_on") or "")
        may_extend = self._is_lead and flat.get("status") == "FINAL_REVIEW" and not until
        show_in_place(self._ask, may_extend)
        show_in_place(self._extended, not may_extend)
        words = "The lead of the district may extend a plan once, at its final review."
        if until:
            day = dt.date.fromisoformat(until)
            told = f"Extended until {day.day} {day:%B %Y} by {flat.get('extended_by', '')}:"
            words = f"{told} {flat.get('extension_reason', '')}"
        self._extended.setText(words)

    def _add_extension(self) -> None:
        self.add(label("Extension", "strong"))
        self._extended = label("", "muted", wrap=True)
        self.add(self._extended)
        self._ask = QWidget()
        lines = column(self._ask, gap=8)
        self._until, self._why = DateField(), LineField()
        self._until_box = FieldBox(self._until, "Extend until")
        self._why_box = FieldBox(self._why, "Why extended")
        lines.addWidget(FieldRow([(self._until_box, 1), (self._why_box, 3)]))
        extend = button("Extend the plan")
        extend.clicked.connect(self._on_extend)
        line = row()
        line.addWidget(extend)
        line.addStretch(1)
        lines.addLayout(line)
        self.add(self._ask)
        self.show_extension()

    def _on_extend(self) -> None:
        until, why = self._until.value(), self._why.value()
        self._until_box.set_problem("" if until else "Enter until when")
        self._why_box.set_problem("" if why else "Say why")
        if until and why:
            self.extension_asked.emit(until, why)

    def _on_target_edited(self, name: str) -> None:
        if name in ("achieved", "scale", "weight"):
            self._show_gas()

    def _raters(self) -> list[str]:
        """The roles that are likely to rate: those who are coached, and the teacher."""
        coached = [str(adult.get("role") or "") for adult in self._form.control("coached").value()]
        return [*dict.fromkeys(role for role in coached if role), "SPECIALIST"]

    def _on_target_problems(self) -> None:
        boxes = (each.state.form.boxes for each in self._shown)
        if any(held[name].problem for held in boxes for name in ("achieved", "rated_by")):
            self.set_open(is_open=True)

    def _show_gas(self) -> None:
        goals = []
        for target in self._shown:
            form = target.state.form
            achieved = form.control("achieved").value()
            if form.control("scale").value() == "GAS" and achieved is not None:
                goals.append(Goal(achieved, float(form.control("weight").value() or 1)))
        score = gas_score(goals)
        self._gas.setText(score.words if score else "")
        show_in_place(self._gas, score is not None)


class _Rater(QObject):
    def __init__(self, review: TargetReview, role: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._review, self._role = review, role

    def offer(self) -> None:
        self._review.rated_today(self._role)


def _result(baseline: float | None, expected: float | None, achieved: float | None) -> str:
    if baseline is None or expected is None or achieved is None:
        return ""
    return Target(baseline=baseline, expected=expected, achieved=achieved).result
