"""Offsets, years, sections, torn paragraphs: what holds for all facts."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.facts import preamble_of, read_prose
from pipelines.report import Section
from tests.unit.facts.cases import CASES, NOTHING
from tests.unit.facts.read import facts, preamble, prose, short


def test_a_fact_keeps_the_number_as_printed() -> None:
    text = "全年主动公开政府信息约 １，２３４ 余 条，较上年增加５６条。"
    total, change = facts(text)
    assert (total.value, total.raw, total.unit, total.approximate) == (1234, "约 １，２３４ 余 条", "条", True)
    assert (change.value, change.raw, change.unit, change.approximate) == (56, "增加５６条", "条", False)
    assert text[total.offset :].startswith(total.raw)
    assert total.quote == text


def test_approximate_before_and_behind_the_unit() -> None:
    for printed in ("约300条", "近300条", "300余条", "300多条", "300条左右", "300条以上", "超过300条", "0.03万条"):
        (fact,) = facts(f"全年主动公开政府信息{printed}。")
        assert (fact.value, fact.raw, fact.approximate) == (300, printed, True)


def test_a_range_has_no_value() -> None:
    (fact,) = facts("举办培训3-5次。")
    assert (fact.value, fact.raw, fact.approximate) == (None, "3-5次", True)


def test_numbers_in_chinese() -> None:
    assert short(facts("二〇二四年，组织培训两次，召开会议一次，公开信息一千二百三十条，办复率百分之百。")) == [
        ("training.sessions", 2),
        ("meetings.held", 1),
        ("disclosed.total", 1230),
    ]
    (_, rate) = facts("承办政协提案十二件，办复率百分之九十八点五。")
    assert (rate.value, rate.unit, rate.raw) == (Decimal("98.5"), "%", "百分之九十八点五")


def test_a_number_that_a_margin_broke_is_no_number() -> None:
    assert facts("我局在2024年内，通过多种渠道主动公开政府信息1\n26条。") == []
    (fact,) = facts("我局在2024年内，通过多种渠道主动公开政府\n信息126条。")
    assert fact.value == 126


def test_years() -> None:
    text = "2023年，我局公开信息48条。2024年，我局公开信息50条，较2023年增加2条。2025年将公开信息60条。"
    assert short(facts(text)) == [("disclosed.total", 50), ("disclosed.total.change", 2)]
    assert short(facts(text, year=2023)) == [("disclosed.total", 48)]


def test_without_a_year_only_prose_of_one_year_counts() -> None:
    assert short(facts("2023年，我局公开信息48条。", year=None)) == [("disclosed.total", 48)]
    assert facts("2023年，我局公开信息48条。2024年，公开信息50条。", year=None) == []
    assert facts("我局公开信息48条。", year=None) == []


def test_plans_and_shortcomings_state_nothing() -> None:
    assert facts("全年公开信息48条。", heading="五、存在的主要问题及改进情况") == []
    assert len(facts("承办政协提案4件。", heading="六、存在问题及其他需要报告的事项")) == 1


def test_the_heading_tells_what_an_application_is() -> None:
    assert facts("共收到申请12件。") == []
    assert short(facts("共收到申请12件。", heading="三、依申请公开政府信息情况")) == [("requests.received", 12)]


def test_a_heading_that_names_a_channel_makes_no_total() -> None:
    assert facts("（一）政府网站公开情况\n全年公开信息80条。") == []
    assert facts("（一）政府网站公开情况。全年公开信息80条。") == []
    assert short(facts("（一）主动公开情况\n全年公开信息80条。")) == [("disclosed.total", 80)]


def test_a_part_does_not_reach_over_another_topic() -> None:
    text = "新收政府信息公开申请60件。办理12345热线诉求，全年答复758件。"
    assert short(facts(text)) == [("requests.received", 60)]


def test_torn_paragraphs_give_one_finding_and_no_fact() -> None:
    text = (
        "全年公开信息126条，其中机构职能 条，工作动态 条，3 77其他 10条。\n全年组织培训2次。\n办理提案 件，5其他。"
    )
    found = prose(text)
    assert short(found.facts) == [("training.sessions", 2)]
    (finding,) = found.findings
    assert (finding.rule, finding.severity, finding.where) == ("prose_torn", "info", "sections.0")
    assert "2 paragraphs" in finding.detail
    assert finding.raw is not None and "机构职能 条" in finding.raw


def test_rows_of_a_table_are_no_torn_prose() -> None:
    found = prose("规章 0 0 0\n行政规范性文件 1 2 0\n全年组织培训2次。")
    assert found.findings == []
    assert short(found.facts) == [("training.sessions", 2)]


def test_preamble() -> None:
    assert preamble(
        "报告所列数据统计期限自201711日至20171231日止，依据国令第711号、国办公开办函[2021]30号编制。\n"
        "（联系地址：六安市梅山北路，邮政编码：237001，电话：0564--3374099，传真：052784368216，\n"
        "电子邮箱：lazwgk@163.com；网址：http://www.huan\ncui.gov.cn/col/col1/index.html?a=1&b=2 查阅）"
    ) == [
        ("period", "201711日至20171231日止"),
        ("legal_basis", "国令第711号"),
        ("legal_basis", "国办公开办函[2021]30号"),
        ("contact.address", "六安市梅山北路"),
        ("contact.postcode", "237001"),
        ("contact.phone", "0564--3374099"),
        ("contact.fax", "052784368216"),
        ("contact.email", "lazwgk@163.com"),
        ("contact.website", "http://www.huancui.gov.cn/col/col1/index.html?a=1&b=2"),
    ]


def test_preamble_with_another_period_and_an_area_code() -> None:
    assert preamble(
        "结合2024年东山街道政府信息公开工作实际，编制发布本报告。统计期限从2025年1月1日到12月31日止。"
        "(http://www.huancui.gov.cn/col/col57877/index.html?vc_xxgkarea=11371002565229128G&jh=261)下载。"
    ) == [
        ("period", "2025年1月1日到12月31日止"),
        (
            "contact.website",
            "http://www.huancui.gov.cn/col/col57877/index.html?vc_xxgkarea=11371002565229128G&jh=261",
        ),
    ]


def test_torn_contact() -> None:
    assert preamble("（地址：威海市文登区龙山路 号，邮52\n编： ，电话： ）。264400 0631—8451391") == []


def test_preamble_of() -> None:
    sections = [Section("一、总体情况", "全文")]
    lines = ["年度报告", "目录", "一、总体情况", "二、主动公开", "根据《条例》", "一、 总体情况", "全文"]
    assert preamble_of(lines, sections) == lines[:5]
    assert preamble_of(["根据《条例》", "一、总体", "情况", "全文"], sections) == ["根据《条例》"]
    assert preamble_of(["根据《条例》。一、总体情况2024年，……"], sections) == ["根据《条例》。"]
    assert preamble_of(["根据《条例》", "全文"], []) == ["根据《条例》", "全文"]


def test_a_report_without_chapters_is_read_whole() -> None:
    lines = ["2009年我委公开信息48条。", "联系电话：0631-5231234"]
    found = read_prose([], lines, 2009).facts
    assert [(fact.key, fact.section) for fact in found] == [("disclosed.total", -1), ("contact.phone", -1)]
    assert "\n".join(lines)[found[1].offset :].startswith("0631-5231234")
    found = read_prose([Section("", "\n".join(lines))], [], 2009).facts
    assert [(fact.key, fact.section) for fact in found] == [("disclosed.total", 0), ("contact.phone", 0)]


def test_endless_prose_is_cut_and_says_so() -> None:
    for text in ("公开信息1条，" * 20_000, "公开信息1条\n" * 20_000, "公开信息1条，其中" + "网站1条、" * 28_000):
        found = prose(text)
        assert 0 < len(found.facts) < 2_100
    assert [finding.rule for finding in prose("收" * 200_000).findings] == ["prose_too_long"]


PIECES = st.sampled_from(
    [text for text, _ in CASES] + NOTHING + [*"，。；：、（）\n ０9", "其中", "未收到", "申请", "12件", "上年"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=12))
def test_any_prose_is_read_and_every_fact_stands_in_it(pieces: list[str]) -> None:
    text = "".join(pieces)
    for fact in facts(text):
        printed = text[fact.offset :].replace("\n", "")
        assert printed.startswith(fact.raw)
        assert fact.raw in fact.quote
