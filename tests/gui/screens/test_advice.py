"""The builder of an advice report: the draft writes itself, and the pages follow the keys."""

from __future__ import annotations

from threading import Event

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QToolButton

from stls_core.records.advice import AdviceReport, Finding, OwnPhrase, ReportPart
from stls_core.records.plans import IssPlan
from stls_core.records.pupils import Pupil
from stls_desktop.gui.screens.advice import AdviceScreen
from stls_desktop.gui.screens.phrase_bank import PhraseBank
from stls_desktop.gui.theme import theme
from stls_desktop.gui.tour.hands import named, wait_for
from stls_desktop.services import advice

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def child(app):
    """A child with a plan that runs."""
    with app.desk.store.read() as read:
        plan = read.find(IssPlan, status="ACTIVE")[0]
        return read.get(Pupil, plan.pupil_id)


@pytest.fixture
def begun(app, child):
    """A new report about the child, begun from the pupil's page."""
    page = app.go(3)
    page.open_pupil(child.id)
    app.rest()
    app.hands.click(named(page, QPushButton, "Advice report"))
    wait_for("the report", lambda: isinstance(page.detail(), AdviceScreen), 20)
    app.rest()
    return page.detail()


@pytest.fixture
def screen(app, begun):
    """The report with its draft."""
    QTest.keyClick(begun, Qt.Key.Key_D, CTRL)
    app.rest()
    wait_for("the draft", lambda: section(begun, "finding").shown(), 20)
    app.rest()
    return begun


@pytest.fixture
def held_up(monkeypatch):
    """Lets something of a service begin, and go on only when it is told to."""

    def hold(name):
        begun, go, real = Event(), Event(), getattr(advice, name)

        def slow(*given):
            begun.set()
            assert go.wait(20)
            return real(*given)

        monkeypatch.setattr(advice, name, slow)
        return begun, go

    return hold


def section(screen, kind, code=""):
    return next(each for each in screen.sections() if (each.kind, each.section) == (kind, code))


def stored(app, record, screen):
    with app.desk.store.read() as read:
        return read.find(record, report_id=screen.rec, order_by=("order_key",))


def words_of(row):
    return row.state.form.control("text").value()


def settle(app, screen):
    screen.keeper.settle()
    app.rest()


