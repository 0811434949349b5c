"""A request as a portal sees it, and the answer it gives, with validators as nginx makes them."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

BEIJING = timezone(timedelta(hours=8))
TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "css": "text/css",
    "js": "application/javascript",
    "png": "image/png",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request for one of the hosts; header names in lower case, body as it came and decoded as a form."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    form: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def url(self) -> str:
        """The canonical URL: http, no port, query in order of its names."""
        return canonical(f"http://{self.host}{self.path}?{urlencode(self.query)}")

    def parameter(self, name: str, default: str = "") -> str:
        """A parameter from the query or, for a POST, from its form."""
        return self.query.get(name, self.form.get(name, default))


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and body; `modified` (Beijing time) makes it a document that can be asked for again.

    Status 0 ends the connection without a word; `lost` bytes are announced and never sent.
    """

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    modified: datetime | None = None
    lost: int = 0


def canonical(url: str) -> str:
    """One spelling for http/https, any port, any order of parameters."""
    parts = urlsplit(url)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"http://{(parts.hostname or '').lower()}{parts.path or '/'}" + (f"?{query}" if query else "")


def html(
    text: str,
    modified: datetime | None = None,
    *,
    status: int = 200,
    charset: str = "utf-8",
    declared: bool = True,
) -> Answer:
    """A page; `declared`: the header names the charset. gb* labels are written as GBK, as portals do."""
    body = text.encode("gbk" if charset.startswith("gb") else charset)
    kind = f"text/html;charset={charset.upper()}" if declared else "text/html"
    return Answer(status, body, (("Content-Type", kind),), modified)


def redirect(location: str) -> Answer:
    """302 as downfile.jsp sends it, with an empty body."""
    return Answer(302, b"", (("Location", location), ("Content-Type", "text/html;charset=UTF-8")))


def document(body: bytes, extension: str, modified: datetime) -> Answer:
    """A file of /attach/, a script or a style sheet."""
    return Answer(200, body, (("Content-Type", TYPES[extension]), ("Accept-Ranges", "bytes")), modified)


def conditional(request: Request, answer: Answer) -> Answer:
    """The answer with ETag and Last-Modified, or 304 where the client has it already (RFC 9110 §13)."""
    if answer.modified is None or answer.status != 200 or request.method not in {"GET", "HEAD"}:
        return answer
    modified = answer.modified.replace(tzinfo=BEIJING, microsecond=0)
    etag = f'"{int(modified.timestamp()):x}-{len(answer.body):x}"'
    validators = (
        ("Last-Modified", format_datetime(modified.astimezone(UTC), usegmt=True)),
        ("ETag", etag),
    )
    if _known(request, etag, modified):
        return Answer(304, b"", validators)
    return Answer(200, answer.body, answer.headers + validators, answer.modified)


def _known(request: Request, etag: str, modified: datetime) -> bool:
    if "if-none-match" in request.headers:
        asked = [tag.strip().removeprefix("W/") for tag in request.headers["if-none-match"].split(",")]
        return etag in asked or "*" in asked
    if "if-modified-since" in request.headers:
        return modified <= parsedate_to_datetime(request.headers["if-modified-since"])
    return False


def compressed(request: Request, answer: Answer) -> Answer:
    """gzip for text where the client takes it; the validator becomes weak, as in nginx."""
    kind = dict(answer.headers).get("Content-Type", "")
    wanted = "gzip" in request.headers.get("accept-encoding", "")
    packed = answer.lost or "Content-Encoding" in dict(answer.headers)
    if packed or not wanted or len(answer.body) < 1000 or not kind.startswith(("text/", "application/javascript")):
        return answer
    headers = tuple((k, f"W/{v}" if k == "ETag" else v) for k, v in answer.headers)
    headers += (("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding"))
    return Answer(answer.status, gzip.compress(answer.body, mtime=0), headers, answer.modified)
