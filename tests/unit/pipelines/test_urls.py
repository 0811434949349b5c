"""One key per page, however its address is spelt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.urls import url_key, without_visit

AREA = "www.weihai.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11371000004359010J&fbtime=2022"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.weihai.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11371000004359010J&fbtime=2022",
        "https://www.weihai.gov.cn:8443/module/xxgk/xxgkAnnualReport.jsp?fbtime=2022&area=11371000004359010J",
        "http://www.weihai.gov.cn:80/module/xxgk/xxgkAnnualReport.jsp?fbtime=2022&area=11371000004359010J&showType=2",
        "https://user:pw@WWW.WEIHAI.GOV.CN.:443/module/xxgk/xxgkAnnualReport.jsp?area=11371000004359010J&fbtime=2022#top",
        "http://www.weihai.gov.cn/module/./x/../xxgk/xxgkAnnualReport.jsp;jsessionid=A1?area=11371000004359010J&fbtime=2022",
        f"  {AREA}\n",
    ],
)
def test_twins_have_one_key(url: str) -> None:
    assert url_key(url) == AREA


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/x", "http://a.gov.cn:88/x"),
        ("http://a.gov.cn/x", "http://a.gov.cn/x/"),
        ("http://a.gov.cn/X", "http://a.gov.cn/x"),
        ("http://a.gov.cn/x?a=1", "http://a.gov.cn/x?a=2"),
        ("http://a.gov.cn/x?a=1&a=2", "http://a.gov.cn/x?a=2&a=1"),
        ("http://a.gov.cn/x?u=a%2Fb", "http://a.gov.cn/x?u=a/b"),
        ("http://a.gov.cn/d?f=a%26b", "http://a.gov.cn/d?f=a&b"),
        ("http://a.gov.cn/#/details/1", "http://a.gov.cn/#/details/2"),
        ("http://a.gov.cn/x", "file:///a.gov.cn/x"),
        ("file:///a/b.pdf", "file:///a/c.pdf"),
        (AREA, AREA.replace("2022", "2023")),
        (AREA, AREA.replace("59010J", "59010J-1")),
    ],
)
def test_different_pages_have_different_keys(one: str, other: str) -> None:
    assert url_key(one) != url_key(other)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://a.gov.cn", "a.gov.cn/"),
        ("http://a.gov.cn/x?b=2&a=1&b=1", "a.gov.cn/x?a=1&b=2&b=1"),
        ("http://a.gov.cn/d.jsp?showname=%b1%a8.pdf", "a.gov.cn/d.jsp?showname=%B1%A8.pdf"),  # GBK stays GBK
        ("http://a.gov.cn/d?n=报 告", "a.gov.cn/d?n=%E6%8A%A5%20%E5%91%8A"),
        ("http://a.gov.cn/%7Ex/%41", "a.gov.cn/~x/A"),
        ("http://a.gov.cn/100%", "a.gov.cn/100%25"),
        ("http://[2001:DB8::1]:8443/a", "[2001:db8::1]/a"),
        ("http://[2001:DB8::1]:88/a", "[2001:db8::1]:88/a"),
        ("http://122.137.242.24:8080/x", "122.137.242.24:8080/x"),
        ("http://政务.中国/路", "xn--zfr164b.xn--fiqs8s/%E8%B7%AF"),
        ("file:///work/年报.txt", "file:///work/%E5%B9%B4%E6%8A%A5.txt"),
    ],
)
def test_spelling(url: str, key: str) -> None:
    assert url_key(url) == key


def test_no_address_is_an_error() -> None:
    with pytest.raises(ValueError, match="Invalid"):
        url_key("http://[::1/x")


@given(st.text(alphabet=st.sampled_from("ab1./?&=%#:;@+报é 4F!-_~"), max_size=40))
def test_the_key_of_a_key_is_the_key(tail: str) -> None:
    key = url_key(f"http://www.example.gov.cn/{tail}")
    assert url_key(key) == key
    assert key.isascii()


@pytest.mark.parametrize(
    "visit",
    [
        "PHPSESSID=0bd2ffa2", "JSESSIONID=A1", "sid=f2cc96ba5c", "_t=1706000000000", "_=1706000000",
        "random=0.3920193", "ASPSESSIONIDQQ=X", "timestamp=1706000000",
    ],
)  # fmt: skip
def test_a_visit_is_no_part_of_the_page(visit: str) -> None:
    assert url_key(f"http://a.gov.cn/x?id=7&{visit}") == "a.gov.cn/x?id=7"


@pytest.mark.parametrize("parameter", ["sid=755041", "t=2", "v=12", "page=1706000000", "time=2024", "r=1"])
def test_what_looks_like_a_visit_and_is_none(parameter: str) -> None:
    assert url_key(f"http://a.gov.cn/x?{parameter}") != "a.gov.cn/x"


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://a.gov.cn/l.php?classid=174&sid=f2cc96ba5c&page=2", "http://a.gov.cn/l.php?classid=174&page=2"),
        ("http://a.gov.cn/l.php;jsessionid=1A2B?x=1#top", "http://a.gov.cn/l.php?x=1#top"),
        ("http://a.gov.cn/x?PHPSESSID=0bd2ffa2", "http://a.gov.cn/x"),
        ("http://a.gov.cn/x.shtml/", "http://a.gov.cn/x.shtml"),
        ("http://a.gov.cn/x.shtml/?page=2", "http://a.gov.cn/x.shtml?page=2"),
        ("http://a.gov.cn/zfxxgk/", "http://a.gov.cn/zfxxgk/"),
        ("http://a.gov.cn/x?", "http://a.gov.cn/x"),
        ("http://a.gov.cn/x?name=%C4%EA%B1%A8&b", "http://a.gov.cn/x?name=%C4%EA%B1%A8&b"),
    ],
)
def test_as_a_new_visitor_asks(url: str, asked: str) -> None:
    assert without_visit(url) == asked
