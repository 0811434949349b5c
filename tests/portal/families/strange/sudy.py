# ruff: noqa: E501  (markup, a line of it a line)
"""Sudy in another dress: years as columns, one class by generalQuery, lists in a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File

API = "/_wp3services/generalQuery"
SIZE = 6
INFOS = '[{"field":"title","name":"title"},{"field":"publishTime","pattern":[{"name":"d","value":"yyyy-MM-dd"}],"name":"publishTime"}]'
ORDERS = '[{"field":"publishTime","type":"desc"}]'


class Sudy(Strange):
    """Bureaux in columns of years, towns in a list that a script asks for."""

    family: ClassVar[str] = "strange_sudy"
    theme: ClassVar[str] = "sd"
    place_: ClassVar[Place] = Place("锡澄市", "329809", "www.xichengshi.gov.cn", "0510", "214401")
    towns: ClassVar[tuple[str, str]] = ("云亭镇", "澄江")
    kind: ClassVar[str] = "docx"
    single_form: ClassVar[str] = "/p{n}/list.htm"

    def portal(self) -> None:
        self.top += [("信息公开", "/xxgk/list.htm"), ("公示公告", "/gsgg/list.htm")]
        self.news.data.update(path="/gsgg/", id=9701)
        years = [(f"{year}年", f"/{year}xxgknb/list.htm") for year in self.years]
        trail = [("首页", "/"), ("信息公开", "/xxgk/list.htm"), ("政府信息公开年报", "/xxgknb/list.htm")]
        self.hub(
            "/xxgk/list.htm", "信息公开", [("机构设置", self.foot[1][1]), ("政府信息公开年报", "/xxgknb/list.htm")]
        )
        self.hub("/xxgknb/list.htm", "政府信息公开年报", [*years, ("镇街年报", "/zjnb/list.htm")])
        for at, year in enumerate(self.years):
            self.column(f"bm{year}", f"{year}年", trail, path=f"/{year}xxgknb/", id=9660 + at, needed=True)
        zj = self.column("zj", "镇街年报", trail, path="/zjnb/", id=9690, needed=True, api=True)
        self.papers_of(lambda key, year: zj if key in {"fz", "sj"} else self.columns[f"bm{year}"])
        self.near(zj, 4)

    def article_path(self, column: Column, published: datetime) -> str:
        return f"/{published:%Y/%m%d}/c{column.data['id']}a{self.number(100000, 299999)}/page.htm"

    def file_path(self, file: File) -> str:
        return f"/_upload/article/files/3a/7f/{'b1c2' * 8}/5d6e.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<div class="sd-col_path">{self.crumbs(column)}</div><h1 class="sd-arti_title">{escape(line.title)}</h1>'
            f"<p><span>发布者:{escape(line.source)}</span><span>发布时间:{line.published:%Y-%m-%d}</span></p>"
            f'<div class="wp_articlecontent sd-read">{line.body()}</div>'
        )
        return self.frame(line.title, inner, column=column, line=line)

    def lists(self, column: Column) -> None:
        base, number = column.data["path"], column.data["id"]
        if column.data.get("api"):
            self._asked(column, base, number)
            return

        def render(column: Column, lines: Sequence[Line], number: int, pages: int) -> str:
            rows = self.rows(
                lines,
                '<tr><td><div class="sd-t"><a href="{url}" target="_blank">{title}</a></div></td><td>{date:%Y-%m-%d}</td></tr>',
            )
            after = (
                f'<a class="next" href="{base}list{number + 1}.htm">下一页&gt;&gt;</a>' if number < pages else ""
            )
            return f'<h3>{column.name}</h3><table class="wp_article_list_table">{rows}</table><div class="wp_paging">{after}<em>{number}/{pages}</em></div>'

        self.paged(column, lambda number, pages: f"{base}list{number if number > 1 else ''}.htm", render, 5)

    def _asked(self, column: Column, base: str, number: int) -> None:
        script = (
            "<ul id='sdList'></ul><script>var siteId = 27;\nvar columnId = " + str(number) + ";\n"
            f"$.post('{API}?queryObj=articles', {{siteId: siteId, columnId: columnId, pageIndex: 1, rows: {SIZE}, "
            f"orders: '{ORDERS}', returnInfos: '{INFOS}'}}, show, 'json');</script>"
        )

        def api(request: Request) -> Answer:
            if request.method != "POST" or request.form.get("columnId") != str(number):
                return Answer(200, b'{"total":0,"data":[],"pageCount":0}', (("Content-Type", "application/json"),))
            page, size = int(request.form.get("pageIndex", "1")), int(request.form.get("rows", str(SIZE)))
            lines = column.lines[(page - 1) * size : page * size]
            data = [
                {
                    "publishTime": f"{x.published:%Y-%m-%d}",
                    "url": self.url(x.path),
                    "wapUrl": x.path,
                    "title": x.title,
                }
                for x in lines
            ]
            said = {
                "pageIndex": page,
                "pageCount": -(-len(column.lines) // size),
                "data": data,
                "total": len(column.lines),
            }
            return Answer(
                200,
                json.dumps(said, ensure_ascii=False).encode(),
                (("Content-Type", "application/json;charset=utf-8"),),
            )

        where = f"{base}list.htm"
        self.at(
            where,
            lambda request: self.said(self.frame(column.name, f"<h3>{column.name}</h3>{script}", column=column)),
        )
        self.on(API, api)
        self.need(where)
        for page in range(1, -(-len(column.lines) // SIZE) + 1):
            form = {
                "siteId": "27",
                "columnId": str(number),
                "pageIndex": str(page),
                "rows": str(SIZE),
                "orders": ORDERS,
                "returnInfos": INFOS,
            }
            self.ask(f"{API}?queryObj=articles", "POST", **form)
