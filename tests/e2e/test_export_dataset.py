"""`scrapy export csv|jsonl|parquet|xlsx`: what other programs read in the files, and the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from lxml import etree
from sqlalchemy import make_url, text

from models.embedded import Server
from models.schema import ensure_schema
from models.session import engine
from pipelines.dataset.tables import Slice, all_tables, chosen_tables, columns_of
from tests import warm
from tests.bench.database.load import load
from tests.conftest import _database
from tests.e2e.crawling import ROOT, Ended

AWKWARD = '=HYPERLINK("http://x/"),\n“行”'
# a department of 2025: due on 31 January 2026, and the data end before that
LAST = "2026-01-20 04:00+00"


@pytest.fixture(scope="module")
def database(postgres: Server, template: str) -> Iterator[str]:
    """A hundred synthetic reports with awkward texts, learned of in January 2026."""
    with pytest.MonkeyPatch.context() as patch:
        for url in _database(postgres, patch, template):
            ensure_schema()
            engine().dispose()
            with psycopg.connect(plain(url)) as connection:
                load(connection, 100, lambda *_: None)
            with psycopg.connect(plain(url)) as connection:
                connection.execute(
                    "UPDATE revisions SET headline = %s WHERE (agency_id, year) = (1, 2024)", [AWKWARD]
                )
                connection.execute(
                    "UPDATE revisions SET headline = '''quoted' WHERE (agency_id, year) = (1, 2023)"
                )
                connection.execute("UPDATE revisions SET headline = '' WHERE (agency_id, year) = (1, 2022)")
                connection.execute(
                    "UPDATE application_rows SET total = 9223372036854775807 WHERE agency_id = 1 "
                    "AND year = 2024 AND item = 'granted'"
                )
                connection.execute(
                    "UPDATE sections SET text = repeat('长', 40000) WHERE agency_id = 1 AND year = 2024 "
                    "AND ordinal = 0"
                )
                connection.execute(
                    "UPDATE reports SET withdrawn_at = '2026-01-10' WHERE (agency_id, year) = (2, 2025)"
                )
                for table, column in (
                    ("captures", "fetched_at"),
                    ("revisions", "created_at"),
                    ("readings", "created_at"),
                    ("runs", "finished_at"),
                    ("decisions", "decided_at"),
                    ("reports", "first_seen"),
                ):
                    connection.execute(f"UPDATE {table} SET {column} = least({column}, '{LAST}')".encode())
            yield url


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def export(database: str, *args: str, **env: str) -> Ended:
    environment = {**os.environ, "DATABASE_URL": database, "PYTHONWARNINGS": "", **env}
    if "PYTHONHASHSEED" in env:  # which a process takes from its start alone
        command = [sys.executable, "-m", "scrapy", "export", *args]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=180)
    else:
        done = warm.run(["export", *args], env=environment, timeout=180)
    return Ended(done.returncode, done.stdout, done.stderr)


def rows(database: str, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(plain(database)) as connection:
        return connection.execute(sql.encode()).fetchall()


def digests(directory: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in directory.iterdir()}


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def exported(database: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All four, by their names."""
    place = tmp_path_factory.mktemp("exported")
    for what in ("csv", "jsonl", "parquet", "xlsx"):
        done = export(database, what, "--out", str(place / what))
        assert done.code == 0, done
    return place


@pytest.mark.parametrize("what", ["csv", "jsonl", "parquet", "xlsx"])
def test_the_same_bytes_from_the_same_database(database: str, exported: Path, tmp_path: Path, what: str) -> None:
    again = export(
        database, what, "--out", str(tmp_path / what), TZ="America/New_York", PYTHONHASHSEED="7", LC_ALL="C"
    )
    assert again.code == 0, again
    assert digests(tmp_path / what) == digests(exported / what)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_no_clock_of_this_machine_is_asked(exported: Path) -> None:
    """What is due is asked as of the data's own day: on that day the report of 2025 was not due yet."""
    states = {(row["agency_id"], row["year"]): row["state"] for row in read_csv(exported / "csv/coverage.csv")}
    assert states["2", "2025"] == "not_due"
    assert (
        json.loads((exported / "csv/datapackage.json").read_text())["gongkai"]["as_of"] == "2026-01-20T04:00:00Z"
    )


