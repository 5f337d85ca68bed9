"""The simulation is worth its name: with a bug seeded into the program, it says so.

Each of these bugs has been in some sync program. No shrinking here: that it is found is enough.
"""

from __future__ import annotations

import pytest
from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from stls_core import merge as rules
from stls_desktop.store.files import Files
from stls_desktop.sync import engine
from stls_server.services import merging
from stls_server.services.push import Pusher
from tests.sync.simulation import laptop
from tests.sync.simulation.history import BrokenError
from tests.sync.simulation.machine import FileStorm, Storm

WEEKS, STEPS = 150, 60


@pytest.fixture
def storm(template, reference, own_slices, small_parts):
    """A storm of words, or one of files."""

    def made(kind):
        class Here(kind):
            pass

        Here.template, Here.reference = template, reference
        return Here

    return made


def weather():
    return settings(
        max_examples=WEEKS,
        stateful_step_count=STEPS,
        phases=(Phase.generate,),
        derandomize=True,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        print_blob=False,
    )


def last_writer_wins(patch):
    """Whatever stands there counts as seen by whoever writes."""

    def blind(kind, doc, ver, change, base, ancestor):
        return rules.merge(kind, doc, ver, change, dict(ver), ancestor)

    patch.setattr(merging, "merge", blind)


def a_delete_wins_unseen(patch):
    """A record goes although somebody wrote in it meanwhile."""
    patch.setattr(merging.Merging, "_without_blind_delete", lambda _, change: change)


def an_old_request_counts_again(patch):
    """The server forgets what it has answered."""
    patch.setattr(Pusher, "_receipts", lambda _, __: {})


def the_first_part_counts_for_all(patch):
    """The laptop calls a file safe when the server has a part of it."""
    kept = Files.note_sent
    patch.setattr(Files, "note_sent", lambda *a, **_: kept(*a, is_whole=True))


def a_file_goes_before_the_words(patch):
    """A round begins with the photos."""
    whole = engine.sync_round

    def eager(device, waiting):
        yield from engine.exchange_files(device)
        return (yield from whole(device, waiting))

    patch.setattr(laptop, "sync_round", eager)


BUGS = {
    last_writer_wins: Storm,
    a_delete_wins_unseen: Storm,
    an_old_request_counts_again: Storm,
    the_first_part_counts_for_all: FileStorm,
    a_file_goes_before_the_words: FileStorm,
}
SOON = {last_writer_wins: 6, a_delete_wins_unseen: 45}
"""The seed of a storm that finds it soon; others find it too, but later."""


@pytest.mark.timeout(0)
@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_seeded_bug_is_found(bug, storm, monkeypatch):
    bug(monkeypatch)
    made = storm(BUGS[bug])
    if bug in SOON:
        made = seed(SOON[bug])(made)
    with pytest.raises(BrokenError):
        run_state_machine_as_test(made, settings=weather())
