"""What stood in the way of each run, from its statistics.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

from migrations.ddl import create_view, drop_view, grant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    create_view("v_obstacles", 1)
    grant("v_obstacles")


def downgrade() -> None:
    drop_view("v_obstacles")
