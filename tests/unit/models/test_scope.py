"""What a report covers, from the shown source into the database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.session import session
from pipelines.codec import decode, encode
from pipelines.report import Reading, Scope
from pipelines.saving import save_capture, save_readings
from tests.unit.models.made import capture, reading, report, sha256


def _read(scope: Scope | None, quote: str | None, version: str = "1") -> Reading:
    return reading(replace(report(), scope=scope, scope_quote=quote), version=version)


def _save(content: Reading, body: bytes = b"one", day: int = 0) -> str | None:
    with session() as opened:
        fetched = capture(body, day=day)
        number = save_capture(opened, fetched, sha256(body), len(body), "text/html")
        return save_readings(opened, number, sha256(body), [content])[0].change


def _shown() -> list[tuple[Any, ...]]:
    with session() as opened:
        return [tuple(row) for row in opened.execute(text("SELECT scope, scope_quote, revision FROM v_reports"))]


def test_the_shown_source_says_what_is_covered(database: str) -> None:
    _save(_read("jurisdiction", "全县共收到政府信息公开申请66件"))
    assert _shown() == [("jurisdiction", "全县共收到政府信息公开申请66件", 1)]
    _save(_read("agency", None, version="2"))
    assert _shown() == [("agency", None, 1)], "another reading of the same bytes is no new revision"
    _save(_read(None, None), body=b"two", day=1)
    assert _shown()[0][:2] == (None, None)


def test_only_the_three_codes_are_stored(database: str) -> None:
    _save(_read("government", "县本级"))
    with pytest.raises(IntegrityError, match="ck_reports_scope"), session() as opened:
        opened.execute(text("UPDATE reports SET scope = '全辖区'"))


def test_readings_of_before_have_no_scope() -> None:
    stored = encode(_read("agency", None))
    del stored["report"]["scope"], stored["report"]["scope_quote"]
    found = decode(stored).report
    assert found is not None
    assert (found.scope, found.scope_quote) == (None, None)
