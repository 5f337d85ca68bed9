"""The way in: set up a data folder, unlock it, recover it, and end up at a desk.

Slow on purpose (a passphrase is stretched for about half a second), so never on the window's
thread. Holds the folder for this process until the desk is closed.
"""

import datetime as dt
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from stls_core.ids import uuid7
from stls_desktop.config import Settings, make_private_folder, read_preferences
from stls_desktop.security.cost import Cost
from stls_desktop.security.instance import InstanceLock
from stls_desktop.security.keys import StoreKey
from stls_desktop.security.problems import NoVaultError
from stls_desktop.security.unlock import DataFolder
from stls_desktop.security.vault import TIME_LIMIT_S, FileVault, Vault, system_vault
from stls_desktop.services.desk import (
    IDENTITY,
    Desk,
    Identity,
    WayIn,
    identity_in,
    load_reference,
)
from stls_desktop.store.store import Store

CODE_MADE_AT: Final = "recovery_code_made_at"
CODE_USED_AT: Final = "recovery_code_used_at"
KEYRING_WAIT_S: Final = 5.0
RESTART_WAIT_S: Final = 3.0  # a locked window starts a new process while the old one ends


@dataclass(frozen=True)
class Place:
    """A data folder with the vault that holds the other half of its key."""

    settings: Settings
    vault_file: Path | None = None

    @property
    def folder(self) -> DataFolder:
        """The files of the data folder."""
        return DataFolder(self.settings.data_dir, application_id=self.settings.application_id)

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever set up here."""
        return self.folder.is_new

    def vault(self, *, time_limit_s: float = TIME_LIMIT_S) -> Vault:
        """The operating system's keyring, or a file if one was named. Raises `NoVaultError`."""
        if self.vault_file is not None:
            return FileVault(self.vault_file)
        return system_vault(self.settings.application_id, time_limit_s=time_limit_s)


@dataclass(frozen=True)
class Opened:
    """An open desk with the lock on its folder, and the recovery code if it was just made."""

    desk: Desk
    lock: InstanceLock
    recovery_code: str = ""
    was_migrated: bool = False

    def close(self) -> None:
        """Close the store and give the folder back."""
        self.desk.store.close()
        self.lock.release()


def now() -> dt.datetime:
    """The laptop's clock, aware."""
    return dt.datetime.now(dt.UTC)