def test_the_csv_as_another_program_reads_it(database: str, exported: Path) -> None:
    raw = (exported / "csv/reports.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in raw
    headlines = {
        (row["agency_id"], row["year"]): row["headline"] for row in read_csv(exported / "csv/reports.csv")
    }
    assert headlines["1", "2024"] == "'" + AWKWARD
    assert headlines["1", "2023"] == "''quoted"
    columns = "agency_id, year, item, natural_person, total"
    want = rows(database, f'SELECT {columns} FROM v_applications ORDER BY agency_id, year, item COLLATE "C"')
    got = [
        (
            int(row["agency_id"]),
            int(row["year"]),
            row["item"],
            *(int(row[c]) if row[c] else None for c in ("natural_person", "total")),
        )
        for row in read_csv(exported / "csv/applications.csv")
    ]
    assert got == want
    assert any(row[3] is None for row in want)
    assert any(row[3] == 0 for row in want)


def test_null_and_empty_differ_in_csv(exported: Path) -> None:
    lines = (exported / "csv/comparable.csv").read_text(encoding="utf-8-sig").splitlines()
    assert any(',"",' in line for line in lines), "a table of one column has an empty measure"


def test_jsonl_keeps_every_digit(exported: Path) -> None:
    lines = (exported / "jsonl/applications.jsonl").read_text(encoding="utf-8").splitlines()
    totals = {(o["agency_id"], o["year"], o["item"]): o["total"] for o in map(json.loads, lines)}
    assert totals[1, 2024, "granted"] == 9223372036854775807


def test_parquet_is_typed(database: str, exported: Path) -> None:
    table = pq.read_table(exported / "parquet/disclosure.parquet")
    types = {field.name: str(field.type) for field in table.schema}
    assert (types["agency_id"], types["year"], types["value"]) == ("int64", "int16", "decimal128(38, 10)")
    assert (
        sum(v for v in table["value"].to_pylist() if v is not None)
        == rows(database, "SELECT sum(value) FROM v_disclosure")[0][0]
    )
    reports = pq.read_table(exported / "parquet/reports.parquet")
    assert {str(reports.schema.field(n).type) for n in ("published_on", "first_seen")} == {
        "date32[day]",
        "timestamp[us, tz=UTC]",
    }
    assert reports.schema.field("verdict").metadata[b"zh"].decode().startswith("结论")


def test_every_file_is_in_the_package_with_its_digest(exported: Path) -> None:
    for what in ("csv", "jsonl", "parquet", "xlsx"):
        package = json.loads((exported / what / "datapackage.json").read_text(encoding="utf-8"))
        found = digests(exported / what)
        for resource in package["resources"]:
            assert resource["hash"] == f"sha256:{found[resource['path']]}"
            assert resource["bytes"] == (exported / what / resource["path"]).stat().st_size
        named = {r["path"] for r in package["resources"]}
        assert set(found) == named | {
            "README.md",
            "dictionary.md",
            "quality.md",
            "quality.zh.md",
            "datapackage.json",
        }
    fields = next(r for r in package["resources"] if r["name"] == "reports")["schema"]["fields"]
    assert fields[0] == {
        "name": "机关编号",
        "type": "integer",
        "column": "agency_id",
        "title": "机关编号",
        "description": "Agency",
    }


def test_the_quality_statement_counts_what_is_there(database: str, exported: Path) -> None:
    for name in ("quality.md", "quality.zh.md"):
        text = (exported / "csv" / name).read_text(encoding="utf-8")
        [(reports, agencies)] = rows(database, "SELECT count(*), count(DISTINCT agency_id) FROM v_reports")
        assert f"| {reports} | {agencies} |" in text
        assert "| identity.agency.conflict | warning | published |" in text
        assert "not_due" in text


def sheet(place: Path, name: str) -> list[list[str]]:
    """A sheet of a workbook as LibreOffice writes it, through Flat XML."""
    tree: Any = etree.parse(place)
    space = {k: v for k, v in tree.getroot().nsmap.items() if k}
    [table] = tree.xpath(f"//table:table[@table:name='{name}']", namespaces=space)
    found = []
    for row in table.iterfind("table:table-row", space):
        cells: list[str] = []
        for cell in row.iterfind("table:table-cell", space):
            value = cell.get(f"{{{space['office']}}}value") or cell.get(f"{{{space['office']}}}date-value")
            shown = value or "\n".join("".join(p.itertext()) for p in cell.iterfind("text:p", space))
            cells += [shown] * min(int(cell.get(f"{{{space['table']}}}number-columns-repeated", "1")), 60)
        found.append(cells)
    return found


@pytest.mark.thorough
def test_libreoffice_reads_the_workbook(database: str, exported: Path, tmp_path: Path) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "fods",
         "--outdir", str(tmp_path), str(exported / "xlsx/gongkai.xlsx")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    applications = sheet(tmp_path / "gongkai.fods", "依申请公开")
    heads = applications[0]
    assert heads[:4] == ["机关编号", "机关规范名称", "年度", "项目代码"]
    at = heads.index("自然人")
    got = [(int(r[0]), int(r[2]), r[3], int(r[at]) if r[at] else None) for r in applications[1:] if r[0]]
    assert got == rows(
        database,
        "SELECT agency_id, year, item, natural_person FROM v_applications "
        'ORDER BY agency_id, year, item COLLATE "C"',
    )
    big = next(r for r in applications if r[3] == "granted" and (r[0], r[2]) == ("1", "2024"))
    assert "9223372036854775807" in big
    reports = sheet(tmp_path / "gongkai.fods", "年报")
    assert AWKWARD in next(r for r in reports[1:] if (r[0], r[reports[0].index("年度")]) == ("1", "2024"))
    prose = sheet(tmp_path / "gongkai.fods", "正文")
    assert any("此处截断，原文共 40000 字" in field for row in prose for field in row)


@pytest.mark.thorough
def test_libreoffice_keeps_the_codes_of_the_csv(exported: Path, tmp_path: Path) -> None:
    """1.2.1 of the table of 2014 is no day in 2001."""
    read_as = "CSV:44,34,76"  # comma, quote, UTF-8
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", f"--infilter={read_as}",
         "--convert-to", "fods", "--outdir", str(tmp_path), str(exported / "csv/codes.csv")],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    heads, *codes = sheet(tmp_path / "codes.fods", "codes")
    item, label = heads.index("item"), heads.index("label")
    shown = [(row[item].removeprefix("'"), row[label]) for row in codes if len(row) > label]
    assert shown == [(row["item"].removeprefix("'"), row["label"]) for row in read_csv(exported / "csv/codes.csv")]


