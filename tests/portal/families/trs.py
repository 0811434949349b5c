"""A TRS portal with a separate host for disclosure: year › class › agency, six pagers, _wap twins, GBK, WAS5.

From PORTALS.md §2.3 (handan's xxgk host and its commented-out item, pagers, stub beyond the end, wrong URL dates,
twin metas, stale date in `alt`, _wap, WAS5), §2.9 (slugs, nesting, directory years that lie), §3 (gb2312 that is
GBK; a column that is only a redirect; parents' reports re-posted; strangers in the right column), samples/trs_*.
Inference: file names of pages where the current page counts from 1; the fields of a WAS5 record beside TITLE; a
report that only WAS5 knows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from tests.portal.answer import Answer, Request, document, html
from tests.portal.families import chatter, trs_pages, was5, world
from tests.portal.families.base import Ask, Host, Source, Stranger
from tests.portal.families.trs_pages import Line, Section
from tests.portal.families.world import Place
from tests.portal.model import Agency, File, Report

BUILT = datetime.fromisoformat("2026-03-30T07:00:00")
PLACES = (
    Place("卓阳市", "149951", "www.zhuoyang.gov.cn", "0379", "045900"),
    Place("绵岭县", "429941", "www.mianling.gov.cn", "0719", "442900"),
)
PARENTS = (
    Place("岚海市", "149900", "www.lanhai.gov.cn", "0350", "045000"),
    Place("荆屏市", "429900", "", "0710", "442000"),
)
ROOTS = ("/zfxxgknb/", "/xxgk/ndbg_1/")
YEARS = (
    {2025: "2024_nd", 2024: "2023_nd", 2023: "n2023n", 2022: "2022xxgknb_28779", 2021: "gb2021"},
    {2025: "2022n52", 2024: "gb2024", 2023: "2022n", 2022: "n2022n", 2021: "2019"},
)
CLASSES = (("bm", "xz", "szf"), ("bmxxgk", "zjd", "xq"))
PAGERS = (("zero", "inline", "style", "zero", "inline"), ("one", "second", "named", "style", "one"))
BUREAUX = (("财政局", "czj"), ("教育局", "jyj"), ("水利局", "slj"))
TOWN = "垚山镇人民政府"  # 垚 stands in GBK, not in GB 2312
NESTED = 2022  # the year whose classes are split by agency
CHANNEL = ("258715", "214851")
_NAV = """<div class="nav"><ul><li><a href="http://{main}/">首页</a></li><li><a href="http://{main}/zwyw/">政务要闻</a></li>
<!--<li><a href="http://{main}/szzc/">政府信息公开年报</a></li>-->
<li><a href="http://{open}/">政府信息公开</a></li><li><a href="http://{main}/tzgg/">通知公告</a></li>
<li><a href="http://{main}/hdjl/xjcx?id=1&amp;sid=0">市长信箱</a></li></ul>
<form method="post" action="http://{main}/was5/web/search" target="_blank"><input name="searchword">
<input type="hidden" name="channelid" value="{channel}"></form></div>"""


class Trs(Host):
    """卓阳市 and 绵岭县."""

    family = "trs"
    names = (
        ("www.zhuoyang.gov.cn", "zyzfxxgk.zhuoyang.gov.cn"),
        ("www.mianling.gov.cn", "xxgk.mianling.gov.cn"),
    )

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.place, self.parent = PLACES[variant], PARENTS[variant]
        self.open = self.also[0]
        self.ext = ("html", "shtml")[variant]
        self.serial = (1352000, 693200)[variant]
        self.sections: list[Section] = []
        self.texts: dict[str, Line] = {}  # absolute URL → what WAS5 knows of it
        self.government = world.agency(self.place, f"{self.place.name}人民政府", "zf")
        self.bureaux = [world.agency(self.place, name, key) for name, key in BUREAUX]
        self.town = world.agency(self.place, TOWN, "ysz")
        self._tree()
        self._reports()
        self._strangers()
        self._serve()
        self._needed()

    # the tree

    def section(
        self, path: str, name: str, above: Section | None = None, host: str = "", **more: object
    ) -> Section:
        """A new section, a child of `above`."""
        made = Section(host or self.open, path, name, above, **more)  # type: ignore[arg-type]
        self.sections.append(made)
        if above:
            above.below.append(made)
        return made

    def _tree(self) -> None:
        main, names = (
            self.host,
            {"gszbm": "部门信息公开", "zfxxgkzn": "政府信息公开指南", "fdgknr": "法定主动公开内容"},
        )
        self.news = self.section("/zwyw/", "政务要闻", host=main, per_page=20, pager=PAGERS[self.variant][2])
        self.notices = self.section("/tzgg/", "通知公告", host=main, per_page=15)
        self.sides = [self.section(f"/{slug}/", name) for slug, name in names.items()]
        slugs = {"rule": ("fzzfjs", "法治政府建设年度报告"), "website": ("wznb", "网站工作年度报表")}
        slugs["budget"] = ("czyjs", "财政预决算")
        self.near = {kind: self.section(f"/{slug}/", name) for kind, (slug, name) in slugs.items()}
        self.root = self.section(ROOTS[self.variant], "政府信息公开年报")
        if self.variant:
            self.door = self.section("/xxgk/zfxxgknb/", "政府信息公开年报", shell="../ndbg_1/")
        self.old = self.section(f"{self.root.path}wnnb/", "往年年报", self.root, pager="inline", per_page=10)
        for at, (year, slug) in enumerate(YEARS[self.variant].items()):
            top = self.section(f"{self.root.path}{slug}/", f"{year}年", self.root)
            for kind, name in zip(CLASSES[self.variant], ("市直部门", "乡镇", "本级政府"), strict=True):
                pager = PAGERS[self.variant][at] if kind == CLASSES[self.variant][0] else "zero"
                part = self.section(f"{top.path}{kind}/", name, top, pager=pager, per_page=6)
                if year == NESTED and kind == CLASSES[self.variant][0]:
                    for owner in self.bureaux:
                        self.section(f"{part.path}{owner.key}/", owner.short, part)

    def _class(self, year: int, number: int) -> Section:
        path = f"{self.root.path}{YEARS[self.variant][year]}/{CLASSES[self.variant][number]}/"
        return next(one for one in self.sections if one.path == path)

    # reports

    def _path(self, section: Section, published: datetime, wrong: str = "") -> str:
        self.serial += 53
        day = wrong or f"{published:%Y%m%d}"
        return f"{section.path}{published:%Y%m}/t{day}_{self.serial}.{self.ext}"

    def _file(self, path: str, paper: Report) -> str:
        return path.rsplit("/", 1)[0] + f"/P0{paper.published:%Y%m%d%H%M%S}{paper.year}.{paper.files[0].type}"

    def _publish(
        self, section: Section, paper: Report, note: str = "", *, listed: bool = True, wrong: str = ""
    ) -> None:
        path = self._path(section, paper.published, wrong)
        url = f"http://{section.host}{path}"
        attached = self._file(path, paper) if paper.files else ""
        mobile = path.replace(f".{self.ext}", f"_wap.{self.ext}")

        def text() -> str:
            source = paper.agency.source or self.place.name + "人民政府办公室"
            name = attached.rsplit("/", 1)[-1]
            inside = world.body(paper, lambda file: f"./{name}")
            inside = inside.replace(f'href="./{name}"', f'appendix="true" oldsrc="{name}" href="./{name}"')
            return self._article(
                section, paper.headline, paper.published, source, inside, url, mobile, paper.charset
            )

        legacy = paper.charset != "utf-8"
        for one in (path, mobile):
            self.page(one, text, paper.published, host=section.host, charset=paper.charset, declared=not legacy)
        if listed:
            section.lines.append(Line(self._relative(section, path), paper.headline, paper.published))
        self.texts[url] = Line(url, paper.headline, paper.published)
        sources = [] if paper.page == "file" else [Source(url, url)]
        for file in paper.files:
            final = f"http://{section.host}{attached}"
            sources.append(Source(final, final, file.type))
            self.on(attached, self._stored(file, paper.published), section.host)
        if paper.page != "file":
            twin = f"http://{section.host}{mobile}"
            sources.append(Source(twin, twin))
        self.add(paper, sources, note)

    @staticmethod
    def _stored(file: File, modified: datetime) -> Callable[[Request], Answer]:
        return lambda request: document(world.stored(file), file.type, modified)

    def _relative(self, section: Section, path: str) -> str:
        return "./" + path.removeprefix(section.path)

    def _reports(self) -> None:
        for year in YEARS[self.variant]:
            for at, owner in enumerate(self.bureaux):
                self._bureau(owner, year, at)
            charset = "gb2312" if year == 2023 else "utf-8"
            paper = world.report(self.town, year, charset=charset)
            self._publish(self._class(year, 1), paper, "GBK, called gb2312" if charset != "utf-8" else "")
            whole = world.report(
                self.government, year, headline=f"{self.place.name}{year}年政府信息公开工作年度报告"
            )
            self._publish(
                self._class(year, 2),
                whole,
                "URL of 1970" if year == 2024 else "",
                wrong="19700101" if year == 2024 else "",
            )
        for year in range(2008, 2021):
            headline = (
                f"{self.place.name}{year}年政府信息公开年度报告"
                if year % 2
                else f"{year}年政府信息公开工作年度报告"
            )
            paper = world.report(self.government, year, headline=headline)
            self._publish(self.old, paper, "" if year % 2 else "no agency in the headline")
        upper = world.agency(self.parent, f"{self.parent.name}人民政府", "zf")
        for year in (2018, 2019):
            headline = f"{self.parent.name}{year}年政府信息公开工作年度报告"
            paper = world.report(replace(upper, host=self.host), year, headline=headline)
            self._publish(self.old, paper, "a higher government's report, re-posted")
        lone = world.report(self.town, 2019)
        self._publish(self.sides[2], lone, "only WAS5 knows it", listed=False)

    def _bureau(self, owner: Agency, year: int, at: int) -> None:
        section = self._class(year, 0)
        if year == NESTED:
            section = next(one for one in section.below if one.path.endswith(f"/{owner.key}/"))
        files: tuple[File, ...] = ()
        if at == 1 and year in {2021, 2024}:
            kind = "pdf" if year == 2024 else "docx"
            stem = f"{self.host.split('.')[1]}_{owner.key}{year}"
            files = (File(stem, kind, f"{owner.name}{year}年政府信息公开工作年度报告.{kind}", "libreoffice"),)
        page = "file" if files and year == 2024 else "html"
        files = files if page == "file" else ()
        self._publish(section, world.report(owner, year, files=files, page=page))

    # what is no report

    def _post(self, section: Section, item: chatter.Item, *, listed: Sequence[Section] = ()) -> str:
        path = self._path(section, item.published)
        url = f"http://{section.host}{path}"
        self.page(
            path,
            lambda: self._article(
                section, item.headline, item.published, item.source, chatter.body(self.place, item), url, ""
            ),
            item.published,
            host=section.host,
        )
        section.lines.append(Line(self._relative(section, path), item.headline, item.published))
        for other in listed:
            other.lines.append(Line(url, item.headline, item.published))
        self.texts[url] = Line(url, item.headline, item.published)
        return url

    def _strangers(self) -> None:
        years, names = (2016, 2018, 2021, 2022, 2024), [name for name, _ in BUREAUX]
        for item in chatter.near(self.place, 40, first=500, years=years, bureaux=names):
            home = self.near.get(item.kind, self.sides[1] if item.kind == "guide" else self.notices)
            self.distractors.append(Stranger(self._post(home, item), item.why))
        lists = [self._class(year, 0) for year in YEARS[self.variant] if year != NESTED]
        for at, item in enumerate(chatter.far(self.place, 150, first=900, years=years, bureaux=names)):
            if at < 40:
                home = [*lists, self.old][at % 5]
                self.distractors.append(Stranger(self._post(home, item), f"{item.why} in a list of reports"))
            else:
                self._post(self.news, item)
        gone = f"{self.old.path}201604/t20160402_{self.serial + 7}.{self.ext}"
        self.old.lines.append(
            Line(
                self._relative(self.old, gone), "某局2015年政府信息公开年报", datetime.fromisoformat("2016-04-02")
            )
        )
        self.dead.append(Stranger(f"http://{self.open}{gone}", "404"))
        off = f"http://www.{self.host.split('.')[1]}-news.example/"
        self.old.lines.append(
            Line(f"{off}xxgk/nb.html", "2014年政府信息公开年报（转载）", datetime.fromisoformat("2015-04-02"))
        )
        for url in (off, f"{off}xxgk/nb.html"):
            self.forbidden.append(Stranger(url, "a host that is no government's"))
        if self.variant:
            joined = f"http://{self.open}{self.root.path}index.shtml/"
            self.dead.append(Stranger(joined, "a badly joined address with a slash at its end"))

    # pages

    def _navigation(self) -> str:
        return _NAV.format(main=self.host, open=self.open, channel=CHANNEL[self.variant])

    def _named(self, section: Section, **more: str) -> dict[str, str]:
        named = {
            "SiteName": f"{self.place.name}人民政府",
            "SiteDomain": self.host,
            "SiteIDCode": f"{self.place.region}0009",
        }
        return named | {"ColumnName": section.name, "ColumnType": section.name} | more

    def _article(
        self,
        section: Section,
        headline: str,
        published: datetime,
        source: str,
        body: str,
        url: str,
        mobile: str,
        charset: str = "utf-8",
    ) -> str:
        named = self._named(
            section,
            ArticleTitle=headline,
            PubDate=f"{published:%Y-%m-%d %H:%M}",
            ContentSource=source,
            Keywords="",
            Author="",
            Description="",
            Image="",
            Url=f"./{url.rsplit('/', 1)[1]}",
        )
        where = trs_pages.trail(section, self.open)
        link = mobile.rsplit("/", 1)[-1]
        inside = trs_pages.article(
            headline, published, source, body, where, f"./{link}" if link else "", self.variant
        )
        return trs_pages.frame(
            headline, trs_pages.metas(named, self.variant), self._navigation(), inside, charset=charset
        )

    def _list(self, section: Section, number: int) -> str:
        if section.shell:
            return f'<html><head><meta http-equiv="refresh" content="0; url={section.shell}"></head></html>'
        side = "".join(
            f'<li><a href="{self._relative(section, one.path)}">{one.name}</a></li>' for one in section.below
        )
        if section is self.root and self.variant:
            side += '<li><a href="index.shtml/">更多</a></li>'
        first = (number - 1) * section.per_page
        shown = trs_pages.rows(section.sorted[first : first + section.per_page], self.variant)
        shown = shown + trs_pages.pager(section, number, self.ext) if section.lines else ""
        body = f'<div class="pos">{trs_pages.trail(section, self.open)}</div><ul class="tree">{side}</ul>{shown}'
        return trs_pages.frame(
            section.name, trs_pages.metas(self._named(section), self.variant), self._navigation(), body
        )

    def _serve(self) -> None:
        if not self.variant:
            for name in self.hosts:
                self.file("/robots.txt", b"User-agent: *\nDisallow: /admin/\n", "txt", BUILT, host=name)
        for path in ("/", "/index.html"):
            self.page(path, self._home, BUILT)
            self.page(path, self._landing, BUILT, host=self.open)
        for one in self.sections:
            newest = max([BUILT, *(line.published for line in one.lines)])
            self.page(one.path, lambda s=one: self._list(s, 1), newest, host=one.host)  # type: ignore[misc]
            for number in range(1, one.pages + 1):
                self.page(
                    one.page(number, self.ext),
                    lambda s=one, n=number: self._list(s, n),  # type: ignore[misc]
                    newest,
                    host=one.host,
                )
        self.on(was5.PATH, lambda request: was5.search(request, CHANNEL[self.variant], list(self.texts.values())))
        self.on("/hdjl/xjcx", chatter.sessions)
        self.on("/rl/", chatter.calendar)

    def absent(self, request: Request) -> Answer:
        """404, or for a page beyond a list's end a stub of 350 bytes that says 200 (1)."""
        name = request.path.rsplit("/", 1)[-1]
        if self.variant and name.startswith(("index_", "szywlist_")):
            return html(trs_pages.STUB.format(pad="-" * 120))
        return super().absent(request)

    def _home(self) -> str:
        news = [(self._up(self.news, line), line.headline, line.published) for line in self.news.sorted[:24]]
        notices = [
            (self._up(self.notices, line), line.headline, line.published) for line in self.notices.sorted[:16]
        ]
        body = f"<h3>要闻</h3>{chatter.listing(news)}<h3>公告</h3>{chatter.listing(notices)}"
        picture = f'<a href="http://{self.open}/"><img src="/images/xxgk.jpg" alt="政府信息公开"></a>'
        body += f'<p>{picture} <a href="/rl/?y=2026&amp;m=1">日历</a></p>'
        named = self._named(self.news)
        return trs_pages.frame(named["SiteName"], trs_pages.metas(named, self.variant), self._navigation(), body)

    @staticmethod
    def _up(section: Section, line: Line) -> str:
        return f"{section.path}{line.url[2:]}" if line.url.startswith("./") else line.url

    def _landing(self) -> str:
        door = self.door if self.variant else self.root
        shown = [*self.sides, door, *self.near.values()]
        items = "".join(
            f'<li><div class="su-l2"><a href="{one.url}" target="_blank">{one.name}</a></div></li>'
            for one in shown
        )
        body = f'<ul class="sx-uls"><!--<li><a href="{self.url("/nb/", self.open)}">年报</a></li>-->{items}</ul>'
        named = self._named(self.root)
        return trs_pages.frame("政府信息公开", trs_pages.metas(named, self.variant), self._navigation(), body)

    # the way

    def _needed(self) -> None:
        self.need("/robots.txt", "/", self.url("/robots.txt", self.open), self.url("/", self.open))
        if self.variant:
            self.need(self.door.url)
        for one in self.sections:
            if one is self.root or self.root in one.trail():
                self.need(one.url)
                for number in range(2, one.pages + 1):
                    self.need(self.url(one.page(number, self.ext), one.host))
        word = quote("政府信息公开")
        lone = next(known.sources[0].url for known in self.reports if known.note == "only WAS5 knows it")
        hits = sorted(self.texts.values(), key=lambda line: line.published, reverse=True)
        at = [line.url for line in hits if "政府信息公开" in line.headline].index(lone)
        for page in range(1, at // 50 + 2):
            self.need(f"{was5.PATH}?channelid={CHANNEL[self.variant]}&searchword={word}&page={page}&prepage=50")
        for paper, known in zip(self.papers, self.reports, strict=True):
            if paper.page == "file":
                self.need(next(line.url for line in self.texts.values() if line.headline == paper.headline))
                self.need(*(source.final for source in known.sources))
            else:
                self.need(Ask(known.sources[0].url))
