"""What opens a slot and, above all, what does not."""

from __future__ import annotations

import msgspec
import pytest

from stls_desktop.security import keys
from stls_desktop.security.cost import DEFAULT, FLOOR, MIB, Cost, suitable_cost
from stls_desktop.security.keys import StoreKey
from stls_desktop.security.problems import (
    NoRecoveryCodeError,
    RecoveryCodeError,
    WrongDeviceSecretError,
    WrongPassphraseError,
)
from stls_desktop.security.recovery import RecoveryCode

PASSPHRASE = "penguins juggle marmalade"
DEVICE = bytes(range(32))


@pytest.fixture(scope="module")
def sealed():
    """A slot file with both slots, its key and its code."""
    slots, key = keys.create_slots(
        PASSPHRASE, DEVICE, install_id="install", user_id="user", cost=FLOOR
    )
    slots, code = keys.add_recovery(slots, key)
    return slots, key, code


def test_passphrase_and_device_secret_together_open(sealed):
    slots, key, _ = sealed
    assert keys.open_with_passphrase(slots, PASSPHRASE, DEVICE) == key


def test_passphrase_alone_does_not_open(sealed):
    slots, _, _ = sealed
    with pytest.raises(WrongDeviceSecretError):
        keys.open_with_passphrase(slots, PASSPHRASE, bytes(32))


def test_device_secret_alone_does_not_open(sealed):
    slots, _, _ = sealed
    with pytest.raises(WrongPassphraseError):
        keys.open_with_passphrase(slots, "not the passphrase", DEVICE)


def test_a_forged_device_check_still_does_not_open(sealed):
    slots, _, _ = sealed
    check = keys.create_slots(
        PASSPHRASE, bytes(32), install_id="install", user_id="user", cost=FLOOR
    )[0].user.device_check
    forged = _with_user(slots, device_check=check)
    with pytest.raises(WrongPassphraseError):
        keys.open_with_passphrase(forged, PASSPHRASE, bytes(32))


def test_the_passphrase_alone_does_not_open_even_past_the_device_check(sealed, monkeypatch):
    """Whoever attacks the file skips our check: the secret itself must be in the key."""
    slots, _, _ = sealed
    monkeypatch.setattr(keys, "_device_check", lambda *_: slots.user.device_check)
    with pytest.raises(WrongPassphraseError):
        keys.open_with_passphrase(slots, PASSPHRASE, bytes(32))


def test_the_same_words_typed_on_another_keyboard_open():
    slots, key = keys.create_slots(
        "caf\u00e9 on the corner", DEVICE, install_id="i", user_id="u", cost=FLOOR
    )
    assert keys.open_with_passphrase(slots, " cafe\u0301 on  the corner ", DEVICE) == key


@pytest.mark.parametrize("change", ["memory", "passes", "lanes", "generation", "salt", "nonce"])
def test_a_changed_parameter_does_not_open(sealed, change):
    slots, _, _ = sealed
    user = slots.user
    cost = {
        "memory": Cost(FLOOR.memory_kib + 8, FLOOR.passes, FLOOR.lanes),
        "passes": Cost(FLOOR.memory_kib, FLOOR.passes + 1, FLOOR.lanes),
        "lanes": Cost(FLOOR.memory_kib, FLOOR.passes, FLOOR.lanes + 1),
    }.get(change, user.cost)
    generation = user.generation + (change == "generation")
    inner = user.sealed
    if change in {"salt", "nonce"}:
        value = bytes(len(getattr(inner, change)))
        inner = msgspec.structs.replace(inner, **{change: value})
    with pytest.raises(WrongPassphraseError):
        keys.open_with_passphrase(
            _with_user(slots, cost=cost, generation=generation, sealed=inner), PASSPHRASE, DEVICE
        )


@pytest.mark.parametrize("field", ["install_id", "user_id", "application_id"])
def test_a_slot_moved_to_another_owner_does_not_open(sealed, field):
    slots, _, code = sealed
    moved = msgspec.structs.replace(slots, **{field: "other"})
    with pytest.raises(WrongDeviceSecretError):
        keys.open_with_passphrase(moved, PASSPHRASE, DEVICE)
    with pytest.raises(RecoveryCodeError):
        keys.open_with_recovery(moved, code)


