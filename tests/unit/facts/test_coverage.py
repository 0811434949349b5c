"""What the numbers of a report cover: 本机关, 本级政府 or 全辖区 (wordings of real reports, places invented)."""

from __future__ import annotations

import time

import pytest

from pipelines.facts import Coverage, read_scope
from pipelines.reading import read_bytes
from pipelines.report import AnnualReport, Cell, Identity, Section
from tests.shared import seed_files
from tests.unit.forms import sample

COUNTY = "云泽市安禾县人民政府"
CITY = "云泽市人民政府"
BUREAU = "云泽市安禾县教育局"


def covered(
    agency: str | None,
    text: str,
    received: int | None = None,
    carried: int | None = 0,
    headline: str | None = None,
    preamble: str = "",
    heading: str = "一、总体情况",
) -> Coverage:
    """The scope of a report of `agency` whose table has `received` new requests, or which has no table."""
    report = AnnualReport(headline=headline or f"{agency}2023年政府信息公开工作年度报告")
    report.sections = [Section(heading, text)]
    if received is not None:
        cells = {"new_received": received, "carried_over": carried, "processed_total": received}
        report.applications = {item: {"total": Cell(value, str(value))} for item, value in cells.items()}
    return read_scope(report, Identity(agency=agency), preamble.split("\n"))


@pytest.mark.parametrize(
    ("agency", "said", "code"),
    [
        # compiled from the reports of all
        (
            CITY,
            "本报告根据《条例》要求，综合各县（市、区）政府和市级各部门年度报告编制而成。",
            "jurisdiction",
        ),
        (CITY, "本报告由市政务公开办汇总各县(市、区)、市直各有关部门工作情况编制而成。", "jurisdiction"),
        (CITY, "本年报综合各县、区人民政府和市政府各部门的工作报告和有关统计数据而成。", "jurisdiction"),
        (COUNTY, "本年报是在2022年度各乡镇（街道）、县政府各部门年度报告的基础上编制。", "jurisdiction"),
        (COUNTY, "本报告由县政府办公室根据各乡镇、各部门报送的数据汇总编制。", "jurisdiction"),
        # what it comprises
        (COUNTY, "本报告数据涵盖县政府各部门和各镇街。", "jurisdiction"),
        (CITY, "本年度报告中的统计数据包括市政府各部门和各设区的市人民政府。", "jurisdiction"),
        (COUNTY, "统计范围为县政府及县直各部门。", "government"),
        (COUNTY, "统计范围：县政府及县政府办公室。", "agency"),
        (COUNTY, "本报告所列数据为县本级数据。", "government"),
        (COUNTY, "本报告所列数据为全县汇总数据。", "jurisdiction"),
        (COUNTY, "本报告数据不含各乡镇。", "government"),
        (COUNTY, "本报告数据不含各乡镇和县直各部门，其年报另行公布。", "agency"),
        (BUREAU, "本报告数据涵盖全县教育系统。", "jurisdiction"),
        (BUREAU, "本报告数据涵盖局机关及各下属单位。", "agency"),
        # nothing of it
        (COUNTY, "本报告内容包括：总体情况、主动公开政府信息情况、其他需要报告的事项等。", None),
        (COUNTY, "本报告根据《关于做好各乡镇、县直各部门年度报告编制的通知》要求编制。", None),
        (COUNTY, "统计范围为县政府及下级单位。", None),
        (BUREAU, "公共数据平台覆盖全县各部门、各乡镇。", "agency"),
        ("安禾县人民政府办公室", "牵头汇总全县各部门年度报告编制工作。", "agency"),
    ],
)
def test_what_a_report_comprises(agency: str, said: str, code: str | None) -> None:
    found = covered(agency, "2023年工作有序开展。", preamble=said)
    assert (found.scope, found.findings) == (code, [])
    if agency != BUREAU and code is not None and "牵头" not in said:
        assert found.quote and found.quote in said


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("2023年，全县共收到政府信息公开申请42件，上年结转0件。", "jurisdiction"),
        ("2023年全县共收到依申请公开42件，除2件结转下年办理外，均依法答复。", "jurisdiction"),
        ("全县各级行政机关严格落实《条例》，共受理政府信息公开申请42件。", "jurisdiction"),
        ("全县行政机关共收到申请公开42条，其中县政府收到12件，镇街收到30件。", "jurisdiction"),
        ("各镇（街道）、县级各部门共收到政府信息公开申请42件。", "jurisdiction"),
        ("县政府各部门、各乡镇共收到政府信息公开申请42件。", "jurisdiction"),
        ("全縣各級行政機關共收到政府信息公開申請42件。", "jurisdiction"),
        ("全县\n共收到政府信\n息公开申请４２件。", "jurisdiction"),
        ("县本级共收到政府信息公开申请42件。", "government"),
        ("县政府及其部门共办理42件政府信息公开申请。", "government"),
        ("县直各部门新收政府信息公开申请42件。", "government"),
        ("县政府办公室共受理42件政府信息公开申请（均为自然人提交）。", "agency"),
        ("县政府办共受理政府信息公开申请42件。", "agency"),
        ("本机关共收到政府信息公开申请42件。", "agency"),
        # whom it names is not whom it counts
        ("按照全县统一部署，县政府共受理政府信息公开申请42件。", None),
        ("依托全县政府信息公开申请办理系统，收到政府信息公开申请42件。", None),
        ("2023年收到政府信息公开申请42件。", None),
        ("我县共收到政府信息公开申请42件。", None),
        ("县政府本级收到政府信息公开申请42件。", None),
        ("市政府部门和下级单位收到政府信息公开申请42件。", None),
        ("开展全县政府信息公开申请办理培训3次。", None),
        ("全县接受咨询42件。", None),
    ],
)
def test_who_received_the_requests_of_the_table(said: str, code: str | None) -> None:
    found = covered(COUNTY, said, 42)
    assert (found.scope, found.findings) == (code, [])
    assert (found.quote is None) == (code is None)


