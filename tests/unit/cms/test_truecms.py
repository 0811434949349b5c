# ruff: noqa: E501  -- the pages stand as portals print them
"""TrueCMS: jsonp with a datastore, windows of what the page's own script asks for."""

from __future__ import annotations

import json

import pytest

from crawler import cms
from crawler.cms import truecms
from crawler.cms.base import Page
from tests.unit.cms.pages import SAMPLES, shared

COLUMN = "http://www.a.gov.cn/ntszf/xxgknb/xxgknb.html"
ID = "754f6db5-d294-46d5-b25c-da3a86d102cd"


def script(
    total: int | None = 45,
    per_page: int = 10,
    group: int = 3,
    proxy: str = "/truecms/messageController/getMessage.do",
) -> str:
    count = f"totalRecord:{total}," if total is not None else ""
    return f"""<script>$("#messageList").jpage({{{count} dataBefore:'<ul id="content">', dataAfter:'</ul>',
contentTemplate:'<datastore><record><![CDATA[<li>\\'x\\'</li>]]></record></datastore>', proxyUrl:'{proxy}', perPage:{per_page},
groupSize:{group}, ajaxParam:{{columnId:'{ID}'}}}});</script>"""


def column(config: str, shown: int = 0) -> Page:
    rows = "".join(
        f"<li><a href='/col/4039_446643/art/1{n}/17x{n}.html' title='第{n}局2024年政府信息公开工作年度报告'>第{n}局…</a><span>2025-01-10</span></li>"
        for n in range(shown)
    )
    return Page(
        COLUMN,
        f"<html><body><div id='initData' style='display:none'><ul>{rows}</ul></div><div id='messageList'></div>{config}</body></html>",
    )


def windows(page: Page) -> list[tuple[str, str]]:
    found = cms.listing(page)
    assert found is not None
    asked = [dict(pair.split("=") for pair in link.url.partition("?")[2].split("&")) for link in found.more]
    return [(each["startrecord"], each["endrecord"]) for each in asked]


def test_column_without_rows_is_asked_for_whole() -> None:
    page = column(script())
    assert cms.recognise(page) is truecms.CMS
    found = cms.listing(page)
    assert found is not None and found.step and found.total == 45
    first = found.more[0]
    assert first.url == (
        "http://www.a.gov.cn/truecms/messageController/getMessage.do?startrecord=1&endrecord=30&perpage=30"
        f"&columnId={ID}&contentTemplate=&callback=cb"
    )
    assert ("Referer", COLUMN) in first.headers
    assert windows(page) == [("1", "30"), ("31", "60")]


def test_rows_that_the_page_holds_are_not_asked_for_again() -> None:
    page = column(script(total=70), shown=60)
    found = cms.listing(page)
    assert found is not None and len(found.items) == 60
    assert (found.items[0].text, found.items[0].date) == ("第0局2024年政府信息公开工作年度报告", "2025-01-10")
    assert windows(page) == [("61", "90")]
    assert windows(column(script(total=7), shown=7)) == []


@pytest.mark.parametrize(
    ("per_page", "group", "end"), [(20, 3, "40"), (15, 3, "45"), (10, 9, "50"), (100, 1, "50"), (50, 0, "50")]
)
def test_no_window_is_wider_than_50(per_page: int, group: int, end: str) -> None:
    assert windows(column(script(200, per_page, group)))[0] == ("1", end)


def test_other_spellings() -> None:
    assert windows(column(script(proxy="http://www.a.gov.cn/TrueCMS/messageController/getMessage.do")))
    loose = column(
        f'<script>var url="/TrueCMS/messageController/getMessage.do"; load(url, {{ "columnId" : "{ID}", page: 1 }})</script>'
    )
    assert windows(loose) == [("1", "20")]


def store(count: int, total: int) -> str:
    records = "".join(
        f"<record><![CDATA[<li><a href='/col/1_2/art/{n}/a.html' title='第{n}局年报'>x</a><span>2025-01-10</span></li>]]></record>"
        for n in range(count)
    )
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{records}</recordset></datastore>"


def asked(start: int, end: int) -> str:
    return f"http://www.a.gov.cn/truecms/messageController/getMessage.do?startrecord={start}&endrecord={end}&perpage={end - start + 1}&columnId={ID}&callback=cb"


@pytest.mark.parametrize("wrap", ["cb({});", "{}", "/**/cb({})"])
def test_answer(wrap: str) -> None:
    page = Page(asked(1, 20), wrap.replace("{}", json.dumps({"result": store(20, 45)})))
    found = cms.listing(page)
    assert found is not None
    assert (len(found.items), found.total, found.items[0].date) == (20, 45, "2025-01-10")
    assert windows(page) == [("21", "40"), ("41", "60")]


def test_capped_answer_goes_on_in_its_own_measure() -> None:
    assert windows(Page(asked(1, 50), json.dumps({"result": store(20, 45)}))) == [("21", "40"), ("41", "60")]


def test_empty_answer_to_a_wide_window_is_asked_again_narrower_once() -> None:
    page = Page(asked(1, 50), json.dumps({"result": store(0, 45)}))
    assert windows(page) == [("1", "10")]
    assert windows(Page(asked(1, 10), json.dumps({"result": store(0, 45)}))) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")
def test_sample() -> None:
    found = cms.listing(shared("reconstructed/truecms_getMessage.js", asked(1, 20)))
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [("2024年政府信息公开工作年度报告", "2025-01-10")]
    assert found.total == 28
