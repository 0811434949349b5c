"""Each middleware alone, with Scrapy's own requests and responses."""

from __future__ import annotations

import gzip
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import HtmlResponse, Response
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from crawler.downloader import SteadySlot
from crawler.extensions.quietlog import Redact, redact
from crawler.hosts import HostPolicy
from crawler.middlewares.allowlist import AllowListMiddleware, RefusedError
from crawler.middlewares.blocks import BlockedError, BlockMiddleware, HostStoppedError
from crawler.middlewares.compression import CompressionMiddleware, TruncatedError
from crawler.middlewares.cookies import CookieMiddleware
from crawler.middlewares.encoding import EncodingMiddleware
from crawler.middlewares.redirect import RedirectLoopError, StraightRedirectMiddleware
from crawler.middlewares.retry import HostDownError, PoliteRetryMiddleware, retry_after
from crawler.middlewares.robots import rules
from crawler.middlewares.scheme import SchemeMiddleware, plain_twin

URL = "http://www.huancui.gov.cn/col/col1/index.html"


class PlainSpider(Spider):
    name = "plain"
    hosts = HostPolicy.of_hosts(["www.huancui.gov.cn"])


@pytest.fixture
def crawler() -> Iterator[Crawler]:
    settings = Settings({"RETRY_PAUSE": 0.01, "RETRY_AFTER_MAX": 60, "HOST_FAILURES": 2, "RETRY_TIMES": 2})
    crawler = Crawler(PlainSpider, settings)
    crawler.stats = MemoryStatsCollector(crawler)
    crawler.spider = PlainSpider.from_crawler(crawler)
    yield crawler


def page(body: bytes = b"<html><body>x</body></html>", status: int = 200, **headers: str) -> HtmlResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return HtmlResponse(URL, status=status, body=body, headers={"Content-Type": "text/html", **named})


def stat(crawler: Crawler, key: str) -> Any:
    return crawler.stats.get_value(key)


def test_allow_list(crawler: Crawler) -> None:
    middleware = AllowListMiddleware.from_crawler(crawler)
    middleware.process_request(Request(URL))
    for url in ("http://other.gov.cn/", "http://127.0.0.1/"):
        with pytest.raises(RefusedError):
            middleware.process_request(Request(url, dont_filter=True))
    assert (stat(crawler, "refused/off_list"), stat(crawler, "refused/private_address")) == (1, 1)


def test_a_challenge_stops_the_host(crawler: Crawler) -> None:
    middleware = BlockMiddleware.from_crawler(crawler)
    middleware.process_request(Request(URL))
    with pytest.raises(BlockedError) as raised:
        middleware.process_response(Request(URL), page(b"<script>$_ts={}</script>", 412))
    assert raised.value.block.name == "ruishu"
    with pytest.raises(HostStoppedError):
        middleware.process_request(Request(URL + "?page=2"))
    middleware.process_request(Request("http://zwgk.huancui.gov.cn/"))
    assert stat(crawler, "blocked/challenge/ruishu") == 1


def test_a_soft_404_stops_nothing_but_the_page(crawler: Crawler) -> None:
    middleware = BlockMiddleware.from_crawler(crawler)
    with pytest.raises(BlockedError):
        middleware.process_response(Request(URL), page("您访问的页面不存在".encode()))
    middleware.process_request(Request(URL))
    good = page(b"<html><a href='/x'>x</a></html>")
    assert middleware.process_response(Request(URL), good) is good


def test_a_missing_robots_txt_is_not_a_block(crawler: Crawler) -> None:
    middleware = BlockMiddleware.from_crawler(crawler)
    robots = Request("http://www.huancui.gov.cn/robots.txt")
    for answer in (page(b""), page(b"<h1>403</h1>", 403), page("页面不存在".encode())):
        assert middleware.process_response(robots, answer) is answer
    with pytest.raises(BlockedError):
        middleware.process_response(robots, page(b"<script>$_ts={}</script>", 412))


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        ("公开".encode(), "text/html; charset=GBK", "公开"),
        ('<meta charset="gb2312">公开'.encode("gbk"), "text/html; charset=ISO-8859-1", "公开"),
        ("公开".encode("gbk"), "text/html", "公开"),
        ("﻿公开".encode(), "text/html", "公开"),
    ],
)
def test_the_bytes_decide_the_encoding(body: bytes, header: str, text: str) -> None:
    response = HtmlResponse(URL, body=body, headers={"Content-Type": header})
    decoded = EncodingMiddleware().process_response(Request(URL), response)
    assert isinstance(decoded, HtmlResponse)
    assert decoded.text.endswith(text)


