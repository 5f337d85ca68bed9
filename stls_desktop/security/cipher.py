"""The few lines of cryptography: stretch, derive, seal, open. Composition of vetted parts only.

Argon2id from argon2-cffi, HKDF-SHA256 and AES-256-GCM from cryptography. Imported on first use
(60 ms), so the unlock window paints without it. Keeps nothing and writes nothing.
"""

from __future__ import annotations

import os

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from stls_desktop.security.cost import MIB, Cost
from stls_desktop.security.problems import NotEnoughMemoryError

_KEY_BYTES = 32
_NONCE_BYTES = 12


def stretch(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """32 bytes from Argon2id. Raises `NotEnoughMemoryError`."""
    try:
        return hash_secret_raw(
            passphrase.encode(),
            salt,
            time_cost=cost.passes,
            memory_cost=cost.memory_kib,
            parallelism=cost.lanes,
            hash_len=_KEY_BYTES,
            type=Type.ID,
        )
    except (HashingError, MemoryError) as error:
        raise NotEnoughMemoryError(cost.memory_kib // MIB) from error


def derive(secret: bytes, salt: bytes, purpose: bytes, *, length: int = _KEY_BYTES) -> bytes:
    """HKDF-SHA256 of `secret`; `purpose` keeps keys for different ends apart."""
    return HKDF(SHA256(), length, salt, purpose).derive(secret)


def seal(key: bytes, content: bytes, authenticated: bytes) -> tuple[bytes, bytes]:
    """AES-256-GCM under a fresh nonce: (nonce, ciphertext with its 16-byte tag)."""
    nonce = os.urandom(_NONCE_BYTES)
    return nonce, AESGCM(key).encrypt(nonce, content, authenticated)


def unseal(key: bytes, nonce: bytes, sealed: bytes, authenticated: bytes) -> bytes | None:
    """The content, or None if the key or anything authenticated differs."""
    try:
        return AESGCM(key).decrypt(nonce, sealed, authenticated)
    except InvalidTag:
        return None
