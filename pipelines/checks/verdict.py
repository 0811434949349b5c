"""From findings to a verdict: accepted only where nothing of severity error stands against the reading."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.report import AnnualReport, Finding, Identity, Verdict

_YEARS_DIFFER = "identity.year.conflict"


def decide_verdict(
    report: AnnualReport, identity: Identity, findings: Iterable[Finding], no_report: str | None = None
) -> tuple[Verdict, str | None]:
    """(verdict, reason); the reason is None for accepted alone.

    The reason of a review is the weightiest error: a form that could not be read, then an agency or a
    year that could not be decided, then the first error as found.
    """
    if no_report:
        return "not_a_report", no_report
    findings = list(findings)
    errors = [finding.rule for finding in findings if finding.severity == "error"]
    forms = [rule for rule in errors if rule.startswith("form_") or rule == "tables_missing"]
    if forms:
        return "review", forms[0]
    if report.form is None:
        return "review", "form_unknown"
    if identity.agency is None:
        return "review", "agency_unknown"
    if identity.year is None:
        return "review", "year_unknown"
    if errors:
        return "review", errors[0]
    if report.form == "narrative" and any(finding.rule == _YEARS_DIFFER for finding in findings):
        return "review", _YEARS_DIFFER  # no table speaks for either year
    return "accepted", None
