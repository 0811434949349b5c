from __future__ import annotations

from scrapy import FormRequest, Request

from crawler.fingerprint import UrlKeyFingerprinter

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
