"""Where data may lie and where not, and preferences that never stand in the way."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stls_desktop.config import (
    DEMO_STORE_MARK,
    STORE_MARK,
    Preferences,
    ReadOnlyFolderError,
    UnsafePlaceError,
    make_private_folder,
    network_drive_reason,
    network_mount_reason,
    read_preferences,
    replace_patiently,
    settings_for,
    unsafe_place_reason,
    write_durably,
    write_preferences,
)


def test_the_usual_place_is_the_users_own_data_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "linux")
    assert settings_for().data_dir == tmp_path / "STLS Desktop"


def test_the_demo_has_a_place_and_an_id_of_its_own():
    real, demo = settings_for(), settings_for(is_demo=True)
    assert real.data_dir != demo.data_dir
    assert real.application_id != demo.application_id
    assert (real.store_mark, demo.store_mark) == (STORE_MARK, DEMO_STORE_MARK)
    assert real.store_mark != demo.store_mark


def test_choosing_a_place_makes_nothing(tmp_path):
    settings_for(tmp_path / "data")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"C:\People\t\OneDrive\stls"),
        PureWindowsPath(r"C:\People\t\OneDrive - Invented County Council\stls"),
        PureWindowsPath(r"D:\dropbox\stls"),
        PureWindowsPath(r"C:\People\t\Dropbox (Team)\stls"),
        PureWindowsPath(r"C:\People\t\iCloudDrive\stls"),
        PureWindowsPath(r"\\fileserver\staff\stls"),
        PureWindowsPath("//fileserver/staff/stls"),
        PurePosixPath("/Users/t/Library/Mobile Documents/stls"),
        PurePosixPath("/Users/t/Library/CloudStorage/Box-Box/stls"),
        PurePosixPath("/srv/t/Google Drive/stls"),
        PurePosixPath("/srv/t/Nextcloud/stls"),
    ],
    ids=str,
)
def test_a_folder_that_is_copied_elsewhere_is_refused(path):
    assert unsafe_place_reason(path, {})


def test_a_renamed_onedrive_folder_is_known_by_the_environment():
    environ = {"OneDriveCommercial": r"C:\People\t\Council"}
    assert unsafe_place_reason(PureWindowsPath(r"C:\People\t\Council\stls"), environ)
    assert not unsafe_place_reason(PureWindowsPath(r"C:\People\t\Local\stls"), environ)


@pytest.mark.parametrize(
    "path",
    [
        PureWindowsPath(r"C:\People\t\AppData\Local\STLS Desktop"),
        PurePosixPath("/srv/boxes/stls"),
        PurePosixPath("/srv/t/.local/share/STLS Desktop"),
    ],
    ids=str,
)
def test_an_ordinary_folder_is_accepted(path):
    assert unsafe_place_reason(path, {}) is None


def test_a_refused_place_says_what_to_do(tmp_path):
    with pytest.raises(UnsafePlaceError) as caught:
        settings_for(tmp_path / "OneDrive" / "stls")
    assert "copied to the cloud" in caught.value.what_happened
    assert "Nothing was written" in caught.value.what_is_safe
    assert "own disk" in caught.value.what_to_do


def test_a_link_into_a_cloud_folder_is_followed(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "Dropbox")
    with pytest.raises(UnsafePlaceError):
        settings_for(tmp_path / "data")


MOUNTS = """\
/dev/sda2 / ext4 rw 0 0
//fileserver/staff /mnt/staff cifs rw 0 0
server:/h /mnt/my\\040school nfs4 rw 0 0
tmpfs /mnt/staff/local tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "is_refused"),
    [
        ("/mnt/staff/stls", True),
        ("/mnt/my school/stls", True),
        ("/mnt/staff/local/stls", False),
        ("/srv/stls", False),
        ("/mnt/staffroom", False),
    ],
)
def test_a_network_mount_is_refused(path, is_refused):
    assert bool(network_mount_reason(PurePosixPath(path), MOUNTS)) is is_refused


def test_a_mapped_network_drive_is_refused():
    kinds = {"H:\\": 4, "C:\\": 3}
    assert network_drive_reason(PureWindowsPath(r"H:\stls"), kinds.__getitem__)
    assert network_drive_reason(PureWindowsPath(r"C:\stls"), kinds.__getitem__) is None


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_a_data_folder_is_private_even_if_it_was_there_before(tmp_path):
    make_private_folder(tmp_path / "deep" / "data")
    assert (tmp_path / "deep" / "data").stat().st_mode & 0o777 == 0o700
    (tmp_path / "open").mkdir(mode=0o755)
    make_private_folder(tmp_path / "open")
    assert (tmp_path / "open").stat().st_mode & 0o777 == 0o700


def test_a_file_that_a_virus_scanner_holds_for_a_moment_is_replaced(tmp_path, monkeypatch):
    (tmp_path / "new").write_text("new")
    (tmp_path / "file").write_text("old")
    refusals = [PermissionError(13, "in use")] * 2
    really = Path.replace

    def held(self, target):
        if refusals:
            raise refusals.pop()
        return really(self, target)

    monkeypatch.setattr(Path, "replace", held)
    replace_patiently(tmp_path / "new", tmp_path / "file", tries=3, pause_s=0)
    assert (tmp_path / "file").read_text() == "new"


def test_patience_ends(tmp_path):
    with pytest.raises(FileNotFoundError):
        replace_patiently(tmp_path / "none", tmp_path / "file", tries=3, pause_s=0)


@pytest.mark.skipif(os.name != "posix", reason="needs another user")
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="needs root to become nobody")
def test_a_folder_of_someone_else_is_said_in_words():
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        os.seteuid(65_534)
        try:
            with pytest.raises(ReadOnlyFolderError, match="cannot be written to"):
                make_private_folder(Path(name))
            with pytest.raises(ReadOnlyFolderError):
                write_durably(Path(name) / "keys.json", b"{}")
        finally:
            os.seteuid(0)


def test_preferences_are_read_as_written(tmp_path):
    path = tmp_path / "preferences.json"
    chosen = Preferences(theme="contrast", text_percent=150, idle_minutes=2, reduced_motion=True)
    write_preferences(path, chosen)
    assert read_preferences(path) == chosen


@pytest.mark.parametrize("content", ["", "[]", "nonsense", '{"theme": "pink"}', '{"theme": 3}'])
def test_damaged_preferences_are_the_usual_ones(tmp_path, content):
    path = tmp_path / "preferences.json"
    path.write_text(content)
    assert read_preferences(path) == Preferences()


def test_one_bad_preference_does_not_cost_the_others(tmp_path):
    path = tmp_path / "preferences.json"
    path.write_text('{"theme": "dark", "text_percent": "big", "later": 1}')
    assert read_preferences(path) == Preferences(theme="dark")


def test_the_idle_lock_cannot_be_switched_off_by_hand(tmp_path):
    path = tmp_path / "preferences.json"
    path.write_text('{"idle_minutes": 100000}')
    assert read_preferences(path).idle_minutes == 15


@given(content=st.binary(max_size=200))
def test_no_bytes_keep_the_window_from_opening(tmp_path, content):
    path = tmp_path / "preferences.json"
    path.write_bytes(content)
    assert isinstance(read_preferences(path), Preferences)
