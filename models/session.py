"""The database: its address, the engine, sessions, and the errors that a command tells its user.

With DATABASE_URL that PostgreSQL is used, else the embedded one (models/embedded.py). Nothing else in
the project opens a connection, so time zone, names and error messages are the same everywhere.
"""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import cache, partial
from typing import Any

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

import models.tables  # noqa: F401 - a foreign key finds only tables that are imported
from models.embedded import EmbeddedError, server

CONNECT_TIMEOUT = 10  # seconds
APPLICATION = "gongkai"

# of class 08 connection exception and its like, PostgreSQL's appendix A
_UNREACHABLE = frozenset({"57P01", "57P02", "57P03", "53300", "3D000", "28000", "28P01", "25006"})
_DISK_FULL = "53100"


class DatabaseUnavailable(Exception):  # noqa: N818 - a state, and the name of exit code 4
    """There is no database to work with. The message says what to do and holds no password."""


class DatabaseFull(DatabaseUnavailable):
    """The database's disk is full."""


def configured_url() -> URL | None:
    """DATABASE_URL for psycopg, None where the embedded server is meant."""
    given = os.environ.get("DATABASE_URL", "").strip()
    if not given:
        return None
    try:
        url = make_url(given)
    except ArgumentError:
        raise DatabaseUnavailable(
            "DATABASE_URL is not an address. Write postgresql://user:password@host/database, "
            "or unset it to use the embedded PostgreSQL."
        ) from None
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise DatabaseUnavailable(
            f"DATABASE_URL names {url.get_backend_name()}, but this project speaks PostgreSQL alone. "
            "Write postgresql://user:password@host/database, or unset it to use the embedded PostgreSQL."
        )
    return url.set(drivername="postgresql+psycopg")


def database_url() -> URL:
    """The database's address. Starts the embedded server where that is meant."""
    url = configured_url()
    if url is not None:
        return url
    try:
        return server().ensure_running()
    except EmbeddedError as error:
        if os.strerror(errno.ENOSPC) in str(error):  # said by initdb or by the server, at its start
            raise _full() from None
        raise DatabaseUnavailable(str(error)) from None


def engine() -> Engine:
    """The engine of this process.

    It is made once: a server that is killed meanwhile stays killed for this process, because the site
    locks it held are gone too. The next command starts it again.
    """
    return _engine(os.environ.get("DATABASE_URL", ""), os.environ.get("GONGKAI_VAR", ""))


@cache
def _engine(_database_url: str, _var: str) -> Engine:
    made = create_engine(
        database_url(),
        pool_pre_ping=True,  # a connection that idled through a restart is replaced, not used
        connect_args={"connect_timeout": CONNECT_TIMEOUT, "application_name": APPLICATION},
        json_serializer=partial(json.dumps, ensure_ascii=False, default=str),
        json_deserializer=partial(json.loads, parse_float=Decimal),  # an amount is exact
    )
    event.listen(made, "connect", _set_utc)
    os.register_at_fork(after_in_child=lambda: made.dispose(close=False))  # the sockets are the parent's
    return made


def _set_utc(connection: Any, _record: object) -> None:
    # by a statement, for a pooler between us and the server refuses the start-up option
    autocommit, connection.autocommit = connection.autocommit, True
    connection.execute("SET TIME ZONE 'UTC'")
    connection.autocommit = autocommit


@contextmanager
def session() -> Iterator[Session]:
    """A session in one transaction: committed at the end, rolled back on any error."""
    with reachable(), Session(engine()) as opened, opened.begin():
        yield opened


@contextmanager
def connection() -> Iterator[Connection]:
    """A connection in one transaction, for statements that are not about mapped rows."""
    with reachable(), engine().begin() as opened:
        yield opened


@contextmanager
def reachable() -> Iterator[None]:
    """Turn an error of driver or engine that means “no database” into DatabaseUnavailable; others pass."""
    try:
        yield
    except DBAPIError as error:
        connecting = error.statement is None
        unavailable = _unavailable(error.orig, lost=connecting or error.connection_invalidated)
        if unavailable is None:
            raise
        raise unavailable from None
    except psycopg.OperationalError as error:
        unavailable = _unavailable(error, lost=True)
        if unavailable is None:
            raise
        raise unavailable from None


def _unavailable(error: BaseException | None, *, lost: bool) -> DatabaseUnavailable | None:
    """`lost`: an error to which the server gave no code came from the connection itself."""
    state = getattr(error, "sqlstate", None)
    if state == _DISK_FULL:
        return _full()
    if not (state in _UNREACHABLE or str(state).startswith("08") or (lost and state is None)):
        return None
    said = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return DatabaseUnavailable(f"No database at {_where()}: {_redacted(said)}. {_advice()}")


def _full() -> DatabaseFull:
    return DatabaseFull(f"The disk of the database is full ({_where()}). Make room and run again.")


def _where() -> str:
    url = configured_url()
    if url is None:
        return f"{server().root} (embedded)"
    return f"{url.host or url.query.get('host', 'localhost')}:{url.port or 5432}/{url.database or ''}"


def _advice() -> str:
    if configured_url() is None:
        return f"The next command starts it again; if it does not, see {server().log}."
    return "Check DATABASE_URL and that the server runs, or unset it to use the embedded PostgreSQL."


def _redacted(text: str) -> str:
    url = configured_url()
    password = url.password if url is not None else None
    return text.replace(password, "***") if password else text
