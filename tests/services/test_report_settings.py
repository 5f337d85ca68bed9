"""What stands on every report of a council, and who may change it."""

from __future__ import annotations

import dataclasses
import io

import msgspec
import pytest
from PIL import Image

from stls_core.records.advice import ReportSetting
from stls_desktop.imports.logos import LARGEST, UnusableLogoError, logo_of
from stls_desktop.services import report_settings
from stls_desktop.services.permission import NotAllowedError


@pytest.fixture
def lead(desk):
    return dataclasses.replace(desk, me=msgspec.structs.replace(desk.me, role="LEAD"))


def picture(size, form="PNG", mode="RGB", *, noise=False, **how):
    made = Image.effect_noise(size, 90).convert(mode) if noise else Image.new(mode, size, "teal")
    held = io.BytesIO()
    made.save(held, form, **how)
    return held.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def test_a_lead_sets_the_look_once_for_everybody(lead):
    report_settings.save_settings(lead, {"council_name": " Wenning County Council "})
    report_settings.save_settings(lead, {"marking": "OFFICIAL"})
    with lead.store.read() as read:
        (record,) = read.find(ReportSetting)
    assert (record.council_name, record.marking) == ("Wenning County Council", "OFFICIAL")
    assert report_settings.read_settings(lead) == record
    assert report_settings.why_not(lead) == ""


def test_a_teacher_reads_it_and_changes_nothing(desk):
    assert "lead or an administrator" in report_settings.why_not(desk)
    with pytest.raises(NotAllowedError):
        report_settings.save_settings(desk, {"marking": "OFFICIAL"})
    assert report_settings.read_settings(desk).marking == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"marking": "x" * 121}, "120"),
        ({"colour": "red"}, "no field colour"),
        ({"logo": "aGVsbG8="}, "Say what the logo shows"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(lead, values, said):
    with pytest.raises(report_settings.NotSettableError, match=said):
        report_settings.save_settings(lead, values)
    assert report_settings.read_settings(lead) == ReportSetting()


@pytest.mark.parametrize(
    ("form", "mode", "noise"),
    [("PNG", "RGBA", True), ("PNG", "RGB", False), ("JPEG", "RGB", True), ("PNG", "P", True)],
)
def test_a_logo_is_shrunk_to_64_kilobytes(form, mode, noise):
    made = logo_of(picture((2_400, 1_200), form, mode, noise=noise))
    assert len(made) <= LARGEST
    small = opened(made)
    assert small.format in ("PNG", "JPEG")
    assert small.width / small.height == pytest.approx(2, abs=0.02)


def test_a_logo_keeps_its_clear_ground_and_nothing_that_a_camera_wrote():
    clear = logo_of(picture((300, 100), mode="RGBA"))
    assert opened(clear).convert("RGBA").mode == "RGBA"
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    assert not opened(logo_of(picture((300, 100), "JPEG", exif=exif))).getexif()


def test_a_damaged_or_strange_picture_says_so(tmp_path):
    whole = picture((300, 100), noise=True)
    cut, strange = tmp_path / "cut.png", tmp_path / "words.png"
    cut.write_bytes(whole[: len(whole) // 2])
    strange.write_bytes(b"just words")
    for path, said in ((cut, "damaged"), (strange, "no PNG or JPEG"), (tmp_path / "gone", "read")):
        with pytest.raises(UnusableLogoError, match=said):
            report_settings.usable_logo(path)


def test_a_logo_goes_in_and_comes_out_as_the_picture_it_is(lead, tmp_path):
    path = tmp_path / "logo.png"
    path.write_bytes(picture((300, 100)))
    logo = report_settings.usable_logo(path)
    values = {"logo": logo, "logo_words": "Wenning County Council: a heron"}
    report_settings.save_settings(lead, values)
    shown = report_settings.logo_bytes(report_settings.read_settings(lead))
    assert opened(shown).size == (300, 100)
