"""The writers of an export on rows made by hand: guards, limits, headings; read back by other programs."""

from __future__ import annotations

import csv
import json
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from pipelines.dataset import csvfile, jsonl, parquet, workbook
from pipelines.dataset.package import About, rights, write_package
from pipelines.dataset.place import whole_directory
from pipelines.dataset.tables import Column, DatasetError, Slice, _headings, all_tables, chosen_tables
from pipelines.dataset.values import number, plain
from pipelines.objects import StoreError

TEXT = Column("text", "text", "string", "文字", "text", "text")
AMOUNT = Column("amount", "numeric", "number", "数", "amount", "amount")
SEEN = Column("seen", "timestamp with time zone", "datetime", "时间", "seen", "seen")
MANY = Column("names", "text[]", "array", "名称", "names", "names")


@pytest.mark.parametrize(
    "said", ["=1+1", "+8613", "-5", "@SUM(A1)", "\t=1", "'quoted", "''", "plain", "", " edge ", 'a"b,c\r\nd']
)
def test_a_text_comes_back_without_its_guard(tmp_path: Path, said: str) -> None:
    csvfile.write(tmp_path / "a.csv", [TEXT, AMOUNT], [(said, Decimal(-5))])
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        [_, (got, amount)] = list(csv.reader(file))
    assert (got[1:] if got.startswith("'") else got) == said
    assert got[:1] not in ("=", "+", "-", "@", "\t")
    assert amount == "-5"


@pytest.mark.parametrize(
    ("said", "guarded"),
    [
        ("113710020043617004", True),  # a social-credit code without a letter: 1.1371E+17
        ("11371002004361700X", False),
        ("1.2.1", True),  # a code of the table of 2014: 2001-02-01
        ("3.10", True),
        ("3.1", False),
        ("371002", False),
        ("007", True),
        ("0", False),
        ("2024-12", True),
        ("3E5", True),
        ("1,234", True),
        ("3月31日", True),
        ("0631-5180017", False),
        ("2024年", False),
        ("2021", False),
    ],
)
def test_a_text_that_a_spreadsheet_would_turn_is_guarded(said: str, guarded: bool) -> None:
    assert csvfile.text(said).strip('"') == ("'" + said if guarded else said)


def test_null_is_not_an_empty_text(tmp_path: Path) -> None:
    csvfile.write(tmp_path / "a.csv", [TEXT, TEXT], [(None, "")])
    assert (tmp_path / "a.csv").read_bytes() == '\ufefftext,text\r\n,""\r\n'.encode()


def test_times_are_utc_whatever_their_zone() -> None:
    noon = datetime(2026, 1, 31, 20, tzinfo=timezone(timedelta(hours=8)))
    assert plain(noon) == plain(noon.astimezone(UTC)) == "2026-01-31T12:00:00Z"


@pytest.mark.parametrize(
    ("amount", "shown"), [("786", "786"), ("12.50", "12.5"), ("1E+3", "1000"), ("0.00", "0"), ("-0.5", "-0.5")]
)
def test_amounts_keep_their_digits_and_no_more(amount: str, shown: str) -> None:
    assert number(Decimal(amount)) == shown


def test_jsonl_is_json_of_every_type(tmp_path: Path) -> None:
    jsonl.write(tmp_path / "a", [TEXT, AMOUNT, SEEN, MANY], [('引"号\n', Decimal("0.10"), None, ["甲", "乙"])])
    assert json.loads((tmp_path / "a").read_text("utf-8")) == {
        "text": '引"号\n',
        "amount": 0.1,
        "seen": None,
        "names": ["甲", "乙"],
    }


def test_parquet_refuses_what_its_type_cannot_hold(tmp_path: Path) -> None:
    assert parquet.write(tmp_path / "a.parquet", [AMOUNT], [(Decimal("1.0123456789"),), (None,)]) == 2
    assert pq.read_table(tmp_path / "a.parquet")["amount"].to_pylist() == [Decimal("1.0123456789"), None]
    with pytest.raises(DatasetError, match="csv"):
        parquet.write(tmp_path / "b.parquet", [AMOUNT], [(Decimal("0.123456789012"),)])


def test_a_long_table_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 4)
    book = workbook.Workbook(tmp_path / "a.xlsx", datetime(2026, 1, 31, tzinfo=UTC))
    assert book.table("表", [TEXT], ((str(n),) for n in range(7))) == (7, ["表", "表 (2)", "表 (3)"])
    assert book.table("空", [TEXT], iter(())) == (0, ["空"])
    book.close()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as file:
        rows = [file.read(f"xl/worksheets/sheet{n}.xml").count(b"<row ") for n in (1, 2, 3, 4)]
    assert rows == [4, 4, 2, 1]
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_book_that_is_given_up_leaves_no_file(tmp_path: Path) -> None:
    book = workbook.Workbook(tmp_path / "a.xlsx", datetime(2026, 1, 31, tzinfo=UTC))
    book.table("表", [TEXT], [("一",)])
    book.discard()
    assert not list(tmp_path.iterdir())


def test_headings_are_short_and_each_once() -> None:
    said = ["年度", "一、新收：自然人", "一、新收：总计", "格式：2021、2019", "总计", "总计"]
    assert _headings(["year", "a", "b", "form", "x", "y"], said, "：，；") == [
        "年度",
        "一、新收：自然人",
        "一、新收：总计",
        "格式",
        "总计 [x]",
        "总计 [y]",
    ]
    assert _headings(["a"], ["行政区划代码（GB/T 2260：2007），全称"], "：，；") == [
        "行政区划代码（GB/T 2260：2007）"
    ]


def test_each_table_sorts_by_columns_that_it_shows() -> None:
    for table in all_tables():
        assert table.slice in ("report", "agency", "whole", "own")
        assert table.columns is None or set(table.key) <= set(table.columns)
        query = table.query([TEXT], Slice(site="x", years=(2024,), since=datetime(2026, 1, 1, tzinfo=UTC)))
        assert (":years" in query) == (table.slice != "whole"), table.name


def test_an_unknown_table_is_told_with_those_there_are() -> None:
    with pytest.raises(DatasetError, match=r"nothing.*applications"):
        chosen_tables(["reports", "nothing"])


def test_a_directory_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    place = tmp_path / "out"
    with pytest.raises(KeyError), whole_directory(place) as directory:
        (directory / "a").write_text("half")
        raise KeyError
    assert not list(tmp_path.iterdir())
    with whole_directory(place) as directory:
        (directory / "datapackage.json").write_text("{}")
        with pytest.raises(StoreError, match="another process"), whole_directory(place):
            pass
        assert directory.exists(), "the one who is refused leaves the writer's files alone"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_days_are_days() -> None:
    assert plain(date(2026, 1, 31)) == "2026-01-31"


def test_no_licence_is_granted_in_anybodys_name(tmp_path: Path) -> None:
    about = About("csv", Slice(), datetime(2026, 1, 31, tzinfo=UTC), "0016")
    write_package(tmp_path, about, [], [])
    package = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))
    [instead] = package["licenses"]
    assert set(instead) == {"path", "title"}, "a name from the list of open licences would grant one"
    said = (tmp_path / instead["path"]).read_text("utf-8")
    for word in (
        "来源与权利",
        "《著作权法》第五条",
        "source_url",
        "neither legal advice nor a grant",
        "既非法律意见，也非授权",
    ):
        assert word in said
    assert len(rights("zh")) == len(rights("en"))
    assert all(paragraph in package["description"] for paragraph in [*rights("zh"), *rights("en")])
