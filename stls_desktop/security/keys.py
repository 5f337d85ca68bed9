"""The store key and its two slots: made, opened, re-sealed. Pure: no file, keyring or clock.

Slot 1 opens with passphrase and device secret together, slot 2 with the printed recovery code.
The store key never changes with either; who it is sealed for stands in authenticated data.
"""

from __future__ import annotations

import hmac
import os
import secrets
import unicodedata
import uuid
from dataclasses import dataclass, field
from typing import Final

import msgspec

from stls_desktop.security import cost as costs
from stls_desktop.security.cost import Cost
from stls_desktop.security.problems import (
    NoRecoveryCodeError,
    RecoveryCodeError,
    WrongDeviceSecretError,
    WrongPassphraseError,
)
from stls_desktop.security.recovery import RecoveryCode
from stls_desktop.security.slotfile import FORMAT, SALT_BYTES, Sealed, SlotFile, UserSlot

KEY_BYTES: Final = 48
DEVICE_SECRET_BYTES: Final = 32
_UNCOUNTED: Final = 20  # `open_with_passphrase` knows no throttle; unlock.py says the real figure


@dataclass(frozen=True, slots=True)
class StoreKey:
    """The 48 bytes that open the store: SQLCipher's 32-byte key and our 16-byte file salt."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError("a store key has 48 bytes")

    @property
    def pragma_hex(self) -> str:
        """96 hex digits, for PRAGMA key = "x'…'"; the salt in it survives a lost file header."""
        return self.secret.hex()

    def __str__(self) -> str:
        return "StoreKey(hidden)"


def new_device_secret() -> bytes:
    """32 random bytes for the keyring."""
    return secrets.token_bytes(DEVICE_SECRET_BYTES)


def create_slots(
    passphrase: str,
    device_secret: bytes,
    *,
    install_id: str,
    user_id: str,
    cost: Cost = costs.DEFAULT,
    application_id: str = "",
) -> tuple[SlotFile, StoreKey]:
    """A fresh store key, sealed in slot 1. There is no recovery slot yet."""
    key = StoreKey(secrets.token_bytes(KEY_BYTES))
    context = _Context(application_id, install_id, user_id)
    user = _seal_for_user(key, passphrase, device_secret, cost, 1, context)
    slots = SlotFile(
        format=FORMAT,
        application_id=application_id,
        install_id=install_id,
        user_id=user_id,
        user=user,
    )
    return slots, key


def open_with_passphrase(slots: SlotFile, passphrase: str, device_secret: bytes) -> StoreKey:
    """The store key. Takes about half a second; never on the window's thread.

    Raises `WrongDeviceSecretError` before any work, `WrongPassphraseError` after it.
    """
    from stls_desktop.security import cipher

    if len(device_secret) != DEVICE_SECRET_BYTES:
        raise WrongDeviceSecretError
    user, context = slots.user, _context_of(slots)
    check = _device_check(device_secret, context)
    if not hmac.compare_digest(check, user.device_check):
        raise WrongDeviceSecretError
    header = _user_header(user.generation, user.device_check, user.cost, user.sealed.salt, context)
    kek = _user_kek(passphrase, device_secret, user.sealed.salt, user.cost, header)
    secret = cipher.unseal(kek, user.sealed.nonce, user.sealed.content, header)
    if secret is None:
        raise WrongPassphraseError(_UNCOUNTED, 0)
    return StoreKey(secret)


def change_passphrase(
    slots: SlotFile,
    key: StoreKey,
    passphrase: str,
    device_secret: bytes,
    *,
    cost: Cost | None = None,
) -> SlotFile:
    """Slot 1 re-sealed for a new passphrase and a new device secret; the store is not touched.

    Also the way back after a recovery. The device secret must be new each time, so that a copy
    of the old keys.json (one lies in every backup) opens with nothing that is still kept.
    """
    context = _context_of(slots)
    if _device_check(device_secret, context) == slots.user.device_check:
        raise ValueError("a new passphrase needs a new device secret")
    user = _seal_for_user(
        key,
        passphrase,
        device_secret,
        cost or slots.user.cost,
        slots.user.generation + 1,
        context,
    )
    return msgspec.structs.replace(slots, user=user)


def add_recovery(slots: SlotFile, key: StoreKey) -> tuple[SlotFile, RecoveryCode]:
    """Slot 2 under a new code. An earlier code stops to work with this file."""
    from stls_desktop.security import cipher

    code = RecoveryCode.new()
    salt = os.urandom(SALT_BYTES)
    header = _recovery_header(salt, _context_of(slots))
    nonce, content = cipher.seal(
        cipher.derive(code.secret, salt, header), key.secret, authenticated=header
    )
    return msgspec.structs.replace(slots, recovery=Sealed(salt, nonce, content)), code


def open_with_recovery(slots: SlotFile, code: RecoveryCode) -> StoreKey:
    """The store key by the printed code alone: neither passphrase nor keyring is needed.

    130 random bits cannot be guessed, so the code is derived without stretching.
    Raises `NoRecoveryCodeError`, `RecoveryCodeError`.
    """
    from stls_desktop.security import cipher

    if slots.recovery is None:
        raise NoRecoveryCodeError
    header = _recovery_header(slots.recovery.salt, _context_of(slots))
    kek = cipher.derive(code.secret, slots.recovery.salt, header)
    secret = cipher.unseal(kek, slots.recovery.nonce, slots.recovery.content, header)
    if secret is None:
        raise RecoveryCodeError("it was typed without a slip, but it is not for this laptop")
    return StoreKey(secret)


def new_id() -> str:
    """A random id for an installation or, before enrolment, its user."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True)