def test_the_workbook_holds_no_formula_and_a_fixed_date(exported: Path) -> None:
    with zipfile.ZipFile(exported / "xlsx/gongkai.xlsx") as book:
        assert {entry.date_time[0] for entry in book.infolist()} == {1980}
        assert b"2026-01-20T04:00:00Z" in book.read("docProps/core.xml")
        assert not any(b"<f>" in book.read(name) for name in book.namelist() if "worksheets/sheet" in name)


def test_a_slice_and_its_headings(database: str, tmp_path: Path) -> None:
    place = tmp_path / "slice"
    done = export(
        database,
        "csv",
        "--years",
        "2023-2024",
        "--tables",
        "applications,reports,agencies",
        "--headings",
        "zh",
        "--out",
        str(place),
    )
    assert done.code == 0, done
    reports = read_csv(place / "reports.csv")
    assert {row["年度"] for row in reports} == {"2023", "2024"}
    [(count,)] = rows(database, "SELECT count(*) FROM v_applications WHERE year IN (2023, 2024)")
    assert len(read_csv(place / "applications.csv")) == count
    assert not (place / "review.csv").exists()


@pytest.mark.parametrize("digits", [2, 4, 6])
def test_a_slice_of_a_division_has_what_is_below_it(database: str, digits: int) -> None:
    [(county,)] = rows(database, "SELECT min(region_code) FROM v_agencies WHERE prefecture IS NOT NULL")
    chosen = Slice(region=county[:digits].ljust(6, "0"))
    below = f"region_code LIKE '{county[:digits]}%'"
    with engine().connect() as connection:
        for table in chosen_tables(["reports", "review", "coverage", "agencies"]):
            sql = table.query(columns_of(connection, table, "code"), chosen)
            found = connection.execute(text(sql), chosen.parameters()).all()
            [(count,)] = rows(database, f"SELECT count(*) FROM {table.relation} WHERE {below}")
            assert (len(found), count > 0) == (count, True), table.name


