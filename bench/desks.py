"""Desks to measure at: real encrypted stores on a real disk, with nobody's words in them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.fresh import BUILD
from stls_desktop.config import settings_for
from stls_desktop.demo.caseload import fill
from stls_desktop.security.keys import KEY_BYTES, StoreKey
from stls_desktop.security.passphrase import generate
from stls_desktop.services import opening
from stls_desktop.services.desk import Desk, Identity, load_reference
from stls_desktop.store.store import Store


def on_disk() -> Path:
    """A folder that is no memory disk, where a commit waits for the disk as a laptop's does."""
    BUILD.mkdir(exist_ok=True)
    return BUILD


@contextmanager
def open_desk(folder: Path, key: StoreKey | None = None, account: str = "") -> Iterator[Desk]:
    """A desk at a store in `folder`; a new one, with a random key and account, unless given."""
    store = Store(
        folder / "store.db",
        key or StoreKey(os.urandom(KEY_BYTES)),
        now=opening.now,
        new_id=opening.new_id,
    )
    desk = Desk(
        store=store,
        reference=load_reference(),
        me=Identity(account=account or opening.new_id(), name="Bench", team=opening.new_id()),
        now=opening.now,
        new_id=opening.new_id,
        is_demo=True,
    )
    try:
        yield desk
    finally:
        store.close()


def demo_folder(folder: Path) -> tuple[str, str, str]:
    """A demo's data folder with its caseload: (folder, passphrase file, device-secret file)."""
    data, words, secret = folder / "demo", folder / "passphrase", folder / "secret.json"
    passphrase = generate()
    words.write_text(passphrase, encoding="utf-8")
    words.chmod(0o600)
    place = opening.Place(settings_for(data, is_demo=True), secret)
    identity = Identity(account=opening.new_id(), name="Bench", team=opening.new_id())
    opened = opening.set_up(place, passphrase, identity)
    fill(opened.desk)
    opened.close()
    return str(data), str(words), str(secret)
