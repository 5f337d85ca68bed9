"""The tour through copies of many reports: ticked, saved into a folder, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from stls_core.documents import document_of, flatten
from stls_core.records import kind_of
from stls_core.records.advice import AdviceReport
from stls_core.records.agreements import Agreement
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_desktop.changed import Changed
from stls_desktop.gui.runner import Lane
from stls_desktop.gui.screens.report_copies import ReportCopiesScreen
from stls_desktop.gui.screens.reports import ReportsPage
from stls_desktop.gui.steps import Step
from stls_desktop.gui.tour.hands import LostError, named, pause, wait_for
from stls_desktop.gui.tour.schools import choose_file
from stls_desktop.services import advice, casework_signing
from stls_desktop.services.desk import Desk
from stls_desktop.services.signing import NotSignableError

if TYPE_CHECKING:
    from stls_desktop.gui.tour.walk import Tour

_REPORTS: Final = 4
_MANY: Final = 24
_CTRL: Final = Qt.KeyboardModifier.ControlModifier


def see_copies(tour: Tour) -> None:
    """Two dozen into a folder, while one family has withdrawn its agreement."""
    _sign_some(tour)
    page = tour.page(_REPORTS)
    if not isinstance(page, ReportsPage):
        msg = "The Reports page is not there"
        raise LostError(msg)
    folder = tour.folder / "for the panel"
    folder.mkdir()
    tour.hands.count_anew()
    tour.hands.click(page.copies_button)
    wait_for("the copies", lambda: isinstance(page.detail(), ReportCopiesScreen))
    screen = page.detail()
    if not isinstance(screen, ReportCopiesScreen):
        return
    wait_for("the reports", lambda: screen.list.count() >= _MANY and tour.is_at_rest())
    tour.hands.click(named(screen, QPushButton, "Tick none"))
    screen.list.setFocus()
    tour.hands.press(Qt.Key.Key_Space, on=screen.list)
    tour.hands.press(Qt.Key.Key_Down, on=screen.list)
    tour.hands.press(Qt.Key.Key_Space, on=screen.list)
    tour.picture("copies-some")
    tour.hands.press(Qt.Key.Key_A, _CTRL, screen.list)
    tour.hands.click(screen.save_button)
    wait_for("the dialog", lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    for dialog in screen.findChildren(QFileDialog):
        dialog.activateWindow()
        wait_for("the dialog to take the keyboard", dialog.isActiveWindow)
    choose_file(tour.hands, folder)
    wait_for("the first copies", lambda: len(list(folder.glob("*.pdf"))) > 1)
    tour.picture("copies-progress")
    wait_for("the end", lambda: not screen.progress.isVisible())
    wait_for("the list", tour.is_at_rest)
    pause(300)
    tour.picture("copies-result")
    count = len(list(folder.glob("*.pdf")))
    tour.say(f"copies: {count} of {screen.list.count()} saved, touches {tour.hands.touches.total}")
    tour.hands.click(screen.close_button)


def _sign_some(tour: Tour) -> None:
    """Signing is shown elsewhere; here it is only what there is to save."""
    if tour.shell is None:
        msg = "The main window is not open"
        raise LostError(msg)
    bench, done, failed = tour.shell.bench, list[Changed](), list[Exception]()
    wanted = Step(bench.desk, _signed)
    bench.runner.run(Lane.STORE, wanted, done.append, failed.append, owner=tour.window)
    wait_for("the signed reports", lambda: done or failed)
    if failed:
        raise failed[0]
    bench.bus.publish(done[0])


def _signed(desk: Desk) -> Changed:
    """Runs on the store lane."""
    changed, pupils = Changed(), list[str]()
    with desk.store.read() as read:
        plans = read.find(IssPlan)
    for plan in plans:
        if len(pupils) < _MANY and plan.pupil_id not in pupils:
            try:
                changed |= _sign_report(desk, plan)
            except NotSignableError:  # a child without an agreement
                continue
            pupils.append(plan.pupil_id)
    with desk.store.write() as work:
        for each in work.find(Agreement, pupil_id=pupils[0]):
            work.edit("agreement", each.id, {"withdrawn_on": desk.today().isoformat()})
    return changed | work.changed


def _sign_report(desk: Desk, plan: IssPlan) -> Changed:
    with desk.store.write() as work:
        pupil = work.get(Pupil, plan.pupil_id) or Pupil()
        report = AdviceReport(
            id=desk.new_id(),
            author_id=desk.me.account,
            team_id=desk.me.team,
            created_at=desk.now(),
            pupil_id=plan.pupil_id,
            case_id=plan.case_id,
            setting_id=pupil.setting_id,
            written_on=desk.today(),
            question="How can we help with starting work?",
            review_on=desk.today() + dt.timedelta(days=90),
            review_with="The tick sheet.",
            qualifications="MA Special and Inclusive Education",
            no_pupil_voice_because="Ill on the day.",
            no_parent_voice_because="We are meeting next week.",
        )
        work.put(report)
    document = flatten(kind_of(AdviceReport), document_of(report))
    found = advice.sources(desk, report.id, document)
    sources = [each.rec for each in found if each.kind == "observation"]  # leaves nothing open
    drafted = advice.write_draft(desk, report.id, sources)
    return work.changed | drafted.changed | casework_signing.sign(desk, report.id).changed
