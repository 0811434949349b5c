"""A Hanweb JCMS site: columns, articles, attachments, scripts; the hosts' own pages are in their modules."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import Any

from tests.portal import article, jpage, load, skin
from tests.portal.answer import Answer, Request, document, html, redirect
from tests.portal.model import Article, Column, Report, article_path
from tests.portal.templates import fill

Handler = Callable[[Request], Answer]
BUILT = datetime.fromisoformat("2026-01-30T08:00:00")  # the last change of scripts and of pages without items


class Site:
    """One host. `reports` may be replaced while it runs; pages are written when they are asked for."""

    host: str

    def __init__(self) -> None:
        self.site: dict[str, Any] = load.site(self.host)
        self.columns = load.columns(self.host)
        self.reports = {report.key: report for report in load.reports(self.host)}
        self.modified: dict[tuple[str, str, int], datetime] = {}
        self.handlers: dict[str, Handler] = {
            "/": self.home,
            "/index.html": self.home,
            "/robots.txt": lambda request: self.robots(),
            "/module/download/downfile.jsp": self._download,
        }
        for path in jpage.PROXY.values():
            self.handlers[path] = self._dataproxy
        for column in self.columns.values():
            self.handlers[f"/col/col{column.id}/index.html"] = self._column_handler(column)
            for item in column.items:
                if not item.extra:
                    self.handlers[item.path] = self._article_handler(item)
                elif item.extra == "soft":
                    self.handlers[item.path] = lambda request: html(fill("soft_404.html"))
        self._scripts()
        for key, report in self.reports.items():
            for path, place, published in self.places(report):
                self.handlers[path] = self._report_handler(key, place, published)
            for file in report.files:
                stored = document((article.FILES / file.path).read_bytes(), file.type, report.published)
                self.handlers[article.attached(file)] = lambda request, stored=stored: stored  # type: ignore[misc]

    def answer(self, request: Request) -> Answer:
        """The answer of this host, without validators or faults."""
        handler = self.handlers.get(request.path)
        return handler(request) if handler else self.not_found()

    # what the hosts decide

    def home(self, request: Request) -> Answer:
        """The home page."""
        raise NotImplementedError

    def robots(self) -> Answer:
        """robots.txt."""
        raise NotImplementedError

    def navigation(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The items of the navigation script, and those commented out."""
        raise NotImplementedError

    def column_body(self, column: Column, request: Request) -> str:
        """The inside of a column page."""
        return self.sidebar(column, jpage.embedded(self.site, column, self.records(column)))

    def article_info(self, published: datetime, source: str) -> list[str]:
        """The line under an article's headline."""
        raise NotImplementedError

    direct_attachments = False

    def way(self) -> list[str]:
        """Paths between the home page and the reports' columns or pages."""
        raise NotImplementedError

    # shared parts

    def places(self, report: Report) -> list[tuple[str, Column, datetime]]:
        """Path, column and date of the report's articles."""
        column = next(c for c in self.columns.values() if c.year == report.year)
        found = [(article_path(report.published, column.id, report.id), column, report.published)]
        if report.second:
            second = report.second
            place = self.columns[second.column]
            found.append((article_path(second.published, place.id, second.id), place, second.published))
        return found

    def records(self, column: Column) -> list[jpage.Record]:
        """All lines of a column, newest first."""
        lines = [jpage.Record(self._link(item), item.headline, item.published) for item in column.items]
        for report in self.reports.values():
            for path, place, published in self.places(report):
                if place.id == column.id or column.year == report.year:  # a second article is listed in both
                    lines.append(jpage.Record(path, report.headline, published))
        return sorted(lines, key=lambda line: line.published, reverse=True)

    @staticmethod
    def _link(item: Article) -> str:
        return item.extra if item.kind == "external" else item.path

    def path_to(self, column: Column) -> list[Column]:
        """The columns from the root to this one."""
        above = self.columns.get(column.parent)
        return [*(self.path_to(above) if above else []), column]

    def sidebar(self, column: Column, content: str) -> str:
        """A column page with its siblings at the left, or its children where it has no siblings."""
        children = [c for c in self.columns.values() if c.parent == column.id]
        shown = children or [c for c in self.columns.values() if c.parent == column.parent and column.parent]
        marks = [(c, ' class="on"' if c is column else "") for c in shown]
        links = "\n".join(f'<li{mark}><a href="/col/col{c.id}/index.html">{c.name}</a></li>' for c, mark in marks)
        return fill(
            "column.html",
            breadcrumb=skin.breadcrumb(self.path_to(column)),
            links=links,
            name=column.name,
            content=content,
        )

    def page(self, title: str, metas: str, body: str, modified: datetime, path: Sequence[Column] = ()) -> Answer:
        """A page in the site's frame; `path` are the columns above it."""
        hidden = skin.hidden_location(self.site, path) if path else ""
        return html(skin.frame(self.site, title, metas, body, hidden=hidden), modified)

    def not_found(self) -> Answer:
        """404 as nginx says it."""
        return html(fill("404.html"), status=404)

    # handlers

    def _column_handler(self, column: Column) -> Handler:
        def handle(request: Request) -> Answer:
            newest = [line.published for line in self.records(column)[:1]]
            metas = skin.site_metas(self.site, column.name)
            title = f"{self.site['title']} {column.name}"
            return self.page(
                title, metas, self.column_body(column, request), max([*newest, BUILT]), self.path_to(column)
            )

        return handle

    def _article_handler(self, item: Article) -> Handler:
        def handle(request: Request) -> Answer:
            form = next(r for r in self.reports.values() if r.form == "2021")
            place = self.columns[item.column]
            return self.article_page(
                place, item.headline, item.published, item.source, article.article_body(item, form), request.url
            )

        return handle

    def _report_handler(self, key: tuple[str, str, int], place: Column, published: datetime) -> Handler:
        def handle(request: Request) -> Answer:
            report = self.reports[key]
            source = report.agency.source or self.site["owner"]
            body = article.report_body(report, direct=self.direct_attachments)
            return self.article_page(
                place,
                report.headline,
                published,
                source,
                body,
                request.url,
                charset=report.charset,
                modified=self.modified.get(key),
            )

        return handle

    def article_page(
        self,
        place: Column,
        headline: str,
        published: datetime,
        source: str,
        body: str,
        url: str,
        *,
        charset: str = "utf-8",
        modified: datetime | None = None,
    ) -> Answer:
        """An article; one labelled gb2312 is GBK inside, with its metas backwards and no charset in the header."""
        dress = article.old_skin if place.look == "old" else article.new_skin
        legacy = charset != "utf-8"
        metas = skin.article_metas(self.site, place.name, headline, published, source, url, backwards=legacy)
        path = self.path_to(place)
        inside = dress(self.site, path, headline, self.article_info(published, source), body)
        title = headline.replace("\n", "")
        hidden = skin.hidden_location(self.site, path)
        text = skin.frame(self.site, title, metas, inside, hidden=hidden, charset=charset)
        return html(text, modified or published, charset=charset, declared=not legacy)

    def _dataproxy(self, request: Request) -> Answer:
        number = request.parameter("columnid")
        column = self.columns.get(int(number)) if number.isdigit() else None
        if column is None or str(column.unitid) != request.parameter("unitid"):
            return html("<datastore><recordset></recordset></datastore>")
        asked = {**request.form, **request.query}
        text = jpage.answer(self.site, column, self.records(column), asked)
        if column.look == "old":
            return html(text)
        return Answer(200, text.encode(), (("Content-Type", "text/xml;charset=UTF-8"),))

    def _download(self, request: Request) -> Answer:
        target = f"/attach/0/{request.parameter('filename')}"
        return redirect(f"http://{self.host}{target}") if target in self.handlers else self.not_found()

    def _scripts(self) -> None:
        items, dead = self.navigation()
        webid = self.site["webid"]
        written = {
            f"/script/{webid}/2203111528476291.js": skin.navigation(items, dead),
            "/module/jslib/jquery/jquery.js": fill("jquery.js"),
            "/module/jslib/urite/urite.min.js": "",
            "/script/web_front.js": "",
            jpage.SCRIPT: fill("jpage.js"),
            f"/images/{webid}/hanweb.css": fill("hanweb.css", color=self.site["color"]),
            "/script/page.css": ".pager{text-align:center;color:#666}\n",
        }
        for path, text in written.items():
            stored = document(text.encode(), path.rsplit(".", 1)[1], BUILT)
            self.handlers[path] = lambda request, stored=stored: stored  # type: ignore[misc]


def list_items(lines: Sequence[jpage.Record]) -> str:
    """A plain list of links with dates, as home pages have them."""
    rows = (
        f'<li><b>{line.published:%m-%d}</b><a href="{line.url}" target="_blank">{escape(line.headline)}</a></li>'
        for line in lines
    )
    return f'<ul class="list">{"".join(rows)}</ul>'


def digest(text: str) -> str:
    """Eight hexadecimal digits of a text, for the ids that a CMS makes up."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:8]
