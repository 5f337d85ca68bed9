"""The screen of a plain record: its form in cards, saved as it is typed. Serves every kind."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar, Final, Protocol

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QSplitter, QWidget

from stls_core import lifecycles
from stls_core.records import Problem, kind_named
from stls_desktop.changed import Changed
from stls_desktop.gui.controls import ControlNeeds, Options
from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.forms import RecordForm
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.screens.agreed_actions import AgreedActions
from stls_desktop.gui.screens.attachments import AttachmentsCard
from stls_desktop.gui.screens.history_door import HistoryDoor
from stls_desktop.gui.screens.life import LifePart
from stls_desktop.gui.screens.others_part import OthersPart
from stls_desktop.gui.screens.signing_part import SigningPart
from stls_desktop.gui.theme import Tone, theme
from stls_desktop.gui.widgets.elided_label import ElidedLabel
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.status import SavedMark
from stls_desktop.gui.widgets.styling import column, frame, row, set_role
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import agreed, attaching, casework_signing
from stls_desktop.services.drafting import Settled
from stls_desktop.services.records import RecordSheet
from stls_desktop.services.shapes import Draft
from stls_desktop.services.visits import FormProblem

_FORM_LEAST: Final = 640  # pixels at normal text size, where something stands beside the form


class HoldsRecords(Protocol):
    """A part of a screen with records of its own, such as the actions agreed in a session."""

    @property
    def edited(self) -> SignalInstance: ...

    def states(self) -> Iterator[RecordState]: ...


class RecordScreen(QWidget):
    """One record of any kind. A kind with more to it has a subclass; see `filed`."""

    settled = Signal()
    record_asked = Signal(str)  # the id of another record of the file, to open
    child_asked = Signal(str)  # the wire name of a kind to begin below this record
    paper_asked = Signal(str)  # the id of a signed version, to hand it over
    beginning_asked = Signal(str, dict)  # a kind to begin in the file, {field: value} filled in

    wants_room: ClassVar[bool] = False
    """Whether the screen takes the room of the list beside it."""
    lists_itself: ClassVar[frozenset[str]] = frozenset()
    """The kinds below this record that the screen shows in its own way."""
    lives_in_its_own_way: ClassVar[frozenset[str]] = frozenset({"modelling_note"})
    """The kinds whose steps are shown elsewhere on their screens."""

    def __init__(
        self,
        bench: Workbench,
        sheet: RecordSheet,
        *,
        choices: Mapping[str, Options] | None = None,
        subtitle: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        set_role(self, "page")
        self._bench = bench
        kind = kind_named(sheet.opened.kind)
        if kind is None:
            msg = f"{sheet.opened.kind} is not known to this version"
            raise LookupError(msg)
        self.needs = ControlNeeds(
            bench.desk.reference, bench.desk.today(), choices or {}, self.own_controls()
        )
        self.rec = sheet.opened.rec
        self._holders: list[HoldsRecords] = []
        self.signing: SigningPart | None = None
        self.life: LifePart | None = None
        self.form = RecordForm(kind, self.needs, parent=self)
        self.state = RecordState(sheet.opened, self.form, sheet.draft, self.rec)
        self.keeper = DraftKeeper(bench.desk, bench.runner, self.rec, self._collect, parent=self)
        outer = column(self)
        outer.addWidget(self._build_head(sheet.title, subtitle or kind.title))
        self.scroller = scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        set_role(body, "body")
        self._column = column(body, margins=(18, 14, 18, 14), gap=12)
        # in its place while it is empty: what comes into a scroller full is dressed at once, and
        # dressed again at each further step on its way to the window
        scroller.setWidget(body)
        outer.addWidget(scroller, 1)
        self.banner, self._trouble = Banner(), Banner(tone=Tone.ERR)
        self._column.addWidget(self._trouble)
        self._column.addWidget(self.banner)
        for part in self.build_parts():
            self._column.addWidget(part)
        self._column.addStretch(1)
        bar = self.build_bar()
        if bar is not None:
            outer.insertWidget(1, bar)
        beside = self.build_beside()
        if beside is not None:
            outer.addWidget(_beside(scroller, beside), 1)
        self.form.edited.connect(self._on_edited)
        self.keeper.saving.connect(self.saved_mark.show_saving)
        self.keeper.saved.connect(self._on_saved)
        self.keeper.failed.connect(self._on_failed)
        self.keeper.settled.connect(self._on_settled)
        self.others = OthersPart(bench, self.states, self.go_to, self.keeper, self)
        self.add_part(self.others, first=True)
        self._add_life(kind.name)
        self._add_signing(kind.name)
        if kind.name in agreed.WITH_ACTIONS:
            self.add_records(AgreedActions(bench, self.state, self.needs, self))
        if kind.name in attaching.WITH_ATTACHMENTS:
            self.add_part(AttachmentsCard(bench, kind.name, self.rec, self, self.state.flat))

    def take_focus(self) -> None:
        """Put the caret where writing begins."""
        next(iter(self.form.boxes.values())).take_focus()

    def _add_signing(self, kind: str) -> None:
        if casework_signing.may_be_signed(kind, self.state.flat()):
            self.signing = SigningPart(self._bench, self, self)
            self.signing.problems_told.connect(self._on_problems_told)
            self.add_part(self.signing, first=True)
            self._head.addWidget(self.signing.button)

    def _add_life(self, kind: str) -> None:
        if lifecycles.has_steps(kind) and kind not in self.lives_in_its_own_way:
            self.life = LifePart(self._bench, self.state, self.keeper, self.needs, self)
            self.life.entry_chosen.connect(self.go_to)
            self.life.refused.connect(self._on_refused)
            self.add_part(self.life, first=True)

    def _on_problems_told(self) -> None:
        self.scroller.verticalScrollBar().setValue(0)

    def go_to(self, rec: str, path: str) -> None:
        """Put the caret into a field of one of the records on the screen."""
        for state in self.states():
            if state.rec == rec and state.form.focus(path):
                return
        if rec and rec not in {state.rec for state in self.states()}:
            self.record_asked.emit(rec)

    def _on_refused(self, problems: tuple[FormProblem, ...]) -> None:
        for state in self.states():
            mine = [Problem(p.path, p.message) for p in problems if p.rec == state.rec]
            state.form.show_problems(mine)

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        """{field: what makes its control} where this screen has a better one than the usual."""
        return {}

    def build_parts(self) -> Iterator[QWidget]:
        """What stands on the screen from top to bottom, under its notices."""
        yield from self.form.cards()

    def build_bar(self) -> QWidget | None:
        """What stays in view between the head and the form, if anything."""
        return None

    def build_beside(self) -> QWidget | None:
        """What stands at the right of the form, if anything."""
        return None

    def states(self) -> Iterator[RecordState]:
        """Every record on the screen, the screen's own first."""
        yield self.state
        for holder in self._holders:
            yield from holder.states()

    def hold(self, holder: HoldsRecords) -> None:
        """Keep and settle the records of a part together with the screen's own."""
        self._holders.append(holder)
        holder.edited.connect(self.keeper.touch)

    def add_records(self, part: "AgreedActions") -> None:
        """Put a part with records of its own under the form."""
        self.add_part(part)
        self.hold(part)

    def add_part(self, part: QWidget, *, first: bool = False) -> None:
        """Put something beside the form's own cards."""
        self._column.insertWidget(2 if first else self._column.count() - 1, part)

    def add_action(self, action: QWidget) -> None:
        """Put a button into the head, before the one that signs."""
        place = self._head.count() - (self.signing is not None)
        self._head.insertWidget(place, action)

    def _build_head(self, title: str, subtitle: str) -> QWidget:
        head = frame("head")
        self._head = row(head, margins=(18, 10, 18, 10), gap=12)
        words = column(gap=2)
        for told, role in ((title, "h1"), (subtitle, "muted")):
            line = ElidedLabel(told, role)
            line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            words.addWidget(line)
        self._head.addLayout(words, 1)
        self.saved_mark = SavedMark()
        self._head.addWidget(self.saved_mark)
        self.history = HistoryDoor(self._bench, self, self.keeper, self.states)
        self._head.addWidget(self.history.button)
        return head

    def _collect(self) -> list[Draft]:
        return [state.draft() for state in self.states() if state.is_changed]

    def _on_edited(self, _name: str) -> None:
        self.keeper.touch()

    def _on_saved(self, at: dt.datetime) -> None:
        self._trouble.show_message("")
        self.saved_mark.show_saved(at)

    def _on_failed(self, words: str) -> None:
        self.saved_mark.show_not_saved("see below")
        self._trouble.show_message(words, Tone.ERR)

    def _on_settled(self, settled: Settled) -> None:
        stuck = {each.draft.rec: each.problems for each in settled.unsendable}
        for state in self.states():
            if state.rec in settled.drafts:
                state.go_on(settled.drafts[state.rec])
            state.form.show_problems(stuck.get(state.rec, ()))
        self._bench.bus.publish(settled.changed | _begun(settled))
        if not settled.unsendable:
            self.settled.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leaving the form settles what can be sent."""
        self.keeper.settle()
        super().hideEvent(event)


def _beside(form: QWidget, beside: QWidget) -> QSplitter:
    held = QSplitter(Qt.Orientation.Horizontal)
    held.setHandleWidth(1)
    held.setChildrenCollapsible(False)
    for place, pane in enumerate((form, beside)):
        held.addWidget(pane)
        held.setStretchFactor(place, 1)
    form.setMinimumWidth(theme().space(_FORM_LEAST))
    held.setSizes([_FORM_LEAST, _FORM_LEAST])
    return held


def _begun(settled: Settled) -> Changed:
    """News of drafts that stay drafts: lists show those that were only begun."""
    drafts = [unsendable.draft for unsendable in settled.unsendable]
    return Changed(frozenset(d.kind for d in drafts), frozenset(d.rec for d in drafts))
