"""A report that vanished before anyone fetched it is a gap, though nothing else is known of its agency.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

from migrations.ddl import create_view, drop_view, grant

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    drop_view("v_coverage")
    create_view("v_coverage", 4)
    grant("v_coverage")


def downgrade() -> None:
    drop_view("v_coverage")
    create_view("v_coverage", 3)
    grant("v_coverage")
