"""Photographs on their way in: turned upright, shrunk, and stripped of all that a camera writes.

What comes out is a new picture with pixels and nothing else: no place, no time, no name of a
device, no small picture from before it was cut. Must not keep or change the file it reads.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from stls_desktop.imports.problems import ImportFileError

LARGEST_PIXELS: Final = 2_000_000  # a worksheet can be read, and a laptop holds thousands
LONGEST_SIDE: Final = 1_632  # the long side of 2 megapixels at 4 : 3
SMALL_SIDE: Final = 256
BOMB_PIXELS: Final = 50_000_000  # of a file that cannot be read at a smaller size
QUALITY: Final = 85
FORMATS: Final = ("JPEG", "PNG", "BMP", "WEBP")
_HEIC: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
_WHITE: Final = (255, 255, 255)


class UnusablePictureError(ImportFileError):
    """The photo cannot be used; the words say why and what to do."""


@dataclass(frozen=True)
class Picture:
    """A cleaned photo: JPEG bytes, its size in pixels, and a small one of the same."""

    content: bytes
    width: int
    height: int
    small: bytes


def cleaned(content: bytes) -> Picture:
    """The photo made upright, small and bare. Raises `UnusablePictureError`."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        raise UnusablePictureError(
            "This is a HEIC photo, which Windows and the council cannot show. On the phone, share"
            " it as JPEG or set the camera to “Most compatible”, and add it again."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
                whole = _bare(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except UnusablePictureError:
        raise
    except UnidentifiedImageError:
        raise UnusablePictureError(
            "This is no photo that can be read. Add a JPEG or a PNG. Nothing was changed."
        ) from None
    except Exception as error:  # noqa: BLE001 - a broken or hostile picture may fail in any way
        raise UnusablePictureError(_broken(error)) from None
    return Picture(_encoded(whole), whole.width, whole.height, small_of(whole))


def small_of(picture: Image.Image) -> bytes:
    """A thumbnail of a picture that has nothing but pixels, as JPEG."""
    small = picture.copy()
    small.thumbnail((SMALL_SIDE, SMALL_SIDE), Image.Resampling.LANCZOS)
    return _encoded(small)


def _bare(opened: Image.Image) -> Image.Image:
    """A new picture: upright, shrunk, in sRGB, on white, without anything but its pixels."""
    if opened.format == "JPEG":
        opened.draft("RGB", (LONGEST_SIDE * 2, LONGEST_SIDE * 2))  # decodes an eighth of the work
    if opened.width * opened.height > BOMB_PIXELS:
        raise _too_many_pixels()
    profile = opened.info.get("icc_profile")
    picture = ImageOps.exif_transpose(opened)
    picture.thumbnail(_room(picture), Image.Resampling.LANCZOS, reducing_gap=3.0)
    made = Image.new("RGB", picture.size, _WHITE)
    coloured = _in_srgb(_flat(picture), profile)
    made.paste(coloured)
    return made


def _room(picture: Image.Image) -> tuple[int, int]:
    """The size to shrink into: at most 2 megapixels, whatever the shape."""
    pixels = picture.width * picture.height
    scale = min(1.0, (LARGEST_PIXELS / pixels) ** 0.5)
    return max(1, int(picture.width * scale)), max(1, int(picture.height * scale))


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency, and with 8 bits for each colour."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGBA", layered.size, (*_WHITE, 255))
        return Image.alpha_composite(ground, layered).convert("RGB")
    return picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as they were meant, since the profile that says so is left behind."""
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            meant = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            usual = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(picture, meant, usual, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            changed = None  # a profile that cannot be read changes no colour
        if changed is not None:
            return changed
    return picture.convert("RGB")


def _encoded(picture: Image.Image) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=QUALITY, optimize=True)
    return held.getvalue()


def _too_many_pixels() -> UnusablePictureError:
    return UnusablePictureError(
        "This picture has more pixels than can be opened safely. Save it smaller, at most 40"
        " megapixels, and add it again. Nothing was changed."
    )


def _broken(error: Exception) -> str:
    if "truncated" in str(error).lower():
        return (
            "This photo is cut off: a part of the file is missing. Copy it again from the camera"
            " or phone. Nothing was changed."
        )
    return "This photo is damaged and cannot be opened. Choose another copy. Nothing was changed."
