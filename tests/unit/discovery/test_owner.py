"""Whose portal a home page says it is."""

from __future__ import annotations

import pytest

from crawler.cms.base import Page
from crawler.discovery.owner import owner


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ('<meta name="SiteName" content="云泽市人民政府">', "云泽市"),
        ("<title>首页_汀沅县人民政府网站</title>", "汀沅县"),
        ("<title>首页-榆圩市人民政府网站</title>", "榆圩市"),
        ("<title>港尾新区政府在线</title>", "港尾新区"),
        ("<title>威海临港经济技术开发区管理委员会</title>", "威海临港经济技术开发区"),
        ("<title>中国·威海市环翠区人民政府</title>", "威海市环翠区"),
        ("<title>欢迎访问内蒙古自治区人民政府网站</title>", "内蒙古自治区"),
        ("<title>政府采购网</title>", None),
        ("<title></title>", None),
    ],
)
def test_owner(head: str, place: str | None) -> None:
    found = owner(Page("http://www.yunze.gov.cn/", f"<html><head>{head}</head><body><p>要闻</p></body></html>"))
    assert (found.value if found else None) == place


def test_the_imprint_names_it_too() -> None:
    page = Page("http://www.yunze.gov.cn/", "<body><p>主办单位：云泽市人民政府办公室 网站标识码：37</p></body>")
    found = owner(page)
    assert found and (found.value, found.kind) == ("云泽市", "site")
