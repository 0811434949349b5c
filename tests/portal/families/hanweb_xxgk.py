"""A portal on Hanweb's xxgk module: shells by agency code, tree, search, subjectinfo and xxgkAnnualReport.

From PORTALS.md: §1.1 route A (both orders of its parameters, showType, dotted-down and suffixed codes, :8443), the
end of §2.1, samples/reconstructed/hanweb_xxgk_search_fragment.html. Inference: every byte of the four jsp pages
around the known names; the page for an absent year (0: 暂无内容, 1: a script that goes back); that a
shell shows the newest year only (0) or all of them as options (1). `needed` counts, beside the years that exist,
the gaps between them and the first empty year below, for nobody can know them before.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from html import escape

from tests.portal import article, skin
from tests.portal.answer import Answer, Request, html
from tests.portal.families import chatter, world
from tests.portal.families.base import Ask, Source, Stranger
from tests.portal.families.hanweb import BUILT, NAV, Col, Hanweb, Row
from tests.portal.families.world import Place
from tests.portal.families.xxgk_pages import QUERY, SHELL, fragment
from tests.portal.model import Agency, File, Report

PLACES = (
    Place("松澜区", "379971", "www.songlan.gov.cn", "0638", "268800"),
    Place("桥洲县", "369932", "www.qiaozhou.gov.cn", "0789", "337700"),
)
REPORT, TREE = "/module/xxgk/xxgkAnnualReport.jsp", "/module/xxgk/tree.jsp"
SEARCH, SUBJECT = "/module/xxgk/search.jsp", "/module/xxgk/subjectinfo.jsp"
BY_YEAR = {
    "zfb": range(2019, 2026),
    "fgj": (2020, 2021, 2023, 2024, 2025),
    "wtj": (2022, 2023, 2024),
    "jtz": (2025,),
}
BY_LIST = {"czj": range(2020, 2026), "slj": (2018, 2019, 2022, 2024), "szf": (2023, 2024, 2025)}
NAMES = {
    "zfb": "人民政府办公室",
    "fgj": "发展和改革局",
    "wtj": "文化和旅游局",
    "jtz": "金塔镇人民政府",
    "czj": "财政局",
    "slj": "水利局",
    "szf": "柿园街道办事处",
}
NODES = (
    ("机构职能", "jgzn"),
    ("政策文件", "zcwj"),
    ("人事信息", "rsglrsrm"),
    ("财政预决算", "czys"),
    ("年报", "xxgknb"),
)


class HanwebXxgk(Hanweb):
    """松澜区 and 桥洲县."""

    family = "hanweb-xxgk"
    names = (("www.songlan.gov.cn",), ("www.qiaozhou.gov.cn",))

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.place, self.webid = PLACES[variant], (58, 201)[variant]
        self.base, self.serial = (20200, 90100)[variant], (860000, 3300000)[variant]
        self.agencies = {key: self._agency(key, name) for key, name in NAMES.items()}
        self.by_year: dict[tuple[str, str], Report] = {}
        self.docs: dict[str, list[tuple[Row, str]]] = {agency.code: [] for agency in self.agencies.values()}
        self._columns()
        own = self.agencies["zfb"].code
        self.menu = [
            ("首页", "/"),
            ("政府信息公开", f"{self.col(61).path}?vc_xxgkarea={own}&jh=263"),
            ("政务动态", self.col(40).path),
            ("互动", "/hdjl/xjcx.jsp?id=1&sid=0"),
        ]
        self.dropped = [("年报", f"{REPORT}?area={own}")]
        self._reports()
        self._strangers()
        self._serve()
        self._needed()

    def _agency(self, key: str, name: str) -> Agency:
        owner = world.agency(self.place, name, key)
        if self.variant and key == "jtz":
            return replace(owner, code="001008004005097")
        return owner

    def col(self, number: int) -> Col:
        """A column by its number within the host."""
        return self.cols[self.base + number]

    def _columns(self) -> None:
        names = {
            61: "政府信息公开",
            62: "部门乡镇信息公开",
            63: "政府信息公开指南",
            40: "政务动态",
            41: "通知公告",
            66: "信息公开",
        }
        shells = {70 + at: owner.name for at, owner in enumerate(self.agencies.values())} if self.variant else {}
        for number, name in {**names, **shells}.items():
            self.cols[self.base + number] = Col(self.base + number, name, self.base + 61 if number > 61 else 0)

    def number(self) -> int:
        """The next article id."""
        self.serial += 41
        return self.serial

    def shell(self, owner: Agency, number: str = "") -> str:
        """Path and query of an agency's own page: one column for all (0) or a column each (1)."""
        at = 66 if not self.variant else 70 + list(self.agencies.values()).index(owner)
        area = f"{owner.code}-1" if owner.key == "fgj" else owner.code
        more = f"&number={number}" if number else "&jh=261"
        return f"{self.col(at).path}?vc_xxgkarea={area}{more}"

    def route(self, owner: Agency, year: int) -> str:
        """Path and query of route A in the order of this host."""
        if self.variant:
            return f"{REPORT}?fbtime={year}&area={owner.code}&showType=2"
        return f"{REPORT}?area={owner.code}&fbtime={year}"

    # reports

    def _reports(self) -> None:
        for key, years in BY_YEAR.items():
            for year in years:
                self._by_year(self.agencies[key], year)
        for key, years in BY_LIST.items():
            for year in years:
                owner = self.agencies[key]
                paper = world.report(owner, year, number=self.number())
                path = self.publish(self.col(66), paper, listed=False, table=self.index_table(owner, paper))
                self.docs[owner.code].append((Row(path, paper.headline, paper.published), "xxgknb"))
                self.add(paper, [Source(self.url(path), self.url(path))], "in the list of search.jsp")
        whole = world.agency(self.place, f"{self.place.name}人民政府", "zf")
        self.subjects: list[Row] = []
        for year in range(2008, 2019):
            headline = f"{self.place.name}{year}年政府信息公开工作年度报告"
            paper = world.report(whole, year, headline=headline, number=self.number())
            path = self.publish(self.col(66), paper, listed=False)
            self.subjects.append(Row(path, headline, paper.published))
            self.add(paper, [Source(self.url(path), self.url(path))], "in the list of subjectinfo.jsp")

    def _by_year(self, owner: Agency, year: int) -> None:
        stem, page = f"{self.host.split('.')[1]}_{owner.key}{year}", "html"
        files: tuple[File, ...] = ()
        if (owner.key, year) == ("wtj", 2023):
            kind = ("doc", "docx")[self.variant]
            name = f"{owner.name}{year}年政府信息公开工作年度报告.{kind}"
            files, page = (File(stem, kind, name, "libreoffice"),), "file"
        trap = 2024 if (owner.key, year) == ("fgj", 2025) else 0
        headline = "" if (owner.key, year) == ("zfb", 2021) else None
        paper = world.report(
            owner, year, files=files, page=page, basis_year=trap, headline=headline, number=self.number()
        )
        self.by_year[owner.code, str(year)] = paper
        url = self.url(self.route(owner, year))
        sources = [] if page == "file" else [Source(url, url)]
        for file in files:
            sources.append(Source(self.url(article.download(file)), self.url(article.attached(file)), file.type))
            self.on(article.attached(file), self._stored(file, paper.published))
        self.add(paper, sources, "route A" + (", no headline" if headline == "" else ""))

    # what is no report

    def _strangers(self) -> None:
        years = (2019, 2021, 2023, 2024)
        bureaux = [name for name in NAMES.values() if name.endswith("局")]
        near = chatter.near(self.place, 44, first=self.serial + 30000, years=years, bureaux=bureaux)
        far = chatter.far(self.place, 120, first=self.serial + 40000, years=years, bureaux=bureaux)
        owners = list(self.agencies.values())
        for at, item in enumerate([*near, *far]):
            if at % 3 == 2 or item.kind == "guide":
                self.distractors += self._stray(
                    self.post(self.col(41 if at % 2 else 40), item), item.why, item in near
                )
                continue
            owner = owners[at % len(owners)]
            path = self.post(self.col(66), item, listed=False)
            node = {"budget": "czys", "news": "zcwj"}.get(item.kind, "zcwj")
            self.docs[owner.code].append((Row(path, item.headline, item.published), node))
            self.distractors += self._stray(path, item.why, item in near)
        self.forbidden.append(Stranger(self.mirror, "a host that is no government's"))
        self.forbidden.append(Stranger(self.url("/module/sitesearch/index.jsp"), "robots.txt"))

    def _stray(self, path: str, why: str, told: bool) -> list[Stranger]:
        return [Stranger(self.url(path), why)] if told else []

    # answers

    def _serve(self) -> None:
        text = "User-agent: *\nDisallow: /module/sitesearch/\n"
        self.file("/robots.txt", text.encode(), "txt")
        self.page("/module/sitesearch/index.jsp", "<html><body>站内检索</body></html>")
        self.scripts()
        self.on("/hdjl/xjcx.jsp", chatter.sessions)
        self.on("/jsp/calendar.jsp", chatter.calendar)
        for path in ("/", "/index.html"):
            self.page(path, self._home, BUILT)
        for number, write in ((61, self._landing), (62, self._departments)):
            self.page(self.col(number).path, self._written(number, write))
        for number in (63, 40, 41):
            self.page(self.col(number).path, self._written(number, self._plain(number)))
        if not self.variant:
            self.on(self.col(66).path, self._shell)
        else:
            for at in range(len(self.agencies)):
                self.on(self.col(70 + at).path, self._shell)
            self.page(self.col(66).path, self._written(66, lambda: "<p>请选择单位。</p>"))
        for path, handler in (
            (REPORT, self._annual),
            (TREE, self._tree),
            (SEARCH, self._search),
            (SUBJECT, self._subject),
        ):
            self.on(path, handler)

    def _written(self, number: int, write: Callable[[], str]) -> Callable[[], str]:
        return lambda: self.column_page(self.col(number), write())

    def _plain(self, number: int) -> Callable[[], str]:
        rows = self.col(number).sorted
        return lambda: chatter.listing([(row.url, row.headline, row.published) for row in rows])

    def _home(self) -> str:
        news = self._plain(40)() + self._plain(41)()
        body = f'{news}<p><a href="/jsp/calendar.jsp?y=2026&amp;m=2">公开日历</a></p>'
        return self.frame(self.site["title"], skin.site_metas(self.site), body)

    def _landing(self) -> str:
        links = [("部门乡镇信息公开", self.col(62).path), ("政府信息公开指南", self.col(63).path)]
        links.append(("往年年报（2018年及以前）", f"{SUBJECT}?currpage=1"))
        return "<ul>" + "".join(f'<li><a href="{url}">{name}</a></li>' for name, url in links) + "</ul>"

    def _departments(self) -> str:
        links = "".join(
            f'<dd><a href="{escape(self.shell(owner))}" target="_blank">{owner.name}</a></dd>'
            for owner in self.agencies.values()
        )
        return f"<dl><dt>区直部门、镇街</dt>{links}</dl>"

    def _owner(self, area: str) -> Agency | None:
        bare = area.removesuffix("-1")
        return next((owner for owner in self.agencies.values() if owner.code == bare), None)

    def _shell(self, request: Request) -> Answer:
        owner = self._owner(request.query.get("vc_xxgkarea", ""))
        if owner is None:
            return html(self.column_page(self.col(66), "<p>请选择单位。</p>"))
        years = sorted((int(year) for code, year in self.by_year if code == owner.code), reverse=True)
        tabs = "".join(
            f'<li><a href="{escape(self.shell(owner, f"A{n:02d}"))}">{name}</a></li>'
            for n, (name, _) in enumerate(NODES[:4])
        )
        text = SHELL.format(
            name=owner.name,
            tabs=tabs,
            report=self._years(owner, years),
            tree=TREE,
            area=owner.code,
            unit=self._unit(owner),
            webid=self.webid,
            search=SEARCH,
            query=QUERY.format(page="'+page+'"),
        )
        return html(self.column_page(self.col(66), text))

    def _years(self, owner: Agency, years: list[int]) -> str:
        if not years:
            return ""
        if self.variant:
            options = "".join(f"<option value='{escape(self.route(owner, y))}'>{y}年</option>" for y in years)
            return f"<select onchange='window.open(this.value)'><option>年度报告</option>{options}</select>"
        url = self.route(owner, years[0])
        url = f"https://{self.host}:8443{url}" if owner.key == "wtj" else url
        return f'<p><a href="{escape(url)}" target="_blank">政府信息公开年报</a></p>'

    def _unit(self, owner: Agency) -> int:
        return self.base * 7 + list(self.agencies.values()).index(owner)

    def _annual(self, request: Request) -> Answer:
        """Route A; no validators, for a jsp sends none."""
        paper = self.by_year.get((request.parameter("area").removesuffix("-1"), request.parameter("fbtime")))
        if paper is None and self.variant:
            return html("<html><body><script>alert('该年度暂无年报！');history.back();</script></body></html>")
        if paper is None:
            return html('<html><head><title>年报</title></head><body><div class="nb">暂无内容</div></body></html>')
        body, title = world.body(paper, article.download), escape(paper.headline)
        if self.variant:
            inside = f"<table class='nb'><tr><td>{title}</td></tr><tr><td>{body}</td></tr></table>"
            inside += f"<p>发布时间:{paper.published:%Y-%m-%d %H:%M:%S}</p>"
        else:
            time = f'<div class="time">发布时间:{paper.published:%Y-%m-%d %H:%M:%S}</div>'
            inside = f'<div class="title">{title}</div>{time}<div class="nr">{body}</div>'
        return html(f"<html><head><title>政府信息公开年报</title></head><body>{inside}</body></html>")

    def _node(self, owner: Agency, node: str) -> str:
        mark = hashlib.md5(f"{owner.code}{node}".encode(), usedforsecurity=False).hexdigest()[:10]
        return f"{node}{mark if self.variant else ''}"

    def _tree(self, request: Request) -> Answer:
        owner = self._owner(request.query.get("area", ""))
        if owner is None:
            return html("<html><body></body></html>")
        lines = []
        for name, node in NODES:
            count = sum(1 for _, kept in self.docs[owner.code] if kept == node)
            shown = "政府信息公开年报" if node == "xxgknb" else name
            if self.variant:
                call = f"javascript:funclick('{self._node(owner, node)}')"
                lines.append(f"<div class='node'><a href=\"{call}\">{shown}</a></div>")
            else:
                call = f"funclick('{self._node(owner, node)}','{shown}')"
                lines.append(f'<li><span onclick="{call}"><a href="#">{shown}({count})</a></span></li>')
        script = "<script>function funclick(id){parent.infotypeId=id;parent.showList(1);}</script>"
        return html(f"<html><head>{script}</head><body><ul class='tree'>{''.join(lines)}</ul></body></html>")

    def _search(self, request: Request) -> Answer:
        """An agency's documents, all or of one node; only by POST, with the right jdid."""
        form = request.form
        owner = self._owner(form.get("area", ""))
        if owner is None or request.method != "POST" or form.get("jdid") != str(self.webid):
            return html(
                '<table class="tb_title"><tr><td>&nbsp;&nbsp;共0页&nbsp;&nbsp;</td></tr></table>\n<table></table>'
            )
        node = form.get("infotypeId", "0")
        word = form.get("vc_title", "")
        rows = [
            row
            for row, kept in self.docs[owner.code]
            if node in {"", "0", self._node(owner, kept)} and word in row.headline
        ]
        page = request.query.get("currpage") or form.get("currpage", "1")
        return html(fragment(owner, rows, page, self.url("/").rstrip("/"), bool(self.variant)))

    def _subject(self, request: Request) -> Answer:
        """The old reports, six a page."""
        wanted = request.query.get("currpage", "1")
        page, size = max(1, int(wanted)) if wanted.isdigit() else 1, 6
        rows = sorted(self.subjects, key=lambda row: row.published, reverse=True)
        pages = -(-len(rows) // size)
        lines = "".join(
            f'<tr><td><a href="{row.url}" title="{row.headline}">{row.headline}</a></td>'
            f"<td>{row.published:%Y-%m-%d}</td></tr>"
            for row in rows[(page - 1) * size : page * size]
        )
        links = "".join(f'<a href="{SUBJECT}?currpage={n}">[{n}]</a>' for n in range(1, pages + 1))
        return html(
            f"<html><body><h3>政府信息公开年报</h3><table>{lines}</table><p>共{pages}页 {links}</p></body></html>"
        )

    # the way

    def list_call(self, owner: Agency, page: int = 1) -> Ask:
        """The list of an agency's annual reports."""
        form = {"infotypeId": self._node(owner, "xxgknb"), "jdid": str(self.webid), "area": owner.code}
        form |= {"divid": f"div{self._unit(owner)}", "vc_title": "", "vc_number": "", "currpage": str(page)}
        return Ask(self.url(f"{SEARCH}?{QUERY.format(page=page)}"), "POST", form)

    def _needed(self) -> None:
        self.need("/robots.txt", "/")
        if not self.variant:
            self.need(NAV.format(webid=self.webid))
        own = self.agencies["zfb"].code
        self.need(f"{self.col(61).path}?vc_xxgkarea={own}&jh=263", self.col(62).path)
        self.need(*(self.shell(owner) for owner in self.agencies.values()))
        for key, years in BY_YEAR.items():
            owner = self.agencies[key]
            asked = years if self.variant else range(min(years) - 1, 2026)
            self.need(*(self.route(owner, year) for year in asked))
        for key in BY_LIST:
            owner = self.agencies[key]
            self.need(
                f"{TREE}?standardXxgk=1&area={owner.code}&divid=div{self._unit(owner)}", self.list_call(owner)
            )
        self.need(f"{SUBJECT}?currpage=1", f"{SUBJECT}?currpage=2")
        for known in self.reports:
            self.need(*(Ask(source.url) for source in known.sources if source.carrier == "html"))
        self.need_files(self.papers)
