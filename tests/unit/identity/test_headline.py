from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identity.headline import classify_headline
from pipelines.identity.names import canonical_name, same_agency
from tests.shared import SHARED
from tests.unit.identity.shared import headlines

OWN = headlines(Path(__file__).with_name("headlines.tsv"))
SAMPLES = headlines(SHARED / "samples" / "headlines.tsv")


@pytest.mark.parametrize(("label", "title", "agency", "year"), OWN, ids=[row[1] for row in OWN])
def test_own_headlines(label: str, title: str, agency: str, year: str) -> None:
    verdict = classify_headline(title)
    assert (verdict.is_report, verdict.agency or "", str(verdict.year or "")) == (
        label == "report",
        agency,
        year,
    ), verdict


@pytest.mark.parametrize(("label", "title", "agency", "year"), SAMPLES, ids=[row[1] for row in SAMPLES])
def test_sample_headlines(label: str, title: str, agency: str, year: str) -> None:
    """Real headlines; the list's agency may say more than the headline prints."""
    verdict = classify_headline(title)
    assert verdict.is_report == (label == "report"), verdict
    if label == "report":
        assert str(verdict.year) == year
        if verdict.agency is None:
            assert title in {"2024年政府信息公开工作年度报告", "2016年度镇政府信息公开年度报告"}
        else:
            agency = agency.removesuffix("(办公室)")
            # None: the list names a place above, or the office's government (大水泊镇人民政府办公室).
            assert same_agency(verdict.agency, agency) is not False or agency in canonical_name(verdict.agency)


def test_enough_headlines() -> None:
    assert len(OWN) >= 150
    assert len({title for _, title, _, _ in OWN}) == len(OWN)


@given(st.text(max_size=120))
def test_any_text_is_survived(text: str) -> None:
    verdict = classify_headline(text)
    assert verdict.year is None or verdict.year >= 2008


@given(st.text(alphabet="政府信息公开工作年度报告2024的(（《》）)局县-_ \n", max_size=200))
def test_any_headline_like_text_is_judged_at_once(text: str) -> None:
    start = time.perf_counter()
    classify_headline(text)
    assert time.perf_counter() - start < 0.5


def test_scores_rank_how_sure_a_report_is() -> None:
    full, bare, mistyped, cut = (
        classify_headline(title).score
        for title in (
            "威海市2024年政府信息公开工作年度报告",
            "威海市2024年信息公开年报",
            "威海市2024年政府公开信息年度报告",
            "威海市2024年政府信息公开工作年...",
        )
    )
    assert full > bare > mistyped > cut > 0.5
    assert classify_headline("威海市2024年政府工作报告").score == 0