def test_the_tables_number_decides_between_a_whole_and_its_part() -> None:
    said = "全县收到政府信息公开申请42件，其中县政府办公室收到政府信息公开申请12件。"
    assert covered(COUNTY, said, 42).scope == "jurisdiction"
    assert covered(COUNTY, said, 12).scope == "agency"
    assert covered(COUNTY, said).scope == "jurisdiction"


def test_carried_over_requests_may_be_counted_in() -> None:
    said = "全县共办理政府信息公开申请1,049件。"
    assert covered(COUNTY, said, 1042, 7).scope == "jurisdiction"


def test_a_number_that_is_not_the_tables_decides_nothing_and_is_told() -> None:
    found = covered(COUNTY, "2023年，全县共收到政府信息公开申请85件。", 12)
    assert found.scope is None
    [finding] = found.findings
    assert (finding.rule, finding.severity, finding.where) == ("scope.open", "info", "scope")
    assert finding.raw == "2023年，全县共收到政府信息公开申请85件"


def test_a_contradiction_decides_nothing_and_is_told() -> None:
    said = "本报告数据为县本级数据。全县共收到政府信息公开申请42件。"
    found = covered(COUNTY, said, 42)
    assert (found.scope, found.quote) == (None, None)
    [finding] = found.findings
    assert "县本级" in finding.detail
    assert "全县" in finding.detail


def test_the_headline_says_it() -> None:
    def headed(headline: str) -> str | None:
        return covered(CITY, "全年收到申请。", headline=headline).scope

    assert headed("云泽市人民政府（市人民政府办公室）2021年政府信息公开工作年度报告") == "agency"
    assert headed("2022年度云泽市本级政府信息公开工作年度报告") == "government"
    assert headed("2022年全市政府信息公开工作年度报告") == "jurisdiction"
    assert headed("云泽市2022年政府信息公开工作年度报告（汇总）") == "jurisdiction"
    assert headed("云泽市2022年政府信息公开工作年度报告") is None
    assert headed("云泽市人民政府2022年政府信息公开工作年度报告") is None


