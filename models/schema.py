"""Whether the database has the tables this code expects, and how it comes to have them."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from models.codes import sync_vocabulary
from models.paths import project_dir
from models.session import DatabaseUnavailable, configured_url, connection


class SchemaOutdated(DatabaseUnavailable):
    """The configured database is at another revision than this code; the message names the command."""


def alembic_config() -> Config:
    """The configuration of alembic.ini, wherever the process was started."""
    return Config(project_dir() / "alembic.ini")


def ensure_schema() -> None:
    """Bring the embedded database to this code's revision; refuse a configured one that is at another.

    An admin's database is only migrated by the admin, for it may be backed up first.
    """
    scripts = ScriptDirectory.from_config(alembic_config())
    with connection() as database:
        found = _revision(database)
        if found == scripts.get_current_head():
            sync_vocabulary(database)
            return
    if found is not None and not _known(scripts, found):
        raise SchemaOutdated(
            f"The database is at revision {found}, which this version does not know: it was migrated by a newer "
            "one. Run that version."
        )
    if configured_url() is not None:
        state = "is empty" if found is None else f"is at revision {found}"
        raise SchemaOutdated(f"The database {state}. Run `alembic upgrade head` with the same DATABASE_URL.")
    command.upgrade(alembic_config(), "head")


def _revision(database: Connection) -> str | None:
    return MigrationContext.configure(database).get_current_revision()


def _known(scripts: ScriptDirectory, revision: str) -> bool:
    return any(script.revision == revision for script in scripts.walk_revisions())
