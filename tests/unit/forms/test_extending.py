"""A stranger adds a label variant or a local row to labels.toml, and no logic."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from pipelines.forms import applications, labels
from pipelines.forms.labels import LabelBook, read_labels, without_thereof
from pipelines.reading import read_bytes
from tests.unit.forms import sample

TOML = Path(labels.__file__).with_name("labels.toml").read_text(encoding="utf-8")


def _book(section: str, line: str) -> LabelBook:
    """The table with one line more, or one string more in a list that is there."""
    name = line.split("=", 1)[0].strip()
    own = re.search(rf"^\[{re.escape(section)}\](?:.*\n)*?(?=\[|\Z)", TOML, re.M)
    assert own is not None
    body = own[0]
    known = re.search(rf"^{re.escape(name)} = \[", body, re.M)
    if known:
        text = line.split("=", 1)[1].strip()[1:-1]
        longer = f"{body[: known.end()]}{text}, {body[known.end() :]}"
    else:
        longer = body.rstrip() + f"\n{line}\n\n"
    return read_labels(TOML.replace(body, longer))


def test_a_variant_of_a_row() -> None:
    book = _book("applications", 'granted = ["同意公开"]')
    assert book.applications.code("（一）同 意 公 开") == "granted"


def test_a_variant_of_a_row_of_section_two() -> None:
    book = _book("disclosure.2019.items", 'other_services = ["其他对外服务事项"]')
    assert book.disclosure_items["2019"].code("其他对外服务事项") == "other_services"


def test_a_variant_of_a_line_of_2014() -> None:
    book = _book("indicators", '"2.2.3" = ["政策文件解读篇数"]')
    assert book.indicators.code(without_thereof("3、政策文件解读篇数")) == "2.2.3"


def test_a_variant_that_stands_in_two_blocks() -> None:
    book = _book("indicators", '"5.2" = ["纠错数"]')
    assert book.indicators.code("（二）纠错数") == "5.2"
    shared = read_labels(
        TOML.replace('"4.2" = [', '"4.2" = ["纠错数", ').replace('"5.2" = [', '"5.2" = ["纠错数", ')
    )
    assert shared.indicators.code("（二）纠错数") == "4.2|5.2"


def test_a_column_of_numbers() -> None:
    assert _book("indicator_columns", 'level = ["园区统计数"]').indicator_columns.code("园区统计数") == "level"


def test_a_local_row() -> None:
    book = _book("local_rows", 'disclosure = ["其他文件"]')
    assert book.local_rows["disclosure"].code("其他文件（件）") == "local"


def test_a_local_row_of_section_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts in no sum, and its numbers stay on record."""
    rows = sample.applications_table()
    rows.insert(
        -1, [sample.Td("其中：涉及本县重点项目", 1, 2), *(sample.Td(str(n)) for n in (1, 2, 3, 4, 5, 6, 21))]
    )
    body = sample.page(third=sample.table_html(rows))
    assert read_bytes(body)[0].reason == "row_unknown"
    book = _book("local_rows", 'applications = ["涉及本县重点项目"]')
    monkeypatch.setattr(applications, "label_book", lambda: book)
    [reading] = read_bytes(body)
    [finding] = [finding for finding in reading.findings if finding.rule == "local_row"]
    assert reading.verdict == "accepted" and finding.raw and "21" in finding.raw


def test_a_label_with_two_meanings_is_refused() -> None:
    with pytest.raises(ValueError, match="stands for both"):
        _book("applicants", 'total = ["自然人"]')


def test_the_guide_names_the_sections_of_the_table() -> None:
    guide = TOML.split("\n\n", 1)[0]
    named = set(re.findall(r"\[([a-z_]+)(?:\.FORM\.\w+)?\]", guide))
    assert named <= set(tomllib.loads(TOML))
    assert {"applications", "indicators", "local_rows", "disclosure", "chapters"} <= named
