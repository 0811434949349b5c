from __future__ import annotations

import pytest

from pipelines.evidence import About, Evidence, Kind
from pipelines.identity.decide import decide
from pipelines.report import Finding


def year(kind: Kind, value: int) -> Evidence:
    return Evidence("year", kind, str(value), f"{kind} says {value}")


def agency(kind: Kind, name: str, quote: str = "") -> Evidence:
    return Evidence("agency", kind, name, quote)


def published(day: str, kind: Kind = "published_on") -> Evidence:
    return Evidence("published_on", kind, day, f"发布时间: {day}")


WHO = agency("headline", "威海市环翠区商务局")
WRITTEN = Evidence("published_on", "published_on", "2025-01-10", "成文日期: 2025-01-10")


def severities(findings: list[Finding], rule: str) -> list[str]:
    return [finding.severity for finding in findings if finding.rule == rule]


def test_the_operator_decides() -> None:
    identity, findings = decide(
        [
            WHO,
            year("headline", 2024),
            year("period", 2024),
            agency("operator", "威海市商务局"),
            year("operator", 2023),
        ]
    )
    assert (identity.agency, identity.agency_evidence) == ("威海市商务局", "operator")
    assert (identity.year, identity.year_evidence) == (2023, "operator")
    assert findings == []


@pytest.mark.parametrize(
    ("evidence", "expected", "severity"),
    [
        # last year's first sentence in a 2025 report (荣成市东山街道)
        ([year("period", 2025), year("fbtime", 2025), year("body", 2024)], 2025, "warning"),
        # last year's 统计期限, too, but the headline and the endpoint are new
        ([year("headline", 2021), year("period", 2020), year("fbtime", 2021)], 2021, "warning"),
        ([year("headline", 2021), year("period", 2020), year("column", 2021)], 2021, "warning"),
        (
            [year("headline", 2024), year("period", 2025), year("fbtime", 2025), year("category", 2025)],
            2025,
            "warning",
        ),
        # nothing settles it
        ([year("headline", 2024), year("period", 2025)], 2024, "error"),
        # last year's 统计期限 against the headline and the day of publication
        ([year("headline", 2021), year("period", 2020), published("2022-01-12")], 2021, "warning"),
        # a headline that only the report's own prose contradicts, and nothing supports
        ([year("headline", 2024), year("body", 2025)], 2024, "error"),
        ([year("headline", 2021), year("period", 2020), year("body", 2020)], 2020, "error"),
        ([year("headline", 2021), year("headline", 2022)], 2021, "error"),
        ([year("period", 2024), year("period", 2025)], 2024, "error"),
        # a directory's year and a late posting are no contradiction
        ([year("headline", 2018), Evidence("year", "url", "2020"), published("2021-10-11")], 2018, None),
        ([year("headline", 2018), year("period", 2018), published("2021-02-11")], 2018, None),
        # weak evidence is not enough alone
        ([year("body", 2024)], 2024, None),
        ([published("2025-01-20")], 2024, None),
    ],
)
def test_year(evidence: list[Evidence], expected: int, severity: str | None) -> None:
    identity, findings = decide([WHO, *evidence])
    assert identity.year == expected
    assert severities(findings, "identity.year.conflict") == ([severity] if severity else [])
    for finding in findings:
        if finding.rule == "identity.year.conflict":
            assert all(f"({item.quote})" in finding.detail for item in evidence if item.about == "year")


@pytest.mark.parametrize(
    ("evidence", "weak"),
    [
        ([year("body", 2024)], True),
        ([published("2025-01-20")], True),
        ([year("file_name", 2024)], True),
        ([year("body", 2024), published("2025-01-20")], False),
        ([year("column", 2024)], False),
    ],
)
def test_a_year_on_weak_evidence_is_an_error(evidence: list[Evidence], weak: bool) -> None:
    _, findings = decide([WHO, *evidence])
    assert severities(findings, "identity.year.weak") == (["error"] if weak else [])


def test_no_evidence_is_two_errors() -> None:
    identity, findings = decide([])
    assert (identity.agency, identity.year, identity.published_on) == (None, None, None)
    assert {finding.rule: finding.severity for finding in findings} == {
        "identity.agency.missing": "error",
        "identity.year.missing": "error",
    }


def decided(*evidence: Evidence, region: str | None = None) -> tuple[str | None, str | None, dict[str, str]]:
    identity, findings = decide([*evidence, year("headline", 2024)], region)
    return identity.agency, identity.agency_evidence, {finding.rule: finding.severity for finding in findings}


def test_the_portals_owner_gives_way_to_the_author() -> None:
    found = decided(agency("content_source", "荣成市人民政府"), agency("body", "东山街道"), region="荣成市")
    assert found == ("荣成市东山街道办事处", "body", {})
    found = decided(agency("publisher", "荣成市人民政府"), agency("signature", "荣成市民政局"))
    assert found == ("荣成市民政局", "signature", {})


