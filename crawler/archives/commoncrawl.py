"""Common Crawl: an index for each of its crawls, and single records read out of its WARC files by ranges.

https://index.commoncrawl.org/ (collinfo.json names the indexes, pywb's API answers), https://data.commoncrawl.org/
(the files). What it holds of a page may be only its beginning (`truncated`): such a capture is not taken.
"""

from __future__ import annotations

import json
import re
from io import BytesIO
from urllib.parse import urljoin

from crawler.archives.base import Add, ArchiveError, Line, Memento, Scope, TakenOutError
from crawler.archives.cdx import Entry, parse
from crawler.archives.records import memento_of
from crawler.archives.servers import Query, listed_by_number
from pipelines.warc.reading import Broken, Record, read_stream

ANSWERED = ("filter", "!~status:[45]..")  # redirects are in the index, too: links of files are often such
_YEAR = re.compile(r"CC-MAIN-(\d{4})(?:-(\d{4}))?")


class CommonCrawl:
    """The indexes that `endpoint` (collinfo.json) names; records at `data`."""

    def __init__(self, name: str, endpoint: str, data: str, line: Line) -> None:
        self.name = name
        self._endpoint, self._data, self._line = endpoint, data.rstrip("/"), line
        self._indexes: list[tuple[str, str]] | None = None
        self._short: list[str] = []

    async def listing(self, scope: Scope, add: Add, most: int) -> bool:
        self._short.clear()
        for _, index in await self._of_years(scope):
            for url, match in scope.targets:
                query: Query = [("url", url), ("matchType", match), ("output", "json"), ANSWERED]
                if not await listed_by_number(self._line, index, query, add, most):
                    self._short.append(index)
        return not self._short

    async def lookup(self, url: str, scope: Scope) -> list[Entry]:
        found: list[Entry] = []
        for index in self._short or [index for _, index in await self._of_years(scope)]:
            query = [("url", url), ("output", "json"), ANSWERED]
            found += parse(await self._line.text(index, query)).entries
        return found

    async def fetch(self, entry: Entry) -> Memento:
        if entry.place is None:
            raise TakenOutError(f"the index does not tell where {entry.url} of {entry.stamp} lies")
        name, offset, length = entry.place
        url = f"{self._data}/{name}"
        bounds = {"Range": f"bytes={offset}-{offset + length - 1}", "Accept-Encoding": "identity"}
        answer = await self._line.get(url, headers=bounds, most=length + 1024)
        if answer.status != 206:
            raise ArchiveError(f"{url} answers {answer.status} to a request for a part of it")
        for record in read_stream(name, BytesIO(answer.body)):
            if isinstance(record, Record) and record.kind in ("response", "revisit"):
                return memento_of(record, f"{url}#{offset}")
            if isinstance(record, Broken):
                raise TakenOutError(str(record))
        raise TakenOutError(f"{url} holds no answer at {offset}")

    async def _of_years(self, scope: Scope) -> list[tuple[str, str]]:
        """(name, address) of the indexes of these years, the newest first."""
        if self._indexes is None:
            self._indexes = _named(await self._line.text(self._endpoint, []), self._endpoint)
        chosen = []
        for name, index in self._indexes:
            years = _YEAR.match(name)
            first = int(years[1]) if years else None
            last = int(years[2] or years[1]) if years else None
            if (scope.first and last and last < scope.first) or (scope.last and first and first > scope.last):
                continue
            chosen.append((name, index))
        return chosen


def _named(text: str, endpoint: str) -> list[tuple[str, str]]:
    """The crawls of collinfo.json: `id` and `cdx-api`."""
    try:
        told = json.loads(text)
        return [(str(each["id"]), urljoin(endpoint, str(each["cdx-api"]))) for each in told]
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError(f"{endpoint} is not the list of indexes that was expected ({error!r})") from None
