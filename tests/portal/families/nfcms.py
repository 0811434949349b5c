"""A portal on NFCMS (南方网): post_ and mpost_ twins, index_2.html, annual columns by class and year.

From PORTALS.md §2.4: NFCMS_SITE_ID, NFCMS_POST_ID, ArticleId, div.news_cont_d_wrap, page 2 = index_2.html, slugs;
§2.9: class › year (0), flat (1); §3: mpost_ twins. Inference: how a page links its mobile twin (0: a script and a
link element, 1: the list itself for some lines); the shape of /attachment/; 404 beyond the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import escape

from tests.portal.answer import Answer, Request, document
from tests.portal.families import chatter, world
from tests.portal.families.base import Ask, Host, Source, Stranger
from tests.portal.families.world import Place
from tests.portal.model import File, Report

BUILT = datetime.fromisoformat("2026-04-01T05:00:00")
PLACES = (
    Place("港尾新区", "449931", "www.gangwei.gov.cn", "0750", "529900"),
    Place("秀江市", "449932", "www.xiujiang.gov.cn", "0758", "526900"),
)
BUREAUX = ("发展和改革局", "民政局", "审计局")
STREETS = ("尾湾街道办事处", "鹭屿街道办事处")
SLUGS = (
    {"root": "/zwgk/zfxxgknb/", "bm": "bm/", "jd": "jd/", "gov": "qzf/"},
    {"root": "/xxgk/ndxxgkbg/", "bm": "/zfxxgkgzndbg/qgbmxxgknb/", "jd": "zj/", "gov": ""},
)
_PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"/><title>{title}</title>
<meta name="SiteName" content="{site}"/><meta name="SiteIDCode" content="{code}"/>
<meta name="ColumnName" content="{column}"/>
{metas}<script>var NFCMS_SITE_ID = '{sid}', NFCMS_POST_ID = '{post}';</script></head>
<body>{nav}<div class="wrap">{body}</div></body></html>"""


