"""The portal's own search, the second path: asked where the walk found less than there should be. Pure.

First for all annual reports at once. Where a search knows more of them than it is asked to show, then year by
year, for the years of which the most agencies have no report.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from crawler import cms
from crawler.cms import hanweb_jsearch
from crawler.lists import Pages

if TYPE_CHECKING:
    from crawler.cms.base import Link, Page
    from crawler.registry import Search

WORDS = "政府信息公开工作年度报告"
OF_YEAR = "{}年政府信息公开"
WAYS = 3  # to search one portal that its pages offer
PAGES = 5  # pages of results for the same words
YEARS = 6  # years that are searched for one by one

Ask = Callable[[str], "Sequence[Link]"]
"""The requests that search for some words."""


@dataclass(slots=True)
class Gaps:
    """Agency × year: what was found, and so what is missing."""

    _years: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def found(self, agency: str | None, year: int | None) -> None:
        """A report of an agency, where both are known."""
        if agency and year:
            self._years[agency].add(year)

    def years(self, newest: int, wanted: Callable[[int], bool]) -> list[int]:
        """The years of which an agency has no report, those that most agencies lack first, then the newest.

        From the oldest year of which any agency has one up to `newest`: an agency whose own reports begin later
        may have left them elsewhere.
        """
        oldest = min((year for years in self._years.values() for year in years), default=newest + 1)
        span = [year for year in range(oldest, newest + 1) if wanted(year)]
        missing = Counter(year for years in self._years.values() for year in span if year not in years)
        return sorted(missing, key=lambda year: (-missing[year], -year))


@dataclass(slots=True)
class SiteSearch:
    """How a portal can be searched, and what is left to ask. `pages` are the lists of results begun."""

    declared: Search | None = None
    pages: list[Pages] = field(default_factory=list)
    _asks: list[Ask] = field(default_factory=list)
    _known: set[str] = field(default_factory=set)
    _waiting: deque[str] = field(default_factory=deque)
    _begun: bool = False
    _by_year: bool = False

    def __post_init__(self) -> None:
        if (site := self.declared) is not None:
            fields = partial(hanweb_jsearch.ask, websiteid=site.websiteid, cateid=site.cateid, tpl=site.tpl)
            self._asks.append(partial(fields, site.endpoint, method=site.method))

    def offered(self, page: Page) -> None:
        """A page that may show a way to search; what the site file declares is enough."""
        links = [link for link in cms.search(page, WORDS) if link.url not in self._known]
        if not links or self.declared or len(self._known) >= WAYS:
            return
        self._known.update(link.url for link in links)
        self._asks.append(partial(cms.search, page))

    def begin(self) -> Pages:
        """The pages of one search's results."""
        pages = Pages(annual=False, most=PAGES)
        self.pages.append(pages)
        return pages

    def next(self, gaps: Callable[[], Sequence[int]]) -> Iterator[Link]:
        """The next requests; none where all that is worth asking has been asked. `gaps`: the years that are
        missing, worst first."""
        if not self._begun:
            self._begun = True
            yield from self._asked(WORDS)
            return
        if not self._by_year and any(pages.short for pages in self.pages):
            self._waiting.extend(OF_YEAR.format(year) for year in gaps()[:YEARS])
        self._by_year = True
        if self._waiting:
            yield from self._asked(self._waiting.popleft())

    def _asked(self, words: str) -> list[Link]:
        return list(dict.fromkeys(link for ask in self._asks for link in ask(words)))
