"""The queue: Procrastinate's own schema.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the change that it was opened for."""


def downgrade() -> None:
    """Filled by the change that it was opened for."""