@dataclass
class Folder:
    """A column; `path` ends in a slash."""

    path: str
    name: str
    per_page: int = 12
    lines: list[tuple[str, str, datetime]] = field(default_factory=list)
    below: list[Folder] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """How many pages its list has."""
        return max(1, -(-len(self.lines) // self.per_page))

    def page(self, number: int) -> str:
        """index.html, index_2.html …"""
        return f"{self.path}index{f'_{number}' if number > 1 else ''}.html"


class Nfcms(Host):
    """港尾新区 and 秀江市."""

    family = "nfcms"
    names = (("www.gangwei.gov.cn",), ("www.xiujiang.gov.cn",))

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.place = PLACES[variant]
        self.serial, self.sid = (12675000, 884100)[variant], ("755001", "758009")[variant]
        self.folders: list[Folder] = []
        self._tree()
        self._reports()
        self._strangers()
        self._serve()
        self._needed()

    def folder(self, path: str, name: str, above: Folder | None = None, per_page: int = 12) -> Folder:
        """A new column, below `above`."""
        made = Folder(path if path.startswith("/") or above is None else above.path + path, name, per_page)
        self.folders.append(made)
        if above:
            above.below.append(made)
        return made

    def _tree(self) -> None:
        slugs = SLUGS[self.variant]
        self.news = self.folder("/xwzx/zwyw/", "政务要闻", per_page=20)
        self.notices = self.folder("/zwgk/tzgg/", "通知公告", per_page=15)
        self.board = self.folder("/zwgk/xxgk/", "政府信息公开")
        self.side = {
            "guide": self.folder("/zwgk/xxgkzn/", "政府信息公开指南", self.board),
            "rule": self.folder("/zwgk/fzzfnb/", "法治政府建设年度报告", self.board),
            "budget": self.folder("/zwgk/czyjs/", "财政预决算", self.board),
            "bulletin": self.folder("/zwgk/tjsj/ndbg/", "统计年报", self.board),
            "website": self.folder("/zwgk/wznb/", "网站工作年度报表", self.board),
        }
        self.root = self.folder(slugs["root"], "政府信息公开年报", self.board)
        self.gov = self.folder(slugs["gov"], "区政府", self.root, per_page=8) if slugs["gov"] else self.root
        self.bureaux = self.folder(slugs["bm"], "部门年报", self.root)
        self.streets = self.folder(slugs["jd"], "街道年报", self.root, per_page=6)
        self.years = {
            year: self.folder(f"{year}n/", f"{year}年", self.bureaux) if not self.variant else self.bureaux
            for year in range(2021, 2026)
        }

    # reports

    def _reports(self) -> None:
        owner = world.agency(self.place, f"{self.place.name}人民政府", "zf")
        for year in range(2010, 2026):
            headline = f"{self.place.name}{year}年政府信息公开工作年度报告"
            self._publish(self.gov, world.report(owner, year, headline=headline))
        for at, name in enumerate(BUREAUX):
            bureau = world.agency(self.place, name, f"b{at}")
            for year, folder in self.years.items():
                files: tuple[File, ...] = ()
                if at == 0 and year in {2022, 2025}:
                    kind = ("docx", "pdf")[year % 2]
                    title = f"{bureau.name}{year}年政府信息公开工作年度报告.{kind}"
                    files = (File(f"{self.host.split('.')[1]}_b{at}{year}", kind, title, "libreoffice"),)
                page = "file" if year == 2022 and files else "html"
                basis = 2023 if at == 1 and year == 2024 else 0
                files = files if page == "file" else ()
                self._publish(folder, world.report(bureau, year, files=files, page=page, basis_year=basis))
        for at, name in enumerate(STREETS):
            street = world.agency(self.place, name, f"s{at}")
            for year in range(2021 + at, 2026):
                self._publish(self.streets, world.report(street, year), again=at == 0 and year == 2023)

    def _publish(self, folder: Folder, paper: Report, *, again: bool = False) -> None:
        folders = [folder, self.root] if again else [folder]
        urls: list[str] = []
        link = (
            f"/attachment/0/{self.serial // 1000}/{self.serial}/{paper.id or self.serial}.{paper.files[0].type}"
            if paper.files
            else ""
        )
        for at, place in enumerate(folders):
            made = replace(paper, published=paper.published + timedelta(minutes=30 * at))
            urls += self._post(
                place,
                made.headline,
                made.published,
                made.agency.name,
                lambda: world.body(paper, lambda file: link),
            )
        sources = [] if paper.page == "file" else [Source(self.url(url), self.url(url)) for url in urls]
        for file in paper.files:
            sources.append(Source(self.url(link), self.url(link), file.type))
            self.on(link, self._stored(file, paper.published))
        self.add(paper, sources, "published twice" if again else "")

    @staticmethod
    def _stored(file: File, modified: datetime) -> Callable[[Request], Answer]:
        return lambda request: document(world.stored(file), file.type, modified)

    def _post(
        self, folder: Folder, headline: str, published: datetime, source: str, body: Callable[[], str]
    ) -> tuple[str, str]:
        """An article with its mobile twin; the paths of both."""
        self.serial += 31
        number = self.serial
        path, twin = (f"{folder.path}content/{kind}_{number}.html" for kind in ("post", "mpost"))
        self.page(
            path, lambda: self._article(folder, headline, published, source, body(), number, twin), published
        )
        self.page(twin, lambda: self._mobile(headline, published, source, body()), published)
        shown = twin if self.variant and number % 4 == 0 else path
        folder.lines.append((shown, headline, published))
        return path, twin

    # what is no report

    def _strangers(self) -> None:
        years = (2014, 2018, 2021, 2022, 2024)
        for at, item in enumerate(chatter.near(self.place, 44, first=1, years=years, bureaux=BUREAUX)):
            folder = self.root if at % 9 == 5 else self.side.get(item.kind, self.notices)
            path, twin = self._item(folder, item)
            self.distractors += [
                Stranger(self.url(path), item.why),
                Stranger(self.url(twin), f"{item.why}, mobile"),
            ]
        lists = [*self.years.values(), self.gov, self.streets]
        for at, item in enumerate(chatter.far(self.place, 120, first=60, years=years, bureaux=BUREAUX)):
            path, _ = self._item(lists[at % len(lists)] if at < 28 else self.news, item)
            if at < 28:
                self.distractors.append(Stranger(self.url(path), f"{item.why} in a column of reports"))
        lost = f"{self.gov.path}content/post_{self.serial + 5}.html"
        self.gov.lines.append((lost, "2009年度信息公开情况汇编", datetime.fromisoformat("2010-03-03")))
        self.dead.append(Stranger(self.url(lost), "404"))
        off = f"http://m.{self.host.split('.')[1]}.example/"
        self.forbidden.append(Stranger(off, "a host that is no government's"))
        self.forbidden.append(Stranger(self.url("/search4/s"), "robots.txt"))

    def _item(self, folder: Folder, item: chatter.Item) -> tuple[str, str]:
        return self._post(
            folder, item.headline, item.published, item.source, lambda: chatter.body(self.place, item)
        )

    # pages

    def _frame(self, title: str, column: str, body: str, metas: str = "", post: str = "") -> str:
        items = [
            ("首页", "/"),
            ("要闻", self.news.path),
            ("政务公开", self.board.path),
            ("公告", self.notices.path),
        ]
        items += [("搜索", "/search4/s"), ("日历", "/rili?y=2026&amp;m=1"), ("手机版", self.forbidden[0].url)]
        nav = "".join(f'<a href="{url}" target="_self">{name}</a>' for name, url in items)
        site = f"{self.place.name}政府在线"
        return _PAGE.format(
            title=escape(title),
            site=site,
            code=f"{self.place.region}0007",
            column=column,
            metas=metas,
            sid=self.sid,
            post=post,
            nav=f'<div class="nav">{nav}</div>',
            body=body,
        )

    def _article(
        self, folder: Folder, headline: str, published: datetime, source: str, body: str, number: int, twin: str
    ) -> str:
        day = f"{published:%Y-%m-%d %H:%M:%S}"
        metas = (
            f'<meta name="ArticleId" content="{number}"/><meta name="ArticleTitle" content="{escape(headline)}"/>'
        )
        metas += f'<meta name="PubDate" content="{day}"/><meta name="ContentSource" content="{source}"/>\n'
        if not self.variant:
            metas += f'<link rel="alternate" media="only screen and (max-width: 640px)" href="{twin}"/>'
            metas += (
                f"<script>if(/Mobile|Android/.test(navigator.userAgent)){{location.href='{twin}';}}</script>\n"
            )
        steps = f'<a href="/">首页</a> &gt; <a href="{folder.path}">{folder.name}</a>'
        inside = f"<div class='crumbs'>当前位置：{steps}</div><h1 class='news_title'>{escape(headline)}</h1>"
        inside += f"<p>来源：{source} 时间：{published:%Y-%m-%d %H:%M}</p>"
        inside += f'<div class="news_cont_d_wrap">{body}</div>'
        return self._frame(f"{headline}-{folder.name}", folder.name, inside, metas, str(number))

    def _mobile(self, headline: str, published: datetime, source: str, body: str) -> str:
        inside = f"<h2>{escape(headline)}</h2><p>{published:%Y-%m-%d} {source}</p><section>{body}</section>"
        return (
            '<!DOCTYPE html><html><head><meta charset="utf-8"/><meta name="viewport" content="width=360"/>'
            f"<title>{escape(headline)}</title></head><body class='mobile'>{inside}</body></html>"
        )

    def _list(self, folder: Folder, number: int) -> str:
        below = "".join(f'<li><a href="{one.path}">{one.name}</a></li>' for one in folder.below)
        lines = sorted(folder.lines, key=lambda line: line[2], reverse=True)
        first = (number - 1) * folder.per_page
        rows = "".join(
            f"<li><span>{date:%Y-%m-%d}</span><a href='{url}'>{escape(text)}</a></li>"
            if self.variant
            else f'<li><a href="{self.url(url)}" title="{escape(text)}">{escape(text)}</a>{date:%Y/%m/%d}</li>'
            for url, text, date in lines[first : first + folder.per_page]
        )
        links = "".join(f'<a href="{folder.page(n)}">{n}</a>' for n in range(1, folder.pages + 1))
        if folder.pages > 3:  # only neighbours and the last
            shown = {1, number - 1, number, number + 1, folder.pages} & set(range(1, folder.pages + 1))
            links = "".join(f'<a href="{folder.page(n)}">{n}</a>' for n in sorted(shown))
        after = f'<a class="next" href="{folder.page(number + 1)}">下一页</a>' if number < folder.pages else ""
        pager = f'<div class="page">{links}{after}</div>' if folder.pages > 1 else ""
        body = f'<h2>{folder.name}</h2><ul class="col">{below}</ul><ul class="list_news">{rows}</ul>{pager}'
        return self._frame(folder.name, folder.name, body)

    def _home(self) -> str:
        picks = [
            sorted(one.lines, key=lambda line: line[2], reverse=True)[:18] for one in (self.news, self.notices)
        ]
        body = "".join(chatter.listing(lines) for lines in picks)
        if self.variant:
            body += (
                f"<map name='zt'><area shape='rect' coords='0,0,90,90' href='{self.root.path}' alt='年报'></map>"
            )
        return self._frame(f"{self.place.name}政府在线", "", body)

    def _serve(self) -> None:
        self.file("/robots.txt", b"User-agent: *\nDisallow: /search4/\n", "txt", BUILT)
        self.page("/search4/s", "<html><body>搜索</body></html>")
        self.on("/rili", chatter.calendar)
        for path in ("/", "/index.html"):
            self.page(path, self._home, BUILT)
        for one in self.folders:
            newest = max([BUILT, *(line[2] for line in one.lines)])
            self.page(one.path, lambda f=one: self._list(f, 1), newest)  # type: ignore[misc]
            for number in range(1, one.pages + 1):
                self.page(one.page(number), lambda f=one, n=number: self._list(f, n), newest)  # type: ignore[misc]

    # the way

    def _needed(self) -> None:
        self.need("/robots.txt", "/")
        if not self.variant:
            self.need(self.board.path)
        folders = dict.fromkeys(
            one.path for one in (self.root, self.gov, self.bureaux, self.streets, *self.years.values())
        )
        for one in self.folders:
            if one.path in folders:
                self.need(one.path, *(one.page(number) for number in range(2, one.pages + 1)))
        lines = {text: url for one in self.folders for url, text, _ in one.lines}
        for paper, known in zip(self.papers, self.reports, strict=True):
            if paper.page == "file":
                self.need(lines[paper.headline])
            self.need(Ask(known.sources[0].url))
