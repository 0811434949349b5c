"""The checks over a report as read, and the verdict."""

from __future__ import annotations

from pipelines.checks.completeness import check_completeness
from pipelines.checks.generations import check_generations
from pipelines.checks.identities import check_identities, check_joined
from pipelines.checks.indicators import check_indicators, check_table_year
from pipelines.checks.narrative import check_narrative
from pipelines.checks.plausibility import check_plausibility
from pipelines.checks.prose import check_prose
from pipelines.checks.strangers import why_no_report
from pipelines.checks.verdict import decide_verdict
from pipelines.forms.result import FormResult
from pipelines.report import Finding, Identity

__all__ = ["check_prose", "check_report", "decide_verdict", "why_no_report"]


def check_report(result: FormResult, identity: Identity) -> list[Finding]:
    """What the reading noticed, what is missing, what does not add up, what cannot be."""
    return [
        *result.findings,
        *check_completeness(result.report, result.unread),
        *check_identities(result.report, result.causes),
        *check_joined(result.report, result.findings),
        *check_indicators(result.report, result.causes),
        *check_table_year(result.findings, identity),
        *check_generations(result.report),
        *check_narrative(result.report, identity, result.findings),
        *check_plausibility(result.report, identity),
    ]
