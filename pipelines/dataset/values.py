"""Values as text, one way for all formats: exact numbers, UTC times, JSON for what has parts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any


def number(value: Decimal) -> str:
    """An amount without exponent and without zeros at its end: 786, 12.5."""
    shown = format(value, "f")
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def moment(value: datetime) -> str:
    """A time in UTC, ISO 8601: 2026-01-31T08:00:00Z; microseconds where there are any."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def dumps(value: Any) -> str:
    """JSON on one line; a Decimal keeps its digits."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, datetime):
        return f'"{moment(value)}"'
    if isinstance(value, date):
        return f'"{value.isoformat()}"'
    if isinstance(value, dict):
        return (
            "{"
            + ", ".join(f"{json.dumps(str(k), ensure_ascii=False)}: {dumps(v)}" for k, v in value.items())
            + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(dumps, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> str:
    """A value as text without quotes; None has none and is the caller's."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return number(value)
    return dumps(value) if isinstance(value, dict | list) else str(value)
