"""One data folder's way in: set up, unlock, recover, change the passphrase.

Puts slots, vault and throttle together in an order in which a power cut at any moment leaves a
folder that opens. Never opens the store, never deletes anything but a device secret.
"""

from __future__ import annotations

import contextlib
import logging
import time
from dataclasses import dataclass
from pathlib import Path

from stls_desktop.config import APPLICATION_ID, make_private_folder
from stls_desktop.security import keys
from stls_desktop.security.clock import Clock, SystemClock
from stls_desktop.security.cost import Cost, machine_memory_bytes, suitable_cost
from stls_desktop.security.keys import StoreKey
from stls_desktop.security.passphrase import passphrase_problems
from stls_desktop.security.problems import (
    AlreadySetUpError,
    DeviceSecretMissingError,
    MustWaitError,
    NotEnoughMemoryError,
    NoVaultError,
    OtherApplicationError,
    WeakPassphraseError,
    WrongDeviceSecretError,
    WrongPassphraseError,
)
from stls_desktop.security.recovery import RecoveryCode
from stls_desktop.security.slotfile import SlotFile, are_both_whole, read_slots, write_slots
from stls_desktop.security.throttle import Throttle
from stls_desktop.security.vault import Vault

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SetUp:
    """What set-up gives: the key, and the code to print once (None if policy turned it off)."""

    key: StoreKey
    recovery: RecoveryCode | None


@dataclass(frozen=True, slots=True)
class KeyState:
    """What would open a folder, looked at without opening it.

    `has_device_secret` is None if the keyring did not answer.
    """

    has_recovery: bool
    are_both_whole: bool  # keys.json and its copy say the same
    has_device_secret: bool | None
    tries_left: int


