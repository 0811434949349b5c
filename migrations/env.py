"""Alembic's environment: migrations run one at a time, in one transaction, and leave the vocabulary current."""

from __future__ import annotations

import sys
from logging.config import fileConfig

from alembic import context
from sqlalchemy import Connection, text

from models.codes import sync_vocabulary
from models.session import DatabaseFull, DatabaseUnavailable, connection
from models.tables import metadata

LOCK = 4_739_201_001  # ours alone among the advisory locks of a database; see also models/ledger.py


def migrate(database: Connection) -> None:
    """Run what was asked for, unless another process is at it: then after that."""
    database.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    context.configure(database, target_metadata=metadata, compare_type=True, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()
    if context.get_context().get_current_revision() == context.get_head_revision() is not None:
        sync_vocabulary(database)


def print_sql() -> None:
    """`alembic upgrade --sql`: the statements, for an admin who lets no program change the schema."""
    # with the driver's own style of parameters every % would be printed twice
    style = {"paramstyle": "named"}
    context.configure(dialect_name="postgresql", target_metadata=metadata, literal_binds=True, dialect_opts=style)
    with context.begin_transaction():
        context.run_migrations()


if context.config.cmd_opts is not None and context.config.config_file_name is not None:
    # called from the command line; as a library, logging is the caller's
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)

if context.is_offline_mode():
    print_sql()
else:
    try:
        with connection() as opened:
            migrate(opened)
    except DatabaseUnavailable as error:
        if context.config.cmd_opts is None:  # not alembic's command line: the caller knows what to say
            raise
        sys.stderr.write(f"{error}\n")
        sys.exit(8 if isinstance(error, DatabaseFull) else 4)