def test_every_row_has_one_place_in_the_order(database: str) -> None:
    for table in all_tables():
        key = ", ".join(table.key)
        where = f" t WHERE {table.where}" if table.where else ""
        twice = rows(database, f"SELECT {key} FROM {table.relation}{where} GROUP BY {key} HAVING count(*) > 1")
        assert not twice, table.name


def test_since_takes_what_changed(database: str, tmp_path: Path) -> None:
    [(agency, year)] = rows(database, "SELECT agency_id, year FROM reports ORDER BY agency_id DESC, year LIMIT 1")
    with psycopg.connect(plain(database)) as connection:
        connection.execute("UPDATE reports SET withdrawn_at = '2026-01-19' WHERE (agency_id, year) = (3, 2024)")
        connection.execute(
            "UPDATE revisions SET created_at = '2025-01-01'; UPDATE readings SET created_at = '2025-01-01'"
        )
        connection.execute(
            "UPDATE report_sources SET first_seen = '2025-01-01', lost_at = NULL; DELETE FROM decisions"
        )
        connection.execute(
            "UPDATE revisions SET created_at = '2026-01-15' WHERE (agency_id, year) = (%s, %s)", [agency, year]
        )
    done = export(database, "csv", "--since", "2026-01-15", "--out", str(tmp_path / "new"))
    assert done.code == 0, done
    assert [(row["agency_id"], row["year"]) for row in read_csv(tmp_path / "new/reports.csv")] == [
        (str(agency), str(year))
    ]
    assert {row["agency_id"] for row in read_csv(tmp_path / "new/review.csv")} == {str(agency)}
    [(findings,)] = rows(database, "SELECT count(*) FROM v_findings")
    assert len(read_csv(tmp_path / "new/findings.csv")) == findings > 0, "one report's may be about another"
    assert [(r["agency_id"], r["year"]) for r in read_csv(tmp_path / "new/withdrawn.csv")] == [("3", "2024")]


def test_an_older_export_is_replaced_and_nothing_else(database: str, tmp_path: Path) -> None:
    place = tmp_path / "out"
    assert export(database, "jsonl", "--tables", "review", "--out", str(place)).code == 0
    assert export(database, "jsonl", "--tables", "codes", "--out", str(place)).code == 0
    assert (place / "codes.jsonl").exists()
    assert not (place / "review.jsonl").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.docx").write_text("all of it")
    done = export(database, "jsonl", "--out", str(mine))
    assert done.code == 1, done
    assert "no export" in done.err
    assert (mine / "thesis.docx").read_text() == "all of it"


@pytest.mark.parametrize("what", ["csv", "parquet", "xlsx"])
def test_no_room_is_exit_8_and_leaves_nothing(database: str, tmp_path: Path, what: str) -> None:
    script = f"ulimit -f 40; exec {sys.executable} -m scrapy export {what} --out {tmp_path}/full"
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120,
        env={**os.environ, "DATABASE_URL": database, "PYTHONWARNINGS": "", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 8, done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "args",
    [
        ["tsv"],
        ["csv", "--tables", "nothing"],
        ["csv", "--years", "1999"],
        ["csv", "--since", "yesterday"],
        ["csv", "nosite"],
        ["csv", "--region", "379999"],
    ],
)
def test_wrong_usage_is_exit_2(database: str, args: list[str]) -> None:
    done = export(database, *args)
    assert done.code == 2, done
    assert "Traceback" not in done.err


def test_amounts_are_exact() -> None:
    from pipelines.dataset.values import number

    assert [number(Decimal(text)) for text in ("786", "12.50", "1E+3", "0.00", "-0.5")] == [
        "786",
        "12.5",
        "1000",
        "0",
        "-0.5",
    ]
