"""The spider's settings and arguments, the resolver, the watchdog, the counters of the ledger."""

from __future__ import annotations

import time
from typing import Any

import pytest
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.project import get_project_settings

from crawler import settings as project
from crawler.arguments import ArgumentError
from crawler.extensions import watchdog
from crawler.extensions.ledger import counts, facts
from crawler.extensions.watchdog import Watchdog
from crawler.outcome import Coverage, LastGood, judge
from crawler.registry import ExtraHost, load_site
from crawler.resolver import PublicResolver, proxy_hosts
from crawler.spiders.portal import PortalSpider

SITE = load_site("huancui")


class HuancuiSpider(PortalSpider):
    name = "huancui"
    site = SITE


def crawler_of(spider: type[PortalSpider], **settings: Any) -> Crawler:
    made = Crawler(spider, Settings({name: getattr(project, name) for name in dir(project) if name.isupper()}))
    made.settings.update(settings, priority="cmdline")
    made.stats = MemoryStatsCollector(made)
    return made


def test_the_site_file_rules_and_the_command_line_overrules() -> None:
    plain = crawler_of(HuancuiSpider).settings
    assert plain.getfloat("DOWNLOAD_DELAY") == SITE.politeness.delay
    assert plain.getint("PAGE_BUDGET") == SITE.politeness.max_pages
    assert plain.getint("CLOSESPIDER_TIMEOUT") == SITE.politeness.max_seconds
    typed = Settings({"DOWNLOAD_DELAY": 5}, priority="cmdline")
    HuancuiSpider.update_settings(typed)
    assert typed.getint("DOWNLOAD_DELAY") == 5


def test_one_connection_a_host_and_nothing_that_listens() -> None:
    settings = get_project_settings()
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert settings.getbool("ROBOTSTXT_OBEY")
    assert not settings.getbool("TELNETCONSOLE_ENABLED") and not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert {scheme for scheme, handler in settings.getdict("DOWNLOAD_HANDLERS").items() if handler is None} == {
        "file", "data", "ftp", "s3",
    }  # fmt: skip
    assert settings.getint("DEPTH_LIMIT") == 0  # 18 years of an agency are a chain of 18 requests
    assert settings["JOBDIR"] is None


def test_every_component_that_the_settings_name_exists() -> None:
    from scrapy.utils.misc import load_object

    for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS"):
        for path in getattr(project, name):
            assert load_object(path)
    for name in ("LOG_FORMATTER", "SPIDER_LOADER_CLASS", "DOWNLOADER", "REQUEST_FINGERPRINTER_CLASS"):
        assert load_object(getattr(project, name))


def test_arguments_reach_the_spider() -> None:
    spider = HuancuiSpider.from_crawler(crawler_of(HuancuiSpider), years="2022-2023", full="1")
    assert spider.arguments.years == frozenset({2022, 2023}) and spider.arguments.full
    assert spider.site_name == "huancui"
    with pytest.raises(ArgumentError):
        HuancuiSpider.from_crawler(crawler_of(HuancuiSpider), years="soon")
    portal = PortalSpider.from_crawler(crawler_of(PortalSpider), url="http://www.x.gov.cn/")
    assert portal.site_name == "www.x.gov.cn"
    assert portal.hosts.refusal("http://zwgk.x.gov.cn/") is None


def test_only_extra_hosts_may_be_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PublicResolver, "exempt", set())
    extra = ExtraHost(host="books.example.org:88", reason="e-books")

    class Extra(PortalSpider):
        name = "huancui"
        site = SITE.model_copy(update={"extra_hosts": (extra,)})

    spider = Extra.from_crawler(crawler_of(Extra))
    assert PublicResolver.exempt == {"books.example.org"}
    assert spider.hosts.refusal("http://books.example.org:88/x") is None
    assert spider.hosts.refusal("http://books.example.org/x") == "off_list"


def test_a_proxy_may_be_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://user:pw@proxy.inside:3128")
    monkeypatch.setenv("https_proxy", "other.inside:3128")
    assert {"proxy.inside", "other.inside"} <= proxy_hosts()


def watched(monkeypatch: pytest.MonkeyPatch, **settings: Any) -> tuple[Watchdog, list[str]]:
    closed: list[str] = []
    dog = Watchdog(crawler_of(HuancuiSpider, **settings))
    monkeypatch.setattr(dog, "close", lambda reason, detail: closed.append(reason))
    monkeypatch.setattr(watchdog, "_schedule_coro", None)
    return dog, closed


def test_the_watchdog_hears_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    dog, closed = watched(monkeypatch, WATCHDOG_SECONDS=60)
    dog.look()
    assert closed == []
    dog.alive = time.monotonic() - 61
    dog.look()
    assert closed == ["stalled"]
    dog.sign_of_life()
    dog.look()
    assert closed == ["stalled"]


def test_the_watchdog_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    dog, closed = watched(monkeypatch, PAGE_BUDGET=2, BYTE_BUDGET=100)
    dog.response_downloaded(Response("http://x/", body=b"1" * 10))
    assert closed == []
    dog.response_downloaded(Response("http://x/", body=b"1" * 10))
    assert closed == ["page_budget"]
    dog, closed = watched(monkeypatch, PAGE_BUDGET=10, BYTE_BUDGET=100)
    dog.response_downloaded(Response("http://x/", body=b"1" * 100))
    assert closed == ["byte_budget"]


STATS = {
    "downloader/request_count": 70,
    "response_received_count": 66,
    "documents/captures": 60,
    "documents/revisits": 2,
    "documents/change/new": 30,
    "documents/change/copy": 3,
    "documents/outcome/report": 33,
    "documents/outcome/unreadable": 1,
    "blocked/challenge/ruishu": 2,
    "blocked/waf/firewall": 1,
    "blocked/forbidden/http_403": 4,
    "blocked/host/www.huancui.gov.cn": "ruishu",
    "robots/forbidden/www.huancui.gov.cn": 5,
    "failed/www.huancui.gov.cn": "timeout",
    "downloader/response_status_count/200": 60,
    "downloader/response_status_count/503": 6,
    "pages/failed": 1,
    "items/failed": 2,
}


def test_counters_of_the_ledger() -> None:
    counted = counts(STATS, 32)
    assert (counted["requests"], counted["captures"], counted["revisits"]) == (70, 60, 2)
    assert (counted["reports_found"], counted["reports_new"], counted["unreadable"]) == (32, 30, 1)
    assert (counted["blocked"], counted["errors"]) == (3, 3)


def test_facts_of_a_run() -> None:
    spider = HuancuiSpider.from_crawler(crawler_of(HuancuiSpider))
    known = facts("finished", STATS, spider, Coverage(32, 8, frozenset({2024})), LastGood(30))
    assert known.blocked == ["www.huancui.gov.cn (ruishu)"]
    assert (known.forbidden, known.robots_forbidden, known.answers, known.errors) == (4, 5, 60, 2)
    assert known.down == ["www.huancui.gov.cn: timeout"]
    assert known.expected and known.expected.reports == SITE.expect.reports
    assert known.challenged
    assert judge(known).code == 6
