"""Is this answer the page that was asked, or a challenge, a firewall, a soft 404, a stub? Pure functions."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

Kind = Literal["challenge", "waf", "soft_404", "stub", "forbidden"]

# Signatures stand at the top of a page; long pages are not searched to the end.
HEAD = 65536
FORBIDDEN = frozenset({401, 403, 405, 406, 451})
# What makes a short page more than a stub: it leads somewhere, or is data that a CMS module understands (an empty
# <datastore> of 54 bytes, without so much as a total, is none).
_LEADS_ON = re.compile(
    r"<a\b|<i?frame|<area\b|<embed|<object|<option\b[^>]*value|onclick|http-equiv|<script\b|<record\b|<total|<\?xml",
    re.I,
)
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|head)\b.*?(?:</\1\s*>|\Z)|<[^<>]*>", re.I | re.S)
_SPACE = re.compile(r"(?:\s|&nbsp;)+")


@dataclass(frozen=True, slots=True)
class Block:
    """What stands in the way; `name` is the signature's. `single`: it may stand before a single file."""

    name: str
    kind: Kind
    single: bool = False

    @property
    def stops_host(self) -> bool:
        """Whether the polite answer is to leave the host alone for this run."""
        return self.kind in ("challenge", "waf")


@dataclass(frozen=True, slots=True)
class Signature:
    """One row of blocks.toml; every condition that it gives must hold."""

    block: Block
    status: frozenset[int]
    headers: tuple[tuple[str, re.Pattern[str]], ...]
    body: re.Pattern[str] | None
    text: re.Pattern[str] | None
    max_text: int | None

    def matches(self, status: int, headers: Mapping[str, str], head: str, visible: str) -> bool:
        return (
            (not self.status or status in self.status)
            and (self.max_text is None or len(visible) <= self.max_text)
            and all(pattern.search(headers.get(name, "")) for name, pattern in self.headers)
            and (self.body is None or self.body.search(head) is not None)
            and (self.text is None or self.text.search(visible) is not None)
        )


@cache
def signatures() -> tuple[Signature, ...]:
    """The signatures of blocks.toml, in its order. ValueError names a row that cannot be understood."""
    rows = tomllib.loads((Path(__file__).with_name("blocks.toml")).read_text(encoding="utf-8"))["signature"]
    return tuple(_signature(row) for row in rows)


def _signature(row: dict[str, Any]) -> Signature:
    conditions = {"status", "headers", "body", "text"}
    unknown = set(row) - conditions - {"name", "kind", "single", "max_text", "note"}
    if unknown or row.get("kind") not in get_args(Kind) or not conditions & set(row):
        raise ValueError(f"blocks.toml: cannot understand signature {row.get('name')!r}: {sorted(unknown) or row}")
    return Signature(
        block=Block(row["name"], row["kind"], row.get("single", False)),
        status=frozenset(row.get("status", ())),
        headers=tuple((name.lower(), re.compile(pattern)) for name, pattern in row.get("headers", {}).items()),
        body=_any(row.get("body", ())),
        text=_any(row.get("text", ())),
        max_text=row.get("max_text"),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined, re.I | re.S) if joined else None


def visible_text(text: str) -> str:
    """What a reader would see, without spaces; roughly, and fast."""
    return _SPACE.sub("", _MARKUP.sub("", text))


def classify(status: int, headers: Mapping[str, str], text: str) -> Block | None:
    """What this answer is instead of the page that was asked; None if it is a page (or an ordinary error).

    `headers` have lower-case names; `text` is the decoded body, "" for binary ones.
    """
    head = text[:HEAD]
    visible = visible_text(head)
    # what a data answer says (模板内容数据为空) is for its CMS module to judge: another request may have the list
    is_data = text.lstrip()[:1] in ("{", "[")
    for signature in signatures():
        if is_data and signature.block.kind == "soft_404":
            continue
        if signature.matches(status, headers, head, visible):
            return signature.block
    if status in FORBIDDEN:
        return Block(f"http_{status}", "forbidden")
    if status == 200 and "html" in headers.get("content-type", "text/html") and _is_stub(text, visible):
        return Block("stub", "stub")
    return None


def _is_stub(text: str, visible: str) -> bool:
    """A page that shows next to nothing and leads nowhere (3-, 13-, 54-, 400-byte answers)."""
    if len(text) > 1024 or len(visible) > 40 or text.lstrip()[:1] in ("{", "["):
        return False
    return not _LEADS_ON.search(text)
