"""Synthetic reports into every table that the views join, by COPY, in the order in which crawls bring them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

import psycopg
from psycopg import sql

from tests.bench.database.histories import APPLICANTS, COLUMNS, YEARS, Year, form_of, history

PRESENT = 0.98  # share of the agency-years that have a report
HISTORIES = 500
CELLS = 100  # one report of so many gets its cells: enough to know their size
FIRST_CRAWL = range(2019, 2024)  # these years came together, portal by portal; each later one by itself
KINDS = ("department",) * 6 + ("township", "township", "subdistrict", "government")
READER = "1.bench0000000"
PART = 10_000_000
TEXT = "本年度认真贯彻落实《中华人民共和国政府信息公开条例》，持续推进主动公开，规范办理依申请公开。" * 4
FACTS = ("requests.received", "requests.granted", "disclosed.total", "disclosed.website", "training.sessions")
FINDINGS = (
    # rule, severity, cause, share of the reports
    ("I1_row_total", "error", "published", 0.02),
    ("I3_balance", "error", "published", 0.02),
    ("ocr.low", "error", "reading", 0.01),
    ("prose_table", "warning", "unknown", 0.05),
    ("identity.agency.conflict", "warning", "published", 0.3),
    ("unit_not_stated", "info", None, 0.2),
)


@dataclass(frozen=True, slots=True)
class Authority:
    """An agency of the bench; `life` is the history that its numbers follow."""

    id: int
    region: str
    kind: str
    life: int


def load(
    connection: psycopg.Connection[Any],
    reports: int,
    told: Callable[[str, int], None],
    part: int = 0,
    parts: int = 1,
) -> int:
    """Load about so many reports into a migrated database, or one part of them; returns how many there are.

    Indexes but those of keys are made after the rows, and foreign keys are not checked: the rows are right.
    """
    random = Random(20260131)  # the same rows each time
    first = (part + (parts > 1)) * PART  # numbers that the database has given meanwhile lie between two parts
    lives = [history(random) for _ in range(HISTORIES)]
    regions = [
        row[0]
        for row in connection.execute(
            "SELECT code FROM regions WHERE level = 3 AND successor_code IS NULL ORDER BY code"
        )
    ]
    agencies = [
        Authority(
            first + number,
            regions[number * len(regions) // count],
            random.choice(KINDS),
            random.randrange(HISTORIES),
        )
        for count in [int(reports / len(YEARS) / PRESENT)]
        for number in range(count)
    ]
    agencies = agencies[part * len(agencies) // parts : (part + 1) * len(agencies) // parts]
    known = {row[0] for row in connection.execute("SELECT region_code FROM sites")}
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET synchronous_commit = off")
    with without_indexes(connection):
        for table, columns, rows in _tables(agencies, lives, first, known):
            told(table, copy(connection, table, columns, rows))
    _sequences(connection)
    if part + 1 == parts:
        connection.execute(DECISIONS)
    connection.execute("SET session_replication_role = origin")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM (ANALYZE)")
    [(count,)] = connection.execute("SELECT count(*) FROM reports")
    connection.autocommit = False
    return int(count)


def copy(connection: psycopg.Connection[Any], table: str, columns: str, rows: Iterable[str]) -> int:
    """COPY lines of the text format, without their ends; returns how many."""
    count, batch = 0, list[str]()
    with connection.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as out:
        for row in rows:
            batch.append(row)
            if len(batch) == 5000:
                out.write("\n".join(batch) + "\n")
                count, batch = count + len(batch), []
        if batch:
            out.write("\n".join(batch) + "\n")
    return count + len(batch)


@contextmanager
def without_indexes(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Drop the indexes that are no constraint's, and make them again at the end."""
    found = connection.execute(
        "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
        "WHERE c.relnamespace = 'public'::regnamespace "
        "AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid)"
    ).fetchall()
    for name, _ in found:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    yield
    for _, definition in found:
        connection.execute(definition)


def _present(agencies: list[Authority], first: int) -> Iterator[tuple[int, Authority, int]]:
    """(number, agency, year): the reports in the order in which they came, numbered from `first` + 1."""
    number = first
    for years in (FIRST_CRAWL, *((year,) for year in YEARS if year not in FIRST_CRAWL)):
        for agency in agencies:
            for year in years:
                if (agency.id * 31 + year * 17) % 100 < PRESENT * 100:
                    number += 1
                    yield number, agency, year


def _sha(agency: Authority, year: int) -> str:
    return hashlib.sha256(f"{agency.id}/{year}".encode()).hexdigest()


