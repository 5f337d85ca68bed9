"""A data folder's whole life: set up, unlocked, lost, locked out, recovered, moved, damaged."""

from __future__ import annotations

import pytest

from stls_desktop.config import DEMO_APPLICATION_ID, ReadOnlyFolderError
from stls_desktop.security.cost import FLOOR
from stls_desktop.security.problems import (
    AlreadySetUpError,
    DamagedSlotsError,
    DeviceSecretMissingError,
    MustWaitError,
    NoRecoveryCodeError,
    NotEnoughMemoryError,
    NoVaultError,
    OtherApplicationError,
    RecoveryCodeError,
    SecurityError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from stls_desktop.security.recovery import RecoveryCode
from stls_desktop.security.throttle import Throttle
from stls_desktop.security.unlock import DataFolder
from tests.security.canary import canaries_in
from tests.security.stand_ins import PASSPHRASE, MemoryVault

NEW_PASSPHRASE = "otters whistle in tune"


class BrokenVault:
    """A keyring that has gone away."""

    def read(self, *_entry):
        raise NoVaultError("it did not answer")

    write = delete = read


class PowerCutVault(MemoryVault):
    """The power goes at the first call of the named method."""

    def __init__(self, entries, at):
        super().__init__()
        self.entries = entries
        self._at = at

    def write(self, name, secret):
        super().write(name, secret)
        if self._at == "after write":
            raise PowerCutError

    def delete(self, name):
        if self._at == "before delete":
            raise PowerCutError
        super().delete(name)


class PowerCutError(Exception):
    """The test's own; nobody catches it."""


def test_a_new_folder_is_set_up_and_unlocks(folder, vault, clock):
    assert folder.is_new
    made = folder.set_up(PASSPHRASE, vault, clock=clock, cost=FLOOR)
    assert not folder.is_new
    assert folder.unlock(PASSPHRASE, vault, clock) == made.key


def test_the_folder_is_for_this_user_only(folder, made):
    assert folder.path.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in folder.path.iterdir())


def test_nothing_secret_lies_in_the_folder(folder, vault, made):
    secrets = [made.key.secret, made.key.secret[:32], *vault.entries.values(), PASSPHRASE]
    assert canaries_in(folder.path, [*secrets, made.recovery.text]) == []


def test_setting_up_twice_never_overwrites_keys(folder, vault, made, clock):
    before = folder.keys_path.read_bytes()
    with pytest.raises(AlreadySetUpError):
        folder.set_up(NEW_PASSPHRASE, vault, cost=FLOOR)
    assert folder.keys_path.read_bytes() == before


def test_a_store_without_keys_is_not_taken_for_new(folder, vault, made):
    folder.store_path.write_bytes(b"ciphertext")
    folder.keys_path.unlink()
    folder.keys_copy_path.unlink()
    assert not folder.is_new
    with pytest.raises(AlreadySetUpError):
        folder.set_up(PASSPHRASE, vault, cost=FLOOR)
    with pytest.raises(DamagedSlotsError, match="missing"):
        folder.unlock(PASSPHRASE, vault)


def test_a_weak_passphrase_sets_nothing_up(folder, vault):
    with pytest.raises(WeakPassphraseError) as caught:
        folder.set_up("password1234", vault, cost=FLOOR)
    assert caught.value.problems
    assert folder.is_new
    assert not vault.entries


def test_without_a_keyring_nothing_is_set_up(folder):
    with pytest.raises(NoVaultError):
        folder.set_up(PASSPHRASE, BrokenVault(), cost=FLOOR)
    assert folder.is_new


def test_a_read_only_folder_is_said_in_words(tmp_path, vault):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ReadOnlyFolderError, match="cannot be written to"):
        DataFolder(tmp_path / "file" / "data").set_up(PASSPHRASE, vault, cost=FLOOR)


# Wrong passphrases


def test_a_wrong_passphrase_says_what_is_left(folder, vault, made, clock):
    with pytest.raises(WrongPassphraseError) as caught:
        folder.unlock("not this one at all", vault, clock)
    assert (caught.value.tries_left, caught.value.wait_s) == (19, 0)
    assert "safe" in caught.value.what_is_safe
    assert "19 more wrong tries" in caught.value.what_to_do


def test_the_fifth_wrong_try_makes_her_wait_and_the_right_one_must_wait_too(
    folder, vault, made, clock
):
    for _ in range(4):
        _try_wrong(folder, vault, clock)
    assert _try_wrong(folder, vault, clock).wait_s == 30
    with pytest.raises(MustWaitError, match="30 seconds"):
        folder.unlock(PASSPHRASE, vault, clock)
    clock.go_on(30)
    assert folder.unlock(PASSPHRASE, vault, clock) == made.key


