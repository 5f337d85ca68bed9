"""A new encrypted store for each test, with a clock that stands still and ids in order."""

from __future__ import annotations

import pytest

from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey
from tests.store.blank import put_blank


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "laptop" / "stls.db"


@pytest.fixture
def open_store(path, clock):
    """Opens the store of this test, again and again if need be; closes whatever is left open."""
    opened = []
    ids = Ids()
    path.parent.mkdir(mode=0o700)

    def open_it(key=None, **options):
        store = Store(path, key or StoreKey(), now=clock, new_id=ids, **options)
        opened.append(store)
        return store

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store, path):
    put_blank(path, StoreKey())
    return open_store()
