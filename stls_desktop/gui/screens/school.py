"""One school: what comes first, what happened, who is there; its details are folded away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import Reloader
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.steps import Step
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.line_field import Choice, LineField
from stls_desktop.gui.widgets.notices import Banner
from stls_desktop.gui.widgets.status import StatusChip
from stls_desktop.gui.widgets.styling import (
    add_in_column,
    button,
    clear,
    column,
    label,
    row,
    show_in_place,
)
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import school_past
from stls_desktop.services.drafting import Settled
from stls_desktop.services.school_past import PAGE, PastLine, PastPage, StillNamed

FOLDED: Final = ("place", "register")
KINDS: Final = frozenset(name for name, _ in school_past.KINDS)


class SchoolScreen(RecordScreen):
    """The form of a school with its address and register facts folded."""

    def build_parts(self) -> Iterator[QWidget]:
        """People and arrival in view, the rest in one fold with its facts beside it."""
        for key in ("people", "arriving"):
            yield self.form.card(key)
        doc, say = self.state.flat(), self._bench.desk.reference.label
        district = str(doc.get("district_id") or "")
        told = (
            str(doc.get("postcode") or ""),
            dict(self.needs.choices.get("district_id", ())).get(district, ""),
            say("phase", str(doc["phase"])) if doc.get("phase") else "",
            f"URN {doc['urn']}" if doc.get("urn") else "",
        )
        self.details = Fold("details", "Details", " · ".join(word for word in told if word))
        for key in FOLDED:
            for line in self.form.rows_of(key):
                self.details.add(line)
        if self.form.raw().keys() & self._folded():
            self.details.set_open(is_open=True)  # something half-typed is not to be hidden
        yield self.details

    def go_to(self, rec: str, path: str) -> None:
        """Put the caret into a field, which may be folded away."""
        if path.partition("/")[0] in self._folded():
            self.details.set_open(is_open=True)
        super().go_to(rec, path)

    def _folded(self) -> set[str]:
        return {name for name, box in self.form.boxes.items() if self.details.isAncestorOf(box)}

    def _on_settled(self, settled: Settled) -> None:
        super()._on_settled(settled)
        if any(self.form.boxes[name].problem for name in self._folded()):
            self.details.set_open(is_open=True)


class PastCard(Card):
    """The timeline of a school, a page at a time, of every kind or of one."""

    line_asked = Signal(str, str, str)  # kind, id, pupil

    def __init__(self, bench: Workbench, setting_id: str) -> None:
        super().__init__("Timeline")
        self._bench, self._setting_id, self._limit = bench, setting_id, PAGE
        self.kind = Choice(empty_words="Everything")
        self.kind.set_options(school_past.KINDS)
        self.kind.setAccessibleName("Show only")
        self.kind.edited.connect(self._on_kind)
        self.add_action(self.kind)
        self._lines = column(gap=6)
        self.add(self._lines)
        self.more = button("Show earlier", "link")
        self.more.clicked.connect(self._on_more)
        self.more.hide()
        self.add(self.more)
        self._reloader = Reloader(self, bench.bus, tuple(KINDS), self.reload)
        self.reload()

    def reload(self) -> None:
        """Read what is shown again."""
        wanted = str(self.kind.value() or "")
        step = Step(
            self._bench.desk, school_past.past, self._setting_id, kind=wanted, limit=self._limit
        )
        self._bench.runner.run(Lane.STORE, step, self._on_read, owner=self, key="past")

    def _on_kind(self) -> None:
        self._limit = PAGE
        self.reload()

    def _on_more(self) -> None:
        self._limit += PAGE
        self.reload()

    def _on_read(self, page: PastPage) -> None:
        had_caret = self.more.hasFocus()
        clear(self._lines)
        if not page.lines:
            self._lines.addWidget(label("Nothing yet.", "muted"))
        links = [self._add_line(line) for line in page.lines]
        show_in_place(self.more, page.has_more)
        if had_caret and len(links) > self._limit - PAGE:
            links[self._limit - PAGE].setFocus()

    def _add_line(self, line: PastLine) -> QWidget:
        shown = _PastRow(line)
        shown.asked.connect(self.line_asked)
        self._lines.addWidget(shown)
        return shown.link


class _PastRow(QWidget):
    """One thing that happened; its day leads to it."""

    asked = Signal(str, str, str)

    def __init__(self, line: PastLine) -> None:
        super().__init__()
        self._line = line
        across = row(self, gap=12)
        day = f"{line.on.day} {line.on:%b %Y}"
        self.link = button(day, "link")
        self.link.setAccessibleName(f"{day}: {line.words}")
        self.link.clicked.connect(self._on_clicked)
        add_in_column(across, self.link, 96)
        across.addWidget(label(line.words, wrap=True), 1)
        if line.state:
            across.addWidget(StatusChip(line.state, Tone.MUTED))

    def _on_clicked(self) -> None:
        self.asked.emit(self._line.kind, self._line.rec, self._line.pupil_id)


class SencoCard(Card):
    """Who was SENCO before, where that name still stands, and a change of hands in one line."""

    changed = Signal()

    def __init__(self, screen: SchoolScreen, bench: Workbench, former: tuple[str, ...]) -> None:
        super().__init__("A new SENCO?", "Who was it before stays here, with the last day")
        self._screen, self._bench, self._named = screen, bench, tuple[StillNamed, ...]()
        self.banner = Banner()
        self.banner.acted.connect(self._on_hand_over)
        self.add(self.banner)
        for words in former:
            self.add(label(words, "muted", wrap=True))
        line = row(gap=10)
        self.name, self.email = LineField(), LineField()
        self._box = FieldBox(self.name, "Name of the new SENCO")
        line.addWidget(self._box, 3)
        line.addWidget(FieldBox(self.email, "E-mail"), 3)
        self.change = button("Change SENCO")
        self.change.clicked.connect(self._on_change)
        self.name.returnPressed.connect(self._on_change)
        self.email.returnPressed.connect(self._on_change)
        line.addWidget(self.change)
        self.add(line)
        self._reloader = Reloader(self, bench.bus, ("action", "link_visit", "setting"), self.look)
        self.look()

    def look(self) -> None:
        """Look where a SENCO who has left is still named."""
        step = Step(self._bench.desk, school_past.still_named, self._screen.rec)
        self._bench.runner.run(Lane.STORE, step, self._on_looked, owner=self, key="named")

    def _on_looked(self, named: tuple[StillNamed, ...]) -> None:
        self._named = named
        words = " ".join(each.words for each in named)
        may = any(each.actions and each.now for each in named)
        action = f"Hand the actions to {named[0].now}" if may else ""
        self.banner.show_message(words, Tone.WARN, action=action)

    def _on_hand_over(self) -> None:
        for each in self._named:
            if each.actions and each.now:
                step = Step(
                    self._bench.desk, school_past.hand_over, self._screen.rec, each.name, each.now
                )
                self._bench.runner.run(
                    Lane.STORE, step, self._bench.bus.publish, owner=self, first=True
                )

    def _on_change(self) -> None:
        name = str(self.name.value() or "").strip()
        self._box.set_problem("" if name else "Enter the name of the new SENCO")
        if name:
            self._screen.keeper.settle(self._go_on)

    def _go_on(self, _settled: Settled) -> None:
        name, email = str(self.name.value()).strip(), str(self.email.value() or "").strip()
        step = Step(self._bench.desk, school_past.change_senco, self._screen.rec, name, email)
        self._bench.runner.run(Lane.STORE, step, self._on_changed, owner=self, first=True)

    def _on_changed(self, changed: Changed) -> None:
        self._bench.bus.publish(changed)
        self.changed.emit()
