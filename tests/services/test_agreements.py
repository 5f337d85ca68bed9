"""An agreement as it is today, and a withdrawal that takes effect at once and is sent first."""

from __future__ import annotations

import datetime as dt

import pytest

from stls_core import wire
from stls_desktop.services import agreements, caseload
from stls_desktop.services.agreements import WithdrawalError
from stls_desktop.store.store import Store
from tests.builders import VISIT_DAY, a_record, agreement, an_id, placement, pupil

FORM, CHILD = an_id("agreement"), an_id("pupil")


@pytest.fixture
def child(desk):
    with desk.store.write() as work:
        for record in (pupil(), agreement()):
            work.put(record)
    return desk


def today(desk, **changes):
    with desk.store.read() as read:
        document = {**read.open(FORM).doc, **changes}
    return agreements.state_today(desk, FORM, document)


def test_each_state_is_said_in_words_with_its_day(child):
    soon = (VISIT_DAY + dt.timedelta(days=9)).isoformat()
    assert today(child, expires_on=soon).words.startswith("It runs out on 15 October 2026")
    assert today(child, expires_on="2026-09-30").words.startswith("It ended on 30 September 2026")
    assert today(child, signed_on=None).status == "REQUESTED"
    assert "Work has stopped" in today(child, withdrawn_on=VISIT_DAY.isoformat()).words


def test_a_change_of_school_ends_it(child):
    moved = placement(
        key="new", setting_id=an_id("setting", 2), from_on=VISIT_DAY, to_on=None, is_main=True
    )
    with child.store.write() as work:
        work.put(pupil(setting_id=an_id("setting", 2), placements=(moved,)))
    assert "changed school on 6 October 2026" in today(child).words
    assert not caseload.pupil_sheet(child, CHILD).has_agreement


def test_a_withdrawal_takes_effect_at_once_and_can_be_undone(child):
    done = agreements.withdraw(child, FORM, "The mother", "")
    assert not caseload.pupil_sheet(child, CHILD).has_agreement
    agreements.take_back(child, done)
    assert caseload.pupil_sheet(child, CHILD).has_agreement


def test_a_withdrawal_names_who_withdraws(child):
    with pytest.raises(WithdrawalError, match="Say who withdraws"):
        agreements.withdraw(child, FORM, "  ", "")


def everything_is_sent(store: Store) -> None:
    """The server answers all that waits, so that it knows these records."""
    with store.write() as work:
        changes = work.outbox.freeze(500)
        results = {
            change.op: wire.Result(state="ok", seq=n + 1) for n, change in enumerate(changes)
        }
        work.inbox.take_results(changes, results, None)


def test_a_withdrawal_is_sent_before_what_was_typed_earlier(child):
    everything_is_sent(child.store)
    with child.store.write() as work:
        work.put(a_record("observation"))
    agreements.withdraw(child, FORM, "The mother", "")
    with child.store.read() as read:
        assert [change.kind for change in read.unsent()] == ["agreement", "observation"]


def test_a_withdrawal_of_what_the_server_does_not_know_waits_for_its_turn(child):
    before = [change.rec for change in _unsent(child)]
    agreements.withdraw(child, FORM, "The mother", "")
    assert [change.rec for change in _unsent(child)] == before


def _unsent(desk):
    with desk.store.read() as read:
        return read.unsent()
