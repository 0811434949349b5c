"""The replica's data: enough of it, consistent, and the seeds' numbers where the seeds' agencies report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.portal import gold, labels, load
from tests.portal.model import Report
from tests.portal.truth import all_sites, truth

COLUMNS = [column for column, _ in labels.applicants()]
FALSE_SUMS = {("www.wendeng.gov.cn", "scj", 2025)}
REPORTS = [report for host in load.HOSTS for report in load.reports(host)]


def named(report: Report) -> str:
    return f"{report.key[0].split('.')[1]}-{report.key[1]}-{report.year}"


def number(report: Report, code: str) -> float:
    return gold.value(report.printed[code]) or 0


def broken(report: Report) -> Iterator[str]:
    """The identities I1 to I4 of FORMATS.md §1.4 that the printed numbers break, a blank counting as zero."""
    rows = list(
        dict.fromkeys(
            code.split(".", 1)[1].rsplit(".", 1)[0] for code in report.printed if "applications." in code
        )
    )
    results = [
        row for row in rows if row not in {"new_received", "carried_over", "processed_total", "carried_forward"}
    ]
    table = {row: [number(report, f"applications.{row}.{column}") for column in COLUMNS] for row in rows}
    for row, values in table.items():
        if sum(values[:6]) != values[6]:
            yield f"I1 {row}"
    for at, column in enumerate(COLUMNS):
        if sum(table[row][at] for row in results) != table["processed_total"][at]:
            yield f"I2 {column}"
        income = table["new_received"][at] + table["carried_over"][at]
        if income != table["processed_total"][at] + table["carried_forward"][at]:
            yield f"I3 {column}"
    for channel in ("reconsideration", "litigation_direct", "litigation_after_reconsideration"):
        parts = sum(number(report, f"review.{channel}.{o}") for o in ("upheld", "corrected", "other", "pending"))
        if parts != number(report, f"review.{channel}.total"):
            yield f"I4 {channel}"


def test_there_is_enough() -> None:
    known = truth(all_sites())
    assert len(known.reports) >= 60
    assert len({report.agency for report in known.reports}) >= 25
    assert len(known.distractors) >= 30
    assert {report.year for report in known.reports} == set(range(2019, 2026))
    assert all((report.form == "2019") == (report.year < 2021) for report in known.reports)


def test_a_perfect_walk_is_short() -> None:
    for host, urls in truth(all_sites()).needed.items():
        assert len(urls) <= 75, host


@pytest.mark.parametrize("report", REPORTS, ids=named)
def test_identities_hold_unless_meant(report: Report) -> None:
    expected = ["I1 processed_total", "I2 total", "I3 total"] if report.key in FALSE_SUMS else []
    assert list(broken(report)) == expected


def test_carried_over_is_what_was_carried_forward() -> None:
    by_key = {report.key: report for report in REPORTS}
    checked = 0
    for (host, agency, year), report in by_key.items():
        before = by_key.get((host, agency, year - 1))
        if before:
            checked += 1
            forward = [number(before, f"applications.carried_forward.{column}") for column in COLUMNS]
            assert [number(report, f"applications.carried_over.{column}") for column in COLUMNS] == forward
    assert checked > 25


def test_stock_of_normative_documents_continues() -> None:
    by_key = {report.key: report for report in REPORTS if report.form == "2021"}
    code = "disclosure.normative_documents."
    for (host, agency, year), report in by_key.items():
        before = by_key.get((host, agency, year - 1))
        if before:
            stock = (
                number(before, code + "in_force")
                + number(report, code + "issued")
                - number(report, code + "repealed")
            )
            assert number(report, code + "in_force") == stock, report.key


@pytest.mark.parametrize(
    ("host", "agency", "year", "filled"),
    [
        ("www.huancui.gov.cn", "gxj", 2024, {}),
        (
            "www.huancui.gov.cn",
            "swj",
            2024,
            {"disclosure.normative_documents.repealed": 1, "disclosure.normative_documents.in_force": 2},
        ),
        (
            "www.wendeng.gov.cn",
            "gxj",
            2021,
            {"disclosure.normative_documents.issued": 1, "disclosure.normative_documents.repealed": 2},
        ),
        (
            "www.wip.gov.cn",
            "gwh",
            2024,
            {
                "disclosure.normative_documents.repealed": 1,
                "disclosure.normative_documents.in_force": 7,
                "disclosure.licences.handled": 5821,
                "disclosure.penalties.handled": 94,
                "disclosure.coercive_measures.handled": 9,
                "disclosure.fees.amount_10k_yuan": 786,
                "review.reconsideration.upheld": 6,
                "review.reconsideration.corrected": 9,
                "review.reconsideration.total": 15,
            }
            | {
                f"applications.{row}.{column}": n
                for column in ("natural_person", "total")
                for row, n in {
                    "new_received": 60,
                    "granted": 9,
                    "partially_granted": 1,
                    "denied.third_party_rights": 36,
                    "unavailable.not_held": 3,
                    "unavailable.needs_creation": 10,
                    "other.not_amended": 1,
                    "processed_total": 60,
                }.items()
            },
        ),
        ("www.huancui.gov.cn", "tjj", 2024, {}),
    ],
)
def test_seeds_numbers(host: str, agency: str, year: int, filled: dict[str, int]) -> None:
    """Typed from the five seeds by eye; every cell that is not named prints 0."""
    report = next(r for r in load.reports(host) if r.key == (host, agency, year))
    values = {code: gold.value(text) for code, text in report.printed.items()}
    assert None not in values.values()
    assert {code: n for code, n in values.items() if n} == filled


def test_credit_codes_have_valid_check_digits() -> None:
    """GB 32100-2015: weights 3^i mod 31 over the first 17 characters."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    for agency in load.agencies().values():
        total = sum(signs.index(sign) * pow(3, at, 31) for at, sign in enumerate(agency.code[:17]))
        assert signs[-total % 31] == agency.code[17], agency.name


def test_article_ids_are_unique() -> None:
    for host in load.HOSTS:
        ids = [
            item.id for column in load.columns(host).values() for item in column.items if item.kind != "external"
        ]
        ids += [report.id for report in load.reports(host) if report.id]
        ids += [report.second.id for report in load.reports(host) if report.second]
        assert len(ids) == len(set(ids)), host


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("0", 0),
        ("", None),
        ("\xa0", None),
        ("/", None),
        ("-", None),
        ("1,737", 1737),
        ("270件", 270),
        ("增2", 2),
        ("-3", -3),
    ],
)
def test_gold(printed: str, value: int | None) -> None:
    assert gold.value(printed) == value


def test_gold_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="约3"):
        gold.value("约3")
