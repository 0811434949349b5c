# ruff: noqa: E501  (markup, a line of it a line)
"""gkmlpt in another dress: the column deep in the tree, departments from a page, bodies in DETAIL or in the page."""

from __future__ import annotations

import json
from datetime import datetime
from html import escape
from typing import Any, ClassVar

from tests.portal.answer import Answer, Request
from tests.portal.families.base import Handler
from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File


class Gkmlpt(Strange):
    """A catalogue of the government and one for each of the others."""

    family: ClassVar[str] = "strange_gkmlpt"
    theme: ClassVar[str] = "gd"
    place_: ClassVar[Place] = Place("梅岭市", "449812", "www.meilingshi.gov.cn", "0753", "514001")
    towns: ClassVar[tuple[str, str]] = ("雁洋镇", "金山")
    years: ClassVar[range] = range(2019, 2025)
    single_form: ClassVar[str] = "/gywm/p{n}/index.html"

    def portal(self) -> None:
        self.top += [
            ("政府信息公开", "/gkmlpt/index"),
            ("部门信息公开", "/zwgk/bmxxgk/index.html"),
            ("公示公告", "/zwgk/gsgg/index.html"),
        ]
        fronts = [(owner.short, f"/ml{key}/gkmlpt/index") for key, owner in self.owners.items() if key != "zfb"]
        self.hub("/zwgk/bmxxgk/index.html", "部门信息公开", fronts)
        for at, (key, owner) in enumerate(self.owners.items()):
            prefix = "" if key == "zfb" else f"/ml{key}"
            cat, sid = 21300 + 17 * at, f"7530{at:02}"
            column = self.column(key, "政府信息公开工作年度报告", prefix=prefix, cat=cat, sid=sid, needed=True)
            self.at(f"{prefix}/gkmlpt/index", self._index(column, owner.name))
            self.need(f"{prefix}/gkmlpt/index", f"{prefix}/gkmlpt/api/all/{cat}?page=1&sid={sid}")
        self.papers_of(lambda key, year: self.columns[key])
        self.near(self.columns["zfb"], 4)

    def _config(self, column: Column, detail: dict[str, Any] | None = None) -> str:
        cat = column.data["cat"]
        leaf = {"id": cat, "name": column.name, "parent": cat - 1, "children": [], "jump_url": ""}
        tree = [
            {"id": cat - 3, "name": "政府信息公开指南", "parent": 0, "children": [], "jump_url": ""},
            {
                "id": cat - 2,
                "name": "法定主动公开内容",
                "parent": 0,
                "jump_url": "",
                "children": [
                    {"id": cat - 1, "name": "监督保障", "parent": cat - 2, "jump_url": "", "children": [leaf]}
                ],
            },
        ]
        config = {"TREE": tree, "SID": column.data["sid"], "SERVICE_AREA_ID": "753", "DETAIL": detail}
        return f"<script>\nwindow._CONFIG = {json.dumps(config, ensure_ascii=False)};\n</script>"

    def _index(self, column: Column, name: str) -> Handler:
        def handle(request: Request) -> Answer:
            return self.said(self.frame(name, '<div id="app"></div>', head=self._config(column)))

        return handle

    def article_path(self, column: Column, published: datetime) -> str:
        number = self.number(6000000, 9999999)
        if column.key == "news":
            return f"/zwgk/gsgg/content/post_{number}.html"
        return f"{column.data['prefix']}/gkmlpt/content/{number // 10**6}/{number // 1000}/post_{number}.html"

    def file_path(self, file: File) -> str:
        return f"/attachment/0/147/147223/2091122.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        if column.key in {"", "news"}:
            inner = f'<h1>{escape(line.title)}</h1><p>来源：{escape(line.source)} 时间：{line.published:%Y-%m-%d %H:%M}</p><div class="gd-c">{line.body()}</div>'
            return self.frame(line.title, inner, column=column, line=line)
        facts = f'<table class="gd-t"><tr><td>发布机构:</td><td>{escape(line.source)}</td><td>成文日期:</td><td>{line.published:%Y-%m-%d}</td></tr></table>'
        if column.key in {"slj", "fz"}:
            body = (
                self._config(
                    column, {"id": 1, "title": line.title, "publisher": line.source, "content": line.body()}
                )
                .replace("</", "<\\/")
                .replace("<\\/script>", "</script>")
            )
            return self.frame(line.title, f"{facts}<h2>{escape(line.title)}</h2>{body}", column=column, line=line)
        inner = f'{facts}<h2 class="gd-h">{escape(line.title)}</h2><div class="article-content tyxxy_main">{line.body()}</div>'
        return self.frame(line.title, inner, column=column, line=line, head=self._config(column))

    def lists(self, column: Column) -> None:
        if column.key == "news":
            rows = self.rows(column.lines, '<li><a href="{url}">{title}</a></li>')
            self.at(
                "/zwgk/gsgg/index.html",
                lambda request: self.said(self.frame(column.name, f"<ul>{rows}</ul>", column=column)),
            )
            return
        cat, prefix = column.data["cat"], column.data["prefix"]

        def api(request: Request) -> Answer:
            page = max(1, int(request.query.get("page", "1")))
            articles = [
                {
                    "id": 1000 + at,
                    "title": x.title,
                    "publisher": x.source,
                    "identifier": f"{self.owners[column.key].code}/{x.published.year}-0{at:04}",
                    "date": f"{x.published:%Y-%m-%d %H:%M:%S}",
                    "display_publish_time": int(x.published.timestamp()),
                    "url": self.url(x.path),
                    "post_url": "",
                    "attachment": [],
                    "is_expired": 0,
                }
                for at, x in enumerate(column.lines[(page - 1) * 100 : page * 100])
            ]
            said = {
                "articles": articles,
                "total": len(column.lines),
                "classify": {"id": cat, "name": column.name, "post_count": len(column.lines)},
            }
            return Answer(
                200, json.dumps(said, ensure_ascii=False).encode(), (("Content-Type", "application/json"),)
            )

        self.on(f"{prefix}/gkmlpt/api/all/{cat}", api)
