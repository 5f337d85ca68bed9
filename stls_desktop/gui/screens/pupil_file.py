"""A pupil's page: the timeline at the left; agreement, plan and open actions at the right.

It shows what the services hand over; which record is opened, and in which screen, is decided by
the page around it.
"""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

from stls_core.records import kind_named
from stls_core.target_series import marks_in_words
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.attachments import AttachmentsCard
from stls_desktop.gui.screens.joined_part import JoinedPart
from stls_desktop.gui.screens.open_actions import OpenActionsCard
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.flow_layout import FlowLayout
from stls_desktop.gui.widgets.line_field import Choice
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    button,
    clear,
    column,
    frame,
    icon_button,
    label,
    row,
    set_role,
    show_in_place,
)
from stls_desktop.gui.widgets.target_chart import TargetChart
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import casework
from stls_desktop.services.caseload import AgreementLine, PupilSheet
from stls_desktop.services.casework import Moment, PlanSummary, PupilFile

NO_AGREEMENT = (
    "There is no Agreement to Engage today. Nothing beyond an anonymous talk may happen before the"
    " family knows and has agreed."
)


class PupilFileScreen(QWidget):
    """Everything recorded about one child."""

    record_asked = Signal(str)  # the id of a record to open
    begin_asked = Signal(str)  # the wire name of a kind to begin
    details_asked = Signal()
    join_asked = Signal(str)  # this pupil's id: another file is about the same child

    def __init__(self, bench: Workbench, pupil_id: str, title: str, sheet: PupilSheet) -> None:
        super().__init__()
        set_role(self, "page")
        self.rec = pupil_id
        self._bench, self._moments = bench, list[Moment]()
        outer = column(self)
        outer.addWidget(self._build_head(title, sheet.facts))
        self.banner = Banner()
        told = column(margins=(18, 12, 18, 0))  # a layout whose parts are hidden takes no room
        told.addWidget(self.banner)
        outer.addLayout(told)
        panes = row(gap=0)
        panes.addWidget(self._build_timeline(), 3)
        panes.addWidget(self._build_side(sheet), 2)
        outer.addLayout(panes, 1)
        if not sheet.has_agreement:
            self.banner.show_message(NO_AGREEMENT, Tone.ERR, action="Record the agreement")
            self.banner.acted.connect(_Begin(self, "agreement").ask)
        kinds = [kind.name for kind in casework.file_kinds()]
        self._reloader = Reloader(
            self, bench.bus, (*kinds, "action", "target", "pupil_merge"), self.reload
        )
        self.reload()

    def reload(self) -> None:
        """Read the first page of the timeline, the plan and the actions again."""
        self._read(offset=0)

    def _build_head(self, title: str, facts: str) -> QWidget:
        head = frame("head")
        line = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        words.addWidget(label(title, "h1"))
        words.addWidget(label(facts, "muted"))
        line.addLayout(words, 1)
        details = button("Details", icon="pencil", tip="Name, needs, family, professionals")
        details.clicked.connect(self.details_asked)
        line.addWidget(details)
        join = icon_button("git-merge", "Join with another file")
        join.clicked.connect(self._on_join)
        line.addWidget(join)
        return head

    def _build_timeline(self) -> QWidget:
        pane = QWidget()
        set_role(pane, "body")
        body = column(pane, margins=(18, 12, 9, 14), gap=10)
        record = Card("Record")
        buttons = FlowLayout()
        for name in casework.BEGINNINGS:
            kind = kind_named(name)
            if kind is not None:
                begin = button(kind.title, icon="plus")
                begin.clicked.connect(_Begin(self, name).ask)
                buttons.addWidget(begin)
        record.add(_holding(buttons))
        body.addWidget(record)
        head = row(gap=8)
        head.addWidget(label("Timeline", "h2"))
        head.addStretch(1)
        self._kind = Choice()
        self._kind.setAccessibleName("Show")
        kinds = [(kind.name, kind.title) for kind in casework.file_kinds()]
        self._kind.set_options([("", "Everything"), *kinds], may_be_empty=False)
        self._kind.set_value("")
        self._kind.edited.connect(self.reload)
        head.addWidget(self._kind)
        body.addLayout(head)
        self.list = RowList("Timeline")
        self.list.row_opened.connect(self.record_asked)
        body.addWidget(self.list, 1)
        self._empty = label("Nothing is recorded yet.", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        body.addWidget(self._empty, 1)
        self._more = button("Show older", "link")
        self._more.clicked.connect(self._on_more)
        self._more.hide()
        body.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignLeft)
        return pane

    def _build_side(self, sheet: PupilSheet) -> QWidget:
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        set_role(body, "body")
        side = column(body, margins=(9, 12, 18, 14), gap=12)
        scroller.setWidget(body)  # empty: see record.py
        side.addWidget(JoinedPart(self._bench, self.rec, self))
        self._plan = Card("Current plan")
        self._plan_lines = column(gap=8)
        self._plan.add(self._plan_lines)
        side.addWidget(self._plan)
        self._actions = OpenActionsCard(self._bench, self)
        side.addWidget(self._actions)
        side.addWidget(agreements_card(sheet.agreements))
        side.addWidget(AttachmentsCard(self._bench, "pupil", self.rec, self))
        side.addStretch(1)
        return scroller

    def _read(self, *, offset: int) -> None:
        wanted = _Read(self._bench, self.rec, str(self._kind.value() or ""), offset)
        self._bench.runner.run(Lane.STORE, wanted, self._on_read, owner=self, key=f"file {offset}")

    def _on_read(self, found: tuple[int, tuple[Moment, ...], PupilFile]) -> None:
        offset, moments, file = found
        self._moments = [*(self._moments if offset else []), *moments]
        self.list.set_rows([_row(moment) for moment in self._moments])
        finished = sum(not moment.is_unfinished for moment in moments)
        show_in_place(self._more, finished == casework.PAGE)
        show_in_place(self._empty, not self._moments)
        show_in_place(self.list, bool(self._moments))
        self._show_plan(file.plan)
        self._actions.show_actions(file.actions)

    def _on_join(self) -> None:
        self.join_asked.emit(self.rec)

    def _on_more(self) -> None:
        self._read(offset=sum(not moment.is_unfinished for moment in self._moments))

    def _show_plan(self, plan: PlanSummary | None) -> None:
        clear(self._plan_lines)
        self._plan.set_hint(plan.state if plan else "")
        if plan is None:
            self._plan_lines.addWidget(label("No plan is running.", "muted"))
            return
        self._plan_lines.addWidget(label(plan.question, wrap=True))
        if plan.days:
            self._plan_lines.addWidget(label(plan.days, "muted", wrap=True))
        self._plan_lines.addWidget(label(plan.dose, "muted", wrap=True))
        for target in plan.targets:
            series = target.series
            self._plan_lines.addWidget(label(series.statement, wrap=True))
            self._plan_lines.addWidget(TargetChart(series))
            words = [marks_in_words(target.baseline, target.now, target.expected), target.result]
            told = label(" · ".join(word for word in words if word), "muted", wrap=True)
            self._plan_lines.addWidget(told)
        opened = button("Open the plan", "link")
        opened.clicked.connect(_Open(self, plan.rec).ask)
        self._plan_lines.addWidget(opened, alignment=Qt.AlignmentFlag.AlignLeft)


