"""An empty, migrated store to copy, because migrating one takes longer than a simulated week."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stls_core import wire
from stls_core.reference import Reference
from stls_desktop.services.desk import load_reference
from stls_desktop.store.store import Store
from stls_desktop.sync import apply, file_exchange
from tests.fakes import Clock, Ids, StoreKey


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables of this version and nothing in them."""
    path = tmp_path_factory.mktemp("template") / "laptop.db"
    Store(path, StoreKey(), now=Clock(), new_id=Ids()).close()
    return path


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The shipped code lists."""
    return load_reference()


@pytest.fixture
def own_slices() -> Iterator[None]:
    """A storm changes the size of slices; the next test has the program's own again."""
    kept = apply.SLICE_ROWS
    yield
    apply.SLICE_ROWS = kept  # type: ignore[misc]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few dozen bytes have several parts, and a round moves no more than five."""
    monkeypatch.setattr(wire, "PART_BYTES", 16)
    monkeypatch.setattr(file_exchange, "MOST_BYTES", 5 * 16)
