import ctypes

from pypdfium2 import PdfDocument, PdfObject, PdfPage, PdfTextPage

FPDF_PAGEOBJ_TEXT: int

class FS_MATRIX(ctypes.Structure):  # noqa: N801 - PDFium's own name
    f: float

class Drawn:
    """A pointer to an object of a page; false if there is none."""

class Mark:
    """A pointer to what an object is marked with."""

def FPDF_GetSecurityHandlerRevision(document: PdfDocument) -> int: ...
def FPDFText_GetUnicode(text: PdfTextPage, index: int) -> int: ...
def FPDFText_GetTextObject(text: PdfTextPage, index: int) -> Drawn: ...
def FPDFPageObj_GetMarkedContentID(drawn: Drawn | PdfObject) -> int: ...
def FPDFPageObj_CountMarks(drawn: Drawn) -> int: ...
def FPDFPageObj_GetMark(drawn: Drawn, index: int) -> Mark: ...
def FPDFPageObjMark_GetParamStringValue(
    mark: Mark,
    key: bytes,
    room: ctypes.Array[ctypes.c_ushort] | None,
    length: int,
    needed: ctypes.c_ulong,
) -> int: ...
def FPDFPageObj_GetMatrix(drawn: Drawn | PdfObject, matrix: FS_MATRIX) -> int: ...
def FPDFTextObj_GetFontSize(drawn: Drawn | PdfObject, size: ctypes.c_float) -> int: ...
def FPDF_PageToDevice(
    page: PdfPage,
    start_x: int,
    start_y: int,
    size_x: int,
    size_y: int,
    rotate: int,
    page_x: float,
    page_y: float,
    device_x: ctypes.c_int,
    device_y: ctypes.c_int,
) -> int: ...
