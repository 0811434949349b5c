"""Which tables an export holds, their columns with headings, and the query of each (tables.toml)."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, text

Headings = Literal["code", "zh", "en"]
Kind = Literal["integer", "number", "real", "boolean", "date", "datetime", "string", "array", "object"]

# PostgreSQL's types; a type that is not here has no place in an export
KINDS: dict[str, Kind] = {
    "smallint": "integer",
    "integer": "integer",
    "bigint": "integer",
    "numeric": "number",
    "real": "real",
    "boolean": "boolean",
    "date": "date",
    "timestamp with time zone": "datetime",
    "text": "string",
    "text[]": "array",
    "bigint[]": "array",
    "jsonb": "object",
}

COLUMNS = """
SELECT a.attname, format_type(a.atttypid, NULL), col_description(a.attrelid, a.attnum)
FROM pg_attribute a
WHERE a.attrelid = CAST(:relation AS regclass) AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum
"""

# A report of the slice; each condition for the option that was given. A report has changed when it got a
# revision, another reading, a source or the loss of one, or a person's word.
CHOSEN = """
SELECT r.agency_id, r.year
FROM reports r
JOIN revisions v ON v.agency_id = r.agency_id AND v.year = r.year AND v.revision = r.revision
WHERE r.withdrawn_at IS NULL"""
# the codes of a division and of those below it: 371000 → 3710%
BELOW = "regexp_replace(CAST(:region AS text), '(00)+$', '') || '%'"
CONDITIONS = {
    "site": "v.site = :site",
    "years": "r.year = ANY(:years)",
    "region": f"EXISTS (SELECT FROM agencies a WHERE a.id = r.agency_id AND a.region_code LIKE {BELOW})",
    "since": """(
    v.created_at >= :since
    OR EXISTS (SELECT FROM readings d WHERE d.id = v.reading_id AND d.created_at >= :since)
    OR EXISTS (
        SELECT FROM report_sources s
        WHERE s.agency_id = r.agency_id AND s.year = r.year AND greatest(s.first_seen, s.lost_at) >= :since
    )
    OR EXISTS (
        SELECT FROM decisions d
        JOIN agencies o ON o.id = d.agency_id
        WHERE coalesce(o.merged_into, o.id) = r.agency_id AND d.year = r.year
            AND greatest(d.decided_at, d.reopened_at) >= :since
    )
)""",
}


class DatasetError(Exception):
    """The export cannot be made as asked. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its code, its type, its meaning in two languages, and its heading in this export."""

    name: str
    sql_type: str
    kind: Kind
    zh: str
    en: str
    heading: str


@dataclass(frozen=True, slots=True)
class Slice:
    """What was asked for; None is everything. `since` is a moment, `years` are report years, `region` is the code
    of a division (GB/T 2260), with all below it."""

    site: str | None = None
    years: tuple[int, ...] | None = None
    since: datetime | None = None
    region: str | None = None

    def parameters(self) -> dict[str, Any]:
        """The options that were given, as parameters of the queries."""
        given = {
            "site": self.site,
            "years": list(self.years) if self.years else None,
            "since": self.since,
            "region": self.region,
        }
        return {name: value for name, value in given.items() if value is not None}

    def chosen(self) -> str:
        """The query of the reports that were asked for: agency_id, year."""
        return "\n    AND ".join([CHOSEN, *(CONDITIONS[name] for name in self.parameters())])


@dataclass(frozen=True, slots=True)
class Table:
    """A table of tables.toml."""

    name: str
    relation: str
    key: tuple[str, ...]
    zh: str
    en: str
    slice: str
    where: str | None = None
    columns: tuple[str, ...] | None = None
    optional: bool = False
    own: dict[str, str] = field(default_factory=dict)

    def query(self, columns: Sequence[Column], chosen: Slice) -> str:
        """The rows in their one order; text is ordered by code points, whatever the server's collation."""
        texts = {column.name for column in columns if column.kind == "string"}
        order = ", ".join(f't."{name}" COLLATE "C"' if name in texts else f't."{name}"' for name in self.key)
        conditions = [*filter(None, [self.where]), *self._sliced(chosen)]
        names = ", ".join(f't."{column.name}"' for column in columns)
        where = f"\nWHERE {' AND '.join(conditions)}" if conditions else ""
        return f"SELECT {names}\nFROM {self.relation} t{where}\nORDER BY {order}"

    def _sliced(self, chosen: Slice) -> list[str]:
        given = chosen.parameters()
        if not given or self.slice == "whole":
            return []
        if self.slice == "own":
            return [self.own[name] for name in given if name in self.own]
        if self.slice == "agency":
            return [f"t.agency_id IN (SELECT agency_id FROM ({chosen.chosen()}) AS c)"]  # noqa: S608
        return [f"(t.agency_id, t.year) IN ({chosen.chosen()})"]


