"""The declarative base: names of constraints, SQL types of Python types, and how a comment is written.

Every table and column carries a comment "中文 / English"; Alembic compares them with the database's.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Date, DateTime, Integer, MetaData, Numeric, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        str: Text(),
        int: Integer(),
        Decimal: Numeric(),
        datetime: DateTime(timezone=True),
        date: Date(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


Year = SmallInteger
"""A report year, 2008 to now."""

Revision = SmallInteger
"""The number of a revision, from 1."""

Count = BigInteger
"""A whole number as printed, which a typing error may make long; NULL is a blank cell, 0 a printed 0."""

Amount = Numeric
"""An amount as printed, to its last digit."""


def one_of(column: str, values: tuple[str, ...]) -> str:
    """The text of a CHECK that allows these values (and NULL)."""
    return f"{column} IN ({', '.join(repr(value) for value in values)})"