def test_encoding_leaves_files_alone() -> None:
    pdf = Response(URL, body=b"%PDF-1.7 \xff\xfe", headers={"Content-Type": "application/pdf"})
    assert EncodingMiddleware().process_response(Request(URL), pdf) is pdf


NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (b"120", 120.0),
        (b" 0 ", 0.0),
        (b"Sat, 21 Nov 2026 12:01:00 GMT", 60.0),
        (b"Sat, 21 Nov 2026 11:00:00 GMT", 0.0),
        (b"soon", None),
        (b"", None),
        (None, None),
    ],
)
def test_retry_after(value: bytes | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


class Downloading:
    """The part of Scrapy's engine that the middleware speaks to, with the slot of one host."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.slot = SteadySlot(1, 1.0, 0.0)
        self.downloader = self
        self.slots = {"www.huancui.gov.cn": self.slot}

    @staticmethod
    def get_slot_key(request: Request) -> str:
        return urlsplit(request.url).hostname or ""

    def waits(self, answer: Response | None = None) -> float:
        """Seconds until the slot sends again (as Scrapy computes it), after this answer."""
        if answer is not None:
            downloaded = {"response": answer, "request": Request(answer.url)}
            self.crawler.signals.send_catch_log(signals.response_downloaded, **downloaded)
        return self.slot.download_delay() - time.monotonic() + self.slot.lastseen


def retrying(crawler: Crawler) -> PoliteRetryMiddleware:
    crawler.engine = Downloading(crawler)  # type: ignore[assignment]
    return PoliteRetryMiddleware.from_crawler(crawler)


def test_a_busy_host_rests_whatever_waits_for_it(crawler: Crawler) -> None:
    middleware = retrying(crawler)
    middleware.pause = 20
    host: Any = crawler.engine
    assert host.waits(page()) <= 1  # a good answer
    assert 14 < host.waits(page(status=503)) <= 25  # 20 s with their jitter
    again = middleware.process_response(Request(URL), page(status=503))
    assert isinstance(again, Request)
    middleware.process_exception(again, DownloadTimeoutError())
    assert 29 < host.waits() <= 50  # twice as long
    assert 29 < host.waits(page(status=503).replace(url="http://other.gov.cn/")) <= 50  # not for this one


def test_retry_after_is_obeyed(crawler: Crawler) -> None:
    middleware = retrying(crawler)
    host: Any = crawler.engine
    assert 29 < host.waits(page(status=429, Retry_After="30")) <= 30
    assert 29 < host.waits(page(status=503, Retry_After="10")) <= 30  # the longer one holds
    assert middleware.down == {}


def test_a_host_that_asks_for_an_hour_is_left_for_the_next_run(crawler: Crawler) -> None:
    middleware = retrying(crawler)
    answer = page(status=503, Retry_After="3600")
    host: Any = crawler.engine
    assert host.waits(answer) <= 1  # nobody waits for it
    assert middleware.process_response(Request(URL), answer) is answer
    with pytest.raises(HostDownError, match="3600 s"):
        middleware.process_request(Request(URL))


def test_the_breaker_opens_after_failures_in_a_row(crawler: Crawler) -> None:
    middleware = retrying(crawler)
    spent = Request(URL, meta={"retry_times": 2})
    assert middleware.process_exception(spent, DownloadTimeoutError()) is None
    middleware.process_request(Request(URL))
    middleware.process_response(Request(URL), page())  # an answer closes the count
    assert middleware.process_exception(spent, DownloadTimeoutError()) is None
    middleware.process_request(Request(URL))
    assert middleware.process_exception(spent, DownloadTimeoutError("60 s")) is None
    with pytest.raises(HostDownError, match="60 s"):
        middleware.process_request(Request(URL))
    assert stat(crawler, "retry/host_down") == 1


def test_a_name_that_does_not_resolve_is_tried_twice(crawler: Crawler) -> None:
    middleware = retrying(crawler)
    again = middleware.process_exception(Request(URL), CannotResolveHostError())
    assert isinstance(again, Request)
    assert middleware.process_exception(again, CannotResolveHostError()) is None


def test_our_own_faults_are_not_retried(crawler: Crawler) -> None:
    assert retrying(crawler).process_exception(Request(URL), ValueError()) is None


@pytest.mark.parametrize(
    ("status", "body", "allowed"),
    [
        (200, b"User-agent: *\nDisallow: /col/\n", False),
        (200, b"User-agent: *\nDisallow: /module/\n", True),
        (404, b"User-agent: *\nDisallow: /\n", True),
        (403, b"<h1>Forbidden</h1>", True),
        (503, b"", False),
        (500, b"User-agent: *\nAllow: /\n", False),
    ],
)
def test_robots_by_status(crawler: Crawler, status: int, body: bytes, allowed: bool) -> None:
    parser = ProtegoRobotParser.from_crawler(crawler, rules(status, body))
    assert parser.allowed(URL, "gongkai") is allowed


def test_passwords_leave_no_trace_in_a_log() -> None:
    assert redact("to postgresql+psycopg://gongkai:s3cr3t@db/gongkai failed") == (
        "to postgresql+psycopg://gongkai:***@db/gongkai failed"
    )
    record = logging.LogRecord("x", logging.INFO, "", 0, "proxy %s", ("http://me:pw@proxy:3128",), None)
    Redact().filter(record)
    assert record.getMessage() == "proxy http://me:***@proxy:3128"
    assert redact("http://www.x.gov.cn/a@b and mail a@b.cn") == "http://www.x.gov.cn/a@b and mail a@b.cn"


def test_decompression_comes_before_our_eyes() -> None:
    from crawler import settings

    order = {path.rpartition(".")[2]: at or 0 for path, at in settings.DOWNLOADER_MIDDLEWARES.items()}
    assert order["ConditionalMiddleware"] > order[CompressionMiddleware.__name__]
    assert order[CompressionMiddleware.__name__] > order["EncodingMiddleware"] > order["BlockMiddleware"]
    assert order["BlockMiddleware"] > 600 > order["PoliteRetryMiddleware"]


# --- cookies -----------------------------------------------------------------------------------------------------


def sent(middleware: CookieMiddleware, url: str) -> bytes | None:
    request = Request(url)
    middleware.process_request(request)
    return request.headers.get("Cookie")


def test_a_host_gets_its_own_cookies_back_and_no_other_does() -> None:
    middleware = CookieMiddleware()
    assert sent(middleware, URL) is None
    request = Request(URL)
    middleware.process_response(request, page(Set_Cookie="zh_choose_158=s; Path=/; Domain=.gov.cn; HttpOnly"))
    middleware.process_response(request, page(Set_Cookie="CT6T=1a%2F=; Path=/"))
    assert sent(middleware, "https://WWW.huancui.gov.cn:8443/x") == b"zh_choose_158=s; CT6T=1a%2F="
    assert sent(middleware, "http://zwgk.huancui.gov.cn/") is None
    middleware.process_response(request, page(Set_Cookie="CT6T=; Max-Age=0"))
    assert sent(middleware, URL) == b"zh_choose_158=s"


def test_a_retry_takes_no_old_cookie_along() -> None:
    middleware = CookieMiddleware()
    request = Request(URL)
    middleware.process_response(request, page(Set_Cookie="a=1"))
    middleware.process_request(request)
    middleware.process_response(request, page(Set_Cookie="a=2"))
    middleware.process_request(request)
    assert request.headers["Cookie"] == b"a=2"


@pytest.mark.parametrize("printed", ["", ";;;", "=x", "a", "\xff=1", "a=" + "x" * 10_000, "a b=c"])
def test_odd_cookies_do_no_harm(printed: str) -> None:
    middleware = CookieMiddleware()
    middleware.process_response(Request(URL), page(Set_Cookie=printed))
    assert len(sent(middleware, URL) or b"") <= 4096


def test_a_flood_of_cookies_is_dammed() -> None:
    middleware = CookieMiddleware()
    for number in range(100):
        middleware.process_response(Request(URL), page(Set_Cookie=f"c{number}=1"))
    assert len((sent(middleware, URL) or b"").split(b"; ")) == 20


# obstacles that lie on the way to the body


def packed(body: bytes, header: bool, content_type: str = "text/html") -> Response:
    headers = {"Content-Type": content_type} | ({"Content-Encoding": "gzip"} if header else {})
    return Response(URL, body=body, headers=headers)


@pytest.mark.parametrize("header", [True, False])
def test_gzip_is_unpacked_whether_it_says_so_or_not(crawler: Crawler, header: bool) -> None:
    middleware = CompressionMiddleware.from_crawler(crawler)
    response = packed(gzip.compress("年度报告".encode()) + gzip.compress(b"."), header)
    answer = middleware.process_response(Request(URL), response)
    assert isinstance(answer, HtmlResponse) and answer.body == "年度报告.".encode()
    counted = stat(crawler, "obstacle/encoding/gzip_without_label/www.huancui.gov.cn/col/")
    assert counted == (None if header else 1)


def test_what_was_packed_twice_is_unpacked_twice(crawler: Crawler) -> None:
    middleware = CompressionMiddleware.from_crawler(crawler)
    twice = packed(gzip.compress(gzip.compress("年度报告".encode())), header=True)
    answer = middleware.process_response(Request(URL), twice)
    assert isinstance(answer, HtmlResponse) and answer.body == "年度报告".encode()


def test_a_gzip_file_stays_one(crawler: Crawler) -> None:
    middleware = CompressionMiddleware.from_crawler(crawler)
    response = packed(gzip.compress(b"x"), header=False, content_type="application/x-gzip")
    assert middleware.process_response(Request(URL), response) is response


def test_half_a_gzip_body_is_asked_for_again_and_never_taken_for_the_whole(crawler: Crawler) -> None:
    middleware = CompressionMiddleware.from_crawler(crawler)
    half = packed(gzip.compress(bytes(range(256)) * 99)[:-20], header=True)
    again = middleware.process_response(Request(URL), half)
    assert isinstance(again, Request) and again.meta["retry_times"] == 1
    with pytest.raises(TruncatedError):
        middleware.process_response(Request(URL, meta={"retry_times": 2}), half)
    assert stat(crawler, "obstacle/no_answer/truncated/www.huancui.gov.cn/col/") == 1


def test_a_bomb_without_a_label_is_refused(crawler: Crawler) -> None:
    crawler.settings.set("DOWNLOAD_MAXSIZE", 10_000)
    middleware = CompressionMiddleware.from_crawler(crawler)
    with pytest.raises(IgnoreRequest, match="DOWNLOAD_MAXSIZE"):
        middleware.process_response(Request(URL), packed(gzip.compress(bytes(10**6)), header=False))


def moved(url: str, to: str, cookie: str = "") -> Response:
    return Response(url, 302, {"Location": to} | ({"Set-Cookie": cookie} if cookie else {}))


def test_a_redirect_to_itself_is_followed_once_and_only_for_a_cookie(crawler: Crawler) -> None:
    middleware = StraightRedirectMiddleware.from_crawler(crawler)
    again = middleware.process_response(Request(URL), moved(URL, URL, "CT6T=1"))
    assert isinstance(again, Request) and again.url == URL
    with pytest.raises(RedirectLoopError):
        middleware.process_response(again, moved(URL, URL, "CT6T=2"))
    with pytest.raises(RedirectLoopError):
        middleware.process_response(Request(URL), moved(URL, "index.html"))
    assert stat(crawler, "obstacle/redirect/circle/www.huancui.gov.cn/col/") == 2


def test_redirects_in_a_circle_end_where_they_began(crawler: Crawler) -> None:
    middleware = StraightRedirectMiddleware.from_crawler(crawler)
    secure = URL.replace("http:", "https:")
    second = middleware.process_response(Request(URL), moved(URL, secure))
    assert isinstance(second, Request) and second.url == secure  # its twin is no circle
    with pytest.raises(RedirectLoopError):
        middleware.process_response(second, moved(secure, URL))


SECURE = "https://www.huancui.gov.cn:8443/a?b=1"
PLAIN = "http://www.huancui.gov.cn/a?b=1"


def test_the_http_twin_is_asked_once_where_https_fails(crawler: Crawler) -> None:
    middleware = SchemeMiddleware.from_crawler(crawler)
    asked = middleware.process_exception(Request(SECURE), DownloadConnectionRefusedError())
    assert asked is not None and (asked.url, asked.dont_filter) == (PLAIN, True)
    assert middleware.process_exception(asked.replace(url=SECURE), DownloadConnectionRefusedError()) is None
    gone = HtmlResponse(SECURE, 410)
    answer = middleware.process_response(Request(SECURE), gone)
    assert isinstance(answer, Request) and answer.url == PLAIN


def test_what_may_pass_is_retried_by_https_first(crawler: Crawler) -> None:
    middleware = SchemeMiddleware.from_crawler(crawler)
    assert middleware.process_exception(Request(SECURE), DownloadTimeoutError()) is None
    last = Request(SECURE, meta={"retry_times": 2})
    asked = middleware.process_exception(last, DownloadTimeoutError())
    assert asked is not None and (asked.url, asked.meta["retry_times"]) == (PLAIN, 0)
    assert middleware.process_exception(last, CannotResolveHostError()) is None


def test_a_host_keeps_the_scheme_that_works(crawler: Crawler) -> None:
    middleware = SchemeMiddleware.from_crawler(crawler)
    asked = middleware.process_exception(Request(SECURE), DownloadConnectionRefusedError())
    assert asked is not None
    middleware.process_response(asked, HtmlResponse(PLAIN))
    following = middleware.process_request(Request("https://www.huancui.gov.cn/c"))
    assert following is not None and following.url == "http://www.huancui.gov.cn/c"
    assert stat(crawler, "obstacle/tls/plain/www.huancui.gov.cn") == 1
    middleware.process_response(
        Request("https://zwgk.huancui.gov.cn/"), HtmlResponse("https://zwgk.huancui.gov.cn/")
    )
    gone = HtmlResponse("https://zwgk.huancui.gov.cn/x", 410)
    assert middleware.process_response(Request(gone.url), gone) is gone


@pytest.mark.parametrize("url", [PLAIN, "https://www.x.gov.cn:9000/", "https://[::1", "ftp://x.gov.cn/"])
def test_what_has_no_plain_twin(url: str) -> None:
    assert plain_twin(url) is None


def test_a_subtree_that_gives_no_answer_is_fenced(crawler: Crawler) -> None:
    middleware = BlockMiddleware.from_crawler(crawler)
    home = Request("http://www.huancui.gov.cn/")
    middleware.process_response(home, page(b"<a href='/x'>x</a>"))
    for number in range(3):
        request = Request(f"http://www.huancui.gov.cn/xxgk/{number}", meta={"retry_times": 2})
        middleware.process_request(request)
        middleware.process_exception(request, DownloadTimeoutError())
    with pytest.raises(HostStoppedError):
        middleware.process_request(Request("http://www.huancui.gov.cn/xxgk/9"))
    middleware.process_request(Request("http://www.huancui.gov.cn/zwgk/9"))
    assert stat(crawler, "blocked/subtree/www.huancui.gov.cn/xxgk/") == "timeout"


def test_a_fence_that_redirects_stands_around_what_was_asked(crawler: Crawler) -> None:
    middleware = BlockMiddleware.from_crawler(crawler)
    middleware.process_response(Request("http://www.huancui.gov.cn/"), page(b"<a href='/x'>x</a>"))
    there = Request("http://www.huancui.gov.cn/check/", meta={"redirect_urls": ["http://www.huancui.gov.cn/nb/1"]})
    with pytest.raises(BlockedError):
        middleware.process_response(there, page(b"<script>$_ts={}</script>", 412))
    with pytest.raises(HostStoppedError):
        middleware.process_request(Request("http://www.huancui.gov.cn/nb/2"))
    assert stat(crawler, "obstacle/challenge/ruishu/www.huancui.gov.cn/nb/") == 1


def test_a_label_that_lies_is_counted(crawler: Crawler) -> None:
    middleware = EncodingMiddleware.from_crawler(crawler)
    body = '<meta charset="gb2312">公开'.encode("gbk")
    for header in ("text/html; charset=ISO-8859-1", "text/html; charset=gbk", "text/html"):
        middleware.process_response(Request(URL), HtmlResponse(URL, body=body, headers={"Content-Type": header}))
    key = "obstacle/encoding/iso-8859-1 is gb18030/www.huancui.gov.cn/col/"
    assert {name: times for name, times in crawler.stats.get_stats().items() if "encoding" in name} == {key: 1}


def test_a_page_of_two_encodings_is_counted(crawler: Crawler) -> None:
    middleware = EncodingMiddleware.from_crawler(crawler)
    prose = "一、总体情况，本机关主动公开政府信息。" * 3
    whole = f"<p>{prose}</p>".encode()
    half = whole + f"<p>{prose}</p>".encode("gb18030")
    for body in (whole, half):
        headers = {"Content-Type": "text/html"}
        middleware.process_response(Request(URL), HtmlResponse(URL, body=body, headers=headers))
    assert stat(crawler, "obstacle/encoding/two in one page/www.huancui.gov.cn/col/") == 1
