"""Places on the visit screen: where a problem is, where the caret stands, what is in view.

Moves the focus and the view; it changes no value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from stls_desktop.gui.record_state import RecordState
from stls_desktop.gui.screens.visit_sections import CarriedAction, RecordSection
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.services.visits import FormProblem


class VisitPlaces(QObject):
    """Finds its way over all the records of one visit.

    `sections` are the cards that take new records, by the name that a problem gives them; the
    one named "" is for every other problem of the visit as a whole.
    """

    def __init__(
        self,
        scroller: QScrollArea,
        states: Callable[[], Iterator[RecordState]],
        carried: Sequence[CarriedAction],
        sections: Mapping[str, RecordSection],
    ) -> None:
        super().__init__(scroller)
        self._scroller, self._states = scroller, states
        self._carried, self._sections = carried, sections

    def go_to(self, entry: str) -> None:
        """Put the caret where an entry of the error summary leads: "record|path"."""
        rec, _, path = entry.partition("|")
        for state in self._states():
            if state.rec == rec and state.form.focus(path):
                break
        else:
            self._part_of(rec, path).setFocus()
        self.show_focus_soon()

    def in_order(self, problems: Iterable[FormProblem]) -> tuple[FormProblem, ...]:
        """From top to bottom and left to right, as they are met on the screen."""

        def place(problem: FormProblem) -> tuple[int, int]:
            part = self._part_of(problem.rec, problem.path)
            at = part.mapTo(self._scroller, QPoint(0, 0))
            return at.y(), at.x()

        return tuple(sorted(problems, key=place))

    def show_focus_soon(self) -> None:
        """Bring what has the focus into view, once the layout knows where that is."""
        QTimer.singleShot(0, self, self._show_focus)

    def caret(self) -> dict[str, object]:
        """Where the caret stands in long text: the record, the field and the place in it."""
        focused = self._scroller.focusWidget()
        if not isinstance(focused, TextArea):
            return {}
        for state in self._states():
            for name, box in state.form.boxes.items():
                if box.control is focused:
                    return {"rec": state.rec, "field": name, "caret": focused.caret()}
        return {}

    def put_caret_back(self, place: Mapping[str, object]) -> None:
        """Go on where the draft was left."""
        for state in self._states():
            if place and state.rec == place.get("rec"):
                control = state.form.control(str(place["field"]))
                control.setFocus()
                control.set_caret(int(str(place["caret"])))
                self.show_focus_soon()

    def _part_of(self, rec: str, path: str) -> QWidget:
        for line in self._carried:
            if line.state.rec == rec:
                return line.outcome
        name = path.partition("/")[0]
        for state in self._states():
            if state.rec == rec and name in state.form.boxes:
                return state.form.boxes[name]
        return self._sections.get(path, self._sections[""]).add_button

    def _show_focus(self) -> None:
        focused = self._scroller.focusWidget()
        if focused is not None:
            self._scroller.ensureWidgetVisible(focused, 20, 80)
