# ruff: noqa: E501  (markup, a line of it a line)
"""jpaas in another dress: two units, attribute names in lower case, dates before links, another script for the bar."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, html
from tests.portal.families.base import Ask
from tests.portal.families.desk import BUILT, Column, Line
from tests.portal.families.strange.skeleton import Strange, day
from tests.portal.families.world import Place
from tests.portal.model import File

UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
SIZE = 12
ROW = '<div class="jp-r"><tt class="time">{date:%Y-%m-%d}</tt><a title="{title}" href="{url}" target="_blank">{title}</a></div>'


class Jpaas(Strange):
    """Two columns under 法定主动公开内容; the bar is written by a script."""

    family: ClassVar[str] = "strange_jpaas"
    theme: ClassVar[str] = "jp"
    place_: ClassVar[Place] = Place("芝阳市", "379813", "www.zhiyangshi.gov.cn", "0535", "265201")
    towns: ClassVar[tuple[str, str]] = ("冯格镇", "古柳")
    kind: ClassVar[str] = "docx"
    single_form: ClassVar[str] = "/col/col91{n:02}/index.html"
    ids: ClassVar[dict[str, int]] = {"bm": 20881, "xz": 20882, "news": 20460}

    def portal(self) -> None:
        self.top += [("政务公开", "/col/col20800/index.html"), ("公示公告", "/col/col20460/index.html")]
        above = [("首页", "/"), ("政务公开", "/col/col20800/index.html")]
        bm = self.column("bm", "政府部门信息公开年报", above, needed=True)
        xz = self.column("xz", "镇街信息公开年报", above, needed=True)
        said = "".join(
            f"document.writeln('<td><a class=\\'x\\' href=\\'{url}\\'>{name}</a></td>');\n"
            for name, url in self.top
        )
        self.file(
            "/script/daohang2023.js",
            f"document.writeln('<table><tr>');\n{said}document.writeln('</tr></table>');".encode(),
            "js",
            BUILT,
        )
        self.need("/script/daohang2023.js")
        links = [(column.name, f"/col/col{self.ids[column.key]}/index.html") for column in (bm, xz)]
        self.hub("/col/col20800/index.html", "政务公开", [("机构职能", self.foot[1][1]), *links])
        self.papers_of(lambda key, year: xz if key in {"fz", "sj"} else bm)
        self.near(bm, 4)

    def navigation(self) -> str:
        return '<script type="text/javascript" src="/script/daohang2023.js"></script>'

    def article_path(self, column: Column, published: datetime) -> str:
        return f"/art/{published.year}/art_{self.hexes()}.html"

    def file_path(self, file: File) -> str:
        return f"/attach/0/{'4be1' * 8}.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<div class="jp-path">{self.crumbs(column, " > ")}</div><div class="jp-art" id="zoom"><meta name="ContentStart">{line.body()}<meta name="ContentEnd"></div>'
            f'<div class="jp-info"><p class="jp-title">{escape(line.title)}</p>日期：{day(line.published)} 发布机构：{escape(line.source)}</div>'
        )
        return self.frame(
            line.title, inner, column=column, line=line, head='<meta name="ColId" content="20881">\n'
        )

    def lists(self, column: Column) -> None:
        number = str(self.ids[column.key])
        keys = {
            "webId": "233",
            "pageId": number,
            "parseType": "bulidstatic",
            "pageType": "column",
            "tagId": "年报列表",
            "tplSetId": "Zc8yXw2mPqLk7",
            "editType": "null",
        }
        said = "{" + ",".join(f"'{name}':'{text}'" for name, text in keys.items()) + "}"
        inner = (
            f'<h3>{column.name}</h3><div class="jp-box"><script querydata="{said}" url="{UNIT}" type="text/javascript"></script></div>'
            f"<script>var colId = {number};</script>"
        )
        where = f"/col/col{number}/index.html"
        head = f'<meta content="{number}" name="ColId">\n'
        self.at(where, lambda request: self.said(self.frame(column.name, inner, column=column, head=head)))
        if column.key == "news":
            self.on(UNIT, self._unit)
        if column.data.get("needed"):
            self.need(where)
            for page in range(1, -(-len(column.lines) // SIZE) + 1):
                asked = "&".join(f"{name}={text}" for name, text in keys.items())
                self.need(
                    Ask(
                        self.url(f'{UNIT}?{asked}&paramJson={{"pageNo":{page},"pageSize":{SIZE}}}'),
                        headers={"Referer": self.url(where)},
                    )
                )

    def _unit(self, request: Request) -> Answer:
        if "referer" not in request.headers:
            return html("<html><body>403 Forbidden</body></html>", status=403)
        key = next((key for key, number in self.ids.items() if str(number) == request.query.get("pageId")), "news")
        lines = self.columns[key].lines
        asked = json.loads(request.query.get("paramJson") or "{}")
        page = int(asked.get("pageNo", 1))
        if request.query.get("tagId") != "年报列表":
            text = "模板内容数据为空"
        else:
            rows = self.rows(lines[(page - 1) * SIZE : page * SIZE], ROW)
            text = f'<div class="jp-list">{rows}</div><div class="pagination" pageSize="{SIZE}" pageNo="{page}" count="{len(lines)}" id="pg3"></div>'
        said = {"data": {"html": text}, "code": "200", "success": True, "message": "操作成功"}
        return Answer(
            200,
            json.dumps(said, ensure_ascii=False).encode(),
            (("Content-Type", "application/json;charset=UTF-8"),),
        )
