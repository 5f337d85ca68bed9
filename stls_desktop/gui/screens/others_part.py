"""Another child may be named: where, and one key that puts initials there.

Looks each time that what was typed has been saved, on the store lane. It refuses nothing: signing
stops once to show a name that nobody has seen here yet, and goes on when it is asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import ChangeBus
from stls_desktop.gui.draft_keeper import DraftKeeper
from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.widgets.styling import (
    announce,
    button,
    clear,
    column,
    icon_label,
    label,
    row,
    set_role,
    set_state,
    show_in_place,
)
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import others_named
from stls_desktop.services.desk import Desk
from stls_desktop.services.others_named import Documents, Known, OtherNamed

SHOWN: Final = 5
KEY: Final = "Ctrl+I"
TITLE: Final = "Another child may be named"
AGAIN: Final = "To keep a name as it is, sign again."


class OthersPart(QFrame):
    """The names of other children on one screen, each a link to its place."""

    stopped = Signal()  # signing waits: there is a name to look at

    def __init__(
        self,
        bench: Workbench,
        states: Callable[[], Iterator[RecordState]],
        go_to: Callable[[str, str], object],
        keeper: DraftKeeper,
        over: QWidget,
    ) -> None:
        super().__init__()
        set_role(self, "banner")
        set_state(self, "tone", Tone.WARN.value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._bench, self._states, self._go_to = bench, states, go_to
        self._shelf = shelf_of(bench.bus)
        self.found: tuple[OtherNamed, ...] = ()
        self._left = set[tuple[str, str, str]]()  # what somebody wants to stay
        self._shown_at_signing = set[tuple[str, str, str]]()
        self._then: Callable[[], object] | None = None
        layout = column(self, margins=(14, 10, 10, 10), gap=6)
        head = row(gap=8)
        head.addWidget(icon_label("triangle-alert", "warn", size=20))
        head.addWidget(label(TITLE, "h2"))
        self._again = label(AGAIN, "muted")
        head.addWidget(self._again)
        head.addStretch(1)
        layout.addLayout(head)
        self._lines = column(margins=(28, 0, 0, 0), gap=4)
        layout.addLayout(self._lines)
        show_in_place(self._again, False)
        self.hide()
        QShortcut(QKeySequence(KEY), over, self.use_first)
        keeper.saved.connect(self.look)
        privacy().changed.connect(self._show)
        self.look()

    def look(self) -> None:
        """Look through what is on the screen now."""
        documents = {
            state.rec: (state.kind, {**state.flat(), "id": state.rec}) for state in self._states()
        }
        work = _Look(self._bench, self._shelf, documents)
        self._bench.runner.run(Lane.STORE, work, self._on_looked, owner=self, key="others")

    def before_signing(self, then: Callable[[], object]) -> None:
        """Call `then` unless there is a name that nobody was shown when signing before."""
        self._then = then
        self.look()

    def use_first(self) -> None:
        """Put initials in place of the first name."""
        if self.found:
            self.use_initials(self.found[0])

    def use_initials(self, named: OtherNamed) -> None:
        """Put initials where the name stands; Ctrl+Z in the field takes it back."""
        state = self._state(named)
        if state is None:
            return
        control = state.form.control(named.path)
        text = str(control.raw())
        start = _nearest(text, named)
        if start < 0:
            self.look()  # it has been rewritten since
            return
        changed = text[:start] + named.instead + text[start + len(named.words) :]
        if isinstance(control, TextArea):
            control.replace_text(changed)
        else:
            state.form.set_value(named.path, changed)
        self._drop(named)
        self.look()

    def leave(self, named: OtherNamed) -> None:
        """It is no other child, or has to be said: do not show it again here."""
        self._left.add(_place(named))
        self._drop(named)

    def show_place(self, named: OtherNamed) -> None:
        """Put the caret into the field, with the name selected."""
        self._go_to(named.rec, named.path)
        state = self._state(named)
        control = state.form.control(named.path) if state else None
        if isinstance(control, TextArea):
            control.mark(named.start, named.end)

    def _on_looked(self, found: tuple[OtherNamed, ...]) -> None:
        self.found = tuple(
            one for one in found if _place(one) not in self._left and self._state(one) is not None
        )
        then, self._then = self._then, None
        fresh = {_place(one) for one in self.found} - self._shown_at_signing
        show_in_place(self._again, bool(then and fresh) or (self._again.isVisibleTo(self)))
        self._show()
        if then is None:
            return
        if not fresh:
            then()
            return
        self._shown_at_signing |= fresh
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{TITLE}. {AGAIN}")
        self.stopped.emit()

    def _show(self) -> None:
        clear(self._lines)
        for number, named in enumerate(self.found[:SHOWN]):
            self._lines.addWidget(_Line(self, named, is_first=not number))
        more = len(self.found) - SHOWN
        if more > 0:
            self._lines.addWidget(label(f"and {more} more", "muted"))
        words = [_told(named) for named in self.found]
        self.setAccessibleName(f"{TITLE}: {', '.join(words)}" if words else TITLE)
        show_in_place(self, bool(self.found))

    def _drop(self, named: OtherNamed) -> None:
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.found = tuple(one for one in self.found if one != named)
        self._show()
        if had_focus and self.found:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _state(self, named: OtherNamed) -> RecordState | None:
        """The record on the screen, if the field can be written in here."""
        for state in self._states():
            if state.rec == named.rec and named.path in state.form.boxes:
                return state
        return None


class _Line(QWidget):
    """One name: the link to its place, initials, and leaving it."""

    def __init__(self, part: OthersPart, named: OtherNamed, *, is_first: bool) -> None:
        super().__init__()
        self._part, self._named = part, named
        line = row(self, gap=10)
        self.link = button(_told(named), "problem")
        self.link.setCursor(Qt.CursorShape.PointingHandCursor)
        self.link.setAccessibleDescription("Goes to the field")
        self.link.clicked.connect(self._on_link)
        line.addWidget(self.link)
        line.addStretch(1)
        tip = f"Put {named.instead} there" + (f" ({KEY})" if is_first else "")
        self.use = button("Use initials", tip=tip)
        self.use.clicked.connect(self._on_use)
        line.addWidget(self.use)
        self.stay = button("Leave it", "link", tip="It is no other child, or has to be said")
        self.stay.clicked.connect(self._on_stay)
        line.addWidget(self.stay)

    def _on_link(self) -> None:
        self._part.show_place(self._named)

    def _on_use(self) -> None:
        self._part.use_initials(self._named)

    def _on_stay(self) -> None:
        self._part.leave(self._named)


class NamesShelf(QObject):
    """Keeps what is known of every child until one of them changes. One for each window."""

    def __init__(self, bus: ChangeBus) -> None:
        super().__init__(bus)
        self._kept = KeptNames()
        bus.changed.connect(self._on_changed)

    def current(self) -> KeptNames:
        """What is to be used now; see `KeptNames.names`."""
        return self._kept

    def _on_changed(self, change: Changed) -> None:
        if change.kinds & set(others_named.KINDS):
            self._kept = KeptNames()


@dataclass
class KeptNames:
    """What is known of every child; nothing until somebody asks on the store lane."""

    known: Known | None = None

    def names(self, desk: Desk) -> Known:
        """Every child's name, learnt at the first call. Runs on the store lane."""
        if self.known is None:
            self.known = others_named.known_children(desk)
        return self.known


class _Look:
    """Runs on the store lane."""

    def __init__(self, bench: Workbench, shelf: NamesShelf, documents: Documents) -> None:
        self._desk, self._kept, self._documents = bench.desk, shelf.current(), documents

    def __call__(self) -> tuple[OtherNamed, ...]:
        known = self._kept.names(self._desk)
        return others_named.others_named(self._desk, known, self._documents)


def shelf_of(bus: ChangeBus) -> NamesShelf:
    """The shelf of this window, made at the first call."""
    found = bus.findChild(NamesShelf)
    return found if isinstance(found, NamesShelf) else NamesShelf(bus)


def _told(named: OtherNamed) -> str:
    return f"“{privacy().shown_name(named.words)}” in “{named.label}”"


def _place(named: OtherNamed) -> tuple[str, str, str]:
    return named.rec, named.path, named.words


def _nearest(text: str, named: OtherNamed) -> int:
    """Where the name stands now; -1 if it is gone."""
    if text[named.start : named.end] == named.words:
        return named.start
    return text.find(named.words)
