"""A portal like rongcheng's on old Hanweb: one column for all years, later ones by year, jpage in dialects.

From PORTALS.md: §1.1 route C, §1.2 rongcheng (辅助栏目 › 信息公开年报, imports of 00:00), §2.1 a–k, §1.3,
§1.2 weihai (索引号 table), §5 (headlines without agency, with line breaks, `2014奋发镇…`, Chinese numerals).
Inference: groups of other sizes than 45; which dialect goes where; a report that only the search knows;
the page that a GET of dataproxy.jsp gets on servers that want a POST.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from tests.portal import article, skin
from tests.portal.answer import Answer, Request, html, redirect
from tests.portal.families import chatter, jpage_lists, world
from tests.portal.families.base import Ask, Source, Stranger
from tests.portal.families.hanweb import BUILT, NAV, Col, Hanweb, Row
from tests.portal.families.jsearch import CATEGORY, LINK, SEARCH, Search
from tests.portal.families.world import Place
from tests.portal.model import Agency, File, Report
from tests.portal.templates import fill

PLACES = (
    Place("云泽市", "379981", "www.yunze.gov.cn", "0639", "269900"),
    Place("临岳县", "469927", "www.linyue.gov.cn", "0799", "579700"),
)
DIALECTS = (  # of the columns 信息公开年报 (all years), 2020 … 2025, and 通知公告
    ("page", "old", "gone", "closed", "html", "uid", "start", "start"),
    ("old", "page", "start", "html", "gone", "closed", "uid", "page"),
)
LOOKS = (
    ("new", "old", "time", "new", "blind", "new", "before", "time"),
    ("old", "before", "blind", "new", "time", "before", "new", "before"),
)
BUREAUX = ("财政局", "教育局", "民政局", "商务局")
ALL, OPEN, AIDE, PARENT, NEWS, NOTICES, ODD = 373, 300, 390, 320, 340, 341, 342
HEADLINES = {  # (variant or -1 for both, year) → the office's headline, {} its name (PORTALS.md §5)
    (-1, 2009): "{}2009年政府信息公开报告",
    (-1, 2010): "{}2010年度政府信息公开工作报告",
    (0, 2011): "{} 2011 年政府信息公开工作年度报告",
    (1, 2011): "2011年度{}信息公开工作年度报告",
    (-1, 2013): "{}2013年度政府信息公开工作告年度报",
    (1, 2014): "臨岳縣人民政府辦公室2014年政府信息公開工作年度報告",
    (-1, 2016): "{}2016年度政府信息公开工作报告",
    (0, 2017): "{}2017年度政务信息公开年报",
}
SEARCH_ONLY = "only the site search knows it"
YEARS = {2020: 320 + 1, 2021: 322, 2022: 323, 2023: 324, 2024: 325, 2025: 326}


class HanwebJpage(Hanweb):
    """云泽市 and 临岳县."""

    family = "hanweb-jpage"
    names = (
        ("www.yunze.gov.cn", "zwgk.yunze.gov.cn", "dwgk.yunze.gov.cn"),
        ("www.linyue.gov.cn", "xxgk.linyue.gov.cn", "dwgk.linyue.gov.cn"),
    )

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.place = PLACES[variant]
        self.webid = (124, 37)[variant]
        self.base = (56000, 31400)[variant]  # of column ids
        self.serial = (1750000, 410000)[variant]  # of article ids
        self._agencies()
        self._columns()
        self.search = Search(
            (f"{self.place.region}000500000", "1470")[variant], ("1361", "1321"), self._everything
        )
        menu = [("首页", "/"), ("政府信息公开", self.col(OPEN).path), ("工作动态", self.col(NEWS).path)]
        self.menu = [*menu, ("通知公告", self.col(NOTICES).path), ("领导信箱", "/module/idea/que_list.jsp")]
        self.dropped = [("信息公开年报", "/col/col1/index.html")]
        self._old_reports()
        self._year_reports()
        self._strangers()
        self._serve()
        self._needed()

    def col(self, number: int) -> Col:
        """A column by its number within the host."""
        return self.cols[self.base + number]

    def number(self) -> int:
        """The next article id."""
        self.serial += 37
        return self.serial

    def _agencies(self) -> None:
        def agency(name: str, key: str) -> Agency:
            return world.agency(self.place, name, key)

        office, towns = "人民政府办公室", (("荫山镇", "鹿台镇"), ("石泉镇", "壶镇镇"))[self.variant]
        self.office, self.finance = agency(office, "zfb"), agency("财政局", "czj")
        self.government = agency(f"{self.place.name}人民政府", "zf")
        self.towns = [agency(f"{town}人民政府", f"town{n}") for n, town in enumerate(towns)]
        self.bureaux = [agency(name, f"bureau{n}") for n, name in enumerate(("教育局", "水利局", "林业局"))]

    def _columns(self) -> None:
        def add(number: int, name: str, parent: int = 0, at: int = -1, per_page: int = 15, group: int = 3) -> None:
            dialect, look = ("start", "new") if at < 0 else (DIALECTS[self.variant][at], LOOKS[self.variant][at])
            key = self.base + number
            above = self.base + parent if parent else 0
            self.cols[key] = Col(key, name, above, dialect, look, per_page, group)

        add(OPEN, "政府信息公开")
        add(301, "政府信息公开指南", OPEN)
        add(302, "政府信息公开制度", OPEN)
        add(310, "法定主动公开内容", OPEN)
        for n, name in enumerate(("机构职能", "规划计划", "财政预决算", "重点领域信息公开", "统计年报")):
            add(311 + n, name, 310)
        add(PARENT, "政府信息公开年报", OPEN)
        for at, (year, number) in enumerate(YEARS.items(), start=1):
            size = {"closed": (15, 3), "gone": (5, 2)}.get(
                DIALECTS[self.variant][at], (8, 2) if at % 2 else (5, 3)
            )
            add(number, f"{year}年", PARENT, at, *size)  # what a closed column's page does not show, nobody gets
        add(AIDE, "辅助栏目")
        add(ALL, "信息公开年报", AIDE, 0)
        add(NEWS, "工作动态", at=5 + self.variant)
        add(NOTICES, "通知公告", at=7, per_page=(15, 10)[self.variant])
        add(ODD, "镇街动态")
        add(343, "政府网站工作年度报表", OPEN)
        add(344, "法治政府建设年度报告", OPEN)

    # reports

    def _report(self, owner: Agency, year: int, **more: object) -> Report:
        return world.report(owner, year, number=self.number(), **more)  # type: ignore[arg-type]

    def _tell(self, col: Col, paper: Report, note: str = "", **more: object) -> None:
        path = self.publish(col, paper, **more)  # type: ignore[arg-type]
        self._know(paper, [self.url(path, str(more.get("host") or ""))], note)

    def _know(self, paper: Report, urls: Sequence[str], note: str) -> None:
        sources = [] if paper.page == "file" else [Source(url, url) for url in urls]
        for file in paper.files:
            linked = self.url(article.download(file))
            sources.append(Source(linked, self.url(article.attached(file)), file.type))
        self.add(paper, sources, note)

    def _old_reports(self) -> None:
        """2008–2019 in one column: imports of 2016 dated 00:00, lines that lead elsewhere, one unlisted."""
        col = self.col(ALL)
        imported = datetime.fromisoformat("2016-06-07T00:00")
        for year in range(2008, 2020):
            more: dict[str, object] = {"published": imported - timedelta(days=2016 - year)} if year < 2016 else {}
            odd = HEADLINES.get((self.variant, year), HEADLINES.get((-1, year)))
            headline = odd.format(self.office.name) if odd else None
            paper = self._report(self.office, year, headline=headline, **more)
            self._tell(col, paper, "import" if more else "")
        for at, year in enumerate((2014, 2015, 2018, 2019)):
            town = self.towns[at % 2]
            headline = f"{year}{town.name}政府信息公开工作年度报告" if year == 2014 else None
            self._tell(col, self._report(town, year, headline=headline))
        elsewhere = self._report(self.towns[0], 2017)  # listed here, but an article of another column
        path = self.publish(self.col(ODD), elsewhere)
        col.rows.append(Row(path, elsewhere.headline, elsewhere.published))
        self._know(elsewhere, [self.url(path)], "a line of the column leads to an article of another one")
        abroad = self._report(self.finance, 2016)  # variant g of PORTALS.md §2.1
        self._tell(col, abroad, "on another host of the portal", host=self.also[0])
        self._tell(col, self._report(self.finance, 2018))
        self._tell(self.col(ODD), self._report(self.finance, 2017), SEARCH_ONLY, listed=False)
        nameless = self._report(self.bureaux[2], 2019, headline="2019年政府信息公开工作年度报告")
        nameless = replace(nameless, agency=replace(nameless.agency, source=nameless.agency.name))
        self._tell(col, nameless, "no agency in the headline")

    def _year_reports(self) -> None:
        for year, number in YEARS.items():
            owners = [self.office, self.towns[year % 2], self.bureaux[year % 3]]
            for at, owner in enumerate(owners):
                self._tell(self.col(number), *self._paper(owner, year, at))
        posted = datetime.fromisoformat("2021-10-11T09:12:00")
        late = self._report(self.bureaux[1], 2016, published=posted)
        self._tell(self.col(YEARS[2020]), late, "posted years late, in another year's column")
        whole = self._report(self.government, 2023, headline=f"{self.place.name}2023年政府信息公开工作年度报告")
        table = self.index_table(self.government, whole)
        self._tell(self.col(YEARS[2023]), whole, "the government itself, with 索引号", table=table)
        twin = self._report(self.bureaux[0], 2020 if self.variant else 2019)
        paths = [self.publish(self.col(ALL), twin)]
        again = replace(twin, id=self.number(), published=twin.published + timedelta(minutes=17))
        paths.append(self.publish(self.col(YEARS[2020]), again))
        self._know(twin, [self.url(path) for path in paths], "published twice")

    def _paper(self, owner: Agency, year: int, at: int) -> tuple[Report, str]:
        if year == 2022 and at == 0:
            name = f"{owner.name}{year}年政府信息公开工作年度报告"
            stem = f"{self.host.split('.')[1]}_{owner.key}{year}"
            kind = ("docx", "pdf")[self.variant]
            file = File(stem, kind, f"{name}.{kind}", "libreoffice")
            return self._report(owner, year, page="file", files=(file,)), "only an attachment"
        if year == 2025 and at == 0:
            return self._report(owner, year, basis_year=2024), "its first sentence carries last year's number"
        if year == 2024 and at == 1:
            broken = f"{owner.name}\n{year}年政府信息公开工作\n年度报告"
            return self._report(owner, year, headline=broken), "line breaks in the headline"
        if year == 2021 and at == 2:
            chinese = f"{owner.name}二〇二一年政府信息公开工作年度报告"
            return self._report(owner, year, headline=chinese), "the year in Chinese numerals"
        return self._report(owner, year), ""

    # what is no report

    def _strangers(self) -> None:
        years, place = (2016, 2018, 2020, 2022, 2024), self.place
        near = chatter.near(place, 44, first=self.serial + 40000, years=years, bureaux=BUREAUX)
        for at, item in enumerate(near):
            home = {"website": 343, "rule": 344, "budget": 313, "bulletin": 315, "guide": 301, "system": 302}
            number = home.get(item.kind, NOTICES)
            path = self.post(self.col(number), item)
            self.distractors.append(self._stranger(path, item.why))
            if at % 3 == 0:  # strangers inside the right columns
                self.col(ALL).rows.append(Row(path, item.headline, item.published))
        far = chatter.far(place, 150, first=self.serial + 50000, years=years, bureaux=BUREAUX)
        columns = [*YEARS.values(), NEWS, NEWS, NEWS, NOTICES, ALL, ALL, ODD]
        for at, item in enumerate(far):
            path = self.post(self.col(columns[at % len(columns)]), item)
            if columns[at % len(columns)] in {ALL, *YEARS.values()}:
                self.distractors.append(self._stranger(path, f"{item.why} in a column of reports"))
        lost = Row(f"/art/2019/4/2/art_{self.base + ALL}_{self.number()}.html", "鹿台镇政府信息公开年报", BUILT)
        soft = Row(f"/art/2022/4/2/art_{self.base + ALL}_{self.number()}.html", "2011年政府信息公开年报", BUILT)
        self.on(soft.url, lambda request: html(fill("soft_404.html")))
        for row, why in ((lost, "404"), (soft, "200 that says 页面不存在")):
            self.col(ALL).rows.append(replace(row, published=datetime.fromisoformat("2014-04-02")))
            self.dead.append(self._stranger(row.url, why))
        off = Row(
            f"{self.mirror}art/2018/1/1/a.html", "云上年报（信息公开年报）", datetime.fromisoformat("2018-01-01")
        )
        self.col(ALL).rows.append(off)
        for url in (off.url, self.mirror):
            self.forbidden.append(self._stranger(url, "a host that is no government's"))
        for url in ("/module/idea/que_list.jsp", "/module/sitesearch/index.jsp"):
            self.forbidden.append(self._stranger(url, "robots.txt"))

    def _party(self) -> None:
        """The host of party affairs (dwgk): its annual reports are none of ours."""
        host, rows = self.also[1], []
        for year in (2021, 2022, 2023):
            path, title = f"/dwgk/ndbg/{year}.html", f"中共{self.place.name}委{year}年党务公开工作年度报告"
            text = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{title}</body></html>"
            self.page(path, text, BUILT, host=host)
            rows.append((path, title, BUILT))
            self.distractors.append(Stranger(self.url(path, host), "party affairs (党务公开)"))
        listed = chatter.listing(rows)
        self.page("/", f"<html><head><meta charset='utf-8'></head><body>{listed}</body></html>", BUILT, host=host)

    def _everything(self) -> list[Row]:
        found: dict[str, Row] = {}
        for col in self.cols.values():
            for row in col.rows:
                url = self.url(row.url)
                if ".example" not in url:
                    found[url] = Row(url, row.headline, row.published)
        for paper, known in zip(self.papers, self.reports, strict=True):
            for source in known.sources:
                if source.carrier == "html":
                    found.setdefault(source.url, Row(source.url, paper.headline, paper.published))
        return list(found.values())

    # answers

    def _serve(self) -> None:
        robots = "User-agent: *\nDisallow: /module/idea/\nDisallow: /module/sitesearch/\n"
        self.file("/robots.txt", robots.encode(), "txt", BUILT)
        self._party()
        self.page("/module/idea/que_list.jsp", "<html><body>领导信箱</body></html>")
        self.page("/module/sitesearch/index.jsp", "<html><body>站内检索</body></html>")
        self.scripts()
        for path in ("/", "/index.html"):
            self.page(path, self._home, BUILT)
        for col in self.cols.values():
            self.on(col.path, self._column(col))
        for path in (jpage_lists.NEW, jpage_lists.OLD):
            self.on(
                path,
                lambda request: jpage_lists.answer(self.site, self.cols, request, get=self.variant == 0),
            )
        self.on("/jsp/calendar.jsp", chatter.calendar)
        self.on("/hdjl/xjcx.jsp", chatter.sessions)
        for path, handler in ((SEARCH, self.search.search), (CATEGORY, self.search.category)):
            self.on(path, handler)
        self.on(LINK, self.search.link)

    def absent(self, request: Request) -> Answer:
        """The second host has few pages of its own and sends the rest to the portal."""
        if request.host != self.host and (self.host, request.path) in self.handlers:
            return redirect(self.url(request.path))
        return super().absent(request)

    def _home(self) -> str:
        news = chatter.listing([(r.url, r.headline, r.published) for r in self.col(NEWS).sorted[:20]])
        notices = chatter.listing([(r.url, r.headline, r.published) for r in self.col(NOTICES).sorted[:15]])
        links = [("网站年度报表", self.col(343).path), ("统计年报", self.col(315).path)]
        links += [("公开日历", "/jsp/calendar.jsp?y=2026&amp;m=1"), ("来信选登", "/hdjl/xjcx.jsp?id=1&amp;sid=0")]
        links.append(("党务公开", f"http://{self.also[1]}/"))
        side = "".join(f'<li><a href="{url}">{name}</a></li>' for name, url in links)
        body = f"{self.search.form()}<h2>工作动态</h2>{news}<h2>通知公告</h2>{notices}<ul>{side}</ul>"
        return self.frame(self.site["title"], skin.site_metas(self.site), body)

    def _column(self, col: Col) -> Callable[[Request], Answer]:
        def handle(request: Request) -> Answer:
            if col.id == self.base + PARENT:
                content = self._old_years()
            elif col.rows:
                content = jpage_lists.page_list(self.site, col, request.query)
            else:
                content = "<p>请选择左侧栏目。</p>"
            said = self.column_page(col, content)
            return html(said, None if request.query else max([BUILT, *(row.published for row in col.rows)]))

        return handle

    def _old_years(self) -> str:
        """The way to the column of all years, which hangs on another branch: a link, or an option."""
        url = self.col(ALL).path
        if self.variant:
            return (
                '<select onchange="location.href=this.value"><option value="">往年年报</option>'
                f'<option value="{url}">2019年及以前</option></select>'
            )
        return f'<p><a href="{url}">往年年报（2008-2019年）</a></p>'

    def _stranger(self, path: str, why: str) -> Stranger:
        return Stranger(self.url(path), why)

    def _needed(self) -> None:
        self.need("/robots.txt", "/", self.url("/robots.txt", self.also[0]))
        if not self.variant:
            self.need(NAV.format(webid=self.webid))
        self.need(self.col(OPEN).path, self.col(PARENT).path)
        base = self.url("/").rstrip("/")
        for number in (ALL, *YEARS.values()):
            self.need(self.col(number).path, *jpage_lists.calls(base, self.site, self.col(number)))
        words = {"websiteid": self.search.website, "q": "政府信息公开 报告", "pg": "50", "tpl": "1321"}
        hits = [row.url for row in self.search.found(words["q"])]
        alone = next(known.sources[0].url for known in self.reports if known.note == SEARCH_ONLY)
        for page in range(1, hits.index(alone) // 50 + 2):
            self.need(Ask(self.url(CATEGORY), "POST", {**words, "p": str(page)}))
        for known in self.reports:
            self.need(*(Ask(source.url) for source in known.sources if source.carrier == "html"))
        for paper, known in zip(self.papers, self.reports, strict=True):
            if paper.page == "file":
                col = self.col(YEARS[paper.year])
                self.need(next(row.url for row in col.rows if row.headline == known.headline))
        self.need_files(self.papers)
