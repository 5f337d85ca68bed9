class TTFError(Exception): ...

class TTFontFace:
    ascent: float  # 1/1000 em
    descent: float
    charWidths: dict[int, float]  # code point -> 1/1000 em
    charToGlyph: dict[int, int]

class TTFont:
    fontName: str
    face: TTFontFace
    def __init__(self, name: str, filename: str) -> None: ...
    def addObjects(self, doc: object) -> None: ...
