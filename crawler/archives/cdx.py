"""The answers of CDX servers: what an archive holds of which address. Pure functions of text.

Three dialects are read, line by line, so that an answer cut short gives what is whole of it: the text of the
Wayback CDX server and its JSON rows, the JSON objects of pywb and Common Crawl, and the CDXJ of index files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from crawler.fingerprint import key_of
from pipelines.warc.forms import pairs_of, posted

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
"""The fields of a line of text where none are asked for (Wayback CDX Server API, Basic Usage)."""

LONGEST = 8192  # characters of a line; longer ones are no entry of ours
_OTHER_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}  # those of pywb
_MOMENT = re.compile(r"\d{4,14}")
_WEB = re.compile(r"https?://[^/\s]+", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """One capture of an archive. `status` None where the index does not tell (a revisit).

    `place` is (file, offset, length) of the record in bytes, where the index tells it; `cut`: the archive kept
    only the beginning of the body.
    """

    url: str
    moment: datetime
    status: int | None = None
    mime: str = ""
    digest: str = ""
    place: tuple[str, int, int] | None = None
    cut: bool = False

    @property
    def key(self) -> str:
        return key_of(self.url)

    @property
    def stamp(self) -> str:
        """The 14 digits by which archives name a capture."""
        return f"{self.moment.astimezone(UTC):%Y%m%d%H%M%S}"


@dataclass(slots=True)
class Answer:
    """`resume` is the key of the next page; `bad` counts lines that are no entry; `cut`: the last line, and who
    knows what after it, is missing."""

    entries: list[Entry] = field(default_factory=list)
    resume: str | None = None
    bad: int = 0
    cut: bool = False


def parse(text: str, fields: Sequence[str] = FIELDS) -> Answer:
    """An answer of a CDX server. `fields` are those of a line of text, as they were asked for."""
    answer, names, ended = Answer(), tuple(fields), False
    lines = text.split("\n")
    for number, raw in enumerate(lines):
        line = raw.strip().removesuffix("\r")
        if not line or line in ("[]", "[],", "]", "[[]]"):
            ended = ended or bool(answer.entries and line != "]")
            continue
        row = _row(line, names)
        if isinstance(row, list) and "timestamp" in row and "original" in row:
            names = tuple(map(str, row))  # the header of JSON rows
        elif ended and (key := _resume(row, line)):
            answer.resume = key
        elif entry := _entry(row, names):
            answer.entries.append(entry)
        elif not line.startswith("CDX "):
            answer.bad += 1
            answer.cut = answer.cut or (number == len(lines) - 1)
    if text.startswith('[["') and not text.rstrip().endswith("]]"):
        answer.cut = True
    return answer


def _row(line: str, names: Sequence[str]) -> Any:
    """A mapping, a list of values, or None where the line is neither."""
    if len(line) > LONGEST:
        return None
    try:
        if line.startswith("{"):
            return json.loads(line)
        if line.startswith("["):
            return _array(line)
        key, moment, rest = (*line.split(" ", 2), "", "")[:3]
        if rest.startswith("{"):  # CDXJ
            told = json.loads(rest)
            return {"urlkey": key, "timestamp": moment, **told} if isinstance(told, dict) else None
    except (ValueError, RecursionError):
        return None
    return line.split()


def _array(line: str) -> list[Any] | None:
    """A row of the JSON that is one array of arrays, a row a line."""
    inner = line.rstrip(",")
    inner = inner[1:] if inner.startswith("[[") else inner
    inner = inner[:-1] if inner.endswith("]]") else inner
    row = json.loads(inner)
    return row if isinstance(row, list) else None


def _resume(row: Any, line: str) -> str | None:
    """The key that stands alone after an empty line."""
    if isinstance(row, list) and len(row) == 1 and isinstance(row[0], str):
        return row[0]
    return line if isinstance(row, list) and not line.startswith("[") and len(row) < len(FIELDS) else None


def _entry(row: Any, names: Sequence[str]) -> Entry | None:
    if isinstance(row, list):
        if len(row) != len(names):
            return None
        row = dict(zip(names, row, strict=True))
    if not isinstance(row, Mapping):
        return None
    told = {_OTHER_NAMES.get(str(name), str(name)): str(value) for name, value in row.items() if value is not None}
    moment, url = _moment(told.get("timestamp", "")), told.get("original", "")
    if moment is None or not _WEB.match(url) or any(mark in url for mark in "\r\n\t \x00"):
        return None
    status = told.get("statuscode", "")
    return Entry(
        url=_asked(url, told),
        moment=moment,
        status=int(status) if re.fullmatch(r"[1-5]\d\d", status) else None,
        mime=told.get("mimetype", "").lower(),
        digest=told.get("digest", "").removeprefix("sha1:").upper(),
        place=_place(told),
        cut=bool(told.get("truncated")),
    )


def _asked(url: str, told: Mapping[str, str]) -> str:
    """The address with the form to which the capture is the answer (pywb tells method and body)."""
    method = told.get("method", "GET")
    return url if method in ("GET", "HEAD", "") else posted(url, pairs_of(told.get("requestBody", "")), method)


def _place(told: Mapping[str, str]) -> tuple[str, int, int] | None:
    name, offset, length = told.get("filename", ""), told.get("offset", ""), told.get("length", "")
    if not name or ".." in name.split("/") or not (_is_count(offset) and _is_count(length)):
        return None
    return name, int(offset), int(length)


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 16


def _moment(digits: str) -> datetime | None:
    """The time of 4 to 14 digits, the earliest that they may mean."""
    if not _MOMENT.fullmatch(digits):
        return None
    full = digits + "00000101000000"[len(digits) :]
    try:
        return datetime.strptime(full, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def page_count(text: str) -> int | None:
    """The number of pages that a server names for `showNumPages` (pywb: an object; Wayback: a bare number)."""
    try:
        told = json.loads(text)
    except ValueError:
        return None
    told = told.get("pages") if isinstance(told, dict) else told
    return told if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < 100_000 else None
