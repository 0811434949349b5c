"""What stands beside the rows: datapackage.json (Frictionless Data), README, dictionary, quality statement."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.dataset.quality import Answer, Language, markdown
from pipelines.dataset.tables import Column, Kind, Slice, Table
from pipelines.dataset.values import moment

VERSION = "1.0"
"""Of the layout of an export: a table or column that goes, or means something else, raises the first number."""

MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

# the types of Table Schema
_TYPES: dict[Kind, str] = {"real": "number"}

TITLE_ZH = "政府信息公开工作年度报告数据集"
TITLE_EN = "Annual reports on government information disclosure, People's Republic of China"

# in the place of a licence: the names that Data Packages have for licences promise what nobody granted
NO_LICENCE = {
    "path": "README.md",
    "title": "不是授权，见 README.md“来源与权利” / none is granted, see “Source and rights” in README.md",
}


@cache
def rights(language: Language) -> list[str]:
    """What is said of source and rights, paragraph by paragraph (rights.toml)."""
    said = tomllib.loads(Path(__file__).with_name("rights.toml").read_text(encoding="utf-8"))
    return [paragraph[language] for paragraph in said["paragraphs"]]


@dataclass(frozen=True, slots=True)
class Written:
    """A table as it was written: `path` relative to the export, `sheets` of a workbook."""

    table: Table
    columns: list[Column]
    path: str
    rows: int
    sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What identifies an export. `as_of` is the time of the last thing the database learned."""

    format: str
    chosen: Slice
    as_of: datetime
    revision: str

    @property
    def version(self) -> str:
        """`LAYOUT+SCHEMA.TIME`, e.g. 1.0+0014.20260131T080000Z."""
        return f"{VERSION}+{self.revision}.{self.as_of:%Y%m%dT%H%M%SZ}"

    def slice(self) -> dict[str, Any]:
        """The options that made the slice, as JSON has them."""
        given = self.chosen.parameters()
        return given | ({"since": moment(given["since"])} if "since" in given else {})


def write_package(directory: Path, about: About, tables: list[Written], answers: list[Answer]) -> None:
    """Write the files for people, then datapackage.json with the digests of all data files."""
    _write(directory / "README.md", readme(about, tables))
    _write(directory / "dictionary.md", dictionary(tables))
    _write(directory / "quality.md", markdown(answers, "en"))
    _write(directory / "quality.zh.md", markdown(answers, "zh"))
    package = {
        "profile": "tabular-data-package" if about.format == "csv" else "data-package",
        "name": "gongkai",
        "title": f"{TITLE_ZH} / {TITLE_EN}",
        "description": "\n".join([*rights("zh"), *rights("en")]),
        "version": about.version,
        "licenses": [NO_LICENCE],
        "gongkai": {
            "as_of": moment(about.as_of),
            "schema": about.revision,
            "layout": VERSION,
            "slice": about.slice(),
            "quality": ["quality.md", "quality.zh.md"],
            "dictionary": "dictionary.md",
        },
        "resources": [_resource(directory, about.format, written) for written in tables],
    }
    _write(directory / "datapackage.json", [json.dumps(package, ensure_ascii=False, indent=2)])


def readme(about: About, tables: list[Written]) -> Iterator[str]:
    """README.md, Chinese first."""
    yield from (f"# {TITLE_ZH}", "", f"{TITLE_EN}.", "")
    yield f"- 版本 / version: {about.version}"
    yield f"- 数据时点 / as of: {moment(about.as_of)}"
    yield f"- 范围 / slice: {json.dumps(about.slice(), ensure_ascii=False) if about.slice() else '全部 / all'}"
    yield from ("", "| 表 | table | 文件 / file | 行数 / rows |", "|---|---|---|---|")
    for one in tables:
        where = f"{one.path} [{', '.join(one.sheets)}]" if one.sheets else one.path
        yield f"| {one.table.zh} | {one.table.en} | {where} | {one.rows} |"
    yield from ("", "## 来源与权利 / Source and rights")
    for paragraph in [*rights("zh"), *rights("en")]:
        yield from ("", paragraph)
    yield from ("", "## 读法 / How to read it", "")
    yield from (f"- {line}" for line in HOW[about.format])
    yield "- 列义见 dictionary.md，质量见 quality.zh.md。 / Columns: dictionary.md; quality: quality.md."


HOW = {
    "csv": (
        "UTF-8（带 BOM），CRLF；空值为空字段，空文本为两个引号。 / "
        'UTF-8 with a byte order mark, CRLF; NULL is an empty field, an empty text is "".',
        "以 = + - @ ' 制表符或回车开头的文本，以及电子表格会误作数字或日期的文本"
        "（如18位数字代码、1.2.1、2024-12），前面加了一个撇号，去掉第一个撇号即为原文；数字列不受影响。 / "
        "A text that begins with = + - @ ' tab or CR, or that a spreadsheet would turn into another number or "
        "a date (a code of 18 digits, 1.2.1, 2024-12), has one apostrophe in front, and is the text without it. "
        "Columns of numbers have none.",
    ),
    "jsonl": (
        "每行一个对象；空值为 null；数值保留全部位数。 / One object a line; NULL is null; all digits are kept.",
    ),
    "parquet": (
        "列类型与数据库一致，小数为 decimal(38,10)，时间为 UTC；jsonb 列为 JSON 文本。 / "
        "Types as in the database, amounts decimal(38,10), times UTC; jsonb columns are JSON text.",
    ),
    "xlsx": (
        "空单元格为空值或空文本；时间为 UTC 文本；超过15位的数为文本；超过32767字的文本截断并注明。 / "
        "An empty cell is NULL or an empty text; times are text in UTC; numbers of more than 15 digits are text; "
        "a text of more than 32,767 characters is cut and says so.",
        "超过1048576行的表分为多个工作表。 / A table of more than 1,048,576 rows goes on in another sheet.",
    ),
}


def dictionary(tables: list[Written]) -> Iterator[str]:
    """dictionary.md: each table's columns with type and meaning."""
    yield "# 数据字典 / Data dictionary"
    for one in tables:
        yield from ("", f"## {one.table.name} · {one.table.zh}", "", f"`{one.table.relation}`", "")
        yield from ("| heading | column | type | 说明 | meaning |", "|---|---|---|---|---|")
        for column in one.columns:
            fields = (column.heading, f"`{column.name}`", column.sql_type, column.zh, column.en)
            yield f"| {' | '.join(field.replace('|', chr(92) + '|') for field in fields)} |"


def _resource(directory: Path, how: str, written: Written) -> dict[str, Any]:
    path = directory / written.path
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    headings = {column.name: column.heading for column in written.columns}
    resource: dict[str, Any] = {
        "name": written.table.name.replace("_", "-"),
        "title": f"{written.table.zh} / {written.table.en}",
        "path": written.path,
        "format": how,
        "mediatype": MEDIA[how],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "rows": written.rows,
    }
    if how == "csv":
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8"}
        resource["dialect"] = {"lineTerminator": "\r\n", "doubleQuote": True, "header": True}
    if written.sheets:
        resource["dialect"] = {"sheet": list(written.sheets)}
    resource["schema"] = {
        "fields": [_field(column) for column in written.columns],
        "missingValues": [""],
        "sortedBy": [headings[name] for name in written.table.key],
    }
    return resource


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.heading,
        "type": _TYPES.get(column.kind, column.kind),
        "column": column.name,
        "title": column.zh,
        "description": column.en,
    }


def _write(path: Path, lines: Iterator[str] | list[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in lines)
