"""The database's address, and what a user is told when there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from crawler.exitcodes import without_database
from models.embedded import EmbeddedError, Server
from models.schema import SchemaOutdated, ensure_schema
from models.session import (
    DatabaseFull,
    DatabaseUnavailable,
    configured_url,
    connection,
    database_url,
    engine,
    session,
)

PASSWORD = "geheim/und@lang"
CLOSED = "postgresql://analyst:geheim%2Fund%40lang@127.0.0.1:1/gongkai"


@pytest.mark.parametrize(
    "given", ["postgresql://h/d", "postgres://h/d", "postgresql+psycopg2://h/d", " postgresql://h/d "]
)
def test_any_spelling_of_postgresql_is_psycopg(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    url = configured_url()
    assert url is not None
    assert url.render_as_string() == "postgresql+psycopg://h/d"


@pytest.mark.parametrize("given", ["", "   "])
def test_an_empty_address_means_the_embedded_server(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert configured_url() is None


@pytest.mark.parametrize(
    ("given", "says"), [("rubbish", "postgresql://user"), ("mysql://u:p@h/d", "PostgreSQL alone")]
)
def test_other_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, given: str, says: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    with pytest.raises(DatabaseUnavailable, match=says):
        configured_url()


def test_an_unreachable_server_is_told_without_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", CLOSED)
    with pytest.raises(DatabaseUnavailable) as caught, session() as opened:
        opened.execute(text("SELECT 1"))
    message = str(caught.value)
    assert "127.0.0.1:1/gongkai" in message
    assert "DATABASE_URL" in message
    assert "geheim" not in message


def test_a_database_that_is_not_there(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database.replace("/test_", "/no_test_"))
    with pytest.raises(DatabaseUnavailable, match="does not exist"), connection():
        pass


def test_a_connection_that_is_cut_in_the_middle(database: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="terminating connection"), session() as opened:
        opened.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
    # the pool does not hand out dead connections
    with session() as opened:
        assert opened.scalar(text("SELECT 1")) == 1


def test_a_mistake_in_a_statement_stays_what_it_is(database: str) -> None:
    with pytest.raises(Exception, match="nosuch") as caught, session() as opened:
        opened.execute(text("SELECT nosuch"))
    assert not isinstance(caught.value, DatabaseUnavailable)


def test_every_session_counts_time_in_utc_and_has_a_name(database: str) -> None:
    with session() as opened:
        assert opened.scalar(text("SHOW TimeZone")) == "UTC"
        assert opened.scalar(text("SHOW application_name")) == "gongkai"


def test_an_error_rolls_everything_back(database: str) -> None:
    with pytest.raises(RuntimeError), session() as opened:
        opened.execute(text("INSERT INTO sites (name) VALUES ('huancui')"))
        raise RuntimeError
    with session() as opened:
        assert opened.scalar(text("SELECT count(*) FROM sites")) == 0


def test_the_schema_of_a_configured_database_is_the_admins(empty_database: str) -> None:
    with pytest.raises(SchemaOutdated, match="alembic upgrade head"):
        ensure_schema()


def test_a_newer_schema_is_told_apart(database: str) -> None:
    ensure_schema()
    with session() as opened:
        opened.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SchemaOutdated, match="newer"):
        ensure_schema()


def test_the_vocabulary_follows_its_file(database: str) -> None:
    with session() as opened:
        count = opened.scalar(text("SELECT count(*) FROM vocabulary"))
        opened.execute(text("UPDATE vocabulary SET label = '错' WHERE item = 'granted'"))
        opened.execute(text("DELETE FROM vocabulary WHERE item = 'fees'"))
        opened.execute(text("INSERT INTO vocabulary VALUES ('2031', 'applications', 'x', '', 1, 'x')"))
    ensure_schema()
    with session() as opened:
        assert opened.scalar(text("SELECT count(*) FROM vocabulary")) == count
        assert opened.scalar(text("SELECT count(*) FROM vocabulary WHERE label = '错' OR item = 'x'")) == 0


def test_a_forked_child_leaves_the_parents_connections_alone(database: str) -> None:
    script = """
import os
from sqlalchemy import text
from models.session import session
with session() as opened:
    opened.execute(text("SELECT 1"))
    if os.fork() == 0:
        with session() as mine:
            mine.execute(text("SELECT 2"))
        os._exit(0)
    os.wait()
    assert opened.scalar(text("SELECT 3")) == 3
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
    assert engine() is engine()


def test_an_embedded_server_without_room_says_that_the_disk_is_full(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def no_room(server: Server) -> None:
        raise EmbeddedError("initdb failed:\nFATAL: could not write to file: No space left on device")

    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path))
    monkeypatch.setattr(Server, "ensure_running", no_room)
    with pytest.raises(DatabaseFull, match="Make room") as caught:
        database_url()
    assert without_database(caught.value) == 8
    assert without_database(DatabaseUnavailable("gone")) == 4
