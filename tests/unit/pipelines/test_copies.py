"""Which copy is shown, and what differs between copies."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pipelines.copies import Copy, agreement, choose, differences, findings
from pipelines.report import Number

VALUES: dict[str, Number | None] = {"applications.granted.total": 3, "review.reconsideration.upheld": 0}


def copy(url_key: str = "a.gov.cn/1", **changes: Any) -> Copy:
    columns: dict[str, Any] = {
        "member": "",
        "reading_id": 1,
        "verdict": "accepted",
        "errors": 0,
        "role": "article",
        "carrier": "html",
        "archived": False,
        "values": VALUES,
    }
    return Copy(url_key=url_key, **columns | changes)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (copy("b", errors=0, values={}), copy("a", verdict="review")),
        (copy("b", verdict="review", errors=1), copy("a", verdict="review", errors=2)),
        (copy("b"), copy("a", values={"applications.granted.total": 3})),
        (copy("b"), copy("a", archived=True)),
        (copy("b", carrier="pdf", role="attachment"), copy("a", carrier="scan")),
        (copy("b"), copy("a", role="attachment")),
        (copy("a"), copy("b")),
        (copy("a", member="1.doc"), copy("a", member="2.doc")),
    ],
)
def test_the_better_copy_is_shown(better: Copy, worse: Copy) -> None:
    assert choose([better, worse]) == choose([worse, better]) == better


def test_cells_that_only_one_prints_do_not_differ() -> None:
    other = copy("b", values={"applications.granted.total": Decimal("3.0"), "sections.none": 1})
    assert differences(copy(), other) == []
    assert agreement(copy(), other) is True


def test_without_a_common_cell_nobody_agrees() -> None:
    assert agreement(copy(), copy("b", values={"applications.granted.other_org": 3})) is None


def test_the_difference_names_cells_and_both_values() -> None:
    shown, other = copy(), copy("b", values=VALUES | {"applications.granted.total": 4})
    assert agreement(shown, other) is False
    [(about, finding)] = findings(shown, [other, shown])
    assert about == "b"
    assert (finding.rule, finding.severity, finding.where) == (
        "copies.differ",
        "error",
        "applications.granted.total",
    )
    assert (finding.left, finding.right) == (3, 4)
    assert "applications.granted.total 3 / 4" in finding.detail


def test_several_differences_are_one_finding() -> None:
    other = copy("b", values=dict.fromkeys(VALUES, 9))
    [(_, finding)] = findings(copy(), [copy(), other])
    assert (finding.where, finding.left, finding.right) == ("copies", None, None)
    assert "granted.total 3 / 9; review.reconsideration.upheld 0 / 9" in finding.detail


@pytest.mark.parametrize(
    "other",
    [
        copy("b", verdict="review", values=VALUES | {"applications.granted.total": 4}),
        copy("b", values=VALUES | {"review.reconsideration.upheld": None}),
    ],
)
def test_a_doubtful_copy_or_a_blank_zero_is_a_warning(other: Copy) -> None:
    [(_, finding)] = findings(copy(), [copy(), other])
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    ("reason", "severity"),
    [("HTTP 404", "warning"), ("HTTP 503", "info"), ("blocked", "info"), ("soft_404", "warning")],
)
def test_a_lost_source_is_noted(reason: str, severity: str) -> None:
    [(about, finding)] = findings(copy(), [copy(lost=reason)])
    assert (about, finding.rule, finding.severity) == ("a.gov.cn/1", "source.lost", severity)
    assert reason in finding.detail
