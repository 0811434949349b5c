"""A portal of columns and articles, whatever the CMS: the families say how lists, pagers and pages look."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any, ClassVar

from tests.portal.answer import Answer, Request, html
from tests.portal.families import chatter, world
from tests.portal.families.base import Handler, Host, Source, Stranger
from tests.portal.families.chatter import Item
from tests.portal.families.world import Place
from tests.portal.model import Agency, File, Report

BUILT = datetime.fromisoformat("2026-01-29T02:00:00")  # the night when static pages were last generated
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
    extra: dict[str, str] = field(default_factory=dict)

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
        """Where an attachment lies, and what its link says."""
        return f"/files/{file.path}"

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
        extra: dict[str, str] | None = None,
        **options: Any,
    ) -> Line:
        """A report, its line in the column and its place in the truth; its page and files are needed."""
        made = world.report(self.owners[owner], year, **options)
        where = path or self.article_path(column, made.published)
        title = title or made.headline.replace("\n", "") or f"{year}年政府信息公开工作年度报告"
        body = lambda: world.body(made, self.file_path)  # noqa: E731
        line = Line(where, title, made.published, made.agency.name, body, made, host, shown, extra or {})
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

    def serve(self, file: File, made: Report) -> None:
        """The handler of an attachment."""
        path = self.file_path(file).partition("?")[0]
        self.file(path, world.stored(file), file.type, made.published if self.validators else None)

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
        if line.path.startswith("http") or line.path.partition("?")[2]:
            return  # elsewhere, or a family's own handler of a query
        self.on(line.path, lambda request: self.said(self.article_page(column, line), line.published), line.host)

    def absent(self, request: Request) -> Answer:
        """Paths without an end, then 404."""
        for (host, prefix), handler in self.under.items():
            if request.host == host and request.path.startswith(prefix):
                return handler(request)
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
