"""CMS families: which one made a page, and what the page lists, links and holds.

`recognise` names the best module. `listing`, `article` and `agencies` ask all that claim the page, best
first, and the generic one last; a module that is certain (1.0) has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crawler.cms import generic, hanweb_article, hanweb_jpage, hanweb_xxgk
from crawler.cms.base import Article, Cms, Link, Listing, Page
from crawler.cms.dom import breadcrumb
from pipelines.evidence import Evidence

__all__ = ["MODULES", "agencies", "article", "breadcrumb", "listing", "ranked", "recognise"]

MODULES: tuple[Cms, ...] = (hanweb_xxgk, hanweb_article, hanweb_jpage, generic)


def ranked(page: Page) -> Sequence[Cms]:
    """The modules that claim the page, best first; one that is certain stands alone."""
    scored = sorted(((module.recognise(page), -order) for order, module in enumerate(MODULES)), reverse=True)
    claims = [MODULES[-order] for score, order in scored if score > 0]
    return claims[:1] if scored[0][0] >= 1.0 else claims


def recognise(page: Page) -> Cms:
    """The module that recognises the page best."""
    return ranked(page)[0]


def listing(page: Page) -> Listing | None:
    """The list that the page shows, by the first module with items; all claimants add their requests for more."""
    more: list[Link] = []
    total: int | None = None
    seen = False
    for module in ranked(page):
        found = module.listing(page)
        if found is None:
            continue
        seen = True
        more.extend(found.more)
        total = found.total if total is None else total
        if found.items:
            return replace(found, more=tuple(dict.fromkeys(more)), total=total)
    return Listing((), tuple(dict.fromkeys(more)), total) if seen else None


def article(page: Page) -> Article | None:
    """The article that the page shows, by the first module that finds one."""
    answers = (module.article(page) for module in ranked(page))
    return next((answer for answer in answers if answer is not None), None)


def agencies(page: Page) -> Sequence[Evidence]:
    """The agency codes that the page carries, by every module: each once, with its printed name if it has one."""
    found: dict[str, Evidence] = {}
    for module in MODULES:
        for evidence in module.agencies(page):
            known = found.get(evidence.value)
            if known is None or (evidence.quote and not known.quote):
                found[evidence.value] = evidence
    return tuple(found.values())
