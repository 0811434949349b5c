"""The walk through a portal: from what a page shows to what is asked next. Pure: no request is made here.

A best-first search. Certain is what declares itself: declared columns and agencies, columns of annual reports,
lists and their further pages, agencies' codes asked for year by year. It is handed out at once. What merely may
lead there, a door, waits until all that is certain has been asked (`Doors`), and the portal's own search until no
door is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from crawler import cms
from crawler.addresses import here, spelt
from crawler.agencies import AgencyFilter
from crawler.arguments import FIRST_YEAR, CrawlArguments
from crawler.chains import Chains
from crawler.cms.base import Article, Link, Listing, Page
from crawler.cms.hanweb_xxgk import is_endpoint
from crawler.discovery.extract import links, script_files
from crawler.discovery.items import evidence_of, is_report, may_be_report
from crawler.discovery.links import (
    DoorSort,
    column_year,
    door_sort,
    is_column,
    is_generic,
    score_link,
)
from crawler.doors import Doors
from crawler.fingerprint import is_twin
from crawler.lists import LIST_PAGES, Pages
from crawler.registry import Site
from crawler.search import Gaps, SiteSearch
from crawler.visit import Kind, Visit
from pipelines.capture import Hop
from pipelines.evidence import Evidence
from pipelines.identity import classify_headline
from pipelines.identity.names import looks_like_agency, same_agency

__all__ = ["LIST_PAGES", "Kind", "Visit", "Walk"]

DEEPEST = 6  # clicks from the home page (PORTALS.md §5)
MOST_HOPS = 3  # pages in a row that only lead on (PORTALS.md §3)
GIVE_UP_AFTER = 3  # empty years, where the site file does not say
MOST_SCRIPTS = 3  # script files of a page that links nothing
SEVERAL = 3  # reports that make a page a column of them, whatever it is called
ANNUAL = "政府信息公开年报"
LIBRARY = re.compile(r"jquery|\.min\.js|/jslib/|bootstrap|swiper|echarts", re.I)


@dataclass(slots=True)
class Walk:
    """The state of one crawl. `newest` is the newest report year that can exist."""

    site: Site | None
    arguments: CrawlArguments
    newest: int
    start_url: str | None = None
    seen: set[str] = field(default_factory=set)
    names: dict[str, str] = field(default_factory=dict)
    doors: Doors = field(default_factory=Doors)
    lists: dict[str, Pages] = field(default_factory=dict)
    documents: int = 0
    settled: int = 0  # of them, those of columns and endpoints: one report among the news proves no column
    agencies: set[str] = field(default_factory=set)
    _listed: set[str] = field(default_factory=set)
    _twins: dict[str, Visit] = field(default_factory=dict)
    _gaps: Gaps = field(default_factory=Gaps)
    _search: SiteSearch = field(init=False)
    _suffixed: dict[str, tuple[Page, str, str, tuple[Hop, ...]]] = field(default_factory=dict)
    _chains: Chains = field(init=False)
    wanted: AgencyFilter = field(init=False)

    def __post_init__(self) -> None:
        declared = self.site.agencies if self.site else ()
        self.wanted = AgencyFilter(self.arguments.agency, declared)
        limit = self.site.xxgk.give_up_after if self.site and self.site.xxgk else GIVE_UP_AFTER
        self._search = SiteSearch(self.site.search if self.site else None)
        self._chains = Chains(_report_page, limit, self._is_fresh)

    def learn(self, names: Iterable[str]) -> None:
        """The register's names of the agency whose code is wanted."""
        self.wanted.learn(None, *names)

    # where it begins

    def start(self) -> Iterator[Visit]:
        """Declared columns and agencies, and the pages where a walk begins."""
        site = self.site
        for url in site.start_urls if site else (self.start_url or "",):
            yield from self.new(Visit("page", Link(url), score=5))
        if site is None:
            return
        for column in site.columns:
            if self.arguments.wants_year(column.year):
                text = column.name or (f"{column.year}年" if column.year else "")
                link = Link(column.url, text)
                yield from self.new(Visit("page", link, score=8, annual=True, year=column.year, depth=1))
        if site.xxgk:
            page = Page(site.xxgk.endpoint, "")
            for agency in site.agencies:
                yield from self._enumerate(page, agency.code, agency.name, ())

    # what a page leads to

    def page(self, page: Page, visit: Visit, *, stirred: bool = False) -> list[Visit]:
        """What to ask after this page: reports it lists, the next page of the list, columns, agencies' codes.

        `stirred`: what the page shows has changed since it was last seen, and so may have what it leads to.
        """
        if moved := self._moved(page, visit):
            return moved
        trail = (*visit.trail, Hop(page.url, visit.link.text))
        crumbs = cms.breadcrumb(page)
        context = [*visit.anchors, *crumbs]
        if not visit.annual and crumbs and is_column(crumbs[-1], page.url, context[:-1]):
            visit = replace(visit, annual=True)
        if visit.annual:  # whatever it is called, and whatever led here
            context = [ANNUAL, *context]
        listing = cms.listing(page)
        reports = self._reports(listing, visit, context) if listing else []
        # a search is worth its next page as long as it shows reports at all
        fruit = not self._listed.issuperset(map(spelt, reports)) or (visit.kind == "search" and bool(reports))
        self._listed.update(map(spelt, reports))
        column = (listing.column if listing else None) or (context[-1] if context else None)
        found = [new for link in reports for new in self._document(page, link, visit, trail, column)]
        linked, doors = self._links(page, visit, trail, context)
        found += linked
        self._settle(visit, [new for new in found if new.is_document])
        if found:
            self.doors.credit(visit)
        found += self._harvest(page, visit, trail)
        own = visit.annual or visit.kind == "search" or visit.root or (listing and listing.step and visit.doors)
        if listing and (own or fruit):
            found += self._further(page, visit, listing, fruit)
        elif listing is None and visit.root in self.lists and self.lists[visit.root].short:
            found += self._next_page(visit)  # 没有更多内容, and yet the portal counts more: another numbering
        if visit.is_start:
            scripts = list(self._scripts(page, visit, trail))
            hopeless = not found and not self._leads_on(page, context)
            found += scripts if hopeless else ()
            doors += () if hopeless else [("weak", script) for script in scripts]
        if visit.depth <= 1:
            self._search.offered(page)
        for sort, door in doors:
            self.doors.add(sort, replace(door, stirred=stirred))
        same_list = stirred or visit.stirred
        return [replace(new, stirred=same_list if new.page_number > 1 else stirred) for new in found]

    def _settle(self, visit: Visit, documents: Sequence[Visit]) -> None:
        """Reports of a column: what they are of was seen where it belongs, not by chance."""
        if visit.annual or len(documents) >= SEVERAL:
            self.settled += len(documents)
            told = (item for new in documents for item in new.evidence if item.about == "agency")
            self.agencies.update(item.value for item in told)

    def report_on(self, page: Page, visit: Visit, led: Sequence[Visit]) -> Visit | None:
        """The page itself as a document, where it lies in an annual column, lists nothing, and is a report: some
        portals put an article at a column's address, or link it by its year alone."""
        if not visit.annual or visit.page_number > 1 or any(new.is_document for new in led):
            return None
        article = cms.article(page)
        if article is None or not is_report(page, article):
            return None
        self.documents += 1
        self.settled += 1
        evidence = (*visit.evidence, *evidence_of(visit.link, None, None, column_year(visit.link.text)))
        return replace(visit, kind="article", evidence=evidence)

    def failed(self, visit: Visit) -> Iterator[Visit]:
        """What to ask after a page that did not come: the same in another dress, and the next of its list."""
        if (twin := self._twins.pop(spelt(visit.link, twins=True), None)) and twin.url != visit.url:
            yield replace(twin, kind=visit.kind)
        if visit.root in self.lists:
            yield from self._next_page(visit)

    def article(self, page: Page, visit: Visit) -> tuple[Article | None, list[Visit]]:
        """The article of a page, and its attachments; where the page only leads on, what it leads to."""
        if moved := self._moved(page, visit):
            return None, moved
        article = cms.article(page)
        if article is None:
            return None, []
        trail = (*visit.trail, Hop(page.url, visit.link.text))
        # the file's own headline comes first, so the article's does not go with it
        evidence = (*visit.evidence, *(item for item in article.evidence if item.about != "headline"))
        of_file = replace(visit, kind="attachment", trail=trail, evidence=evidence, code=None, parent=page.url)
        files = (replace(of_file, link=here(page, link)) for link in article.attachments)
        return article, [new for file in files for new in self.new(file)]

    def answered(self, visit: Visit, present: bool | None, *, gone: bool = False) -> Iterator[Visit]:
        """The next older year of an endpoint's agency, once it is known whether this one has a report.

        None: there was no answer, which says nothing of the agency. `gone`: the server knows no such page.
        """
        if present:
            self.doors.credit(visit)
            self.documents += 1
            self.settled += 1
            self._gaps.found(self.names.get(visit.code or ""), visit.year)
        yield from self._chains.answered(visit, present, gone=gone)
        if self._chains.is_barren(visit.code or "") and (printed := self._suffixed.pop(visit.code or "", None)):
            page, code, name, trail = printed
            yield from self._begin(page, code, name, trail, visit.doors)

    def more(self, reports: int) -> list[Visit]:
        """What to ask once everything has been answered: the next door, and in the end the portal's own search,
        if `reports`, as many as were found, are fewer than they should be. Empty: the walk has come to its end."""
        door = self.doors.take(self.settled > 0, self._is_unknown)
        if door is not None:
            return [door]
        while self._falls_short(reports) and (asked := list(self._search.next(self._missing))):
            if visits := [new for link in asked for new in self.new(Visit("search", link, score=1))]:
                return visits
        return []

    def short_lists(self) -> Iterator[tuple[str, int, int]]:
        """Columns of annual reports whose pages showed fewer items than the portal declares: the first page, the
        number declared, the number seen."""
        for root, pages in self.lists.items():
            if pages.annual and pages.short and not pages.left:
                yield root, pages.total or 0, len(pages.rows)

    def _falls_short(self, reports: int) -> bool:
        """Whether fewer reports were found than the site file, or the portal itself, leads to expect."""
        if not self.documents:
            return True
        expected = self.site.expect.reports if self.site and not self.arguments.partial else 0
        short = any(pages.annual and pages.short for pages in self.lists.values())
        return reports < expected or short or bool(self._missing())

    def _missing(self) -> list[int]:
        """The years of which an agency has no report."""
        return self._gaps.years(self.newest, self.arguments.wants_year)

    def _is_unknown(self, door: Visit) -> bool:
        """Whether nothing was seen yet of the agency that a door is named after."""
        if self._chains.found_in(door.url):
            return False
        name = door.link.text
        if is_generic(name):  # 人民政府: every town's ends so
            return True
        return not any(same_agency(name, known) or known.endswith(name) for known in self.agencies)

    def _moved(self, page: Page, visit: Visit) -> list[Visit]:
        """The same visit at the address to which a page without anything of its own leads."""
        follow = visit.kind != "endpoint" and visit.hops < MOST_HOPS
        target = cms.redirect(page) if follow else None
        if target is None:
            return []
        link = replace(visit.link, url=target.url, form=target.form, headers=target.headers, as_json=False)
        new = replace(visit, link=here(page, link), hops=visit.hops + 1)
        if spelt(new.link, twins=True) == spelt(visit.link, twins=True) and new.url != visit.url:
            return [new]  # the same page in another dress (/ → /index.html), which this one is not
        return list(self.new(new))

    # lists

    @staticmethod
    def _reports(listing: Listing, visit: Visit, context: Sequence[str]) -> list[Link]:
        """The items of a list that may be reports; twins of a page (_wap, mpost_) after it."""
        around = [*context, listing.column] if listing.column else context
        items = sorted(listing.items, key=lambda link: is_twin(link.url))
        return [link for link in items if may_be_report(link, around, listed=visit.annual)]

    def _document(
        self, page: Page, link: Link, visit: Visit, trail: tuple[Hop, ...], column: str | None
    ) -> Iterator[Visit]:
        """The visit of a link that may be a report, if it is wanted."""
        verdict = classify_headline(link.text)
        of_anchor = verdict.year or column_year(link.text)
        year = of_anchor or visit.year or (column_year(column) if column else None)
        agency = verdict.agency or (link.text if looks_like_agency(link.text) else None)
        if not self.arguments.wants_year(year) or not self.wanted.takes(agency):
            return
        if agency and visit.annual:
            self.agencies.add(agency)
        self._gaps.found(agency, year)
        evidence = (*link.evidence, *evidence_of(link, column, agency, of_anchor), *visit.evidence)
        link = here(page, link)
        kind: Kind = "endpoint" if is_endpoint(link.url) else "article"
        for new in self.new(Visit(kind, link, trail, evidence, visit.depth + 1, 8, True, year, doors=visit.doors)):
            self.documents += 1
            yield new

    def _further(self, page: Page, visit: Visit, listing: Listing, fruit: bool) -> Iterator[Visit]:
        """The next page of the list."""
        root = visit.root or spelt(visit.link)
        if root not in self.lists:
            self.lists[root] = self._search.begin() if visit.kind == "search" else Pages(visit.annual)
        pages = self.lists[root]
        more = [(spelt(link), link) for link in listing.more]
        rows = {spelt(link) for link in listing.items}
        pages.shown(rows, more, listing.total, fruit=fruit, step=listing.step)
        yield from self._next_page(replace(visit, root=root), page)

    def _next_page(self, visit: Visit, page: Page | None = None) -> Iterator[Visit]:
        pages = self.lists[visit.root or ""]
        while following := next(pages.next(), None):
            number, link = following
            link = replace(here(page, link) if page else link, text=visit.link.text)
            if new := list(self.new(replace(visit, link=link, page_number=number, score=6))):
                yield from new
                return

    # navigation

    def _links(
        self, page: Page, visit: Visit, trail: tuple[Hop, ...], context: Sequence[str]
    ) -> tuple[list[Visit], list[tuple[DoorSort, Visit]]]:
        """Reports and columns that the page links, and its doors."""
        column = context[-1] if context else None
        found: list[Visit] = []
        doors: list[tuple[DoorSort, Visit]] = []
        linked = [] if visit.kind == "search" and cms.listing(page) else links(page)
        columns = cms.columns(page)
        known = {urlsplit(link.url).path for link in columns}  # a frame without words may be one of them
        linked = [link for link in linked if link.text or urlsplit(link.url).path not in known]
        for link in sorted([*linked, *columns], key=lambda link: is_twin(link.url)):
            if may_be_report(link, context):
                found += self._document(page, link, visit, trail, column)
                continue
            if visit.depth >= DEEPEST or visit.kind == "search" or is_endpoint(link.url):
                continue
            year = column_year(link.text)
            score = score_link(link.text, link.url, context)
            annual = is_column(link.text, link.url, context)
            if not self.arguments.wants_year(year):
                continue
            led = Visit(
                "page", here(page, link), trail, link.evidence, visit.depth + 1, score.value, annual, year,
                doors=visit.doors,
            )  # fmt: skip
            if annual and score.value > 0:
                found += self.new(led)
                continue
            sort = door_sort(link.text, link.url, context)
            if sort and (sort != "agency" or self.wanted.takes(link.text)):
                doors += [(sort, new) for new in self.new(led)]
        return found, doors

    def _scripts(self, page: Page, visit: Visit, trail: tuple[Hop, ...]) -> Iterator[Visit]:
        """Script files of a page that leads nowhere: its navigation may be written there."""
        own = [link for link in script_files(page) if not LIBRARY.search(link.url)]
        for link in own[:MOST_SCRIPTS]:
            yield from self.new(Visit("script", here(page, link), trail, (), visit.depth, 1))

    @staticmethod
    def _leads_on(page: Page, context: Sequence[str]) -> bool:
        """Whether any link of the page promises something, asked for already or not."""
        return any(score_link(link.text, link.url, context).value > 0 for link in links(page))

    # agencies and years

    def _harvest(self, page: Page, visit: Visit, trail: tuple[Hop, ...]) -> Iterator[Visit]:
        for evidence in cms.agencies(page):
            if evidence.kind == "area_code":
                yield from self._enumerate(page, evidence.value, evidence.quote, trail, visit.doors)

    def _enumerate(
        self, page: Page, code: str, name: str, trail: tuple[Hop, ...], doors: tuple[str, ...] = ()
    ) -> Iterator[Visit]:
        """The first year of an agency, once for each agency that is wanted."""
        plain = code.partition("-")[0]
        if plain != code and not self._chains.knows(code):
            # shells print a suffix that the endpoint may or may not know (PORTALS.md §1.1)
            self._suffixed.setdefault(plain, (page, code, name, trail))
            code = plain
        name = self.names.setdefault(code, name) or name
        yield from self._begin(page, code, name, trail, doors)

    def _begin(
        self, page: Page, code: str, name: str, trail: tuple[Hop, ...], doors: tuple[str, ...]
    ) -> Iterator[Visit]:
        if self._chains.knows(code) or not self.wanted.takes(name, code):
            return
        first = self.site.xxgk.first_year if self.site and self.site.xxgk else FIRST_YEAR
        years = (year for year in range(self.newest, first - 1, -1) if self.arguments.wants_year(year))
        evidence = (Evidence("agency", "area_code", code, name or code),)
        visit = Visit("endpoint", Link(page.url), trail, evidence, code=code, score=8, doors=doors)
        yield from self._chains.begin(visit, years)

    # each page once

    def new(self, visit: Visit) -> Iterator[Visit]:
        """The visit, unless the same page was handed out before under any of its spellings or as its twin."""
        if self._is_fresh(visit):
            yield visit

    def _is_fresh(self, visit: Visit) -> bool:
        key = spelt(visit.link, twins=True)
        if key in self.seen:
            if is_twin(visit.url):
                self._twins.setdefault(key, visit)
            return False
        self.seen.add(key)
        return True


def _report_page(visit: Visit, code: str, year: int) -> Link | None:
    return cms.reports(Page(visit.url, ""), code, year)
