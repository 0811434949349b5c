"""TRS WAS5, the site search (PORTALS.md §2.3): XML, a REC a hit; fields beside TITLE are inference."""

from __future__ import annotations

from collections.abc import Sequence

from tests.portal.answer import Answer, Request
from tests.portal.families.trs_pages import Line

PATH = "/was5/web/search"


def search(request: Request, channel: str, known: Sequence[Line]) -> Answer:
    """The hits for `searchword`, newest first, `prepage` a page: titles with all of its words in any place."""
    words = request.parameter("searchword").split()
    right = request.parameter("channelid") == channel and bool(words)
    hits = [one for one in known if right and all(word in one.headline for word in words)]
    hits.sort(key=lambda one: one.published, reverse=True)
    page, size = _whole(request.parameter("page"), 1), _whole(request.parameter("prepage"), 10)
    records = "".join(
        f"<REC><TITLE><![CDATA[{one.headline}]]></TITLE><URL><![CDATA[{one.url}]]></URL>"
        f"<DOCRELTIME>{one.published:%Y-%m-%d}</DOCRELTIME></REC>\n"
        for one in hits[(page - 1) * size : page * size]
    )
    head = f"<RECORDCOUNT>{len(hits)}</RECORDCOUNT>"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<RESULT>{head}\n{records}</RESULT>'
    return Answer(200, text.encode(), (("Content-Type", "text/xml;charset=UTF-8"),))


def _whole(text: str, default: int) -> int:
    return max(1, int(text)) if text.isdigit() else default
