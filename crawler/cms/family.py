"""What every CMS module offers: recognise a page, list its items, find the next page, take an article apart.

A CMS module is a set of pure functions of a `Page`; it never fetches and never decides what a report is. It hands
them over as a `Cms`, naming only those that its family has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawler.cms import tables
from crawler.cms.base import Article, Link, Listing, Page
from pipelines.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Cms:
    """One family.

    `listing`: the list that a page (or data answer) shows; None where it shows none.
    `article`: the article that a page shows; None where it shows none.
    `columns`: columns that a page names in its data or scripts, where no anchor links them; the walk scores
    them like anchors.
    `agencies`: agency codes that a page links: Evidence("agency", "area_code", code, quote=printed name).
    `reports`: report pages that can be named without a list (agency × year endpoints), newest first.
    `search`: requests of the portal's own search for some words, where the page shows that there is one.
    """

    name: str
    listing: Callable[[Page], Listing | None] = lambda page: None
    article: Callable[[Page], Article | None] = lambda page: None
    columns: Callable[[Page], Sequence[Link]] = lambda page: ()
    agencies: Callable[[Page], Sequence[Evidence]] = lambda page: ()
    reports: Callable[[Page, Sequence[str], Sequence[int]], Sequence[Link]] = lambda page, codes, years: ()
    search: Callable[[Page, str], Sequence[Link]] = lambda page, words: ()

    def recognise(self, page: Page) -> float:
        """How surely this family made the page, 0–1, by signatures.toml."""
        return tables.score(page, self.name)
