"""Once a plain request has shown an empty shell, it is not repeated: the browser is asked at once."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import HtmlResponse

from crawler.cms.base import Link
from crawler.fingerprint import key_of
from crawler.memory import Memory, Remembered
from crawler.spiders.portal import PortalSpider
from crawler.visit import Visit
from tests.unit.crawler.test_spider import crawler_of

HOME = "http://www.x.gov.cn/"
DETAIL = "http://www.x.gov.cn/details?id={}"
SHELL = b'<html><body><div id="app"></div><script src="/app.js"></script></body></html>'


def spider_of(**arguments: str) -> PortalSpider:
    return PortalSpider.from_crawler(crawler_of(PortalSpider), url=HOME, **arguments)


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
    at = datetime(2020, 1, 1, tzinfo=UTC)
    for filled, full in ((True, "0"), (False, "0"), (True, "1")):
        spider = spider_of(full=full)
        last = Remembered(
            HOME, HOME, 200, None, at, "aa", None, None, "text/html", None, None, True, rendered=filled
        )
        spider.memory = Memory({key_of(HOME): last})
        assert rendered(spider, Visit("page", Link(HOME))) is (filled and full == "0")
