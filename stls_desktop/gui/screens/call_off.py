"""A visit that did not happen: cancelled or nobody there. It counts, so it says who and why."""

from PySide6.QtCore import Signal

from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.panel import Panel
from stls_desktop.gui.widgets.choices import Segmented
from stls_desktop.gui.widgets.field_box import FieldBox
from stls_desktop.gui.widgets.line_field import Choice, NumberField
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services import visits


class CallOffPanel(Panel):
    """Records a cancelled visit or a no-show."""

    called_off = Signal(object)  # Changed

    def __init__(self, bench: Workbench, visit_id: str, school: str) -> None:
        self._bench, self._visit_id = bench, visit_id
        say = bench.desk.reference.choices
        self.what, self.by, self.reason = Segmented(may_be_empty=False), Choice(), Choice()
        self.what.set_options((("CANCELLED", "Cancelled"), ("NO_SHOW", "Nobody there")))
        self.what.set_value("CANCELLED")
        self.by.set_options((c.code, c.label) for c in say("called_off_by"))
        self.reason.set_options((c.code, c.label) for c in say("cancel_reason"))
        self.notice = NumberField(high=2000)
        self._by_box = FieldBox(self.by, "Called off by")
        self._reason_box = FieldBox(self.reason, "Reason")
        boxes = (
            FieldBox(self.what, "What happened"),
            self._by_box,
            self._reason_box,
            FieldBox(self.notice, "Notice, hours", help_text="May stay empty."),
        )
        super().__init__(
            f"Call off: {school}", "It still counts in the figures.", "Record it", boxes
        )

    def submit(self) -> None:
        """Check and write."""
        self._by_box.set_problem("" if self.by.value() else "Choose who called it off")
        self._reason_box.set_problem("" if self.reason.value() else "Choose the reason")
        if self.by.value() and self.reason.value():
            self.action.setEnabled(False)
            work = _CallOff(
                self._bench,
                self._visit_id,
                str(self.what.value()),
                str(self.by.value()),
                str(self.reason.value()),
                self.notice.value(),
            )
            self._bench.runner.run(
                Lane.STORE,
                work,
                self._on_called_off,
                self.show_error,
                owner=self,
                on_orphaned=self._bench.bus.publish,
            )

    def _on_called_off(self, changed: Changed) -> None:
        self.called_off.emit(changed)


class _CallOff:
    """Runs on the store lane."""

    def __init__(
        self,
        bench: Workbench,
        visit_id: str,
        status: str,
        by: str,
        reason: str,
        notice_hours: int | None,
    ) -> None:
        self._desk, self._visit_id = bench.desk, visit_id
        self._status, self._by, self._reason, self._notice = status, by, reason, notice_hours

    def __call__(self) -> Changed:
        return visits.call_off(
            self._desk,
            self._visit_id,
            status=self._status,
            by=self._by,
            reason=self._reason,
            notice_hours=self._notice,
        )
