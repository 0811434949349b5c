"""The views for analysts and admins.

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from migrations.ddl import create_view, drop_view

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

VIEWS = (
    "v_reports",
    "v_applications",
    "v_disclosure",
    "v_review",
    "v_indicators",
    "v_cells",
    "v_findings",
    "v_coverage",
    "v_unassigned",
)


def upgrade() -> None:
    for view in VIEWS:
        create_view(view, 1)


def downgrade() -> None:
    for view in reversed(VIEWS):
        drop_view(view)
