"""What stands in the archives of others: a look through their files before anything of them is kept.

Each page is given to the same walk as a crawl's (crawler/walk.py): which of its links are reports, what is known
of them from there, which files belong to an article. The files' order does not matter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urljoin

from scrapy.http import Headers, Response, TextResponse
from scrapy.responsetypes import responsetypes

from crawler import cms
from crawler.arguments import CrawlArguments
from crawler.blocks import classify
from crawler.cms.base import Link, Page
from crawler.delivery import page_of
from crawler.discovery.items import is_report
from crawler.fingerprint import asked_as, key_of
from crawler.middlewares.encoding import EncodingMiddleware
from crawler.registry import Site
from crawler.visit import Visit
from crawler.walk import Walk
from pipelines.warc.forms import Forms
from pipelines.warc.reading import Broken, Record, read_records, without_transport

ANSWERS = frozenset({"response", "revisit", "resource", "conversion"})
MOST_HOPS = 5  # redirects on the way to a document

Whose = Callable[[str], "tuple[str, Site | None] | None"]
"""URL → name and file of the site whose crawl may enter it, None where nobody may."""


@dataclass(slots=True)
class Collection:
    """What a look through the files found. `documents` are the visits of reports and their files by `key_of` their
    address; `payloads` the sha256 of payloads by the label, and by URL and time, that a revisit names."""

    whose: Whose
    newest: int
    documents: dict[str, Visit] = field(default_factory=dict)
    payloads: dict[str, str] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    forms: Forms = field(default_factory=Forms)
    broken: list[Broken] = field(default_factory=list)
    redirected: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    _hops: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    _answered: set[str] = field(default_factory=set)
    _linked: list[tuple[str, Visit]] = field(default_factory=list)
    _walks: dict[tuple[str, str], Walk] = field(default_factory=dict)
    _files: dict[str, list[Visit]] = field(default_factory=dict)
    _alone: set[str] = field(default_factory=set)

    def look(self, path: Path) -> Iterator[Record]:
        """Look at every record of a file; gives those that are answers of hosts that may be entered."""
        for record in self.answers(path):
            self._note(record)
            yield record

    def answers(self, path: Path) -> Iterator[Record]:
        """The answers in a file that are for us, each under the address by which it was asked."""
        broken = {str(each) for each in self.broken}
        for record in read_records(path):
            if isinstance(record, Broken):
                self.broken += [] if str(record) in broken else [record]
            elif record.kind == "request":
                self.forms.note(record)
            elif record.kind in ANSWERS and self.whose(record.url) is not None:
                yield record

    def finish(self) -> None:
        """Once every file was looked at: the files of those articles that are reports."""
        for key in self._alone - self.documents.keys():
            self.documents[key] = Visit("article", Link(key), depth=1)
        for key, visits in self._files.items():
            if key in self.documents:
                for visit in visits:
                    self.documents.setdefault(key_of(asked_as(visit.link)), visit)
        for key, visit in self._linked:
            if key not in self.documents:
                self.documents.setdefault(key_of(visit.link.url), visit)
        for key in list(self.documents):
            self._follow(key)

    def leads_on(self, record: Record) -> bool:
        """Whether a redirect is on record with the document to which it led."""
        return any(url == record.url for hops in self.redirected.values() for url, _ in hops)

    def asked(self, record: Record) -> str:
        """The address under which a record is kept: a POST has its form in the query, as in web archives."""
        return self.forms.asked(record)

    def visit(self, record: Record) -> Visit:
        """How a record was come by: as a document that some page names, or as a page of the way."""
        url = self.asked(record)
        found = self.documents.get(key_of(url)) if (record.status or 200) < 300 else None
        return replace(found, link=replace(found.link, url=url, form=None)) if found else Visit("page", Link(url))

    def digest_of(self, record: Record) -> str | None:
        """The sha256 of the payload that a revisit names, where it was seen."""
        place = _place(
            record.fields.get("warc-refers-to-target-uri", ""), record.fields.get("warc-refers-to-date", "")
        )
        names = (record.fields.get("warc-refers-to", ""), record.digest or "", place)
        return next((self.payloads[name] for name in names if name and name in self.payloads), None)

    def _follow(self, key: str) -> None:
        """A document's link that was redirected names the page to which it led."""
        hops: list[tuple[str, int]] = []
        at = key
        while at in self._hops and len(hops) < MOST_HOPS:
            url, target, status = self._hops[at]
            hops.append((url, status))
            at = key_of(target)
        if hops and at in self._answered and at not in self.documents:
            self.documents[at], self.redirected[at] = self.documents[key], hops

    def _note(self, record: Record) -> None:
        if (record.status or 200) < 300:
            self._answered.add(key_of(self.asked(record)))
        elif (record.status or 200) < 400 and (target := _location(record)):
            self._hops.setdefault(key_of(record.url), (record.url, target, record.status or 302))
        if not record.payload:
            return
        digest = hashlib.sha256(record.payload).hexdigest()
        for name in (
            record.record_id,
            record.digest or "",
            _place(record.url, record.fields.get("warc-date", "")),
        ):
            if name:
                self.payloads[name] = digest
        if (record.status or 200) != 200 or self.asked(record) != record.url:
            return
        page = page_of(response_of(record))
        if page is None or block_of(record, page) is not None:
            return
        self.pages[key_of(record.url)] = digest
        self._walk_over(page, record)

    def _walk_over(self, page: Page, record: Record) -> None:
        key, article = key_of(record.url), cms.article(page)
        visit = Visit("page", Link(record.url), depth=1)
        files: list[Visit] = []
        if article is not None:
            if is_report(page, article):
                self._alone.add(key)
            # a walk of its own: that of the pages has handed out what is a file of this article, too
            walk = self._walk(record.url, "files")
            _, files = walk.article(page, self.documents.get(key, replace(visit, kind="article")))
            self._files[key] = files = [file for file in files if file.kind == "attachment"]
        own = {key_of(asked_as(file.link)) for file in files}
        for led in self._walk(record.url, "pages").page(page, visit):
            if led.is_document and led.link.form is None:
                if key_of(led.link.url) in own:
                    self._linked.append((key, led))
                else:
                    self.documents.setdefault(key_of(led.link.url), led)

    def _walk(self, url: str, of: str) -> Walk:
        name, site = self.whose(url) or ("", None)
        if (name, of) not in self._walks:
            self._walks[name, of] = Walk(site, CrawlArguments(), self.newest, url)
        return self._walks[name, of]


