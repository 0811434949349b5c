"""Reports against reports: numbers of real cities (FORMATS.md §1.4), and each rule broken on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from models.vocabulary import vocabulary
from pipelines.checks.across import Against, Printed, check_parts, check_years
from pipelines.report import Number

COLUMNS = tuple(vocabulary().applicants)
# 宿迁 2023 → 2024, as printed: 结转 in the seven columns, 规范性文件 and 规章
FORWARD = (118, 3, 0, 0, 0, 0, 121)


def printed(year: int, values: Mapping[str, Number | None], **more: Any) -> Printed:
    given: dict[str, Any] = {"agency_id": 1, "agency": "宿迁市人民政府", "form": "2021"}
    return Printed(year=year, url=f"http://x.gov.cn/{year}", values=values, **(given | more))


def row(item: str, numbers: tuple[Number | None, ...]) -> dict[str, Number | None]:
    return {f"applications.{item}.{column}": number for column, number in zip(COLUMNS, numbers, strict=True)}


def stock(issued: int, repealed: int | None, in_force: int) -> dict[str, Number | None]:
    of = {"issued": issued, "repealed": repealed, "in_force": in_force}
    return {f"disclosure.normative_documents.{measure}": value for measure, value in of.items()}


def rules(found: list[Against]) -> list[tuple[str, str, Any, Any]]:
    return [(a.finding.rule, a.finding.where, a.finding.left, a.finding.right) for a in found]


def test_real_years_that_agree_are_silent() -> None:
    first = printed(2022, stock(0, 0, 597))
    second = printed(2023, row("carried_forward", FORWARD) | stock(50, 227, 420))
    third = printed(2024, row("carried_over", FORWARD) | stock(61, 59, 422))
    assert check_years([third, first, second]) == []


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_of_the_carry_over_is_compared(column: str) -> None:
    last = printed(2023, row("carried_forward", FORWARD))
    over = row("carried_over", FORWARD)
    over[f"applications.carried_over.{column}"] = 7
    [found] = check_years([last, printed(2024, over)])
    assert (found.year, found.other_url) == (2024, "http://x.gov.cn/2023")
    assert (found.finding.left, found.finding.right) == (7, FORWARD[COLUMNS.index(column)])
    assert (found.finding.rule, found.finding.severity) == ("across.carry_over", "warning")
    for word in ("7 in 2024 (http://x.gov.cn/2024)", "in 2023 (http://x.gov.cn/2023)"):
        assert word in found.finding.detail


def test_a_blank_beside_a_zero_says_the_same_and_beside_a_number_does_not() -> None:
    blank: tuple[Number | None, ...] = (None,) * 7
    over = printed(2024, row("carried_over", blank))
    assert check_years([printed(2023, row("carried_forward", (0,) * 7)), over]) == []
    found = check_years([printed(2023, row("carried_forward", FORWARD)), over])
    assert [(left, right) for _, _, left, right in rules(found)] == [(None, 118), (None, 3), (None, 121)]
    assert "blank in 2024" in found[0].finding.detail


def test_a_year_between_is_not_jumped_over() -> None:
    assert check_years([printed(2022, row("carried_forward", FORWARD)), printed(2024, {})]) == []


def test_a_stock_that_does_not_follow() -> None:
    found = check_years([printed(2022, stock(0, 0, 597)), printed(2023, stock(50, 227, 421))])
    assert rules(found) == [("across.in_force", "disclosure.normative_documents.in_force", 421, 420)]
    assert "597 + 50 issued - 227 repealed = 420" in found[0].finding.detail


def test_a_stock_with_a_blank_or_of_another_form_is_left_alone() -> None:
    assert check_years([printed(2022, stock(0, 0, 597)), printed(2023, stock(50, None, 999))]) == []
    assert check_years([printed(2020, stock(0, 0, 597), form="2019"), printed(2021, stock(50, 2, 999))]) == []


@pytest.mark.parametrize(
    ("now", "before", "rule"),
    [
        (Decimal("7865000"), Decimal("786.5"), "across.unit_slip"),
        (Decimal("786.5"), Decimal("7865000"), "across.unit_slip"),
        (Decimal("120000"), Decimal("786.5"), "across.jump"),
        (Decimal("7865"), Decimal("786.5"), None),
        (Decimal("50"), Decimal("0.005"), None),
        (Decimal("50"), None, None),
        (Decimal("7865000"), Decimal(0), None),
    ],
)
def test_an_amount_beside_the_one_of_the_year_before(
    now: Decimal, before: Decimal | None, rule: str | None
) -> None:
    path = "disclosure.fees.amount_10k_yuan"
    found = check_years([printed(2023, {path: before}), printed(2024, {path: now})])
    assert rules(found) == ([(rule, path, now, before)] if rule else [])


def test_a_count_that_jumps_is_told_where_both_forms_count_the_same() -> None:
    same, other = "applications.new_received.total", "disclosure.normative_documents.made"
    last = printed(2020, {same: 5, other: 4}, form="2019")
    found = check_years([last, printed(2021, {same: 500, other: 4000})])
    assert rules(found) == [("across.jump", same, 500, 5)]
    assert check_years([printed(2023, {same: 4}), printed(2024, {same: 404})]) == [], "small numbers swing"


def whole(value: int, scope: str | None) -> Printed:
    return printed(2024, {"applications.new_received.total": value}, agency_id=9, scope=scope, kind="government")


def part(number: int, value: int | None, kind: str = "department", scope: str | None = "agency") -> Printed:
    values = {"applications.new_received.total": value}
    return printed(2024, values, agency_id=number, agency=f"某局{number}", scope=scope, kind=kind)


def test_a_whole_that_is_less_than_its_parts() -> None:
    parts = [part(1, 30), part(2, 50), part(3, None), part(4, 8), part(5, 12)]
    [found] = check_parts(whole(90, "government"), parts)
    assert (found.finding.rule, found.finding.left, found.finding.right) == ("across.parts_exceed", 90, 100)
    assert "4 of its parts: 某局2 50 in 2024 (http://x.gov.cn/2024); 某局1 30" in found.finding.detail
    assert found.finding.detail.endswith("and 1 more")
    assert check_parts(whole(100, "government"), parts) == [], "parts that nobody has found may make up the rest"


def test_only_parts_count() -> None:
    own = [part(1, 60), part(2, 60, scope="government"), part(3, 60, scope=None), part(4, 60, "township")]
    assert check_parts(whole(90, "government"), own) == []
    assert [a.finding.right for a in check_parts(whole(90, "jurisdiction"), own)] == [120]
    assert check_parts(whole(0, "agency"), own) == check_parts(whole(0, None), own) == []
    assert check_parts(whole(90, "jurisdiction"), [part(9, 500)]) == [], "it is no part of itself"
