"""What an archive holds, by page: which capture of an address stands for it at a time. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.archives.cdx import Entry
from crawler.fingerprint import key_of

LATEST = datetime(9999, 12, 31, tzinfo=UTC)
# left out of listings, for a portal has thousands of them: each is looked up when a page asks for it
UNLISTED = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|ico|svg|webp)(?:$|[?#])", re.I)


def is_good(entry: Entry) -> bool:
    """Whether a capture may be the page: answered, and kept whole."""
    return not entry.cut and (entry.status is None or entry.status < 400)


@dataclass(slots=True)
class Index:
    """`whole`: every address that is listed at all is here, so what is not here the archive does not have."""

    whole: bool = False
    _pages: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def add(self, entries: Iterable[Entry]) -> int:
        """Take in captures; how many were new."""
        new = 0
        for entry in entries:
            captures = self._pages.setdefault(entry.key, {})
            name = f"{entry.stamp}{entry.moment.microsecond:06d}"
            new += name not in captures
            captures.setdefault(name, entry)
        return new

    def __len__(self) -> int:
        return sum(len(captures) for captures in self._pages.values())

    def __contains__(self, url: str) -> bool:
        return bool(self.captures(url))

    def covers(self, url: str) -> bool:
        """Whether the listing would tell of this address."""
        return self.whole and not UNLISTED.search(url)

    def captures(self, url: str) -> list[Entry]:
        """The good captures of a page, the oldest first."""
        found = self._pages.get(key_of(url), {})
        return [found[name] for name in sorted(found) if is_good(found[name])]

    def choose(self, url: str, wanted: datetime | None = None) -> list[Entry]:
        """The captures of a page, the best first: what stood there at the wanted time (None: at last), then the
        nearest others of other content. A redirect comes after every page."""
        moment = wanted or LATEST
        by_time = sorted(self.captures(url), key=lambda entry: _rank(entry, moment))
        chosen: list[Entry] = []
        seen: set[str] = set()
        for entry in by_time:
            if entry.digest and entry.digest in seen and not _is_redirect(entry):
                continue
            seen.add(entry.digest)
            chosen.append(entry)
        return chosen

    def earlier(self, url: str) -> Iterator[Entry]:
        """What a page showed in each year, the last of it, the newest first, each content once."""
        years: dict[int, Entry] = {}
        for entry in self.captures(url):
            if not _is_redirect(entry):
                years[entry.moment.year] = entry
        seen: set[str] = set()
        for year in sorted(years, reverse=True):
            entry = years[year]
            if not entry.digest or entry.digest not in seen:
                seen.add(entry.digest)
                yield entry

    def urls(self) -> Iterator[str]:
        """One spelling of each page with a good capture, in the order of the listing."""
        for captures in self._pages.values():
            good = [entry for entry in captures.values() if is_good(entry)]
            if good:
                yield good[-1].url


def _is_redirect(entry: Entry) -> bool:
    return entry.status is not None and 300 <= entry.status < 400


def _rank(entry: Entry, wanted: datetime) -> tuple[bool, bool, float]:
    """Before the wanted time, the last; else the first after it."""
    distance = (wanted - entry.moment).total_seconds()
    return _is_redirect(entry), distance < 0, abs(distance)
