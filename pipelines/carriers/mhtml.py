"""Pages saved as a mail (.mht), with their pictures beside them: the page alone is read. Word calls them .doc."""

from __future__ import annotations

from dataclasses import replace
from email import policy
from email.message import Message
from email.parser import BytesParser

from pipelines.carriers import html, media
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document

_MAX_PARTS = 5000


def read(source: Source) -> Document:
    """The page; raises CarrierError: corrupt, and those of pages. What else the file holds is not looked at."""
    try:
        message = BytesParser(policy=policy.compat32).parsebytes(source.body)
        page = _page(message)
        body = None if page is None else page.get_payload(decode=True)
    except (ValueError, LookupError) as error:  # what broken mails make of the parser
        raise CarrierError("corrupt", f"the web archive is damaged ({error}); fetch it again") from error
    if page is None or not isinstance(body, bytes) or not body.strip():
        raise CarrierError("corrupt", "the web archive holds no page; fetch it again")
    charset = page.get_content_charset() or source.charset
    document = html.read(replace(source, body=body, media_type=media.HTML, charset=charset))
    document.media_type = source.media_type
    return document


def _page(message: Message) -> Message | None:
    """The part that the others belong to: the one called `start`, else the first page."""
    start = message.get_param("start")
    first = None
    for count, part in enumerate(message.walk()):
        if count > _MAX_PARTS:
            raise CarrierError("too_complex", f"the web archive has more than {_MAX_PARTS} parts")
        if part.get_content_type() != "text/html":
            continue
        if start is None or part.get("Content-ID") == start:
            return part
        first = first or part
    return first
