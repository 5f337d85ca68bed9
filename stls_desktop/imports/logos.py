"""A council's logo on its way in: pixels only, small enough to lie in every signed report.

PNG or JPEG in, PNG or JPEG out. Must not keep or change the file it reads.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from stls_desktop.imports.problems import ImportFileError

LARGEST: Final = 64_000  # bytes: it lies in each version of each report
_FORMATS: Final = ("PNG", "JPEG")
_LARGEST_FILE: Final = 20_000_000
_MOST_PIXELS: Final = 40_000_000
_ROOMS: Final = ((1_000, 400), (700, 280), (480, 200), (320, 130), (200, 80))  # pixels; in turn
_QUALITY: Final = 88
_COLOURS: Final = 128


class UnusableLogoError(ImportFileError):
    """The picture cannot be a logo; the words say why and what to do."""


def read_logo(path: Path) -> bytes:
    """A logo from a file, shrunk. Raises `UnusableLogoError`."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise UnusableLogoError("This file is too large for a logo. Save it smaller first.")
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "the disk did not give it"
        raise UnusableLogoError(f"{path.name} cannot be read: {reason}.") from None
    return logo_of(content)


def logo_of(content: bytes) -> bytes:
    """A logo of at most 64 kB with nothing but its pixels. Raises `UnusableLogoError`."""
    picture = _opened(content)
    for room in _ROOMS:
        smaller = picture.copy()
        smaller.thumbnail(room, Image.Resampling.LANCZOS)
        for made in _encoded(smaller):
            if len(made) <= LARGEST:
                return made
    raise UnusableLogoError(  # pragma: no cover - 200 x 80 pixels are 64,000 bytes as they are
        "This picture cannot be made small enough. Save it smaller, and choose it again."
    )


def _opened(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as file:
                _refuse_huge(file)
                upright = ImageOps.exif_transpose(file)
                has_alpha = "A" in upright.getbands() or "transparency" in upright.info
                kept = upright.convert("RGBA" if has_alpha else "RGB")
    except UnusableLogoError:
        raise
    except UnidentifiedImageError:
        words = "This is no PNG or JPEG picture. Choose another file. Nothing was changed."
        raise UnusableLogoError(words) from None
    except Exception:  # noqa: BLE001 - a broken or hostile picture may fail in any way
        words = "This picture is damaged. Choose another copy of it. Nothing was changed."
        raise UnusableLogoError(words) from None
    bare = Image.new(kept.mode, kept.size)
    bare.paste(kept)
    return bare


def _refuse_huge(file: Image.Image) -> None:
    """Before its pixels are read."""
    if file.width * file.height > _MOST_PIXELS:
        raise UnusableLogoError("This picture has too many pixels. Save it smaller.")


def _encoded(picture: Image.Image) -> Iterator[bytes]:
    """As it is, then with fewer colours; a photograph without transparency also as JPEG."""
    yield _saved(picture, "PNG", optimize=True)
    if picture.mode == "RGB":
        yield _saved(picture, "JPEG", quality=_QUALITY, optimize=True)
    few = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
    yield _saved(few, "PNG", optimize=True)


def _saved(picture: Image.Image, form: str, **how: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, form, **how)
    return held.getvalue()
