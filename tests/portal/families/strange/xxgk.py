# ruff: noqa: E501  (markup, a line of it a line)
"""The xxgk module in another dress: agencies as options, fbtime before area, showType, a report without headline."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, html
from tests.portal.families.base import Handler
from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File

ANNUAL = "/module/xxgk/xxgkAnnualReport.jsp"
SEARCH = "/module/xxgk/search.jsp"


class Xxgk(Strange):
    """Shell of each agency › the newest year; the other years are asked for."""

    family: ClassVar[str] = "strange_xxgk"
    theme: ClassVar[str] = "xk"
    place_: ClassVar[Place] = Place("丽屏县", "339814", "www.lipingxian.gov.cn", "0578", "323001")
    towns: ClassVar[tuple[str, str]] = ("壶溪镇", "紫金")
    years: ClassVar[range] = range(2017, 2026)
    single_form: ClassVar[str] = "/col/col77{n:02}/index.html"

    def portal(self) -> None:
        self.shells = {
            key: f"/col/col{9010 + 3 * at}/index.html?vc_xxgkarea={owner.code}&number=A0{at}&jh=261"
            for at, (key, owner) in enumerate(self.owners.items())
        }
        self.top += [("政府信息公开", "/col/col9001/index.html"), ("公示公告", "/col/col9002/index.html")]
        options = "".join(
            f"<option value='{escape(url)}'>{self.owners[key].short}</option>" for key, url in self.shells.items()
        )
        inner = f'<h3>政府信息公开</h3><select id="xk-dept" onchange="window.open(this.value)"><option>请选择单位</option>{options}</select>'
        self.at("/col/col9001/index.html", lambda request: self.said(self.frame("政府信息公开", inner)))
        self.need("/col/col9001/index.html")
        for key in self.owners:
            self.column(key, "政府信息公开年报", [("首页", "/"), ("政府信息公开", "/col/col9001/index.html")])
            self.at(self.shells[key], self._shell(key))
            self.need(self.shells[key])
        self.papers_of(lambda key, year: self.columns[key])
        self.on("/module/xxgk/tree.jsp", self._tree)
        self.on(
            SEARCH,
            lambda request: html(
                '<table class="tb_title"><tr><td>&nbsp;共1页&nbsp;</td></tr></table><table></table>'
            ),
        )

    def _shell(self, key: str) -> Handler:
        code = self.owners[key].code

        def handle(request: Request) -> Answer:
            newest = f"{ANNUAL}?fbtime={self.years[-1]}&area={code}&showType=2"
            inner = (
                f'<iframe id="tree" src="/module/xxgk/tree.jsp?standardXxgk=1&amp;area={code}&amp;divid=div12"></iframe>'
                f'<ul class="xk-r"><li>政府信息公开制度</li><li><a href="{escape(newest)}">信息公开年报</a></li></ul>'
            )
            return self.said(self.frame(self.owners[key].name, inner))

        return handle

    def _tree(self, request: Request) -> Answer:
        return html(
            "<html><body><ul><li><a href=\"javascript:funclick('A0101','12')\">机构概况(3)</a></li><li>政策文件(0)</li></ul></body></html>"
        )

    def paper(self, column: Column, key: str, year: int) -> Line:
        if column is self.news or (key, year) == self.bare:
            return super().paper(column, key, year)
        path = f"{ANNUAL}?fbtime={year}&area={self.owners[key].code}&showType=2"
        headline = "" if (key, year) == ("wlj", 2022) else self.headline(key, year)
        return self.report(column, key, year, headline=headline, path=path)

    def article_path(self, column: Column, published: datetime) -> str:
        if column.key != "news":  # the bare one, of 2021
            return f"{ANNUAL}?fbtime=2021&area={self.owners[column.key].code}&showType=2"
        return (
            f"/art/{published.year}/{published.month}/{published.day}/art_9002_{self.number(100000, 999999)}.html"
        )

    def file_path(self, file: File) -> str:
        return f"/attach/0/{'77ab' * 8}.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        title = line.title if line.report is None or line.report.headline else ""
        inner = (
            f'<table class="xk-art"><tr><td>{self.crumbs(column, " &gt; ")}</td></tr><tr><th>{escape(title)}</th></tr>'
            f'<tr><td>发布时间:{line.published:%Y-%m-%d %H:%M:%S} 发布单位:{escape(line.source)}</td></tr><tr><td class="xk-c">{line.body()}</td></tr></table>'
        )
        return self.frame(title or column.name, inner, column=column, line=line if title else None)

    def lists(self, column: Column) -> None:
        if column.key == "news":
            rows = self.rows(column.lines, "<li><a href='{url}' title='{title}'>{title}</a>{date:%Y-%m-%d}</li>")
            self.at(
                "/col/col9002/index.html",
                lambda request: self.said(self.frame(column.name, f"<ul>{rows}</ul>", column=column)),
            )

    def _by_query(self, request: Request) -> Answer:
        if request.path != ANNUAL:
            return super()._by_query(request)
        asked = {("fbtime", request.query.get("fbtime", "")), ("area", request.query.get("area", ""))}
        known = self.queries[self.host, ANNUAL]
        handler = next((known[key] for key in known if asked <= key), None)
        none = "<html><body><table><tr><td>没有找到相关信息</td></tr></table></body></html>"
        return handler(request) if handler else html(none)
