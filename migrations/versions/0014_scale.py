"""Indexes and the reader's limits for a national data set.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the change that it was opened for."""


def downgrade() -> None:
    """Filled by the change that it was opened for."""
