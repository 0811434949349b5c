# ruff: noqa: E501  (markup, a line of it a line)
"""A portal of no known CMS: an image map, years in a drop-down, links by onclick, classes below, then articles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.families.desk import Column, Line
from tests.portal.families.strange.skeleton import Strange, day
from tests.portal.families.world import Place
from tests.portal.model import File


class Generic(Strange):
    """Year (option) › class (onclick) › article without an extension."""

    family: ClassVar[str] = "strange_generic"
    theme: ClassVar[str] = "w3"
    place_: ClassVar[Place] = Place("合泉县", "519805", "www.hequanxian.gov.cn", "0829", "646201")
    towns: ClassVar[tuple[str, str]] = ("大桥镇", "符阳")
    single_form: ClassVar[str] = "/single/{n}/7186.html"

    def portal(self) -> None:
        self.top += [("公示公告", "/gk/gsgg/list_1")]
        self.hub(
            "/gk/index", "政府信息公开平台", [("机构信息", self.foot[1][1]), ("往年年报", "/gk/zfxxgknb/index")]
        )
        above = [("首页", "/"), ("政府信息公开平台", "/gk/index"), ("政府信息公开年报", "/gk/zfxxgknb/index")]
        self.news.data["path"] = "/gk/gsgg/"
        for year in self.years:
            classes = []
            for kind, name in (("bm", "县级部门"), ("xz", "乡镇街道")):
                path = f"/gk/zfxxgknb/n{year - 2000}/{kind}/"
                self.column(
                    f"{kind}{year}",
                    name,
                    [*above, (f"{year}年", f"/gk/zfxxgknb/n{year - 2000}/index")],
                    path=path,
                    needed=True,
                )
                classes.append((name, f"{path}list_1"))
            self._year(year, classes)
        options = "".join(
            f'<option value="/gk/zfxxgknb/n{year - 2000}/index">{year}年</option>' for year in self.years
        )
        inner = f'<h3>政府信息公开年报</h3><select onchange="location.href=this.value"><option value="">请选择年份</option>{options}</select>'
        self.at("/gk/zfxxgknb/index", lambda request: self.said(self.frame("政府信息公开年报", inner)))
        self.need("/gk/zfxxgknb/index")
        self.papers_of(lambda key, year: self.columns[f"{'xz' if key in {'fz', 'sj'} else 'bm'}{year}"])
        self.near(self.columns["bm2022"], 4, years=(2022,))

    def _year(self, year: int, classes: Sequence[tuple[str, str]]) -> None:
        path = f"/gk/zfxxgknb/n{year - 2000}/index"
        links = "".join(f"<li onclick=\"window.open('{url}')\">{name}</li>" for name, url in classes)
        self.at(path, lambda request: self.said(self.frame(f"{year}年", f"<h3>{year}年</h3><ul>{links}</ul>")))
        self.need(path)

    def home(self) -> str:
        area = (
            '<img src="/img/banner.png" usemap="#m"><map name="m"><area shape="rect" coords="0,0,9,9" '
            'href="/gk/index" alt="政府信息公开"></map></section>'
        )
        return super().home().replace("</section>", area, 1)

    def article_path(self, column: Column, published: datetime) -> str:
        return f"{column.data['path']}content_{self.number(100000, 299999)}"

    def file_path(self, file: File) -> str:
        return f"/uploadfiles/202201/27/2022012709301587.{file.type}"

    def article_page(self, column: Column, line: Line) -> str:
        inner = (
            f'<div class="w3-a"><div class="w3-p">{self.crumbs(column, "»")}</div><strong class="w3-t">{escape(line.title)}</strong>'
            f'<div class="w3-m"><span>[{day(line.published)}]</span><span>【{escape(line.source)}】</span></div><div class="w3-c">{line.body()}</div></div>'
        )
        return self.frame(line.title, inner, column=column, line=line)

    def lists(self, column: Column) -> None:
        base = column.data["path"]

        def render(column: Column, lines: Sequence[Line], number: int, pages: int) -> str:
            rows = self.rows(lines, '<div><a href="{url}">· {title}</a><u>{date:%y-%m-%d}</u></div>')
            after = f'<a href="{base}list_{number + 1}">&gt;</a>' if number < pages else ""
            return f"<h3>{column.name}</h3>{rows}<p>第{number}页/共{pages}页 {after}</p>"

        self.paged(column, lambda number, pages: f"{base}list_{number}", render, 6)
