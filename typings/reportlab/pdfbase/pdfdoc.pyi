# PDF objects. Those that pages and catalogues carry as attributes are open: reportlab writes out
# whatever attribute it is told of.
from collections.abc import Callable, Mapping, Sequence
from typing import Any

class PDFObject: ...

class PDFName(PDFObject):
    def __init__(self, data: str) -> None: ...

class PDFString(PDFObject):
    def __init__(self, s: str | bytes) -> None: ...

class PDFArray(PDFObject):
    sequence: list[Any]
    def __init__(self, sequence: Sequence[Any]) -> None: ...

class PDFDictionary(PDFObject):
    dict: dict[str, Any]
    def __init__(self, dict: Mapping[str, Any] | None = None) -> None: ...
    def __setitem__(self, name: str, value: Any) -> None: ...
    def __getitem__(self, name: str) -> Any: ...

class PDFObjectReference(PDFObject):
    def __init__(self, name: str) -> None: ...

class NoEncryption: ...

class PDFStream(PDFObject):
    def __init__(self, dictionary: PDFDictionary | None = ..., content: bytes = ...) -> None: ...

class XMP(PDFObject):
    def __init__(self, path: str | None = None, creator: Callable[[Any], bytes] = ...) -> None: ...

class PDFPage(PDFObject):
    __NoDefault__: Sequence[str]
    def __setattr__(self, name: str, value: Any) -> None: ...
    def __getattr__(self, name: str) -> Any: ...

class PDFPages(PDFObject):
    pages: list[PDFPage]

class PDFCatalog(PDFObject):
    def __setattr__(self, name: str, value: Any) -> None: ...
    def __getattr__(self, name: str) -> Any: ...

class PDFInfo(PDFObject):
    producer: str
    title: str

class TimeStamp:
    YMDhms: tuple[int, int, int, int, int, int]

class PDFDocument(PDFObject):
    Catalog: PDFCatalog
    Pages: PDFPages
    info: PDFInfo
    idToObject: dict[Any, Any]
    _timeStamp: TimeStamp
    encrypt: NoEncryption
    def Reference(self, obj: Any, name: str | None = None) -> PDFObjectReference: ...
    def refAnnotation(self, name: str) -> PDFObjectReference: ...
