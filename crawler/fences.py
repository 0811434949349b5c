"""What a portal has closed to us: a whole host, one of its subtrees, or a program. Closed is closed for the run.

A fence may stand around a subtree alone (PORTALS.md §3: the home page answers and /xxgk/ does not), so the news of
a portal must not stop its reports, nor the other way round. A captcha may stand before a single download.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.blocks import Block

_SUBTREES = 3  # subtrees fenced by one product, no page in between: it is the host that does not want us
_SINGLES = 3  # single files behind a captcha, no page in between: it is their program, or the host
_FORBIDDEN = 3  # 401, 403 … in a row from a subtree that has given nothing


@dataclass(slots=True)
class Fences:
    """`closed`: (host, first segment of the path) → what closed it; the segment is None for a whole host, and a
    whole path, with its slash, for a program."""

    closed: dict[tuple[str, str | None], Block] = field(default_factory=dict)
    _open: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _forbidden: Counter[tuple[str, str]] = field(default_factory=Counter)
    _row: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _singles: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def around(self, url: str) -> Block | None:
        """What keeps us from this URL; None if nothing does."""
        host, subtree = _place(url)
        places = ((host, None), (host, subtree), (host, urlsplit(url).path))
        return next((self.closed[place] for place in places if place in self.closed), None)

    def passed(self, url: str) -> None:
        """The URL has given its page."""
        host, subtree = _place(url)
        self._open[host].add(subtree)
        self._row.pop(host, None)
        self._singles.pop(host, None)
        self._forbidden.pop((host, subtree), None)

    def met(self, url: str, block: Block) -> str | None:
        """A block in the place of the page. Returns what is closed because of it: `host`, `host/subtree/`, or
        `host/path` of a program."""
        host, subtree = _place(url)
        if block.single and self._open[host]:
            return self._met_single(host, urlsplit(url).path, block)
        if block.kind == "forbidden":
            self._forbidden[host, subtree] += 1
            if subtree in self._open[host] or self._forbidden[host, subtree] < _FORBIDDEN:
                return None
        elif not block.stops_host:
            return None
        # a subtree that has answered before is fenced by what we did, and so is the host
        alone = subtree and subtree not in self._open[host] and self._open[host]
        self._row[host].append(block.name)
        if block.stops_host and (not alone or self._row[host].count(block.name) >= _SUBTREES):
            self.closed[host, None] = block
            return host
        if not alone:
            return None
        self.closed[host, subtree] = block
        return f"{host}/{subtree}/"

    def _met_single(self, host: str, path: str, block: Block) -> str | None:
        """One file's captcha says nothing of the others; several in a row speak for their program, or the host."""
        row = self._singles[host]
        row.append(path)
        if len(row) < _SINGLES:
            return None
        program = path if set(row) == {path} else None
        self.closed[host, program] = block
        return f"{host}{program or ''}"


def _place(url: str) -> tuple[str, str]:
    """Host and first segment of the path; "" for pages at the root."""
    parts = urlsplit(url)
    first, slash, _ = parts.path.lstrip("/").partition("/")
    return parts.hostname or "", first if slash else ""
