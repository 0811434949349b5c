"""NFCMS (PORTALS.md §2.4): articles at …/content/post_12675915.html, mobile twins mpost_…, lists index_2.html."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.cms import generic, tables
from crawler.cms.articles import compose
from crawler.cms.base import Article, Listing, Page
from crawler.cms.body import known_container
from crawler.cms.family import Cms

_ARTICLE = re.compile(r"/m?post_\d+(?:_\d+)?\.html?$", re.I)
_TWIN = re.compile(r"/mpost_(?=\d+)", re.I)


def listing(page: Page) -> Listing | None:
    """The rows of a column; of an article and its mobile twin one."""
    found = None if _ARTICLE.search(urlsplit(page.url).path) else generic.listing(page)
    if found is None:
        return None
    urls = {link.url for link in found.items}
    kept = (
        link for link in found.items if (twin := _TWIN.sub("/post_", link.url)) == link.url or twin not in urls
    )
    return replace(found, items=tuple(kept))


def article(page: Page) -> Article | None:
    """The article of a post; None where the page has none of the platform's bodies."""
    if not _ARTICLE.search(urlsplit(page.url).path):
        return None
    container = known_container(page, tables.words("containers", "nfcms"))
    return None if container is None else compose(page, container, generic.headline(page, container))


CMS = Cms(
    "nfcms",
    listing=listing,
    article=article,
)
