"""The queue's tables: made by the library's own files, all of them, apart from ours."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import text

from models.session import connection

FUNCTIONS = """
SELECT p.proname, md5(p.prosrc) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = :schema
ORDER BY 1, 2
"""


def test_the_migration_knows_every_file_of_the_library() -> None:
    """A newer Procrastinate brings new files: they need a migration of ours (0012 tells how)."""
    newest = max(path.name for path in Path(SchemaManager.get_migrations_path()).glob("*.sql"))
    assert newest == import_module("migrations.versions.0012_jobs").LAST


def test_it_is_the_schema_that_the_library_ships(database: str) -> None:
    with connection() as opened:
        opened.execute(text("CREATE SCHEMA shipped"))
        opened.execute(text("SET LOCAL search_path TO shipped"))
        opened.exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
        tables = """
            SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
            WHERE table_schema = :schema ORDER BY 1, 2
        """
        indexes = (
            "SELECT replace(indexdef, :schema || '.', '') FROM pg_indexes WHERE schemaname = :schema ORDER BY 1"
        )
        for question in (tables, indexes, FUNCTIONS):
            ours, theirs = (
                [tuple(r) for r in opened.execute(text(question), {"schema": name})]
                for name in ("jobs", "shipped")
            )
            assert ours == theirs
        opened.execute(text("DROP SCHEMA shipped CASCADE"))


def test_analysts_neither_see_nor_touch_it(database: str) -> None:
    with connection() as opened:
        allowed = opened.execute(
            text("SELECT has_schema_privilege('gongkai_reader', 'jobs', 'USAGE')")
        ).scalar_one()
    assert allowed is False
