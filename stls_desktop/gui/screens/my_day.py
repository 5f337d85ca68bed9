"""My day: one short form a day, and one press for "as last time"."""

from __future__ import annotations

from stls_desktop.gui.screens.record import RecordScreen
from stls_desktop.gui.theme import Tone
from stls_desktop.gui.workbench import Workbench
from stls_desktop.services.days import FIGURES, DaySheet

TAKE = "Take these figures"


class MyDayScreen(RecordScreen):
    """The log of today."""

    def __init__(self, bench: Workbench, day: DaySheet) -> None:
        super().__init__(
            bench,
            day.sheet,
            choices={"district_id": day.districts},
            subtitle="Travel, miles and preparation for the council’s audit",
        )
        self._last_time = day.last_time
        is_empty = all(self.form.control(name).is_empty() for name in FIGURES)
        if day.last_time is not None and is_empty:
            self.banner.show_message(f"{day.last_time.words}.", Tone.INFO, action=TAKE)
            self.banner.acted.connect(self.take_last_time)

    def take_focus(self) -> None:
        self.form.boxes["travel_min"].take_focus()

    def take_last_time(self) -> None:
        """Fill in what the same way took before."""
        if self._last_time is not None:
            for name, value in self._last_time.values.items():
                self.form.set_value(name, value)
            self.banner.show_message("")
            self.keeper.settle()
