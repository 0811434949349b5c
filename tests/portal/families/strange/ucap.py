# ruff: noqa: E501  (markup, a line of it a line)
"""UCAP in another dress: the list is filled by a script from /searchList/, the path of which stands in a call."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File

SIZE = 12
CHANNEL = {"nb": "5c1e0a7b92d34f6f8a1b3c5d7e9f0a2b", "news": "0e9d8c7b6a5f4e3d2c1b0a9f8e7d6c5b"}
QUERY = "_isAgg=true&_isJson=true&_pageSize=12&_template=index&_rangeTimeGte=&_channelName=&page={page}"


class Ucap(Strange):
    """One channel for all; rows without dates in the page."""

    family: ClassVar[str] = "strange_ucap"
    theme: ClassVar[str] = "kp"
    place_: ClassVar[Place] = Place("塔河市", "659806", "www.taheshi.gov.cn", "0990", "834001")
    towns: ClassVar[tuple[str, str]] = ("小拐镇", "胜利路")
    kind: ClassVar[str] = "docx"
    single_form: ClassVar[str] = "/ths/c2001{n:02}/common_list.shtml"
    codes: ClassVar[dict[str, str]] = {"nb": "c110022", "news": "c110307"}

    def portal(self) -> None:
        self.top += [("政务公开", "/ths/zwgk/zwgk.shtml"), ("公示公告", "/ths/c110307/common_list.shtml")]
        nb = self.column(
            "nb", "政府信息公开年报", [("首页", "/"), ("政务公开", "/ths/zwgk/zwgk.shtml")], needed=True
        )
        self.hub(
            "/ths/zwgk/zwgk.shtml",
            "政务公开",
            [("组织机构", self.foot[1][1]), ("政府信息公开年报", "/ths/c110022/common_list.shtml")],
        )
        self.papers_of(lambda key, year: nb)
        self.near(nb, 4)

    def article_path(self, column: Column, published: datetime) -> str:
        return f"/ths/{self.codes[column.key]}/{published:%Y%m}/{self.hexes()}.shtml"

    def file_path(self, file: File) -> str:
        return f"/ths/c110022/202201/{'7b92d34f' * 4}/files/{'6f8a1b3c' * 4}.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<article id="UCAP-CONTENT" class="kp-body">{line.body()}</article><div class="kp-side">{self.crumbs(column)}'
            f'<p class="kp-t">{escape(line.title)}</p><p>发布时间： {line.published:%Y-%m-%d %H:%M}　来源：{escape(line.source)}</p></div>'
        )
        return self.frame(line.title, f"<ucapcontent>{inner}</ucapcontent>", column=column, line=line)

    def lists(self, column: Column) -> None:
        channel = CHANNEL[column.key]
        script = (
            '<div class="kp-list" id="kpList"></div><div id="kpPage"></div><script>\n'
            "function load(n){ $.ajax({ dataType: 'json', type: 'get', "
            f"url: '/searchList/{channel}?{QUERY.format(page='')}' + n, success: fill }}); }}\nload(1);</script>"
        )

        def search(request: Request) -> Answer:
            page = int(request.query.get("page", "1"))
            size = int(request.query.get("_pageSize", SIZE))
            lines = column.lines[(page - 1) * size : page * size]
            results = [
                {
                    "channelName": column.name,
                    "publishedTimeStr": f"{line.published:%Y-%m-%d %H:%M:%S}",
                    "title": line.title,
                    "url": line.path,
                    "subTitle": "",
                }
                for line in lines
            ]
            data = {"results": results, "total": len(column.lines), "rows": size, "page": page}
            said = json.dumps({"data": data, "status": 200}, ensure_ascii=False)
            return Answer(200, said.encode(), (("Content-Type", "application/json;charset=UTF-8"),))

        where = f"/ths/{self.codes[column.key]}/common_list.shtml"
        self.at(
            where,
            lambda request: self.said(self.frame(column.name, f"<h3>{column.name}</h3>{script}", column=column)),
        )
        self.at(f"/searchList/{channel}", search)
        if column.data.get("needed"):
            self.need(where)
            for page in range(1, -(-len(column.lines) // SIZE) + 1):
                self.need(f"/searchList/{channel}?{QUERY.format(page=page)}")
