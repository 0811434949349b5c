"""What a fact of an open key counts, and the view of the facts.

Revision ID: 0006
Revises: 0005
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.ddl import create_view, drop_view

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# column → its comment before and after
COMMENTS = {
    "value": ("数值 / Value", "数值，文字与区间为空 / Value, NULL for a text and for a range"),
    "approximate": (
        "约数（余、多、约） / Printed as approximate",
        "约数（余、多、约、万） / Printed as approximate",
    ),
    "raw": ("所印数字 / Number as printed", "所印文字 / As printed"),
    "section": (
        "所在部分 / Ordinal of the section",
        "所在部分，引言为-1 / Ordinal of the section, -1 for the preamble",
    ),
}
TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "value": sa.Numeric(),
    "approximate": sa.Boolean(),
    "raw": sa.Text(),
    "section": sa.SmallInteger(),
}

GRANT = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'gongkai_reader') THEN
        GRANT SELECT ON v_facts TO gongkai_reader;
    END IF;
END
$$
"""


def upgrade() -> None:
    comment = "类别（公开信息的类别、建议的层级） / What an open code counts: a category, a level"
    op.add_column("facts", sa.Column("label", sa.Text(), nullable=True, comment=comment))
    _comment(1)
    create_view("v_facts", 1)
    op.execute(GRANT)


def downgrade() -> None:
    drop_view("v_facts")
    _comment(0)
    op.drop_column("facts", "label")


def _comment(which: int) -> None:
    for column, comments in COMMENTS.items():
        op.alter_column(
            "facts",
            column,
            existing_type=TYPES[column],
            existing_comment=comments[1 - which],
            comment=comments[which],
        )
