"""A portal of columns and articles, whatever the CMS: the families say how lists, pagers and pages look."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape
from posixpath import dirname, relpath
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from tests.portal.answer import TYPES, Answer, Request, html
from tests.portal.families import chatter, world
from tests.portal.families.base import Handler, Host, Source, Stranger
from tests.portal.families.chatter import Item
from tests.portal.families.world import Place
from tests.portal.model import Agency, File, Report

BUILT = datetime.fromisoformat("2026-01-29T02:00:00")  # the night when static pages were last generated
SINGLES = (
    *("地方概况", "历史沿革", "领导之窗", "机构设置", "办事服务", "互动交流", "在线访谈", "民意征集", "网站地图"),
    *(
        "联系我们",
        "隐私声明",
        "版权声明",
        "无障碍说明",
        "使用帮助",
        "便民电话",
        "信访渠道",
        "投资环境",
        "旅游景点",
    ),
)
_SLOT = re.compile(r"\{\{(\w+)\}\}")


def put(text: str, **slots: object) -> str:
    """A template with its `{{slots}}` filled; a slot without a value is an error."""
    return _SLOT.sub(lambda found: str(slots[found[1]]), text)


@dataclass(slots=True)
class Line:
    """An entry of a list: where it leads, what it says, and the body of the page behind it."""

    path: str
    title: str
    published: datetime
    source: str
    body: Callable[[], str]
    report: Report | None = None
    host: str = ""
    shown: str = ""
    direct: bool = False  # the line leads to a file itself, or elsewhere: there is no page
    extra: str = ""  # what a family keeps about it

    @property
    def text(self) -> str:
        """The anchor's text, cut short on some lists."""
        return self.shown or self.title


@dataclass(slots=True)
class Column:
    """A list of lines, newest first; `trail` are the names and URLs above it."""

    key: str
    name: str
    trail: tuple[tuple[str, str], ...] = ()
    lines: list[Line] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


