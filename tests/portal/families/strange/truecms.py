# ruff: noqa: E501  (markup, a line of it a line)
"""TrueCMS in another dress: a window of 15, single quotes in rows, the file itself in the list."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.base import Ask
from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File

API = "/truecms/messageController/getMessage.do"
SIZE = 15
COLUMN = {"nb": "7d2c9a40-51be-4e0f-9c11-2f60a1b3c4d5", "news": "f0e1d2c3-b4a5-4968-8776-655443322110"}


class Truecms(Strange):
    """One column; its list asked for with a Referer."""

    family: ClassVar[str] = "strange_truecms"
    theme: ClassVar[str] = "tc"
    place_: ClassVar[Place] = Place("云港区", "329810", "www.yungangqu.gov.cn", "0518", "222001")
    towns: ClassVar[tuple[str, str]] = ("板桥镇", "墟沟")
    single_form: ClassVar[str] = "/about/{n}/index.html"
    paths: ClassVar[dict[str, str]] = {"nb": "/ndxxgkbg/index.html", "news": "/gsgg/index.html"}

    def portal(self) -> None:
        self.top += [("政务公开", "/zwgk/index.html"), ("公示公告", "/gsgg/index.html")]
        nb = self.column(
            "nb", "政府信息公开年度报告", [("首页", "/"), ("政务公开", "/zwgk/index.html")], needed=True
        )
        self.hub(
            "/zwgk/index.html",
            "政务公开",
            [("机构职能", self.foot[1][1]), ("政府信息公开年度报告", "/ndxxgkbg/index.html")],
        )
        self.papers_of(lambda key, year: nb)
        self.near(nb, 4)

    def article_path(self, column: Column, published: datetime) -> str:
        folder = "5102_770112" if column.key == "nb" else "5102_770300"
        return f"/col/{folder}/art/{published:%Y%m%d}/{int(published.timestamp())}9ffZ{self.hexes(6)}.html"

    def file_path(self, file: File) -> str:
        return f"/ndxxgkbg/2021/jyj.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<div class="tc-l">{self.crumbs(column)}</div><div class="tc-tit"><b>{escape(line.title)}</b></div>'
            f'<div class="tc-s">来源：{escape(line.source)} 发布时间：{line.published:%Y-%m-%d %H:%M} 字号：大 中 小</div><div class="tc-main">{line.body()}</div>'
        )
        return self.frame(line.title, inner, column=column, line=line)

    def lists(self, column: Column) -> None:
        number = COLUMN[column.key]
        where = self.paths[column.key]

        def query(first: int) -> str:
            return (
                f"{API}?startrecord={first}&endrecord={first + SIZE - 1}&perpage={SIZE}&columnId={number}"
                "&contentTemplate=%7Blist%7D&callback=jp"
            )

        script = f'<div id="tcBox"></div><script src="{escape(query(1))}"></script><script>page({len(column.lines)},{SIZE});</script>'
        self.at(
            where,
            lambda request: self.said(self.frame(column.name, f"<h3>{column.name}</h3>{script}", column=column)),
        )
        if column.key == "news":
            self.on(API, self._message)
        if column.data.get("needed"):
            self.need(where)
            for first in range(1, len(column.lines) + 1, SIZE):
                self.need(Ask(self.url(query(first)), headers={"Referer": self.url(where)}))

    def _message(self, request: Request) -> Answer:
        if "referer" not in request.headers:
            return Answer(404, b"", (("Content-Type", "text/html"),))
        key = next((key for key in COLUMN if COLUMN[key] == request.query.get("columnId")), "news")
        lines = self.columns[key].lines
        first, last = int(request.query.get("startrecord", "1")), int(request.query.get("endrecord", "20"))
        last = min(last, first + 49)
        rows = "".join(
            "<record><![CDATA["
            + self.rows([x], "<dd><em>{date:%Y-%m-%d}</em><a title='{title}' href='{url}'>{title}</a></dd>")
            + "]]></record>"
            for x in lines[first - 1 : last]
        )
        store = (
            f"<datastore><totalpage>{-(-len(lines) // SIZE)}</totalpage><totalrecord>{len(lines)}</totalrecord>"
            f"<recordset>{rows}</recordset></datastore>"
        )
        said = f"{request.query.get('callback', 'cb')}({json.dumps({'result': store}, ensure_ascii=False)})"
        return Answer(200, said.encode(), (("Content-Type", "application/javascript;charset=UTF-8"),))
