"""Threads: who runs where, in what order, and who still hears of it."""

import gc
import threading
import weakref

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QWidget

from stls_desktop.changed import Changed
from stls_desktop.gui.change_bus import ChangeBus, Reloader
from stls_desktop.gui.runner import UNFORESEEN, Lane, Runner, StoppedError


@pytest.fixture
def runner(qapp):
    made = Runner()
    yield made
    assert made.stop()
    made.deleteLater()


class Gate:
    """Holds a lane until the test opens it."""

    def __init__(self):
        self.entered, self.opened = threading.Event(), threading.Event()

    def __call__(self):
        self.entered.set()
        assert self.opened.wait(5)


def held(runner, owner, lane=Lane.STORE):
    gate = Gate()
    runner.run(lane, gate, owner=owner)
    assert gate.entered.wait(5)
    return gate


def test_work_runs_off_the_gui_thread_and_its_answer_on_it(qtbot, runner):
    owner, seen = QObject(), []

    def done(name):
        seen.append((name, QThread.currentThread() is QCoreApplication.instance().thread()))

    runner.run("store", lambda: threading.current_thread().name, done, owner=owner)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.main_thread().name
    assert seen[0][1]


def test_a_lane_keeps_its_order_and_lanes_do_not_wait_for_each_other(qtbot, runner):
    owner, seen = QObject(), []
    gate = held(runner, owner)
    for number in range(3):
        runner.run(Lane.STORE, lambda number=number: number, seen.append, owner=owner)
    runner.run(Lane.NET, lambda: "net", seen.append, owner=owner)
    qtbot.waitUntil(lambda: seen == ["net"])
    gate.opened.set()
    qtbot.waitUntil(lambda: seen == ["net", 0, 1, 2])


def test_drafts_go_before_what_is_queued(qtbot, runner):
    owner, seen = QObject(), []
    gate = held(runner, owner)
    runner.run(Lane.STORE, lambda: "report", seen.append, owner=owner)
    runner.run(Lane.STORE, lambda: "draft 1", seen.append, owner=owner, first=True)
    runner.run(Lane.STORE, lambda: "draft 2", seen.append, owner=owner, first=True)
    gate.opened.set()
    qtbot.waitUntil(lambda: seen == ["draft 1", "draft 2", "report"])


def test_only_the_latest_of_a_key_is_worked_and_answered(qtbot, runner):
    owner, worked, seen = QObject(), [], []
    gate = held(runner, owner)
    for word in ("d", "dy", "dys"):
        runner.run(
            Lane.STORE, lambda word=word: worked.append(word) or word, seen.append,
            owner=owner, key="search",
        )  # fmt: skip
    gate.opened.set()
    qtbot.waitUntil(lambda: bool(seen))
    assert worked == ["dys"]
    assert seen == ["dys"]


def test_a_superseded_answer_that_is_already_running_is_dropped(qtbot, runner):
    owner, seen = QObject(), []
    gate = Gate()
    runner.run(Lane.STORE, lambda: gate() or "old", seen.append, owner=owner, key="search")
    assert gate.entered.wait(5)
    runner.run(Lane.STORE, lambda: "new", seen.append, owner=owner, key="search")
    gate.opened.set()
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(20)
    assert seen == ["new"]


def test_the_same_key_of_two_owners_is_two_keys(qtbot, runner):
    one, other, seen = QObject(), QObject(), []
    gate = held(runner, one)
    runner.run(Lane.STORE, lambda: "one", seen.append, owner=one, key="search")
    runner.run(Lane.STORE, lambda: "other", seen.append, owner=other, key="search")
    gate.opened.set()
    qtbot.waitUntil(lambda: seen == ["one", "other"])


def test_nobody_is_told_after_its_screen_is_gone(qtbot, runner):
    owner, watcher, seen, after = QWidget(), QObject(), [], []
    gate = held(runner, watcher)
    runner.run(Lane.STORE, lambda: "late", seen.append, owner=owner)
    runner.run(Lane.STORE, lambda: "after", after.append, owner=watcher)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gate.opened.set()
    qtbot.waitUntil(lambda: bool(after))
    assert seen == []


