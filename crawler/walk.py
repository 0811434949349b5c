"""The walk through a portal: from what a page shows to what is asked next. Pure: no request is made here.

Home, declared columns and declared agencies first; then whatever discovery scores, the best first. Lists go
through the CMS modules; agency codes are harvested on the way and asked for year by year, an agency given up
after some empty years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from crawler import cms
from crawler.agencies import AgencyFilter
from crawler.arguments import FIRST_YEAR, CrawlArguments
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.hanweb_xxgk import is_endpoint
from crawler.discovery.extract import links, script_files
from crawler.discovery.links import column_year, is_candidate, is_column, score_link
from crawler.fingerprint import key_of
from crawler.hosts import WEB_PORTS
from crawler.registry import Site
from pipelines.capture import Hop
from pipelines.evidence import Evidence
from pipelines.identity import classify_headline
from pipelines.identity.names import looks_like_agency

Kind = Literal["page", "script", "article", "attachment", "endpoint"]

DEEPEST = 6  # clicks from the home page (PORTALS.md §5)
LIST_PAGES = 200  # pages of one list
GIVE_UP_AFTER = 3  # empty years, where the site file does not say
DEAD_ENDPOINT = 3  # agencies in a row without a single report: the portal has no such endpoint
MOST_SCRIPTS = 3  # script files of a page that links nothing
LIBRARY = re.compile(r"jquery|\.min\.js|/jslib/|bootstrap|swiper|echarts", re.I)
# What a column of annual reports cannot outweigh: 召开…年度报告部署会 stands in many of them.
VETO = ("about something else", "not an organ of government", "a sentence")


@dataclass(frozen=True, slots=True)
class Visit:
    """One thing to ask for, and everything known of it on the way.

    `trail` are the pages walked and the anchor followed on each; `annual` says that it is (or lies in) a column
    of annual reports; `listed` is the date that the list shows; `code` and `year` make an endpoint's page.
    """

    kind: Kind
    link: Link
    trail: tuple[Hop, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    depth: int = 0
    score: int = 0
    annual: bool = False
    year: int | None = None
    code: str | None = None
    parent: str | None = None
    page_number: int = 1

    @property
    def url(self) -> str:
        return self.link.url

    @property
    def listed(self) -> str | None:
        return self.link.date

    @property
    def is_document(self) -> bool:
        """Whether the answer is kept and read."""
        return self.kind in ("article", "attachment", "endpoint")

    @property
    def priority(self) -> int:
        """Attachments complete their article; then documents, the newest year first; then what promises most."""
        if self.kind == "attachment":
            return 5000
        if self.is_document:
            return 1000 + (self.year or FIRST_YEAR) - FIRST_YEAR
        return 100 + 10 * self.score - self.depth - self.page_number

    @property
    def anchors(self) -> list[str]:
        """What led here, outermost first."""
        return [hop.anchor for hop in self.trail if hop.anchor] + ([self.link.text] if self.link.text else [])


@dataclass(slots=True)
class _Chain:
    """The years of one agency at the endpoint, newest first, one asked after the other."""

    years: Iterator[int]
    empty: int = 0
    found: int = 0


@dataclass(slots=True)
class Walk:
    """The state of one crawl. `newest` is the newest report year that can exist."""

    site: Site | None
    arguments: CrawlArguments
    newest: int
    start_url: str | None = None
    seen: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    _chains: dict[str, _Chain] = field(default_factory=dict)
    _fruitless: int = 0
    _wanted: AgencyFilter = field(init=False)

    def __post_init__(self) -> None:
        declared = self.site.agencies if self.site else ()
        self._wanted = AgencyFilter(self.arguments.agency, declared)

    def learn(self, names: Iterable[str]) -> None:
        """The register's names of the agency whose code is wanted."""
        self._wanted.learn(None, *names)

    # where it begins

    def start(self) -> Iterator[Visit]:
        """Declared columns and agencies, and the pages where a walk begins."""
        site = self.site
        for url in site.start_urls if site else (self.start_url or "",):
            yield from self._new(Visit("page", Link(url), score=5))
        if site is None:
            return
        for column in site.columns:
            if self.arguments.wants_year(column.year):
                text = column.name or (f"{column.year}年" if column.year else "")
                link = Link(column.url, text)
                yield from self._new(Visit("page", link, score=8, annual=True, year=column.year, depth=1))
        if site.xxgk:
            page = Page(site.xxgk.endpoint, "")
            for agency in site.agencies:
                yield from self._enumerate(page, agency.code, agency.name, ())

    # what a page leads to

    def page(self, page: Page, visit: Visit) -> list[Visit]:
        """What to ask after this page: reports it lists, further pages of the list, columns, agencies' codes."""
        trail = (*visit.trail, Hop(page.url, visit.link.text))
        context = [*visit.anchors, *cms.breadcrumb(page)]
        found = [*self._harvest(page, trail)]
        listing = cms.listing(page)
        taken = list(self._items(page, visit, trail, context, listing))
        found += taken
        found += self._links(page, visit, trail, context)
        if listing and (visit.annual or taken):
            fruitful = bool(taken) or visit.page_number == 1 or listing.step
            found += self._more(page, visit, listing, fruitful)
        if visit.depth == 0 and visit.kind == "page" and not self._leads_on(page, context):
            found += self._scripts(page, visit, trail)
        return found

    def article(self, page: Page, visit: Visit) -> tuple[Article | None, list[Visit]]:
        """The article of a page, and its attachments."""
        article = cms.article(page)
        if article is None:
            return None, []
        trail = (*visit.trail, Hop(page.url, visit.link.text))
        # the file's own headline comes first, so the article's does not go with it
        evidence = (*visit.evidence, *(item for item in article.evidence if item.about != "headline"))
        of_file = replace(visit, kind="attachment", trail=trail, evidence=evidence, code=None, parent=page.url)
        files = (replace(of_file, link=self._here(page, link)) for link in article.attachments)
        return article, [new for file in files for new in self._new(file)]

    def answered(self, visit: Visit, present: bool | None) -> Iterator[Visit]:
        """The next older year of an endpoint's agency, once it is known whether this one has a report.

        None: there was no answer, which says nothing of the agency.
        """
        chain = self._chains.get(visit.code or "")
        if chain is None:
            return
        if present:
            chain.found, chain.empty, self._fruitless = chain.found + 1, 0, 0
        elif present is False:
            chain.empty += 1
        limit = self.site.xxgk.give_up_after if self.site and self.site.xxgk else GIVE_UP_AFTER
        if chain.empty >= limit:
            self._fruitless += not chain.found
            return
        yield from self._next_year(visit, chain)

    # lists

    def _items(
        self, page: Page, visit: Visit, trail: tuple[Hop, ...], context: Sequence[str], listing: Listing | None
    ) -> Iterator[Visit]:
        if listing is None:
            return
        column = listing.column or (context[-1] if context else None)
        around = [*context, listing.column] if listing.column else context
        for link in listing.items:
            yield from self._document(page, link, visit, trail, around, column)

    def _document(
        self,
        page: Page,
        link: Link,
        visit: Visit,
        trail: tuple[Hop, ...],
        context: Sequence[str],
        column: str | None,
    ) -> Iterator[Visit]:
        """The visit of a link that may be a report, if it is wanted."""
        verdict = classify_headline(link.text)
        if not is_candidate(link.text, link.url, context) or verdict.reason.startswith(VETO):
            return
        year = verdict.year or column_year(link.text) or visit.year or (column_year(column) if column else None)
        agency = verdict.agency or (link.text if looks_like_agency(link.text) else None)
        if not self.arguments.wants_year(year) or not self._wanted.takes(agency):
            return
        evidence = (*link.evidence, *_evidence_of(link, column, agency, verdict.year or column_year(link.text)))
        link = self._here(page, link)
        kind: Kind = "endpoint" if is_endpoint(link.url) else "article"
        yield from self._new(Visit(kind, link, trail, evidence, visit.depth + 1, 8, True, year))

    def _more(self, page: Page, visit: Visit, listing: Listing, fruitful: bool) -> Iterator[Visit]:
        """Further pages of a list: as long as pages bring something new, and not for ever."""
        if not fruitful:
            return
        for at, link in enumerate(listing.more, visit.page_number + 1):
            if at > LIST_PAGES:
                return
            more = replace(visit, link=replace(self._here(page, link), text=visit.link.text), page_number=at)
            yield from self._new(replace(more, score=6, annual=True))

    # navigation

    def _links(self, page: Page, visit: Visit, trail: tuple[Hop, ...], context: Sequence[str]) -> Iterator[Visit]:
        column = context[-1] if context else None
        for link in [*links(page), *cms.columns(page)]:
            if is_candidate(link.text, link.url, context):
                yield from self._document(page, link, visit, trail, context, column)
                continue
            if visit.depth >= DEEPEST or is_endpoint(link.url):
                continue
            score, year = score_link(link.text, link.url, context), column_year(link.text)
            annual = is_column(link.text, link.url, context)
            # an article about reports scores too, but only columns and doors to them lead on
            door = any(reason.startswith("door") for reason in score.reasons)
            if score.value > 0 and (annual or door) and self.arguments.wants_year(year):
                yield from self._new(
                    Visit("page", self._here(page, link), trail, (), visit.depth + 1, score.value, annual, year)
                )

    def _scripts(self, page: Page, visit: Visit, trail: tuple[Hop, ...]) -> Iterator[Visit]:
        """Script files of a page that leads nowhere: its navigation may be written there."""
        own = [link for link in script_files(page) if not LIBRARY.search(link.url)]
        for link in own[:MOST_SCRIPTS]:
            yield from self._new(Visit("script", self._here(page, link), trail, (), visit.depth, 1))

    @staticmethod
    def _leads_on(page: Page, context: Sequence[str]) -> bool:
        """Whether any link of the page promises something, asked for already or not."""
        return any(score_link(link.text, link.url, context).value > 0 for link in links(page))

    # agencies and years

    def _harvest(self, page: Page, trail: tuple[Hop, ...]) -> Iterator[Visit]:
        for evidence in cms.agencies(page):
            if evidence.kind == "area_code":
                yield from self._enumerate(page, evidence.value, evidence.quote, trail)

    def _enumerate(self, page: Page, code: str, name: str, trail: tuple[Hop, ...]) -> Iterator[Visit]:
        """The first year of an agency, once for each agency that is wanted."""
        name = self.names.setdefault(code, name) or name
        if code in self._chains or self._fruitless >= DEAD_ENDPOINT or not self._wanted.takes(name, code):
            return
        first = self.site.xxgk.first_year if self.site and self.site.xxgk else FIRST_YEAR
        years = [year for year in range(self.newest, first - 1, -1) if self.arguments.wants_year(year)]
        chain = self._chains[code] = _Chain(iter(years))
        evidence = (Evidence("agency", "area_code", code, name or code),)
        yield from self._next_year(Visit("endpoint", Link(page.url), trail, evidence, code=code, score=8), chain)

    def _next_year(self, visit: Visit, chain: _Chain) -> Iterator[Visit]:
        code = visit.code or ""
        for year in chain.years:
            asked = cms.reports(Page(visit.url, ""), code, year)
            if asked is None:
                return
            evidence = (visit.evidence[0], Evidence("year", "fbtime", str(year), str(year)))
            next_visit = replace(visit, link=asked, evidence=evidence, year=year, annual=True)
            if new := list(self._new(next_visit)):
                yield from new
                return
            chain.found, chain.empty = chain.found + 1, 0  # a page linked this year already: it exists

    # each page once

    def _new(self, visit: Visit) -> Iterator[Visit]:
        """The visit, unless the same page was handed out before under any of its spellings."""
        form = repr(visit.link.form) if visit.link.form else ""
        key = key_of(visit.url) + form
        if key not in self.seen:
            self.seen.add(key)
            yield visit

    @staticmethod
    def _here(page: Page, link: Link) -> Link:
        """The link as its twin on the very scheme and port that this host has just answered on."""
        here, there = urlsplit(page.url), urlsplit(link.url)
        try:
            twin = here.hostname == there.hostname and {here.port, there.port} <= WEB_PORTS
        except ValueError:
            return link
        if not twin or (here.scheme, here.netloc) == (there.scheme, there.netloc):
            return link
        return replace(link, url=urlunsplit((here.scheme, here.netloc, *there[2:])))


def _evidence_of(link: Link, column: str | None, agency: str | None, year: int | None) -> Iterable[Evidence]:
    """What a list tells of an item: the anchor's agency and year, the column's year, the date beside it."""
    if agency:
        yield Evidence("agency", "anchor", agency, link.text)
    if year:
        yield Evidence("year", "anchor", str(year), link.text)
    if column and (of_column := column_year(column)):
        yield Evidence("year", "column", str(of_column), column)
    if link.date:
        yield Evidence("published_on", "column", link.date, link.date)
