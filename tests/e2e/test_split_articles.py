"""Reports whose article goes on over several pages, crawled: each page is kept, and all are one report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from tests.e2e.crawling import World
from tests.portal import Portal
from tests.portal.families.base import Host
from tests.unit.forms import sample

AGENCY = "威海市环翠区商务局"
HOME = "http://www.fenye.gov.cn/"
# year → folder, first page, further pages ({rest}), what the first page prints below its body
TRS = '<script>createPageHTML(3, 0, "t20250131_4180", "html");</script>'
HANWEB = '<div class="pagination"><a href="{rest[0]}">2</a><a href="{rest[1]}">3</a> 共3页</div>'
NEXT = '<div class="fenye"><a href="{rest[0]}">下一页</a></div>'  # each page names the next one only
ARTICLES: dict[int, tuple[str, str, tuple[str, str], str]] = {
    2024: ("/zwgk/", "t20250131_4180.html", ("t20250131_4180_1.html", "t20250131_4180_2.html"), TRS),
    2023: ("/art/2024/1/31/", "art_7_2.html", ("art_7_2_2.html", "art_7_2_3.html"), HANWEB),
    2022: ("/info/1050/", "21831.htm", ("21831_2.htm", "21831_3.htm"), NEXT),
    2021: ("/info/1051/", "119.htm", ("119_2.htm", "119_3.htm"), HANWEB),
}
LOST = "/info/1051/119_3.htm"


def pieces(year: int) -> tuple[str, str, str]:
    """The report of the forms' tests, cut before its chapters 三 and 四."""
    body = sample.page().decode().partition("<body>")[2].partition("</body>")[0].replace("2024年", f"{year}年")
    second, third = (body.index(heading) for heading in ("<p>三、收到", "<p>四、政府信息公开行政复议"))
    return body[:second], body[second:third], body[third:]


class Split(Host):
    """A column of four annual reports, each over three pages; the last page of one is gone."""

    family = "split"
    names: ClassVar[tuple[tuple[str, ...], ...]] = (("www.fenye.gov.cn",),)

    def __init__(self) -> None:
        super().__init__()
        self.page("/", '<html><body><a href="/ndbg/">政府信息公开年度报告</a></body></html>')
        items = "".join(
            f'<li><a href="{folder}{first}">{_title(year)}</a><span>{year + 1}-01-31</span></li>'
            for year, (folder, first, _, _) in ARTICLES.items()
        )
        self.page("/ndbg/", f"<html><body><h2>政府信息公开年度报告</h2><ul>{items}</ul></body></html>")
        for year, (folder, first, rest, below) in ARTICLES.items():
            names = (first, *rest)
            for at, (name, body) in enumerate(zip(names, pieces(year), strict=True)):
                more = below if at == 0 else ""
                if below is NEXT and at < 2:
                    more = NEXT.replace("{rest[0]}", names[at + 1])
                if folder + name != LOST:
                    self.page(
                        folder + name, _page(year, body, more.format(rest=rest) if "{rest" in more else more)
                    )


def _title(year: int) -> str:
    return f"{AGENCY}{year}年政府信息公开工作年度报告"


def _page(year: int, body: str, more: str) -> str:
    head = f'<head><meta charset="utf-8"><title>{_title(year)}</title></head>'
    return f'<html>{head}<body><div class="article-content">{body}</div>{more}</body></html>'


@pytest.fixture
def split_world(database: str, tmp_path: Path) -> Iterator[World]:
    with Portal(hosts=[Split()]) as portal:
        yield World(database, tmp_path, portal)


def test_all_pages_are_one_report(split_world: World) -> None:
    world = split_world
    run = world.crawl("portal", "-a", f"url={HOME}")
    assert run.code == 0, run
    reports = world.query("SELECT year, verdict, reason FROM v_reports ORDER BY year")
    assert reports == [
        (2021, "review", "page_missing"),
        *((year, "accepted", None) for year in (2022, 2023, 2024)),
    ]
    cells = "SELECT year, count(*), count(DISTINCT page) FROM v_cells GROUP BY year ORDER BY year"
    whole = [(year, 200, 3) for year in (2022, 2023, 2024)]
    assert world.query(cells)[1:] == whole
    kept = world.query("SELECT count(DISTINCT sha256) FROM captures WHERE url LIKE '%fenye.gov.cn/%\\_%.htm%'")
    named = world.query("SELECT count(*) FROM v_findings WHERE rule = 'article_page'")
    assert named == [(2 * 3 + 1,)]
    assert kept[0][0] >= 2 * 3 + 1
    asked = world.asked("www.fenye.gov.cn")
    assert (
        len(
            [
                url
                for url in asked
                if url.endswith(tuple(rest for *_, rests, _ in ARTICLES.values() for rest in rests))
            ]
        )
        == 8
    )

    before = world.facts()
    again = world.crawl("portal", "-a", f"url={HOME}", "-a", "full=1")
    assert again.code == 0, again
    assert world.facts() == before