class _Context:
    application_id: str
    install_id: str
    user_id: str

    def stated(self, purpose: str, *facts: object) -> bytes:
        """One unambiguous byte string of who and what for: authenticated, and key separation."""
        who = (self.application_id, self.install_id, self.user_id)
        return msgspec.json.encode(["stls", FORMAT, purpose, *who, *facts])


def _context_of(slots: SlotFile) -> _Context:
    return _Context(slots.application_id, slots.install_id, slots.user_id)


def _seal_for_user(
    key: StoreKey,
    passphrase: str,
    device_secret: bytes,
    cost: Cost,
    generation: int,
    context: _Context,
) -> UserSlot:
    from stls_desktop.security import cipher

    if not cost.is_allowed:
        raise ValueError("these Argon2 parameters are out of bounds")
    salt, check = os.urandom(SALT_BYTES), _device_check(device_secret, context)
    header = _user_header(generation, check, cost, salt, context)
    kek = _user_kek(passphrase, device_secret, salt, cost, header)
    nonce, content = cipher.seal(kek, key.secret, authenticated=header)
    return UserSlot(generation, check, cost, Sealed(salt, nonce, content))


def _user_kek(
    passphrase: str, device_secret: bytes, salt: bytes, cost: Cost, header: bytes
) -> bytes:
    from stls_desktop.security import cipher

    stretched = cipher.stretch(as_typed(passphrase), salt, cost)
    return cipher.derive(stretched + device_secret, salt, header)


def _user_header(
    generation: int, check: bytes, cost: Cost, salt: bytes, context: _Context
) -> bytes:
    return context.stated("user", generation, check, cost, salt)


def _recovery_header(salt: bytes, context: _Context) -> bytes:
    return context.stated("recovery", salt)


def _device_check(device_secret: bytes, context: _Context) -> bytes:
    from stls_desktop.security import cipher

    if len(device_secret) != DEVICE_SECRET_BYTES:
        raise ValueError("a device secret has 32 bytes")
    return cipher.derive(device_secret, b"", context.stated("device check"), length=8)


def as_typed(passphrase: str) -> str:
    """One spelling for what looks alike on paper.

    Macs compose accents differently, and touch keyboards add a space after the last word.
    """
    return " ".join(unicodedata.normalize("NFC", passphrase).split())
