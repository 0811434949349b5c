"""What the replicas of Hanweb, TRS, gkmlpt and NFCMS are meant to do to a walker, trait by trait."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from lxml import etree

from tests.portal import Portal
from tests.portal.families import jpage_lists
from tests.portal.families.base import Ask, Host, ask
from tests.portal.families.gkmlpt import Gkmlpt
from tests.portal.families.hanweb_jpaas import EMPTY, UNIT, HanwebJpaas
from tests.portal.families.hanweb_jpage import ALL, DIALECTS, YEARS, HanwebJpage
from tests.portal.families.hanweb_xxgk import HanwebXxgk
from tests.portal.families.nfcms import Nfcms
from tests.portal.families.trs import Trs
from tests.unit.portal.test_proxy import Client

LINK = re.compile(r"href=[\"']([^\"']+)[\"']")


def text(host: Host, one: Ask) -> str:
    said = host.answer(one.request())
    assert said.status == 200, one
    return said.body.decode()


def column(host: HanwebJpage, dialect: str) -> tuple[int, list[Ask]]:
    """Number of the host's column of reports with this dialect, and the calls that list it."""
    number = (ALL, *YEARS.values())[DIALECTS[host.variant].index(dialect)]
    return number, jpage_lists.calls(host.url("/").rstrip("/"), host.site, host.col(number))


@pytest.mark.parametrize("variant", [0, 1])
def test_jpage_page_ignores_startrecord(variant: int) -> None:
    host = HanwebJpage(variant)
    number, calls = column(host, "page")
    url = calls[0].url.split("?")[0]
    late = LINK.findall(text(host, replace(calls[0], url=f"{url}?startrecord=46&endrecord=90&perpage=15")))
    first = LINK.findall(text(host, replace(calls[0], url=f"{url}?page=1&perpage=15")))
    assert late[1 : 1 + host.col(number).per_page] == first[1 : 1 + host.col(number).per_page]
    whole = LINK.findall(text(host, calls[0]))
    assert len(whole) - 1 == min(100, len(host.col(number).rows))


@pytest.mark.parametrize("variant", [0, 1])
def test_jpage_old_is_no_xml_and_repeats_a_line(variant: int) -> None:
    host = HanwebJpage(variant)
    number, calls = column(host, "old")
    said = text(host, calls[0])
    assert host.col(number).look != "old" or "<table" in said.split("<recordset>")[1].split("<record>")[0]
    page = text(host, Ask(host.url(host.col(number).path)))
    embedded = LINK.findall(page.split("<recordset>")[1].split("</datastore>")[0])
    beyond = LINK.findall(said.split("<recordset>")[1])
    assert beyond[0] == embedded[-1] and set(beyond) - set(embedded)


@pytest.mark.parametrize("variant", [0, 1])
def test_jpage_gone_and_closed(variant: int) -> None:
    host = HanwebJpage(variant)
    number, calls = column(host, "gone")
    assert jpage_lists.GONE in text(host, Ask(host.url(host.col(number).path)))
    assert ask(host, host.url(jpage_lists.GONE)).status == 404 and calls
    number, _ = column(host, "closed")
    page = text(host, Ask(host.url(host.col(number).path)))
    assert f"columnid={host.col(number).id}&" not in page.split("<nextgroup>")[1].split("</nextgroup>")[0]
    form = {"columnid": str(host.col(number).id), "unitid": str(host.col(number).unitid)}
    assert len(text(host, Ask(host.url(jpage_lists.NEW), "POST", form))) == 54


def test_jpage_wants_a_form_in_one_variant() -> None:
    for variant, empty in ((0, False), (1, True)):
        host = HanwebJpage(variant)
        _, calls = column(host, "gone")
        query = "&".join(f"{name}={value}" for name, value in calls[0].form.items())
        assert (len(text(host, Ask(f"{calls[0].url}&{query}"))) == 54) is empty


def test_jsearch_wraps_its_links() -> None:
    host = HanwebJpage(0)
    call = next(one for one in host.needed if "cateSearch" in one.url)
    found = json.loads(text(host, call))
    link = LINK.findall(found["result"][0])[0]
    said = ask(host, link, "http://www.yunze.gov.cn/jsearchfront/interfaces/../search.do")
    assert said.status == 302 and dict(said.headers)["Location"].startswith("http://")


@pytest.mark.parametrize("variant", [0, 1])
def test_xxgk_absent_year_is_200_without_a_report(variant: int) -> None:
    host = HanwebXxgk(variant)
    said = ask(host, host.url(host.route(host.agencies["fgj"], 2022)))
    assert said.status == 200 and len(said.body) < 300 and "总体情况" not in said.body.decode()
    both = [host.route(host.agencies["zfb"], 2025), host.route(host.agencies["zfb"], 2025)]
    area, year = f"area={host.agencies['zfb'].code}", "fbtime=2025"
    both[1] = both[0].replace(area, "\0").replace(year, area).replace("\0", year)
    assert ask(host, host.url(both[0])).body == ask(host, host.url(both[1])).body