def new_id() -> str:
    """A fresh id."""
    return uuid7(time.time_ns() // 1_000_000, os.urandom(10))


def set_up(
    place: Place, passphrase: str, identity: Identity, *, cost: Cost | None = None
) -> Opened:
    """Make the encrypted store of a new folder, owned by `identity`.

    Raises the errors of `DataFolder.set_up` and `StoreError`; then the folder is as new as before.
    """
    make_private_folder(place.settings.data_dir)
    lock = _hold(place)
    try:
        vault = _NotedVault(place.vault())
        made = place.folder.set_up(passphrase, vault, cost=cost)
        try:
            desk = _owned_desk(place, made.key, identity)
            if made.recovery:
                _note_moment(desk.store, CODE_MADE_AT)
        except BaseException:
            _take_back(place, vault)
            raise
    except BaseException:
        lock.release()
        raise
    return Opened(desk, lock, made.recovery.text if made.recovery else "")


def unlock(place: Place, passphrase: str) -> Opened:
    """Open the folder with the passphrase. Raises the errors of `DataFolder.unlock`."""
    lock = _hold(place)
    try:
        key = place.folder.unlock(passphrase, place.vault())
        return _opened(place, key, lock)
    except BaseException:
        lock.release()
        raise


def recover(place: Place, code: str, new_passphrase: str) -> Opened:
    """Open the folder with the printed recovery code and give it a new passphrase."""
    lock = _hold(place)
    try:
        key = place.folder.recover(code, new_passphrase, place.vault())
        return _opened(place, key, lock, was_recovered=True)
    except BaseException:
        lock.release()
        raise


class _NotedVault:
    """A vault that knows what was put into it since, so that it can be taken out again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._written: list[str] = []

    def read(self, name: str) -> bytes | None:
        """The secret, or None."""
        return self._vault.read(name)

    def write(self, name: str, secret: bytes) -> None:
        """Keep the secret, and note its name."""
        self._written.append(name)
        self._vault.write(name, secret)

    def delete(self, name: str) -> None:
        """Forget the secret."""
        self._vault.delete(name)

    def take_back(self) -> None:
        """Forget what was written. A keyring that went away keeps a secret that opens nothing."""
        for name in self._written:
            with suppress(NoVaultError):
                self._vault.delete(name)


def _owned_desk(place: Place, key: StoreKey, identity: Identity) -> Desk:
    """A desk at a new store that knows its owner; the store is closed again if it cannot."""
    desk = _desk(place, key, identity)
    try:
        with desk.store.write() as work:
            work.remember(IDENTITY, identity)
    except BaseException:
        desk.store.close()
        raise
    return desk


def _take_back(place: Place, vault: _NotedVault) -> None:
    """Undo a set-up whose store could not be made: keys without a store would only lock out.

    Called only after `DataFolder.set_up` found the folder new, so nobody's words are in it.
    """
    folder = place.folder
    store = folder.store_path
    logs = [store.with_name(f"{store.name}{end}") for end in ("-wal", "-shm", "-journal")]
    keys = (folder.keys_path, folder.keys_copy_path, folder.throttle_path)
    for path in (store, *logs, *keys):
        with suppress(OSError):  # a file that stays is told by the next start
            path.unlink(missing_ok=True)
    vault.take_back()


def _hold(place: Place) -> InstanceLock:
    lock = InstanceLock(place.folder.lock_path)
    lock.acquire(wait_s=RESTART_WAIT_S)
    return lock


def _opened(
    place: Place, key: StoreKey, lock: InstanceLock, *, was_recovered: bool = False
) -> Opened:
    desk = _desk(place, key, None)
    if was_recovered:
        _note_moment(desk.store, CODE_USED_AT)
    return Opened(desk, lock, was_migrated=bool(desk.store.migrated_from))


def _desk(place: Place, key: StoreKey, identity: Identity | None) -> Desk:
    store = Store(
        place.folder.store_path, key, now=now, new_id=new_id, mark=place.settings.store_mark
    )
    me = identity or identity_in(store) or Identity(account=new_id(), name="")
    return Desk(
        store=store,
        reference=load_reference(),
        me=me,
        now=now,
        new_id=new_id,
        is_demo=place.settings.is_demo,
        way_in=partial(_way_in, place, store),
    )


def _way_in(place: Place, store: Store) -> WayIn:
    """What would open this folder after a lock. Takes no network; may wait for the keyring."""
    vault: Vault | None = None
    with suppress(NoVaultError):
        vault = place.vault(time_limit_s=KEYRING_WAIT_S)
    preferences = read_preferences(place.settings.preferences_path)
    with store.read() as read:
        made, used = (read.recall(name, dt.datetime) for name in (CODE_MADE_AT, CODE_USED_AT))
    return WayIn(
        keys=place.folder.look(vault),
        idle_minutes=0 if place.settings.is_demo else preferences.idle_minutes,
        code_made_at=made,
        code_used_at=used,
    )


def _note_moment(store: Store, name: str) -> None:
    with store.write() as work:
        work.remember(name, now())


def restore(place: Place, passphrase: str, backup: Path) -> Path | None:
    """Put a verified backup in place of the store; returns where the replaced file is kept.

    Raises `StoreError` if the backup is not whole; nothing was replaced then.
    """
    from stls_desktop.store.restore import restore as put_back

    lock = _hold(place)
    try:
        key = place.folder.unlock(passphrase, place.vault())
        return put_back(backup, place.folder.store_path, key, now())
    finally:
        lock.release()