def test_a_bare_place_is_the_whole_jurisdiction_where_all_published() -> None:
    said = "全县累计公开政府信息21597条。"
    place = "安禾县2022年政府信息公开工作年度报告"
    assert covered(COUNTY, said, 17, headline=place).scope == "jurisdiction"
    assert covered(COUNTY, said + "我县共收到政府信息公开申请17件。", 17).scope == "jurisdiction"
    assert covered(COUNTY, said, 17).scope is None
    assert covered(COUNTY, "通过管委门户网站以及全县政务新媒体公开信息8819件。", 17, headline=place).scope is None


@pytest.mark.parametrize(
    "agency", [BUREAU, "安禾县白鹭镇人民政府", "安禾县东湖街道办事处", "安禾县人民政府办公室", "安禾县人民法院"]
)
def test_an_authority_without_a_level_below_reports_for_itself(agency: str) -> None:
    for said in (
        "2023年收到政府信息公开申请3件。",
        "按照全县统一部署，我单位共受理政府信息公开申请3件。",
        "全县各部门、各乡镇召开会议；围绕全县重点工作公开信息93条，收到政府信息公开申请3件。",
        "全县共收到政府信息公开申请42件。",
    ):
        assert covered(agency, said, 3).scope == "agency"


def test_a_department_may_count_its_whole_line_of_offices() -> None:
    said = "全年全市公安机关共收到政府信息公开申请464件。"
    counted = covered("云泽市公安局", said, 464)
    assert (counted.scope, counted.quote) == ("jurisdiction", said[:-1])
    assert covered("云泽市公安局", said, 12).scope == "agency"
    untold = covered("云泽市公安局", said)
    assert (untold.scope, [finding.rule for finding in untold.findings]) == (None, ["scope.open"])
    both = covered("云泽市公安局", said + "我局收到政府信息公开申请464件。", 464)
    assert (both.scope, len(both.findings)) == (None, 1)


def test_nobody_known_and_zones_have_no_scope_by_kind() -> None:
    assert covered(None, "2023年收到政府信息公开申请3件。", 3).scope is None
    assert covered("云泽经济开发区管理委员会", "本年新收政府信息公开申请60件。", 60).scope is None
    assert covered("云泽经济开发区管理委员会", "2022年全区共受理依申请公开4件。", 4).scope == "jurisdiction"


def test_plans_and_shortcomings_are_not_looked_at() -> None:
    said = "全县共收到政府信息公开申请42件。"
    assert covered(COUNTY, said, 42, heading="五、存在的主要问题及改进情况").scope is None


@pytest.mark.parametrize(
    "unit", ["本报告综合", "本报告由各县报送", "全县收到公开申请", "统计数据包含各县不含", "各县（"]
)
def test_a_hostile_text_costs_little(unit: str) -> None:
    begin = time.process_time()
    covered(COUNTY, unit * (100_000 // len(unit)))
    assert time.process_time() - begin < 10


def test_reports_as_read() -> None:
    page = sample.page().decode()
    [reading] = read_bytes(page.encode(), name="a.html")
    assert reading.report is not None
    assert (reading.report.scope, reading.report.scope_quote) == ("agency", None)
    county = page.replace("威海市环翠区商务局", "威海市环翠区人民政府").replace(
        "2024年主动公开政府信息89条。", "2024年主动公开政府信息89条。本报告数据为区本级数据。"
    )
    [reading] = read_bytes(county.encode(), name="a.html")
    assert reading.report is not None
    assert reading.identity.agency == "威海市环翠区人民政府"
    assert (reading.report.scope, reading.report.scope_quote) == ("government", "本报告数据为区本级数据")


def test_scopes_of_the_seeds() -> None:
    """Four departments, and a zone that does not say what it counts."""
    found = []
    for path in seed_files():
        [reading] = read_bytes(path.read_bytes(), name=path.name)
        assert reading.report is not None
        found.append(reading.report.scope)
    assert found == (["agency", "agency", "agency", None, "agency"] if found else [])
