"""What the replicas of the smaller families insist on: headers, windows, pagers, cookies, obstacles."""

from __future__ import annotations

import gzip
import http.client
import json
import re
from urllib.parse import urljoin

import pytest

from tests.portal import Portal
from tests.portal.answer import Answer, Request
from tests.portal.families import registry
from tests.portal.families.base import Ask, Host, ask
from tests.portal.families.hostile import Hostile


def host(family: str, variant: int = 0) -> Host:
    return registry.host_class(family)(variant)


def text(said: Answer) -> str:
    return said.body.decode("utf-8")


def links(said: Answer, start: str) -> list[str]:
    return [
        urljoin(start, url.replace("&amp;", "&"))
        for url in re.findall(r"<a [^>]*?href=[\"']([^\"']+)", text(said))
    ]


def test_ucap_lists_are_json_with_isjson_only() -> None:
    ucap = host("ucap", 1)
    data = [one for one in ucap.needed if "/searchList/" in one.url]
    rows = [row for one in data for row in json.loads(ucap.answer(one.request()).body)["data"]["results"]]
    assert {known.sources[0].url for known in ucap.reports if known.carrier == "html"} <= {
        urljoin("http://x/", row["url"]) for row in rows
    }
    assert ask(ucap, data[0].url.replace("_isJson=true", "_isJson=false")).status == 404


def test_vsb_pager_counts_backwards() -> None:
    vsb = host("vsb")
    first = vsb.url("/zfxxgk/zfxxgknb.htm")
    pages = [url for url in links(ask(vsb, first), first) if re.search(r"zfxxgknb/\d+\.htm", url)]
    numbers = [int(re.findall(r"(\d+)\.htm", url)[0]) for url in pages]
    assert numbers[0] == max(numbers) and min(numbers) == 1
    last = ask(vsb, first.replace(".htm", "/1.htm"))
    total = int(re.findall(r"共(\d+)条", text(last))[0])
    assert len(re.findall(r"line_u5_\d+", text(last))) == total - 15 * max(numbers)


def test_vsb_captcha_has_status_200() -> None:
    for variant in (0, 1):
        vsb = host("vsb", variant)
        said = ask(vsb, vsb.dead[0].url)
        assert said.status == 200 and re.search("验证码|无权", text(said))


@pytest.mark.parametrize("variant", [0, 1])
def test_lonsun_lists_by_type(variant: int) -> None:
    lonsun = host("lonsun", variant)
    data = [one for one in lonsun.needed if "type=3" in one.url or one.method == "POST"]
    found = {url for one in data for url in links(lonsun.answer(one.request()), lonsun.url("/"))}
    assert {
        source.url for known in lonsun.reports for source in known.sources if source.carrier == "html"
    } <= found
    assert ask(lonsun, lonsun.url("/site/label/8888")).status == 405


def test_truecms_wants_a_referer_and_gives_fifty() -> None:
    truecms = host("truecms")
    call = next(one for one in truecms.needed if "getMessage.do" in one.url)
    assert ask(truecms, call.url).status == 404
    greedy = Ask(call.url.replace("endrecord=50", "endrecord=500"), headers=call.headers)
    said = text(truecms.answer(greedy.request()))
    assert said.startswith("cb({") and said.count("<record>") == 50
    assert (
        ask(host("truecms", 1), "http://www.lingtangqu.gov.cn/TrueCMS/messageController/getMessage.do").status
        == 404
    )


@pytest.mark.parametrize("variant", [0, 1])
def test_epoint_counts_pages_from_zero(variant: int) -> None:
    epoint = host("epoint", variant)
    calls = [one for one in epoint.needed if one.body]
    rows = [row for one in calls for row in json.loads(epoint.answer(one.request()).body)["custom"]["data"]]
    assert {row["realtitle"] for row in rows} >= {known.headline for known in epoint.reports}
    assert any(row["title"].endswith("...") for row in rows)
    assert "data" not in json.loads(epoint.answer(Ask(calls[0].url, "POST", body="{}").request()).body)["custom"]


def test_sudy_first_page_has_two_names() -> None:
    sudy = host("sudy")
    assert ask(sudy, sudy.url("/wnnb/list.htm")) == ask(sudy, sudy.url("/wnnb/list1.htm"))
    assert ask(sudy, sudy.url("/_wp3services/generalQuery?queryObj=articles")).status == 404


def test_handmade_sessions_differ_and_last_page_leads_to_itself() -> None:
    handmade = host("handmade")
    pages = [one.url for one in handmade.needed if "ListInfo.php?classid=174" in one.url]
    sessions = {sid for url in pages for sid in re.findall(rb"ListInfo[^\"']*sid=(\w+)", ask(handmade, url).body)}
    assert len(sessions) == len(pages)
    last = ask(handmade, pages[-1]).body.decode("gb18030")
    assert re.search(rf'page={len(pages) - 1}[^"]*">下一页', last)
    assert b"charset=gb2312" in ask(handmade, handmade.url("/")).body


