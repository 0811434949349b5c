# ruff: noqa: E501  (markup, a line of it a line)
"""LonSun in another dress: organs in a table of two classes, type=3, a pager that only a script names."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, html
from tests.portal.families.base import Handler
from tests.portal.families.desk import Column, Line, windows
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File

SIZE = 4
ROW = '<li class="lh_row"><span class="right date">{date:%Y-%m-%d}</span><a class="left" href="{url}" title="{title}">{title}</a></li><li class="lm_line"></li>'


class Lonsun(Strange):
    """Organ › 政府信息公开年报, two pages each."""

    family: ClassVar[str] = "strange_lonsun"
    theme: ClassVar[str] = "ls"
    place_: ClassVar[Place] = Place("皖溪县", "349807", "www.wanxixian.gov.cn", "0563", "242301")
    towns: ClassVar[tuple[str, str]] = ("桃岭镇", "河西")
    years: ClassVar[range] = range(2019, 2025)
    single_form: ClassVar[str] = "/content/column/680{n:02}"

    def portal(self) -> None:
        self.top += [
            ("政务公开", "/public/column/6600001?type=4&action=list"),
            ("公示公告", "/content/column/6790011"),
        ]
        self.organs = {key: 6600001 + 13 * at for at, key in enumerate(self.owners)}
        self.columns["news"].data["path"] = "/content/column/6790011"
        for key, number in self.organs.items():
            self.column(
                key,
                "政府信息公开年报",
                [("首页", "/"), (self.owners[key].name, self._organ(number, 4))],
                organ=number,
                needed=True,
            )
            self.at(self._organ(number, 4), self._front(key))
            self.at(
                self._organ(number, 2),
                lambda request: html(
                    "<html><body><h3>政府信息公开指南</h3><p>依申请公开的办理程序见本指南。</p></body></html>"
                ),
            )
            self.need(self._organ(number, 4))
        self.papers_of(lambda key, year: self.columns[key])
        self.near(self.columns["zfb"], 4)

    def _organ(self, number: int, kind: int) -> str:
        return f"/public/column/{number}?type={kind}&action=list"

    def _front(self, key: str) -> Handler:
        number = self.organs[key]

        def handle(request: Request) -> Answer:
            links = [("政府信息公开指南", self._organ(number, 2)), ("政府信息公开年报", self._organ(number, 3))]
            organs = "".join(
                f'<td><a href="{escape(self._organ(n, 4))}">{self.owners[k].short}</a></td>'
                for k, n in self.organs.items()
            )
            inner = f'<ul class="ls-m">{self.anchors(links)}</ul><table class="ls-org"><tr><th>部门</th>{organs}</tr></table><div>暂无数据</div>'
            return self.said(self.frame(self.owners[key].name, inner))

        return handle

    def article_path(self, column: Column, published: datetime) -> str:
        if column.key == "news":
            return f"/content/detail/{self.hexes(24)}.html"
        return f"/public/{column.data['organ']}/{self.number(30000000, 39999999)}.html"

    def file_path(self, file: File) -> str:
        return f"/group1/M00/0A/1B/wKgBZ2HxYz.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<div class="ls-pos">{self.crumbs(column, " > ")}</div><table class="ls-idx"><tr><th>信息来源：</th><td>{escape(line.source)}</td>'
            f'<th>发布日期：</th><td>{line.published:%Y-%m-%d %H:%M}</td></tr><tr><th>名称：</th><td colspan="3">{escape(line.title)}</td></tr></table>'
            f'<div class="ls-wz j-fontContent">{line.body()}</div>'
        )
        return self.frame(line.title, inner, column=column, line=line)

    def lists(self, column: Column) -> None:
        pages = windows(column.lines, SIZE if column.key != "news" else 15)
        where = column.data.get("path") or self._organ(column.data["organ"], 3)

        def handle(request: Request) -> Answer:
            page = int(request.query.get("pageIndex", "1"))
            rows = self.rows(pages[page - 1] if page <= len(pages) else [], ROW)
            pager = (
                f'<div id="page_77"></div><script>Ls.pagination("#page_77",function(n){{location.href=n}},'
                f"{{currPage:({page - 1}+1),pageCount:{len(pages)},pageSize:{SIZE}}});</script>"
            )
            return self.said(
                self.frame(
                    column.name,
                    f'<h3>{column.name}</h3><ul class="doc_list list-{page}">{rows}</ul>{pager}',
                    column=column,
                )
            )

        self.at(where, handle)
        if column.data.get("needed"):
            self.need(where, *(f"{where}&pageIndex={n}" for n in range(2, len(pages) + 1)))
