"""The records of WARC, ARC and WACZ files of any maker: payloads decoded, bounded, and checked.

A file that is cut or damaged gives every record that is whole; what it lost is told by `Broken`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.utils import Digester

from pipelines.carriers.limits import MAX_BYTES

CHUNK = 1 << 16
READ = frozenset({"response", "revisit", "resource", "conversion", "metadata", "request", "warcinfo"})
_TRANSPORT = frozenset({"content-encoding", "transfer-encoding"})
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)T?(\d\d):?(\d\d):?(\d\d)(\.\d+)?Z?")
_FAULTS = (ArchiveLoadFailed, zlib.error, EOFError, OSError, ValueError, zipfile.BadZipFile)


@dataclass(slots=True)
class Record:
    """One record. `payload` is the body as a reader of the page gets it, b"" for a revisit; None where it is
    larger than the limit or in an encoding that nobody here can undo: `skipped` says which.

    `status` and `headers` are those of the HTTP answer (None and [] without one); `fields` the WARC's own, by
    their names in lower case. `digest` is the payload's label as the file has it, such as `sha1:…`.
    """

    kind: str
    url: str
    date: datetime
    fields: dict[str, str]
    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    payload: bytes | None = b""
    skipped: str | None = None

    @property
    def digest(self) -> str | None:
        return self.fields.get("warc-payload-digest")

    @property
    def record_id(self) -> str:
        return self.fields.get("warc-record-id", "")


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be read: a record that is cut or damaged, or all that follows."""

    file: str
    place: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}: {self.place}: {self.why}"


def read_records(path: Path, limit: int = MAX_BYTES) -> Iterator[Record | Broken]:
    """Every record of a file in its order. Never raises for what is wrong within the file; OSError where the file
    itself cannot be opened."""
    for name, opened in _streams(path):
        if isinstance(opened, Broken):
            yield opened
        else:
            yield from read_stream(name, opened, limit)


def is_archive(path: Path) -> bool:
    """Whether a file's name says that it holds records."""
    return path.name.lower().endswith((".warc", ".warc.gz", ".wacz", ".arc", ".arc.gz"))


def _streams(path: Path) -> Iterator[tuple[str, IO[bytes] | Broken]]:
    """The WARC files in a file: itself, or those of a WACZ."""
    if not zipfile.is_zipfile(path):
        if path.suffix.lower() in (".wacz", ".zip"):
            yield path.name, Broken(path.name, "the file", "it is no zip, or its end is missing")
            return
        with path.open("rb") as file:
            yield path.name, file
        return
    with zipfile.ZipFile(path) as archive:
        members = [each for each in archive.infolist() if re.search(r"\.w?arc(\.gz)?$", each.filename, re.I)]
        if not members:
            yield path.name, Broken(path.name, "the file", "it holds no WARC file")
        for member in members:
            name = f"{path.name}/{member.filename}"
            try:
                with archive.open(member) as file:
                    yield name, file
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
                yield name, Broken(path.name, member.filename, str(error))


def read_stream(name: str, file: IO[bytes], limit: int = MAX_BYTES) -> Iterator[Record | Broken]:
    """The same of an open file, or a part of one that begins with a record; `name` is for what is broken."""
    number = 0
    records = ArchiveIterator(file, arc2warc=True, check_digests=True)
    while True:
        number += 1
        try:
            raw = next(records, None)
            if raw is None:
                break
            record = _record(raw, limit)
        except _FAULTS as error:
            said = " ".join(str(error).split()) or type(error).__name__
            yield Broken(name, f"from record {number} on", said)
            return
        if isinstance(record, str):
            yield Broken(name, f"record {number} ({raw.rec_headers.get_header('WARC-Target-URI') or '-'})", record)
        elif record is not None:
            yield record
    if number == 1:
        yield Broken(name, "the file", "it holds no record")


def _record(raw: Any, limit: int) -> Record | str | None:
    """The record; a word on what is wrong with it; None for what is of no use here."""
    fields = {key.lower(): value for key, value in raw.rec_headers.headers}
    moment = parse_date(fields.get("warc-date", ""))
    if raw.rec_type not in READ:
        return None
    if moment is None:
        return "it has no date"
    if raw.length is None:
        return "it has no length"
    if raw.rec_type == "request" and raw.http_headers is not None:
        fields["method"] = str(raw.http_headers.protocol)  # as warcio names the first word of a request
    record = Record(raw.rec_type, fields.get("warc-target-uri", ""), moment, fields)
    if raw.http_headers is not None and raw.rec_type != "request":
        code = str(raw.http_headers.get_statuscode())
        record.status = int(code) if code.isdecimal() and len(code) == 3 else None
        record.headers = [(str(key), str(value)) for key, value in raw.http_headers.headers]
    if raw.rec_type != "revisit":
        encoding = (raw.http_headers.get_header("content-encoding") or "") if record.headers else ""
        record.payload = _payload(raw, limit)
        if record.payload is None:
            record.skipped = f"larger than {limit} bytes"
        elif encoding.lower() not in ("", "identity", *BufferedReader.get_supported_decompressors()):
            record.payload, record.skipped = None, f"in the encoding {encoding}"
    while raw.raw_stream.read(CHUNK):
        pass
    if raw.raw_stream.tell() < raw.length:
        return "it is cut off, and whatever follows it"
    if _is_damaged(raw, record):
        return "its bytes are not those of its digest"
    return record


def _payload(raw: Any, limit: int) -> bytes | None:
    """The content, without its transfer and content encodings; None beyond the limit."""
    stream, parts, size = raw.content_stream(), [], 0
    while part := stream.read(CHUNK):
        size += len(part)
        if size > limit:
            return None
        parts.append(part)
    return b"".join(parts)


def _is_damaged(raw: Any, record: Record) -> bool:
    """The block's digest decides. Makers differ in what a payload is, so that of either form will do."""
    problems = [problem for problem in raw.digest_checker.problems if "digest failed" in problem]
    if any("block" in problem for problem in problems):
        return True
    if not problems or record.fields.get("warc-block-digest") or record.payload is None or not record.digest:
        return False
    algorithm, _, value = record.digest.partition(":")
    digester = Digester(algorithm)
    digester.update(record.payload)
    return str(digester).partition(":")[2].lower() != value.lower()


def parse_date(text: str) -> datetime | None:
    """A WARC-Date (W3C-ISO8601, with any fraction) or the 14 digits of ARC and CDX."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    try:
        moment = datetime(*(int(part) for part in found.groups()[:6]), tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    return moment.replace(microsecond=int(f"{float(found[7]):.6f}"[2:]) if found[7] else 0)


def without_transport(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """HTTP headers that are true of a decoded body, but for its length."""
    return [pair for pair in headers if pair[0].lower() not in _TRANSPORT]
