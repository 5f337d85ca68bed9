"""Letters that take their form from their neighbours: Arabic and the Indic scripts, by HarfBuzz.

A word goes in as it is typed and comes out as glyphs in the order and at the places in which they
are drawn. The same word gives the same glyphs in every process, so that files can be compared.
"""

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

import uharfbuzz

from stls_desktop.reports.fonts import Face, Glyphs, Place

_PRIVATE = 0xF0000  # plane 15: a glyph that no character has is known by its number from here on


@lru_cache(maxsize=4096)
def shaped(face: Face, word: str, lang: str, *, is_rtl: bool) -> tuple[Glyphs, float]:
    """The glyphs of a word, and its length in thousandths of the size.

    `lang` decides between forms that languages of one script write differently.
    """
    buffer = uharfbuzz.Buffer()
    buffer.add_str(word)
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.direction = "rtl" if is_rtl else "ltr"
    if lang:
        buffer.language = lang
    buffer.guess_segment_properties()
    font, scale = _font(face)
    uharfbuzz.shape(font, buffer)
    letters, places, length = [], [], 0.0
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        letters.append(_character(face, info.codepoint, font, scale))
        own = face.font.face.charWidths[ord(letters[-1])]
        advance = position.x_advance * scale
        places.append(Place(position.x_offset * scale, position.y_offset * scale, advance, own))
        length += advance
    clusters = [info.cluster for info in buffer.glyph_infos]
    return Glyphs("".join(letters), places, _meanings(word, letters, clusters)), length


def _meanings(word: str, letters: Sequence[str], clusters: Sequence[int]) -> Iterator[str]:
    """What each glyph stands for: itself if it was typed, else its part of the word."""
    starts = sorted({*clusters, len(word)})
    ends = dict(pairwise(starts))
    for letter, cluster in zip(letters, clusters, strict=True):
        yield letter if letter in word else word[cluster : ends[cluster]]


@cache
def _font(face: Face) -> tuple[uharfbuzz.Font, float]:
    blob = uharfbuzz.Blob.from_file_path(str(face.path))
    hb_face = uharfbuzz.Face(blob)
    return uharfbuzz.Font(hb_face), 1000 / hb_face.upem


def _character(face: Face, glyph: int, font: uharfbuzz.Font, scale: float) -> str:
    """What reportlab knows a glyph by: its character, or one made up from its number."""
    file = face.font.face
    known = file.glyphToChar.get(glyph)
    code = known[0] if known else _PRIVATE + glyph
    if code not in file.charToGlyph:
        file.charToGlyph[code] = glyph
        file.charWidths[code] = font.get_glyph_h_advance(glyph) * scale
    return chr(code)
