"""The queue: Procrastinate over the schema `jobs` of the project's own database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import ConnectorException

from crawler.jobs.tasks import tasks
from models.session import APPLICATION, CONNECT_TIMEOUT, database_url, reachable

SCHEMA = "jobs"
NAMESPACE = "gongkai"  # of the tasks' names in the queue


def queue() -> App:
    """The queue, not opened yet. Raises DatabaseUnavailable."""
    url = database_url().set(drivername="postgresql")
    connector = PsycopgConnector(
        conninfo=url.render_as_string(hide_password=False),
        kwargs={"connect_timeout": CONNECT_TIMEOUT, "application_name": APPLICATION},
        configure=_configure,
        min_size=1,
        max_size=4,
    )
    app = App(connector=connector)
    app.add_tasks_from(tasks, namespace=NAMESPACE)
    return app


async def _configure(connection: psycopg.AsyncConnection[object]) -> None:
    # by a statement, for a pooler between us and the server refuses the start-up option
    await connection.execute(f"SET search_path TO {SCHEMA}")
    await connection.commit()


@contextmanager
def queue_reachable() -> Iterator[None]:
    """Turn Procrastinate's error for a database that went away into DatabaseUnavailable; others pass."""
    with reachable():
        try:
            yield
        except ConnectorException as error:
            if isinstance(error.__cause__, psycopg.OperationalError):
                raise error.__cause__ from None
            raise
