from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identity.text import normalise
from pipelines.identity.years import iso_date, latest_year, only_year, period, year_mentions
from tests.shared import seed_files


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年政府", [2024]),
        ("２０２４年", [2024]),
        ("二〇二四年", [2024]),
        ("二○二四年度", [2024]),
        ("二零二四年", [2024]),
        ("二O二四年", [2024]),
        ("二０一〇年", [2010]),
        ("2O21年", [2021]),
        ("2 0 2 4 年", [2024]),
        ("2024 年", [2024]),
        ("202020年政府", [2020]),
        ("20212021年", [2021]),
        ("2014奋发镇", [2014]),
        ("2007年", []),
        ("2031年", []),
        ("国办公开办函〔2021〕30号", []),
        ("鲁政办发(2023)8号", []),
        ("索引号 014178686/2023-00003", []),
        ("一二〇二三", []),
        ("12024件", []),
        ("电话：0631-20241234", []),
    ],
)
def test_year_mentions(text: str, years: list[int]) -> None:
    assert [mention.year for mention in year_mentions(normalise(text), latest=2026)] == years


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2024年", ["marked"]),
        ("2014奋发镇", ["bare"]),
        ("2022年1月", ["date"]),
        ("20221月1日", ["date"]),
        ("2022-01-12", ["date"]),
        ("20220112", ["date"]),
        ("2022-2023学年度", ["range", "range"]),
        ("2023至2024年", ["range", "range"]),
    ],
)
def test_kinds_of_mentions(text: str, kinds: list[str]) -> None:
    assert [mention.kind for mention in year_mentions(text, latest=2026)] == kinds


def test_no_year_lies_ahead() -> None:
    ahead = latest_year() + 1
    assert year_mentions(f"{ahead}年") == []
    assert only_year(f"{ahead}年") is None
    assert only_year(f"{latest_year()}年") == latest_year()


@pytest.mark.parametrize(
    ("text", "year"),
    [("2013年", 2013), ("（2013）", 2013), ("二〇一三年度", 2013), ("2013年报告", None), ("2008-2019年", None)],
)
def test_only_year(text: str, year: int | None) -> None:
    assert only_year(text) == year


@pytest.mark.parametrize(
    ("sentence", "year"),
    [
        ("数据统计期限从2025年1月1日到12月31日止", 2025),
        ("统计期限自2020年1月1日至202020年12月31日", 2020),
        ("统计期限为20221月1日至12月31日", 2022),
        ("统计期限自20231月1日起至202312月31日止", 2023),
        ("统计期限201711日至20171231日止", 2017),
        ("统计时限自 年 月 日起至2021 1 1\n\n2021 12 31年 月 日止。本报告共5部分", 2021),
        ("统计期限从 年 月 日到 月 日止。2024 1 1 12 31", 2024),
        ("统计期限从 2024 年 1 月 1 日到 12\n\n月 31日止", 2024),
        ("统计期限为2022.01.01至2022.12.31", 2022),
        ("数据统计期限为2022年1月1日-2022年12月31日", 2022),
        ("统计期限：二〇二四年一月一日至十二月三十一日", 2024),
        ("统计期限自2008年5月1日起至2008年12月31日止", 2008),
        ("统计时间为2019年度", 2019),
        ("报告中所列数据起止时间为2015年1月1日至12月31日", 2015),
        ("统计期限从2024年1月1日到当年12月31日。2023年无申请", 2024),
        ("统计期限从2022年至今共公开2022条", None),
        ("统计局2024年1月公开12条", None),
        ("", None),
    ],
)
def test_period(sentence: str, year: int | None) -> None:
    found = period(sentence, latest=2026)
    assert (found.year if found else None) == year


def test_a_period_of_two_years_is_no_year() -> None:
    found = period("统计期限自2024年1月1日至2025年12月31日止", latest=2026)
    assert found is not None
    assert (found.year, found.years) == (None, (2024, 2025))


@pytest.mark.parametrize("path", seed_files(), ids=lambda path: path.stem)
def test_periods_of_the_seeds(path) -> None:  # type: ignore[no-untyped-def]
    expected = {"000": 2024, "001": None, "002": 2021, "003": 2024, "004": 2024}[path.name[:3]]
    found = period(path.read_text(encoding="utf-8"))
    assert (found.year if found else None) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-01-12 09:53:10", "2022-01-12"),
        ("2024年01月29日 10:09", "2024-01-29"),
        ("2022 年 1 月 28 日", "2022-01-28"),
        ("2022 1 28年 月 日", "2022-01-28"),
        ("年 月 日2022 1 28", "2022-01-28"),
        ("二〇二二年一月二十八日", "2022-01-28"),
        ("二○二三年十二月十日", "2023-12-10"),
        ("20240125", "2024-01-25"),
        ("2022/1/5", "2022-01-05"),
        ("2024-02-30", None),
        ("2024年", None),
        ("点击数 2022 12 31", None),
    ],
)
def test_iso_date(text: str, day: str | None) -> None:
    assert iso_date(text) == day


@given(st.text(alphabet="二〇○零O20 14年月日统计期限至1231-./()〔〕号\n", max_size=80))
def test_any_text_is_survived(text: str) -> None:
    year_mentions(normalise(text))
    iso_date(text)
    found = period("统计期限" + text)
    assert found is None or found.year is None or 2008 <= found.year <= latest_year()
