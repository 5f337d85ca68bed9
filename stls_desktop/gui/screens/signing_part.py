"""Signing on a record's screen: what still blocks it, what is signed already, and the button.

The part stands above the form and reads the records of its screen; what signing needs and does is
decided by the service.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from stls_core.documents import shortened, title_of
from stls_core.records import Problem, kind_named
from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.others_part import OthersPart
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import LineField
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.styling import button, column, show_in_place
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import casework_signing, signing
from stls_desktop.services.casework_signing import Standing
from stls_desktop.services.drafting import Settled
from stls_desktop.services.visits import FormProblem

Documents = Mapping[str, tuple[str, Mapping[str, Any]]]


class SignedScreen(Protocol):
    """What signing needs of the screen that it stands on."""

    rec: str
    keeper: DraftKeeper
    others: OthersPart

    def states(self) -> Iterator[RecordState]:
        """Every record on the screen."""

    def go_to(self, rec: str, path: str) -> None:
        """Put the caret into a field of one of them."""


class SigningPart(QWidget):
    """The error summary, the state in words, and the reason of a correction."""

    problems_told = Signal()  # the summary has something to say, and wants to be in view
    signed = Signal(str)  # id of the version
    stands = Signal(object)  # Standing: what is signed, once it is known

    def __init__(self, bench: Workbench, screen: SignedScreen, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench, self._screen = bench, screen
        self._standing = Standing()
        layout = column(self, gap=10)
        self.summary = ErrorSummary("Before you sign")
        self.banner = Banner()
        self.reason = LineField()
        words = "May stay empty for five working days: it is then a typing correction."
        self._why = FieldBox(self.reason, "Why it is changed", help_text=words)
        for part in (self.summary, self.banner, self._why):
            layout.addWidget(part)
        show_in_place(self._why, False)
        self.button = button("Sign", "primary", tip="Check and sign (Ctrl+Shift+S)")
        self.button.clicked.connect(self.sign)
        QShortcut(QKeySequence("Ctrl+Shift+S"), parent, self._on_shortcut)
        self.summary.entry_chosen.connect(self._on_entry_chosen)
        screen.others.stopped.connect(self._on_stopped)
        self._tell_standing()

    def sign(self) -> None:
        """Say what blocks signing, or settle and sign."""
        self._set_busy(is_busy=True)
        documents = {
            state.rec: (state.kind, {**state.flat(), "id": state.rec})
            for state in self._screen.states()
        }
        self._run(_Check(self._bench, documents), self._on_checked)

    def _on_checked(self, problems: tuple[FormProblem, ...]) -> None:
        self._show_problems(problems)
        if problems:
            self._set_busy(is_busy=False)
            return
        self._screen.others.before_signing(self._on_seen)

    def _on_seen(self) -> None:
        self._screen.keeper.settle(self._on_ready)

    def _on_stopped(self) -> None:
        self._set_busy(is_busy=False)
        self.problems_told.emit()

    def _on_ready(self, settled: Settled) -> None:
        if settled.unsendable:
            first = settled.unsendable[0]
            self._set_busy(is_busy=False)
            entry = (f"{first.draft.rec}|{first.problems[0].field}", first.problems[0].message)
            self.summary.show_problems([entry])
            return
        reason = str(self.reason.value() or "")
        self._run(_Sign(self._bench, self._screen.rec, reason), self._on_signed)

    def _on_signed(self, outcome: signing.Signed) -> None:
        self._set_busy(is_busy=False)
        self.reason.set_value("")
        self._bench.bus.publish(outcome.changed)
        self._tell_standing()
        self.signed.emit(outcome.version_id)

    def _on_failed(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        self.banner.show_message(f"Not signed. {error}", Tone.ERR)

    def _show_problems(self, problems: tuple[FormProblem, ...]) -> None:
        asked = Counter(p.message for p in problems)
        self.summary.show_problems(
            [(f"{p.rec}|{p.path}", self._told(p, is_alone=asked[p.message] == 1)) for p in problems]
        )
        for state in self._screen.states():
            mine = [Problem(p.path, p.message) for p in problems if p.rec == state.rec]
            state.form.show_problems(mine)
        if problems:
            self.problems_told.emit()

    def _told(self, problem: FormProblem, *, is_alone: bool) -> str:
        """What is missing; where the same is missing of several records, of which one."""
        flats = (each.flat() for each in self._screen.states() if each.rec == problem.rec)
        kind = kind_named(problem.kind)
        title = title_of(kind, next(flats, {})) if kind and not is_alone else ""
        return f"{problem.message}: “{shortened(title)}”" if title else problem.message

    def _on_entry_chosen(self, entry: str) -> None:
        rec, _, path = entry.partition("|")
        self._screen.go_to(rec, path)

    def _tell_standing(self) -> None:
        self._run(_Look(self._bench, self._screen.rec), self._on_standing)

    def _on_standing(self, standing: Standing) -> None:
        self._standing = standing
        words = standing.words
        if standing.not_in_version:
            words += f" Not in it: {', '.join(standing.not_in_version)}."
        if words:
            words += " To correct it, change what is wrong and sign again."
        self.banner.show_message(words, Tone.WARN if standing.not_in_version else Tone.OK)
        show_in_place(self._why, bool(standing.number))
        self._set_busy(is_busy=False)
        self.stands.emit(standing)

    def _set_busy(self, *, is_busy: bool) -> None:
        """While signing is on its way it is not asked for twice."""
        self.button.setEnabled(not is_busy)
        words = "Sign again" if self._standing.number else "Sign"
        self.button.setText("Signing…" if is_busy else words)

    def _on_shortcut(self) -> None:
        if self.button.isEnabled():
            self.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.sign()

    def _run(self, work: Any, then: Any) -> None:  # noqa: ANN401 - an operation and its answer
        self._bench.runner.run(Lane.STORE, work, then, self._on_failed, owner=self)


class _Check:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, documents: Documents) -> None:
        self._desk, self._documents = bench.desk, documents

    def __call__(self) -> tuple[FormProblem, ...]:
        return casework_signing.problems_to_sign(self._desk, self._documents)


class _Sign:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str, reason: str) -> None:
        self._desk, self._rec, self._reason = bench.desk, rec, reason

    def __call__(self) -> signing.Signed:
        return casework_signing.sign(self._desk, self._rec, self._reason)


class _Look:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, rec: str) -> None:
        self._desk, self._rec = bench.desk, rec

    def __call__(self) -> Standing:
        return casework_signing.standing(self._desk, self._rec)
