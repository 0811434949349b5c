# ruff: noqa: E501  (markup, a line of it a line)
"""Hanweb jpage in another dress: groups of 2 × 10, options in reverse order, rows of a table, the oldest article skin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, redirect
from tests.portal.families import world
from tests.portal.families.desk import Column, Line, windows
from tests.portal.families.strange.skeleton import Strange, day
from tests.portal.families.world import Place
from tests.portal.model import File, Report

PROXY = "/module/jslib/jquery/jpage/dataproxy.jsp"
ROW = (
    "<tr><td width=12><img src='/picture/0/0906041.gif'></td><td class='hui'><a href='{url}' title='{title}' "
    "target='_blank'>{title}</a></td><td width='90' align='right'>[{date:%Y-%m-%d}]</td></tr>"
)
GROUP, PER_PAGE = 20, 10


class Jpage(Strange):
    """Two columns of years by class; the list of one has two groups."""

    family: ClassVar[str] = "strange_jpage"
    theme: ClassVar[str] = "dw"
    place_: ClassVar[Place] = Place("沅坪县", "379802", "www.yuanpingxian.gov.cn", "0639", "276801")
    towns: ClassVar[tuple[str, str]] = ("黑石镇", "城关")
    years: ClassVar[range] = range(2020, 2026)
    kind: ClassVar[str] = "doc"
    single_form: ClassVar[str] = "/col/col88{n:02}/index.html"
    ids: ClassVar[dict[str, int]] = {"nb": 3391, "news": 3402}

    def portal(self) -> None:
        self.top += [("政务公开", "/col/col3300/index.html"), ("公示公告", "/col/col3402/index.html")]
        nb = self.column(
            "nb", "信息公开年报", [("首页", "/"), ("政务公开", "/col/col3300/index.html")], needed=True
        )
        self.hub(
            "/col/col3300/index.html",
            "政务公开",
            [("机构职能", self.foot[0][1]), ("信息公开年报", "/col/col3391/index.html")],
        )
        self.papers_of(lambda key, year: nb)
        self.near(nb, 4)

    def article_path(self, column: Column, published: datetime) -> str:
        number = self.number(100000, 999999)
        return f"/art/{published.year}/{published.month}/{published.day}/art_{self.ids[column.key]}_{number}.html"

    def file_path(self, file: File) -> str:
        return f"/module/download/downfile.jsp?classid=0&showname={file.name}&filename={'0d9c' * 8}.{file.type}"

    def serve(self, file: File, made: Report) -> None:
        """A redirect to /attach/."""
        final = self.final
        self.at(self.file_path(file), lambda request: redirect(final))
        self.at(final, lambda request: Answer(200, world.stored(file), (("Content-Type", "application/msword"),)))

    @property
    def final(self) -> str:
        """Where downfile.jsp leads."""
        return f"/attach/0/{'0d9c' * 8}.{self.kind}"

    def paper(self, column: Column, key: str, year: int) -> Line:
        line = super().paper(column, key, year)
        if (key, year) == self.bare:
            known = self.reports[-1]
            sources = tuple(replace(one, final=self.url(self.final)) for one in known.sources)
            self.reports[-1] = replace(known, sources=sources)
            self.need(self.final)
        return line

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<table class="bt_box"><tr><td class="bt_link">{self.crumbs(column, " &gt; ")}</td></tr>'
            f'<tr><td class="bt_title"><!--<$[标题]>begin-->{escape(line.title)}<!--<$[标题]>end--></td></tr>'
            f'<tr><td class="bt_source">来源：{escape(line.source)}　时间：{day(line.published)}　点击数：<script src="/module/hits.js"></script></td></tr>'
            f'<tr><td class="bt_content"><meta name="ContentStart"><div class="art_con">{line.body()}</div><meta name="ContentEnd"></td></tr></table>'
        )
        return self.frame(line.title, inner, column=column, line=line)

    def lists(self, column: Column) -> None:
        number = self.ids[column.key]
        groups = windows(column.lines, GROUP)
        names = f"webid=41&path='/'&columnid={number}&unitid=77120&webname='沅坪县'&permissiontype=0"

        def store(lines: Sequence[Line]) -> str:
            records = "\n".join(f"<record><![CDATA[\n{self.rows([line], ROW)}]]></record>" for line in lines)
            return (
                f'<datastore>\n<nextgroup><![CDATA[<a href="{PROXY}?page=1&appid=1&appid=1&{names}"></a>]]></nextgroup>\n'
                f"<recordset>\n<table cellpadding='0' width='95%' align=center></table>{records}\n</recordset>\n</datastore>"
            )

        def page(request: Request) -> Answer:
            inner = (
                f'<h1 class="dw-lm">{column.name}</h1><table id="77120"><script type="text/xml">{store(groups[0])}</script></table>'
                '<script src="/module/jslib/jquery/jpage/jpage.js"></script><script>$("#77120").jpage({ajaxParam:{permissiontype:0,'
                f"webname:'沅坪县',unitid:'77120',columnid:{number},path:'/',webid:41,appid:1,col:1}},groupSize:2,perPage:{PER_PAGE},"
                f"totalRecord:{len(column.lines)},proxyUrl:'{PROXY}'}});</script>"
            )
            return self.said(self.frame(column.name, inner, column=column))

        def proxy(request: Request) -> Answer:
            lines = self.columns["nb" if request.parameter("columnid") == "3391" else "news"].lines
            first = int(request.parameter("startrecord", "1"))
            last = min(int(request.parameter("endrecord", str(GROUP))), first + GROUP - 1)
            said = store(lines[first - 1 : last]).replace(
                "<datastore>", f"<datastore><totalrecord>{len(lines)}</totalrecord>", 1
            )
            return Answer(200, said.encode(), (("Content-Type", "text/xml;charset=UTF-8"),))

        where = f"/col/col{number}/index.html"
        self.at(where, page)
        if column.key == "news":
            self.at(PROXY, proxy)
        if column.data.get("needed"):
            self.need(where)
            form = {
                "columnid": str(number),
                "unitid": "77120",
                "webid": "41",
                "col": "1",
                "appid": "1",
                "path": "/",
                "permissiontype": "0",
            }
            for at in range(1, len(groups)):
                first = at * GROUP + 1
                self.ask(
                    f"{PROXY}?startrecord={first}&endrecord={first + GROUP - 1}&perpage={PER_PAGE}", "POST", **form
                )
