# ruff: noqa: E501  (markup, a line of it a line)
"""Epoint in another dress: a department list by code, categories of six digits, the list by POST of JSON."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.base import Ask
from tests.portal.families.desk import BUILT, Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File

API = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
GUID = "9b7f3c22-40d1-4a6e-8f55-0c1d2e3f4a5b"
SIZE = 10
CATEGORY = {"nb": "004009002", "news": "001003"}


class Epoint(Strange):
    """One category; titles cut in the list, whole in realtitle."""

    family: ClassVar[str] = "strange_epoint"
    theme: ClassVar[str] = "ep"
    place_: ClassVar[Place] = Place("张泾区", "329811", "www.zhangjingqu.gov.cn", "0512", "215601")
    towns: ClassVar[tuple[str, str]] = ("凤凰镇", "杨舍")
    single_form: ClassVar[str] = "/about/00{n}/about.html"

    def portal(self) -> None:
        self.top += [("政府信息公开", "/zwgk/govinfo.html"), ("公示公告", self._list("001003"))]
        nb = self.column(
            "nb", "政府信息公开年报", [("首页", "/"), ("政府信息公开", "/zwgk/govinfo.html")], needed=True
        )
        self.hub(
            "/zwgk/govinfo.html",
            "政府信息公开",
            [("指南", self.foot[1][1]), ("政府信息公开年报", self._list("004009002"))],
        )
        script = f"var webBuilderCommon = {{ 'siteGuid' : \"{GUID}\" , projectName: '/EWB-FRONT' }};"
        self.file("/js/webBuilderCommon.js", script.encode(), "js", BUILT)
        self.papers_of(lambda key, year: nb)
        self.near(nb, 4)

    @staticmethod
    def _list(category: str) -> str:
        return f"/dynamic/zwgk/govInfoPub.html?categorynum={category}"

    def article_path(self, column: Column, published: datetime) -> str:
        h = self.hexes()
        guid = f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"
        return f"/zwgk/{CATEGORY[column.key][:6]}/{published:%Y%m%d}/{guid}.html"

    def file_path(self, file: File) -> str:
        return f"/EWB-FRONT/WebbuilderMIS/attach/downloadZtbAttach.jspx?attachGuid={GUID}&appUrlFlag=ztb&siteGuid={GUID}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<div class="ewb-route">{self.crumbs(column)}</div><div class="ep-article"><h3 class="ep-tt">{escape(line.title)}</h3>'
            f'<p class="ep-src">【信息时间：{line.published:%Y-%m-%d} 　 信息来源：{escape(line.source)} 】</p><div class="ep-con" data-role="body">{line.body()}</div></div>'
        )
        return self.frame(line.title, inner, column=column, line=line)

    def lists(self, column: Column) -> None:
        category = CATEGORY[column.key]
        where = self._list(category)
        inner = f'<h3>{column.name}</h3><ul id="govList"></ul><script src="/js/webBuilderCommon.js"></script><script src="/js/govInfoPub.js"></script>'
        self.at(where, lambda request: self.said(self.frame(column.name, inner, column=column)))
        if column.key == "news":
            self.on(API, self._api)
        if column.data.get("needed"):
            self.need(where, "/js/webBuilderCommon.js")
            for page in range(-(-len(column.lines) // SIZE)):
                body = {
                    "deptcode": "",
                    "categorynum": category,
                    "pageIndex": page,
                    "pageSize": SIZE,
                    "siteGuid": GUID,
                }
                self.need(
                    Ask(self.url(API), "POST", headers={"Content-Type": "application/json"}, body=json.dumps(body))
                )

    def _api(self, request: Request) -> Answer:
        try:
            asked = json.loads(request.body or b"{}")
        except ValueError:
            asked = {}
        asked = asked.get("params", asked) or dict(request.form)
        if isinstance(asked, str):
            asked = json.loads(asked)
        key = next((key for key in CATEGORY if CATEGORY[key] == str(asked.get("categorynum"))), "")
        good = key and asked.get("siteGuid") == GUID
        page, size = int(asked.get("pageIndex") or 0), int(asked.get("pageSize") or SIZE)
        lines = self.columns[key].lines if good else []
        data = [
            {
                "realtitle": x.title,
                "title": f"{x.title[:14]}...",
                "infodate": f"{x.published:%Y-%m-%d}",
                "infourl": x.path,
            }
            for x in lines[page * size : (page + 1) * size]
        ]
        said = {"status": {"code": 1, "text": "ok"}, "custom": {"total": len(lines), "data": data}}
        return Answer(
            200,
            json.dumps(said, ensure_ascii=False).encode(),
            (("Content-Type", "application/json;charset=UTF-8"),),
        )
