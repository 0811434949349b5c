from __future__ import annotations

import pytest
from scrapy import FormRequest, Request

from crawler.cms.base import Link
from crawler.fingerprint import UrlKeyFingerprinter, asked_as, is_twin, twin_key

BASE = "http://www.weihai.gov.cn/module/xxgk/xxgkAnnualReport.jsp"


def same(one: Request, other: Request) -> bool:
    return UrlKeyFingerprinter().fingerprint(one) == UrlKeyFingerprinter().fingerprint(other)


def test_twins_are_one_request() -> None:
    plain = Request(f"{BASE}?area=1137&fbtime=2022")
    assert same(plain, Request(f"{BASE}?fbtime=2022&area=1137"))
    assert same(
        plain, Request(f"{BASE}?area=1137&fbtime=2022".replace("http://", "https://").replace("cn/", "cn:8443/"))
    )
    assert not same(plain, Request(f"{BASE}?area=1137&fbtime=2021"))


def test_posts_differ_by_their_form() -> None:
    url = "http://www.wendeng.gov.cn/module/web/jpage/dataproxy.jsp"
    assert not same(FormRequest(url, formdata={"columnid": "1"}), FormRequest(url, formdata={"columnid": "2"}))
    assert not same(Request(url), FormRequest(url, formdata={"columnid": "2"}))


def test_a_redirect_to_the_own_twin_is_not_a_repetition() -> None:
    first = Request("http://www.x.gov.cn/a")
    moved = Request("https://www.x.gov.cn/a", meta={"redirect_urls": [first.url]})
    assert not same(first, moved)
    assert same(moved, Request("https://www.x.gov.cn/a", meta={"redirect_urls": [first.url]}))


def test_a_redirect_elsewhere_is_an_ordinary_request() -> None:
    home = Request("http://www.x.gov.cn/")
    assert same(home, Request("http://www.x.gov.cn/", meta={"redirect_urls": ["http://www.x.gov.cn/gone"]}))


@pytest.mark.parametrize(
    ("page", "twin"),
    [
        ("http://www.x.gov.cn/art/t20240125_1.html", "http://www.x.gov.cn/art/t20240125_1_wap.html"),
        ("http://www.x.gov.cn/c/content/post_12675915.html", "http://www.x.gov.cn/c/content/mpost_12675915.html"),
        ("http://www.x.gov.cn/c/1.html", "http://m.x.gov.cn/c/1.html"),
        ("http://www.x.gov.cn/c/1.html", "https://wap.x.gov.cn:8443/c/1.html"),
        ("http://www.x.gov.cn/c/1.html", "http://www.x.gov.cn/c/1_print.html"),
        ("http://www.x.gov.cn/nb/", "http://www.x.gov.cn/nb/index.html"),
        ("http://www.x.gov.cn/", "http://www.x.gov.cn/default.aspx"),
        ("http://www.x.gov.cn/show.jsp?id=1", "http://www.x.gov.cn/show.jsp?id=1&print=1"),
    ],
)
def test_a_page_and_its_twin(page: str, twin: str) -> None:
    assert twin_key(page) == twin_key(twin)
    assert is_twin(twin) and not is_twin(page)


def test_no_twins() -> None:
    assert twin_key("http://zwgk.x.gov.cn/1.html") != twin_key("http://www.x.gov.cn/1.html")
    assert twin_key("http://www.x.gov.cn/1.html") != twin_key("http://www.x.gov.cn/2.html")
    assert twin_key("http://www.x.gov.cn/nb/index.html") != twin_key("http://www.x.gov.cn/nb/index_1.html")
    assert twin_key("http://www.x.gov.cn/nb/index.jsp?id=1") != twin_key("http://www.x.gov.cn/nb/index.jsp?id=2")


def test_an_answer_to_a_form_is_on_record_with_the_form() -> None:
    url = "http://www.x.gov.cn/dataproxy.jsp?page=1"
    assert asked_as(Link(url)) == url
    assert asked_as(Link(url, form=(("columnid", "7"),))) == f"{url}&__wb_method=POST&columnid=7"
