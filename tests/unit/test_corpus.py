"""The labelled corpus is what its README says: complete, coherent, small, and in the project's codes."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import deviations
from tests.corpus.hostile.make_hostile import hostile_files

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "tests/corpus"
VOCABULARY = tomllib.loads((ROOT / "models/vocabulary.toml").read_text("utf-8"))
GOLD: list[dict[str, Any]] = [
    json.loads(path.read_text("utf-8")) for path in sorted((CORPUS / "gold").glob("*.json"))
]
REPORTS = [record for record in GOLD if "members" not in record]
APPLICANTS = ["natural_person", "commercial_enterprise", "research_institution"]
APPLICANTS += ["public_interest_org", "legal_service", "other_org"]


def test_every_document_has_its_gold_and_every_gold_its_document() -> None:
    on_disk = {str(path.relative_to(CORPUS)) for path in (CORPUS / "documents").rglob("*") if path.is_file()}
    assert on_disk == {record["path"] for record in GOLD}


def test_size_and_shares() -> None:
    assert len(GOLD) >= 200
    assert sum((CORPUS / record["path"]).stat().st_size for record in GOLD) < 30e6
    flagged = sum(record["expect"] != "accepted" for record in REPORTS)
    assert 1 / 10 < flagged / len(REPORTS) < 1 / 6
    carriers = {(record["form"], record["carrier"]) for record in REPORTS if record["form"]}
    kinds = ["html", "pdf", "scan", "image", "doc", "docx", "rtf", "odt", "ofd", "text"]
    missing = {(form, kind) for form in ("2021", "2019", "2014", "narrative") for kind in kinds} - carriers
    assert not missing


def test_every_deviation_occurs() -> None:
    found = {name for record in REPORTS for name in record["deviations"]}
    assert set(deviations.load()) <= found


def test_an_archive_lists_documents_of_the_corpus() -> None:
    archives = [record for record in GOLD if "members" in record]
    assert archives
    ids = {record["id"] for record in REPORTS}
    assert {member["gold"] for record in archives for member in record["members"]} <= ids


@pytest.mark.parametrize("record", REPORTS, ids=lambda record: record["id"])
def test_gold_uses_the_vocabulary(record: dict[str, Any]) -> None:
    assert set(record["applications"]) <= set(VOCABULARY["applications"])
    for row in record["applications"].values():
        assert set(row) <= set(VOCABULARY["applicants"])
    assert set(record["review"]) <= set(VOCABULARY["review"]["channels"])
    for row in record["review"].values():
        assert set(row) <= set(VOCABULARY["review"]["outcomes"])
    measures = VOCABULARY["disclosure"].get(record["form"], {})
    for item, row in record["disclosure"].items():
        assert set(row) <= set(measures[item]) - {"label"}
    assert set(record["indicators"]) <= set(VOCABULARY["indicators"]["2014"])
    if record["expect"] != "accepted":
        assert record["because"]


@pytest.mark.parametrize(
    "record", [r for r in REPORTS if r["expect"] == "accepted"], ids=lambda record: record["id"]
)
def test_an_accepted_document_adds_up(record: dict[str, Any]) -> None:
    """I1–I4 with blanks as zero, as far as the cells are printed."""
    rows = {code: {k: v or 0 for k, v in row.items()} for code, row in record["applications"].items()}
    for row in rows.values():
        if "total" in row and set(row) > {"total"}:
            assert row["total"] == sum(row[applicant] for applicant in APPLICANTS)
    for column in rows.get("processed_total", {}):
        outside = ("new_received", "carried_over", "processed_total", "carried_forward")
        results = sum(row[column] for code, row in rows.items() if code not in outside)
        processed = rows["processed_total"][column]
        assert processed == results
        received = rows["new_received"][column] + rows["carried_over"][column]
        assert received == processed + rows["carried_forward"][column]
    for row in record["review"].values():
        parts = [row[outcome] or 0 for outcome in ("upheld", "corrected", "other", "pending")]
        assert (row["total"] or 0) == sum(parts)
    n = {code: value or 0 for code, value in record["indicators"].items()}
    for whole, count in {"3.1": 4, "3.2": 2, "3.3": 8, "4": 3, "5": 3, "8.3": 2}.items() if n else ():
        assert n[whole] == sum(n[f"{whole}.{part}"] for part in range(1, count + 1))
    assert not n or n["3.3.4"] == sum(n[f"3.3.4.{letter}"] for letter in "abcdef")


def test_a_review_document_of_false_sums_does_not_add_up() -> None:
    """The false.* deviations really break an identity: the same check must fail on each of them."""
    false = [record for record in REPORTS if any(name.startswith("false.") for name in record["deviations"])]
    assert len(false) >= 10
    for record in false:
        with pytest.raises(AssertionError):
            test_an_accepted_document_adds_up(record)


def test_the_readme_names_every_generator_package() -> None:
    text = (CORPUS / "README.md").read_text("utf-8")
    used = {
        match
        for path in CORPUS.rglob("*.py")
        for match in re.findall(r'import_module\("([a-z]+)', path.read_text("utf-8"))
    }
    assert {name for name in used if name != "tests"} <= set(re.findall(r"[a-z]+", text))


def test_hostile_files_are_built_and_named(tmp_path: Path) -> None:
    files = hostile_files(tmp_path, canary="http://127.0.0.1:9/")
    assert len(files) > 200
    assert all(path.is_file() for path in files)
    assert not [name for name, count in Counter(files).items() if count > 1]
    assert sum(path.stat().st_size for path in files) < 200e6
    named = b"".join(path.read_bytes() for path in files if "refresh" in path.name or "outside" in path.name)
    assert b"http://127.0.0.1:9/" in named