def response_of(record: Record, body: bytes | None = None) -> Response:
    """A record as the crawl would have got it: decoded, its encoding found."""
    payload = record.payload or b"" if body is None else body
    declared = record.headers or [("Content-Type", record.fields.get("content-type", ""))]
    headers = Headers({})
    for name, value in without_transport(declared):
        headers.appendlist(name, value.encode("latin-1", "replace"))
    kind = responsetypes.from_args(headers=headers, url=record.url, body=payload)
    response = kind(record.url, record.status or 200, headers, payload)
    return EncodingMiddleware.decoded(response) if isinstance(response, TextResponse) else response


def block_of(record: Record, page: Page | None) -> str | None:
    """The kind of challenge, firewall or soft 404 that an archive kept in place of a page."""
    headers = {name.lower(): value for name, value in record.headers}
    block = classify(record.status or 200, headers, page.text if page else "")
    return block.kind if block else None


def _location(record: Record) -> str | None:
    """Where a redirect leads; None for one to another spelling of the same page."""
    location = next((value for name, value in record.headers if name.lower() == "location"), "")
    target = urljoin(record.url, location.strip()) if location else ""
    return target if target and key_of(target) != key_of(record.url) else None


def _place(url: str, date: str) -> str:
    return f"{url} {date}" if url and date else ""
