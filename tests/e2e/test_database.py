"""The database as its users meet it: alembic, the read-only role, the dictionary, scrapy sql."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from models.embedded import Server
from models.session import session
from tests import warm
from tests.conftest import as_text

REPO = Path(__file__).parents[2]
VIEWS = {
    "v_reports": "agency_id agency site year form verdict headline source_url published_on first_seen last_seen",
    "v_applications": "agency_id agency year item natural_person commercial_enterprise research_institution "
    "public_interest_org legal_service other_org total",
    "v_review": "agency_id agency year channel upheld corrected other pending total",
    "v_disclosure": "agency_id agency year item measure value",
    "v_findings": "agency_id agency year rule severity cause place left_value right_value raw detail",
    "v_coverage": "agency_id agency site year state reason",
    "v_unassigned": "reading_id url verdict reason agency year headline sha256",
}


def run(*command: str, url: str | None = None, var: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env |= {"DATABASE_URL": url} if url else {}
    env |= {"GONGKAI_VAR": str(var)} if var else {}
    if command[0] == "scrapy":
        return warm.run(command[1:], env=env)
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=REPO, env=env, capture_output=True, text=True, check=False
    )


def sql(statement: str, *options: str, url: str) -> subprocess.CompletedProcess[str]:
    return run("scrapy", "sql", statement, *options, url=url)


def relations(url: str) -> set[str]:
    with connected(url) as connection:
        found = connection.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
        return {str(row[0]) for row in found}


def connected(url: str, options: str = "") -> psycopg.Connection[tuple[object, ...]]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(plain, options=options)


def test_up_down_up_check(empty_database: str) -> None:
    for step in (("upgrade", "head"), ("downgrade", "base"), ("upgrade", "head"), ("check",)):
        done = run("alembic", *step, url=empty_database)
        assert done.returncode == 0, done.stderr
        if step[0] == "downgrade":
            assert relations(empty_database) == {"alembic_version", "alembic_version_pkc"}
    assert "No new upgrade operations" in done.stdout + done.stderr


def test_check_sees_a_comment_that_differs(database: str) -> None:
    with connected(database) as connection:
        connection.execute("COMMENT ON COLUMN runs.site IS 'something else'")
    done = run("alembic", "check", url=database)
    assert done.returncode != 0
    assert "site" in done.stdout + done.stderr


def test_two_migrations_at_once(empty_database: str) -> None:
    command = [sys.executable, "-m", "alembic", "upgrade", "head"]
    both = [subprocess.Popen(command, cwd=REPO, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    errors = [process.communicate()[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors


def test_the_migration_as_sql_for_an_admin(empty_database: str) -> None:
    done = run("alembic", "upgrade", "head", "--sql", url=empty_database)
    assert done.returncode == 0, done.stderr
    with connected(empty_database) as connection:
        connection.execute(done.stdout.encode())
    assert run("alembic", "check", url=empty_database).returncode == 0


def test_everything_has_a_comment_in_both_languages(database: str) -> None:
    with connected(database) as connection:
        comments = connection.execute("""
            SELECT c.relname, a.attname, col_description(c.oid, a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
            UNION ALL
            SELECT relname, '', obj_description(oid, 'pg_class') FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v')
        """).fetchall()
    assert len(comments) > 300
    lacking = [row for row in comments if not row[2] or " / " not in str(row[2]) or str(row[2]).isascii()]
    assert [row for row in lacking if row[2] not in ("ETag / ETag", "Last-Modified / Last-Modified")] == []


@pytest.mark.parametrize("view", VIEWS)
def test_the_views_have_the_columns_that_others_rely_on(database: str, view: str) -> None:
    with connected(database) as connection:
        columns = [column.name for column in connection.execute(f"SELECT * FROM {view}").description or ()]
    assert set(VIEWS[view].split()) <= set(columns)


def test_the_reader_reads_everything_and_writes_nothing(database: str) -> None:
    with connected(database, options="-c role=gongkai_reader") as connection:
        connection.autocommit = True
        for name in [*VIEWS, "runs", "captures", "cells", "vocabulary"]:
            connection.execute(f"SELECT * FROM {name} LIMIT 1")
        for statement in (
            "INSERT INTO regions VALUES ('1', 'x', NULL, 1)",
            "UPDATE vocabulary SET label = ''",
            "DELETE FROM vocabulary",
            "CREATE TABLE mine (i int)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


@pytest.fixture
def plain_user(postgres: Server, empty_database: str) -> Iterator[str]:
    """The empty database as a user who owns it and may make no roles. Yields that user's URL."""
    name = f"plain_{uuid.uuid4().hex[:8]}"
    url = make_url(empty_database)
    with connected(empty_database) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN")
        connection.execute(f"ALTER DATABASE {url.database} OWNER TO {name}")
        connection.execute(f"ALTER SCHEMA public OWNER TO {name}")
    yield as_text(url.set(username=name))
    with connected(empty_database) as connection:
        connection.execute(f"REASSIGN OWNED BY {name} TO CURRENT_USER")
        connection.execute(f"DROP OWNED BY {name}")
        connection.execute(f"DROP ROLE {name}")


def test_without_the_right_to_make_roles_the_migration_goes_on(plain_user: str) -> None:
    for step in (("upgrade", "head"), ("check",), ("downgrade", "base"), ("upgrade", "head")):
        done = run("alembic", *step, url=plain_user)
        assert done.returncode == 0, done.stderr


def test_without_role_and_right_it_says_so(plain_user: str, postgres: Server) -> None:
    """A server of its own, where nobody has made the role."""
    with connected(plain_user) as connection:
        exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'gongkai_reader'").fetchone()
    assert exists is None or run("alembic", "upgrade", "0004", url=plain_user).returncode == 0
    script = (REPO / "migrations" / "versions" / "0005_reader_role.py").read_text(encoding="utf-8")
    create = script.split('CREATE = """')[1].split('"""')[0].replace("gongkai_reader", "gongkai_nobody_made_this")
    notices: list[str] = []
    with connected(plain_user) as connection:
        connection.add_notice_handler(lambda diagnostic: notices.append(diagnostic.message_primary or ""))
        connection.execute(create.encode())
    assert [notice for notice in notices if "may not create roles" in notice]


def test_the_role_stays_while_another_database_needs_it(database: str, empty_database: str) -> None:
    """`database` has grants to the role, so downgrading the other one keeps it."""
    assert run("alembic", "upgrade", "head", url=empty_database).returncode == 0
    assert run("alembic", "downgrade", "base", url=empty_database).returncode == 0
    with connected(database) as connection:
        assert connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'gongkai_reader'").fetchone()


def test_the_dictionary_is_current(database: str) -> None:
    done = run("models.dictionary", url=database)
    assert done.returncode == 0, done.stderr
    committed = (REPO / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert done.stdout == committed, "run `make dictionary`"


def test_the_embedded_database_migrates_itself(tmp_path: Path) -> None:
    done = run("scrapy", "sql", "SELECT count(*) AS codes FROM vocabulary WHERE form = '2021'", var=tmp_path)
    assert (done.returncode, done.stdout.split()) == (0, ["codes", "200"]), done.stderr
    assert run("alembic", "check", var=tmp_path).returncode == 0
    assert run("models.embedded", "stop", var=tmp_path).returncode == 0


@pytest.fixture
def regions(database: str) -> str:
    with session() as opened:
        opened.execute(text("INSERT INTO regions VALUES ('990000', '山东省', NULL, 1)"))
        opened.execute(text("INSERT INTO regions VALUES ('991002', '威海市,\"环翠\"区', NULL, 3)"))
    return database


def test_sql_as_a_table(regions: str) -> None:
    done = sql("SELECT name, level, NULL AS nothing FROM regions WHERE code >= '99' ORDER BY code", url=regions)
    assert done.returncode == 0
    # Chinese characters take two columns of a terminal
    assert done.stdout == 'name             level  nothing\n山东省               1\n威海市,"环翠"区      3\n'


def test_sql_as_csv_is_exact(regions: str) -> None:
    statement = """SELECT name, NULL AS nothing, '' AS empty, 1.10::numeric AS amount FROM regions
        WHERE code >= '99' ORDER BY code"""
    done = sql(statement, "--format", "csv", url=regions)
    assert done.stdout.splitlines()[1] == '山东省,,"",1.10'
    assert list(csv.DictReader(io.StringIO(done.stdout)))[1]["name"] == '威海市,"环翠"区'


def test_sql_as_json_is_exact(regions: str) -> None:
    statement = """SELECT name, 59237.2449000000000001::numeric AS amount, NULL AS nothing, true AS yes,
        '{"a": [1.50]}'::jsonb AS inner FROM regions WHERE code >= '99' ORDER BY code"""
    done = sql(statement, "--format", "json", url=regions)
    rows = json.loads(done.stdout, parse_float=str)
    assert rows[0] == {
        "name": "山东省",
        "amount": "59237.2449000000000001",
        "nothing": None,
        "yes": True,
        "inner": {"a": ["1.50"]},
    }


@pytest.mark.parametrize(
    ("form", "expected"), [("csv", "code,name\n"), ("json", "[\n]\n"), ("table", "code  name\n")]
)
def test_sql_without_rows(database: str, form: str, expected: str) -> None:
    done = sql("SELECT code, name FROM regions WHERE code >= '99'", "--format", form, url=database)
    assert (done.returncode, done.stdout) == (0, expected)


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO regions VALUES ('1', 'x', NULL, 1)",
        "INSERT INTO regions VALUES ('1', 'x', NULL, 1) RETURNING code",
        "WITH gone AS (DELETE FROM vocabulary RETURNING *) SELECT count(*) FROM gone",
        "COMMIT",
        "DROP TABLE runs",
        "COPY (SELECT 1) TO PROGRAM 'touch pwned'",
        "DO $$ BEGIN DELETE FROM vocabulary; END $$",
        "SELECT 1; DELETE FROM vocabulary",
        "SELECT nosuch FROM regions",
        "SELEC 1",
        "",
    ],
)
def test_sql_that_writes_or_is_wrong_is_refused(database: str, statement: str) -> None:
    done = sql(statement, url=database)
    assert done.returncode == 2
    assert done.stdout == "" or "Usage" in done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    with connected(database) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM vocabulary").fetchone() == (True,)


def test_sql_takes_no_longer_than_it_may(database: str) -> None:
    done = sql("SELECT pg_sleep(20)", "--timeout", "0.3", url=database)
    assert done.returncode == 7
    assert "--timeout" in done.stderr


def test_sql_without_a_database(tmp_path: Path) -> None:
    done = sql("SELECT 1", url="postgresql://somebody:geheim@127.0.0.1:1/gongkai")
    assert done.returncode == 4
    assert "127.0.0.1:1" in done.stderr
    assert "geheim" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_sql_into_head(database: str) -> None:
    """A reader that has seen enough is no error."""
    command = f"{sys.executable} -m scrapy sql 'SELECT generate_series(1, 3000000)' --format csv | head -2"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command], cwd=REPO, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "generate_series\n1\n", "")


def test_what_a_page_printed_does_not_command_the_terminal(database: str) -> None:
    done = sql("SELECT E'\\x1b[2Jx' AS title", url=database)
    assert done.stdout == "title\n\ufffd[2Jx\n"
