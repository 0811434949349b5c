"""Links that scripts hold: HTML that they write, and objects with a name and a URL. Nothing is executed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

HOLE = "\ufffc"  # what a script computes while it runs; a link with a hole is no link

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\n]*|/\*.*?\*/|<!--[^\n]*)
  | (?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)
  | (?P<regex>(?<=[(,=:\[!&|?{};+\n])[ \t]*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/[a-z]*)
  | (?P<word>[A-Za-z_$][\w$]*|\d[\w.]*)
  | (?P<mark>[^\s])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\n)|(.))", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_WRITES = frozenset({"write", "writeln"})
_NAMES = ("name", "title", "text", "label", "channelname", "columnname", "nodename")
_URLS = ("url", "href", "link", "jump_url", "linkurl", "path", "channelurl")
_LARGEST = 2_000_000

Token = tuple[str, str]


def _unescape(literal: str) -> str:
    def char(match: re.Match[str]) -> str:
        if code := match[1] or match[2]:
            return chr(int(code, 16))
        return "" if match[3] else _SIMPLE.get(match[4], match[4])

    body = _ESCAPE.sub(char, literal[1:-1])
    return re.sub(r"\$\{[^}]*\}", HOLE, body) if literal[0] == "`" else body


def _tokens(script: str) -> list[Token]:
    """The script as (kind, text), comments and regular expressions left out, strings unescaped."""
    found: list[Token] = []
    for match in _TOKEN.finditer(script):
        kind = match.lastgroup or "mark"
        if kind == "string":
            found.append((kind, _unescape(match.group())))
        elif kind in ("word", "mark"):
            found.append((kind, match.group()))
    return found


def written_html(script: str) -> list[str]:
    """Pieces of HTML that a script would write: all its document.write(…) as one piece, and each other string
    expression with a tag in it. What the script computes is a HOLE."""
    if len(script) > _LARGEST or not re.search(r"href|<a\b", script, re.IGNORECASE):
        return []
    tokens = _tokens(script)
    writes: list[str] = []
    others: list[str] = []
    i = 0
    while i < len(tokens):
        if tokens[i] == ("word", "document") and _is_write(tokens, i):
            text, i = _expression(tokens, i + 4)
            writes.append(text)
        elif tokens[i][0] == "string":
            text, i = _expression(tokens, i)
            if re.search(r"<a[\s>]", text, re.IGNORECASE):
                others.append(text)
        else:
            i += 1
    return (["\n".join(writes)] if writes else []) + others


def _is_write(tokens: Sequence[Token], i: int) -> bool:
    rest = tokens[i + 1 : i + 4]
    return len(rest) == 3 and rest[0] == ("mark", ".") and rest[1][1] in _WRITES and rest[2] == ("mark", "(")


def _expression(tokens: Sequence[Token], i: int) -> tuple[str, int]:
    """The text of the string expression at `i` (strings joined by +), and where it ends."""
    parts: list[str] = []
    depth = 0
    while i < len(tokens):
        kind, text = tokens[i]
        if kind == "mark":
            if text in "([{":
                if depth == 0 and tokens[i - 1] == ("mark", "+"):
                    parts.append(HOLE)
                depth += 1
            elif text in ")]}":
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0 and text in ";,:?=":
                break
        elif depth == 0 and kind == "string":
            if parts and tokens[i - 1] != ("mark", "+"):
                break
            parts.append(text)
        elif depth == 0 and tokens[i - 1] == ("mark", "+"):
            parts.append(HOLE)
        elif depth == 0 and parts and tokens[i - 1][0] != "mark":
            break
        i += 1
    return "".join(parts), max(i, 1)


def named_urls(script: str) -> Iterator[tuple[str, str]]:
    """(name, URL) of every object literal that holds both: {name: "2023年", url: "/col/col1/index.html"}."""
    if len(script) > _LARGEST or not re.search(r"url|href|link|path", script, re.IGNORECASE):
        return
    stack: list[dict[str, str]] = []
    tokens = _tokens(script)
    for i, (kind, text) in enumerate(tokens):
        if (kind, text) == ("mark", "{"):
            stack.append({})
        elif (kind, text) == ("mark", "}") and stack:
            values = stack.pop()
            name = next((values[key] for key in _NAMES if values.get(key)), None)
            url = next((values[key] for key in _URLS if values.get(key)), None)
            if name and url and HOLE not in url:
                yield name, url
        elif (
            kind == "string" and stack and i > 1 and tokens[i - 1] == ("mark", ":") and tokens[i - 2][0] != "mark"
        ):
            after = tokens[i + 1] if i + 1 < len(tokens) else ("mark", "}")
            if after in (("mark", ","), ("mark", "}")):
                stack[-1].setdefault(tokens[i - 2][1].lower(), text)


def opened_urls(code: str) -> list[str]:
    """URLs that an onclick or a javascript: link opens: window.open('…'), location.href='…'."""
    pattern = r"(?:open|assign|replace|navigate)\s*\(\s*(['\"])(.*?)\1|location(?:\.href)?\s*=\s*(['\"])(.*?)\3"
    return [match[2] or match[4] for match in re.finditer(pattern, code) if match[2] or match[4]]
