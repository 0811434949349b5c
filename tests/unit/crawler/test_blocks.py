"""Bodies are written from PORTALS.md §3 and from the products' public descriptions, not from blocks.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.blocks import Block, classify, signatures, visible_text

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
HTML = {"content-type": "text/html"}
FILLER = "<p>" + "政府信息公开工作年度报告正文。" * 200 + "</p>"
RUISHU = (
    '<!DOCTYPE html><html><head><meta id="9DhefwqGPrzGxEp9hPaoag" content="x"><script>$_ts=window[\'$_ts\'];'
    "if(!$_ts)$_ts={};$_ts.nsd=26702;</script></head><body></body></html>"
)


@pytest.mark.parametrize(
    ("status", "headers", "body", "name", "kind"),
    [
        (412, {}, RUISHU, "ruishu", "challenge"),
        (202, {"set-cookie": "FSSBBIl1UgzbN7N80S=5abc; Path=/"}, "<html></html>", "ruishu", "challenge"),
        (200, {}, RUISHU, "ruishu", "challenge"),
        (521, {"set-cookie": "__jsluid_s=1"}, "<script>document.cookie=('_');location.href=1</script>", "jiasule",
         "challenge"),
        (200, {}, '<script>;go({"bts":["1"],"chars":"x","ct":"y","ha":"sha1","tn":"__jsl_clearance_s"})</script>',
         "jiasule", "challenge"),
        (200, {}, "<html><body><h1>当前访问疑似黑客攻击，已被创宇盾拦截</h1></body></html>", "chuangyudun", "waf"),
        (403, {}, "<html><body>当前访问疑似黑客攻击" + FILLER, "chuangyudun", "waf"),
        (307, {"set-cookie": "wzws_cid=8a; path=/", "location": "/"}, "", "wzws", "challenge"),
        (200, {}, "<html><body>请开启JavaScript并刷新该页.</body></html>", "wzws", "challenge"),
        (200, {}, "<html><script>var arg1='28';var acw_sc__v2='';</script></html>", "aliyun", "challenge"),
        (200, {}, "<script>document.cookie='C3VK=1f; path=/';location.reload();</script>", "chinatax_c3vk",
         "challenge"),
        (200, {}, "<script>document.cookie='chk=1';window.location.href=window.location.href;</script>",
         "cookie_script", "challenge"),
        (302, {"location": "/_bot_sbu/sbu/verify.html"}, "", "sbu", "challenge"),
        (200, {}, '{"code":403,"reason":"GeoBL"}', "qianxin", "waf"),
        (200, {}, "<form>请输入验证码<input></form>", "captcha", "challenge"),
        (403, {}, "<h1>您的访问被网站防火墙拦截</h1>", "firewall", "waf"),
        (403, {}, "<h1>403 Forbidden</h1><center>nginx</center>", "http_403", "forbidden"),
        (200, {}, "<body>抱歉，您访问的页面不存在！<a href='/'>返回首页</a></body>", "soft_404", "soft_404"),
        (200, {}, "模板内容数据为空", "soft_404", "soft_404"),
        (200, {}, "<script>alert('您无权访问此页面');history.back()</script>", "soft_404", "soft_404"),
        (200, {}, "\r\n\r\n", "stub", "stub"),
        (200, {}, "<datastore><recordset></recordset></datastore>        ", "stub", "stub"),
        (200, {}, "<html><head><title>x</title></head><body></body></html>", "stub", "stub"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way(status: int, headers: dict[str, str], body: str, name: str, kind: str) -> None:
    found = classify(status, {**HTML, **headers}, body)
    assert found is not None
    assert (found.name, found.kind) == (name, kind)
    assert found.single is (name == "captcha")


@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, HTML, FILLER),
        (200, {**HTML, "set-cookie": "acw_tc=76b20f; path=/"}, FILLER),  # the cookie alone is no challenge
        (200, {**HTML, "set-cookie": "__jsluid_h=1"}, FILLER),
        (200, HTML, FILLER + "<p>网站提示“您访问的页面不存在”的情况已整改。</p>"),  # a report may write about it
        (200, HTML, FILLER + "<script src='/_ts.js'></script>"),
        (200, {"content-type": "text/xml"}, "<datastore></datastore>"),
        (200, HTML, "<datastore><totalrecord>0</totalrecord></datastore>"),
        (200, HTML, '{"success":true,"data":{}}'),
        (200, HTML, "<script>location.href='/col/col1/index.html'</script>"),
        (200, HTML, "<meta http-equiv='refresh' content='0;url=/x'>"),
        (200, HTML, "<frameset><frame src='/a'></frameset>"),
        (200, {"content-type": "application/pdf"}, ""),
        (404, HTML, "<h1>404</h1>"),
        (503, HTML, ""),
        (302, {**HTML, "location": "/x"}, ""),
        (304, {}, ""),
    ],
)
def test_what_is_a_page_or_an_ordinary_error(status: int, headers: dict[str, str], body: str) -> None:
    assert classify(status, headers, body) is None


def test_real_pages_pass() -> None:
    blocked = {
        path.name: classify(200, HTML, path.read_text(encoding="utf-8", errors="replace"))
        for path in SAMPLES.glob("**/*.*")
    }
    assert [name for name, block in blocked.items() if block] == []


def test_only_challenges_and_firewalls_stop_a_host() -> None:
    stopping = {signature.block.kind for signature in signatures() if signature.block.stops_host}
    assert stopping == {"challenge", "waf"}
    assert not Block("http_403", "forbidden").stops_host


def test_visible_text() -> None:
    assert visible_text("<head><title>x</title></head><style>a{}</style><p>年 &nbsp;报</p><script>z") == "年报"


def test_a_page_of_hostile_size_is_classified_fast() -> None:
    assert classify(200, HTML, "<" * 5_000_000) is None
    assert classify(200, HTML, "<script>" * 500_000) is None
    assert classify(200, HTML, "<!--" * 500_000) is None


def test_a_data_answer_is_no_soft_404_whatever_it_says() -> None:
    assert classify(200, {}, '{"success":true,"data":{"html":"模板内容数据为空"}}') is None
    assert classify(200, {}, "<html>模板内容数据为空</html>") is not None