class DataFolder:
    """A data folder and the files in it that stand outside the encrypted store.

    The methods that take a passphrase need up to two seconds and may wait for the keyring:
    never call them on the window's thread.
    """

    def __init__(self, path: Path, *, application_id: str = APPLICATION_ID) -> None:
        self.path = path
        self.application_id = application_id
        self.store_path = path / "store.db"
        self.keys_path = path / "keys.json"
        self.keys_copy_path = path / "keys.copy.json"
        self.throttle_path = path / "throttle.json"
        self.lock_path = path / "instance.lock"

    @property
    def is_new(self) -> bool:
        """Whether nothing was set up here: neither keys nor a store."""
        files = (self.keys_path, self.keys_copy_path, self.store_path)
        return not any(file.exists() for file in files)

    def set_up(
        self,
        passphrase: str,
        vault: Vault,
        *,
        clock: Clock | None = None,
        user_id: str | None = None,
        cost: Cost | None = None,
        with_recovery: bool = True,
    ) -> SetUp:
        """Make the folder's key and the code to print.

        Raises `AlreadySetUpError`, `WeakPassphraseError`, `NoVaultError`, `ReadOnlyFolderError`:
        then the folder is as new as before.
        """
        if not self.is_new:
            raise AlreadySetUpError
        _refuse_weak(passphrase)
        make_private_folder(self.path)
        secret, install_id = keys.new_device_secret(), keys.new_id()
        slots, key = keys.create_slots(
            passphrase,
            secret,
            install_id=install_id,
            user_id=user_id or keys.new_id(),
            cost=cost or suitable_cost(machine_memory_bytes(), _seconds_for),
            application_id=self.application_id,
        )
        code: RecoveryCode | None = None
        if with_recovery:
            slots, code = keys.add_recovery(slots, key)
        vault.write(_entry(slots), secret)
        write_slots(self.keys_path, slots, self.keys_copy_path)
        Throttle(self.throttle_path, clock or SystemClock()).forgive()
        return SetUp(key, code)

    def unlock(self, passphrase: str, vault: Vault, clock: Clock | None = None) -> StoreKey:
        """The store key, by passphrase and keyring together.

        Raises `WrongPassphraseError`, `MustWaitError`, `DeviceSecretMissingError`,
        `DamagedSlotsError`, `NewerSlotsError`, `NoVaultError`, `OtherApplicationError`,
        `NotEnoughMemoryError`, `ReadOnlyFolderError`.
        """
        slots = self._slots()
        throttle = Throttle(self.throttle_path, clock or SystemClock())
        if throttle.tries_left == 0:  # the program ended before it could lock out
            _lock_out(slots, vault)
            raise DeviceSecretMissingError
        if wait_s := throttle.wait_s:
            raise MustWaitError(wait_s)
        secret = vault.read(_entry(slots))
        if secret is None:
            raise DeviceSecretMissingError
        throttle.begin_try()
        key = _opened(slots, passphrase, secret, throttle, vault)
        throttle.forgive()
        if not are_both_whole(self.keys_path, self.keys_copy_path, slots):
            write_slots(self.keys_path, slots, self.keys_copy_path)
            _log.warning("keys.json or its copy was mended from the other")
        return key

    def recover(
        self, code: str, new_passphrase: str, vault: Vault, clock: Clock | None = None
    ) -> StoreKey:
        """The store key by the printed code; binds passphrase and keyring anew.

        For a lost passphrase, a lost keyring and after a lock-out. The code stays good.
        Raises `RecoveryCodeError`, `NoRecoveryCodeError`, `WeakPassphraseError` and those of
        `unlock` about files and keyring. Not throttled: 130 bits need no throttle.
        """
        slots = self._slots()
        key = keys.open_with_recovery(slots, RecoveryCode.from_text(code))
        self._bind(slots, key, new_passphrase, vault)
        Throttle(self.throttle_path, clock or SystemClock()).forgive()
        return key

    def change_passphrase(
        self, old: str, new: str, vault: Vault, clock: Clock | None = None
    ) -> None:
        """Bind a new passphrase; the old one is throttled as in `unlock`. The store is untouched.

        Copies of the old key file in backups open no more with the old passphrase, because the
        device secret changes too; they open with the recovery code.
        """
        _refuse_weak(new)
        key = self.unlock(old, vault, clock)
        self._bind(self._slots(), key, new, vault)

    def replace_recovery_code(self, key: StoreKey) -> RecoveryCode:
        """A new code for the sheet; the old one no longer opens this folder."""
        slots, code = keys.add_recovery(self._slots(), key)
        write_slots(self.keys_path, slots, self.keys_copy_path)
        return code

    def look(self, vault: Vault | None, clock: Clock | None = None) -> KeyState:
        """Whether the next unlock would find what it needs. Tries no passphrase, counts nothing.

        May wait for the keyring. Raises `DamagedSlotsError`, `NewerSlotsError`,
        `OtherApplicationError`.
        """
        slots = self._slots()
        has_secret: bool | None = None
        if vault is not None:
            with contextlib.suppress(NoVaultError):
                has_secret = vault.read(_entry(slots)) is not None
        return KeyState(
            has_recovery=slots.recovery is not None,
            are_both_whole=are_both_whole(self.keys_path, self.keys_copy_path, slots),
            has_device_secret=has_secret,
            tries_left=Throttle(self.throttle_path, clock or SystemClock()).tries_left,
        )

    def _slots(self) -> SlotFile:
        slots = read_slots(self.keys_path, self.keys_copy_path)
        if slots.application_id != self.application_id:
            raise OtherApplicationError
        return slots

    def _bind(self, slots: SlotFile, key: StoreKey, passphrase: str, vault: Vault) -> None:
        """New secret into the keyring, then the slot, then the old secret away.

        In this order a power cut leaves either the old pair or the new pair whole.
        """
        _refuse_weak(passphrase)
        secret = keys.new_device_secret()
        bound = keys.change_passphrase(slots, key, passphrase, secret)
        vault.write(_entry(bound), secret)
        write_slots(self.keys_path, bound, self.keys_copy_path)
        with contextlib.suppress(NoVaultError):  # the new pair is whole; the old opens nothing new
            vault.delete(_entry(slots))


def _opened(
    slots: SlotFile, passphrase: str, secret: bytes, throttle: Throttle, vault: Vault
) -> StoreKey:
    try:
        return keys.open_with_passphrase(slots, passphrase, secret)
    except WrongPassphraseError:
        if throttle.tries_left == 0:
            _lock_out(slots, vault)
        raise WrongPassphraseError(throttle.tries_left, throttle.wait_s) from None
    except WrongDeviceSecretError:
        throttle.take_back()
        raise DeviceSecretMissingError from None
    except NotEnoughMemoryError:
        throttle.take_back()
        raise


def _lock_out(slots: SlotFile, vault: Vault) -> None:
    """Crypto-lock: without the device secret no guess is worth anything. The data stays."""
    _log.warning("the device secret was deleted after too many wrong tries")
    with contextlib.suppress(NoVaultError):  # `unlock` tries again before it looks at anything
        vault.delete(_entry(slots))


def _entry(slots: SlotFile) -> str:
    return f"device-secret/{slots.install_id}/{slots.user.generation}"


def _refuse_weak(passphrase: str) -> None:
    if problems := passphrase_problems(passphrase):
        raise WeakPassphraseError(tuple(problem.message for problem in problems))


def _seconds_for(cost: Cost) -> float:
    from stls_desktop.security import cipher

    begun = time.perf_counter()
    cipher.stretch("how long does one try take?", bytes(16), cost)
    return time.perf_counter() - begun
