"""Pictures on a page, such as a council's logo: read, stripped, made no larger than paper shows.

Only PNG and JPEG, and only their pixels: what a camera wrote beside them (places, names) is left
behind. Transparent pixels become paper, because no reader of PDF/A need blend them.
"""

from io import BytesIO
from typing import Final

from PIL import Image, UnidentifiedImageError

from stls_desktop.reports.canvas import TagCanvas
from stls_desktop.reports.content import Picture
from stls_desktop.reports.flowables import Flow
from stls_desktop.reports.glyphs import printable
from stls_desktop.reports.styles import WHITE, Colour, Style
from stls_desktop.reports.tagging import Elem

_FORMATS: Final = ("PNG", "JPEG")
_MOST_PIXELS: Final = 40_000_000
_DPI: Final = 300
_POINTS: Final = 72


class PictureError(Exception):
    """The bytes are no picture that can be printed; the words say why, for a teacher."""


def read_picture(data: bytes, paper: Colour = WHITE) -> Image.Image:
    """The pixels of a PNG or JPEG on paper; `PictureError` if it is damaged, or no picture."""
    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as file:
            if file.width * file.height > _MOST_PIXELS:
                raise PictureError("This picture is too large to print. Make it smaller first.")
            file.load()
            return _on(paper, file)
    except UnidentifiedImageError as error:
        raise PictureError("This file is no PNG or JPEG picture.") from error
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PictureError("This picture is damaged and cannot be read.") from error


def _on(paper: Colour, file: Image.Image) -> Image.Image:
    if "A" not in file.getbands() and "transparency" not in file.info:
        return file.convert("RGB")
    pixels = file.convert("RGBA")
    red, green, blue = (round(part * 255) for part in paper)
    ground = Image.new("RGB", pixels.size, (red, green, blue))
    ground.paste(pixels, mask=pixels.getchannel("A"))
    return ground


class PictureFlow(Flow):
    """A picture as wide and high as it may be, in its own proportions; never cut by a page."""

    def __init__(self, picture: Picture, style: Style, parent: Elem) -> None:
        pixels = read_picture(picture.data, style.colour["paper"])
        most = min(picture.height, style.room)
        self._by = min(picture.width / pixels.width, most / pixels.height)
        self._pixels = pixels
        alt = printable(picture.alt).strip()
        self._element = parent.add("Figure", alt=alt, lang=picture.lang) if alt else None
        self._is_rtl = parent.is_rtl
        self.below = style.grid["panel_y"]

    def _size(self, width: float) -> tuple[float, float]:
        by = min(self._by, width / self._pixels.width)
        return self._pixels.width * by, self._pixels.height * by

    def height(self, width: float) -> float:
        """Its own, at the width that there is."""
        return self._size(width)[1]

    def cut(self, width: float, room: float, *, hard: bool) -> tuple[Flow, Flow] | None:  # noqa: ARG002
        """Never."""
        return None

    def draw(self, canvas: TagCanvas, x: float, top: float, width: float) -> None:
        """Draw it as a figure, or as decoration if it has no words."""
        wide, tall = self._size(width)
        left = x + width - wide if self._is_rtl else x
        most = (int(wide * _DPI / _POINTS) + 1, int(tall * _DPI / _POINTS) + 1)
        pixels = self._pixels
        if pixels.width > most[0]:
            pixels = pixels.resize(most, Image.Resampling.LANCZOS)
        if self._element:
            self._element.box = (left, top - tall, left + wide, top)
        with canvas.tagged(self._element) if self._element else canvas.artifact():
            canvas.picture(pixels, (left, top - tall, wide, tall))
