# ruff: noqa: E501  (markup, a line of it a line)
"""商网 in another dress: organs as options, years in one list, /Xxgknb/show/ with a type."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File


class Shangwang(Strange):
    """Organ › list › report; two organs to a page of the directory."""

    family: ClassVar[str] = "strange_shangwang"
    theme: ClassVar[str] = "sw"
    place_: ClassVar[Place] = Place("胡溪县", "349808", "www.huxixian.gov.cn", "0564", "237301")
    towns: ClassVar[tuple[str, str]] = ("梅渚镇", "府山")
    years: ClassVar[range] = range(2020, 2026)
    kind: ClassVar[str] = "doc"
    single_form: ClassVar[str] = "/About/show/{n}.html"

    def portal(self) -> None:
        self.top += [("信息公开", "/XxgkIndex/index.html"), ("公示公告", "/News/showList/31/page_1.html")]
        self.organs = {key: 161 + 9 * at for at, key in enumerate(self.owners)}
        self.news.data["path"] = "/News/showList/31/"
        fronts = [(owner.short, f"/XxgkUnit/show/{self.organs[key]}.html") for key, owner in self.owners.items()]
        self.hub("/XxgkIndex/index.html", "信息公开单位", fronts)
        for key, number in self.organs.items():
            name, front = self.owners[key].name, f"/XxgkUnit/show/{number}.html"
            path = f"/XxgkContent/showList/{number}/2208/"
            trail = [("网站首页", "/"), ("政府信息公开", "/XxgkIndex/index.html"), (name, front)]
            self.column(key, "政府信息公开年报", trail, path=path, needed=True)
            self.hub(front, name, [("信息公开指南", self.foot[1][1]), ("政府信息公开年报", f"{path}page_1.html")])
        self.papers_of(lambda key, year: self.columns[key])
        self.near(self.columns["wlj"], 4)

    def article_path(self, column: Column, published: datetime) -> str:
        if column.key == "news":
            return f"/News/show/{self.number(500000, 599999)}.html"
        return f"/Xxgknb/show/{self.number(600000, 699999)}.html?type=1"

    def file_path(self, file: File) -> str:
        return f"/upload/attachment/2022-01/16430.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<div class="sw-n">{self.crumbs(column, " > ")}</div><div class="sw-h">{escape(line.title)}</div>'
            f'<div class="sw-i">作者：{escape(line.source)} 日期：{line.published:%Y-%m-%d} 00:00 阅读：<b>33</b></div><div class="sw-x">{line.body()}</div>'
        )
        return self.frame(line.title, inner, column=column, line=line)

    def lists(self, column: Column) -> None:
        base = column.data["path"]

        def render(column: Column, lines: Sequence[Line], number: int, pages: int) -> str:
            rows = self.rows(lines, '<tr><td><a href="{url}">{title}</a></td><td>{date:%Y-%m-%d} 00:00</td></tr>')
            others = "".join(f"<a href='{base}page_{n}.html'>{n}</a>" for n in range(1, pages + 1))
            return f"<h3>{column.name}</h3><table>{rows}</table><div class='sw-pg'>{others}共{pages}页</div>"

        self.paged(column, lambda number, pages: f"{base}page_{number}.html", render, 5)
