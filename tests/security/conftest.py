"""A data folder, a keyring in memory and clocks that stand still, for each test."""

from __future__ import annotations

import pytest

from stls_desktop.security.cost import FLOOR
from stls_desktop.security.unlock import DataFolder
from tests.security.stand_ins import PASSPHRASE, MemoryVault, TwoClocks


@pytest.fixture
def clock():
    return TwoClocks()


@pytest.fixture
def vault():
    return MemoryVault()


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


@pytest.fixture
def made(folder, vault, clock):
    """The folder, set up with the cheapest allowed cost; answers key and recovery code."""
    return folder.set_up(PASSPHRASE, vault, clock=clock, cost=FLOOR)
