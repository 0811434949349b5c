"""A report whose only file stands behind a captcha is unreadable, whichever of the two is saved first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from models.session import session
from pipelines.capture import Capture
from pipelines.evidence import Evidence
from pipelines.saving import save_capture, save_readings
from pipelines.urls import url_key
from tests.unit.models.made import NOON, reading, sha256

ARTICLE = "http://www.qiyunxian.gov.cn/info/1039/21081.htm"
FILE = "http://www.qiyunxian.gov.cn/system/_content/download.jsp?wbfileid=11B0"
REPORT = "栖云县和硕镇人民政府2021年政府信息公开工作年度报告"
STRANGER = "关于做好2021年政府信息公开工作年度报告编制工作的通知"


def article(headline: str, day: int = 0) -> None:
    page = Capture(ARTICLE, ARTICLE, 200, [], b"<p>x</p>", NOON + timedelta(days=day), role="article")
    page.evidence = [Evidence("headline", "headline", headline, headline)]
    with session() as opened:
        number = save_capture(opened, page, sha256(page.body), len(page.body), "text/html")
        save_readings(opened, number, sha256(page.body), [reading(verdict="not_a_report", reason="no_form")])


def file(outcome: str | None, status: int = 200, day: int = 0) -> None:
    asked = NOON + timedelta(days=day, seconds=5)
    with session() as opened:
        save_capture(
            opened,
            Capture(FILE, FILE, status, [], b"", asked, role="attachment", parent_url=ARTICLE),
            outcome=outcome,
        )


def outcome() -> str:
    with session() as opened:
        query = "SELECT outcome FROM captures WHERE url_key = :key ORDER BY fetched_at DESC LIMIT 1"
        return str(opened.scalar(text(query), {"key": url_key(ARTICLE)}))


@pytest.mark.parametrize("first", ["article", "file"])
def test_a_captcha_before_the_only_file_leaves_the_report_unreadable(database: str, first: str) -> None:
    if first == "file":
        file("blocked")
        article(REPORT)
    else:
        article(REPORT)
        file("blocked")
    assert outcome() == "unreadable"


@pytest.mark.parametrize(
    ("headline", "said", "status"), [(STRANGER, "blocked", 200), (REPORT, None, 404), (REPORT, "report", 200)]
)
def test_what_lacks_no_file_stays_no_report(database: str, headline: str, said: str | None, status: int) -> None:
    article(headline)
    file(said, status)
    assert outcome() == "not_a_report"


def test_a_file_that_comes_in_the_end_takes_the_mark_away(database: str) -> None:
    file("blocked")
    article(REPORT)
    file("report", day=40)
    article(REPORT, day=41)
    assert outcome() == "not_a_report"
