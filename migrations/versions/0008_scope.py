"""What the numbers of a report cover, and the words that say so.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.ddl import create_view, drop_view, grant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BEFORE = "口径：本机关、本级政府、全辖区，未定为空 / Scope, NULL while unknown"
AFTER = (
    "口径：agency 本机关，government 本级政府（含部门），jurisdiction 全辖区（含下级），未定为空 / "
    "What the numbers cover: the agency alone, its level of government, the whole jurisdiction; NULL: unknown"
)


def upgrade() -> None:
    comment = "口径所据原文，依机关类别推定者为空 / Words the scope rests on, NULL where it is the agency's kind"
    op.add_column("reports", sa.Column("scope_quote", sa.Text(), nullable=True, comment=comment))
    op.alter_column("reports", "scope", existing_type=sa.Text(), existing_comment=BEFORE, comment=AFTER)
    op.create_check_constraint("scope", "reports", "scope IN ('agency', 'government', 'jurisdiction')")
    create_view("v_reports", 2)


def downgrade() -> None:
    drop_view("v_reports")
    create_view("v_reports", 1)
    grant("v_reports")
    op.drop_constraint(op.f("ck_reports_scope"), "reports", type_="check")
    op.alter_column("reports", "scope", existing_type=sa.Text(), existing_comment=AFTER, comment=BEFORE)
    op.drop_column("reports", "scope_quote")
