"""The modules on real pages of ../shared/samples; each has its self-written twin in the other files here."""

from __future__ import annotations

import pytest

from crawler import cms
from crawler.cms import hanweb_article, hanweb_jpage
from tests.unit.cms.pages import SAMPLES, shared

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not part of the repository")


def test_jcms_article() -> None:
    page = shared(
        "hanweb_jcms_article_fgw.zj.gov.cn.html", "http://fgw.zj.gov.cn/art/2016/11/22/art_1621004_30332664.html"
    )
    assert cms.recognise(page) is hanweb_article.CMS
    assert cms.breadcrumb(page) == ("首页", "发展改革工作", "投资管理和项目推进", "投资运行")
    found = cms.article(page)
    assert found is not None
    assert (found.title, found.container, found.published_on, found.attachments) == (
        "1-10月德清县固定资产投资结构趋稳趋优",
        "#zoom",
        "2016-11-22",
        (),
    )
    assert [each.value for each in found.evidence if each.kind == "content_source"] == ["省发改委"]


@pytest.mark.parametrize(
    ("name", "path", "first", "count"),
    [
        (
            "hanweb_jpage_datastore_dingxi_excerpt.xml",
            "/module/web/jpage/dataproxy.jsp?page=1&columnid=12377",
            ("http://x.gov.cn/art/2022/1/20/art_12377_1486865.html", "定西市“春节”文明祭祀倡议书", "2022-01-20"),
            8,
        ),
        (
            "hanweb_jpage_datastore_nantong2017_excerpt.xml",
            "/module/jslib/jquery/jpage/dataproxy.jsp?startrecord=1&endrecord=75",
            (
                "http://x.gov.cn/art/2017/4/24/art_31685_2451995.html",
                "南通市公安局交警支队空调设备询价2017XJ3018",
                "2017-04-24",
            ),
            3,
        ),
    ],
)
def test_data_answers(name: str, path: str, first: tuple[str, str, str], count: int) -> None:
    page = shared(name, f"http://x.gov.cn{path}")
    assert cms.recognise(page) is hanweb_jpage.CMS
    found = cms.listing(page)
    assert found is not None
    assert (found.items[0].url, found.items[0].text, found.items[0].date) == first
    assert len(found.items) == count
    assert not [link for link in found.items if link.text.endswith("...") or link.date is None]


def test_excerpt_embedded_in_a_column_page() -> None:
    store = (SAMPLES / "hanweb_jpage_datastore_dingxi_excerpt.xml").read_text(encoding="utf-8")
    page = cms.base.Page(
        "http://x.gov.cn/col/col12377/index.html",
        f"<html><body><div id='38486'><script type='text/xml'>{store}</script></div></body></html>",
    )
    found = cms.listing(page)
    assert found is not None
    assert len(found.items) == 8
    assert [link.url.partition("&")[0] for link in found.more] == [
        f"http://x.gov.cn/module/web/jpage/dataproxy.jsp?page={number}" for number in (1, 2)
    ]


def test_trs_article() -> None:
    page = shared(
        "trs_article_shanxi.gov.cn.html", "http://www.shanxi.gov.cn/yw/sxyw/201909/t20190918_693227.shtml"
    )
    found = cms.article(page)
    assert found is not None
    assert found.title == "山西品牌丝路行（南美站）正式启动"
    assert found.published_on == "2019-09-18"  # its alt="时间：2017-11-08" is stale
    assert found.container == "div.TRS_Editor"
    assert [each.value for each in found.evidence if each.kind == "content_source"] == ["山西日报"]


def test_trs_list() -> None:
    found = cms.listing(shared("trs_list_egb_ordos_xxgknb.html", "http://egb.ordos.gov.cn/xxgk/xxgknb/"))
    assert found is not None
    assert [link.date for link in found.items] == [
        "2020-09-03", "2020-05-06", "2020-03-11", "2019-06-14", "2019-05-30",
        "2019-05-30", "2018-03-26", "2018-01-05", "2017-03-22", "2017-01-07",
    ]  # fmt: skip
    assert found.items[0].text == "鄂尔多斯市2019年政府信息公开工作年度报告"
    assert found.column == "信息公开年报"


def test_vsb_article_and_list() -> None:
    article = cms.article(shared("vsb_article_sxmu.html", "http://www.sxmu.edu.cn/jijian/info/1081/1009.htm"))
    assert article is not None
    assert (article.container, article.published_on) == ("#vsb_content", "2018-05-17")
    listing = cms.listing(shared("vsb_list_and_reversed_pager_excerpt.html", "http://x.gov.cn/zbgg.htm"))
    assert listing is not None
    assert [(link.text, link.date) for link in listing.items] == [
        ("询价公告", "2025-05-07"),
        ("辽宁铁道职业技术学院2025年大型客车（含司机）租赁服务采购...", "2025-04-23"),
    ]
    # the pager runs backwards: page 2 is 10.htm, page 11 is 1.htm
    assert [link.url for link in listing.more] == [f"http://x.gov.cn/zbgg/{n}.htm" for n in range(10, 0, -1)]
    assert listing.total == 52


def test_xxgk_search_fragment() -> None:
    page = shared(
        "reconstructed/hanweb_xxgk_search_fragment.html",
        "http://x.gov.cn/module/xxgk/search.jsp?area=X&currpage=1",
    )
    found = cms.listing(page)
    assert found is not None
    assert [(link.text, link.date) for link in found.items] == [
        ("某某局2025年政府信息公开工作年度报告", "2026-01-20"),
        ("某某局2024年政府信息公开工作年度报告", "2025-01-21"),
    ]
    assert len(found.more) == 2