class Desk(Host):
    """Columns by key; a family writes `build`, `article_path`, `article_page`, `lists` and `home`."""

    places: ClassVar[tuple[Place, ...]]
    validators: ClassVar[bool] = True

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.place = self.places[variant]
        self.owners: dict[str, Agency] = {}
        self.columns: dict[str, Column] = {}
        self.under: dict[tuple[str, str], Handler] = {}
        self.queries: dict[tuple[str, str], dict[frozenset[tuple[str, str]], Handler]] = {}
        self.lies: dict[str, str] = {}
        self._numbers = 0
        self.draw = random.Random(f"{self.family}/{variant}")
        self.build()
        for column in self.columns.values():
            column.lines.sort(key=lambda line: line.published, reverse=True)
            self.lists(column)
            for line in column.lines:
                self._page(column, line)

    # what a family decides

    def build(self) -> None:
        """Owners, columns, lines, single pages, and the truth."""
        raise NotImplementedError

    def article_path(self, column: Column, published: datetime) -> str:
        """A new path for an article."""
        raise NotImplementedError

    def article_page(self, column: Column, line: Line) -> str:
        """The whole page of an article."""
        raise NotImplementedError

    def lists(self, column: Column) -> None:
        """The handlers of a column's pages."""
        raise NotImplementedError

    def file_path(self, file: File) -> str:
        """Where an attachment lies, and what its link says: where `lies` says, else a path of the family."""
        return self.lies.get(file.stem) or f"/files/{file.path}"

    # building

    def staff(self, **names: str) -> None:
        """The agencies: key = name."""
        for key, name in names.items():
            self.owners[key] = world.agency(self.place, name, key)

    def column(self, key: str, name: str, trail: Sequence[tuple[str, str]] = (), **data: Any) -> Column:
        """A new column."""
        self.columns[key] = Column(key, name, tuple(trail), data=data)
        return self.columns[key]

    def report(
        self,
        column: Column,
        owner: str,
        year: int,
        *,
        path: str = "",
        title: str = "",
        shown: str = "",
        note: str = "",
        host: str = "",
        direct: bool = False,
        **options: Any,
    ) -> Line:
        """A report, its line in the column and its place in the truth; its page and files are needed."""
        made = world.report(self.owners[owner], year, **options)
        where = self.file_path(made.files[0]) if direct else path or self.article_path(column, made.published)
        title = title or made.headline.replace("\n", "") or f"{year}年政府信息公开工作年度报告"
        body = lambda: world.body(made, self.file_path)  # noqa: E731
        line = Line(where, title, made.published, made.agency.name, body, made, host, shown, direct)
        column.lines.append(line)
        sources = [] if made.page == "file" else [self.url(where, host)]
        found = [Source(url, url) for url in sources]
        for file in made.files:
            url = self.url(self.file_path(file))
            found.append(Source(url, url, "scan" if file.maker == "scan" else file.type))
            self.serve(file, made)
        self.add(made, found, note)
        self.need(self.url(where, host), *(source.url for source in found))
        return line

    def copy(self, column: Column, line: Line, *, path: str = "", title: str = "") -> Line:
        """The same report once more, in another column: another source of it."""
        where = path or self.article_path(column, line.published)
        twin = replace(line, path=where, title=title or line.title, host="")
        column.lines.append(twin)
        at = next(
            n for n, known in enumerate(self.reports) if known.sources[0].url == self.url(line.path, line.host)
        )
        known = self.reports[at]
        self.reports[at] = replace(known, sources=(*known.sources, Source(self.url(where), self.url(where))))
        return twin

    def serve(self, file: File, made: Report) -> None:
        """The handler of an attachment."""
        kind, modified = TYPES[file.type], made.published if self.validators else None
        self.at(
            self.file_path(file),
            lambda request: Answer(200, world.stored(file), (("Content-Type", kind),), modified),
        )

    def piece(self, column: Column, item: Item, *, path: str = "", known: bool = True) -> Line:
        """A page that is no report; with `known` it is a distractor of the truth."""
        where = path or self.article_path(column, item.published)
        body = lambda: chatter.body(self.place, item)  # noqa: E731
        line = Line(where, item.headline, item.published, item.source, body)
        column.lines.append(line)
        if known:
            self.distractors.append(Stranger(self.url(where), item.why))
        return line

    def near(self, column: Column, count: int, years: Sequence[int] = range(2018, 2025)) -> None:
        """Look-alikes into a column, all of them distractors."""
        for item in chatter.near(self.place, count, first=self._first(), years=years, bureaux=self._bureaux()):
            self.piece(column, item)

    def far(self, column: Column, count: int, years: Sequence[int] = range(2020, 2026)) -> None:
        """News into a column; the first three are distractors of the truth, the rest is only in the way."""
        items = chatter.far(self.place, count, first=self._first(), years=years, bureaux=self._bureaux())
        for number, item in enumerate(items):
            self.piece(column, item, known=number < 3)

    def _first(self) -> int:
        self._numbers += 1000
        return self._numbers

    def _bureaux(self) -> list[str]:
        return [owner.name for owner in self.owners.values()]

    def singles(self, form: str, count: int = 15) -> list[tuple[str, str]]:
        """Pages that every portal has; `form` is their path with a `{n}`."""
        return [self.single(form.format(n=n), name) for n, name in enumerate(SINGLES[:count], 1)]

    def href(self, line: Line, page: str = "") -> str:
        """The line's link: absolute for another host, relative to `page` where given."""
        if line.host:
            return self.url(line.path, line.host)
        return relpath(line.path, dirname(page)) if page and not line.path.startswith("http") else line.path

    def hexes(self, length: int = 32) -> str:
        """So many hexadecimal digits, as a CMS makes ids of them."""
        return f"{self.draw.getrandbits(4 * length):0{length}x}"

    def robots(self, text: str = "") -> None:
        """robots.txt, or none; asked for in any case."""
        if text:
            self.on("/robots.txt", lambda request: Answer(200, text.encode(), (("Content-Type", "text/plain"),)))
        self.need("/robots.txt")

    def off_limits(self, path: str, why: str) -> None:
        """A path of this host that must not be asked; it answers nevertheless."""
        self.forbidden.append(Stranger(self.url(path), why))
        self.at(path, lambda request: html("<html><body>后台管理</body></html>"))

    def single(self, path: str, title: str, text: str = "") -> tuple[str, str]:
        """A page that stands alone, as (title, path) for a navigation."""
        item = Item(0, BUILT, title, "notice", self.place.portal)
        line = Line(path, title, BUILT, self.place.portal, lambda: text or chatter.body(self.place, item))
        self._page(Column("", title), line)
        return title, path

    # answering

    def said(self, text: str, modified: datetime | None = None) -> Answer:
        """A page, with validators where the family sends them."""
        return html(text, modified if self.validators else None)

    def _page(self, column: Column, line: Line) -> None:
        if not line.path.startswith("http") and not line.direct:
            self.at(line.path, lambda request: self._article(column, line), line.host)

    def _article(self, column: Column, line: Line) -> Answer:
        return self.said(self.article_page(column, line), line.published)

    def at(self, path: str, handler: Handler, host: str = "") -> None:
        """A handler for a path that may have a query, which must then be asked for in full, in any order."""
        bare, _, query = path.partition("?")
        if not query:
            self.on(bare, handler, host)
            return
        key = (host or self.host, bare)
        if key not in self.queries:
            self.queries[key] = {}
            self.on(bare, self._by_query, host)
        self.queries[key][frozenset(parse_qsl(query, keep_blank_values=True))] = handler

    def _by_query(self, request: Request) -> Answer:
        asked = frozenset(request.query.items())
        known = self.queries[request.host, request.path]
        handler = known.get(asked) or next((known[key] for key in known if key < asked), None)
        return handler(request) if handler else html("<html><body>参数错误</body></html>", status=404)

    def absent(self, request: Request) -> Answer:
        """Paths without an end, libraries of scripts and styles, then 404."""
        for (host, prefix), handler in self.under.items():
            if request.host == host and request.path.startswith(prefix):
                return handler(request)
        kind = request.path.rpartition(".")[2]
        if kind in {"js", "css"}:
            return Answer(200, b"/* a library */\n", (("Content-Type", TYPES[kind]),), BUILT)
        return super().absent(request)

    # shared markup

    @property
    def title(self) -> str:
        """The portal's name."""
        return self.place.portal

    def metas(self, column: str, line: Line | None = None, *, backwards: bool = False) -> str:
        """The metas of 国办发〔2017〕47号."""
        named = {"SiteName": self.title, "SiteDomain": self.host, "SiteIDCode": f"{self.place.region}0001"}
        named["ColumnName"] = column
        if line:
            named |= {
                "ArticleTitle": line.title,
                "PubDate": f"{line.published:%Y-%m-%d %H:%M}",
                "ContentSource": line.source,
                "Url": line.path,
            }
        order = '<meta content="{1}" name="{0}">' if backwards else '<meta name="{0}" content="{1}">'
        return "\n".join(order.format(name, escape(text)) for name, text in named.items())

    @staticmethod
    def anchors(links: Iterable[tuple[str, str]], form: str = '<li><a href="{url}">{name}</a></li>') -> str:
        """Links in a row."""
        return "\n".join(form.format(url=escape(url), name=escape(name)) for name, url in links)


def windows(lines: Sequence[Line], size: int) -> list[Sequence[Line]]:
    """The pages of a list; an empty list has one."""
    return [lines[at : at + size] for at in range(0, len(lines), size)] or [[]]
