# ruff: noqa: E501  -- the pages stand as portals print them
"""gkmlpt and NFCMS, the two of Guangdong: trees in a script, lists by JSON, articles in a script or in the page."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from crawler import cms
from crawler.cms import gkmlpt, nfcms
from crawler.cms.base import Page
from crawler.discovery.links import column_year, is_candidate, is_column
from pipelines.evidence import Evidence
from tests.unit.cms.pages import SAMPLES, shared

INDEX = "http://www.szpsq.gov.cn/gkmlpt/index"
API = "http://www.szpsq.gov.cn/gkmlpt/api/all/20765?page=1&sid=755041"
CONTENT = "http://www.szpsq.gov.cn/gkmlpt/content/9/9103/post_9103540.html"
TITLE = "坪山区2020年政府信息公开工作年度报告"
CODE = "114403006955506492"
NESTED = [
    {"id": 1, "name": "机构概况", "parent": 0, "children": [], "jump_url": ""},
    {"id": 2, "name": "政府信息公开年报", "parent": 0, "jump_url": "", "children": [
        {"id": 3, "name": "2023年", "parent": 2, "children": [], "jump_url": ""},
        {"id": 4, "name": "市财政局", "parent": 2, "children": [], "jump_url": None},
    ]},
    {"id": 5, "name": "年度报告", "parent": 0, "children": [], "jump_url": "http://www.szpsq.gov.cn/xxgk/xxgknb/"},
]  # fmt: skip


def index(tree: object, *, quoted: bool = False, url: str = INDEX) -> Page:
    tree = json.dumps(tree, ensure_ascii=False)
    script = f"window._CONFIG = {{SID: '755041', SERVICE_AREA_ID: '755', TREE: {tree}, DETAIL: null}};"
    if quoted:
        script = f'window._CONFIG={{"SID":755041,"TREE":{tree},"DETAIL":null,"T":new Date()}}; run();'
    return Page(url, f"<html><body><div id='app'></div><script>{script}</script></body></html>")


@pytest.mark.parametrize("quoted", [False, True])
def test_columns_of_the_tree(quoted: bool) -> None:
    found = cms.columns(index(NESTED, quoted=quoted))
    assert [(link.url.partition("www.szpsq.gov.cn")[2], link.text) for link in found] == [
        ("/gkmlpt/api/all/2?page=1&sid=755041", "政府信息公开年报"),
        ("/gkmlpt/api/all/3?page=1&sid=755041", "政府信息公开年报栏目 2023年"),
        ("/gkmlpt/api/all/4?page=1&sid=755041", "政府信息公开年报栏目 市财政局"),
        ("/xxgk/xxgknb/", "政府信息公开年度报告"),
    ]
    assert [each.value for link in found for each in link.evidence] == ["市财政局"]


def test_the_walk_takes_them_for_columns_and_none_for_a_report() -> None:
    found = cms.columns(index(NESTED))
    assert all(is_column(link.text, link.url) and not is_candidate(link.text, link.url) for link in found)
    assert [column_year(link.text) for link in found] == [None, 2023, None, None]


def test_flat_tree_under_a_prefix() -> None:
    flat = [{"id": "7", "name": "信息公开年报", "parent": "0"}, {"id": "8", "name": "2022年", "parent": "7"}]
    found = cms.columns(index(flat, url="http://www.gz.gov.cn/hyhpjyj/gkmlpt/index"))
    assert [link.url for link in found] == [
        f"http://www.gz.gov.cn/hyhpjyj/gkmlpt/api/all/{n}?page=1&sid=755041" for n in (7, 8)
    ]
    assert found[1].text == "信息公开年报栏目 2022年"


@pytest.mark.parametrize(
    "config", ['{SID:\'1\',TREE:[{"id":2,"name":"政府信息公开年报","children":[', "{SID:'1'}", "[]", "null"]
)
def test_torn_configuration(config: str) -> None:
    assert list(gkmlpt.columns(Page(INDEX, f"<script>window._CONFIG = {config}</script>"))) == []


def test_torn_at_the_end_keeps_the_tree() -> None:
    script = f"window._CONFIG = {{SID:'755041', TREE:{json.dumps(NESTED)}, DETAIL: {{content:'"
    assert len(gkmlpt.columns(Page(INDEX, f"<script>{script}</script>"))) == 4


# --- lists ------------------------------------------------------------------------------------------------------


def post(number: int, **more: object) -> dict[str, object]:
    return {
        "id": number, "title": TITLE, "publisher": "深圳市坪山区人民政府", "identifier": f"{CODE}/2021-00426",
        "date": "2021-01-29 10:00:00", "display_publish_time": 1611885600, "attachment": [],
        "url": f"http://www.szpsq.gov.cn/gkmlpt/content/9/9103/post_{number}.html",
        "post_url": f"http://www.szpsq.gov.cn/xxgk/content/post_{number}.html",
    } | more  # fmt: skip


def answer(articles: list[dict[str, object]], count: int | None, url: str = API) -> Page:
    classify = {"id": 20765, "name": "政府信息公开年报"} | ({} if count is None else {"post_count": count})
    return Page(url, json.dumps({"classify": classify, "articles": articles}, ensure_ascii=False))


def test_articles_of_an_answer() -> None:
    file = {"name": "a.docx", "url": "https://www.sz.gov.cn/attachment/1/a.docx"}
    rows = [
        post(1),
        post(2, url="", post_url="/xxgk/content/post_2.html"),
        post(3, url="", post_url=None, attachment=[file]),
    ]
    found = cms.listing(answer([*rows, post(4, title=""), {"id": 5}], 3))
    assert found is not None
    assert [link.url for link in found.items] == [
        "http://www.szpsq.gov.cn/gkmlpt/content/9/9103/post_1.html",
        "http://www.szpsq.gov.cn/xxgk/content/post_2.html",
        "https://www.sz.gov.cn/attachment/1/a.docx",
    ]
    first = found.items[0]
    assert (first.text, first.date) == (TITLE, "2021-01-29")
    assert {(each.kind, each.value) for each in first.evidence} == {
        ("index_code", CODE),
        ("publisher", "深圳市坪山区人民政府"),
    }
    assert (found.total, list(found.more), found.column) == (3, [], "政府信息公开年报")


@pytest.mark.parametrize(
    ("got", "count", "page", "expected"),
    [
        (100, 250, "1", ["2", "3"]),
        (100, 250, "0", ["2", "3"]),
        (100, 250, "2", ["1", "3"]),
        (20, 45, "1", ["2", "3"]),
        (50, 250, "3", ["1", "2"]),
        (100, None, "1", ["2"]),
        (7, None, "1", []),
        (0, 250, "4", []),
    ],
)
def test_other_pages(got: int, count: int | None, page: str, expected: list[str]) -> None:
    found = cms.listing(answer([post(n) for n in range(got)], count, API.replace("page=1", f"page={page}")))
    assert found is not None
    assert [dict(parse_qsl(urlsplit(link.url).query))["page"] for link in found.more] == expected


@pytest.mark.parametrize("text", ["", "<html>404</html>", "[]", '{"articles": null}', '{"articles": [1, null]}'])
def test_answers_that_hold_nothing(text: str) -> None:
    found = cms.listing(Page(API, text))
    assert found is None or not (found.items or found.more)


# --- articles ---------------------------------------------------------------------------------------------------


def test_body_in_the_page() -> None:
    html = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1><table><tr><td>索引号：</td><td>{CODE}/2021-00426</td><td>发布机构：</td><td>坪山区人民政府</td></tr></table><div class='tyxxy_main'><p>根据《条例》编制本报告。</p></div></body></html>"
    found = cms.article(Page(CONTENT, html))
    assert found is not None
    assert (found.title, found.container) == (TITLE, "div.tyxxy_main")
    assert ("index_code", CODE) in {(each.kind, each.value) for each in found.evidence}


def test_body_in_the_script() -> None:
    detail = post(1, content="<p>根据《条例》编制本报告。</p><a href='/attachment/0/1/x.pdf'>附件：年报.pdf</a>", attachment=[
        {"name": f"{TITLE}.docx", "type": "doc", "url": "https://www.sz.gov.cn/attachment/1/1658/1658591/12541123.docx"},
    ])  # fmt: skip
    script = json.dumps({"SID": "755041", "TREE": [], "DETAIL": detail}, ensure_ascii=False)
    found = cms.article(
        Page(
            CONTENT,
            f"<html><head><title>坪山区政府信息公开</title></head><body><div id='app'></div><script>window._CONFIG = {script};</script></body></html>",
        )
    )
    assert found is not None
    assert (found.title, found.container, found.published_on) == (TITLE, None, "2021-01-29")
    assert [(link.url.rpartition("/")[2], link.text) for link in found.attachments] == [
        ("12541123.docx", f"{TITLE}.docx"),
        ("x.pdf", "年报.pdf"),
    ]
    assert Evidence("agency", "index_code", CODE, f"{CODE}/2021-00426") in found.evidence


def test_shell_without_an_article() -> None:
    assert gkmlpt.article(index([], url=CONTENT)) is None


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_reconstructed_pages() -> None:
    (column,) = cms.columns(shared("reconstructed/gkmlpt_index_config.html", INDEX))
    assert column.url == API
    found = cms.listing(shared("reconstructed/gkmlpt_api_all.json", column.url))
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("某某区2020年政府信息公开工作年度报告", "2021-01-29")
    ]
    assert found.total == 2


# --- NFCMS ------------------------------------------------------------------------------------------------------

LIST = "http://www.sz.gov.cn/szzt2010/xxgk/xxgknb/"


def test_nfcms_list() -> None:
    rows = "".join(
        f"<li><a href='{LIST}content/{twin}post_{n}.html' title='深圳市第{n}局2023年政府信息公开工作年度报告'>深圳市第{n}局2023…</a><span>2024-01-25</span></li>"
        for n, twin in ((12675915, ""), (12675915, "m"), (12675916, "m"))
    )
    html = f"<html><script>var NFCMS_SITE_ID=755001</script><body><ul>{rows}</ul><a href='index.html'>首页</a><a href='index.html'>1</a><a href='index_2.html'>2</a><a href='index_3.html'>3</a><a href='index_4.html'>尾页</a></body></html>"
    page = Page(LIST, html)
    assert cms.recognise(page) is nfcms.CMS
    found = cms.listing(page)
    assert found is not None
    assert [link.url.rpartition("/")[2] for link in found.items] == ["post_12675915.html", "mpost_12675916.html"]
    assert [link.url.rpartition("/")[2] for link in found.more] == ["index_2.html", "index_3.html", "index_4.html"]


def test_nfcms_article() -> None:
    html = f"""<html><head><script>NFCMS_SITE_ID=755001; NFCMS_POST_ID=12675915;</script><meta name="ArticleId" content="12675915">
<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2024-01-25 10:00"><meta name="ContentSource" content="坪山区"></head><body>
<h1>{TITLE}</h1><div class="news_cont_d_wrap"><p>根据《条例》编制本报告。</p><a href="/attachment/1/a.pdf">年报.pdf</a></div></body></html>"""
    for name in ("post_12675915.html", "mpost_12675915.html"):
        found = cms.article(Page(f"{LIST}content/{name}", html))
        assert found is not None
        assert (found.title, found.container, found.published_on) == (TITLE, "div.news_cont_d_wrap", "2024-01-25")
        assert [link.text for link in found.attachments] == ["年报.pdf"]