def test_twenty_wrong_tries_lock_the_laptop_erase_nothing_and_the_code_brings_it_back(
    folder, vault, made, clock
):
    folder.store_path.write_bytes(b"unsent visits")
    for left in range(19, -1, -1):
        error = _try_wrong(folder, vault, clock)
        assert error.tries_left == left
        clock.go_on(900)
    assert "locked itself" in error.what_to_do
    assert vault.entries == {}
    assert folder.store_path.read_bytes() == b"unsent visits"
    with pytest.raises(DeviceSecretMissingError, match="recovery code"):
        folder.unlock(PASSPHRASE, vault, clock)
    assert folder.recover(made.recovery.text, NEW_PASSPHRASE, vault, clock) == made.key
    assert folder.unlock(NEW_PASSPHRASE, vault, clock) == made.key


def test_a_lock_out_that_the_keyring_prevented_is_made_good_at_the_next_try(
    folder, vault, made, clock
):
    class StuckVault(MemoryVault):
        def delete(self, *_entry):
            raise NoVaultError("it did not answer")

    stuck = StuckVault()
    stuck.entries = vault.entries
    throttle = Throttle(folder.throttle_path, clock)
    for _ in range(19):
        throttle.begin_try()
        clock.go_on(900)
    assert _try_wrong(folder, stuck, clock).tries_left == 0
    assert vault.entries
    with pytest.raises(DeviceSecretMissingError):
        folder.unlock(PASSPHRASE, vault, clock)
    assert vault.entries == {}


