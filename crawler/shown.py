"""What a page of the way shows that matters: whether it has changed, and whether a list has been emptied."""

from __future__ import annotations

from crawler import cms
from crawler.cms.base import Page
from crawler.discovery.extract import links
from crawler.discovery.links import is_candidate, score_link
from crawler.fingerprint import key_of

_COLUMN = ("政府信息公开年报",)
_HUB = ("政府信息公开",)


def shown(page: Page, *, annual: bool) -> frozenset[tuple[str, ...]]:
    """The links that a walk may follow and, in a column of annual reports, all items with their dates and the
    total: the same until something changes that a walk could notice, whatever news or counters the page prints."""
    context = _COLUMN if annual else _HUB
    found = {
        (key_of(link.url), link.text)
        for link in links(page)
        if score_link(link.text, link.url, context).value > 0 or is_candidate(link.text, link.url, context)
    }
    if not annual or (listing := cms.listing(page)) is None:
        return frozenset(found)
    items = {(key_of(link.url), link.text, link.date or "") for link in listing.items}
    return frozenset(found | items | {("total", str(listing.total))})


def emptied(before: Page, now: Page) -> bool:
    """Whether a list that had items shows none now: rather a fault of the portal than the end of its reports."""
    had, has = cms.listing(before), cms.listing(now)
    return bool(had and had.items) and not (has and (has.items or has.step))
