"""Every site file is a spider; a broken one takes only itself down. And the command that lints them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import UsageError
from scrapy.settings import Settings
from scrapy.spiderloader import get_spider_loader

from crawler import spiderloader
from crawler.commands.checksites import _table
from crawler.registry import SITES, Site, lint
from tests import warm
from tests.unit.test_registry import GOOD, write

ROOT = Path(__file__).parents[2]


class Portal(Spider):
    name = "portal"
    site: Site | None = None


@pytest.fixture
def loader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> spiderloader.SiteSpiderLoader:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("year = 2021", "yaer = 2021"), "broken.toml")
    monkeypatch.setattr(spiderloader, "PORTAL_SPIDER", f"{__name__}.Portal")
    settings = Settings({"SPIDER_MODULES": [__name__], "SITES_DIR": str(tmp_path)})
    settings.set("SPIDER_LOADER_CLASS", "crawler.spiderloader.SiteSpiderLoader")
    found = get_spider_loader(settings)
    assert isinstance(found, spiderloader.SiteSpiderLoader)
    return found


def test_sites_stand_beside_the_other_spiders(loader: spiderloader.SiteSpiderLoader) -> None:
    assert loader.list() == ["broken", "portal", "some"]
    assert loader.load("portal") is Portal


def test_site_is_bound_to_its_spider(loader: spiderloader.SiteSpiderLoader) -> None:
    spider = loader.load("some")
    assert issubclass(spider, Portal)
    assert spider.site is not None and spider.site.title == "某区人民政府"
    assert (spider.__name__, spider.name) == ("SomeSpider", "some")
    assert spider.__dict__["allowed_domains"] == ["www.some.gov.cn"]
    assert spider().name == "some"
    assert Portal.site is None


def test_broken_site_says_what_is_wrong(loader: spiderloader.SiteSpiderLoader) -> None:
    with pytest.raises(
        UsageError, match=r"broken\.toml:6: columns\[0\]\.yaer: unknown key; did you mean 'year'\?"
    ):
        loader.load("broken")


def test_unknown_spider(loader: spiderloader.SiteSpiderLoader) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        loader.load("nowhere")


def test_find_by_request(loader: spiderloader.SiteSpiderLoader) -> None:
    assert loader.find_by_request(Request("https://www.some.gov.cn:8443/a")) == ["some"]
    assert loader.find_by_request(Request("http://www.other.gov.cn/")) == []


def scrapy(*arguments: str) -> subprocess.CompletedProcess[str]:
    return warm.run(arguments, timeout=60)


def test_checksites_is_silent_and_0_when_all_is_well() -> None:
    ran = scrapy("checksites")
    assert (ran.returncode, ran.stdout) == (0, "")


def test_checksites_prints_a_line_a_problem_and_exits_2(tmp_path: Path) -> None:
    good = write(tmp_path, GOOD)
    bad = write(
        tmp_path, GOOD.replace("reports = 15", "reports = 99").replace("565229128G", "565229128H"), "bad.toml"
    )
    ran = scrapy("checksites", str(good), str(bad), str(tmp_path / "absent.toml"))
    assert ran.returncode == 2
    assert [line.partition(" ")[0] for line in ran.stdout.splitlines()] == [
        "bad.toml:19:",
        "bad.toml:29:",
        "absent.toml:",
    ]


def test_table_has_a_row_for_each_file() -> None:
    found = {path: lint(path) for path in sorted(SITES.glob("*.toml"))}
    assert _table(found).row_count == len(found) >= 6


def test_broken_site_is_still_listed(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("year = 2021", "yaer = 2021"), "broken.toml")
    ran = scrapy("list", "-s", f"SITES_DIR={tmp_path}")
    assert (ran.returncode, "broken" in ran.stdout.split()) == (0, True)