def told_at_signing(app, screen):
    QTest.keyClick(screen, Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
    app.rest()
    return [each.text() for each in screen.signing.summary.findChildren(QPushButton)]


def side_by_side(app, screen):
    app.hands.click(named(screen, QPushButton, "Side by side"))
    app.rest()
    return QApplication.activeModalWidget()


def test_the_draft_writes_itself_and_stands_beside_as_pages(app, screen):
    assert stored(app, Finding, screen)
    assert screen.pages.view.page == 1
    assert not screen.sources.is_open
    assert not app.window.page("pupils").list_pane.isVisible()
    settle(app, screen)
    with app.desk.store.read() as read:
        assert len(read.get(AdviceReport, screen.rec).source_ids) >= 3


def test_what_is_typed_while_a_draft_is_on_its_way_stays(app, begun, held_up):
    question = begun.form.control("question")
    review = begun.form.control("review_on")
    review.clear()
    writing, go = held_up("write_draft")
    QTest.keyClick(begun, Qt.Key.Key_D, CTRL)
    wait_for("the draft to begin", writing.is_set)
    before = question.value() or ""
    app.window.activateWindow()
    review.setFocus()
    QTest.keyClicks(review, "12/")
    question.setFocus()
    QTest.keyClick(question, Qt.Key.Key_End, CTRL)
    QTest.keyClicks(question, " And at lunch")
    go.set()
    wait_for("the draft", lambda: section(begun, "finding").shown(), 20)
    app.rest()
    QTest.keyClicks(question, "time?")
    assert question.value() == f"{before} And at lunchtime?".strip()
    assert review.raw() == "12/"
    review.clear()
    settle(app, begun)
    with app.desk.store.read() as read:
        kept = read.get(AdviceReport, begun.rec)
    assert kept.question.endswith("And at lunchtime?")
    assert len(kept.source_ids) >= 3


def test_a_draft_is_undone_by_one_press(app, screen):
    app.hands.click(screen._undo.findChild(QPushButton))
    app.rest()
    assert not stored(app, Finding, screen)
    assert not section(screen, "finding").shown()


def test_undoing_a_draft_leaves_the_words_that_were_typed_into_it(app, screen):
    first = section(screen, "finding").shown()[0]
    app.window.activateWindow()
    first.take_focus()
    QTest.keyClicks(first.state.form.control("text"), "Twice. ")
    app.hands.click(screen._undo.findChild(QPushButton))
    app.rest()
    assert section(screen, "finding").shown() == [first]
    assert words_of(first).startswith("Twice. ")
    (kept,) = stored(app, Finding, screen)
    assert kept.text == words_of(first)
    with app.desk.store.read() as read:
        assert read.get(AdviceReport, screen.rec).source_ids == (kept.source_id,)
    assert not section(screen, "report_part", "SEEN").shown()


def test_what_is_typed_into_a_piece_while_it_is_being_undone_stays(app, screen, held_up):
    first = section(screen, "finding").shown()[0]
    taking_away, go = held_up("undo")
    app.hands.click(screen._undo.findChild(QPushButton))
    wait_for("the undo to begin", taking_away.is_set)
    app.window.activateWindow()
    first.take_focus()
    QTest.keyClicks(first.state.form.control("text"), "Twice. ")
    go.set()
    app.rest()
    settle(app, screen)
    assert section(screen, "finding").shown() == [first]
    (kept,) = stored(app, Finding, screen)
    assert kept.text == words_of(first)
    assert kept.text.startswith("Twice. ")
    assert kept.source_id


def test_a_new_paragraph_stands_behind_all_that_are_there(app, screen):
    last = stored(app, ReportPart, screen)[-1]
    with app.desk.store.write() as work:
        work.edit("report_part", last.id, {"order_key": "0900"})
    app.shell.bench.bus.publish(work.changed)
    app.rest()
    keep = section(screen, "report_part", "KEEP")
    app.hands.click(keep.add_button)
    QTest.keyClicks(keep.shown()[-1].state.form.control("text"), "The very last.")
    settle(app, screen)
    assert stored(app, ReportPart, screen)[-1].text == "The very last."


def test_a_reworded_paragraph_says_so_is_kept_and_is_drawn(app, screen):
    row = section(screen, "report_part", "WELL").shown()[0]
    before = screen.pages._pdf
    row.take_focus()
    QTest.keyClicks(row.state.form.control("text"), "Indeed ")
    assert "reworded" in row._from.text()
    wait_for("a new page", lambda: screen.pages._pdf != before, 20)
    settle(app, screen)
    assert any("Indeed" in each.text for each in stored(app, ReportPart, screen))


def test_paragraphs_are_added_moved_and_removed_by_keyboard(app, screen):
    seen = section(screen, "report_part", "KEEP")
    for words in ("First thing.", "Second thing."):
        app.hands.click(seen.add_button)
        QTest.keyClicks(seen.shown()[-1].state.form.control("text"), words)
    first, second = seen.shown()[-2:]
    app.window.activateWindow()
    second.take_focus()
    QTest.keyClick(
        second.state.form.control("text"), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier
    )
    assert [words_of(each) for each in seen.shown()[-2:]] == ["Second thing.", "First thing."]
    settle(app, screen)
    kept = [p.text for p in stored(app, ReportPart, screen) if p.section == "KEEP"]
    assert kept[-2:] == ["Second thing.", "First thing."]
    app.hands.click(first.remove)
    settle(app, screen)
    assert "First thing." not in {p.text for p in stored(app, ReportPart, screen)}


def test_each_reader_has_a_version_and_a_problem_leads_to_its_place(app, screen):
    app.hands.click(named(screen, QPushButton, "For the family"))
    app.rest()
    hard = section(screen, "report_part", "GOES_WELL")
    assert hard.isVisible()
    assert not section(screen, "finding").isVisible()
    finding = section(screen, "finding").shown()[0]
    screen.go_to(finding.state.rec, "text")
    app.rest()
    assert finding.isVisible()
    assert screen.audience.value() == "SENCO"


def test_signing_says_what_a_school_could_not_act_on(app, screen):
    told = told_at_signing(app, screen)
    assert any(words.startswith("Say who does it") for words in told)
    assert len(set(told)) == len(told), "each says of which recommendation it is missing"
    assert any("looked at again" in words for words in told)


def test_signing_looks_at_what_was_typed_a_moment_ago(app, screen):
    review = screen.form.control("review_on")
    review.clear()
    settle(app, screen)
    assert any("looked at again" in words for words in told_at_signing(app, screen))
    app.window.activateWindow()
    review.setFocus()
    QTest.keyClicks(review, "+6w")
    told = told_at_signing(app, screen)
    assert told
    assert not any("looked at again" in words or "review date" in words for words in told)


def test_a_phrase_is_taken_by_keyboard_and_one_of_ones_own_is_kept(app, screen):
    keeping = section(screen, "report_part", "KEEP")
    app.hands.click(named(keeping, QPushButton, "Phrase"))
    bank = next(each for each in screen.findChildren(PhraseBank) if each.isVisible())
    app.rest()
    QTest.keyClicks(bank.line, "wait")
    app.rest()
    QTest.keyClick(bank.line, Qt.Key.Key_Return)
    app.rest()
    made = keeping.shown()[-1]
    assert words_of(made).startswith("Give one instruction, wait ten seconds")
    app.hands.click(named(made, QToolButton, "Keep as a phrase"))
    app.rest()
    assert "Kept as a phrase" in screen.banner.accessibleName()
    with app.desk.store.read() as read:
        assert read.find(OwnPhrase)


def test_what_to_mend_is_listed_and_leads_to_its_place(app, screen):
    row = section(screen, "report_part", "WELL").shown()[0]
    app.window.activateWindow()
    row.take_focus()
    QTest.keyClicks(row.state.form.control("text"), "Lazy. ")
    checks = screen.beside.checks
    wait_for("the hint", lambda: any("Lazy" in c.message for c in checks.found), 20)
    app.hands.click(named(screen, QPushButton, "To mend"))
    app.rest()
    entry = next(each for each in checks.findChildren(QPushButton) if "Lazy" in each.text())
    screen.form.boxes["question"].take_focus()
    app.hands.click(entry)
    app.rest()
    control = row.state.form.control("text")
    assert app.window.focusWidget() is control
    assert control.textCursor().selectedText() == "Lazy"
    assert "before it can be given" in screen.beside._count.text()


def test_a_child_who_came_to_the_school_meanwhile_is_known_to_the_list(app, screen, child):
    checks = screen.beside.checks
    assert not any(check.code == "other_child" for check in checks.found)
    other = replace(
        child, id=app.desk.new_id(), legal_forename="Marigold", legal_surname="Quince", known_as=""
    )
    with app.desk.store.write() as work:
        work.put(replace(other, upn="", parents_carers=(), professionals=()))
    app.shell.bench.bus.publish(work.changed)
    app.rest()
    row = section(screen, "report_part", "WELL").shown()[0]
    app.window.activateWindow()
    row.take_focus()
    QTest.keyClicks(row.state.form.control("text"), "Marigold Quince sat there. ")
    wait_for("the name", lambda: any("Marigold" in check.message for check in checks.found), 5)


def test_a_barred_parent_who_is_to_have_a_copy_is_listed_and_the_entry_leads_there(
    app, screen, child
):
    checks, chips = screen.beside.checks, screen.form.control("copies_for")
    mother = child.parents_carers[0]
    assert not [check for check in checks.found if check.code == "barred"]
    app.hands.click(next(e for e in chips.findChildren(QPushButton) if "Mother" in e.text()))
    settle(app, screen)
    barred = replace(mother, is_barred=True)
    with app.desk.store.write() as work:
        work.put(replace(child, parents_carers=(barred, *child.parents_carers[1:])))
    app.shell.bench.bus.publish(work.changed)
    wait_for("the entry", lambda: any(c.code == "barred" for c in checks.found), 20)
    app.hands.click(named(screen, QPushButton, "To mend"))
    app.rest()
    app.window.activateWindow()
    entry = next(e for e in checks.findChildren(QPushButton) if "barred from contact" in e.text())
    app.hands.click(entry)
    app.rest()
    assert chips.isAncestorOf(app.window.focusWidget())
    app.hands.click(next(e for e in chips.findChildren(QPushButton) if "Mother" in e.text()))
    wait_for("no entry", lambda: not any(c.code == "barred" for c in checks.found), 20)


def test_the_versions_stand_side_by_side_and_lead_to_where_they_are_written(app, screen):
    dialog = side_by_side(app, screen)
    told = " ".join(each.text() for each in dialog.findChildren(QLabel))
    well = words_of(section(screen, "report_part", "WELL").shown()[0])
    assert well in told
    assert "What people tell us about" in told
    edit = next(e for e in dialog.findChildren(QToolButton) if "What people" in e.accessibleName())
    app.hands.click(edit)
    app.rest()
    assert screen.audience.value() == "PARENT"


def test_side_by_side_every_way_to_a_paragraph_is_in_view_in_large_text(app, screen):
    app.window.resize(1366, 768)
    theme().apply("light", 150)
    dialog = side_by_side(app, screen)
    for pane in dialog.findChildren(QScrollArea):
        edits = pane.findChildren(QToolButton)
        assert edits
        widest = max(e.mapTo(pane.widget(), e.rect().bottomRight()).x() for e in edits)
        assert widest < pane.viewport().width()


def test_side_by_side_shows_whose_words_are_quoted_and_bears_a_piece_without_a_heading(app, screen):
    with app.desk.store.write() as work:
        report = work.get(AdviceReport, screen.rec)
        lost = ReportPart(id=app.desk.new_id(), report_id=report.id, pupil_id=report.pupil_id)
        work.put(replace(lost, text="Under no heading.", order_key="0901"))
    quoted = next(each.text for each in stored(app, ReportPart, screen) if each.is_quote)
    plain = next(each.text for each in stored(app, ReportPart, screen) if not each.is_quote)
    told = [each.text() for each in side_by_side(app, screen).findChildren(QLabel)]
    assert f"“{quoted}”" in told
    assert plain in told
