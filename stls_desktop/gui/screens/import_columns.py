"""Which column of a list is what: what is used stands in view, the rest is folded away.

Of a transfer file nothing need be said but what else is wanted of it. The card reads no file and
keeps nothing; it says what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from stls_desktop.gui.privacy import privacy
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import ChipRow
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.fold import Fold
from stls_desktop.gui.widgets.line_field import Choice, LineField
from stls_desktop.gui.widgets.styling import button, clear, label, row, set_state, show_in_place
from stls_desktop.services import pupil_import
from stls_desktop.services.pupil_import import ColumnGuess, OpenedList

WIDEST_FIELD: Final = 18  # characters
LONGEST_SAMPLE: Final = 60
HIDDEN: Final = "Hidden while names are hidden"


class ColumnsCard(Card):
    """Sheet, columns, the school of rows that name none, and a name under which this is kept."""

    wanted = Signal()  # to see what will happen
    reopened = Signal()  # another sheet, or other parts of a transfer file
    mapping_named = Signal(str)  # columns as they are kept under that name

    def __init__(self) -> None:
        super().__init__("Which column is what?")
        self._fields: dict[int, Choice] = {}
        self._samples: list[tuple[QLabel, str]] = []
        self.sheet = Choice()
        self.sheet.edited.connect(self.reopened)
        self._sheet_box = FieldBox(self.sheet, "Sheet of the workbook")
        self.kept = Choice(empty_words="As guessed from the headings")
        self.kept.edited.connect(self._on_kept)
        self._kept_box = FieldBox(self.kept, "Columns as kept for")
        self.add(FieldRow([(self._sheet_box, 1), (self._kept_box, 1)]))
        self._to_confirm = label("", "muted", wrap=True)
        self.add(self._to_confirm)
        self._used = _grid()
        self.add(self._used)
        self._fold = Fold("unused columns", "Columns that are not used", is_plain=True)
        self._unused = _grid()
        self._fold.add(self._unused)
        self.add(self._fold)
        self.extras = ChipRow()
        self.extras.set_options(pupil_import.extras())
        self.extras.edited.connect(self.reopened)
        help_text = "Special category data: only if your service uses it."
        self._extras_box = FieldBox(self.extras, "Also take in", help_text=help_text)
        self.add(self._extras_box)
        self.school = Choice(empty_words="No school")
        self.name = LineField(placeholder="Such as the name of the school’s system")
        self._name_box = FieldBox(self.name, "Keep these columns under a name")
        self.add(
            FieldRow(
                [
                    (FieldBox(self.school, "School of rows that name none"), 1),
                    (self._name_box, 1),
                ]
            )
        )
        line = row(gap=12)
        self.show_button = button("Show what will happen", "primary")
        self.show_button.clicked.connect(self.wanted)
        line.addWidget(self.show_button)
        self._lacking = label("")
        set_state(self._lacking, "tone", "warn")
        line.addWidget(self._lacking, 1)
        self.add(line)
        privacy().changed.connect(self._on_privacy_changed)

    def set_schools(self, schools: Iterable[tuple[str, str]]) -> None:
        """(id, name) of what may be the school of rows that name none."""
        self.school.set_options(schools)

    def show_file(self, opened: OpenedList, kept: Sequence[str]) -> None:
        """Show a file that was read, and the names under which mappings are kept."""
        sheet = opened.sheet
        names = sheet.names if sheet else ()
        self.set_title("Which column is what?" if sheet else "A transfer file says it itself")
        self.set_hint(opened.file_name)
        self.sheet.set_options(((each, each) for each in names), may_be_empty=False)
        self.sheet.set_value(sheet.name if sheet and names else None)
        self.kept.set_options((each, each) for each in kept)
        show_in_place(self._sheet_box, len(names) > 1)
        show_in_place(self._kept_box, bool(sheet and kept))
        show_in_place(self._name_box, sheet is not None)
        show_in_place(self._extras_box, sheet is None)
        self.show_columns(opened.columns)
        self._say_to_confirm(sheet.to_confirm if sheet else ())

    def show_columns(self, columns: Sequence[ColumnGuess]) -> None:
        """Show columns: what is used in the order of the file, the rest under a fold."""
        self._fields, self._samples = {}, []
        used = [each for each in columns if each.field]
        rest = [each for each in columns if not each.field]
        for grid, some in ((self._used, used), (self._unused, rest)):
            layout = grid.layout()
            if isinstance(layout, QGridLayout):
                clear(layout)
                for place, each in enumerate(some):
                    self._put(layout, place, each)
            show_in_place(grid, bool(some))
        show_in_place(self._fold, bool(rest))
        self._fold.set_words(_count(len(rest)))
        self._fold.set_open(is_open=bool(pupil_import.lacking(self.mapped)) or not used)
        self._say_lacking()

    @property
    def mapped(self) -> dict[int, str]:
        """What was chosen, {column: field}."""
        return {n: str(c.value()) for n, c in self._fields.items() if c.value()}

    @property
    def wanted_extras(self) -> frozenset[str]:
        """What else is wanted of a transfer file."""
        return frozenset(self.extras.value())

    def _put(self, layout: QGridLayout, place: int, each: ColumnGuess) -> None:
        name = each.heading or f"Column {each.column + 1}"
        chosen = Choice(empty_words="Not used")
        chosen.set_options(pupil_import.fields())
        chosen.set_value(each.field or None)
        chosen.setMinimumContentsLength(WIDEST_FIELD)
        chosen.setAccessibleName(f"Field of the column {name}")
        chosen.edited.connect(self._say_lacking)
        self._fields[each.column] = chosen
        words = ", ".join(each.samples) or "(empty)"
        if len(words) > LONGEST_SAMPLE:
            words = f"{words[:LONGEST_SAMPLE]}…"
        sample = label(HIDDEN if privacy().is_on else words, "muted", wrap=True)
        self._samples.append((sample, words))
        layout.addWidget(label(name, wrap=True), place, 0)
        layout.addWidget(sample, place, 1)
        layout.addWidget(chosen, place, 2)

    def _say_lacking(self) -> None:
        missing = pupil_import.lacking(self.mapped) if self._fields else ()
        self._lacking.setText(f"Still to choose: {', '.join(missing)}" if missing else "")

    def _say_to_confirm(self, cells: Sequence[str]) -> None:
        words = ", ".join(cells)
        self._samples.append((self._to_confirm, f"Do these look right? {words}"))
        show_in_place(self._to_confirm, bool(words))
        self._on_privacy_changed()

    def _on_kept(self) -> None:
        self.mapping_named.emit(self.kept.value() or "")

    def _on_privacy_changed(self) -> None:
        """Nobody knows the names in a file yet, so all of its cells are hidden."""
        for held, words in self._samples:
            held.setText(HIDDEN if privacy().is_on else words)


def _grid() -> QWidget:
    held = QWidget()
    layout = QGridLayout(held)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setColumnStretch(0, 2)
    layout.setColumnStretch(1, 3)
    layout.setHorizontalSpacing(16)
    return held


def _count(columns: int) -> str:
    return f"{columns} column{'' if columns == 1 else 's'}"
