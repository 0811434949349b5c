"""Every fact of the five seeds that a careful reader notes, listed by hand from their texts."""

from __future__ import annotations

import pytest

from pipelines.reading import read_bytes
from pipelines.report import AnnualReport, Fact, Finding
from tests.shared import SEEDS, seed_files
from tests.unit.facts.read import Short, short

BASIS_711 = "国务院令第711号"
BASIS_30 = "国办公开办函〔2021〕30号"

# number of the seed → printed texts of its preamble (white space aside), in printed order
TEXTS: dict[int, list[tuple[str, str]]] = {
    0: [
        ("legal_basis", BASIS_711),
        ("legal_basis", BASIS_30),
        ("period", "2024年1月1日到12月31日止"),
        ("contact.website", "http://www.huancui.gov.cn/"),
        ("contact.address", "威海市环翠区文化中路59号"),
        ("contact.phone", "0631-5352512"),
    ],
    1: [
        ("legal_basis", BASIS_711),
        ("legal_basis", BASIS_30),
        ("contact.website", "http://www.huancui.gov.cn"),
        ("contact.address", "威海市文化中路59号"),
        ("contact.email", "hcqswj38500@wh.shandong.cn"),
        ("contact.postcode", "264200"),
        ("contact.phone", "0631—5273106"),
    ],
    2: [],  # its numbers are torn from their words
    3: [
        ("legal_basis", BASIS_711),
        ("legal_basis", BASIS_30),
        ("period", "2024年1月1日到12月31日止"),
        ("contact.website", "http://www.wip.gov.cn"),
        ("contact.address", "威海临港经济技术开发区江苏东路"),
        ("contact.phone", "0631-5587393"),
    ],
    4: [
        ("legal_basis", BASIS_711),
        ("legal_basis", BASIS_30),
        ("period", "2024年1月1日到12月31日止"),
        ("contact.website", "http://www.huancui.gov.cn"),
        ("contact.address", "威海市文化中路59号创新园办公区1号楼11层"),
        ("contact.phone", "5222557"),
    ],
}

NUMBERS: dict[int, list[Short]] = {
    0: [
        ("disclosed.website", 48),
        ("disclosed.category", 4, "人事信息"),
        ("disclosed.category", 2, "政策文件"),
        ("disclosed.category", 8, "政府会议类信息"),
        ("disclosed.category", 6, "业务动态类信息"),
        ("disclosed.category", 8, "重点领域类信息"),
        ("disclosed.category", 5, "建议提案类信息"),
        ("disclosed.category", 8, "部门咨询类信息"),
        ("disclosed.category", 4, "财政预决算类信息"),
        ("disclosed.category", 1, "规划计划类信息"),
        ("disclosed.category", 2, "政务公开组织管理类信息"),
        ("requests.received", 0),
        ("requests.answered.change", -1),
        ("reconsideration.total", 0),
        ("litigation.total", 0),
        ("normative.issued", 0),
        ("fees.information", 0),
        ("proposals.npc", 1, "区"),
        ("proposals.cppcc", 4),
        ("proposals.reply_rate", 100),
    ],
    1: [
        ("disclosed.total", 89),
        ("disclosed.category", 36, "营商环境类信息"),
        ("disclosed.category", 53, "工作动态类信息"),
        ("readings.total", 3),
        ("disclosed.new_media", 26),
        ("open_days.held", 1),
        ("requests.received", 0),
        ("disclosed.new_media", 26),
        ("fees.information", 0),
        ("proposals.cppcc", 2),
        ("proposals.npc", 0),
        ("proposals.reply_rate", 100),
    ],
    2: [("requests.received", 0), ("fees.information", 0)],
    3: [
        ("disclosed.total", 8819),
        ("disclosed.website", 3092),
        ("disclosed.wechat", 4357),
        ("disclosed.weibo", 1046),
        ("disclosed.douyin", 324),
        ("requests.received", 60),
        ("requests.received.growth", 1400),
        ("requests.handled", 60),
        ("fees.information", 0),
        ("proposals.npc", 0),
        ("proposals.cppcc", 0),
    ],
    4: [
        ("disclosed.total", 78),
        ("requests.received", 0),
        ("requests.received.change", -1),
        ("fees.information", 0),
        ("proposals.npc", 0, "区"),
        ("proposals.cppcc", 0),
    ],
}

pytestmark = pytest.mark.skipif(not SEEDS.exists(), reason="the seeds are not shared with this machine")


def _read(number: int) -> tuple[AnnualReport, list[Finding]]:
    path = seed_files()[number]
    (reading,) = read_bytes(path.read_bytes(), name=path.name)
    assert reading.report is not None
    return reading.report, reading.findings


def _texts(facts: list[Fact]) -> list[tuple[str, str]]:
    return [(fact.key, "".join(fact.raw.split())) for fact in facts if fact.value is None]


@pytest.mark.parametrize("number", range(5))
def test_facts_of_seed(number: int) -> None:
    facts = _read(number)[0].facts
    assert _texts(facts) == TEXTS[number]
    assert short([fact for fact in facts if fact.value is not None]) == NUMBERS[number]


@pytest.mark.parametrize("number", range(5))
def test_a_fact_stands_where_it_says(number: int) -> None:
    report = _read(number)[0]
    for fact in report.facts:
        if fact.section >= 0:
            text = report.sections[fact.section].text
            assert text[fact.offset :].startswith(fact.raw)
            assert fact.quote in text
        assert fact.raw in fact.quote


@pytest.mark.parametrize("number", range(5))
def test_prose_and_tables_of_the_seeds_agree(number: int) -> None:
    found = {finding.rule for finding in _read(number)[1] if finding.rule.startswith("prose_")}
    assert found == ({"prose_torn"} if number == 2 else set())
