"""Chinese text in one form: NFKC, simplified, without the marks that portals and mirrors leave in it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from pipelines.memo import short_texts

_ZERO_WIDTH = re.compile(
    "[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[\s]*")
_WHITE = re.compile(r"\s+")

# Mirrors print the reading behind a character, 報(bào)告; the tone mark tells it from a note like (pdf).
_PINYIN = re.compile(r"(?<=[\u3400-\u9fff]) ?\( ?[a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-z]{0,4} ?\)")

# PDF fonts map to the Radicals Supplement, which NFKC leaves alone.
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


# Standard in names since the table of 2013 (通用规范汉字表), though t2s takes them for traditional: 濛阳街道.
_STANDARD = frozenset("氾昇陞谿濛劄剋")


def _in(charset: str, char: str) -> bool:
    try:
        char.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


@cache
def _traditional() -> frozenset[str]:
    """Characters that are only ever traditional: t2s changes them, and GB 2312 lacks them.

    Of two kinds t2s knows more than officials print: 於潜 keeps its 於 (in GB 2312), and 蔄山 its 蔄 (whose
    simplified twin no charset of the portals holds).
    """
    block = [chr(code) for code in range(0x3400, 0xA000)]
    changed = _converter().convert("\n".join(block)).split("\n")
    return frozenset(
        old
        for old, new in zip(block, changed, strict=True)
        if old != new and len(new) == 1 and old not in _STANDARD and _in("gbk", new) and not _in("gb2312", old)
    )


def simplified(text: str) -> str:
    """Traditional characters made simplified; a text without any is returned as it is."""
    if _traditional().isdisjoint(text):
        return text
    changed: str = _converter().convert(text)
    if len(changed) != len(text):
        return changed
    pairs = zip(text, changed, strict=True)
    return "".join(old if old in _STANDARD or ord(new) > 0xFFFF else new for old, new in pairs)


@short_texts
def normalise(text: str) -> str:
    """NFKC, simplified, one space for any run of white space; line breaks stay, doubled characters too."""
    if text.isascii() and "(" not in text and "\n" not in text:  # numbers, most cells of a table
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text))
    text = _ZERO_WIDTH.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not _RADICALS.keys().isdisjoint(text):
        text = "".join(_RADICALS.get(char, char) for char in text)
    text = _PINYIN.sub("", text.replace("【", " ").replace("】", " "))
    return _LINES.sub("\n", _SPACES.sub(" ", simplified(text))).strip()


def compact(text: str) -> str:
    """`normalise`, without any white space: Chinese needs none, and it falls inside words."""
    return _WHITE.sub("", normalise(text))
