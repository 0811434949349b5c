from __future__ import annotations

import pytest

from pipelines.document import Document, Grid, GridCell, Paragraph
from pipelines.evidence import Evidence
from pipelines.identity.decide import decide
from pipelines.identity.document import evidence_from_document, fullest_name
from pipelines.identity.headline import classify_headline
from tests.shared import seed_files
from tests.unit.identity.shared import document, excerpts

SEEDS = {
    "000": ("威海市环翠区工业和信息化局", 2024, None),
    "001": ("威海市环翠区商务局", 2024, None),
    "002": ("威海市文登区工业和信息化局", 2021, "2022-01-28"),
    "003": ("威海临港经济技术开发区管理委员会", 2024, None),
    "004": ("威海市环翠区统计局", 2024, None),
}

REGIONS = {
    "weihai": "威海市",
    "huancui": "威海市环翠区",
    "rongcheng": "荣成市",
    "wip": "威海临港经济技术开发区",
    "wendeng": "威海市文登区",
}

# URL's end → agency, year, date of publication, agency code; the sites' regions are given.
PAGES = {
    "art_70615_2095532.html": ("威海市经济贸易委员会", 2009, "2010-02-23", "11371000004359192N"),
    "art_70611_2095750.html": ("威海市港航局", 2013, "2014-03-13", "12371000494431029M"),
    "art_70609_2095828.html": ("威海市港航局", 2015, "2016-01-18", "12371000494431029M"),
    "art_168496_5305747.html": ("威海市人民政府", 2024, "2025-03-07", "11371000004359010J"),
    "area=11371000004359096D&fbtime=2025": ("威海市科学技术局", 2025, "2026-01-29", None),
    "area=1137100200436109XF&fbtime=2021": ("威海市环翠区发展和改革局", 2021, "2022-01-12", None),
    "area=11371002004360724B&fbtime=2025": ("威海市环翠区住房和城乡建设局", 2025, None, None),
    "area=11371002565229128G&fbtime=2025": ("威海市环翠区信访局", 2025, None, None),
    "area=11371082004339319Q&fbtime=2025": ("荣成市东山街道办事处", 2025, None, None),
    "art_56373_1757497.html": ("荣成市荫子镇人民政府", 2015, "2016-06-07", None),
    "art_151616_4308925.html": ("威海临港经济技术开发区蔄山镇人民政府", 2023, "2024-01-29", None),
    "art_182996_6093007.html": ("威海市文登区财政局", 2025, "2026-01-19", None),
    "art_151356_4303305.html": ("威海市文登区侯家镇人民政府", 2023, "2024-01-25", None),
    "art_70627_2040972.html": ("威海市文登区大水泊镇人民政府办公室", 2015, "2016-01-29", None),
    "page9.html": ("威海市文登人民政府办公室", 2022, None, None),
}


def values(found: list[Evidence], about: str, kind: str) -> list[str]:
    return [evidence.value for evidence in found if (evidence.about, evidence.kind) == (about, kind)]


@pytest.mark.parametrize("path", seed_files(), ids=lambda path: path.stem)
def test_seeds(path) -> None:  # type: ignore[no-untyped-def]
    lines = path.read_text(encoding="utf-8").splitlines()
    found = evidence_from_document(Document("text", "text/plain", [Paragraph(line) for line in lines]), path.name)
    identity, findings = decide(found)
    assert (identity.agency, identity.year, identity.published_on) == SEEDS[path.name[:3]]
    assert findings == []
    assert identity.evidence == found


