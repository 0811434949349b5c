"""Where the project lies and where it keeps its data."""

from __future__ import annotations

import os
from pathlib import Path


def project_dir() -> Path:
    """The directory of scrapy.cfg and alembic.ini."""
    return Path(__file__).resolve().parents[1]


def var_dir() -> Path:
    """All data of this installation: the environment's GONGKAI_VAR, else var/ beside scrapy.cfg."""
    named = os.environ.get("GONGKAI_VAR")
    return Path(named).expanduser().absolute() if named else project_dir() / "var"