def test_the_office_gives_way_to_its_government() -> None:
    office = agency("publisher", "威海市政府办公室", "发布单位: 威海市政府办公室")
    code = agency("index_code", "11371000004359010J", "索引号: 11371000004359010J/2025-00809")
    assert decided(code, office, agency("body", "威海市人民政府")) == ("威海市人民政府", "body", {})
    assert decided(code, office) == ("威海市人民政府办公室", "publisher", {})
    # but a report of the office itself stays the office's
    own = agency("headline", "威海市人民政府办公室")
    assert decided(own, agency("publisher", "威海市人民政府")) == ("威海市人民政府办公室", "headline", {})


def test_a_renamed_agency_is_doubtful() -> None:
    name, kind, findings = decided(
        agency("headline", "威海市经济贸易委员会"), agency("publisher", "经济和信息化委"), region="威海市"
    )
    assert (name, kind) == ("威海市经济贸易委员会", "headline")
    assert findings == {"identity.agency.conflict": "warning"}


def test_two_agencies_of_strong_evidence_need_a_person() -> None:
    headline, body = agency("headline", "威海市环翠区教育局"), agency("body", "威海市环翠区商务局")
    assert decided(headline, body)[2] == {"identity.agency.conflict": "error"}
    assert decided(headline, body, agency("publisher", "环翠区教育局"))[2] == {
        "identity.agency.conflict": "warning"
    }
    assert decided(headline, agency("publisher", "威海市环翠区商务局"))[2] == {
        "identity.agency.conflict": "warning"
    }


def test_the_code_with_its_printed_name_comes_first() -> None:
    code = agency("area_code", "11371002004360724B", "住建局")
    found = decided(code, region="威海市环翠区")
    assert found == ("威海市环翠区住房和城乡建设局", "area_code", {})
    identity, findings = decide(
        [code, agency("index_code", "11371002004360999X"), year("headline", 2024)], "威海市环翠区"
    )
    assert identity.agency_code == "11371002004360724B"
    assert severities(findings, "identity.code.conflict") == ["warning"]


def test_a_codes_suffix_is_no_other_code() -> None:
    codes = [agency("area_code", "113706000042603877-1"), agency("index_code", "113706000042603877")]
    identity, findings = decide([*codes, WHO, year("headline", 2024)])
    assert identity.agency_code == "113706000042603877"
    assert findings == []


def test_the_longest_form_of_a_name_wins() -> None:
    assert decided(agency("headline", "商务局"), agency("body", "威海市环翠区商务局"))[0] == "威海市环翠区商务局"
    assert (
        decided(agency("headline", "环翠区商务局"), agency("signature", "威海市环翠区商务局"))[0]
        == "威海市环翠区商务局"
    )


def test_a_bare_head_is_completed_by_the_full_name() -> None:
    found = decided(agency("content_source", "区政府办"), agency("body", "宁波市鄞州区人民政府办公室"))
    assert found == ("宁波市鄞州区人民政府办公室", "content_source", {})


def test_a_name_without_its_place_is_told() -> None:
    assert decided(agency("headline", "商务局")) == (
        "商务局",
        "headline",
        {"identity.agency.incomplete": "warning"},
    )
    assert decided(agency("headline", "商务局"), region="威海市环翠区") == ("威海市环翠区商务局", "headline", {})
    assert decided(agency("headline", "教育部")) == ("教育部", "headline", {})


def test_the_sites_region_completes_names() -> None:
    site = agency("site", "威海市环翠区")
    assert decided(agency("headline", "区商务局"), site) == ("威海市环翠区商务局", "headline", {})


def test_the_site_alone_is_not_enough() -> None:
    name, kind, findings = decided(agency("host", "威海市环翠区人民政府"))
    assert (name, kind, findings) == ("威海市环翠区人民政府", "host", {"identity.agency.weak": "error"})


def test_carriers_of_others_words_are_no_agencies() -> None:
    found = decided(
        agency("content_source", "滁州市政府网站集约化平台"),
        agency("breadcrumb", "大芦镇人民政府"),
        region="靖远县",
    )
    assert found == ("靖远县大芦镇人民政府", "breadcrumb", {})


@pytest.mark.parametrize(
    ("evidence", "day", "severity"),
    [
        ([published("2025-01-20")], "2025-01-20", None),
        ([published("2024-12-31")], "2024-12-31", None),
        ([published("2024-01-20")], "2024-01-20", "error"),
        ([published("2024-01-20", "signature")], "2024-01-20", "warning"),
        ([published("2024-01-20", "signature"), published("2025-01-21")], "2025-01-21", None),
        ([WRITTEN, published("2025-01-21")], "2025-01-21", None),
    ],
)  # fmt: skip
def test_published_on(evidence: list[Evidence], day: str, severity: str | None) -> None:
    identity, findings = decide([WHO, year("headline", 2024), year("period", 2024), *evidence])
    assert identity.published_on == day
    assert severities(findings, "identity.published_early") == ([severity] if severity else [])


def test_evidence_is_kept_as_it_came() -> None:
    about: tuple[About, ...] = ("agency", "year", "headline", "published_on")
    evidence = [Evidence(kind, "anchor", "2024-01-01") for kind in about]
    assert decide(evidence)[0].evidence == evidence
