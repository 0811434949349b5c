"""All tables in one import: what Alembic compares and the dictionary prints."""

from __future__ import annotations

from models import agencies, alarms, comparability, crawls, decisions, facts, readings, reports
from models.base import Base

metadata = Base.metadata

__all__ = [
    "agencies",
    "alarms",
    "comparability",
    "crawls",
    "decisions",
    "facts",
    "metadata",
    "readings",
    "reports",
]
