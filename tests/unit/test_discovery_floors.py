"""The floors of `make discovery` can be fallen below."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discovery.__main__ import failures
from tests.discovery.measure import Result
from tests.discovery.replicas import Exists, Replica

URLS = {2023: "www.x.gov.cn/art/1.html", 2024: "www.x.gov.cn/art/2.html"}
REPORTS = tuple(Exists("某县民政局", year, frozenset({url}), ("accepted",)) for year, url in URLS.items())


def result(family: str = "trs", **changes: Any) -> Result:
    replica = Replica(family, ("www.x.gov.cn",), REPORTS, frozenset(), frozenset(), needed=20)
    good: dict[str, Any] = {"found": 2, "requests": ["GET /"] * 30, "again": ["GET /"] * 3, "exits": (0, 0)}
    return Result(replica, **{**good, **changes})


def test_well() -> None:
    assert failures(result()) == []
    assert failures(result("hostile", again=["GET /"] * 9, exits=(6, 6))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"found": 1},
        {"wrong": ["no such report"]},
        {"requests": ["GET /"] * 31},
        {"again": ["GET /"] * 4},
        {"strays": ["GET http://elsewhere.example/"]},
        {"exits": (0, 6)},
    ],
)
def test_below_a_floor(changes: dict[str, Any]) -> None:
    assert len(failures(result(**changes))) == 1
