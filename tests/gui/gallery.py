"""Shows every widget in every theme and saves pictures, for a person to look at.

    QT_QPA_PLATFORM=offscreen python tests/gui/gallery.py FOLDER [--size 1366x728] [--text 100]

Everybody in it is invented. It is no test: it asserts nothing.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QLocale, QRect
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QHBoxLayout,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from stls_desktop.gui.main_window import MainWindow, Page
from stls_desktop.gui.palette import ShortcutSheet
from stls_desktop.gui.theme import Tone, load_fonts, theme
from stls_desktop.gui.widgets.card import Card
from stls_desktop.gui.widgets.choices import ChipRow, Rating, Segmented
from stls_desktop.gui.widgets.date_field import CalendarPopup, DateField
from stls_desktop.gui.widgets.error_summary import ErrorSummary
from stls_desktop.gui.widgets.field_box import FieldBox, FieldRow
from stls_desktop.gui.widgets.line_field import Choice, LineField, NumberField, TimeField
from stls_desktop.gui.widgets.list_detail import ListDetail
from stls_desktop.gui.widgets.notices import Banner, EmptyState, UndoBar
from stls_desktop.gui.widgets.pdf_view import PageImage, PdfView
from stls_desktop.gui.widgets.picker import Pick
from stls_desktop.gui.widgets.row_list import RowList
from stls_desktop.gui.widgets.row_model import ListRow
from stls_desktop.gui.widgets.status import ProgressStrip, SavedMark, StatusChip
from stls_desktop.gui.widgets.styling import (
    button,
    column,
    frame,
    icon_button,
    label,
    row,
    set_role,
)
from stls_desktop.gui.widgets.text_area import TextArea
from stls_desktop.gui.widgets.token_field import Token, TokenField

NOW = dt.datetime(2026, 11, 3, 10, 42, tzinfo=dt.UTC)
PAGES = (
    ("today", "Today", "calendar-check"),
    ("schools", "Schools", "school"),
    ("pupils", "Pupils", "users"),
    ("reports", "Reports", "file-text"),
    ("service", "Service", "briefcase"),
    ("sync", "Sync", "refresh-cw"),
)
NOTE = (
    "Looked at the Year 3 provision map with the SENCO. Modelled a now-next card; the TA then ran "
    "it herself in the second half of literacy and will keep it up in every lesson."
)


def clock() -> dt.datetime:
    return NOW


def rows() -> list[ListRow]:
    return [
        ListRow("1", "Larkmead Primary", "Year 3 · link visit", "Now-next cards; provision map",
                "10:15", "Draft", Tone.WARN, "Today"),
        ListRow("2", "Larkmead Primary", "Year 1 · strategy modelling", "With the TA, in maths",
                "11:30", "To sync", Tone.INFO, "Today"),
        ListRow("3", "St Osyth's Infant and Nursery School", "Reception · intensive plan, week 4",
                "Plan review with the SENCO", "13:45", "Due today", Tone.WARN, "Today"),
        ListRow("4", "Heronsgate Junior", "Year 5 · link visit", "Working memory in literacy",
                "Wed 4 Nov", "Planned", Tone.MUTED, "Tomorrow"),
        ListRow("5", "Elm Rise Academy", "Year 6 · group of four", "Pre-teaching vocabulary",
                "2 Nov", "Signed", Tone.OK, "Earlier"),
        ListRow("6", "Westmarsh Primary", "Year 2 · intensive plan, week 1", "Not sent: disk full",
                "30 Oct", "Not sent", Tone.ERR, "Earlier"),
    ]  # fmt: skip


def list_pane() -> QWidget:
    pane = frame("pane")
    layout = column(pane)
    head = frame("head")
    lines = column(head, margins=(14, 12, 14, 10), gap=8)
    top = row(gap=8)
    top.addWidget(label("Today", "h1"))
    top.addWidget(label("Tue 3 Nov", "muted"))
    top.addStretch(1)
    top.addWidget(button("New visit", "primary", icon="plus"))
    lines.addLayout(top)
    chips = ChipRow()
    chips.set_options(
        [("all", "All"), ("drafts", "Drafts 1"), ("due", "Due 1"), ("sync", "To sync 2")]
    )
    chips.set_value(["all"])
    chips.set_field_name("Show")
    lines.addWidget(chips)
    layout.addWidget(head)
    visits = RowList("Visits")
    visits.set_rows(rows())
    visits.select("1")
    layout.addWidget(visits, 1)
    return pane


def visit_card() -> Card:
    card = Card("Visit")
    day = DateField(clock=clock)
    day.set_value(NOW.date())
    start, end, travel = TimeField(clock=clock), TimeField(clock=clock), NumberField(high=600)
    start.set_value(dt.time(10, 15))
    how = Choice()
    how.set_options([("IN_PERSON", "In person"), ("VIDEO", "Video"), ("PHONE", "Phone")])
    how.set_value("IN_PERSON")
    card.add(
        FieldRow([
            (FieldBox(day, "Date", need="to sign"), 3),
            (FieldBox(start, "Start", need="to sign"), 2),
            (FieldBox(end, "End", need="to sign"), 2),
            (FieldBox(how, "How"), 3),
            (FieldBox(travel, "Travel, minutes"), 2),
        ])
    )  # fmt: skip
    purposes = ChipRow()
    words = ("Planning", "Review", "Surgery", "Observation", "Modelling", "Training", "Transition")
    purposes.set_options([(word.upper(), word) for word in words])
    purposes.set_value(["PLANNING", "MODELLING"])
    card.add(FieldBox(purposes, "Purpose", need="to sign"))
    staff = TokenField(placeholder="Add a person")
    staff.set_suggestions([Token("a", "Mrs Okafor", "SENCO"), Token("b", "Mr Lowe", "TA")])
    staff.set_value([Token("a", "Mrs Okafor", "SENCO"), Token("b", "Mr Lowe", "TA")])
    card.add(FieldBox(staff, "Staff seen", need="to sign"))
    return card


def note_card() -> tuple[Card, TextArea]:
    card = Card(
        "Discussion and advice", "Whole school", [button("Insert phrase", "link", tip="Ctrl+J")]
    )
    note = TextArea()
    note.set_value(NOTE)
    card.add(
        FieldBox(note, "What was said", help_text="What was asked, what you saw, what you advised.")
    )
    rating = Rating()
    rating.set_value(6)
    card.add(FieldBox(rating, "SENCO confidence", help_text="1 not at all, 10 fully"))
    return card, note


def actions_card() -> Card:
    card = Card("Agreed last time", "13 October", [button("Add action", "link", icon="plus")])
    for words, who, state in (
        ("Sound mat on every table", "Class teacher · by 20 Oct", "DONE"),
        ("Precision teaching four times a week, log kept", "TA · by 17 Nov", "PART"),
        ("Send fluency passages", "Link teacher · by 6 Nov", None),
    ):
        line = row(gap=12)
        text = column(gap=1)
        text.addWidget(label(words))
        text.addWidget(label(who, "help"))
        line.addLayout(text, 1)
        state_row = Segmented()
        state_row.set_options(
            [("DONE", "Done"), ("PART", "Partly"), ("NOT_YET", "Not yet"), ("DROPPED", "Dropped")]
        )
        state_row.set_value(state)
        state_row.set_field_name(words)
        line.addWidget(state_row)
        card.add(line)
    return card


def detail_pane() -> tuple[QWidget, QHBoxLayout, TextArea]:
    pane = QWidget()
    layout = column(pane)
    head = frame("head")
    line = row(head, margins=(18, 9, 18, 9), gap=12)
    words = column(gap=2)
    words.addWidget(label("Larkmead Primary", "h1"))
    words.addWidget(label("Link visit · last seen 13 October", "muted"))
    line.addLayout(words)
    line.addStretch(1)
    saved = SavedMark()
    saved.show_saved(NOW)
    line.addWidget(saved)
    line.addWidget(button("Sign and give", "primary"))
    layout.addWidget(head)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setAccessibleName("Visit")
    body = QWidget()
    set_role(body, "body")
    contents = column(body, margins=(18, 14, 18, 14), gap=12)
    contents.addWidget(actions_card())
    contents.addWidget(visit_card())
    card, note = note_card()
    contents.addWidget(card)
    contents.addStretch(1)
    scroll.setWidget(body)
    layout.addWidget(scroll, 1)
    return pane, line, note


def notices_page() -> QWidget:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    page = QWidget()
    set_role(page, "body")
    scroll.setWidget(page)
    across = row(page, margins=(18, 14, 18, 14), gap=14)
    left, right = column(gap=10), column(gap=10)
    across.addLayout(left, 3)
    across.addLayout(right, 2)
    summary = ErrorSummary()
    summary.show_problems(
        [("starts_at", "Say when the visit started."), ("purposes", "Choose at least one purpose.")]
    )
    left.addWidget(summary)
    left.addWidget(
        Banner(
            "Two visits are on this laptop only. They are safe here.", Tone.INFO, action="Sync now"
        )
    )
    left.addWidget(Banner("Signed version 1 is kept.", Tone.OK, is_dismissable=True))
    left.addWidget(
        Banner("The council server was not reached since Monday. Your work is safe.", Tone.WARN)
    )
    left.addWidget(
        Banner(
            "Nothing more can be saved: the disk is full. Free some space, then go on typing.",
            Tone.ERR,
        )
    )
    card = Card("Problems and states")
    start, choice, dates = TimeField(clock=clock), Choice(), DateField(clock=clock)
    start.setText("25:99")
    box = FieldBox(start, "Start", need="to sign")
    box.set_problem(start.entry_problem())
    choice.set_options([("A", "In person")])
    choice.setEnabled(False)
    dates.setEnabled(False)
    card.add(FieldRow([(box, 3), (FieldBox(choice, "How"), 2), (FieldBox(dates, "Next visit"), 2)]))
    chips = row(gap=6)
    for words, tone in (
        ("Draft", Tone.WARN),
        ("To sync", Tone.INFO),
        ("Signed", Tone.OK),
        ("Not sent", Tone.ERR),
        ("Planned", Tone.MUTED),
    ):
        chips.addWidget(StatusChip(words, tone))
    chips.addStretch(1)
    card.add(chips)
    left.addWidget(card)
    left.addStretch(1)
    right.addWidget(controls_card())
    empty = EmptyState(
        "calendar-days", "No visits on this day. What you plan will be here.", "Plan a visit"
    )
    right.addWidget(empty, 1)
    return scroll


def controls_card() -> Card:
    card = Card("Buttons and boxes", actions=[icon_button("settings", "Settings")])
    line = row(gap=8)
    for words, role in (
        ("Primary", "primary"),
        ("Plain", ""),
        ("Delete", "danger"),
        ("Link", "link"),
    ):
        line.addWidget(button(words, role))
    line.addStretch(1)
    card.add(line)
    off = row(gap=8)
    for words, role in (("Primary", "primary"), ("Plain", ""), ("Link", "link")):
        dead = button(words, role)
        dead.setEnabled(False)
        off.addWidget(dead)
    off.addStretch(1)
    card.add(off)
    for made, is_on in ((QCheckBox("Sent to the SENCO"), True), (QCheckBox("Not yet"), False),
                        (QRadioButton("One"), True)):  # fmt: skip
        made.setChecked(is_on)
        card.add(made)
    line_field = LineField(placeholder="A placeholder")
    card.add(FieldBox(line_field, "Words"))
    strip = ProgressStrip()
    strip.start("Reading schools")
    strip.set_progress(312, 711, "Reading schools")
    card.add(strip)
    not_saved = SavedMark()
    not_saved.show_not_saved("disk full")
    card.add(not_saved)
    return card


def pdf_page() -> QWidget:
    view = PdfView()
    view.set_pages([sheet(number) for number in (1, 2, 3)])
    return view


def sheet(number: int) -> PageImage:
    image = QImage(893, 1263, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("#16212b"))
    painter.setFont(QFont("Inter", 20))
    painter.drawText(QRect(80, 80, 700, 60), f"Note of visit, page {number}")
    painter.setFont(QFont("Inter", 11))
    for line in range(24):
        painter.drawText(80, 180 + line * 34, NOTE[:84])
    painter.end()
    return PageImage(893, 1263, bytes(image.constBits()), 595.3, 841.9)


def window() -> tuple[MainWindow, TextArea]:
    detail, head_line, note = detail_pane()

    def today() -> ListDetail:
        pair = ListDetail(list_pane(), detail)
        pair.put_back_button(head_line)
        return pair

    made = {
        "today": today,
        "schools": notices_page,
        "reports": pdf_page,
    }
    pages = [Page(key, title, icon, made.get(key, QWidget)) for key, title, icon in PAGES]
    shell = MainWindow(pages, is_demo=True)
    shell.set_badge("today", 3)
    shell.set_badge("sync", 2)
    shell.status.set_sync("Offline. 4 changes safe on this laptop", Tone.WARN, "cloud-off")
    shell.status.set_detail("Last sync today 08:05", icon="refresh-cw")
    shell.status.set_lock("Encrypted · locks after 5 min")
    return shell, note


def shoot(app: QApplication, folder: Path, name: str, size: tuple[int, int]) -> None:
    shell, note = window()
    shell.resize(*size)
    shell.show()
    shell.activateWindow()
    pair = shell.page("today")
    app.processEvents()
    if isinstance(pair, ListDetail):
        pair.show_detail()
    note.setFocus()
    app.processEvents()
    shell.grab().save(str(folder / f"{name}_visit.png"))
    shell.show_page("schools")
    undo = UndoBar(shell.page("schools"))
    app.processEvents()
    undo.offer("Action deleted")
    app.processEvents()
    shell.grab().save(str(folder / f"{name}_notices.png"))
    shell.show_page("reports")
    app.processEvents()
    app.processEvents()
    shell.grab().save(str(folder / f"{name}_pdf.png"))
    shoot_popups(app, shell, folder, name)
    shell.close()
    shell.deleteLater()


def shoot_popups(app: QApplication, shell: MainWindow, folder: Path, name: str) -> None:
    shell.open_commands()
    app.processEvents()
    shell._palette.grab().save(str(folder / f"{name}_palette.png"))
    shell._palette.close()
    shell.search.set_picks([Pick("s", "Larkmead Primary", "Ashwell", "School", "school")])
    sheet_of_keys = ShortcutSheet(shell.commands, shell)
    sheet_of_keys.show()
    app.processEvents()
    sheet_of_keys.grab().save(str(folder / f"{name}_keys.png"))
    sheet_of_keys.close()
    day = DateField(shell, clock=clock)
    day.show()
    day._on_pick()
    app.processEvents()
    popup = day.findChild(CalendarPopup)
    assert popup is not None
    popup.grab().save(str(folder / f"{name}_calendar.png"))
    popup.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--size", default="1366x728")
    parser.add_argument("--text", type=int, default=100)
    parser.add_argument("--looks", default="light,dark,contrast")
    parser.add_argument("--suffix", default="")
    parser.add_argument("--fonts", type=Path)
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    QLocale.setDefault(QLocale("en_GB"))
    app = QApplication([])
    app.setCursorFlashTime(0)
    load_fonts(wanted.fonts)
    width, height = map(int, wanted.size.split("x"))
    for look in wanted.looks.split(","):
        theme().apply(look, wanted.text)
        shoot(app, wanted.folder, look + wanted.suffix, (width, height))


if __name__ == "__main__":
    main()
