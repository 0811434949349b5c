"""www.huancui.gov.cn: the xxgk module. Home → department list → shell (vc_xxgkarea) → xxgkAnnualReport.jsp.

No answer of this endpoint has been published: its markup, its page for an absent year and the list of years in
the shells are inference (PORTALS.md §1.1).
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from tests.portal import article, load, skin
from tests.portal.answer import Answer, Request, html
from tests.portal.model import Agency, Column, Report
from tests.portal.site import BUILT, Site, digest, list_items
from tests.portal.templates import fill

ENDPOINT = "/module/xxgk/xxgkAnnualReport.jsp"
# how many years a shell links, newest first; the others must be asked for by their number
LINKED = {"zjj": 1, "fgj": 3}
TWIN = {"xfj", "mzj"}  # shells that link https://…:8443 beside http
REVERSED = {"gxj", "tjj", "mzj"}  # shells that write fbtime before area
OPTIONS = {"swj", "fgj"}  # shells that offer the years in a <select>


def annual_report(area: str, year: int, *, reverse: bool = False) -> str:
    """Path and query of route A."""
    both = [f"area={area}", f"fbtime={year}"]
    return f"{ENDPOINT}?{'&'.join(reversed(both) if reverse else both)}"


def shell(agency: Agency) -> str:
    """Path and query of an agency's own page, as the department list links it."""
    return f"/col/col{agency.shell}/index.html?vc_xxgkarea={agency.code}&jh=261"


