"""CMS families: which one made a page, and what the page lists, links and holds.

`recognise` names the best module. `listing`, `article` and `agencies` ask all that claim the page, best
first, and the generic one last; a module that is certain (1.0) has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.cms import (
    epoint,
    flipbook,
    generic,
    gkmlpt,
    hanweb_article,
    hanweb_jpaas,
    hanweb_jpage,
    hanweb_jsearch,
    hanweb_xxgk,
    lonsun,
    nfcms,
    shangwang,
    sudy,
    trs,
    truecms,
    ucap,
    vsb,
)
from crawler.cms.base import Article, Link, Listing, Page, once_a_page
from crawler.cms.dom import breadcrumb
from crawler.cms.family import Cms
from crawler.cms.redirect import redirect as _led_on
from pipelines.evidence import Evidence

__all__ = ["FAMILIES", "agencies", "article", "breadcrumb", "listing", "ranked", "recognise", "redirect"]

FAMILIES: tuple[Cms, ...] = (
    hanweb_xxgk.CMS,
    hanweb_article.CMS,
    hanweb_jpage.CMS,
    hanweb_jpaas.CMS,
    hanweb_jsearch.CMS,
    trs.CMS,
    gkmlpt.CMS,
    nfcms.CMS,
    truecms.CMS,
    ucap.CMS,
    sudy.CMS,
    epoint.CMS,
    vsb.CMS,
    lonsun.CMS,
    shangwang.CMS,
    flipbook.CMS,
    generic.CMS,
)


@once_a_page
def ranked(page: Page) -> Sequence[Cms]:
    """The modules that claim the page, best first; one that is certain stands alone."""
    scored = sorted(((module.recognise(page), -order) for order, module in enumerate(FAMILIES)), reverse=True)
    claims = [FAMILIES[-order] for score, order in scored if score > 0]
    return claims[:1] if scored[0][0] >= 1.0 else claims


def recognise(page: Page) -> Cms:
    """The module that recognises the page best."""
    return ranked(page)[0]


def listing(page: Page) -> Listing | None:
    """The list that the page shows, by the first module with items; all claimants add their requests for more."""
    more: list[Link] = []
    total: int | None = None
    empty: Listing | None = None
    for module in ranked(page):
        found = module.listing(page)
        if found is None:
            continue
        more.extend(found.more)
        total = found.total if total is None else total
        if found.items:
            return replace(found, more=tuple(dict.fromkeys(more)), total=total)
        empty = empty or found
    return replace(empty, more=tuple(dict.fromkeys(more)), total=total) if empty else None


@once_a_page
def article(page: Page) -> Article | None:
    """The article that the page shows, by the first module that finds one."""
    answers = (module.article(page) for module in ranked(page))
    return next((answer for answer in answers if answer is not None), None)


def agencies(page: Page) -> Sequence[Evidence]:
    """The agency codes that the page carries, by every module: each once, with its printed name if it has one."""
    found: dict[str, Evidence] = {}
    for module in FAMILIES:
        for evidence in module.agencies(page):
            known = found.get(evidence.value)
            if known is None or (evidence.quote and not known.quote):
                found[evidence.value] = evidence
    return tuple(found.values())


def columns(page: Page) -> Sequence[Link]:
    """The columns that the page names in its data or scripts, by every module that claims it."""
    return tuple(dict.fromkeys(link for module in ranked(page) for link in module.columns(page)))


def redirect(page: Page) -> Link | None:
    """Where a page that only leads on leads; None for a page of its own, and where a family knows the frame that
    fills it as one of its columns."""
    link = _led_on(page)
    if link and any(urlsplit(column.url).path == urlsplit(link.url).path for column in columns(page)):
        return None
    return link


def search(page: Page, words: str) -> Sequence[Link]:
    """The portal's own search for some words, as far as the page shows one."""
    return tuple(dict.fromkeys(link for module in FAMILIES for link in module.search(page, words)))


def reports(page: Page, code: str, year: int) -> Link | None:
    """The page of one agency's report for one year, where the portal can name it without a list."""
    return next((link for module in FAMILIES for link in module.reports(page, [code], [year])), None)
