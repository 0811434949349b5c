"""The `-a` arguments of `scrapy crawl archive`, checked before anything starts."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.archives.base import Archive, ArchiveError, Line, Scope, known_archives, netlocs
from crawler.archives.commoncrawl import CommonCrawl
from crawler.archives.records import Files, files_of
from crawler.archives.servers import Pywb, Wayback
from crawler.arguments import ArgumentError
from crawler.hosts import HostPolicy

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SOURCES = ("wayback", "commoncrawl", "cdx", "warc")
OURS = ("source", "endpoint", "replay", "file", "name", "site", "gaps", "from", "to")
WALKS = ("url", "years", "agency")
_CDX = re.compile(r"(?:/cdx|-cdx|-index|/cdx/search/cdx)/?$")
_WEB = re.compile(r"https?://[^/\s?#]+(?:/\S*)?")
EXAMPLE = "scrapy crawl archive -a source=wayback -a site=huancui"


@dataclass(frozen=True, slots=True)
class ArchiveArguments:
    """Which archive (`source`, `endpoint`, `replay`, `files`), and what of it: a site, a prefix of addresses, the
    captures of `first` to `last`, or only the gaps of the coverage matrix. `walk` are the portal spider's own."""

    source: str
    name: str
    walk: Mapping[str, str]
    endpoint: str | None = None
    replay: str | None = None
    files: tuple[Path, ...] = ()
    site: str | None = None
    gaps: bool = False
    first: int | None = None
    last: int | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """The archive's own hosts."""
        return netlocs(self.endpoint, self.replay)

    def archive(self, crawler: Crawler) -> Archive:
        """The archive itself."""
        if self.source == "warc":
            return Files(self.name, self.files)
        line = Line(crawler, float(known_archives()[self.source]["delay"]))
        kinds: dict[str, Callable[[str, str, str, Line], Archive]] = {
            "wayback": Wayback,
            "commoncrawl": CommonCrawl,
            "cdx": Pywb,
        }
        kind = kinds[self.source]
        return kind(self.name, self.endpoint or "", self.replay or "", line)

    def scope(self, policy: HostPolicy, years: frozenset[int] | None) -> Scope:
        """What is listed. A report of a year is never older than the year."""
        url = self.walk.get("url")
        prefix = url if url and urlsplit(url).path not in ("", "/") else None
        first = self.first or (min(years) if years else None)
        return Scope(tuple(sorted(policy.hosts)), prefix, first, self.last)


def parse(given: Mapping[str, str], this_year: int) -> ArchiveArguments:
    """The arguments as typed; ArgumentError names the one that is wrong."""
    for name in given:
        if name not in (*OURS, *WALKS):
            near = difflib.get_close_matches(name, (*OURS, *WALKS), n=1)
            hint = f"did you mean {near[0]}=?" if near else f"known: {', '.join((*OURS, *WALKS))}"
            raise ArgumentError(f"unknown argument {name}= ({hint})")
    source = given.get("source", "")
    if source not in SOURCES:
        raise ArgumentError(f"source={source}: one of {', '.join(SOURCES)}; e.g. {EXAMPLE}")
    gaps, site = given.get("gaps"), given.get("site")
    if gaps and site and gaps != site:
        raise ArgumentError(f"gaps={gaps} and site={site} are two sites: name one")
    if not (gaps or site or given.get("url")):
        raise ArgumentError(f"say what of the archive: site=, gaps= or url=; e.g. {EXAMPLE}")
    endpoint, replay = _places(source, given)
    files = _files(source, given)
    return ArchiveArguments(
        source=source,
        name=given.get("name") or _name(source, endpoint, files),
        walk={name: given[name] for name in WALKS if name in given},
        endpoint=endpoint,
        replay=replay,
        files=files,
        site=gaps or site,
        gaps=gaps is not None,
        first=_year("from", given.get("from"), this_year),
        last=_year("to", given.get("to"), this_year),
    )


def _places(source: str, given: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Where the archive is asked, and where it gives its captures."""
    endpoint, replay = given.get("endpoint"), given.get("replay")
    if source == "warc":
        if endpoint or replay:
            raise ArgumentError("source=warc reads files of this machine: file=, and no endpoint=")
        return None, None
    for name, url in (("endpoint", endpoint), ("replay", replay)):
        if url and not _WEB.fullmatch(url):
            raise ArgumentError(f"{name}={url}: write an address such as http://host/coll/cdx")
    known = known_archives()[source]
    if source == "cdx" and not endpoint:
        raise ArgumentError("source=cdx needs endpoint=, the address of a CDX server such as http://host/coll/cdx")
    if endpoint and not replay:
        if source == "commoncrawl":
            raise ArgumentError("source=commoncrawl with endpoint= needs replay=, where its WARC files lie")
        plain = _CDX.sub("", endpoint.partition("?")[0])
        replay = f"{plain}/web" if source == "wayback" else plain
    return endpoint or str(known["endpoint"]), replay or str(known["replay"])


def _files(source: str, given: Mapping[str, str]) -> tuple[Path, ...]:
    if source != "warc":
        if "file" in given:
            raise ArgumentError("file= goes with source=warc")
        return ()
    try:
        found = tuple(files_of(given.get("file", "")))
    except ArchiveError as error:
        raise ArgumentError(str(error)) from None
    if not found:
        raise ArgumentError("source=warc needs file=, WARC or WACZ files or a directory of them")
    return found


def _name(source: str, endpoint: str | None, files: tuple[Path, ...]) -> str:
    """What every capture says of where it comes from."""
    if source == "cdx":
        parts = urlsplit(endpoint or "")
        return f"{parts.netloc}{_CDX.sub('', parts.path)}"
    return files[0].name if len(files) == 1 else source


def _year(name: str, text: str | None, this_year: int) -> int | None:
    if text is None:
        return None
    if not re.fullmatch(r"\d{4}", text) or not 1996 <= int(text) <= this_year:
        raise ArgumentError(f"{name}={text}: a year from 1996, when the first web archive began, to {this_year}")
    return int(text)
