"""The five seeds, every cell as printed. The numbers were copied from the texts by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.reading import read_bytes
from pipelines.report import AnnualReport, Reading
from tests.shared import seed_files
from tests.unit.forms.sample import APPLICANTS, CHANNELS, ENDED, OUTCOMES, Gold

ROWS = ("new_received", "carried_over", *ENDED, "processed_total", "carried_forward")

# agency, year, and every number that is not zero
SEEDS: dict[str, tuple[str, int, Gold]] = {
    "000": ("威海市环翠区工业和信息化局", 2024, {}),
    "001": (
        "威海市环翠区商务局",
        2024,
        {"disclosure.normative_documents.repealed": 1, "disclosure.normative_documents.in_force": 2},
    ),
    "002": (
        "威海市文登区工业和信息化局",
        2021,
        {"disclosure.normative_documents.issued": 1, "disclosure.normative_documents.repealed": 2},
    ),
    "003": (
        "威海临港经济技术开发区管理委员会",
        2024,
        {
            "disclosure.normative_documents.repealed": 1,
            "disclosure.normative_documents.in_force": 7,
            "disclosure.licences.handled": 5821,
            "disclosure.penalties.handled": 94,
            "disclosure.coercive_measures.handled": 9,
            "disclosure.fees.amount_10k_yuan": 786,
            "applications.new_received.natural_person": 60,
            "applications.new_received.total": 60,
            "applications.granted.natural_person": 9,
            "applications.granted.total": 9,
            "applications.partially_granted.natural_person": 1,
            "applications.partially_granted.total": 1,
            "applications.denied.third_party_rights.natural_person": 36,
            "applications.denied.third_party_rights.total": 36,
            "applications.unavailable.not_held.natural_person": 3,
            "applications.unavailable.not_held.total": 3,
            "applications.unavailable.needs_creation.natural_person": 10,
            "applications.unavailable.needs_creation.total": 10,
            "applications.other.not_amended.natural_person": 1,
            "applications.other.not_amended.total": 1,
            "applications.processed_total.natural_person": 60,
            "applications.processed_total.total": 60,
            "review.reconsideration.upheld": 6,
            "review.reconsideration.corrected": 9,
            "review.reconsideration.total": 15,
        },
    ),
    "004": ("威海市环翠区统计局", 2024, {}),
}
DISCLOSURE = {
    "regulations": ("issued", "repealed", "in_force"),
    "normative_documents": ("issued", "repealed", "in_force"),
    "licences": ("handled",),
    "penalties": ("handled",),
    "coercive_measures": ("handled",),
    "fees": ("amount_10k_yuan",),
}


def _gold(stated: Gold) -> Gold:
    paths = [f"disclosure.{item}.{measure}" for item, measures in DISCLOSURE.items() for measure in measures]
    paths += [f"applications.{row}.{column}" for row in ROWS for column, _ in APPLICANTS]
    paths += [f"review.{channel}.{outcome}" for channel in CHANNELS for outcome in OUTCOMES]
    assert len(paths) == 10 + 25 * 7 + 15
    assert set(stated) <= set(paths)
    return {path: stated.get(path, 0) for path in paths}


def _cells(report: AnnualReport) -> Gold:
    return {
        f"{table}.{row}.{column}": None if cell.value is None else float(cell.value)
        for table in ("disclosure", "applications", "review")
        for row, cells in getattr(report, table).items()
        for column, cell in cells.items()
    }


def _read(path: Path) -> Reading:
    [reading] = read_bytes(path.read_bytes(), name=path.name)
    return reading


def test_all_or_none_are_here() -> None:
    assert [path.name[:3] for path in seed_files()] in ([], list(SEEDS))


@pytest.mark.parametrize("path", seed_files(), ids=lambda path: path.name[:3])
def test_seed(path: Path) -> None:
    agency, year, stated = SEEDS[path.name[:3]]
    reading = _read(path)
    assert (reading.verdict, reading.reason) == ("accepted", None)
    assert (reading.identity.agency, reading.identity.year) == (agency, year)
    report = reading.report
    assert report is not None
    assert report.form == "2021"
    assert _cells(report) == _gold(stated)
    assert {finding.severity for finding in reading.findings} <= {"info"}


@pytest.mark.parametrize("path", seed_files(), ids=lambda path: path.name[:3])
def test_chapters_hold_the_prose_and_no_table(path: Path) -> None:
    report = _read(path).report
    assert report is not None
    assert len(report.sections) == 6
    assert [bool(section.text) for section in report.sections] == [True, False, False, False, True, True]
    assert not any("行政规范性文件 0" in section.text for section in report.sections)


@pytest.mark.parametrize("path", seed_files()[:1], ids=lambda path: path.name[:3])
def test_wrapped_lines_are_joined(path: Path) -> None:
    report = _read(path).report
    assert report is not None
    assert "认真学习贯彻《中华人民共和国政府信息公开条例》，全面落实区委" in report.sections[0].text
    assert report.sections[4].heading == "五、存在的主要问题及改进情况"
