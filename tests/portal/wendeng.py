"""www.wendeng.gov.cn: a column a year, jpage in both looks, downfile.jsp (PORTALS.md §1.1 route B)."""

from __future__ import annotations

from datetime import datetime

from tests.portal import skin
from tests.portal.answer import Answer, Request
from tests.portal.jpage import PER_PAGE
from tests.portal.model import Column
from tests.portal.site import BUILT, Site, list_items
from tests.portal.templates import fill


class Wendeng(Site):
    """文登区: reports as articles of year columns, budgets and website reports beside them."""

    host = "www.wendeng.gov.cn"

    def way(self) -> list[str]:
        """政府信息公开 › 政府信息公开年报."""
        return ["/col/col79327/index.html", "/col/col70620/index.html"]

    def robots(self) -> Answer:
        """Nothing is forbidden."""
        return Answer(200, b"User-agent: *\nDisallow:\n", (("Content-Type", "text/plain"),), BUILT)

    def navigation(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The items of the navigation script."""
        shown = [
            ("首页", "/index.html"),
            ("走进文登", "/col/col79301/index.html"),
            ("政府信息公开", "/col/col79327/index.html"),
            ("通知公告", "/col/col79330/index.html"),
            ("政务服务", "http://www.shandong.gov.cn/"),
        ]
        return shown, []

    def article_info(self, published: datetime, source: str) -> list[str]:
        """发布日期 with seconds and a half-width colon."""
        return [f"发布日期:{published:%Y-%m-%d %H:%M:%S}", "浏览次数：<span id='_vlc'></span>"]

    def home(self, request: Request) -> Answer:
        """Notices, policy papers and the way to 政府信息公开; the site search stands here too."""
        blocks = "".join(
            f'<div class="half"><h2>{c.name}</h2>{list_items(self.records(c)[:8])}</div>'
            for c in (self.columns[79330], self.columns[140376])
        )
        body = fill("wendeng_home.html", websiteid=self.site["websiteid"], blocks=blocks)
        return self.page(self.site["title"], skin.site_metas(self.site), body, BUILT)

    def column_body(self, column: Column, request: Request) -> str:
        """Parent columns show their children; one column is paged by `?uid=…&pageNum=N`."""
        if column.id in {79327, 70620}:
            return self.sidebar(column, "<p>请在左侧选择栏目。</p>")
        if column.pager == "uid":
            return self.sidebar(column, self._numbered(column, request))
        return super().column_body(column, request)

    def _numbered(self, column: Column, request: Request) -> str:
        lines = self.records(column)
        pages = -(-len(lines) // PER_PAGE)
        asked = request.parameter("pageNum", "1")
        number = min(max(int(asked), 1), pages) if asked.isdigit() else 1
        links = " ".join(
            f'<a href="/col/col{column.id}/index.html?uid={column.unitid}&pageNum={n}">{n}</a>'
            for n in range(1, pages + 1)
        )
        shown = list_items(lines[(number - 1) * PER_PAGE : number * PER_PAGE])
        pager = f'<p class="pager">共{len(lines)}条 {number}/{pages} {links}</p>'
        return f'<div id="{column.unitid}">{shown}</div>{pager}'