def _url(agency: Authority, year: int) -> str:
    return f"http://www.s{agency.region}.gov.cn/xxgk/{agency.id}/{year}/art_{agency.id}_{year}.html"


def _seen(year: int, number: int) -> str:
    return f"{max(year + 1, 2024)}-{1 + number % 3:02}-{1 + number % 28:02} 03:{number % 60:02}:00+00"


def _tables(
    agencies: list[Authority], lives: list[list[Year]], first: int, known: set[str]
) -> Iterator[tuple[str, str, Iterator[str]]]:
    """(table, columns, lines) of every table."""
    regions = dict.fromkeys(agency.region for agency in agencies if agency.region not in known)
    yield (
        "sites",
        "name, title, region_code, home",
        (f"s{code}\t{code}政府网\t{code}\thttp://www.s{code}.gov.cn/" for code in regions),
    )
    yield (
        "runs",
        "site, command, status, started_at, finished_at, finish_reason, exit_code, pid, host",
        (
            f"s{code}\tcrawl\tfinished\t2026-03-28 03:00+00\t2026-03-28 04:00+00\tfinished\t0\t1\tbench"
            for code in regions
        ),
    )
    yield (
        "agencies",
        "id, name, kind, region_code",
        (f"{a.id}\t{a.region}第{a.id}号机关\t{a.kind}\t{a.region}" for a in agencies),
    )

    def each(line: Callable[[int, Authority, int], str]) -> Iterator[str]:
        return (line(*one) for one in _present(agencies, first))

    yield (
        "objects",
        "sha256, size, media_type, first_seen, storage_key",
        each(
            lambda n, a, y: f"{(sha := _sha(a, y))}\t40000\ttext/html\t{_seen(y, n)}\t{sha[:2]}/{sha[2:4]}/{sha}"
        ),
    )
    yield (
        "captures",
        "id, site, url, url_key, final_url, status, fetched_at, kind, role, sha256, revisit, context_digest, "
        "year, outcome",
        each(
            lambda n, a, y: (
                f"{n}\ts{a.region}\t{_url(a, y)}\t{_url(a, y)[7:]}\t{_url(a, y)}\t200\t{_seen(y, n)}"
                f"\thttp_body\tarticle\t{_sha(a, y)}\tf\tc{n}\t{y}\treport"
            )
        ),
    )
    yield (
        "readings",
        "id, sha256, context_digest, reader_version, verdict, form, carrier, media_type, agency_id, year, cells, "
        "errors, outcome_digest, result",
        each(
            lambda n, a, y: (
                f"{n}\t{_sha(a, y)}\tc{n}\t{READER}\t{_verdict(n)}\t{form_of(y)}\thtml\ttext/html\t{a.id}"
                f"\t{y}\t200\t{_errors(n)}\to{n}\t{{}}"
            )
        ),
    )
    yield (
        "reports",
        "agency_id, year, scope, revision, first_seen",
        each(
            lambda n, a, y: (
                f"{a.id}\t{y}\t{'government' if a.kind == 'government' else 'agency'}\t1\t{_seen(y, n)}"
            )
        ),
    )
    yield (
        "revisions",
        "agency_id, year, revision, form, verdict, reason, headline, source_url, site, published_on, sha256, "
        "reading_id, reader_version, data_digest, numbers_digest, prose_digest, created_at",
        each(
            lambda n, a, y: (
                f"{a.id}\t{y}\t1\t{form_of(y)}\t{_verdict(n)}\t{'I1_row_total' if _errors(n) else chr(92) + 'N'}"
                f"\t{a.region}第{a.id}号机关{y}年政府信息公开工作年度报告\t{_url(a, y)}\ts{a.region}"
                f"\t{y + 1}-0{1 + n % 3}-{1 + n % 28:02}\t{_sha(a, y)}\t{n}\t{READER}"
                f"\td{n}\tn{n - n % 200 if n % 200 < 2 else n}\tp{n}\t{_seen(y, n)}"
            )
        ),
    )
    yield (
        "report_sources",
        "agency_id, year, url_key, url, site, sha256, reading_id, role, carrier, archived, chosen, first_seen, "
        "lost_at, lost_reason",
        each(
            lambda n, a, y: (
                f"{a.id}\t{y}\t{_url(a, y)[7:]}\t{_url(a, y)}\ts{a.region}\t{_sha(a, y)}\t{n}\tarticle\thtml\tf\tt"
                f"\t{_seen(y, n)}\t" + ("2026-03-01 00:00+00\tHTTP 404" if n % 70 == 0 else "\\N\t\\N")
            )
        ),
    )
    yield from _numbers(agencies, lives, first)
    yield (
        "findings",
        "reading_id, agency_id, year, rule, severity, cause, place, left_value, right_value, detail",
        (
            f"{n}\t{a.id}\t{y}\t{rule}\t{severity}\t{cause or chr(92) + 'N'}\tapplications.granted\t{n % 90}"
            f"\t{n % 7}\t{n % 90} is printed, the sum is {n % 7}"
            for n, a, y in _present(agencies, first)
            for at, (rule, severity, cause, share) in enumerate(FINDINGS)
            if _dice(n, at) < share
        ),
    )


