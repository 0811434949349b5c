from __future__ import annotations

import pytest

from crawler.discovery.links import column_year, is_candidate, is_column, score_link

HOST = "http://www.example.gov.cn"
ANNUAL = ("政府信息公开", "政府信息公开年报")
ART = HOST + "/art/2024/1/25/art_151356_4303305.html"
COL = HOST + "/col/col151356/index.html"


@pytest.mark.parametrize(
    ("text", "url", "context", "value"),
    [
        ("威海市2024年政府信息公开工作年度报告", ART, (), 8),
        ("政府信息公开工作年度报告", COL, (), 5),
        ("【政府信息公开 年报】", COL, (), 5),
        ("政府信息公開年報", COL, (), 5),
        ("政府信息公开年报", HOST + "/zfxxgk/zfxxgknb/", (), 7),
        ("信息公开年报", COL, (), 4),
        ("政务公开年报", COL, (), 4),
        ("年度报告", COL, ("首页", "政府信息公开"), 2),
        ("年度报告", HOST + "/xxgk/ndbg/", (), 4),
        ("年度报告", COL, ("首页", "企业服务"), 0),
        ("政府信息公开", COL, (), 3),
        ("政务公开", COL, (), 2),
        ("2013年", COL, ANNUAL, 1),
        ("2013年", COL, ("新闻",), 0),
        ("2023年", HOST + "/zwgk/zfxxgknb/2023n/", ANNUAL, 3),
        ("各镇街", COL, ANNUAL, 1),
        ("环翠区审计局", COL, ANNUAL, 1),
        ("环翠区审计局", COL, (), 0),
        ("政府网站年度工作报表", COL, ("政府信息公开",), -6),
        ("法治政府建设年度报告", COL, ("政府信息公开",), -4),
        ("企业年报", COL, ("政务公开",), -4),
        ("政府信息公开指南", COL, (), -6),
        ("依申请公开", COL, (), -6),
        ("预算公开", COL, (), -6),
        ("下一页", HOST + "/zfxxgk/zfxxgknb/index_1.html", ANNUAL, 0),
        ("市民政局召开工作会议", HOST + "/xxgk/xxgknb/202009/t20200903_1.html", ANNUAL, 0),
        ("网站工作年报", HOST + "/wzgznb/", ("政府信息公开",), -4),
        ("", HOST + "/xxgk/xxgknb/", (), 2),
        ("天气预报", COL, (), 0),
    ],
)
def test_score(text: str, url: str, context: tuple[str, ...], value: int) -> None:
    score = score_link(text, url, context)
    assert score.value == value, score.reasons
    assert bool(score.reasons) or value == 0


ANNUAL_SLUGS = """
zfxxgknb xxgknb gknb zfxxgkndbg xxgkndbg ndbg ndbg_1 ndgzbg bmxxgkndbg ndxxgkbg zfxxgkgzndbg nbzl wzxxgknb gkbg
bmnb xtjdbnb gknbxqx xinxinianbao zfxxgkndbg7a 2022xxgknb_28779 zfxxgknb99 xxgkndbg3e 2010nb XxgkAnnualReport
"""


@pytest.mark.parametrize("slug", ANNUAL_SLUGS.split())
def test_slugs_of_annual_columns(slug: str) -> None:
    assert score_link("", f"{HOST}/zwgk/{slug}/").value == 2


@pytest.mark.parametrize(
    "slug", ["zwgk", "xxgk", "xxgkzn", "xxgkml", "xxgkzd", "news", "2023n", "jd", "bm", "ysqgk", "zfgb"]
)
def test_other_slugs(slug: str) -> None:
    assert score_link("", f"{HOST}/{slug}/").value == 0


@pytest.mark.parametrize(
    ("text", "url", "context", "column"),
    [
        ("政府信息公开年报", COL, (), True),
        ("往年年报", COL, ("政府信息公开",), True),
        ("2013年", COL, ANNUAL, True),
        ("二〇一三年", COL, ANNUAL, True),
        ("2023年政府信息公开年报", COL, ANNUAL, False),  # a report's headline; is_candidate
        ("区政府部门", COL, ANNUAL, True),
        ("商务局", COL, ANNUAL, True),
        ("更多", HOST + "/zfxxgk/zfxxgknb/", (), True),
        ("2013年", COL, (), False),
        ("政府信息公开", COL, (), False),
        ("威海市2024年政府信息公开工作年度报告", ART, ANNUAL, False),
        ("2013年", ART, ANNUAL, False),
        ("政府信息公开指南", COL, ANNUAL, False),
        ("下一页", COL, ANNUAL, False),
    ],
)
def test_is_column(text: str, url: str, context: tuple[str, ...], column: bool) -> None:
    assert is_column(text, url, context) == column


@pytest.mark.parametrize(
    ("text", "url", "context", "candidate"),
    [
        ("威海市2024年政府信息公开工作年度报告", ART, (), True),
        ("2024年政府信息公开工作年度报告", COL, (), True),
        ("商务局2018年度报告", ART, ANNUAL, True),
        ("商务局2018年度报告", ART, ("新闻",), False),
        ("商务局政府信息公开工作年度报告", ART, (), True),
        ("2013年", ART, ANNUAL, True),
        ("2013年", COL, ANNUAL, False),
        ("商务局", HOST + "/files/2024/swj.pdf", ANNUAL, True),
        ("政府信息公开年报", ART, ANNUAL, True),
        ("政府信息公开年报", COL, (), False),
        ("恩格贝生态示范区召开目标责任制考核表彰大会", ART, ANNUAL, False),
        ("2016，恩格贝，精彩继续！", ART, ANNUAL, False),
        ("2023年度政府网站工作年度报表", ART, ANNUAL, False),
        ("华东理工大学2022-2023学年度信息公开年报", ART, ANNUAL, False),
    ],
)
def test_is_candidate(text: str, url: str, context: tuple[str, ...], candidate: bool) -> None:
    assert is_candidate(text, url, context) == candidate


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2013年", 2013),
        ("2013", 2013),
        ("二〇一三年度", 2013),
        ("2013年政府信息公开年报", 2013),
        ("年度报告(2013)", 2013),
        ("2008-2019年", None),
        ("2013年、2014年", None),
        ("2013年3月", None),
        ("往年年报", None),
        ("2001年", None),
        ("往年年报（2018年及以前）", None),
        ("2019年以来", None),
    ],
)
def test_column_year(name: str, year: int | None) -> None:
    assert column_year(name) == year


def test_a_column_of_all_earlier_years_is_one_of_the_annual_columns() -> None:
    assert is_column("2019年及以前", COL, ANNUAL)


@pytest.mark.parametrize(
    "name", ["2019年及以前", "2008-2019年", "2008年—2019年", "2018年及以前年报", "往年年报", "更多"]
)
def test_the_column_of_all_earlier_years(name: str) -> None:
    url = "http://www.x.gov.cn/col/col7/index.html"
    assert is_column(name, url, ["政府信息公开年报"])
    assert not is_candidate(name, url, ["政府信息公开年报"])
    assert not is_column(name, url, ["统计信息"])
