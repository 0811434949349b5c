"""Data answers of portals: JSON, bare or as the argument of a callback. What is none gives None."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

from crawler.cms.text import find_date

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_CHINA = timezone(timedelta(hours=8))
_CALLBACK = re.compile(r"[\w$.]{1,80}\s*\(\s*(?=[{\[])")
_LARGEST = 20_000_000
_EPOCH = (946_684_800, 4_102_444_800)  # 2000 to 2100, in seconds


def read_json(text: str) -> Json:
    """The answer's value, also out of `callback(…);`; None for everything that is no JSON object or array."""
    text = text.lstrip("\ufeff \t\r\n")
    if callback := _CALLBACK.match(text):
        text = text[callback.end() :]
    if text[:1] not in ("{", "[") or len(text) > _LARGEST:
        return None
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return None
    return value  # type: ignore[no-any-return]  # what JSON gives is Json


def records(value: Json) -> Iterator[Mapping[str, Json]]:
    """The objects of an array; none where it is no array."""
    return (each for each in value if isinstance(each, dict)) if isinstance(value, list) else iter(())


def text_of(record: Mapping[str, Json], *names: str) -> str:
    """The first of the named fields that holds text or a number, as text; empty where none does."""
    for name in names:
        value = record.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and (text := str(value).strip()):
            return text
    return ""


def number_of(record: Mapping[str, Json], *names: str) -> int | None:
    """The first of the named fields that holds a whole number, printed or not."""
    text = next((found for name in names if (found := text_of(record, name)).isdecimal()), "")
    return int(text) if text and len(text) < 15 else None


def date_of(record: Mapping[str, Json], *names: str) -> str | None:
    """The first of the named fields that holds a date, as ISO: printed, or in (milli)seconds since 1970."""
    for name in names:
        text = text_of(record, name)
        if day := find_date(text):
            return day
        if text.isdecimal() and len(text) in (10, 13):
            seconds = int(text[:10])
            if _EPOCH[0] <= seconds < _EPOCH[1]:
                return datetime.fromtimestamp(seconds, UTC).astimezone(_CHINA).date().isoformat()
    return None