def test_xxgk_search_wants_a_post() -> None:
    host = HanwebXxgk(0)
    call = host.list_call(host.agencies["czj"])
    assert "共1页" in text(host, call) and "共0页" in text(host, replace(call, method="GET"))
    assert "共0页" in text(host, replace(call, form={**call.form, "jdid": "1"}))


@pytest.mark.parametrize("variant", [0, 1])
def test_jpaas_answers_those_who_come_from_the_page(variant: int) -> None:
    host = HanwebJpaas(variant)
    call = host.unit_call(host.col(40), host.tag, 2)
    bare = host.answer(replace(call, headers={}).request())
    assert bare.status == 403
    second = json.loads(text(host, call))["data"]["html"]
    unpaged = replace(call, url=call.url.split("&paramJson")[0] + "&pageNo=2")
    assert json.loads(text(host, unpaged))["data"]["html"] != second and 'pageNo="2"' in second
    wrong = host.unit_call(host.col(40), "列表")
    assert json.loads(text(host, wrong))["data"]["html"] == EMPTY
    assert "document.write" in text(host, Ask(host.url(host.nav)))
    assert UNIT in text(host, Ask(host.url(host.col(40).path)))


@pytest.mark.parametrize("variant", [0, 1])
def test_trs_pagers_count_as_their_dialect_does(variant: int) -> None:
    host = Trs(variant)
    paged = [one for one in host.sections if one.pages > 1]
    assert {one.pager for one in paged} >= ({"zero", "inline", "style"}, {"one", "second", "named"})[variant]
    for one in paged:
        last, beyond = one.page(one.pages, host.ext), one.page(one.pages + 1, host.ext)
        assert ask(host, host.url(last, one.host)).status == 200
        said = ask(host, host.url(beyond, one.host))
        assert said.status == (404, 200)[variant] and len(said.body) < 400


def test_trs_twins_gbk_and_wrong_dates() -> None:
    host = Trs(0)
    town = next(known for known in host.reports if known.agency.endswith("垚山镇人民政府") and known.year == 2023)
    said = ask(host, town.sources[0].url)
    assert ("Content-Type", "text/html") in said.headers and b"charset=gb2312" in said.body
    with pytest.raises(UnicodeDecodeError):
        said.body.decode("gb2312")
    assert "垚山镇" in said.body.decode("gbk")
    assert any(source.url.endswith("_wap.html") for source in town.sources)
    assert sum("t19700101_" in known.sources[0].url for known in host.reports) == 1
    years = {urlsplit(known.sources[0].url).path.split("/")[2] for known in host.reports if known.year == 2025}
    assert years == {"2024_nd"}


def test_was5_is_xml() -> None:
    host = Trs(1)
    call = next(one for one in host.needed if "was5" in one.url)
    tree = etree.fromstring(host.answer(call.request()).body)
    assert int(tree.findtext("RECORDCOUNT") or 0) > 40 and len(tree.findall("REC")) == 50


@pytest.mark.parametrize("variant", [0, 1])
def test_gkmlpt_counts_pages_from_nought_and_one(variant: int) -> None:
    host = Gkmlpt(variant)
    first = host.offices[0]
    pages = [
        json.loads(text(host, Ask(host.url(f"/gkmlpt/api/all/{first.annual.id}?page={n}&sid={first.sid}"))))
        for n in (0, 1, 2)
    ]
    assert pages[0] == pages[1] != pages[2]
    assert len(pages[1]["articles"]) == 100 and len(pages[2]["articles"]) == pages[0]["total"] - 100
    wrong = ask(host, host.url(f"/gkmlpt/api/all/{first.annual.id}?page=1&sid=1"))
    assert wrong.status == 404


def test_nfcms_twin_holds_the_same_report() -> None:
    for variant in (0, 1):
        host = Nfcms(variant)
        known = next(one for one in host.reports if len(one.sources) > 1 and one.cells)
        pages = [ask(host, source.url).body.decode() for source in known.sources]
        assert {bool(re.search("总计", page)) for page in pages} == {True}
        assert any("/mpost_" in source.url for source in known.sources)


def test_the_proxy_serves_a_family_beside_the_three() -> None:
    host = Trs(0)
    with Portal(hosts=[host]) as portal:
        client = Client(portal)
        url = host.news.url
        said = client.ask(url)
        assert said.status == 200 and "last-modified" in said.headers
        assert client.ask(url, If_None_Match=said.headers["etag"]).status == 304
        assert client.ask("http://www.wip.gov.cn/").status == 200
        portal.down(host.host)
        assert client.ask(host.url("/")).status == 502
        assert [seen.note for seen in portal.asked(host.host)] == ["", "", "down"]
        assert client.ask("http://www.yunze.gov.cn/").status == 403
