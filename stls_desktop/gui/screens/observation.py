"""An observation: the method decides what is asked; coding covers the screen.

What was seen and what it may mean stand apart. Percentages are worked out from the slots and shown
with their n, never typed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from stls_core.coding import USUAL_INTERVAL_S, CodingRun, share_words
from stls_core.observed import AREAS, Answer, aspects, checks, in_words, tally_words
from stls_core.records import Problem
from stls_core.records.observations import FEWEST_SLOTS, Share, Tally, share_of
from stls_core.reference import Reference
from stls_desktop.gui.screens.coding import CodingBoard
from stls_desktop.gui.screens.entries import EntryLines
from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.screens.tallying import Counted, TallyBoard
from stls_desktop.gui.widgets.answers_field import AnswersField
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.share_bar import ShareBar
from stls_desktop.gui.widgets.styling import button, clear, column, label, row, show_in_place
from stls_desktop.gui.widgets.tick_field import TickField

_METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "sample": ("TIME_SAMPLE",),
    "entries": ("NARRATIVE", "ABC"),
    "counts": ("EVENT", "DURATION"),
    "play": ("PLAY_EY",),
}
"""{part of the screen: the methods that it belongs to}."""
_CHECKED: Final[Mapping[str, str]] = {
    "LISTENING_ENV": "Listening",
    "FUNCTIONAL_VISION": "Seeing",
    "PD_ACCESS": "Getting about and taking part",
    "PLAY_EY": "In play",
}
"""{method: the title of its checks}."""
_INTERVALS: Final = ("10", "15", "20", "30", "60")


class ObservationScreen(RecordScreen):
    """One child watched once, by one method."""

    lists_itself: ClassVar[frozenset[str]] = frozenset({"observation_entry"})
    clock: ClassVar[Callable[[], float]] = staticmethod(time.monotonic)

    def build_parts(self) -> Iterator[QWidget]:
        self._parts: dict[str, QWidget] = {}
        self._is_whole_room = False
        self.board: CodingBoard | None = None
        self.tally: TallyBoard | None = None
        self._counted_before: list[dict[str, Any]] = []  # every row of the counts
        self._counting: list[dict[str, Any]] = []  # those of them that say what is counted
        yield self.form.card("what")
        yield self._kept("sample", self._sample_card())
        self.entries = EntryLines(self._bench, self.state, self.needs)
        self.hold(self.entries)
        yield self._kept("entries", self.entries)
        yield self._kept("counts", self._counts_card())
        yield self._kept("play", self.form.card("play"))
        yield self._checks_card()
        yield self._room_card()
        for key in ("seen", "meaning", "file"):
            yield self.form.card(key)
        self.form.edited.connect(self._on_observation_edited)
        self._show_method()
        self._show_result()

    def _kept(self, key: str, part: QWidget) -> QWidget:
        self._parts[key] = part
        return part

    def _sample_card(self) -> Card:
        card = Card("Time sample", "One key for each interval")
        self.interval, self.peer = Segmented(may_be_empty=False), TickField("A peer in turns")
        self.interval.set_options((seconds, f"{seconds} s") for seconds in _INTERVALS)
        self.interval.set_value(str(self.state.flat().get("interval_s") or USUAL_INTERVAL_S))
        self.peer.set_value(bool(self.state.flat().get("peer_slots")) or not self._slots())
        line = row(gap=16)
        line.addWidget(FieldBox(self.interval, "Seconds a slot"))
        line.addWidget(self.peer, 0, Qt.AlignmentFlag.AlignBottom)
        line.addStretch(1)
        self.code_button = button("Start coding", "primary", tip="Covers the whole screen")
        self.code_button.clicked.connect(self.start_coding)
        line.addWidget(self.code_button, 0, Qt.AlignmentFlag.AlignBottom)
        card.add(line)
        self._results = column(gap=8)
        card.add(self._results)
        return card

    def own_controls(self) -> Mapping[str, Callable[[], QWidget]]:
        """What is looked at is answered line by line."""
        reference = self._bench.desk.reference
        return {
            "environment": _Answers(reference, "aspect", "environment_aspect", "environment_state"),
            "checks": _Answers(reference, "item", "observation_check", "check_state"),
        }

    def _checks_card(self) -> Card:
        self._checks = self.form.card("checks")
        self._checks.set_hint(self.form.control("checks").hint)
        return self._checks

    def _room_card(self) -> Card:
        self._room = self.form.card("room")
        self.room_button = button("Look at the whole room", "link")
        self.room_button.clicked.connect(self._on_whole_room)
        self._room.add_action(self.room_button)
        return self._room

    def _on_whole_room(self) -> None:
        """Any method may look at the room; one that is about it asks by itself."""
        self._is_whole_room = True
        self._show_method()
        self.form.control("environment").take_focus()

    def _show_questions(self, method: str) -> None:
        reference = self._bench.desk.reference
        room, checked = self.form.control("environment"), self.form.control("checks")
        asks_room = method in AREAS or self._is_whole_room
        room.ask(aspects(reference, method) if asks_room else ())
        self._room.set_hint(room.hint if asks_room or not room.is_empty() else "")
        show_in_place(self.room_button, not asks_room)
        show_in_place(self.form.boxes["environment"], asks_room or not room.is_empty())
        asked = checks(reference, method)
        checked.ask(asked)
        self._checks.set_title(_CHECKED.get(method, "Checks"))
        show_in_place(self._checks, bool(asked) or not checked.is_empty())

    def _counts_card(self) -> Card:
        card = self.form.card("counts")
        self.count_button = button("Start counting", tip="Covers the whole screen")
        self.count_button.clicked.connect(self.start_counting)
        card.add_action(self.count_button)
        self.counts_told = label("", "strong", wrap=True)
        card.add(self.counts_told)
        self._tell_counts()
        return card

    def _tell_counts(self) -> None:
        """The numbers of the rows as sentences: three boxes beside each other do not say it."""
        told = (
            (
                str(each.get("behaviour") or ""),
                tally_words(_tally_of(each)),
            )
            for each in self.form.control("tallies").value()
        )
        words = "\n".join(f"{what}: {how}" for what, how in told if what and how)
        self.counts_told.setText(words)
        show_in_place(self.counts_told, bool(words))

    # Coding

    def start_counting(self) -> None:
        """Cover the screen with one line for each behaviour that is named."""
        rows = list(self.form.control("tallies").value())
        self._counting = [each for each in rows if each.get("behaviour")]
        if not self._counting:
            self.form.show_problems([Problem("tallies", "Say what you will count first")])
            return
        self._counted_before = rows
        is_duration = self.form.control("method").value() == "DURATION"
        self.tally = TallyBoard(
            [
                Counted(
                    str(each["behaviour"]), _whole(each.get("count")), _whole(each.get("seconds"))
                )
                for each in self._counting
            ],
            type(self).clock,
            is_duration=is_duration,
            watched=60.0 * max(_whole(each.get("minutes")) for each in self._counting),
            parent=self,
        )
        self.tally.counted.connect(self._on_counted)
        self.tally.left.connect(self._on_counting_left)
        self.tally.begin()

    def _on_counted(self) -> None:
        if self.tally is None:
            return
        minutes = max(1, round(self.tally.watched / 60))
        for element, each in zip(self._counting, self.tally.rows, strict=False):  # nine at most
            element["count"] = each.count
            element["minutes"] = minutes
            if each.seconds or "seconds" in element:  # 0 after a stretch was taken back
                element["seconds"] = round(each.seconds)
        self.form.set_value("tallies", self._counted_before)

    def _on_counting_left(self) -> None:
        self.count_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.tally is not None:
            self.tally.deleteLater()
            self.tally = None

    def start_coding(self) -> None:
        """Cover the screen and begin, or go on after the slots that are there."""
        flat = self.state.flat()
        seconds = int(str(self.interval.value() or USUAL_INTERVAL_S))
        self._run = CodingRun(
            seconds,
            with_peer=bool(self.peer.value()),
            slots=self._slots(),
            peer_slots=str(flat.get("peer_slots") or "") if self.peer.value() else "",
        )
        self.state.set("interval_s", seconds)
        codes = self._bench.desk.reference.choices("observation_code")
        self.board = CodingBoard(
            self._run, [(c.code, c.label) for c in codes], type(self).clock, self
        )
        self.board.coded.connect(self._on_coded)
        self.board.left.connect(self._on_left)
        self.board.begin()

    def _on_coded(self) -> None:
        self.state.set("slots", self._run.slots or None)
        if self._run.with_peer:
            self.state.set("peer_slots", self._run.peer_slots or None)
        self.keeper.touch()

    def _on_left(self) -> None:
        self._show_result()
        self.code_button.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.board is not None:
            self.board.deleteLater()
            self.board = None

    def _slots(self) -> str:
        return str(self.state.flat().get("slots") or "")

    def _show_result(self) -> None:
        clear(self._results)
        self.code_button.setText("Go on coding" if self._slots() else "Start coding")
        for who, field, is_peer in (("Child", "slots", False), ("Peer", "peer_slots", True)):
            slots = str(self.state.flat().get(field) or "")
            if slots:
                self._results.addWidget(_result(who, share_of(slots), is_peer=is_peer))

    # The method

    def _on_observation_edited(self, name: str) -> None:
        if name == "method":
            self._show_method()
        elif name == "tallies":
            self._tell_counts()

    def _show_method(self) -> None:
        method = str(self.form.control("method").value() or "")
        for key, part in self._parts.items():
            show_in_place(part, method in _METHODS[key])
        self.entries.show_method(method)
        self._show_questions(method)


def _result(who: str, share: Share, *, is_peer: bool) -> QWidget:
    words = f"{who}, on task: {share_words(share, FEWEST_SLOTS)}"
    held = QWidget()
    line = row(held, gap=12)
    told = label(words)
    line.addWidget(told, 2)
    bar = ShareBar(share.percent, words, is_hatched=is_peer)
    line.addWidget(bar, 3)
    show_in_place(bar, share.percent is not None)  # an empty bar would look like no per cent at all
    return held


def _tally_of(element: Mapping[str, Any]) -> Tally:
    """The numbers of a row."""
    return Tally(
        count=_number(element.get("count")),
        seconds=_number(element.get("seconds")),
        minutes=_number(element.get("minutes")),
    )


def _number(value: object) -> int | None:
    """A number that is in a row already; None for none, or for words in its place."""
    return int(value) if isinstance(value, int | float) else None


def _whole(value: object) -> int:
    """The same, 0 for none."""
    return _number(value) or 0


class _Answers:
    """Makes the lines of one field; knows the words of its codes."""

    def __init__(self, reference: Reference, part: str, items: str, states: str) -> None:
        self._reference, self._part, self._items, self._states = reference, part, items, states

    def __call__(self) -> AnswersField:
        states = [(code.code, code.label) for code in self._reference.choices(self._states)]
        return AnswersField(self._part, states, self._label, self._told)

    def _label(self, item: str) -> str:
        return self._reference.label(self._items, item)

    def _told(self, answers: Sequence[Answer]) -> tuple[str, ...]:
        return in_words(answers, self._reference, self._items, self._states)
