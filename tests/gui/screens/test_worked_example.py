"""The handbook's worked example by keyboard alone, from a fresh store to the closed case."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from stls_core.records.settings import Setting
from stls_desktop.gui.screens.observation import ObservationScreen
from tests.gui.screens.conftest import KEY, desk_at
from tests.store.blank import put_blank
from tests.worked import example as t
from tests.worked import outcome, steps
from tests.worked.keyboard import Keyboard


@pytest.fixture
def keyboard(opener, tmp_path, clock, monkeypatch):
    path = tmp_path / "laptop" / "store.db"
    path.parent.mkdir(mode=0o700)
    put_blank(path, KEY)
    desk = desk_at(path, clock, seed=2)
    with desk.store.write() as work:
        work.put(Setting(id=desk.new_id(), name=t.SCHOOL, urn="990001", setting_type="PRI"))
    app = opener.open(desk)
    made = Keyboard(app.window, app.runner, lambda **_told: None)
    monkeypatch.setattr(ObservationScreen, "clock", staticmethod(made.watch))
    made.app = app
    return made


def told(keyboard):
    shown = [w for w in keyboard.window.findChildren(QWidget) if w.isVisible()]
    words = [w.text() for w in shown if isinstance(w, QLabel)]
    return " ".join([*words, *(w.accessibleName() for w in shown)])


@pytest.mark.soak  # a minute and more
@pytest.mark.timeout(600)
def test_the_worked_example_by_keyboard_alone(keyboard, clock):
    for step in steps.STEPS:
        clock.at = dt.datetime.combine(step.day, dt.time(9), dt.UTC)
        step.do(keyboard)
    outcome.check(keyboard.app.desk)

    steps.open_record(keyboard, "ISS plan", t.QUESTION)
    words = told(keyboard)
    assert "6 of 6 sessions, 12 of 12 h" in words
    assert "Chart. Began at 3" in words
    assert "As expected" in words
    assert "Every target as expected: met" in words
