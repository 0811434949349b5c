"""Once a plain request has shown an empty shell, it is not repeated: the browser is asked at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.cms.base import Link, Page
from crawler.fingerprint import key_of
from crawler.memory import Memory, Remembered
from crawler.spiders.portal import PortalSpider
from crawler.visit import Visit
from pipelines.items import Item
from tests.unit.crawler.test_spider import crawler_of

HOME = "http://www.x.gov.cn/"
DETAIL = "http://www.x.gov.cn/details?id={}"
SHELL = b'<html><body><div id="app"></div><script src="/app.js"></script></body></html>'


def spider_of(**arguments: str) -> PortalSpider:
    return PortalSpider.from_crawler(crawler_of(PortalSpider), url=HOME, **arguments)


def filled(at: datetime) -> Remembered:
    """The home page as a browser filled it."""
    return Remembered(HOME, HOME, 200, None, at, "aa", None, None, "text/html", None, None, True, rendered=True)


def rendered(spider: PortalSpider, visit: Visit) -> bool:
    [request] = list(spider.ask([visit]))
    assert isinstance(request, Request)
    return bool(request.meta.get("render"))


def test_a_path_that_was_a_shell_goes_to_the_browser_whatever_its_query() -> None:
    spider = spider_of()
    first = Visit("article", Link(DETAIL.format(1)))
    assert not rendered(spider, first)
    request = Request(first.url)
    _, again = list(spider.parse_document(HtmlResponse(first.url, body=SHELL, request=request), first))
    assert isinstance(again, Request) and again.meta["render"]
    assert rendered(spider, Visit("article", Link(DETAIL.format(2))))
    assert not rendered(spider, Visit("article", Link("http://www.x.gov.cn/content/2.html")))
    assert not rendered(spider, Visit("attachment", Link(DETAIL.format(3))))


def test_a_page_that_a_browser_filled_last_time_goes_to_it_at_once() -> None:
    last = filled(datetime(2020, 1, 1, tzinfo=UTC))
    for known, full in ((last, "0"), (replace(last, rendered=False), "0"), (last, "1")):
        spider = spider_of(full=full)
        spider.memory = Memory({key_of(HOME): known})
        assert rendered(spider, Visit("page", Link(HOME))) is (known.rendered and full == "0")


def test_a_home_page_that_was_filled_lately_is_only_knocked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    spider = spider_of()
    spider.memory = Memory({key_of(HOME): filled(datetime.now(UTC))})
    column = "<a href='/nb/'>政府信息公开年报</a>"
    page = Page(HOME, f"<html><title>某县人民政府</title><body>{column}</body></html>")
    monkeypatch.setattr(spider, "_stored", lambda remembered, visit: page)
    visit = Visit("page", Link(HOME))
    knock, led = sorted(spider.ask([visit]), key=lambda request: len(request.url))  # type: ignore[union-attr]
    assert isinstance(knock, Request) and isinstance(led, Request)
    assert (knock.url, knock.meta.get("render"), led.url) == (HOME, None, f"{HOME}nb/")
    assert list(spider.parse_knock(HtmlResponse(HOME, body=SHELL, request=knock), visit)) == []
    own = f"<p>{'本站改版' * 200}</p><a href='/old/'>往年政府信息公开年报</a>".encode()
    item, new = list(spider.parse_knock(HtmlResponse(HOME, body=own, encoding="utf-8", request=knock), visit))
    assert isinstance(item, Item) and isinstance(new, Request)
    assert new.url == f"{HOME}old/"
