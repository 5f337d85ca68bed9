from collections.abc import Sequence
from typing import Protocol

class Blob:
    @classmethod
    def from_file_path(cls, filename: str) -> Blob: ...

class Face:
    upem: int
    def __init__(self, blob: Blob) -> None: ...

class Font:
    def __init__(self, face: Face) -> None: ...
    def get_glyph_h_advance(self, gid: int) -> int: ...

class GlyphInfo(Protocol):
    codepoint: int
    cluster: int

class GlyphPosition(Protocol):
    x_advance: int
    y_advance: int
    x_offset: int
    y_offset: int

class BufferClusterLevel:
    MONOTONE_CHARACTERS: int

class Buffer:
    cluster_level: int
    direction: str
    language: str
    glyph_infos: Sequence[GlyphInfo]
    glyph_positions: Sequence[GlyphPosition]
    def add_str(self, text: str) -> None: ...
    def guess_segment_properties(self) -> None: ...

def shape(font: Font, buffer: Buffer) -> None: ...
