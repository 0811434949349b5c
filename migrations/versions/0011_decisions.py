"""Decisions of people on findings, and the views of analysts across years.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the change that it was opened for."""


def downgrade() -> None:
    """Filled by the change that it was opened for."""
