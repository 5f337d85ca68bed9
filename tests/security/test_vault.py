"""Which keyrings are trusted with the device secret, and what the others are told."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading

import pytest

from stls_desktop.security.private_file import ExposedFileError
from stls_desktop.security.problems import NoVaultError
from stls_desktop.security.vault import (
    ALLOWED_BACKENDS,
    FileVault,
    KeyringVault,
    system_vault,
)

SECRET = bytes(range(32))
HERE = "tests.security.test_vault"


class GoodBackend:
    """A keyring that works."""

    priority = 5
    entries: dict[tuple[str, str], str] = {}  # noqa: RUF012  (one store for the whole desktop)

    def get_password(self, service, username):
        return self.entries.get((service, username))

    def set_password(self, service, username, password):
        self.entries[service, username] = password

    def delete_password(self, service, username):
        del self.entries[service, username]


class ForgetfulBackend(GoodBackend):
    """What keyring.backends.null does: accepts and forgets."""

    def set_password(self, service, username, password):
        pass


class ManglingBackend(GoodBackend):
    """Gives back something else, as a cut entry would be."""

    def get_password(self, service, username):
        found = super().get_password(service, username)
        return found and found[:-4]


class ClingingBackend(GoodBackend):
    """Does not forget."""

    def delete_password(self, service, username):
        pass


class FailingBackend(GoodBackend):
    """Fails with words that quote the entry."""

    def get_password(self, *_entry):
        raise RuntimeError(f"cannot decode {SECRET.hex()}")


class AbsentBackend(GoodBackend):
    """Not on this platform: asking for its priority raises, as in the real ones."""

    @property
    def priority(self):
        raise AssertionError("asked on the class")


class HangingBackend(GoodBackend):
    """Waits for a prompt that nobody sees."""

    def get_password(self, *_entry):
        threading.Event().wait(20)


@pytest.fixture(autouse=True)
def empty():
    GoodBackend.entries.clear()


def test_a_secret_comes_back_from_the_keyring():
    vault = KeyringVault(GoodBackend(), "STLS")
    assert vault.read("device") is None
    vault.write("device", SECRET)
    assert vault.read("device") == SECRET
    vault.delete("device")
    vault.delete("device")
    assert vault.read("device") is None


@pytest.mark.parametrize("backend", [ForgetfulBackend, ManglingBackend])
def test_a_keyring_that_does_not_keep_the_secret_is_refused_at_writing(backend):
    with pytest.raises(NoVaultError) as caught:
        KeyringVault(backend(), "STLS").write("device", SECRET)
    assert "Nothing was changed" in caught.value.what_is_safe
    assert "help desk" in caught.value.what_to_do


def test_a_keyring_that_does_not_forget_is_found_out():
    vault = KeyringVault(ClingingBackend(), "STLS")
    vault.write("device", SECRET)
    with pytest.raises(NoVaultError, match="did not forget"):
        vault.delete("device")


def test_words_of_a_failing_keyring_are_not_passed_on():
    with pytest.raises(NoVaultError, match="RuntimeError") as caught:
        KeyringVault(FailingBackend(), "STLS").read("device")
    assert SECRET.hex() not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_keyring_that_hangs_is_given_up():
    with pytest.raises(NoVaultError, match="did not answer within"):
        KeyringVault(HangingBackend(), "STLS", time_limit_s=0.05).read("device")


def test_something_else_under_our_name_is_not_taken_for_the_secret():
    GoodBackend.entries["STLS", "device"] = "hunter2!"
    with pytest.raises(NoVaultError, match="something else"):
        KeyringVault(GoodBackend(), "STLS").read("device")


def test_the_first_keyring_of_the_list_that_works_is_taken():
    allowed = (
        "no.such.module:Keyring",
        f"{HERE}:NoSuchClass",
        f"{HERE}:AbsentBackend",
        f"{HERE}:GoodBackend",
    )
    vault = system_vault("STLS", allowed=allowed)
    vault.write("device", SECRET)
    assert ("STLS", "device") in GoodBackend.entries


def test_no_keyring_at_all_is_said_in_words():
    with pytest.raises(NoVaultError, match="none that this program trusts"):
        system_vault("STLS", allowed=())


def test_only_real_keyrings_of_the_system_are_on_the_list():
    assert [place.split(":")[0].rpartition(".")[2] for place in ALLOWED_BACKENDS] == [
        "Windows",
        "macOS",
        "SecretService",
        "libsecret",
        "kwallet",
    ]


ASK = """
import keyring.backend
class Eager(keyring.backend.KeyringBackend):
    priority = 99
    def get_password(self, s, u): return None
    def set_password(self, s, u, p): print("ACCEPTED BY", type(self).__name__)
    def delete_password(self, s, u): pass
from stls_desktop.security.vault import system_vault
from stls_desktop.security.problems import NoVaultError
try:
    system_vault("STLS", time_limit_s=20).write("device", bytes(32))
except NoVaultError as error:
    print("REFUSED", error.reason)
"""


@pytest.mark.parametrize(
    "named",
    ["keyring.backends.null.Keyring", "keyrings.alt.file.PlaintextKeyring", "__main__.Eager"],
)
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have a real keyring")
def test_a_backend_named_by_the_environment_is_not_accepted(named, tmp_path):
    config = tmp_path / "python_keyring"
    config.mkdir()
    (config / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={named}\n")
    environ = {
        **os.environ,
        "PYTHON_KEYRING_BACKEND": named,
        "XDG_CONFIG_HOME": str(tmp_path),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/no-bus",
    }
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environ, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("REFUSED"), done.stdout + done.stderr


def test_a_file_vault_keeps_its_secrets_for_the_user_only(tmp_path):
    path = tmp_path / "device-secret"
    FileVault(path).write("device", SECRET)
    FileVault(path).write("other", bytes(32))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert FileVault(path).read("device") == SECRET
    FileVault(path).delete("device")
    assert FileVault(path).read("device") is None
    assert FileVault(path).read("other") == bytes(32)


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_is_refused_and_not_mended(tmp_path, mode):
    path = tmp_path / "device-secret"
    FileVault(path).write("device", SECRET)
    path.chmod(mode)
    with pytest.raises(ExposedFileError, match="others may read it"):
        FileVault(path).read("device")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_link_in_place_of_the_secret_file_is_refused(tmp_path):
    FileVault(tmp_path / "elsewhere").write("device", SECRET)
    link = tmp_path / "device-secret"
    link.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ExposedFileError, match="link"):
        FileVault(link).read("device")


@pytest.mark.parametrize("content", [b"", b"[1]", b"\xff", b"nonsense"])
def test_a_file_that_is_no_device_secret_is_named(tmp_path, content):
    path = tmp_path / "device-secret"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(ExposedFileError, match="not a device-secret file"):
        FileVault(path).read("device")
