"""Plan a visit: which school, which day, what for."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Signal

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.panel import Panel
from stls_desktop.gui.widgets.choices import ChipRow
from stls_desktop.gui.widgets.date_field import DateField
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import Choice, TimeField
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import visits
from stls_desktop.services.shapes import SettingLine


class PlanVisitPanel(Panel):
    """Makes a planned visit."""

    planned = Signal(str, object)  # id and Changed

    def __init__(
        self, bench: Workbench, lines: Sequence[SettingLine], setting_id: str = ""
    ) -> None:
        self._bench = bench
        self.school, self.day, self.time = Choice(), DateField(), TimeField()
        self.school.set_options((line.id, line.name) for line in lines)
        self.school.set_value(setting_id or None)
        self.day.set_value(bench.desk.today())
        self.purposes = ChipRow()
        codes = bench.desk.reference.choices("visit_purpose", bench.desk.today())
        self.purposes.set_options((code.code, code.label) for code in codes)
        self.purposes.set_value(("PLANNING",))
        self._school_box = FieldBox(self.school, "School")
        self._day_box = FieldBox(self.day, "Date", help_text="3/11, tomorrow, +2w …")
        boxes = (
            self._school_box,
            self._day_box,
            FieldBox(self.time, "Start", help_text="May stay empty."),
            FieldBox(self.purposes, "Purpose"),
        )
        super().__init__("Plan a visit", "", "Add to the diary", boxes)

    def submit(self) -> None:
        """Check and write."""
        self._school_box.set_problem("" if self.school.value() else "Choose the school")
        self._day_box.set_problem("" if self.day.value() else "Enter the date")
        if self.school.value() and self.day.value():
            self.action.setEnabled(False)
            work = _Plan(
                self._bench,
                str(self.school.value()),
                self.day.value(),
                self.time.value(),
                self.purposes.value(),
            )
            self._bench.runner.run(
                Lane.STORE,
                work,
                self._on_planned,
                self.show_error,
                owner=self,
                on_orphaned=_News(self._bench).pass_on,
            )

    def _on_planned(self, outcome: tuple[str, Changed]) -> None:
        self.planned.emit(*outcome)


class _News:
    """Tells of a visit that was planned although the panel was closed meanwhile."""

    def __init__(self, bench: Workbench) -> None:
        self._bus = bench.bus

    def pass_on(self, outcome: tuple[str, Changed]) -> None:
        self._bus.publish(outcome[1])


class _Plan:
    """Runs on the store lane."""

    def __init__(
        self,
        bench: Workbench,
        school: str,
        day: dt.date,
        at: dt.time | None,
        purposes: tuple[str, ...],
    ) -> None:
        self._desk, self._args = bench.desk, (school, day, at, purposes)

    def __call__(self) -> tuple[str, Changed]:
        return visits.plan(self._desk, *self._args)
