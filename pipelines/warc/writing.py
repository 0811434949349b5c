"""WARC 1.1 records, each compressed by itself, with digests of block and payload (ISO 28500:2017)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import IO, Any
from urllib.parse import quote, urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
ORIGINAL = "X-Archive-Orig-"
"""Prefix of a header that was true of the bytes on the wire and is not of the decoded body."""

Headers = Sequence[tuple[str, str]]
# not for http: a URL that a header can carry
_URL_SAFE = "/:?#[]@!$&'()*+,;=%~-._"


@dataclass(frozen=True, slots=True)
class Written:
    """A record in its file: `offset` and `length` of its compressed bytes."""

    kind: str
    url: str
    date: datetime
    offset: int
    length: int
    status: int | None = None
    mime: str | None = None
    digest: str | None = None


class WarcFile:
    """Writes records to `out`. A record's id is a function of what it is about: the same export gives the same."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = _Counted(out)
        self._writer = WARCWriter(self._out, gzip=True, warc_version="WARC/1.1")

    def info(self, name: str, fields: Mapping[str, str]) -> Written:
        """The warcinfo record: who wrote the file, with what, of what."""
        record = self._writer.create_warcinfo_record(name, fields)
        return self._write(record, "warcinfo", "", datetime.now(UTC))

    def response(
        self,
        url: str,
        date: datetime,
        identity: str,
        status: int,
        headers: Headers,
        body: bytes,
        cut: bool = False,
    ) -> Written:
        """An HTTP answer. `cut`: its body was not kept."""
        http = StatusAndHeaders(status_line(status), [_clean(pair) for pair in headers], protocol="HTTP/1.1")
        more = {"WARC-Truncated": "unspecified"} if cut else {}
        record = self._record(url, "response", date, identity, body, http, more)
        return self._write(record, "response", url, date, status, _header(headers, "content-type"))

    def request(
        self, url: str, date: datetime, identity: str, of: str, method: str, headers: Headers, body: str
    ) -> Written:
        """The request that the record `of` answers."""
        parts = urlsplit(url)
        target = _ascii(parts.path or "/") + (f"?{_ascii(parts.query)}" if parts.query else "")
        named = [("Host", parts.netloc), *headers]
        if body:  # pywb reads no more of a form than this tells
            named.append(("Content-Length", str(len(body.encode()))))
        http = StatusAndHeaders(
            f"{method} {target} HTTP/1.1", [_clean(pair) for pair in named], is_http_request=True
        )
        record = self._record(
            url, "request", date, identity, body.encode(), http, {"WARC-Concurrent-To": record_id(of)}
        )
        return self._write(record, "request", url, date)

    def revisit(
        self,
        url: str,
        date: datetime,
        identity: str,
        digest: str,
        original: tuple[str, str, datetime],
        status: int | None,
        headers: Headers,
    ) -> Written:
        """An answer with the payload of another record: `original` is its identity, URL and date, `digest` the
        payload's label. Without a status there are no HTTP headers of its own."""
        http = None
        if status is not None:
            http = StatusAndHeaders(status_line(status), [_clean(pair) for pair in headers], protocol="HTTP/1.1")
        of, of_url, of_date = original
        more = {
            "WARC-Profile": SAME,
            "WARC-Refers-To": record_id(of),
            "WARC-Refers-To-Target-URI": warc_url(of_url),
            "WARC-Refers-To-Date": warc_date(of_date),
            "WARC-Payload-Digest": digest,
        }
        record = self._record(url, "revisit", date, identity, b"", http, more)
        return self._write(record, "revisit", url, date, status, "warc/revisit", digest)

    def resource(self, url: str, date: datetime, identity: str, media_type: str, body: bytes) -> Written:
        """A body that came by no HTTP answer of its own: what a browser made of a page, a local file."""
        record = self._record(url, "resource", date, identity, body, None, {"Content-Type": media_type})
        return self._write(record, "resource", url, date, None, media_type)

    def metadata(
        self, url: str, date: datetime, identity: str, of: str | None, content: Mapping[str, Any]
    ) -> Written:
        """What else is known of the record `of`: fields whose values are JSON.

        Not application/json as a whole, which indexers take for the page itself.
        """
        more = {"Content-Type": "application/warc-fields"}
        if of is not None:
            more["WARC-Concurrent-To"] = record_id(of)
        lines = (
            f"{name}: {json.dumps(value, ensure_ascii=False, default=str)}\r\n" for name, value in content.items()
        )
        body = "".join(lines).encode()
        record = self._record(url, "metadata", date, identity, body, None, more)
        return self._write(record, "metadata", url, date)

    def _record(
        self, url: str, kind: str, date: datetime, identity: str, body: bytes, http: Any, more: Mapping[str, str]
    ) -> Any:
        fields = {"WARC-Record-ID": record_id(identity), "WARC-Date": warc_date(date), **more}
        return self._writer.create_warc_record(
            warc_url(url),
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_headers_dict=fields,
            http_headers=http,
        )

    def _write(
        self,
        record: Any,
        kind: str,
        url: str,
        date: datetime,
        status: int | None = None,
        mime: str | None = None,
        digest: str | None = None,
    ) -> Written:
        before = self._out.position
        self._writer.write_record(record)
        label = digest or record.rec_headers.get_header("WARC-Payload-Digest")
        return Written(kind, warc_url(url), date, before, self._out.position - before, status, mime, label)


class _Counted:
    """A file that knows how far it has come, seekable or not."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.position = 0

    def write(self, data: bytes) -> int:
        self.position += len(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()


def payload_digest(body: bytes) -> str:
    """The label that other tools look payloads up by: sha1 in base 32."""
    digester = Digester("sha1")
    digester.update(body)
    return str(digester)


def record_id(identity: str) -> str:
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, identity).urn}>"


def warc_date(moment: datetime) -> str:
    """W3C-ISO8601 in UTC, to the microsecond: a capture's time is part of its identity."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    return f"{text.removesuffix('.000000')}Z"


def warc_url(url: str) -> str:
    """The URL in ASCII, as it was on the wire."""
    return quote(url, safe=_URL_SAFE)


def decoded_headers(headers: Headers, length: int) -> list[tuple[str, str]]:
    """The headers of an answer whose body is kept decoded: what only the wire's bytes bore out is renamed."""
    kept: list[tuple[str, str]] = []
    for name, value in headers:
        lower = name.lower()
        untrue = lower in ("content-encoding", "transfer-encoding")
        if untrue or (lower == "content-length" and value.strip() != str(length)):
            kept.append((ORIGINAL + name, value))
        elif lower != "content-length":
            kept.append((name, value))
    return [*kept, ("Content-Length", str(length))]


def status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} -"


def _header(headers: Headers, wanted: str) -> str | None:
    return next((value for name, value in headers if name.lower() == wanted), None)


def _clean(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[0], " ".join(pair[1].split())


def _ascii(text: str) -> str:
    return quote(text, safe=_URL_SAFE)
