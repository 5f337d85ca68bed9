"""A store of the shipped schema, and a copy of the shipped migrations to add a next one to."""

from __future__ import annotations

import shutil
import textwrap

import pytest

from stls_desktop.assets import asset_path
from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey

SHIPPED = max(path.name[:4] for path in (asset_path("db", "laptop") / "versions").glob("*.py"))
NEXT = f"{int(SHIPPED) + 1:04}"


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "laptop"
    folder.mkdir(mode=0o700)
    return folder / "stls.db"


@pytest.fixture
def open_store(path):
    opened = []

    def open_it(migrations=None):
        store = Store(path, StoreKey(), now=Clock(), new_id=Ids(), migrations=migrations)
        opened.append(store)
        return store

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def next_release(tmp_path):
    """Makes the folder of a later release: the shipped migrations and one more, `NEXT`.

    The folder's name holds what a Windows user name may: a space and a per cent sign.
    """
    made = 0

    def make(body):
        nonlocal made
        made += 1
        folder = tmp_path / f"100 % release {made}"
        shutil.copytree(
            asset_path("db", "laptop"), folder, ignore=shutil.ignore_patterns("__pycache__")
        )
        text = (
            "import sqlalchemy as sa\nfrom alembic import op\n\n"
            f'revision = "{NEXT}"\ndown_revision = "{SHIPPED}"\n\n\n'
            "def upgrade():\n" + textwrap.indent(textwrap.dedent(body), "    ")
        )
        (folder / "versions" / f"{NEXT}_next.py").write_text(text, encoding="utf-8")
        return folder

    return make