def test_too_little_memory_is_no_wrong_try(folder, vault, made, clock, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise MemoryError

    with monkeypatch.context() as patch:
        patch.setattr("stls_desktop.security.cipher.hash_secret_raw", refuse)
        for _ in range(6):
            with pytest.raises(NotEnoughMemoryError, match="64 MB"):
                folder.unlock(PASSPHRASE, vault, clock)
    assert _try_wrong(folder, vault, clock).tries_left == 19


# Lost halves


def test_passphrase_lost_is_recovered(folder, vault, made, clock):
    assert folder.recover(made.recovery.text, NEW_PASSPHRASE, vault, clock) == made.key
    assert folder.unlock(NEW_PASSPHRASE, vault, clock) == made.key
    with pytest.raises(WrongPassphraseError):
        folder.unlock(PASSPHRASE, vault, clock)


def test_keyring_lost_is_recovered(folder, made, clock):
    new_desktop = MemoryVault()
    with pytest.raises(DeviceSecretMissingError):
        folder.unlock(PASSPHRASE, new_desktop, clock)
    assert folder.recover(made.recovery.text, PASSPHRASE, new_desktop, clock) == made.key
    assert folder.unlock(PASSPHRASE, new_desktop, clock) == made.key


def test_a_foreign_secret_in_the_keyring_is_lost_not_wrong(folder, vault, made, clock):
    (name,) = vault.entries
    for foreign in (bytes(32), b"short"):
        vault.entries[name] = foreign
        for _ in range(6):
            with pytest.raises(DeviceSecretMissingError):
                folder.unlock(PASSPHRASE, vault, clock)
    assert folder.recover(made.recovery.text, PASSPHRASE, vault, clock) == made.key


def test_a_keyring_that_is_away_costs_no_try(folder, vault, made, clock):
    for _ in range(6):
        with pytest.raises(NoVaultError):
            folder.unlock(PASSPHRASE, BrokenVault(), clock)
    assert folder.unlock(PASSPHRASE, vault, clock) == made.key


def test_the_code_of_another_laptop_does_not_recover(folder, vault, made, clock):
    with pytest.raises(RecoveryCodeError, match="not for this laptop"):
        folder.recover(RecoveryCode.new().text, NEW_PASSPHRASE, vault, clock)
    assert folder.unlock(PASSPHRASE, vault, clock) == made.key


def test_recovery_refuses_a_weak_passphrase_and_changes_nothing(folder, vault, made, clock):
    before = folder.keys_path.read_bytes()
    with pytest.raises(WeakPassphraseError):
        folder.recover(made.recovery.text, "password1234", vault, clock)
    assert folder.keys_path.read_bytes() == before


def test_policy_can_leave_the_recovery_code_out(folder, vault, clock):
    made = folder.set_up(PASSPHRASE, vault, clock=clock, cost=FLOOR, with_recovery=False)
    assert made.recovery is None
    with pytest.raises(NoRecoveryCodeError):
        folder.recover(RecoveryCode.new().text, NEW_PASSPHRASE, vault, clock)


def test_a_new_sheet_makes_the_old_sheet_worthless(folder, vault, made, clock):
    code = folder.replace_recovery_code(made.key)
    with pytest.raises(RecoveryCodeError):
        folder.recover(made.recovery.text, NEW_PASSPHRASE, vault, clock)
    assert folder.recover(code.text, NEW_PASSPHRASE, vault, clock) == made.key


# Changing the passphrase, and the power going in the middle of it


def test_a_changed_passphrase_opens_and_old_backups_of_the_key_file_do_not(
    folder, vault, made, clock
):
    old_keys = folder.keys_path.read_bytes()
    folder.change_passphrase(PASSPHRASE, NEW_PASSPHRASE, vault, clock)
    assert folder.unlock(NEW_PASSPHRASE, vault, clock) == made.key
    assert len(vault.entries) == 1
    folder.keys_path.write_bytes(old_keys)
    with pytest.raises(DeviceSecretMissingError):
        folder.unlock(PASSPHRASE, vault, clock)
    assert folder.recover(made.recovery.text, NEW_PASSPHRASE, vault, clock) == made.key


def test_the_old_passphrase_is_asked_for_and_counted(folder, vault, made, clock):
    with pytest.raises(WrongPassphraseError):
        folder.change_passphrase("not this one at all", NEW_PASSPHRASE, vault, clock)
    assert folder.unlock(PASSPHRASE, vault, clock) == made.key


@pytest.mark.parametrize(
    ("at", "opens"), [("after write", PASSPHRASE), ("before delete", NEW_PASSPHRASE)]
)
def test_a_power_cut_while_changing_leaves_a_folder_that_opens(
    folder, vault, made, clock, at, opens
):
    with pytest.raises(PowerCutError):
        folder.change_passphrase(
            PASSPHRASE, NEW_PASSPHRASE, PowerCutVault(vault.entries, at), clock
        )
    assert folder.unlock(opens, vault, clock) == made.key
    final = "badgers prefer warm custard"
    folder.change_passphrase(opens, final, vault, clock)
    assert folder.unlock(final, vault, clock) == made.key


# Damage and mix-ups


def test_a_damaged_key_file_is_mended_from_its_copy(folder, vault, made, clock):
    whole = folder.keys_path.read_bytes()
    folder.keys_path.write_bytes(whole[:100])
    assert folder.unlock(PASSPHRASE, vault, clock) == made.key
    assert folder.keys_path.read_bytes() == whole


def test_a_missing_copy_is_made_again(folder, vault, made, clock):
    folder.keys_copy_path.unlink()
    folder.unlock(PASSPHRASE, vault, clock)
    assert folder.keys_copy_path.read_bytes() == folder.keys_path.read_bytes()


def test_two_damaged_key_files_are_named_and_left_alone(folder, vault, made, clock):
    for path in (folder.keys_path, folder.keys_copy_path):
        path.write_bytes(b"{}")
    with pytest.raises(DamagedSlotsError, match=r"keys\.json"):
        folder.unlock(PASSPHRASE, vault, clock)
    assert folder.keys_path.read_bytes() == b"{}"
    assert vault.entries


def test_the_demo_and_the_real_program_refuse_each_others_folders(folder, vault, made, clock):
    as_demo = DataFolder(folder.path, application_id=DEMO_APPLICATION_ID)
    with pytest.raises(OtherApplicationError):
        as_demo.unlock(PASSPHRASE, vault, clock)
    with pytest.raises(OtherApplicationError):
        as_demo.recover(made.recovery.text, NEW_PASSPHRASE, vault, clock)


def test_every_error_says_what_happened_what_is_safe_and_what_to_do():
    for error in (
        WrongPassphraseError(1, 60),
        WrongPassphraseError(0, 900),
        MustWaitError(900),
        DeviceSecretMissingError(),
        NoVaultError("it did not answer"),
        DamagedSlotsError("it is missing"),
        NotEnoughMemoryError(256),
    ):
        assert isinstance(error, SecurityError)
        for part in (error.what_happened, error.what_is_safe, error.what_to_do):
            assert part[0].isupper()
            assert part.endswith(".")


def _try_wrong(folder, vault, clock):
    with pytest.raises(WrongPassphraseError) as caught:
        folder.unlock("not this one at all", vault, clock)
    return caught.value
