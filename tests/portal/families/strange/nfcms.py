# ruff: noqa: E501  (markup, a line of it a line)
"""NFCMS in another dress: classes, then years as directories; posts with mobile twins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange
from tests.portal.families.world import Place
from tests.portal.model import File

ROOT = "/zwgk/zfxxgkgzndbg/"
ROW = '<tr><td><time>{date:%m/%d/%Y}</time></td><td><a href="{url}" title="{title}" target="_blank">{title}</a></td></tr>'


class Nfcms(Strange):
    """Class › year › report."""

    family: ClassVar[str] = "strange_nfcms"
    theme: ClassVar[str] = "nf"
    place_: ClassVar[Place] = Place("榕屿市", "449804", "www.rongyushi.gov.cn", "0759", "524101")
    towns: ClassVar[tuple[str, str]] = ("海口镇", "赤岭")
    kind: ClassVar[str] = "docx"
    single_form: ClassVar[str] = "/gywz/p{n}/index.html"

    def portal(self) -> None:
        self.top += [("政府信息公开", "/zwgk/index.html"), ("公示公告", "/zwdt/gsgg/index.html")]
        above = [
            ("首页", "/"),
            ("政府信息公开", "/zwgk/index.html"),
            ("政府信息公开工作年度报告", f"{ROOT}index.html"),
        ]
        self.hub(
            "/zwgk/index.html",
            "政府信息公开",
            [("依申请公开", self.foot[1][1]), ("政府信息公开工作年度报告", f"{ROOT}index.html")],
        )
        self.hub(
            f"{ROOT}index.html",
            "政府信息公开工作年度报告",
            [("市直部门", f"{ROOT}szbm/index.html"), ("镇街", f"{ROOT}zj/index.html")],
        )
        years: dict[str, list[tuple[str, str]]] = {"szbm": [], "zj": []}
        for kind in years:
            for year in self.years:
                path = f"{ROOT}{kind}/gb{year}/"
                years[kind].append((f"{year}年", f"{path}index.html"))
                self.column(f"{kind}{year}", f"{year}年", above, path=path, needed=True)
        self.hub(f"{ROOT}szbm/index.html", "市直部门", years["szbm"])
        self.hub(f"{ROOT}zj/index.html", "镇街", years["zj"])
        self.news.data["path"] = "/zwdt/gsgg/"
        self.papers_of(lambda key, year: self.columns[f"{'zj' if key in {'fz', 'sj'} else 'szbm'}{year}"])
        self.near(self.columns["szbm2023"], 4, years=(2023,))

    def article_path(self, column: Column, published: datetime) -> str:
        return f"{column.data['path']}content/post_{self.number(7000000, 12999999)}.html"

    def file_path(self, file: File) -> str:
        return f"/attachment/0/517/517688/9103540.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        number = line.path.rpartition("_")[2].removesuffix(".html")
        twin = line.path.replace("/post_", "/mpost_")
        inner = (
            f'<div class="nf-loc">{self.crumbs(column)}</div><div class="news_cont_d_wrap">{line.body()}</div>'
            f'<aside><h4 class="nf-h">{escape(line.title)}</h4><em>{line.published:%Y-%m-%d %H:%M:%S}</em><i>来源 : {escape(line.source)}</i></aside>'
        )
        head = (
            f'<meta name="ArticleId" content="{number}"><script>var NFCMS_SITE_ID=448801, NFCMS_POST_ID={number};</script>'
            f'<link rel="alternate" media="only screen and (max-width: 640px)" href="{twin}">\n'
        )
        return self.frame(line.title, inner, column=column, line=line, head=head)

    def lists(self, column: Column) -> None:
        base = column.data["path"]

        def render(column: Column, lines: Sequence[Line], number: int, pages: int) -> str:
            rows = self.rows(lines, ROW)
            more = "".join(
                f'<a class="nf-n" href="{base}{page(n)}">{n}</a>' for n in range(1, pages + 1) if n != number
            )
            return f'<h3>{column.name}</h3><table class="nf-tb">{rows}</table><div class="nf-pg">{more}</div>'

        def page(number: int) -> str:
            return "index.html" if number == 1 else f"index_{number}.html"

        self.paged(column, lambda number, pages: f"{base}{page(number)}", render, 5)