def test_news_of_work_reaches_others_although_its_owner_is_gone(qtbot, runner):
    owner, seen = QObject(), []
    gate = held(runner, owner)
    runner.run(
        Lane.STORE, lambda: "committed", seen.append, owner=owner,
        on_orphaned=lambda result: seen.append(f"others hear: {result}"),
    )  # fmt: skip
    shiboken6.delete(owner)
    gate.opened.set()
    qtbot.waitUntil(lambda: seen == ["others hear: committed"])


def test_a_failed_write_is_told_although_its_owner_is_gone(qtbot, runner):
    owner, failed = QObject(), QSignalSpy(runner.failed)
    gate = held(runner, owner)

    def write():
        raise OSError("the disk is full")

    runner.run(Lane.STORE, write, owner=owner, on_orphaned=print)
    runner.run(Lane.STORE, write, owner=owner)
    shiboken6.delete(owner)
    gate.opened.set()
    qtbot.waitUntil(lambda: not runner.is_busy())
    assert failed.count() == 1


def test_an_error_reaches_who_asked(qtbot, runner):
    owner, seen = QObject(), []
    runner.run("net", lambda: int("x"), None, seen.append, owner=owner)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], ValueError)


def test_an_error_nobody_waits_for_is_announced(qtbot, runner):
    owner = QObject()
    with qtbot.waitSignal(runner.failed) as caught:
        runner.run("render", lambda: 1 / 0, owner=owner)
    assert caught.args[0] == "render"
    assert isinstance(caught.args[1], ZeroDivisionError)


def test_a_lane_goes_on_after_an_error(qtbot, runner):
    owner, seen = QObject(), []
    runner.run("store", lambda: 1 / 0, None, lambda _: None, owner=owner)
    runner.run("store", lambda: "still here", seen.append, owner=owner)
    qtbot.waitUntil(lambda: seen == ["still here"])


def test_a_cancelled_job_is_neither_worked_nor_answered(qtbot, runner):
    owner, worked, seen, after = QObject(), [], [], []
    gate = held(runner, owner)
    ticket = runner.run(Lane.STORE, lambda: worked.append(1), seen.append, owner=owner)
    runner.run(Lane.STORE, lambda: 2, after.append, owner=owner)
    ticket.cancel()
    gate.opened.set()
    qtbot.waitUntil(lambda: bool(after))
    assert (worked, seen) == ([], [])


def test_stopping_finishes_what_the_store_has_queued(qtbot, qapp):
    runner, owner, worked, seen = Runner(), QObject(), [], []
    gate = held(runner, owner)
    for number in range(5):
        runner.run(Lane.STORE, lambda number=number: worked.append(number), owner=owner)
    runner.run(Lane.STORE, lambda: "saved", seen.append, owner=owner)
    gate.opened.set()
    assert runner.stop()
    assert worked == [0, 1, 2, 3, 4]
    assert seen == ["saved"]
    assert not runner.is_busy()


def test_stopping_drops_what_the_net_has_queued(qtbot, qapp):
    runner, owner, worked = Runner(), QObject(), []
    gate = held(runner, owner, Lane.NET)
    runner.run(Lane.NET, lambda: worked.append(1), owner=owner)
    threading.Timer(0.05, gate.opened.set).start()
    assert runner.stop()
    assert worked == []


def test_nothing_runs_after_stopping(qtbot, qapp):
    runner, owner, worked = Runner(), QObject(), []
    runner.stop()
    assert runner.run("store", lambda: worked.append(1), owner=owner).is_cancelled()
    assert worked == []


def test_what_an_operation_holds_dies_on_the_gui_thread(qtbot, runner):
    died_on = []

    class Held:
        def __del__(self):
            died_on.append(threading.current_thread() is threading.main_thread())

    held_thing, owner, seen = Held(), QObject(), []
    runner.run("store", lambda held_thing=held_thing: bool(held_thing), seen.append, owner=owner)
    del held_thing
    qtbot.waitUntil(lambda: bool(seen))
    gc.collect()
    qtbot.waitUntil(lambda: bool(died_on))
    assert died_on == [True]


def test_progress_arrives_in_order_on_the_gui_thread(qtbot, runner):
    owner, seen, done = QObject(), [], []

    def progress(count, *, total):
        on_gui = QThread.currentThread() is QCoreApplication.instance().thread()
        seen.append((count, total, on_gui))

    tell = runner.relay(owner, progress)
    runner.run(
        "store", lambda: [tell(n, total=3) for n in range(3)] and None, done.append, owner=owner
    )
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == [(0, 3, True), (1, 3, True), (2, 3, True)]