@cache
def all_tables() -> tuple[Table, ...]:
    """The tables of tables.toml in their order."""
    rows = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))["tables"]
    return tuple(
        Table(
            name=row["name"],
            relation=row["relation"],
            key=tuple(row["key"]),
            zh=row["zh"],
            en=row["en"],
            slice=row["slice"],
            where=row.get("where"),
            columns=tuple(row["columns"]) if "columns" in row else None,
            optional=row.get("optional", False),
            own={name: row[name].replace("{below}", BELOW) for name in CONDITIONS if name in row},
        )
        for row in rows
    )


def chosen_tables(names: Sequence[str] | None) -> list[Table]:
    """The named tables, or all that are not optional. DatasetError for an unknown name."""
    known = all_tables()
    if names is None:
        return [table for table in known if not table.optional]
    if unknown := [name for name in names if name not in {table.name for table in known}]:
        have = ", ".join(table.name for table in known)
        raise DatasetError(f"no table {', '.join(unknown)}; there are: {have}")
    return [table for table in known if table.name in names]


def columns_of(database: Connection, table: Table, headings: Headings) -> list[Column]:
    """The columns of a table with their comments. DatasetError for a type that no file knows."""
    rows = database.execute(text(COLUMNS), {"relation": table.relation}).all()
    rows = [row for row in rows if table.columns is None or row[0] in table.columns]
    if strange := [f"{name} {sql_type}" for name, sql_type, _ in rows if sql_type not in KINDS]:
        raise DatasetError(f"{table.relation}: no export knows the type of {', '.join(strange)}")
    meanings = [(comment or name).partition(" / ") for name, _, comment in rows]
    names = [name for name, *_ in rows]
    shown = {
        "code": names,
        "zh": _headings(names, [zh for zh, _, _ in meanings], "：，；"),
        "en": _headings(names, [en or zh for zh, _, en in meanings], ":,;"),
    }[headings]
    return [
        Column(name, sql_type, KINDS[sql_type], zh, en or zh, heading)
        for (name, sql_type, _), (zh, _, en), heading in zip(rows, meanings, shown, strict=True)
    ]


def _headings(names: Sequence[str], meanings: Sequence[str], stops: str) -> list[str]:
    """Short headings, each once in a table: a meaning up to its first stop, or all of it, or with the code."""
    short = [_until(meaning, stops) for meaning in meanings]
    often = Counter(short)
    longer = [whole if often[brief] > 1 else brief for brief, whole in zip(short, meanings, strict=True)]
    often = Counter(longer)
    return [f"{said} [{name}]" if often[said] > 1 else said for name, said in zip(names, longer, strict=True)]


def _until(meaning: str, stops: str) -> str:
    depth = 0
    for at, sign in enumerate(meaning):
        depth += (sign in "（(“") - (sign in "）)”")
        if sign in stops and depth == 0 and at:
            return meaning[:at].strip()
    return meaning.strip()
