"""Single cells of a school list, cleaned of what spreadsheets do to them.

"02" and "2", "00" and "0", 31-08-2024 and 31/08/2024, a phone number without its leading zero:
each means one thing and is read as that. What was lost for good (2E+11) is never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_WHOLE = re.compile(r"([0-9]+)(?:\.0*)?")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?: 0?0:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?) ?([0-9][A-Z]{2})")
_EARLIEST: Final = dt.date(1900, 1, 1)  # the records keep no earlier day
_DIGITS_AFTER_THE_ZERO = (9, 10)  # of a British telephone number


class LostCellError(ValueError):
    """The cell held something that cannot be read; the message says what, without the row."""


def is_scientific(cell: str) -> bool:
    """Whether a spreadsheet wrote a long number as 2E+11: its digits are lost."""
    return _SCIENTIFIC.fullmatch(cell) is not None


def code(cell: str) -> str:
    """A code without leading zeros or a spreadsheet's ".0": "02" is "2" and "00" is "0"."""
    found = _WHOLE.fullmatch(cell)
    return str(int(found[1])) if found else cell


def whole_number(cell: str) -> int | None:
    """A count or an age; None for an empty cell. Raises LostCellError."""
    if not cell:
        return None
    found = _WHOLE.fullmatch(cell.replace(",", ""))
    if not found:
        raise LostCellError(f"“{cell[:20]}” is not a whole number")
    return int(found[1])


def day(cell: str) -> dt.date | None:
    """A date, dd-mm-yyyy, dd/mm/yyyy or yyyy-mm-dd; None if empty. Raises LostCellError."""
    if not cell:
        return None
    if found := _DAY_FIRST.fullmatch(cell):
        year, month, day_of_month = found[3], found[2], found[1]
    elif found := _YEAR_FIRST.fullmatch(cell):
        year, month, day_of_month = found[1], found[2], found[3]
    else:
        raise LostCellError(f"“{cell[:20]}” is not a date")
    try:
        value = dt.date(int(year), int(month), int(day_of_month))
    except ValueError:
        raise LostCellError(f"“{cell[:20]}” is not a date in the calendar") from None
    if value < _EARLIEST:
        raise LostCellError("the date is before 1900; it was left out")
    return value


def phone(cell: str) -> tuple[str, bool]:
    """The number, and whether its leading zero had to be put back. Raises LostCellError."""
    if is_scientific(cell):
        raise LostCellError("a spreadsheet shortened the telephone number; it was left out")
    found = _WHOLE.fullmatch(cell)
    digits = found[1] if found else cell
    if found and len(digits) in _DIGITS_AFTER_THE_ZERO and not digits.startswith("0"):
        return f"0{digits}", True
    return digits, False


def postcode(cell: str) -> str:
    """The postcode in capitals with one space; anything else as it came."""
    found = _POSTCODE.fullmatch(cell.upper())
    return f"{found[1]} {found[2]}" if found else cell


def is_postcode(cell: str) -> bool:
    """Whether the cell has the shape of a postcode."""
    return _POSTCODE.fullmatch(cell.upper()) is not None


def establishment_number(cell: str) -> str:
    """The four digits after the local authority's three, or nothing."""
    found = _WHOLE.fullmatch(cell)
    return f"{int(found[1]):04d}" if found else ""
