"""Readings and captures made by hand, for tests that are not about reading."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from models.vocabulary import vocabulary
from pipelines.capture import Capture
from pipelines.evidence import Evidence
from pipelines.report import (
    AnnualReport,
    Cell,
    Fact,
    Finding,
    Identity,
    Number,
    Place,
    Reading,
    Section,
    Verdict,
)

NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)
URL = "http://www.huancui.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11371002004360724B&fbtime=2024"
AGENCY = "威海市环翠区统计局"


def cell(value: Number | None, raw: str | None = None, row: int = 0, col: int = 0) -> Cell:
    return Cell(
        value=value, raw=raw if raw is not None else str(value or ""), place=Place(table=1, row=row, col=col)
    )


def report(received: int = 66, form: str = "2021", rows: int = 25, prose: str = "本机关…") -> AnnualReport:
    """A report of 2021: `received` applications by natural persons, all granted; the first `rows` rows."""
    codes = vocabulary()
    items = [item for item in codes.applications if item != "other.total"][:rows]
    applications = {
        item: {
            applicant: cell(
                received if applicant in ("natural_person", "total") and item in USED else 0, row=number
            )
            for applicant in codes.applicants
        }
        for number, item in enumerate(items)
    }
    disclosure = {
        item: {measure: cell(0) for measure in row.measures} for item, row in codes.disclosure["2021"].items()
    }
    disclosure["fees"] = {"amount_10k_yuan": Cell(Decimal("786.50"), "786.50万元", unit="万元")}
    disclosure["regulations"]["issued"] = cell(None, "")
    review = {channel: {outcome: cell(0) for outcome in codes.outcomes} for channel in codes.channels}
    return AnnualReport(
        form="2021",
        headline=f"{AGENCY}2024年政府信息公开工作年度报告",
        disclosure=disclosure,
        applications=applications,
        review=review,
        sections=[Section("一、总体情况", prose)],
        facts=[Fact("requests_received", received, f"{received}件", f"收到申请{received}件", 0, 4, "件")],
    )


USED = ("new_received", "granted", "processed_total")


def reading(
    content: AnnualReport | None = None,
    *,
    verdict: Verdict = "accepted",
    agency: str | None = AGENCY,
    code: str | None = None,
    year: int | None = 2024,
    findings: list[Finding] | None = None,
    version: str = "1",
    reason: str | None = None,
    member: str | None = None,
) -> Reading:
    is_report = verdict in ("accepted", "review")
    return Reading(
        verdict=verdict,
        carrier="html",
        media_type="text/html",
        reason=reason,
        member=member,
        report=(content or report()) if is_report else None,
        identity=Identity(
            agency=agency,
            agency_code=code,
            agency_evidence="headline",
            year=year,
            year_evidence="headline",
            published_on="2025-01-20",
            evidence=[Evidence("year", "fbtime", "2024", "fbtime=2024")],
        ),
        findings=findings or [],
        reader_version=version,
    )


def capture(
    body: bytes = b"<html>one</html>",
    *,
    url: str = URL,
    day: int = 0,
    status: int = 200,
    role: str = "article",
    site: str | None = None,
    headers: list[tuple[str, str]] | None = None,
    digest: str | None = None,
    evidence: list[Evidence] | None = None,
) -> Capture:
    return Capture(
        url=url,
        final_url=url,
        status=status,
        headers=headers if headers is not None else [("Content-Type", "text/html"), ("ETag", '"one"')],
        body=body,
        fetched_at=NOON + timedelta(days=day),
        site=site,
        role="attachment" if role == "attachment" else "article",
        evidence=evidence or [],
        digest=digest,
    )


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
