"""Answers that a portal lets its visitors keep (RFC 9111, Cache-Control: max-age), kept in memory for the run.

A browser whose requests are watched keeps nothing itself, and would fetch an application's scripts for each page.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LARGEST = 4 * 1024 * 1024  # bytes of one answer
MOST = 64 * 1024 * 1024  # bytes in all
_MAX_AGE = re.compile(rb"\bmax-age\s*=\s*\"?(\d{1,9})")
_NOT_KEPT = re.compile(rb"no-store|no-cache|private")
_GOOD = re.compile(rb"HTTP/1\.[01] 200\b")


@dataclass(slots=True)
class Kept:
    """Whole answers by their URL, head included, until they are stale."""

    clock: Callable[[], float] = time.monotonic
    _answers: dict[str, tuple[float, bytes]] = field(default_factory=dict)
    _bytes: int = 0

    def get(self, url: str) -> bytes | None:
        """The answer of this URL, as long as it is fresh."""
        until, answer = self._answers.get(url, (0.0, b""))
        return answer if answer and self.clock() < until else None

    def offer(self, url: str, answer: bytes) -> None:
        """Keep an answer to a plain GET, if it is whole and its server allows it."""
        age = _fresh_for(answer)
        if age <= 0 or len(answer) > LARGEST or self._bytes + len(answer) > MOST:
            return
        self._bytes += len(answer) - len(self._answers.get(url, (0.0, b""))[1])
        self._answers[url] = (self.clock() + age, answer)


def _fresh_for(answer: bytes) -> int:
    """Seconds for which everybody may keep an answer; 0 where nobody may, or where it broke off."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end or not _GOOD.match(head):
        return 0
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    fields = {name.strip().lower(): value.strip().lower() for name, _, value in lines}
    control = fields.get(b"cache-control", b"")
    aged = _MAX_AGE.search(control)
    vary = {name.strip() for name in fields.get(b"vary", b"").split(b",")} - {b"", b"accept-encoding"}
    if aged is None or _NOT_KEPT.search(control) or vary or b"set-cookie" in fields or not _is_whole(fields, body):
        return 0
    return int(aged[1])


def _is_whole(fields: dict[bytes, bytes], body: bytes) -> bool:
    if fields.get(b"transfer-encoding") == b"chunked":
        return body.endswith(b"0\r\n\r\n")
    return fields.get(b"content-length") == str(len(body)).encode()
