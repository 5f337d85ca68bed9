"""Setting up either makes a folder that opens, or leaves one that is as new as before."""

from __future__ import annotations

import json

import pytest

from stls_desktop.config import settings_for
from stls_desktop.security.cost import FLOOR
from stls_desktop.security.passphrase import generate
from stls_desktop.services import opening
from stls_desktop.services.desk import Identity
from stls_desktop.services.opening import Place
from stls_desktop.store.problems import StoreError
from tests.builders import an_id

ME = Identity(account=an_id("account"), name="Odile Marchbanks", team=an_id("team"))


@pytest.fixture
def place(tmp_path):
    return Place(settings_for(tmp_path / "data", is_demo=True), tmp_path / "secret.json")


def _files(place):
    """Every file of the data folder but the lock, which holds nothing."""
    folder = place.settings.data_dir
    return {p.name for p in folder.rglob("*") if p.is_file() and p != place.folder.lock_path}


def _failing_after_the_file_is_made(real):
    def make(path, *arguments, **named):
        real(path, *arguments, **named).close()
        raise StoreError("There is no room on this disk.")

    return make


def test_a_store_that_cannot_be_made_leaves_the_folder_as_new_as_before(place, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(opening, "Store", _failing_after_the_file_is_made(opening.Store))
        with pytest.raises(StoreError, match="no room"):
            opening.set_up(place, generate(), ME, cost=FLOOR)
    assert place.is_new
    assert _files(place) == set()


def test_the_next_start_after_a_failed_set_up_sets_up(place, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(opening, "Store", _failing_after_the_file_is_made(opening.Store))
        with pytest.raises(StoreError):
            opening.set_up(place, generate(), ME, cost=FLOOR)
    words = generate()
    made = opening.set_up(place, words, ME, cost=FLOOR)
    assert made.recovery_code
    made.close()
    again = opening.unlock(place, words)
    assert again.desk.me.name == "Odile Marchbanks"
    again.close()


def test_a_failed_set_up_leaves_no_secret_in_the_keyring(place, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(opening, "Store", _failing_after_the_file_is_made(opening.Store))
        with pytest.raises(StoreError):
            opening.set_up(place, generate(), ME, cost=FLOOR)
    kept = place.vault_file
    assert not kept.exists() or "device-secret" not in json.dumps(json.loads(kept.read_text()))


def test_an_owner_that_cannot_be_written_leaves_the_folder_as_new_as_before(place, monkeypatch):
    def fail(*_):
        raise StoreError("There is no room on this disk.")

    with monkeypatch.context() as broken:
        broken.setattr(opening.Store, "write", fail)
        with pytest.raises(StoreError):
            opening.set_up(place, generate(), ME, cost=FLOOR)
    assert place.is_new
    opening.set_up(place, generate(), ME, cost=FLOOR).close()


def test_setting_up_twice_never_touches_what_is_there(place):
    words = generate()
    opening.set_up(place, words, ME, cost=FLOOR).close()
    before = _files(place)
    with pytest.raises(Exception, match=r"."):
        opening.set_up(place, generate(), ME, cost=FLOOR)
    assert _files(place) == before
    opening.unlock(place, words).close()
