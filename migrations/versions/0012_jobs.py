"""The queue of many machines: Procrastinate's tables and functions, in a schema `jobs` of their own.

The library ships its schema as a chain of files of which none is ever changed. Here they run up to LAST; what a
newer version of the library adds is run by a migration of its own, files after LAST up to the newest.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

from pathlib import Path

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LAST = "03.04.00_50_post_add_retry_failed_job_procedure.sql"
COMMENT = "任务队列（Procrastinate 之表），分析不用 / Queue of jobs (tables of Procrastinate), not for analysis"


def upgrade() -> None:
    op.execute("CREATE SCHEMA jobs")
    op.execute(f"COMMENT ON SCHEMA jobs IS '{COMMENT}'")
    op.execute("SET LOCAL search_path TO jobs")  # the files name no schema
    for file in sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql")):
        if file.name <= LAST:
            op.execute(file.read_text(encoding="utf-8"))
    op.execute("RESET search_path")


def downgrade() -> None:
    op.execute("DROP SCHEMA jobs CASCADE")
