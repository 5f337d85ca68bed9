"""An empty store, migrated once for each key and copied from then on; a migration takes 0.1 s."""

from __future__ import annotations

import functools
import shutil
import tempfile
from pathlib import Path

from stls_desktop.store.store import Store
from tests.fakes import Clock, Ids, StoreKey


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="stls-blank-")


@functools.cache
def _made(key: str) -> Path:
    path = Path(_folder().name) / f"{key[:2]}.db"
    Store(path, StoreKey(int(key[:2], 16)), now=Clock(), new_id=Ids()).close()
    return path


def put_blank(path: Path, key: StoreKey) -> None:
    """Put an empty store of this key at the path."""
    shutil.copyfile(_made(key.pragma_hex), path)
