"""Answers to forms in web archives: each form stands for another page, whose address has the form in its query.

pywb writes it so (`__wb_method=POST&…`, https://pywb.readthedocs.io), and so do we.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from pipelines.warc.reading import Record

LONGEST = 4096  # characters of a body that can be part of an address


def posted(url: str, form: Iterable[tuple[str, str]], method: str = "POST") -> str:
    """The address of the answer to a form."""
    return f"{url}{'&' if '?' in url else '?'}{urlencode([('__wb_method', method), *form])}"


def pairs_of(body: str) -> list[tuple[str, str]]:
    """The fields of a request's body; one that is no form counts as a whole."""
    return parse_qsl(body[:LONGEST], keep_blank_values=True) or [("__wb_post_data", body[:LONGEST])]


@dataclass(slots=True)
class Forms:
    """The forms of the requests in a file, by the records of request and answer: makers differ in which of the two
    names the other, and in which comes first."""

    _asked: dict[str, tuple[str, list[tuple[str, str]]]] = field(default_factory=dict)

    def note(self, request: Record) -> None:
        """Take in a request record."""
        method = request.fields.get("method", "GET")
        if method in ("GET", "HEAD"):
            return
        form = method, pairs_of((request.payload or b"").decode("utf-8", "replace"))
        for name in (request.record_id, request.fields.get("warc-concurrent-to", "")):
            if name:
                self._asked[name] = form

    def asked(self, answer: Record) -> str:
        """The address by which the record of an answer was asked for."""
        names = (answer.record_id, answer.fields.get("warc-concurrent-to", ""))
        method, form = next((self._asked[name] for name in names if name in self._asked), ("GET", []))
        return posted(answer.url, form, method) if method != "GET" else answer.url
