"""Which encoding the bytes of a run are in: by the character set of its font, else the document's code page."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

UNKNOWN = "\ufffd"
_SYMBOL = 2
# \fcharset → encoding, of the sets that say more than "the system's own".
_CHARSETS = {
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    238: "cp1250",
}
_DOUBLE_BYTE = {936: "gb18030", 54936: "gb18030", 950: "big5", 932: "cp932", 949: "cp949"}


@dataclass(slots=True)
class Fonts:
    """The font table, and the code page of the document (`\\ansicpg`)."""

    code_page: int = 1252
    raw_utf8: bool = False
    charsets: dict[int, int] = field(default_factory=dict)

    def decode(self, data: bytes, font: int) -> str:
        """The text of a run. Of symbol fonts only ASCII is known: their other codes mean pictures."""
        if data.isascii():
            return data.decode("ascii")
        if self.raw_utf8 and (text := _strictly(data, "utf-8")) is not None:
            return text
        charset = self.charsets.get(font, 1)
        if charset == _SYMBOL:
            return "".join(chr(byte) if byte < 0x80 else UNKNOWN for byte in data)
        if charset in _CHARSETS:
            return data.decode(_CHARSETS[charset], "replace")
        # A font of Western letters, or of no set: the writers call their Chinese fonts so, too.
        text = _strictly(data, _DOUBLE_BYTE.get(self.code_page, "gb18030"))
        return data.decode(_western(self.code_page), "replace") if text is None else text


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _western(code_page: int) -> str:
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "cp1252"