def _numbers(
    agencies: list[Authority], lives: list[list[Year]], first: int
) -> Iterator[tuple[str, str, Iterator[str]]]:
    """The tables of the printed numbers, each history rendered once."""

    def shown(value: int | None) -> str:
        return "\\N" if value is None else str(value)

    applications = [
        [[f"\t{item}\t" + "\t".join(map(shown, row)) for item, row in year.applications] for year in life]
        for life in lives
    ]
    disclosure = [
        [
            [f"\t{item}\t" + "\t".join(shown(row.get(c)) for c in COLUMNS) for item, row in year.disclosure]
            for year in life
        ]
        for life in lives
    ]
    review = [
        [[f"\t{channel}\t" + "\t".join(map(str, row)) for channel, row in year.review] for year in life]
        for life in lives
    ]

    def rows(of: list[list[list[str]]]) -> Iterator[str]:
        for _, a, y in _present(agencies, first):
            key = f"{a.id}\t{y}\t1"
            for row in of[a.life][y - YEARS.start]:
                yield key + row

    key = "agency_id, year, revision"
    yield "application_rows", f"{key}, item, {', '.join(APPLICANTS)}, total", rows(applications)
    yield "disclosure_rows", f"{key}, item, {', '.join(COLUMNS)}", rows(disclosure)
    yield "review_rows", f"{key}, channel, upheld, corrected, other, pending, total", rows(review)
    yield (
        "sections",
        f"{key}, ordinal, heading, text",
        (
            f"{a.id}\t{y}\t1\t{at}\t{heading}\t{TEXT}"
            for _, a, y in _present(agencies, first)
            for at, heading in enumerate(
                ("一、总体情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项")
            )
        ),
    )
    yield (
        "facts",
        f"{key}, ordinal, key, value, unit, approximate, raw, quote, section, char_offset",
        (
            f"{a.id}\t{y}\t1\t{at}\t{fact}\t{(value := received + at * (n % 3) + (n % 50 == 0))}"
            f"\t件\tf\t{value}\t全年共收到政府信息公开申请{value}件，均已按时答复。\t0\t{20 + at}"
            for n, a, y in _present(agencies, first)
            for received in (lives[a.life][y - YEARS.start].received,)
            for at, fact in enumerate(FACTS)
        ),
    )
    yield (
        "cells",
        f"{key}, path, table_no, row_no, col_no, raw",
        (
            f"{a.id}\t{y}\t1\tapplications.{item}.{column}\t1\t{row}\t{col}\t0"
            for n, a, y in _present(agencies, first)
            if n % CELLS == 0
            for row, (item, _) in enumerate(lives[a.life][y - YEARS.start].applications)
            for col, column in enumerate((*APPLICANTS, "total"))
        ),
    )


def _dice(number: int, at: int) -> float:
    return (number * 2654435761 + at * 40503 * 977) % 9973 / 9973


def _errors(number: int) -> int:
    return sum(_dice(number, at) < share for at, (_, how, _, share) in enumerate(FINDINGS) if how == "error")


def _verdict(number: int) -> str:
    return "review" if _errors(number) else "accepted"


def _sequences(connection: psycopg.Connection[Any]) -> None:
    """Let the numbers that the database gives go on after those that were copied."""
    for table in ("agencies", "captures", "readings", "findings", "runs"):
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) + 1 FROM {table}))"
        )


# people have looked at some
DECISIONS = """
INSERT INTO decisions (agency_id, year, decision, rule, place, left_value, right_value, says, why, decided_by)
SELECT agency_id, year, 'published', rule, place, left_value, right_value, says, 'bench', 'bench'
FROM v_findings WHERE severity = 'error' AND agency_id % 100 = 1 ORDER BY agency_id, year, rule LIMIT 300
"""