def test_slots_cannot_be_passed_off_for_one_another(sealed):
    slots, _, code = sealed
    swapped = msgspec.structs.replace(slots, recovery=slots.user.sealed)
    with pytest.raises(RecoveryCodeError):
        keys.open_with_recovery(swapped, code)


def test_recovery_code_opens_without_passphrase_and_keyring(sealed):
    slots, key, code = sealed
    assert keys.open_with_recovery(slots, RecoveryCode.from_text(code.text)) == key


def test_another_recovery_code_does_not_open(sealed):
    slots, _, _ = sealed
    with pytest.raises(RecoveryCodeError):
        keys.open_with_recovery(slots, RecoveryCode.new())


def test_without_recovery_slot_the_code_is_refused_in_words():
    slots, _ = keys.create_slots(PASSPHRASE, DEVICE, install_id="i", user_id="u", cost=FLOOR)
    with pytest.raises(NoRecoveryCodeError, match="without a recovery code"):
        keys.open_with_recovery(slots, RecoveryCode.new())


def test_new_passphrase_keeps_the_key_and_shuts_out_the_old(sealed):
    slots, key, code = sealed
    device = bytes(31) + b"\x01"
    changed = keys.change_passphrase(slots, key, "otters whistle in tune", device)
    assert keys.open_with_passphrase(changed, "otters whistle in tune", device) == key
    assert keys.open_with_recovery(changed, code) == key
    with pytest.raises(WrongPassphraseError):
        keys.open_with_passphrase(changed, PASSPHRASE, device)


def test_new_passphrase_demands_a_new_device_secret(sealed):
    slots, key, _ = sealed
    with pytest.raises(ValueError, match="new device secret"):
        keys.change_passphrase(slots, key, "otters whistle in tune", DEVICE)


def test_new_recovery_code_shuts_out_the_old(sealed):
    slots, key, code = sealed
    renewed, new_code = keys.add_recovery(slots, key)
    assert keys.open_with_recovery(renewed, new_code) == key
    with pytest.raises(RecoveryCodeError):
        keys.open_with_recovery(renewed, code)


def test_slot_file_holds_no_secret(sealed):
    slots, key, code = sealed
    content = msgspec.json.encode(slots)
    for secret in (key.secret, DEVICE, code.secret):
        assert secret not in content
        assert secret.hex().encode() not in content
    assert PASSPHRASE.encode() not in content


def test_secrets_do_not_show_when_printed(sealed):
    _, key, code = sealed
    shown = f"{key} {key!r} {code} {code!r}"
    assert key.pragma_hex not in shown
    assert repr(key.secret) not in shown
    assert code.text not in shown


def test_pragma_form_has_96_digits():
    assert StoreKey(bytes(range(48))).pragma_hex == bytes(range(48)).hex()
    with pytest.raises(ValueError, match="48 bytes"):
        StoreKey(bytes(32))


def test_slots_cannot_be_made_below_the_floor():
    cheap = Cost(FLOOR.memory_kib - 1, FLOOR.passes, FLOOR.lanes)
    with pytest.raises(ValueError, match="out of bounds"):
        keys.create_slots(PASSPHRASE, DEVICE, install_id="i", user_id="u", cost=cheap)


GIB = 1024**3


@pytest.mark.parametrize(
    ("memory_bytes", "seconds", "mib"),
    [
        (16 * GIB, 0.5, 256),
        (4 * GIB, 0.5, 128),
        (None, 0.5, 128),
        (16 * GIB, 2.0, 64),
        (4 * GIB, 2.0, 64),
    ],
)
def test_a_small_or_slow_laptop_steps_down_but_not_below_the_floor(memory_bytes, seconds, mib):
    assert suitable_cost(memory_bytes, lambda _: seconds).memory_kib == mib * MIB


def test_default_cost_is_256_mib_and_three_passes():
    assert (DEFAULT.memory_kib, DEFAULT.passes, DEFAULT.lanes) == (262_144, 3, 4)


def _with_user(slots, **changes):
    return msgspec.structs.replace(slots, user=msgspec.structs.replace(slots.user, **changes))
