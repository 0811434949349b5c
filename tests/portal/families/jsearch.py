"""Hanweb jsearch, the site search (PORTALS.md §1.3): search.do (HTML), cateSearch.do (JSON), wrapped links."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

from tests.portal.answer import Answer, Request, html, redirect
from tests.portal.families.hanweb import Row

SEARCH = "/jsearchfront/search.do"
CATEGORY = "/jsearchfront/interfaces/cateSearch.do"
LINK = "/jsearchfront/visit/link.do"
_HIT = """<div class="jcse-result-box"><div class="jcse-news-title"><a href="{link}">{title}</a></div>
<div class="jcse-news-url"><a href="{link}" target="_blank">{url}</a></div>
<div class="jcse-news-date">{date}</div></div>"""


class Search:
    """An index of (absolute URL, headline, date); a word is found where its characters stand in this order."""

    def __init__(self, website: str, templates: tuple[str, str], rows: Callable[[], Sequence[Row]]) -> None:
        self.website = website
        self.page_template, self.json_template = templates
        self._rows = rows

    def form(self) -> str:
        """The search box of a home page."""
        return (
            f'<form action="{SEARCH}" method="get" target="_blank"><input type="hidden" name="websiteid" '
            f'value="{self.website}"><input type="hidden" name="tpl" value="{self.page_template}">'
            '<input type="hidden" name="cateid" value="1082"><input name="q"><input type="submit"></form>'
        )

    def found(self, words: str) -> list[Row]:
        """All hits, newest first."""
        hits = [
            row for row in self._rows() if words and all(_within(word, row.headline) for word in words.split())
        ]
        return sorted(hits, key=lambda row: row.published, reverse=True)

    def search(self, request: Request) -> Answer:
        """A page of hits."""
        total, hits, page = self._page(request, self.page_template)
        pager = f'<div id="pagination" class="jcse-pager">第{page}页 共{total}条</div>'
        return html(f"<html><body><div id='jsearch-result-items'>{''.join(hits)}</div>{pager}</body></html>")

    def category(self, request: Request) -> Answer:
        """A page of hits as JSON, each a piece of HTML; POST only."""
        if request.method != "POST":
            return html("<html><body>405</body></html>", status=405)
        total, hits, _ = self._page(request, self.json_template)
        text = json.dumps({"total": total, "result": hits}, ensure_ascii=False)
        return Answer(200, text.encode(), (("Content-Type", "application/json;charset=UTF-8"),))

    def _page(self, request: Request, template: str) -> tuple[int, list[str], int]:
        asked = {**request.query, **request.form}
        right = asked.get("websiteid") == self.website and asked.get("tpl", template) == template
        rows = self.found(asked.get("q") or asked.get("word", "")) if right else []
        page = max(1, int(asked["p"])) if asked.get("p", "").isdigit() else 1
        size = min(50, int(asked["pg"])) if asked.get("pg", "").isdigit() else 10
        shown = rows[(page - 1) * size : page * size]
        return len(rows), [_hit(row) for row in shown], page

    def link(self, request: Request) -> Answer:
        """The counter of visits, which redirects."""
        return redirect(request.query.get("url", "/"))


def _within(word: str, text: str) -> bool:
    signs = iter(text)
    return all(sign in signs for sign in word)


def _hit(row: Row) -> str:
    return _HIT.format(
        link=f"visit/link.do?url={quote(row.url, safe='')}",
        title=escape(row.headline.replace("\n", "")),
        url=escape(row.url),
        date=f"{row.published:%Y-%m-%d}",
    )
