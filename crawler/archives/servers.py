"""Archives behind a CDX server and a replay: the Wayback Machine, and whatever pywb serves.

Wayback CDX Server API: https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server;
pywb: https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html. `id_` after a time asks for the original.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from crawler.archives.base import Add, ArchiveError, Headers, Line, Memento, Scope, TakenOutError
from crawler.archives.cdx import Answer, Entry, page_count, parse
from crawler.fingerprint import key_of

if TYPE_CHECKING:
    from scrapy.http import Response

Query = list[tuple[str, str]]

PAGE = 10_000  # lines asked for at once
STEPS = 4  # redirects of a replay from one time of a page to another
ORIGINAL = "x-archive-orig-"
# what an archive says of its own answer, or of bytes that are decoded by now
_OWN = re.compile(
    r"memento-datetime|link|content-location|transfer-encoding|content-encoding|content-length|date|server|vary|via"
    r"|connection|keep-alive|cache-control|x-(?!archive-orig).*|server-timing|set-cookie|permissions-policy"
    r"|alt-svc|nel|report-to|content-security-policy|strict-transport-security",
    re.I,
)
_UNTRUE = re.compile(rf"{ORIGINAL}(?:content-encoding|transfer-encoding|content-length|connection)", re.I)
_REPLAYED = re.compile(r"/(\d{4,14})(?:[a-z]{2}_)?/(https?:/{1,2}.+)$", re.I)
_URL_SAFE = "/:?#[]@!$&'()*+,;=%~-._"


class Replay:
    """A CDX server at `endpoint`, originals at `replay`/<time>id_/<url>."""

    def __init__(self, name: str, endpoint: str, replay: str, line: Line) -> None:
        self.name = name
        self._endpoint, self._replay, self._line = endpoint, replay.rstrip("/"), line

    async def fetch(self, entry: Entry) -> Memento:
        url = f"{self._replay}/{entry.stamp}id_/{quote(entry.url, safe=_URL_SAFE)}"
        for _ in range(STEPS):
            answer = await self._line.get(url)
            target = _replayed(answer)
            if target is None:
                return _memento(answer, entry, url)
            if key_of(target) != entry.key:  # the page itself led elsewhere
                return Memento(302, [("Location", target)], b"", _moment(answer) or entry.moment, url)
            url = urljoin(url, (answer.headers.get("Location") or b"").decode("latin-1"))
        raise TakenOutError(f"{url} leads from one time to another without end")

    async def _ask(self, query: Query) -> Answer:
        return parse(await self._line.text(self._endpoint, query))


class Wayback(Replay):
    """The CDX server of the Internet Archive: pages by `resumeKey`; of one address, equal captures as one.

    Not so in a listing: lines are collapsed whatever their addresses, and the redirects of a portal, whose bodies
    are all empty, stand side by side.
    """

    async def listing(self, scope: Scope, add: Add, most: int) -> bool:
        whole = True
        for url, match in scope.targets:
            query: Query = [
                ("url", url), ("matchType", match), *scope.span.items(),
                ("filter", "!statuscode:[45].."),
                ("filter", "!mimetype:(?:image|video|audio|font)/.*|text/css"),
                ("limit", str(PAGE)), ("showResumeKey", "true"),
            ]  # fmt: skip
            whole = await self._pages(query, add, most) and whole
        return whole

    async def _pages(self, query: Query, add: Add, most: int) -> bool:
        """Every page of one query; whether the last one came, and whole."""
        asked: set[str | None] = set()
        resume: str | None = None
        taken = 0
        while resume not in asked and taken < most:
            asked.add(resume)
            further = [*query, *([("resumeKey", resume)] if resume else [])]
            answer = await self._ask(further)
            if answer.cut and not answer.resume:  # cut off on its way: once more
                add(answer.entries)
                answer = await self._ask(further)
            add(answer.entries)
            taken += len(answer.entries)
            if answer.resume is None:
                return not answer.cut and len(answer.entries) < PAGE
            resume = answer.resume
        return False

    async def lookup(self, url: str, scope: Scope) -> list[Entry]:
        query = [("url", url), *scope.span.items(), ("filter", "!statuscode:[45].."), ("collapse", "digest")]
        return (await self._ask([*query, ("limit", str(PAGE))])).entries


class Pywb(Replay):
    """pywb's CDX server: numbered pages where its index is compressed, one long answer where it is not."""

    async def listing(self, scope: Scope, add: Add, most: int) -> bool:
        whole = True
        for url, match in scope.targets:
            query: Query = [
                ("url", url), ("matchType", match), ("output", "json"), *scope.span.items(),
                ("filter", "!~status:[45].."),
                ("filter", "!~mime:(?:image|video|audio|font)/|text/css"),
            ]  # fmt: skip
            whole = await listed_by_number(self._line, self._endpoint, query, add, most) and whole
        return whole

    async def lookup(self, url: str, scope: Scope) -> list[Entry]:
        query = [("url", url), ("output", "json"), *scope.span.items(), ("filter", "!~status:[45]..")]
        return (await self._ask(query)).entries


async def listed_by_number(line: Line, endpoint: str, query: Query, add: Add, most: int) -> bool:
    """The pages of a query to a server that numbers them; whether all came, and whole.

    A server without pages ignores the question for their number, and answers the query: with its first lines.
    """
    count = page_count(await line.text(endpoint, [*query, ("showNumPages", "true"), ("limit", "1")]))
    if count is None:
        answer = parse(await line.text(endpoint, [*query, ("limit", str(most))]))
        add(answer.entries)
        return not answer.cut and len(answer.entries) < most
    taken = 0
    for number in range(count):
        if taken >= most:
            return False
        for _ in range(2):  # an answer that was cut off on its way is asked for once more
            answer = parse(await line.text(endpoint, [*query, ("page", str(number))]))
            add(answer.entries)
            if not answer.cut:
                break
        else:
            return False
        taken += len(answer.entries)
    return True


def _replayed(answer: Response) -> str | None:
    """The original address to which a replay leads on, where that is another of its own pages."""
    if not 300 <= answer.status < 400:
        return None
    found = _REPLAYED.search((answer.headers.get("Location") or b"").decode("latin-1"))
    return re.sub(r"^(https?:)/+", r"\1//", found[2], flags=re.I) if found else None


def _memento(answer: Response, entry: Entry, url: str) -> Memento:
    moment = _moment(answer)
    if moment is None and answer.status != 200:
        said = " ".join(answer.body[:2000].decode("utf-8", "replace").split())[:120]
        if answer.status in (429, 500, 502, 503, 504):
            raise ArchiveError(f"{url} answers {answer.status}: {said}")
        raise TakenOutError(f"{url} answers {answer.status}: {said}")
    return Memento(answer.status, _originals(answer), answer.body, moment or entry.moment, url)


def _moment(answer: Response) -> datetime | None:
    """Memento-Datetime (RFC 7089): when the archive saw the page."""
    said = (answer.headers.get("Memento-Datetime") or b"").decode("latin-1")
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _originals(answer: Response) -> Headers:
    """The headers of the original page: those that the archive gives back under another name, and those that it
    leaves in place."""
    told = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in answer.headers.items()
        for value in values
    ]
    kept = [
        (name[len(ORIGINAL) :], value)
        for name, value in told
        if name.lower().startswith(ORIGINAL) and not _UNTRUE.fullmatch(name)
    ]
    names = {name.lower() for name, _ in kept}
    return kept + [(name, value) for name, value in told if name.lower() not in names and not _is_own(name)]


def _is_own(name: str) -> bool:
    return bool(_OWN.fullmatch(name)) or name.lower().startswith(ORIGINAL)