@pytest.mark.parametrize(
    ("url", "page"), excerpts().items(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_pages_of_weihai(url: str, page: Document) -> None:
    agency, year, published_on, code = next(known for end, known in PAGES.items() if url.endswith(end))
    region = next((region for host, region in REGIONS.items() if f".{host}." in url), None)
    identity, _ = decide(evidence_from_document(page), region)
    assert (identity.agency, identity.year, identity.published_on) == (agency, year, published_on)
    assert identity.agency_code == code


def test_headline_over_three_lines_with_a_label_before_it() -> None:
    found = evidence_from_document(
        document(
            "索引号：11371003004361234A/2022-00017",
            "发布机构：环保局",
            "公开方式：主动公开",
            "威海市文登区",
            "环境保护局2017年政府信息公开",
            "工作年度报告",
        )
    )
    assert values(found, "agency", "headline") == ["威海市文登区环境保护局"]
    assert values(found, "year", "headline") == ["2017"]
    assert values(found, "agency", "index_code") == ["11371003004361234A"]
    assert values(found, "agency", "publisher") == ["威海市文登区环境保护局"]  # the fullest form that is printed


@pytest.mark.parametrize(
    "lead", [["登录 注册"], ["信息公开"], ["014178686/2023-00003", "2023-01-13", "有效"], ["打印", "分享到"]]
)
def test_lines_before_the_headline_are_no_part_of_it(lead: list[str]) -> None:
    title = "张家港市教育局2022年政府信息公开工作年度报告"
    found = evidence_from_document(document(*lead, title, "一、总体情况"))
    assert values(found, "headline", "headline") == [title]
    assert values(found, "agency", "headline") == ["张家港市教育局"]
    assert values(found, "year", "headline") == ["2022"]


def test_a_headline_that_is_wrapped_within_its_last_word() -> None:
    found = evidence_from_document(
        document("沧原市石桥县人民政府2018年政府信息公开工作年度报", "告", "一、总体情况")
    )
    assert values(found, "headline", "headline") == ["沧原市石桥县人民政府2018年政府信息公开工作年度报告"]


@pytest.mark.parametrize("mark", ["【图文】", "（图文）", "[图片版]", "【PDF版】", "图文：", "【置顶】[图文]"])
def test_marks_of_the_carrier_before_the_headline_are_no_part_of_the_agency(mark: str) -> None:
    found = evidence_from_document(document(f"{mark}云泽市统计局2021年政府信息公开工作年度报告", "一、总体情况"))
    assert values(found, "agency", "headline") == ["云泽市统计局"]


def test_a_place_before_the_headline_is_part_of_it() -> None:
    found = evidence_from_document(document("威海市文登区", "民政局2022年政府信息公开工作年度报告"))
    assert values(found, "agency", "headline") == ["威海市文登区民政局"]


def test_a_banner_is_not_the_agency_of_a_headline_known_without_it() -> None:
    title = "2024年政府信息公开工作年度报告"
    found = evidence_from_document(document("荣成市人民政府", title, meta={"articletitle": title}))
    assert values(found, "agency", "headline") == []
    assert values(found, "year", "headline") == ["2024"]


def test_labels_in_a_table_and_on_the_next_line() -> None:
    texts = [
        ["索引号：", "11371000004359010J/2025-00809", "发布单位：", "威海市政府办公室"],
        ["内容分类：", "2024年", "成文日期：", "2025-03-07"],
    ]
    cells = [GridCell(text, row, col) for row, line in enumerate(texts) for col, text in enumerate(line)]
    page = Document("html", "text/html", [Grid(cells, 2, 4), Paragraph("信息来源："), Paragraph("威海市商务局")])
    found = evidence_from_document(page)
    assert values(found, "agency", "index_code") == ["11371000004359010J"]
    assert values(found, "agency", "publisher") == ["威海市人民政府办公室"]
    assert values(found, "year", "category") == ["2024"]
    assert values(found, "published_on", "published_on") == ["2025-03-07"]
    assert values(found, "agency", "content_source") == ["威海市商务局"]


def test_a_headline_behind_its_label() -> None:
    found = evidence_from_document(
        document("索引号：01234567X/2022-1 信息名称：荣成市统计局2021年政府信息公开工作年度报告 文号：无")
    )
    assert values(found, "headline", "headline") == ["荣成市统计局2021年政府信息公开工作年度报告"]
    assert values(found, "agency", "headline") == ["荣成市统计局"]
    assert values(found, "agency", "index_code") == ["01234567X"]


def test_metas() -> None:
    meta = {
        "articletitle": "大水泊镇2015年度信息公开工作报告",
        "pubdate": "2016年01月29日 09:45",
        "contentsource": "威海日报",
        "columnname": "2015年",
        "sitename": "威海市文登区人民政府门户网站",
    }
    found = evidence_from_document(document("正文", meta=meta))
    assert values(found, "agency", "headline") == ["大水泊镇"]
    assert values(found, "published_on", "published_on") == ["2016-01-29"]
    assert values(found, "agency", "content_source") == []
    assert values(found, "year", "column") == ["2015"]
    assert values(found, "agency", "host") == ["威海市文登区人民政府"]


def test_page_title_without_the_sites_own_name() -> None:
    found = evidence_from_document(document("正文", title="单县水务局2021年政府信息公开工作年度报告_单县人民政府"))
    assert values(found, "agency", "headline") == ["单县水务局"]


def test_breadcrumb_of_an_agency() -> None:
    found = evidence_from_document(
        document("网站首页 > 政府信息公开 > 胡乐镇人民政府 > 政府信息公开年报 > 2012年")
    )
    assert values(found, "agency", "breadcrumb") == ["胡乐镇人民政府"]
    assert values(found, "year", "breadcrumb") == ["2012"]


@pytest.mark.parametrize(
    ("sentence", "agency", "year"),
    [
        ("根据条例要求，结合2024年环翠区商务局单位政府信息公开工作实际，编制本报告。", "环翠区商务局", "2024"),
        ("现公布永嘉县枫林镇2010年政府信息公开工作年度报告。", "永嘉县枫林镇", "2010"),
        ("特向社会公布2017年国家税务总局政府信息公开年度报告。", "国家税务总局", "2017"),
        ("本报告由重庆解放碑中央商务区管理委员会根据《条例》编制。", "重庆解放碑中央商务区管理委员会", None),
        ("本报告由南宁经济技术开发区管理委员会（以下简称管委会）编制。", "南宁经济技术开发区管理委员会", None),
        ("现将市水利局2014年度政府信息公开工作情况报告如下。", "市水利局", "2014"),
        ("如有疑问，请与防城港市教育局联系（地址：略）。", "防城港市教育局", None),
        ("如有疑问，请联系五常市教育局，地址：略。", "五常市教育局", None),
        ("如有疑问，请与舒兰市市场监督管理局办公室联系。", "舒兰市市场监督管理局", None),
        ("结合2025年我局政府信息公开工作实际，编制本报告。", None, "2025"),
        ("如有疑问，请与本机关联系。", None, None),
    ],
)  # fmt: skip
def test_sentences(sentence: str, agency: str | None, year: str | None) -> None:
    found = evidence_from_document(document("某页", sentence, "一、总体情况"))
    assert values(found, "agency", "body") == ([agency] if agency else [])
    assert values(found, "year", "body") == ([year] if year else [])


@pytest.mark.parametrize(
    ("foot", "agency", "day"),
    [
        (["四平市铁东区解放街道办事处", "2012年3月7日"], "四平市铁东区解放街道办事处", "2012-03-07"),
        (["四平市铁东区解放街道办事处（盖章）", "二〇一二年三月七日"], "四平市铁东区解放街道办事处", "2012-03-07"),
        (["威海市文登区工业和信息化局", "2022 1 28年 月 日"], "威海市文登区工业和信息化局", "2022-01-28"),
        (["无需报告的事项。", "荣成市民政局 2020年1月15日"], "荣成市民政局", "2020-01-15"),
        (["2020年1月15日", "附件：统计表.doc", "打印 关闭"], None, "2020-01-15"),
        (["其他事项无。"], None, None),
    ],
)
def test_signature(foot: list[str], agency: str | None, day: str | None) -> None:
    found = evidence_from_document(document("一、概述", "我局按要求公开。", *foot))
    assert values(found, "agency", "signature") == ([agency] if agency else [])
    assert values(found, "published_on", "signature") == ([day] if day else [])


@pytest.mark.parametrize(
    ("name", "agency", "year"),
    [
        ("环翠区商务局2024年政府信息公开工作年度报告.docx", "环翠区商务局", "2024"),
        ("/tmp/in/2019年政府信息公开年报(1).pdf", None, "2019"),
        ("工信局年报2020.pdf", None, "2020"),
        ("20210120年报.pdf", None, None),
        ("000_b6eb748aab3c5372.txt", None, None),
    ],
)
def test_file_name(name: str, agency: str | None, year: str | None) -> None:
    found = evidence_from_document(document("正文"), name)
    assert values(found, "agency", "file_name") == ([agency] if agency else [])
    assert values(found, "year", "file_name") == ([year] if year else [])


@pytest.mark.parametrize(
    ("name", "body", "full"),
    [
        ("环翠区商务局", "请登录威海市环翠区人民政府网站", "威海市环翠区商务局"),
        ("商务局", "2024年,环翠区商务局认真落实。威海市环翠区商务局未收取费用", "威海市环翠区商务局"),
        ("商务局", "市商务局与区商务局", "商务局"),
        ("商务局", "文登区商务局与环翠区商务局", "商务局"),
        ("环翠区商务局", "社会威海市环翠区", "威海市环翠区商务局"),
        ("交口县教育局", "吕梁市交口县教育局", "交口县教育局"),
        ("市水利局", "请联系:温州市水利局(数据中心)", "温州市水利局"),
    ],
)
def test_fullest_name(name: str, body: str, full: str) -> None:
    assert fullest_name(name, body) == full


def test_an_empty_document_says_nothing() -> None:
    assert evidence_from_document(Document("text", "text/plain")) == []


def test_every_headline_found_is_one() -> None:
    for page in excerpts().values():
        for value in values(evidence_from_document(page), "headline", "headline"):
            assert classify_headline(value).is_report


def test_a_headline_that_the_text_follows_on_its_line() -> None:
    headline = "2013年梅坞市青石桥镇人民政府政府信息公开工作年度报告"
    line = f"{headline} 现公布梅坞市青石桥镇人民政府2013年度政府信息公开工作报告。" + "全年工作平稳。" * 6
    identity, findings = decide(evidence_from_document(Document("text", "text/plain", [Paragraph(line)])))
    assert (identity.agency, identity.agency_evidence) == ("梅坞市青石桥镇人民政府", "headline")
    assert identity.year == 2013
    assert not [finding for finding in findings if finding.severity == "error"]


def test_the_office_for_news_publishing_is_an_authority_not_a_carrier() -> None:
    found = evidence_from_document(document("石桥县文化广电新闻出版局关于2015年政府信息公开工作年度报告"))
    identity, _ = decide(found)
    assert identity.agency == "石桥县文化广电新闻出版局"
