from __future__ import annotations

import pytest

from crawler.hosts import HostPolicy, host_of, is_public, registered_domain

SITE = HostPolicy.of_hosts(["www.huancui.gov.cn", "180.76.149.248:88", "10.1.2.3"])
PORTAL = HostPolicy.of_url("http://www.weihai.gov.cn/")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.huancui.gov.cn/",
        "https://www.huancui.gov.cn:8443/module/xxgk/xxgkAnnualReport.jsp?area=1",
        "HTTP://WWW.HUANCUI.GOV.CN./col/",
        "http://180.76.149.248:88/book/",
        "http://10.1.2.3/",
        "http://10.1.2.3:8443/",
    ],
)
def test_declared_hosts_are_entered(url: str) -> None:
    assert SITE.refusal(url) is None


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("http://huancui.gov.cn/", "off_list"),  # only what the site file names
        ("http://www.weihai.gov.cn/", "off_list"),
        ("http://www.huancui.gov.cn.evil.com/", "off_list"),
        ("http://xwww.huancui.gov.cn/", "off_list"),
        ("http://180.76.149.248/", "off_list"),  # declared for port 88 alone
        ("http://180.76.149.248:8080/", "off_list"),
        ("http://www.huancui.gov.cn:22/", "off_list"),
        ("http://10.1.2.3:6379/", "private_address"),
        ("http://127.0.0.1/", "private_address"),
        ("http://169.254.169.254/latest/meta-data/", "private_address"),
        ("http://192.168.1.1/", "private_address"),
        ("http://100.64.0.1/", "private_address"),
        ("http://0.0.0.0/", "private_address"),
        ("http://[::1]/", "private_address"),
        ("http://[::ffff:127.0.0.1]/", "private_address"),
        ("http://[fd00::1]/", "private_address"),
        ("http://2130706433/", "off_list"),  # 127.0.0.1 for some resolvers
        ("http://localhost/", "off_list"),
        ("file:///etc/passwd", "scheme"),
        ("ftp://www.huancui.gov.cn/", "scheme"),
        ("javascript:alert(1)", "scheme"),
        ("http:///col/", "malformed"),
        ("http://www.huancui.gov.cn:port/", "malformed"),
        ("http://[::1/", "malformed"),
        ("http://www.huancui.gov.cn@evil.com/", "malformed"),
        ("http://evil.com\\@www.huancui.gov.cn/", "malformed"),
        ("http://evil.com%5C@www.huancui.gov.cn/", "malformed"),
    ],
)
def test_everything_else_is_refused(url: str, refusal: str) -> None:
    assert SITE.refusal(url) == refusal


def test_a_portal_without_site_file_stays_in_its_domain() -> None:
    assert PORTAL.refusal("http://zjj.weihai.gov.cn/") is None
    assert PORTAL.refusal("http://weihai.gov.cn/") is None
    assert PORTAL.refusal("http://zjj.weihai.gov.cn:8080/") == "off_list"
    assert HostPolicy.of_url("http://www.weihai.gov.cn:8080/").refusal("http://www.weihai.gov.cn:8080/x") is None
    assert PORTAL.refusal("http://www.huancui.gov.cn/") == "off_list"
    assert PORTAL.refusal("http://notweihai.gov.cn/") == "off_list"
    assert PORTAL.refusal("http://10.0.0.1/") == "private_address"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.org/x",
        "http://localhost/",
        "http://2130706433/",  # 127.0.0.1 for a proxy, which we cannot ask what it takes the name for
        "http://0x7f000001/",
        "http://127.1/",
        "http://www.gov.cn.evil.com/",
    ],
)
def test_a_portal_outside_gov_cn_needs_a_site_file(url: str) -> None:
    assert HostPolicy.of_url(url).refusal(url) == "off_list"
    assert HostPolicy.of_hosts([url.split("/")[2]]).refusal(url) is None


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("hdzfxxgk.hd.gov.cn", "hd.gov.cn"),
        ("www.zj.gov.cn", "zj.gov.cn"),
        ("a.b.c.gov.cn", "c.gov.cn"),
        ("zj.gov.cn", "zj.gov.cn"),
        ("www.gov.cn", "www.gov.cn"),  # not all of .gov.cn
        ("gov.cn", "gov.cn"),
        ("www.example.com", "www.example.com"),
    ],
)
def test_registered_domain(host: str, domain: str) -> None:
    assert registered_domain(host) == domain


def test_www_gov_cn_does_not_open_the_country() -> None:
    policy = HostPolicy.of_url("http://www.gov.cn/")
    assert policy.refusal("http://www.weihai.gov.cn/") == "off_list"


def test_an_address_that_nobody_declared_is_no_portal() -> None:
    assert HostPolicy.of_url("http://127.0.0.1:8000/").refusal("http://127.0.0.1:8000/") == "private_address"


@pytest.mark.parametrize(("address", "public"), [("8.8.8.8", True), ("10.0.0.1", False), ("224.0.0.1", False)])
def test_public(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_host_of() -> None:
    assert host_of("http://WWW.x.gov.cn.:80/") == "www.x.gov.cn"
    assert host_of("mailto:a@b") is None
    assert host_of("http://[::1/") is None
