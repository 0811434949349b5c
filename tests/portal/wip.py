"""www.wip.gov.cn: 政府信息公开 › 信息公开目录 › 管委信息公开 › 信息公开年报 › year (PORTALS.md §1.2)."""

from __future__ import annotations

from datetime import datetime

from tests.portal import skin
from tests.portal.answer import Answer, Request
from tests.portal.model import Column
from tests.portal.site import BUILT, Site, list_items
from tests.portal.templates import fill

PARENTS = {39800, 39810, 39820, 39830, 151700}


class Wip(Site):
    """临港区: reports of the 管委会 and of its townships, direct links to /attach/, no robots.txt."""

    host = "www.wip.gov.cn"
    direct_attachments = True

    def way(self) -> list[str]:
        """政府信息公开 › 信息公开目录 › 管委信息公开 › 信息公开年报."""
        return [f"/col/col{number}/index.html" for number in (39800, 39810, 39820, 39830)]

    def robots(self) -> Answer:
        """There is none."""
        return self.not_found()

    def navigation(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The items of the navigation script."""
        shown = [
            ("首页", "/index.html"),
            ("工作动态", "/col/col39840/index.html"),
            ("政府信息公开", "/col/col39800/index.html"),
            ("投资临港", "/col/col39870/index.html"),
        ]
        return shown, [("信息公开年报", "/col/col39831/index.html")]

    def article_info(self, published: datetime, source: str) -> list[str]:
        """发布时间 in Chinese, 信息来源, an empty counter."""
        return [
            f"发布时间：{published:%Y年%m月%d日 %H:%M}",
            f"信息来源：<!--<$[信息来源]>begin-->{source}<!--<$[信息来源]>end-->",
            "浏览次数:",
        ]

    def home(self, request: Request) -> Answer:
        """News and the way to 政府信息公开, which stands in an image map only."""
        body = fill("wip_home.html", news=list_items(self.records(self.columns[39840])))
        return self.page(self.site["title"], skin.site_metas(self.site), body, BUILT)

    def column_body(self, column: Column, request: Request) -> str:
        """Parent columns show their children."""
        if column.id in PARENTS:
            return self.sidebar(column, "<p>请选择左侧栏目查看。</p>")
        return super().column_body(column, request)
