"""The recovery code as people see it: 130 random bits in seven groups, with two check characters.

Crockford's 32 characters (no I, L, O, U). The check is a Reed-Solomon code over GF(32): it finds
any one or two wrong characters and says in which group a single slip is. It never corrects:
the code that counts is the one on the paper.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final

from stls_desktop.security.problems import RecoveryCodeError

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SEPARATORS: Final = str.maketrans("", "", " -–.\t\r\n\u00a0")
_DATA: Final = 26  # 26 × 5 = 130 bits
_LENGTH: Final = _DATA + 2
_GROUP: Final = 4


def _powers() -> tuple[int, ...]:
    """The powers of x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1); they repeat after 31."""
    powers, value = [], 1
    for _ in range(31):
        powers.append(value)
        value <<= 1
        if value & 32:
            value ^= 0b100101
    return tuple(powers)


_POWER: Final = _powers()
_LOG: Final = {value: exponent for exponent, value in enumerate(_POWER)}


def _times(a: int, b: int) -> int:
    return _POWER[(_LOG[a] + _LOG[b]) % 31] if a and b else 0


def _syndromes(symbols: list[int]) -> tuple[int, int]:
    """The code word as a polynomial at x and x²; both are 0 for a word without a slip."""
    at = []
    for root in (_POWER[1], _POWER[2]):
        value = 0
        for symbol in symbols:
            value = _times(value, root) ^ symbol
        at.append(value)
    return at[0], at[1]


def _checks(data: list[int]) -> list[int]:
    """The remainder of data · x² by (x - a)(x - a²): with it, both syndromes vanish."""
    linear, constant = _POWER[1] ^ _POWER[2], _POWER[3]
    high = low = 0
    for symbol in data:
        carry = symbol ^ high
        high, low = low ^ _times(carry, linear), _times(carry, constant)
    return [high, low]


@dataclass(frozen=True, slots=True)
class RecoveryCode:
    """130 secret bits; `text` is for the printed sheet only and is never logged."""

    secret: bytes = field(repr=False)  # 26 bytes, each one symbol 0..31

    @classmethod
    def new(cls) -> RecoveryCode:
        """A random code."""
        return cls(bytes(secrets.randbelow(32) for _ in range(_DATA)))

    @classmethod
    def from_text(cls, text: str) -> RecoveryCode:
        """Read what was typed: case, spaces, dashes and look-alike letters do not matter.

        Raises `RecoveryCodeError`, with the number of the group if a single slip is found.
        """
        typed = text.upper().translate(_SEPARATORS).translate(_LOOKALIKE)
        for place, character in enumerate(typed):
            if character not in _ALPHABET:
                group = place // _GROUP + 1
                raise RecoveryCodeError("it holds a sign that no code has", group=group)
        if len(typed) != _LENGTH:
            short = "short" if len(typed) < _LENGTH else "long"
            raise RecoveryCodeError(f"it is too {short}; it has 7 groups of 4")
        symbols = [_ALPHABET.index(character) for character in typed]
        if _syndromes(symbols) != (0, 0):
            raise RecoveryCodeError("there is a slip in it", group=_slipped_group(symbols))
        return cls(bytes(symbols[:_DATA]))

    @property
    def text(self) -> str:
        """As printed: ABCD-EFGH-… in seven groups of four."""
        symbols = [*self.secret, *_checks(list(self.secret))]
        characters = "".join(_ALPHABET[symbol] for symbol in symbols)
        groups = (characters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
        return "-".join(groups)

    def __str__(self) -> str:
        return "RecoveryCode(hidden)"


def _slipped_group(symbols: list[int]) -> int | None:
    first, second = _syndromes(symbols)
    if not first or not second:
        return None  # two slips or more
    from_the_end = (_LOG[second] - _LOG[first]) % 31
    place = len(symbols) - 1 - from_the_end
    return place // _GROUP + 1 if place >= 0 else None
