"""RTF bytes → tokens, and groups passed over at speed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["open", "close", "word", "symbol", "hex", "text"]

_TOKEN = rb"\\([A-Za-z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|(%s)|[\r\n\0]+|."
_PLAIN = rb"[^\\{}\r\n\0]+"
# A raw double-byte character may have a brace or a backslash as its second byte.
_DOUBLE = rb"(?:[^\\{}\r\n\0\x81-\xfe]|[\x81-\xfe][\x40-\xfe]?)+"
_SKIP = re.compile(rb"[{}]|\\bin(\d{1,10})[ ]?|\\.", re.DOTALL)
_HIGH = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Token:
    """`name` of a control word or symbol, `value` its parameter, `data` the bytes of text or of a \\'xx."""

    kind: Kind
    name: str = ""
    value: int | None = None
    data: bytes = b""


_OPEN, _CLOSE = Token("open"), Token("close")


class Tokens:
    """The tokens of a file, once, in order; `raw_utf8` says that bytes above 127 stand in it as UTF-8."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0
        self.raw_utf8 = _HIGH.search(body) is not None and _is_utf8(body)
        text = _PLAIN if self.raw_utf8 else _DOUBLE
        self._token = re.compile(_TOKEN % text, re.DOTALL)

    def __iter__(self) -> Iterator[Token]:
        match, body = self._token.match, self._body
        while (found := match(body, self._at)) is not None:
            self._at = found.end()
            word, value, code, symbol, brace, text = found.groups()
            if text is not None:
                yield Token("text", data=text)
            elif word is not None:
                number = None if value is None else int(value)
                if word == b"bin":
                    self._at += max(number or 0, 0)  # as many bytes of anything follow
                else:
                    yield Token("word", word.decode("ascii"), number)
            elif code is not None:
                yield Token("hex", data=bytes.fromhex(code.decode("ascii")))
            elif brace is not None:
                yield _OPEN if brace == b"{" else _CLOSE
            elif symbol is not None:
                yield Token("symbol", symbol.decode("latin-1"))

    def skip_group(self) -> None:
        """Go on behind the end of the group that is open now; its end is not given out."""
        depth = 1
        while (found := _SKIP.search(self._body, self._at)) is not None:
            self._at = found.end() + (int(found[1]) if found[1] else 0)
            if found[0] == b"{":
                depth += 1
            elif found[0] == b"}":
                depth -= 1
                if depth == 0:
                    return
        self._at = len(self._body)

    @property
    def rest(self) -> bytes:
        """What has not been read."""
        return self._body[self._at :]


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
