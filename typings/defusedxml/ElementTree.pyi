from typing import IO
from xml.etree.ElementTree import ElementTree

def parse(source: IO[bytes], *, forbid_dtd: bool = False) -> ElementTree: ...
