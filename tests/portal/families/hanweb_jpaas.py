"""A portal on Hanweb jpaas: navigation written by a script, lists by build/unit (PORTALS.md §2.2).

From §2.2 (every trap named there) and samples: hanweb_jpaas_nav_yantai_excerpt.js (tags over several lines, a link
in a comment), reconstructed/hanweb_jpaas_*. Inference: several units on a page of which one is the list; child
columns that only a unit names (0) or that stand in the page (1); the list absent from the page (0) or its first
page present (1); a cookie that must come back (0) or a Referer alone (1); where attachments lie; the search.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlencode

from tests.portal import article, skin
from tests.portal.answer import Answer, Request, html
from tests.portal.families import chatter, world
from tests.portal.families.base import Ask, Source, Stranger
from tests.portal.families.hanweb import BUILT, DOWNLOAD, Col, Hanweb, Row
from tests.portal.families.world import Place
from tests.portal.model import Agency, File, Report

PLACES = (
    Place("海朔市", "379961", "www.haishuo.gov.cn", "0637", "267600"),
    Place("北峤县", "339955", "www.beiqiao.gov.cn", "0589", "329400"),
)
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
FIND = "/api-gateway/jpaas-jsearch-web-server/search"
EMPTY = "模板内容数据为空"
KEYS = ("parseType", "webId", "tplSetId", "pageType", "tagId", "editType", "pageId")
OPEN, BOARD, CITY, BUREAUX, NEWS, NOTICES = 7, 29, 40, 50, 12, 13
AGENCIES = ("教育局", "民政局", "审计局", "卫生健康局", "渔港街道办事处")
_HEAD = """<!DOCTYPE html><html><head><meta charset="UTF-8"><title>{title}</title>
{metas}
<script src="{nav}"></script>"""
_FORM = (
    f'<form action=\\"{FIND}\\" method=\\"get\\" target=\\"_blank\\">',
    '<input name=\\"serviceId\\" type=\\"hidden\\" value=\\"ytlRfJhpRJsFtLvtGVXBA\\">',
    '<input name=\\"q\\"></form>',
)


class HanwebJpaas(Hanweb):
    """海朔市 and 北峤县."""

    family = "hanweb-jpaas"
    names = (("www.haishuo.gov.cn",), ("www.beiqiao.gov.cn",))

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.place, self.webid = PLACES[variant], (158, 3096)[variant]
        self.base, self.serial = (14000, 1229500)[variant], 100
        self.set = ("A202XXRoMQuFvyLH7Epbk", "4wJ0p9SxTbK2cQdLmVu8Z")[variant]
        self.tag = ("右侧列表", "当前栏目list")[variant]
        self.nav = ("/picture/158/nav2209.js", "/resources/js/top.js")[variant]
        self.owners = [world.agency(self.place, name, f"b{n}") for n, name in enumerate(AGENCIES)]
        self.government = world.agency(self.place, f"{self.place.name}人民政府", "zf")
        self.stale = {self.base + 52 + variant}  # columns whose page names a unit of an older template
        self.dateless = {self.base + 51 + 2 * variant}
        self._columns()
        self._reports()
        self._strangers()
        self._serve()
        self._needed()

    def col(self, number: int) -> Col:
        """A column by its number within the host."""
        return self.cols[self.base + number]

    def art(self, col: Col, published: datetime, number: int) -> str:
        """`/art/YEAR/art_<32 hexadecimal digits>.html`, without the column."""
        mark = hashlib.md5(f"{self.host}/{number}".encode(), usedforsecurity=False).hexdigest()
        return f"/art/{published.year}/art_{mark}.html"

    def own_metas(self, col: Col) -> str:
        """The article's own column, which need not be the one that lists it."""
        return f'<meta name="ColId" content="{col.id}">\n'

    def number(self) -> int:
        """The next article's number."""
        self.serial += 1
        return self.serial

    def _columns(self) -> None:
        names = {OPEN: ("政务公开", 0), BOARD: ("政府信息公开", OPEN), 30: ("政府信息公开指南", BOARD)}
        names |= {CITY: ("政府信息公开年报", BOARD), BUREAUX: ("部门年报", BOARD), NEWS: ("工作动态", 0)}
        names |= {
            NOTICES: ("公示公告", 0),
            31: ("法治政府建设", BOARD),
            32: ("网站年度报表", BOARD),
            33: ("预决算", BOARD),
        }
        for at, owner in enumerate(self.owners):
            names[51 + at] = (f"{owner.short}年报" if at % 2 else owner.name, BUREAUX)
        for number, (name, parent) in names.items():
            self.cols[self.base + number] = Col(self.base + number, name, self.base + parent if parent else 0)
        self.col(NEWS).per_page = 20

    # reports

    def _reports(self) -> None:
        for year in range(2008, 2026):
            headline = f"{self.place.name}{year}年政府信息公开工作年度报告"
            if year == 2013:
                headline = f"{self.place.name}人民政府２０１３年政府信息公开工作年度报告"
            paper = world.report(self.government, year, headline=headline, number=self.number())
            self._tell(self.col(CITY), paper, "full-width year" if year == 2013 else "")
        for at, owner in enumerate(self.owners):
            for year in range(2022 - at % 3, 2026):
                paper = self._paper(owner, year)
                own = replace(paper, id=self.number())
                place = self.col(51 + at)
                if at == 4 and year == 2024:  # a second copy, in the city's column
                    twin = replace(paper, id=self.number(), published=paper.published + timedelta(minutes=40))
                    paths = [self.publish(place, own), self.publish(self.col(CITY), twin)]
                    self.add(own, [Source(self.url(path), self.url(path)) for path in paths], "published twice")
                else:
                    self._tell(place, own)

    def _paper(self, owner: Agency, year: int) -> Report:
        number = self.number()
        if owner is self.owners[1] and year == 2024:
            kind = ("pdf", "docx")[self.variant]
            name = f"{owner.name}{year}年政府信息公开工作年度报告.{kind}"
            file = File(f"{self.host.split('.')[1]}_{owner.key}{year}", kind, name, "libreoffice")
            return world.report(owner, year, page="file", files=(file,), number=number)
        if owner is self.owners[2] and year == 2025:
            return world.report(owner, year, headline=f"{year}年政府信息公开工作年度报告", number=number)
        return world.report(owner, year, number=number)

    def _tell(self, col: Col, paper: Report, note: str = "") -> None:
        if paper.headline.startswith("2"):
            note = "no agency in the headline"
        paper = replace(paper, agency=replace(paper.agency, source=paper.agency.name))
        url = self.url(self.publish(col, paper))
        sources = [] if paper.page == "file" else [Source(url, url)]
        for file in paper.files:
            linked = self.url(article.download(file))
            sources.append(Source(linked, self.url(article.attached(file)), file.type))
        self.add(paper, sources, note)

    # what is no report

    def _strangers(self) -> None:
        years, bureaux = (2015, 2019, 2021, 2023, 2024), AGENCIES[:4]
        near = chatter.near(self.place, 44, first=7000, years=years, bureaux=bureaux)
        home = {"rule": 31, "website": 32, "budget": 33, "guide": 30}
        for at, item in enumerate(near):
            path = self.post(self.col(home.get(item.kind, NOTICES)), item)
            self.distractors.append(Stranger(self.url(path), item.why))
            if at % 7 == 3:  # and in the column of reports: the article's own column is another one
                self.col(CITY).rows.append(Row(path, item.headline, item.published))
        for at, item in enumerate(chatter.far(self.place, 120, first=8000, years=years, bureaux=bureaux)):
            path = self.post(self.col((NEWS, NOTICES, NEWS, 51 + at % 5, CITY)[at % 5] if at < 40 else NEWS), item)
            if at < 40 and at % 5 > 2:
                self.distractors.append(Stranger(self.url(path), f"{item.why} in a column of reports"))
        lost = self.art(self.col(CITY), BUILT, self.number())
        self.col(CITY).rows.append(Row(lost, "2007年政务公开工作总结", datetime.fromisoformat("2008-02-03")))
        self.dead.append(Stranger(self.url(lost), "404"))
        self.forbidden.append(Stranger(self.mirror, "a host that is no government's"))
        if not self.variant:
            self.forbidden.append(Stranger(self.url(FIND), "robots.txt"))

    # pages

    def frame(self, title: str, metas: str, body: str) -> str:
        """A page whose head calls the navigation script."""
        foot = f'<div class="footer"><a href="{self.mirror}">友情链接：{self.place.name}在线</a></div>'
        head = _HEAD.format(title=escape(title), metas=metas, nav=self.nav)
        return f"{head}</head><body>{body}{foot}</body></html>"

    def _navigation(self) -> str:
        area = f"{self.government.code}-1"
        items = [("首页", "/"), ("政务公开", self.col(OPEN).path), ("工作动态", self.col(NEWS).path)]
        items += [
            ("政府信息公开", f"{self.col(BOARD).path}?vc_xxgkarea={area}&jh=263"),
            ("公告", self.col(NOTICES).path),
        ]
        items += [("政民互动", "/hdjl/xjcx.do?id=1&sid=0"), ("公开日历", "/gkrl/index.do?y=2026&m=1")]
        if self.variant:
            parts = " +\n  ".join(f'\'<li><a class="m" href="{url}">{name}</a></li>\'' for name, url in items)
            return f"/* top */\nvar html = '<ul>' +\n  {parts} + '</ul>';\ndocument.write(html);\n"
        lines = list(_FORM)
        for name, url in items:
            lines += [
                "        <li>",
                "            <a",
                f'                    href=\\"{url}\\">{name}</a>',
                "        </li>",
            ]
        script = [f'document.writeln("{line}");' for line in lines]
        script.insert(4, f'//document.writeln("<a href=\\"{self.col(33).path}\\">政府信息公开年报</a>");')
        return "\n".join(script) + "\n"

    def _unit(self, col: Col, tag: str) -> str:
        """The script element that asks for a unit; the attribute is written in two ways."""
        asked = {name: self._keys(col, tag)[name] for name in KEYS}
        text = "{" + ",".join(f"'{name}':'{value}'" for name, value in asked.items()) + "}"
        if self.variant:
            return f'<script querydata="{text}" url="{UNIT}"></script>'
        return f'<script url="{UNIT}" queryData="{text}"></script>'

    def _keys(self, col: Col, tag: str) -> dict[str, str]:
        values = ("bulidstatic", str(self.webid), self.set, "column", tag, "null", str(col.id))
        return dict(zip(KEYS, values, strict=True))

    def _column(self, col: Col) -> Callable[[Request], Answer]:
        def handle(request: Request) -> Answer:
            tag = "右侧列表_2021" if col.id in self.stale else self.tag
            shown = self._rows(col, 1, 15) if self.variant and col.id not in self.stale else ""
            side = self._unit(col, "左侧导航") + (self._children(col) if self.variant else "")
            inside = f'<div class="left">{side}</div>'
            if col.rows:
                inside += f'<div class="right">{shown}{self._unit(col, tag)}</div>'
            elif col.id == self.base + BOARD:
                inside += self._board()
            metas = f'<meta name="ColId" content="{col.id}">\n' + skin.site_metas(self.site, col.name)
            said = html(self.frame(col.name, metas, self.crumbs(col) + self._unit(col, "当前位置") + inside))
            return Answer(said.status, said.body, (*said.headers, ("Set-Cookie", "zh_choose_158=s; Path=/")))

        return handle

    def _board(self) -> str:
        shown = [self.col(number) for number in (30, CITY, BUREAUX, 31, 32, 33)]
        return "<ul>" + "".join(f'<li><a href="{col.path}">{col.name}</a></li>' for col in shown) + "</ul>"

    def _children(self, col: Col) -> str:
        shown = [c for c in self.cols.values() if c.parent == col.id]
        return "<ul>" + "".join(f'<li><a href="{c.path}">{c.name}</a></li>' for c in shown) + "</ul>"

    def _rows(self, col: Col, page: int, size: int) -> str:
        lines = []
        for at, row in enumerate(col.sorted[(page - 1) * size : page * size]):
            date = "" if col.id in self.dateless else f'<span class="time">{row.published:%Y-%m-%d}</span>'
            url = self.url(row.url).replace("http:", "https:") if self.variant and at % 5 == 4 else row.url
            text = escape(row.headline)
            link = f'<a class="news" href="{url}" title="{text}" target="_blank">{text}</a>'
            lines.append(f"<li>{date}{link}</li>" if self.variant else f"<li>{link}{date}</li>")
        count = f'count="{len(col.rows)}" pageNo="{page}" pageSize="{size}"'
        pager = f'<div class="pagination" id="pagination" {count}></div>'
        return f'<div class="default_pgContainer"><ul class="page-content">{"".join(lines)}</ul></div>{pager}'

    def _build(self, request: Request) -> Answer:
        """build/unit: 403 without Referer (and cookie), 模板内容数据为空 for a tag that is not the column's."""
        headers = request.headers
        known = self.host in headers.get("referer", "") and bool(headers.get("user-agent"))
        if not known or (not self.variant and "zh_choose" not in headers.get("cookie", "")):
            return html("<html><body>403 Forbidden</body></html>", status=403)
        number = request.query.get("pageId", "")
        col = self.cols.get(int(number)) if number.isdigit() else None
        tag = request.query.get("tagId", "")
        right = request.query.get("webId") == str(self.webid) and request.query.get("tplSetId") == self.set
        if col is None or not right:
            return _json({"success": False, "code": "500", "message": "参数错误", "data": None})
        if tag == "左侧导航":
            text = self._children(col)
        elif tag == "当前位置":
            text = self.crumbs(col)
        elif tag in {self.tag, ""} and (tag == "" or col.id not in self.stale):
            text = self._rows(col, *_paging(request))
        else:
            text = EMPTY
        return _json({"success": True, "code": "200", "message": "操作成功", "data": {"html": text}})

    # answers

    def _serve(self) -> None:
        if not self.variant:
            self.file(
                "/robots.txt", b"User-agent: *\nDisallow: /api-gateway/jpaas-jsearch-web-server/\n", "txt", BUILT
            )
        self.file(self.nav, self._navigation().encode(), "js", BUILT)
        self.on(DOWNLOAD, self._download)
        for path in ("/", "/index.html"):
            self.page(path, self._home, BUILT)
        for col in self.cols.values():
            self.on(col.path, self._column(col))
        self.on(UNIT, self._build)
        self.on(FIND, lambda request: html("<html><body><div class='search-result'>共0条</div></body></html>"))
        self.on("/hdjl/xjcx.do", chatter.sessions)
        self.on("/gkrl/index.do", chatter.calendar)

    def _home(self) -> str:
        news = chatter.listing([(r.url, r.headline, r.published) for r in self.col(NEWS).sorted[:25]])
        notices = chatter.listing([(r.url, r.headline, r.published) for r in self.col(NOTICES).sorted[:20]])
        return self.frame(
            self.site["title"], skin.site_metas(self.site), f"<h2>要闻</h2>{news}<h2>公告</h2>{notices}"
        )

    # the way

    def unit_call(self, col: Col, tag: str, page: int = 0) -> Ask:
        """The request for a unit, as the column page makes it."""
        asked = self._keys(col, tag)
        if page:
            asked["paramJson"] = json.dumps({"pageNo": page, "pageSize": 15}, separators=(",", ":"))
        headers = {"Referer": self.url(col.path), "User-Agent": "gongkai", "Cookie": "zh_choose_158=s"}
        return Ask(self.url(f"{UNIT}?{urlencode(asked)}"), headers=headers)

    def _needed(self) -> None:
        self.need("/robots.txt", "/", self.nav)
        self.need(f"{self.col(BOARD).path}?vc_xxgkarea={self.government.code}-1&jh=263")
        self.need(self.col(CITY).path, self.col(BUREAUX).path)
        if not self.variant:
            self.need(self.unit_call(self.col(BUREAUX), "左侧导航"))
        for number in (CITY, *range(51, 51 + len(self.owners))):
            col = self.col(number)
            self.need(col.path)
            if col.id in self.stale:
                self.need(self.unit_call(col, "右侧列表_2021"))
            tag = "" if col.id in self.stale else self.tag
            first = 2 if self.variant and col.id not in self.stale else 1
            for page in range(first, -(-len(col.rows) // 15) + 1):
                self.need(self.unit_call(col, tag, 0 if page == 1 else page))
        for paper, known in zip(self.papers, self.reports, strict=True):
            self.need(*(Ask(source.url) for source in known.sources if source.carrier == "html"))
            if paper.page == "file":
                rows = [row for col in self.cols.values() for row in col.rows]
                self.need(next(row.url for row in rows if row.headline == paper.headline))
        self.need_files(self.papers)


def _paging(request: Request) -> tuple[int, int]:
    """Page and size from paramJson; a bare pageNo is ignored."""
    try:
        asked = json.loads(request.query.get("paramJson", "{}"))
        return max(1, int(asked.get("pageNo", 1))), min(50, max(1, int(asked.get("pageSize", 15))))
    except (ValueError, TypeError, AttributeError):
        return 1, 15


def _json(data: object) -> Answer:
    text = json.dumps(data, ensure_ascii=False)
    return Answer(200, text.encode(), (("Content-Type", "application/json;charset=UTF-8"),))