def agreements_card(lines: tuple[AgreementLine, ...]) -> Card:
    """What the family has agreed to, with the days and the state in words."""
    card = Card("Agreements to Engage")
    if not lines:
        card.add(label("None yet.", "muted"))
    for agreement in lines:
        line = row(gap=12)
        words = column(gap=0)
        words.addWidget(label(agreement.form, wrap=True))
        words.addWidget(label(agreement.days, "muted", wrap=True))
        line.addLayout(words, 1)
        tone = Tone.OK if agreement.is_valid else Tone.WARN
        line.addWidget(StatusChip(agreement.state, tone))
        card.add(line)
    return card


def _holding(layout: QLayout) -> QWidget:
    held = QWidget()
    held.setLayout(layout)
    return held


def _row(moment: Moment) -> ListRow:
    return ListRow(
        row_id=moment.rec,
        title=moment.words,
        subtitle="" if moment.kind_words == moment.words else moment.kind_words,
        time=short_day(moment.day),
        state=moment.state,
        tone=Tone.WARN if moment.is_unfinished or moment.is_restricted else Tone.MUTED,
        section=moment.day[:4],
    )


def short_day(day: str) -> str:
    """`6 Oct` of an ISO date; empty for anything else."""
    try:
        read = dt.date.fromisoformat(day)
    except ValueError:
        return ""  # nobody has typed one yet
    return f"{read.day} {read:%b}"


class _Begin(QObject):
    def __init__(self, screen: PupilFileScreen, kind: str) -> None:
        super().__init__(screen)
        self._screen, self._kind = screen, kind

    def ask(self) -> None:
        self._screen.begin_asked.emit(self._kind)


class _Open(QObject):
    def __init__(self, screen: PupilFileScreen, rec: str) -> None:
        super().__init__(screen)
        self._screen, self._rec = screen, rec

    def ask(self) -> None:
        self._screen.record_asked.emit(self._rec)


class _Read:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, pupil_id: str, kind: str, offset: int) -> None:
        self._desk, self._pupil_id = bench.desk, pupil_id
        self._kind, self._offset = kind, offset

    def __call__(self) -> tuple[int, tuple[Moment, ...], PupilFile]:
        moments = casework.timeline(
            self._desk, self._pupil_id, kind=self._kind, offset=self._offset
        )
        return self._offset, moments, casework.pupil_file(self._desk, self._pupil_id)
