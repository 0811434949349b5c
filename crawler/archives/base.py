"""What passes between the archive spider and an archive: what is asked of it, what it gives, how it is reached."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlencode, urlsplit

from scrapy import Request

from crawler.archives.cdx import Entry
from crawler.extensions.throttle import owe
from crawler.hosts import host_of, is_address, is_public

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

RAW = "of_archive"
"""The key of `Request.meta` that marks a request to an archive itself, whose answers are not the portal's."""

Headers = list[tuple[str, str]]
Add = Callable[[Iterable[Entry]], int]


class ArchiveError(Exception):
    """The archive could not be asked, or its answer not be understood; the message says which and why."""


class TakenOutError(ArchiveError):
    """The index names a capture, and the archive does not give it (withdrawn, excluded, kept in part)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is listed: whole hosts, or one prefix of addresses; captures of `first` to `last` (years, or None)."""

    hosts: tuple[str, ...] = ()
    prefix: str | None = None
    first: int | None = None
    last: int | None = None

    @property
    def targets(self) -> list[tuple[str, str]]:
        """(url, matchType) of the queries."""
        return [(self.prefix, "prefix")] if self.prefix else [(host, "host") for host in self.hosts]

    @property
    def span(self) -> dict[str, str]:
        """The parameters `from` and `to`."""
        years = {"from": self.first, "to": self.last}
        return {name: str(year) for name, year in years.items() if year is not None}


@dataclass(frozen=True, slots=True)
class Memento:
    """A capture as the archive gave it: the original's status, headers and body, decoded; `source` is where."""

    status: int
    headers: Headers
    body: bytes
    moment: datetime
    source: str


class Archive(Protocol):
    """One archive. `name` goes with every capture that came of it."""

    name: str

    async def listing(self, scope: Scope, add: Add, most: int) -> bool:
        """Hand what it holds to `add`, at most so many captures; whether that was all. Raises ArchiveError."""

    async def lookup(self, url: str, scope: Scope) -> list[Entry]:
        """What it holds of one address, for what no listing told. Raises ArchiveError."""

    async def fetch(self, entry: Entry) -> Memento:
        """A capture. Raises ArchiveError, TakenOutError."""


@cache
def known_archives() -> Mapping[str, Mapping[str, Any]]:
    """archives.toml."""
    return tomllib.loads(Path(__file__).with_name("archives.toml").read_text(encoding="utf-8"))


def netlocs(*urls: str | None) -> frozenset[str]:
    """host:port of the archive's own addresses, as HostPolicy declares them."""
    found = set()
    for url in urls:
        parts = urlsplit(url or "")
        if parts.hostname:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            found.add(parts.hostname if port in (80, 443) else f"{parts.hostname}:{port}")
    return frozenset(found)


def is_own_machine(url: str) -> bool:
    """Whether an address is on this machine or in its private network, where nobody's rate is to be spared."""
    host = host_of(url) or ""
    return host == "localhost" or (is_address(host) and not is_public(host))


class Line:
    """The way to an archive: Scrapy's downloader, with our robots, retries, rests and budgets.

    `delay`: seconds that lie between two requests to a host at least, whatever the settings say.
    """

    def __init__(self, crawler: Crawler, delay: float) -> None:
        self._crawler, self._delay = crawler, delay

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, most: int | None = None
    ) -> Response:
        """The answer, whatever its status; redirects are not followed. Raises ArchiveError where none came."""
        if not is_own_machine(url):
            # the shortest of the random delays is still as long as was asked for
            jitter = self._crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER")
            owe(self._crawler, host_of(url) or "", self._delay / max(1 - jitter, 0.1))
        meta: dict[str, Any] = {RAW: True, "dont_redirect": True}
        if most is not None:
            meta["download_maxsize"] = most
        request = Request(url, headers=dict(headers or {}), meta=meta, dont_filter=True)
        assert self._crawler.engine is not None
        try:
            return await self._crawler.engine.download_async(request)
        except Exception as error:
            why = str(error) or type(error).__name__
            raise ArchiveError(f"no answer from {url}: {why.splitlines()[0]}") from error

    async def text(self, url: str, query: Mapping[str, str] | list[tuple[str, str]]) -> str:
        """The body of an index's answer, "" where it says that it has nothing. Raises ArchiveError."""
        asked = f"{url}?{urlencode(query)}" if query else url
        answer = await self.get(asked)
        said = answer.body.decode("utf-8", "replace")
        if answer.status == 404:  # pywb and Common Crawl: No Captures found
            return ""
        if answer.status != 200:
            raise ArchiveError(f"{asked} answers {answer.status}: {' '.join(said.split())[:200]}")
        return said
