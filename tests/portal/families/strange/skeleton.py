# ruff: noqa: E501  (markup, a line of it a line)
"""What the strange replicas share: six agencies, headlines in five forms, strangers, one odd place, one bare file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.base import Ask
from tests.portal.families.desk import Column, Desk, Line, windows
from tests.portal.families.world import Place
from tests.portal.model import File

HEADLINES = (
    "{name}{year}年政府信息公开工作年度报告",
    "{year}年度{name}政府信息公开工作报告",
    "{name} {year} 年政府信息公开年度报告",
    "{name}{wide}年政府信息公开年报",
    "{name}{chinese}年政府信息公开工作年度报告",
)
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
Render = Callable[[Column, Sequence[Line], int, int], str]
"""Column, lines of this page, number of the page from 1, how many pages."""


class Strange(Desk):
    """One portal: `theme` begins its class names, `odd` is published among the notices, `bare` as a file only."""

    theme: ClassVar[str]
    place_: ClassVar[Place]
    towns: ClassVar[tuple[str, str]]
    years: ClassVar[Sequence[int]] = range(2021, 2025)
    odd: ClassVar[tuple[str, int]] = ("slj", 2023)
    bare: ClassVar[tuple[str, int]] = ("jyj", 2021)
    kind: ClassVar[str] = "pdf"
    single_form: ClassVar[str] = "/about/p{n}.html"

    def __init_subclass__(cls) -> None:
        if "place_" in cls.__dict__:
            cls.places = (cls.place_,)
            cls.names = ((cls.place_.host,),)

    def build(self) -> None:
        """The agencies and what stands around every portal; then `portal`."""
        self.top: list[tuple[str, str]] = [("网站首页", "/")]
        first, second = self.towns
        self.staff(
            zfb=f"{self.place.name}人民政府",
            jyj="教育局",
            slj="水利局",
            wlj="文化和旅游局",
            fz=f"{first}人民政府",
            sj=f"{second}街道办事处",
        )
        self.foot = self.singles(self.single_form, 10)
        self.news = self.column("news", "公示公告")
        self.robots()
        self.need("/")
        self.portal()
        self.near(self.news, 20)
        self.far(self.news, 6)
        self.at("/", lambda request: self.said(self.home()))

    def portal(self) -> None:
        """Columns, reports and single pages of the family."""
        raise NotImplementedError

    def papers_of(self, column: Callable[[str, int], Column]) -> None:
        """Every report into its column, the odd one among the notices."""
        for key in self.owners:
            for year in self.years:
                where = self.news if (key, year) == self.odd else column(key, year)
                self.paper(where, key, year)

    def paper(self, column: Column, key: str, year: int) -> Line:
        """One report, in one of the forms of its headline."""
        files: tuple[File, ...] = ()
        if (key, year) == self.bare:
            name = f"{self.owners[key].short}{year}年年报.{self.kind}"
            stem = f"strange-{self.place.host.split('.')[1]}-{key}{year}"
            files = (File(stem, self.kind, name, "libreoffice"),)
        page = "file" if files else "html"
        return self.report(column, key, year, headline=self.headline(key, year), files=files, page=page)

    def headline(self, key: str, year: int) -> str:
        """The forms by turns."""
        form = HEADLINES[(list(self.owners).index(key) + year) % len(HEADLINES)]
        digits = str(year)
        name = self.owners[key].name
        return form.format(name=name, year=year, wide=digits.translate(_WIDE), chinese=digits.translate(_CHINESE))

    # pages

    def frame(
        self, title: str, inner: str, *, column: Column | None = None, line: Line | None = None, head: str = ""
    ) -> str:
        """A whole page of the portal."""
        theme = self.theme
        metas = self.metas(column.name if column else title, line, backwards=True)
        return (
            f'<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">\n<title>{escape(title)}</title>\n'
            f'{metas}\n{head}</head>\n<body class="{theme}-page">\n<header class="{theme}-hd">{self.navigation()}</header>\n'
            f'<section class="{theme}-bd">\n{inner}\n</section>\n<footer class="{theme}-ft">'
            f"{self.anchors(self.foot, '<a href={url!r}>{name}</a>')}</footer>\n</body></html>"
        )

    def navigation(self) -> str:
        """The bar at the top of every page."""
        return f'<ol class="{self.theme}-bar">{self.anchors(self.top)}</ol>'

    def home(self) -> str:
        """The newest notices, and the odd report wherever it stands in time."""
        newest = [line for n, line in enumerate(self.news.lines) if n < 6 or line.report]
        rows = "".join(
            f'<p class="{self.theme}-new"><em>{line.published:%m-%d}</em><a href="{escape(self.href(line))}">'
            f"{escape(line.title)}</a></p>"
            for line in newest
        )
        return self.frame(self.title, f"<h2>最新公示</h2>{rows}")

    def crumbs(self, column: Column, between: str = " / ") -> str:
        """Where the reader is."""
        above = "".join(f'<a href="{escape(url)}">{escape(name)}</a>{between}' for name, url in column.trail)
        return f"您所在的位置：{above}{escape(column.name)}"

    def hub(self, path: str, title: str, links: Iterable[tuple[str, str]], *, needed: bool = True) -> None:
        """A page of links and nothing else."""
        found = list(links)
        if needed:
            self.need(path)
        inner = (
            f'<h3>{escape(title)}</h3><dl class="{self.theme}-menu">'
            f"{self.anchors(found, '<dd><a href={url!r} target=_self>{name}</a></dd>')}</dl>"
        )
        self.at(path, lambda request: self.said(self.frame(title, inner)))

    def paged(self, column: Column, path: Callable[[int, int], str], render: Render, size: int) -> None:
        """A list whose pages are files; `path` of page and how many there are."""
        pages = windows(column.lines, size)
        for number, lines in enumerate(pages, 1):
            where = path(number, len(pages))
            self.at(where, self._list_page(column, lines, number, len(pages), render))
            if column.data.get("needed"):
                self.need(where)

    def _list_page(
        self, column: Column, lines: Sequence[Line], number: int, pages: int, render: Render
    ) -> Callable[[Request], Answer]:
        def handle(request: Request) -> Answer:
            return self.said(self.frame(column.name, render(column, lines, number, pages), column=column))

        return handle

    def rows(self, lines: Iterable[Line], form: str, page: str = "") -> str:
        """Lines in a form with {url}, {title}, {date:…}."""
        return "\n".join(
            form.format(url=escape(self.href(line, page)), title=escape(line.title), date=line.published)
            for line in lines
        )

    def number(self, low: int, high: int) -> int:
        """An id as the CMS gives it."""
        return self.draw.randrange(low, high)

    def ask(self, path: str, method: str = "GET", body: str = "", /, **form: str) -> None:
        """A needed request that is no plain GET."""
        self.need(Ask(self.url(path), method, form, {"Referer": self.url("/")}, body))


def day(moment: datetime) -> str:
    """2024年1月20日"""
    return f"{moment.year}年{moment.month}月{moment.day}日"