@pytest.mark.parametrize("variant", [0, 1])
def test_hostile_obstacles_show_their_signs(variant: int) -> None:
    hostile = host("hostile", variant)
    said = {one.why: ask(hostile, one.url) for one in hostile.dead}
    heads = {why: " ".join(f"{name}: {value}" for name, value in answer.headers) for why, answer in said.items()}
    assert b"$_ts" in said["behind ruishu"].body and "FSSBBIl1UgzbN7N80" in heads["behind ruishu"]
    assert said["behind ruishu"].status == (412, 202)[variant]
    assert said["behind jiasule"].status == 521 and "__jsluid_h" in heads["behind jiasule"]
    second = Ask(
        next(one.url for one in hostile.dead if one.why == "behind jiasule"), headers={"Cookie": "__jsluid_h=1"}
    )
    assert b";go({" in hostile.answer(second.request()).body
    assert "wzws_cid" in heads["behind wzws"] and "acw_tc" in heads["behind aliyun"]
    assert "创宇盾" in said["behind chuangyu"].body.decode() and b"C3VK" in said["behind c3vk"].body
    assert b"reason:GeoBL" in said["behind geo"].body and said["behind reset"].status == 0
    assert said["a fence around this path; the news are open"].status in {403, 412}
    assert ask(hostile, hostile.url("/xwzx/")).status == 200
    assert said["an answer that ends early"].lost > 0


def test_hostile_pages_that_can_be_had() -> None:
    hostile = host("hostile")
    assert isinstance(hostile, Hostile)
    cookie = hostile.url("/sfj/zfxxgknb/")
    assert ask(hostile, cookie).status == 302 and dict(ask(hostile, cookie).headers)["Location"] == cookie
    assert hostile.answer(Ask(cookie, headers={"Cookie": "CT6T=1"}).request()).status == 200
    label = ask(hostile, hostile.url("/jyj/zfxxgknb/"))
    assert b"charset=gb2312" in label.body and "教育" in label.body.decode("gb18030")
    article = next(known for known in hostile.reports if "教育" in known.agency).sources[0].url
    with pytest.raises(UnicodeDecodeError):
        ask(hostile, article).body.decode("gb2312")  # 镕 is in GBK only
    packed = ask(hostile, hostile.url("/lyj/zfxxgknb/"))
    assert "林业" in gzip.decompress(packed.body).decode()
    assert text(ask(hostile, hostile.url("/czj/zfxxgknb/"))).count("<li>") > 15
    hostile.empty("czj")
    assert text(ask(hostile, hostile.url("/czj/zfxxgknb/"))).count("<li>") == 0


def test_mirror_answers_and_is_noted() -> None:
    hostile = host("hostile")
    with Portal(hosts=[hostile]) as portal:
        line = http.client.HTTPConnection(portal.url.removeprefix("http://"), timeout=10)
        line.request("GET", f"http://{hostile.off_list[0]}/czj/zfxxgknb/")
        said = line.getresponse()
        assert said.status == 200 and "報(bào)告" in said.read().decode()
        line.request("GET", hostile.url("/wjj/zfxxgknb/"))
        with pytest.raises(http.client.RemoteDisconnected):
            line.getresponse()
        line.request("GET", next(one.url for one in hostile.dead if "early" in one.why))
        with pytest.raises(http.client.IncompleteRead):
            line.getresponse().read()
        assert [seen.note for seen in portal.forbidden] == ["off-list host asked"]
        assert any(seconds > 1 for seconds in hostile.slow.values())


@pytest.mark.parametrize("variant", [0, 1])
def test_spa_shows_nothing_without_a_browser(variant: int) -> None:
    spa = host("spa", variant)
    for url in (spa.url("/"), next(one.url for one in spa.needed if "channel/" in one.url or "/xxgk/" in one.url)):
        assert "<a " not in text(ask(spa, url))
    route = next(known for known in spa.reports if known.carrier == "spa")
    assert "总计" not in text(ask(spa, route.sources[0].url))
    bodies = [spa.answer(one.request()) for one in spa.needed if "detail?id" in one.url or "info/get" in one.url]
    assert all("总计" in re.sub(r"<[^>]+>|\s", "", text(said)) for said in bodies[:3])


def test_unknown_request_to_an_api_is_no_crash() -> None:
    for family, path in (
        ("spa", "/gateway/cms/info/page"),
        ("epoint", "/EWB_TQ_Mid/rest/lightfrontaction/getgovinfolist"),
    ):
        one = host(family, 1)
        assert one.answer(Request("POST", one.host, path, {}, {}, {}, b"not json")).status == 200
