# ruff: noqa: E501  -- the pages stand as portals print them
"""Hanweb's site search: its requests from forms, links and scripts, its answers as lists."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler import cms
from crawler.cms import hanweb_jsearch
from crawler.cms.base import Link, Page
from tests.unit.cms.pages import SAMPLES, shared

WORDS = "政府信息公开年度报告"
HOME = "http://www.wendeng.gov.cn/"
ANSWER = "http://www.wendeng.gov.cn/jsearchfront/search.do?websiteid=371081000500000&q=x&p=1&pg=20&tpl=1361"
CATE = "https://www.weihai.gov.cn/jsearchfront/interfaces/cateSearch.do"
TARGET = "http%3A%2F%2Fwww.wendeng.gov.cn%2Fart%2F2022%2F1%2F28%2Fart_82584_{0}.html"


def result(number: int, *, url: str = "visit/link.do?url=" + TARGET + "&q=x", shown: str = "") -> str:
    return f"""<div class="jcse-result-box news-result"><div class="jcse-news-title"><a href="{url.format(number)}">文登区第{number}局2021年<em>政府信息公开</em>工作年度报告</a></div>
<div class="jcse-news-abs">2021年1月1日至12月31日…</div><div class="jcse-news-other-info"><div class="jcse-news-url"><a href="{url.format(number)}">{shown}</a></div>
<span class="jcse-news-date">2022-01-28</span></div></div>"""


def asked(link: Link) -> dict[str, str]:
    return dict(link.form or parse_qsl(urlsplit(link.url).query))


FORM = """<form action="/jsearchfront/search.do" method="get"><input type="hidden" name="websiteid" value="371081000500000">
<input type="hidden" name="tpl" value="1361"><input type="hidden" name="cateid" value="1082"><input name="q" value="请输入"></form>"""


@pytest.mark.parametrize(
    "html",
    [
        FORM,
        f"<script>document.writeln({json.dumps(FORM)});</script>",
        "<a href='/jsearchfront/search.do?websiteid=371081000500000&amp;tpl=1361&amp;cateid=1082&q='>搜索</a>",
    ],
    ids=["form", "script", "link"],
)
def test_search_that_a_page_offers(html: str) -> None:
    (link,) = cms.search(Page(HOME, f"<html><body>{html}</body></html>"), WORDS)
    assert link.url.startswith("http://www.wendeng.gov.cn/jsearchfront/search.do?")
    assert asked(link) == {
        "websiteid": "371081000500000", "tpl": "1361", "cateid": "1082", "q": WORDS, "p": "1", "pg": "50", "checkError": "1",
    }  # fmt: skip


def test_commented_out_search_is_none() -> None:
    script = f"<script>\n//document.writeln({json.dumps(FORM)});\n</script><!-- {FORM} -->"
    assert list(cms.search(Page(HOME, script), WORDS)) == []


def test_declared_search_asks_each_category() -> None:
    links = hanweb_jsearch.ask(
        CATE, WORDS, websiteid="371000000000000", cateid=["142", "143"], tpl="1321", method="POST"
    )
    assert [asked(link)["cateid"] for link in links] == ["142", "143"]
    assert asked(links[0])["q"] == asked(links[0])["word"] == WORDS
    assert all(link.form for link in links)


def test_answer_is_unwrapped() -> None:
    html = f"<html><body><p>为您找到相关结果约45个</p>{''.join(map(result, range(1, 21)))}</body></html>"
    found = cms.listing(Page(ANSWER, html))
    assert found is not None
    assert len(found.items) == 20 and found.total == 45
    assert (found.items[0].url, found.items[0].text, found.items[0].date) == (
        "http://www.wendeng.gov.cn/art/2022/1/28/art_82584_1.html",
        "文登区第1局2021年政府信息公开工作年度报告",
        "2022-01-28",
    )
    assert [asked(link)["p"] for link in found.more] == ["2"]
    capped = cms.listing(Page(ANSWER.replace("pg=20", "pg=50"), html))
    assert capped is not None  # the server gives twenty a page, whatever it is asked for
    assert [(asked(link)["p"], asked(link)["pg"]) for link in capped.more] == [("2", "20")]
    last = cms.listing(Page(ANSWER.replace("p=1", "p=3"), html))
    assert last is not None and list(last.more) == []


def test_target_that_is_only_printed() -> None:
    html = result(1, url="visit/link.do?id=77", shown="http://www.wendeng.gov.cn/art/2022/1/28/art_82584_1.html")
    found = cms.listing(Page(ANSWER, html))
    assert found is not None
    assert [link.url for link in found.items] == ["http://www.wendeng.gov.cn/art/2022/1/28/art_82584_1.html"]


def test_results_of_another_skin() -> None:
    rows = "".join(
        f"<li><a href='visit/link.do?url={TARGET.format(n)}'>文登区第{n}局2021年政府信息公开工作年度报告</a><i>2022-01-28</i></li>"
        for n in (1, 2)
    )
    found = cms.listing(Page(ANSWER, f"<html><body><a href='/'>首页</a><ul>{rows}</ul></body></html>"))
    assert found is not None
    assert [(link.url[-6:], link.date) for link in found.items] == [
        ("1.html", "2022-01-28"),
        ("2.html", "2022-01-28"),
    ]


def test_json_answer() -> None:
    form = (("websiteid", "371000000000000"), ("q", WORDS), ("p", "1"), ("pg", "2"))
    text = json.dumps({"total": 5, "result": [result(1), result(2)]})
    found = cms.listing(Page(CATE, text, form=form))
    assert found is not None
    assert [link.date for link in found.items] == ["2022-01-28"] * 2
    assert found.total == 5
    assert [link.form for link in found.more] == [(*form[:2], ("p", "2"), ("pg", "2"))]


def test_page_that_asks_for_its_results_by_script() -> None:
    shell = "<html><script>$.post('interfaces/cateSearch.do', data)</script><div id='results'></div></html>"
    found = cms.listing(Page(ANSWER, shell))
    assert found is not None and found.step
    (link,) = found.more
    assert link.url == "http://www.wendeng.gov.cn/jsearchfront/interfaces/cateSearch.do"
    assert asked(link)["websiteid"] == "371081000500000"


@pytest.mark.parametrize("text", ["", "{}", '{"result": null}', "<html><body>暂无结果</body></html>"])
def test_search_that_finds_nothing(text: str) -> None:
    found = cms.listing(Page(ANSWER, text))
    assert found is not None and not found.items and not found.more


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_navigation_of_yantai_offers_both_searches() -> None:
    page = shared("hanweb_jpaas_nav_yantai_excerpt.js", "http://www.yantai.gov.cn/script/nav.js")
    links = {urlsplit(link.url).path: asked(link) for link in cms.search(page, WORDS)}
    assert links.keys() == {"/api-gateway/jpaas-jsearch-web-server/search", "/jsearchfront/search.do"}
    assert links["/api-gateway/jpaas-jsearch-web-server/search"]["serviceId"] == "yglRfIhpRHsFrLutGVCBO"
