"""统一社会信用代码, the 18-character code of every Chinese agency (GB 32100-2015)."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I, O, S, V, Z (GB 32100-2015, table 1)
_LENGTH = 18


def check_character(code: str) -> str:
    """The 18th character that the first 17 ask for. Raises ValueError on a character outside the alphabet."""
    total = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[: _LENGTH - 1]))
    return _ALPHABET[-total % 31]


def is_credit_code(code: str) -> bool:
    """Whether this is a whole code with a right check character; the xxgk suffix (`…-1`) is not part of it."""
    return len(code) == _LENGTH and all(char in _ALPHABET for char in code) and check_character(code) == code[-1]
