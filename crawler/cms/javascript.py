"""Reads object literals out of a page's scripts: `{perPage:15, ajaxParam:{'col':1}}`.

Our own reader, not a library: these scripts are torn and hostile at times, and a C extension that we
tried read past the end of a truncated literal. Nothing is evaluated.
"""

from __future__ import annotations

import re
from typing import NoReturn

Value = str | dict[str, "Value"] | list["Value"]

_SKIP = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.S)
_KEY = re.compile(r"[A-Za-z_$][\w$]*|\d+")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'', re.S)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.)", re.S)
_DEEPEST = 20


class ScriptError(ValueError):
    """The literal is torn or is no literal; the message tells the offset."""


def read_literal(text: str, offset: int = 0) -> Value:
    """The object, array, string or bare word that begins at `offset`.

    Numbers, names and expressions come as they are printed (`"15"`, `"param_3"`), strings unescaped.
    Raises ScriptError on a torn literal.
    """
    return _Reader(text, offset).value()


class _Reader:
    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.at = offset
        self.depth = 0

    def fail(self, why: str) -> NoReturn:
        raise ScriptError(f"{why} at character {self.at}")

    def skip(self) -> str:
        """Passes white space and comments; the next character, empty at the end."""
        match = _SKIP.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.text[self.at : self.at + 1]

    def value(self) -> Value:
        char = self.skip()
        if char in ("{", "["):
            self.depth += 1
            if self.depth > _DEEPEST:
                self.fail("nested too deep")
            found: Value = self.object() if char == "{" else self.array()
            self.depth -= 1
            return found
        start = self.at
        if char in ('"', "'"):
            text = self.string()
            if self.skip() in (",", "}", "]", ":", ";", ")", ""):
                return text
            self.at = start  # an expression such as 'a' + b stays as printed
        return self.expression()

    def object(self) -> dict[str, Value]:
        self.at += 1
        found: dict[str, Value] = {}
        while (char := self.skip()) != "}":
            key = self.string() if char in ('"', "'") else self.word()
            if self.skip() != ":":
                self.fail("no colon after a key")
            self.at += 1
            found[key] = self.value()
            self.comma("}")
        self.at += 1
        return found

    def array(self) -> list[Value]:
        self.at += 1
        found: list[Value] = []
        while self.skip() != "]":
            found.append(self.value())
            self.comma("]")
        self.at += 1
        return found

    def comma(self, closing: str) -> None:
        char = self.skip()
        if char == ",":
            self.at += 1
        elif char != closing:
            self.fail("torn literal")

    def word(self) -> str:
        match = _KEY.match(self.text, self.at)
        if not match:
            self.fail("no key")
        self.at = match.end()
        return match[0]

    def string(self) -> str:
        match = _STRING.match(self.text, self.at)
        if not match:
            self.fail("unclosed string")
        self.at = match.end()
        return _ESCAPE.sub(_unescape, match[1] if match[1] is not None else match[2])

    def expression(self) -> str:
        """Anything else up to the comma or bracket that ends it, as printed."""
        start, open_brackets = self.at, 0
        while self.at < len(self.text):
            char = self.text[self.at]
            if char in "\"'":
                self.string()
                continue
            if not open_brackets and (char in ",}];)" or self.text.startswith(("//", "/*"), self.at)):
                break
            open_brackets += (char in "({[") - (char in ")}]")
            self.at += 1
        printed = self.text[start : self.at].strip()
        if not printed:
            self.fail("no value")
        return printed


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "\n": ""}.get(code, code)
