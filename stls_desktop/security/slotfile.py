"""The shape of keys.json: which slots exist, sealed, with the parameters that open them.

Holds no secret in clear. Everything read is checked against bounds before anyone computes with
it; a file of a newer program is refused as such, one that no program of ours wrote as damaged.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from stls_desktop.config import write_durably
from stls_desktop.security.cost import Cost
from stls_desktop.security.problems import DamagedSlotsError, NewerSlotsError

FORMAT: Final = 1
SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_SEALED_BYTES: Final = 48 + 16  # the store key and the tag
_CHECK_BYTES: Final = 8
_MOST_BYTES: Final = 16_384  # about 900 in truth; a planted giant is not even parsed


class Sealed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The store key under one key: salt of that key's derivation, nonce, ciphertext + tag."""

    salt: bytes
    nonce: bytes
    content: bytes

    @property
    def has_right_lengths(self) -> bool:
        """Whether the parts are as long as ours always are."""
        lengths = (len(self.salt), len(self.nonce), len(self.content))
        return lengths == (SALT_BYTES, _NONCE_BYTES, _SEALED_BYTES)


class UserSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Slot 1: opened by passphrase and device secret together.

    generation: counts device secrets; it names the keyring entry that belongs to this slot.
    device_check: tells a foreign device secret from a wrong passphrase; a one-way value.
    """

    generation: int
    device_check: bytes
    cost: Cost
    sealed: Sealed


class SlotFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of keys.json. `install_id` and `user_id` are random ids, never names."""

    format: int
    application_id: str
    install_id: str
    user_id: str
    user: UserSlot
    recovery: Sealed | None = None


class _Stamp(msgspec.Struct):
    format: int


def read_slots(path: Path, copy: Path | None = None) -> SlotFile:
    """Read keys.json, or its copy if the first is missing or damaged.

    Raises `DamagedSlotsError` when neither can be used and `NewerSlotsError` at once for a
    newer format: falling back to an older copy would quietly bring an old passphrase back.
    """
    try:
        return decode_slots(_content(path))
    except DamagedSlotsError:
        if copy is None:
            raise
        try:
            return decode_slots(_content(copy))
        except DamagedSlotsError:
            pass
        raise


def write_slots(path: Path, slots: SlotFile, copy: Path | None = None) -> None:
    """Replace keys.json, then its copy; each as a whole. Raises `ReadOnlyFolderError`."""
    content = msgspec.json.format(msgspec.json.encode(slots), indent=1) + b"\n"
    write_durably(path, content)
    if copy is not None:
        write_durably(copy, content)


def are_both_whole(path: Path, copy: Path, slots: SlotFile) -> bool:
    """Whether keys.json and its copy both hold exactly `slots`."""
    try:
        return all(decode_slots(_content(file)) == slots for file in (path, copy))
    except DamagedSlotsError:
        return False


def decode_slots(content: bytes) -> SlotFile:
    """Slots from bytes, within bounds. Raises `DamagedSlotsError`, `NewerSlotsError`."""
    if len(content) > _MOST_BYTES:
        raise DamagedSlotsError("it is far too long")
    try:
        stamp = msgspec.json.decode(content, type=_Stamp)
        if stamp.format > FORMAT:
            raise NewerSlotsError
        slots = msgspec.json.decode(content, type=SlotFile)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # The error's own text may quote the file, so it is not passed on.
        raise DamagedSlotsError("it cannot be read") from error
    if reason := _reason_to_refuse(slots):
        raise DamagedSlotsError(reason)
    return slots


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise DamagedSlotsError("it is missing") from error
    except OSError as error:
        raise DamagedSlotsError("the disk will not give it") from error


def _reason_to_refuse(slots: SlotFile) -> str | None:
    if slots.format != FORMAT:
        return "its format was never in use"
    if not slots.user.cost.is_allowed:
        return "it asks for too little or too much work"
    if slots.user.generation < 1 or len(slots.user.device_check) != _CHECK_BYTES:
        return "its device entry is not whole"
    sealed = (slots.user.sealed, slots.recovery)
    if not all(one is None or one.has_right_lengths for one in sealed):
        return "a slot is not whole"
    return None