def test_progress_of_a_closed_screen_is_dropped(qtbot, runner):
    owner, seen = QWidget(), []
    tell = runner.relay(owner, seen.append)
    tell(1)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    tell(2)
    qtbot.wait(20)
    assert seen == []


def test_visible_screens_reload_once_and_hidden_ones_become_stale(qtbot):
    bus, screen, count = ChangeBus(), QWidget(), []
    qtbot.addWidget(screen)
    reloader = Reloader(screen, bus, {"link_visit"}, lambda: count.append(1))
    bus.publish(Changed(frozenset({"link_visit"}), frozenset({"a"})))
    assert reloader.is_stale
    qtbot.wait(20)
    assert count == []
    screen.show()
    qtbot.waitUntil(lambda: count == [1])
    assert not reloader.is_stale
    for each in ("a", "b", "c"):
        bus.publish(Changed(frozenset({"link_visit", "action"}), frozenset({each})))
    qtbot.waitUntil(lambda: len(count) == 2)
    bus.publish(Changed(frozenset({"pupil"}), frozenset({"p"})))
    qtbot.wait(20)
    assert len(count) == 2


def test_a_closed_screen_is_not_kept_by_the_bus(qapp):
    class Screen(QWidget):
        def __init__(self, bus):
            super().__init__()
            self.reloader = Reloader(self, bus, {"link_visit"}, self.load)

        def load(self):
            raise AssertionError

    bus = ChangeBus()
    screen = Screen(bus)
    watch = weakref.ref(screen)
    screen.deleteLater()
    del screen
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert watch() is None
    bus.publish(Changed(frozenset({"link_visit"}), frozenset()))


def test_work_that_the_end_of_the_program_cuts_off_is_no_fault(qapp):
    runner, owner, ending = Runner(), QObject(), threading.Event()
    faults = QSignalSpy(runner.failed)
    runner.run(Lane.STORE, lambda: None, owner=owner)
    runner.run(Lane.NET, lambda: ending.wait(5) and runner.wait_for("store", dict), owner=owner)
    threading.Timer(0.3, ending.set).start()
    assert runner.stop()
    assert faults.count() == 0


def test_what_the_ending_store_lane_still_does_is_told_to_whoever_waits_for_it(qapp):
    runner, owner, heard, stopping = Runner(), QObject(), [], threading.Event()
    gate = held(runner, owner)

    def give():
        stopping.set()
        try:
            heard.append(runner.wait_for("store", lambda: "recorded"))
        except StoppedError:
            heard.append("not recorded")  # although it was

    runner.run(Lane.RENDER, give, owner=owner)
    assert stopping.wait(5)
    threading.Timer(1.2, gate.opened.set).start()
    assert runner.stop()
    assert heard == ["recorded"]


class _Knot:
    """Garbage that only a collection finds, as a closed screen is; it notes who destroyed it."""

    def __init__(self, ended):
        self._ended, self._itself = ended, self

    def __del__(self):
        self._ended.append(threading.current_thread() is threading.main_thread())


def test_a_closed_screen_is_never_destroyed_by_a_lane(qtbot, runner):
    owner, ended, stop = QObject(), [], threading.Event()

    def allocate():
        while not stop.is_set():
            [[number] for number in range(5000)]

    for _ in range(3):
        runner.run(Lane.STORE, allocate, owner=owner)
    for _ in range(200):
        _Knot(ended)
        qtbot.wait(1)
    [[number] for number in range(5000)]
    qtbot.waitUntil(lambda: len(ended) == 200, timeout=10_000)
    stop.set()
    assert all(ended)
    assert runner.stop()
    assert gc.isenabled()


def test_a_screen_is_never_handed_the_words_of_a_bug(qtbot, runner):
    owner, told, faults = QObject(), [], QSignalSpy(runner.failed)
    runner.run(Lane.STORE, lambda: {}["Ada Fenwick"], None, told.append, owner=owner)
    runner.run(Lane.STORE, lambda: int("x"), None, told.append, owner=owner)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert str(told[0]) == UNFORESEEN
    assert isinstance(told[1], ValueError)
    assert [type(faults.at(n)[1]) for n in range(faults.count())] == [KeyError]