class Huancui(Site):
    """环翠区: reports by agency code and year."""

    host = "www.huancui.gov.cn"

    def __init__(self) -> None:
        super().__init__()
        self.agencies = [a for (host, _), a in load.agencies().items() if host == self.host]
        for agency in self.agencies:
            self.handlers[f"/col/col{agency.shell}/index.html"] = lambda request, a=agency: self._shell(a)  # type: ignore[misc]
        self.handlers[ENDPOINT] = self._annual_report
        self.handlers["/module/xxgk/tree.jsp"] = self._tree
        self.handlers["/module/xxgk/search.jsp"] = self._search

    def places(self, report: Report) -> list[tuple[str, Column, datetime]]:
        """No articles: route A only."""
        return []

    def way(self) -> list[str]:
        """Landing page, department list, shells."""
        shells = [shell(agency) for agency in self.agencies]
        return ["/col/col57800/index.html", "/col/col57801/index.html", *shells]

    def robots(self) -> Answer:
        """One rule covers a column that is linked."""
        text = "User-agent: *\nDisallow: /module/idea/\nDisallow: /col/col57830/\n"
        return Answer(200, text.encode(), (("Content-Type", "text/plain"),), BUILT)

    def navigation(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """政府信息公开 stands here too."""
        area = "11371002004359387D"
        shown = [
            ("首页", "/index.html"),
            ("政务动态", "/col/col57812/index.html"),
            ("政府信息公开", f"/col/col57800/index.html?vc_xxgkarea={area}&jh=261"),
            ("办事服务", "http://www.shandong.gov.cn/"),
            ("互动交流", "/module/idea/que_list.jsp"),
        ]
        return shown, [("重点领域信息公开", "/col/col46594/index.html")]

    def article_info(self, published: datetime, source: str) -> list[str]:
        """Date without time."""
        marked = f"信息来源：<!--<$[信息来源]>begin-->{source}<!--<$[信息来源]>end-->"
        return [f"发布日期：{published:%Y-%m-%d}", "浏览次数： ", marked]

    def home(self, request: Request) -> Answer:
        """News, notices, and the way to 政府信息公开."""
        shown = [self.columns[number] for number in (57812, 57810, 57815, 57818)]
        blocks = "".join(
            f'<div class="half"><h2><a href="/col/col{c.id}/index.html">{c.name}</a></h2>'
            f"{list_items(self.records(c))}</div>"
            for c in shown
        )
        body = fill("huancui_home.html", blocks=blocks)
        return self.page(self.site["title"], skin.site_metas(self.site), body, BUILT)

    def column_body(self, column: Column, request: Request) -> str:
        """The landing page and the department list are written by hand; the rest are jpage lists."""
        if column.id == 57800:
            return self.sidebar(column, fill("huancui_landing.html"))
        if column.id == 57801:
            links = "\n".join(f'<li><a href="{shell(a)}" target="_blank">{a.name}</a></li>' for a in self.agencies)
            return self.sidebar(column, f'<ul class="dept">\n{links}\n</ul>')
        return super().column_body(column, request)

    def _of(self, area: str) -> list[Report]:
        found = [report for report in self.reports.values() if report.agency.code == area]
        return sorted(found, key=lambda report: report.year, reverse=True)

    def _shell(self, agency: Agency) -> Answer:
        """The agency's own page; the years are links or options, some of them https on :8443."""
        years = [report.year for report in self._of(agency.code)[: LINKED.get(agency.key, 99)]]
        urls = [annual_report(agency.code, year, reverse=agency.key in REVERSED) for year in years]
        if agency.key in TWIN:
            urls = [f"https://{self.host}:8443{url}" if at % 2 else url for at, url in enumerate(urls)]
        named = [(escape(url), f"{year}年") for url, year in zip(urls, years, strict=True)]
        lines = [f'<li><a href="{url}" target="_blank">{name}</a></li>' for url, name in named]
        if agency.key in OPTIONS:
            options = "".join(f'<option value="{url}">{name}</option>' for url, name in named)
            opened = "if(this.value)window.open(this.value)"
            lines = [
                f'<li><select onchange="{opened}"><option value="">请选择年份</option>{options}</select></li>'
            ]
        body = fill(
            "huancui_shell.html",
            name=agency.name,
            code=agency.code,
            shell=agency.shell,
            years="\n".join(lines) or "<li>暂无内容</li>",
        )
        return self.page(f"{agency.name} 政府信息公开", skin.site_metas(self.site, "政府信息公开"), body, BUILT)

    def _annual_report(self, request: Request) -> Answer:
        area, year = request.parameter("area"), request.parameter("fbtime")
        found = [report for report in self._of(area) if str(report.year) == year]
        if not found:
            return html(self._module_page('<div class="nb-con">暂无内容！</div>'))
        report = found[0]
        title = f'<div class="nb-title con-title">{escape(report.headline)}</div>\n' if report.headline else ""
        time = f'<div class="nb-time">发布时间:{report.published:%Y-%m-%d %H:%M:%S}</div>'
        body = article.report_body(report, direct=False)
        text = self._module_page(f'{title}{time}\n<div class="nb-con">{body}</div>')
        return html(text, self.modified.get(report.key, report.published))

    def _module_page(self, inside: str) -> str:
        return fill("huancui_module.html", webid=self.site["webid"], inside=inside)

    def _tree(self, request: Request) -> Answer:
        """The tree of a shell: nodes call funclick, counts stand behind the names."""
        area = request.parameter("area")
        names = (("zcwj", "政策文件"), ("jgzn", "机构职能"), ("ghjh", "规划计划"), ("yjsgk", "财政预决算"))
        nodes = "\n".join(
            f"<li><a href=\"#\" onclick=\"funclick('{code}','{digest(area + code)}')\">{name}({at + 3})</a></li>"
            for at, (code, name) in enumerate(names)
        )
        return html(f'<html><head><title></title></head><body><ul class="tree">\n{nodes}\n</ul></body></html>')

    def _search(self, request: Request) -> Answer:
        """The list of documents of an area, as a fragment."""
        area = request.parameter("area")
        names = [a.name for a in self.agencies if a.code == area]
        own = [line for line in self.records(self.columns[57815]) if names and line.headline.startswith(names[0])]
        rows = "\n".join(
            fill(
                "huancui_row.html",
                parity="even" if at % 2 else "odd",
                url=f"http://{self.host}{line.url}",
                headline=escape(line.headline),
                date=f"{line.published:%Y-%m-%d}",
            )
            for at, line in enumerate(own)
        )
        pages = f'<table class="tb_title"><tr><td>&nbsp;&nbsp;共{1 if own else 0}页&nbsp;&nbsp;</td></tr></table>'
        return html(f"{pages}\n<table>\n{rows}\n</table>")
