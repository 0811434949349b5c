"""From an answer to a capture; and a 304 that the object store answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.statscollectors import MemoryStatsCollector

from crawler.cms.base import Article, Link
from crawler.delivery import deliver, page_of, stored_page
from crawler.memory import Remembered
from crawler.middlewares.conditional import REVISIT, ConditionalMiddleware
from crawler.walk import Visit
from pipelines.capture import Hop
from pipelines.evidence import Evidence
from pipelines.objects import store

URL = "http://www.wip.gov.cn/art/2024/1/29/art_151616_4308925.html"
BODY = "<html><body><p>政府信息公开</p></body></html>".encode("gbk")
ANCHOR = Evidence("year", "anchor", "2023", "2023年")
HEADLINE = Evidence("headline", "headline", "某局2023年政府信息公开工作年度报告")


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path))


@pytest.fixture
def crawler() -> Iterator[Crawler]:
    made = Crawler(Spider)
    made.stats = MemoryStatsCollector(made)
    yield made


def remembered(digest: str | None, **changes: object) -> Remembered:
    given = {
        "url": URL, "final_url": URL, "status": 200, "outcome": "report",
        "fetched_at": datetime(2026, 11, 1, tzinfo=UTC),
        "digest": digest, "etag": '"abc"', "last_modified": "Mon, 29 Jan 2024 02:10:00 GMT",
        "content_type": "text/html;charset=GBK", "listed": None, "year": 2023, "whole": True, **changes,
    }  # fmt: skip
    return Remembered(**given)  # type: ignore[arg-type]


def answer(visit: Visit, status: int = 200, body: bytes = BODY, **meta: object) -> HtmlResponse:
    request = Request(visit.url, meta=meta)
    headers = {"Content-Type": "text/html;charset=GBK", "ETag": '"abc"'}
    return HtmlResponse(URL, status=status, body=body, headers=headers, request=request, encoding="gb18030")


def test_an_article() -> None:
    visit = Visit("article", Link(URL, "报告"), (Hop("http://www.wip.gov.cn/", "首页"),), (ANCHOR,), year=2023)
    article = Article("某局2023年政府信息公开工作年度报告", "#zoom", None, (HEADLINE, ANCHOR))
    item = deliver(answer(visit), visit, article, site="wip", run_id=7)
    capture = item.capture
    assert (capture.url, capture.status, capture.body, capture.role) == (URL, 200, BODY, "article")
    assert (capture.site, capture.run_id, capture.container, capture.digest) == ("wip", 7, "#zoom", None)
    assert capture.evidence == [ANCHOR, HEADLINE]  # each once, what the way told first
    assert capture.trail == [Hop("http://www.wip.gov.cn/", "首页")]
    assert ("Content-Type", "text/html;charset=GBK") in capture.headers
    assert capture.file_name is None and item.outcome is None


def test_a_redirected_attachment() -> None:
    asked = "http://www.wip.gov.cn/module/download/downfile.jsp?filename=1.pdf"
    visit = Visit("attachment", Link(asked, "报告.pdf"), parent=URL)
    response = Response(
        "http://www.wip.gov.cn/attach/0/1.pdf", body=b"%PDF", request=Request(URL, meta={"redirect_urls": [asked]})
    )
    capture = deliver(response, visit, None, site="wip", run_id=None).capture
    assert (capture.url, capture.final_url) == (asked, "http://www.wip.gov.cn/attach/0/1.pdf")
    assert (capture.redirects, capture.parent_url, capture.file_name) == ([asked], URL, "报告.pdf")
    assert capture.role == "attachment"


@pytest.mark.parametrize(
    ("status", "outcome"), [(404, None), (412, "blocked"), (200, "soft_404"), (200, "no_report")]
)
def test_what_brought_no_page_has_no_body(status: int, outcome: str | None) -> None:
    visit = Visit("article", Link(URL))
    item = deliver(answer(visit, status), visit, None, site="wip", run_id=1, outcome=outcome)
    assert (item.capture.status, item.capture.body, item.capture.digest) == (status, b"", None)
    item.digest = None
    assert not item.is_read


def test_a_304_is_answered_by_the_store(crawler: Crawler) -> None:
    digest = store().put(BODY)
    visit, middleware = Visit("article", Link(URL)), ConditionalMiddleware.from_crawler(crawler)
    request = Request(URL, meta={"remembered": remembered(digest)})
    middleware.process_request(request)
    assert request.headers["If-None-Match"] == b'"abc"'
    assert request.headers["If-Modified-Since"] == b"Mon, 29 Jan 2024 02:10:00 GMT"
    response = asyncio.run(middleware.process_response(request, Response(URL, 304)))
    assert isinstance(response, HtmlResponse)
    assert (response.status, response.body, response.flags) == (200, BODY, [REVISIT])
    capture = deliver(response, visit, None, site="wip", run_id=2).capture
    assert (capture.status, capture.body, capture.digest) == (304, b"", digest)
    assert (
        "Content-Type",
        "text/html;charset=GBK",
    ) in capture.headers  # a 304 does not repeat it, a reading needs it


def test_a_304_for_a_file(crawler: Crawler) -> None:
    digest = store().put(b"%PDF-1.4")
    known = remembered(digest, content_type="application/pdf")
    request = Request(URL.replace(".html", ".pdf"), meta={"remembered": known})
    response = asyncio.run(
        ConditionalMiddleware.from_crawler(crawler).process_response(request, HtmlResponse(URL, 304))
    )
    assert isinstance(response, Response) and response.body == b"%PDF-1.4"


def test_a_304_for_what_the_store_has_lost_is_asked_again(crawler: Crawler) -> None:
    request = Request(URL, meta={"remembered": remembered("0" * 64)})
    middleware = ConditionalMiddleware.from_crawler(crawler)
    middleware.process_request(request)
    again = asyncio.run(middleware.process_response(request, Response(URL, 304)))
    assert isinstance(again, Request)
    assert "If-None-Match" not in again.headers and again.dont_filter
    middleware.process_request(again)
    assert "If-None-Match" not in again.headers


def test_what_is_not_remembered_is_asked_plainly(crawler: Crawler) -> None:
    middleware = ConditionalMiddleware.from_crawler(crawler)
    for known in (None, remembered(None), remembered("0" * 64, etag=None, last_modified=None)):
        request = Request(URL, meta={"remembered": known})
        middleware.process_request(request)
        assert not {b"If-None-Match", b"If-Modified-Since"} & set(request.headers)


def test_a_stored_page_reads_as_the_live_one() -> None:
    live = page_of(answer(Visit("article", Link(URL))))
    kept = stored_page(remembered("0" * 64), BODY)
    assert kept and live and (kept.url, kept.text) == (live.url, live.text)
    assert "政府信息公开" in kept.text
    assert stored_page(remembered("0" * 64, content_type="application/pdf"), b"%PDF-1.4\xff") is None


@pytest.mark.parametrize(
    ("changes", "kept", "absent", "doubtful"),
    [
        ({}, True, False, False),
        ({"status": 304}, True, False, False),
        ({"outcome": "not_a_report"}, True, False, False),
        ({"outcome": "unreadable"}, True, False, True),
        ({"outcome": "unassigned"}, True, False, True),
        ({"outcome": None}, False, False, False),  # the run died between keeping and reading
        ({"outcome": "no_report", "digest": None}, False, True, False),
        ({"outcome": "http_404", "status": 404, "digest": None}, False, True, False),
        ({"outcome": "http_503", "status": 503, "digest": None}, False, False, False),
        ({"outcome": "blocked", "status": 412, "digest": None}, False, False, False),
    ],
)
def test_what_an_older_run_knows(changes: dict[str, object], kept: bool, absent: bool, doubtful: bool) -> None:
    given = {"digest": "0" * 64, **changes}
    known = remembered(given.pop("digest"), **given).known  # type: ignore[arg-type]
    assert (known.kept, known.absent, known.doubtful) == (kept, absent, doubtful)
    assert (known.year, known.checked.isoformat()) == (2023, "2026-11-01")
