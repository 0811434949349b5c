"""What migrations share: grants, and views kept as files, each version of a view a file of its own.

A migration that changes a view adds `views/<name>_v<NN>.sql` with its whole definition and comments;
files that a migration has used are never edited.
"""

from __future__ import annotations

from pathlib import Path

from alembic import op

VIEWS = Path(__file__).with_name("views")


def create_view(name: str, version: int) -> None:
    """Create a view, with its comments, from `views/<name>_v<version>.sql`."""
    statements = (VIEWS / f"{name}_v{version:02}.sql").read_text(encoding="utf-8").split(";\n")
    for statement in statements:
        if statement.strip():
            op.execute(statement)


def drop_view(name: str) -> None:
    """Drop a view; fails when something of an analyst's own stands on it."""
    op.execute(f"DROP VIEW {name}")


def grant(*relations: str) -> None:
    """Let gongkai_reader read new relations, where that role exists (0005)."""
    op.execute(f"""
        DO $$
        BEGIN
            IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_reader') THEN
                GRANT SELECT ON {", ".join(relations)} TO gongkai_reader;
            END IF;
        END
        $$
    """)
