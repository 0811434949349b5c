"""Alarms raised and cleared.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the change that it was opened for."""


def downgrade() -> None:
    """Filled by the change that it was opened for."""
