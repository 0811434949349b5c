"""A portal where every row of PORTALS.md §3 stands on a path of its own, with reports that can be had among them.

What can be had: GBK labelled gb2312, a header that says ISO-8859-1, a page half of which is UTF-8 read as GBK, gzip that
nobody asked for (with and without its header), a cookie that a 302 to the same URL sets, meta refresh and location.href, three
redirects in a row, links with a slash too many, links to the https twin only, a slow page. What cannot: a bureau behind each
product of `obstacles`, soft 404s and stubs, circles of redirects, an answer that ends early, a whole subtree (政策文件) that is
403 while the news are not. What must not: an SEO mirror that copies every path under another name (linked, refreshed and
redirected to), loopback and private addresses, a bare IP with e-books, what robots.txt disallows.
`empty(key)` makes a column answer 200 without items, as a full one never does.
Not here: TLS and IPv6, for the portal speaks plain http behind its proxy; every https URL fails in CONNECT.
Inference: all markup, and which bureau suffers what. Variant 1 has the other wording of each obstacle and other paths.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import ClassVar

from tests.portal.answer import Answer, Request, canonical, html, redirect
from tests.portal.families import obstacles, world
from tests.portal.families.base import Ask, Source, Stranger
from tests.portal.families.desk import BUILT, Column, Desk, Line, put
from tests.portal.families.world import Place

FRAME = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={{charset}}"><title>{{title}}</title>
{{metas}}</head><body><div class="top"><a href="/">{{portal}}</a> {{nav}}</div><div class="pos">{{crumbs}}</div>
{{body}}<div class="bottom">{{footer}}</div></body></html>"""
BEHIND = {
    "gaj": ("公安局", "ruishu"), "sjj": ("审计局", "chuangyu"), "tjj": ("统计局", "wzws"), "zjj": ("住房和城乡建设局", "aliyun"),
    "swj": ("税务局", "c3vk"), "ylj": ("医疗保障局", "edgeone"), "xfj": ("信访局", "geo"), "gxj": ("工业和信息化局", "forbidden"),
    "slj": ("水利局", "refused"), "wjj": ("卫生健康局", "reset"), "mzj": ("民政局", "jiasule"), "cgj": ("城市管理局", "bot"),
}  # fmt: skip
DRESSED = {"jyj": "gb2312", "fgj": "latin1", "lyj": "gzip", "wlj": "mixed"}


class Hostile(Desk):
    """雾岭县 (0), 霁川区 (1), each with a mirror under a name that was never a government's."""

    family = "hostile"
    names = (
        ("www.wulingxian.gov.cn", "www.wulingxian-zx.example"),
        ("www.jichuanqu.gov.cn", "www.jichuan-news.example"),
    )
    places: ClassVar[tuple[Place, ...]] = (
        Place("雾岭县", "539823", "www.wulingxian.gov.cn", "0877", "653100"),
        Place("霁川区", "429802", "www.jichuanqu.gov.cn", "0717", "443000"),
    )

    def build(self) -> None:
        self.off_list = self.also
        self.mirror = f"http://{self.off_list[0]}"
        self.emptied: set[str] = set()
        self.slug = ("zfxxgknb", "xxgkndbg")[self.variant]
        self.hub = ("/zfxxgk/nb/", "/xxgk/ndbg/index.shtml")[self.variant]
        self.identifier = 1002310 + self.variant * 70001
        self.robots("User-agent: *\nDisallow: /search/\n")
        self.off_limits("/search/?q=nb", "robots.txt disallows /search/")
        self.nav = [("政府信息公开", "/zfxxgk/"), ("检索", "/search/?q=nb")]
        self.crumbs = [("首页", "/"), ("政府信息公开", "/zfxxgk/")]
        self.staff(
            zf="人民政府", czj="财政局", jyj="教育体育局", fgj="发展和改革局", lyj="林业和草原局", wlj="文化和旅游局", sfj="司法局",
            nyj="农业农村局", jtj="交通运输局", swjj="商务局", yjj="应急管理局", thz="塘湖镇人民政府",
        )  # fmt: skip
        self.footer = self.singles("/about/{n}.html")
        self.need("/", "/zfxxgk/", self.hub)
        for key in self.owners:
            getattr(self, f"_{key}", self._plain)(key)
        self._behind()
        self._elsewhere()
        for key, name, count in (("xwzx", "新闻中心", 61), ("bmdt", "部门动态", 44), ("gggs", "公告公示", 57)):
            self.far(self._column(key, name, [("首页", "/")], f"/{key}/"), count)
            self.nav.append((name, f"/{key}/"))
        self.near(self._column("tjxx", "统计信息", self.crumbs, "/tjxx/"), 22)
        self.on("/", lambda request: self.said(self._home(), BUILT))
        links = self.anchors([("政府信息公开年报", self.hub), ("政策文件", "/zcwj/"), ("统计信息", "/tjxx/")])
        self.on(
            "/zfxxgk/",
            lambda request: self.said(self.frame("政府信息公开", self.crumbs, f"<ul>{links}</ul>"), BUILT),
        )
        self.on(self.hub, lambda request: self.said(self._hub(), BUILT))

    def _column(self, key: str, name: str, trail: Sequence[tuple[str, str]], path: str) -> Column:
        return self.column(key, name, trail, path=path, dress=DRESSED.get(key, ""))

    def _annual(self, key: str, path: str = "", *, needed: bool = True) -> Column:
        path = path or f"/{key}/{self.slug}/"
        column = self._column(
            key, f"{self.owners[key].short}政府信息公开年报", [*self.crumbs, ("年报", self.hub)], path
        )
        if needed:
            self.need(path)
        return column

    # what can be had

    def _plain(self, key: str) -> None:
        """Three reports in whatever dress."""
        column = self._annual(key)
        for year in (2022, 2023, 2024):
            self.report(column, key, year, note=DRESSED.get(key, ""))
        if key == "wlj":
            self.reports[-3:] = [replace(known, honest=("accepted", "review")) for known in self.reports[-3:]]
        if key != "sfj":
            self.near(column, 1)

    def _zf(self, key: str) -> None:
        """The column is reached through a page that is only a redirect, and so are two of its articles."""
        shell = f"/{key}/{self.slug}/"
        column = self._annual(key, "/zfxxgk/zf/nb/")
        self.needed.insert(-1, Ask(self.url(shell)))
        self.page(shell, obstacles.moved("/zfxxgk/zf/nb/", ("meta", "replace")[self.variant]))
        for year in range(2018, 2026):
            line = self.report(column, key, year)
            if year in {2020, 2023}:
                front = line.path.replace("/t", "/r").replace("content_", "go_")
                self.page(front, obstacles.moved(line.path, "href" if year == 2020 else "meta"))
                column.lines[-1] = replace(line, path=front, direct=True)
                self._page(column, line)
                known = self.reports[-1]
                self.reports[-1] = replace(
                    known,
                    sources=(Source(self.url(front), self.url(line.path)),),
                    note="a page that redirects by script",
                )
                self.needed.insert(-1, Ask(self.url(front)))

    def _czj(self, key: str) -> None:
        """Reports beside soft 404s, stubs, a page that is gone, an answer that ends early, and the mirror."""
        column = self._annual(key)
        for year in range(2019, 2026):
            line = self.report(column, key, year)
            if year == 2021:
                self.slow[canonical(self.url(line.path))] = 2.0
        for number in range(3):
            self._dead_line(column, 2008 + number, obstacles.soft(number + self.variant), "a soft 404")
            self._dead_line(column, 2011 + number, obstacles.stub(number), "a stub")
        self._dead_line(column, 2014, Answer(404, b"<h1>404</h1>", (("Content-Type", "text/html"),)), "gone")
        whole = self.frame("2015年年报", [], world.body(world.report(self.owners[key], 2015))).encode()
        half = Answer(
            200, whole[: len(whole) // 2], (("Content-Type", "text/html"),), None, len(whole) - len(whole) // 2
        )
        self._dead_line(column, 2015, half, "an answer that ends early")
        self.near(column, 4)

    def _dead_line(self, column: Column, year: int, said: Answer, why: str) -> None:
        path = self.article_path(column, datetime.fromisoformat(f"{year + 1}-03-11"))
        title = f"{self.owners[column.key].name}{year}年政府信息公开工作年度报告"
        column.lines.append(
            Line(path, title, datetime.fromisoformat(f"{year + 1}-03-11T09:20"), "", str, direct=True)
        )
        self.on(path, lambda request: said)
        self.dead.append(Stranger(self.url(path), why))

    def _sfj(self, key: str) -> None:
        """302 to the same URL with a cookie; with the cookie the page."""
        before = len(self.needed)
        self._plain(key)
        cookie = {"Cookie": "CT6T=1"}
        self.needed[before:] = [Ask(ask.url, headers=cookie) for ask in self.needed[before:]]

    def _nyj(self, key: str) -> None:
        """The list's links have a slash too many; with it they are 404."""
        column = self._annual(key)
        for year in (2023, 2024):
            line = self.report(column, key, year, note="linked with a slash too many")
            column.data.setdefault("slash", set()).add(line.path)
            self.dead.append(Stranger(self.url(line.path + "/"), "a slash too many"))

    def _swjj(self, key: str) -> None:
        """Twins: links to https, to https on 8443 and to http; one report is linked to by https only."""
        column = self._annual(key)
        for year in (2022, 2023, 2024):
            line = self.report(
                column,
                key,
                year,
                note="linked to by https only"
                if year == 2024
                else "linked to by http, https, and https on port 8443",
            )
            hosts = (
                [f"https://{self.host}"]
                if year == 2024
                else [f"https://{self.host}", f"https://{self.host}:8443", ""]
            )
            column.lines.pop()
            column.lines += [replace(line, extra=base, direct=bool(at)) for at, base in enumerate(hosts)]

    def _yjj(self, key: str) -> None:
        """Three redirects to the column."""
        before = len(self.needed)
        self._plain(key)
        hops = [f"/{key}/", f"/{key}/index.jsp", f"/{key}/xxgk.do"]
        targets = [*hops[1:], self.columns[key].data["path"]]
        for hop, target in zip(hops, targets, strict=True):
            self.on(hop, lambda request, target=target: redirect(target))  # type: ignore[misc]
        self.needed[before:before] = [Ask(self.url(hop)) for hop in hops]

    # what cannot, and what must not

    def _behind(self) -> None:
        """A bureau behind each obstacle, and 政策文件 behind a fence."""
        said = obstacles.challenges(self.variant)
        for key, (_, kind) in BEHIND.items():
            prefix = f"/{key}/"
            if kind == "jiasule":
                self.under[self.host, prefix] = obstacles.jiasule
            elif kind == "bot":
                self.under[self.host, prefix] = lambda request: redirect("/_bot_sbu/sbu/verify.html")
            else:
                self.under[self.host, prefix] = lambda request, kind=kind: said[kind]  # type: ignore[misc]
            self.dead.append(Stranger(self.url(f"{prefix}{self.slug}/"), f"behind {kind}"))
        self.under[self.host, "/_bot_sbu/"] = lambda request: obstacles.page(200, obstacles.C3VK)
        self.dead.append(Stranger(self.url("/_bot_sbu/sbu/verify.html"), "behind bot"))
        self.under[self.host, "/zcwj/"] = lambda request: said["forbidden" if self.variant == 0 else "refused"]
        self.dead.append(Stranger(self.url("/zcwj/"), "a fence around this path; the news are open"))
        for number in range(6):
            self.on(f"/ring/{number}.html", lambda request, n=number: redirect(f"/ring/{(n + 1) % 6}.html"))  # type: ignore[misc]
        self.on(
            "/selfsame/",
            lambda request: Answer(
                302, b"", (("Location", self.url("/selfsame/")), ("Set-Cookie", "route=1; Path=/"))
            ),
        )
        self.dead += [
            Stranger(self.url("/ring/0.html"), "a circle of redirects"),
            Stranger(self.url("/selfsame/"), "a 302 to itself, cookie or not"),
        ]

    def _elsewhere(self) -> None:
        """The mirror, addresses inside, a bare IP."""
        column = self.columns["czj"]
        title = f"{self.owners['czj'].name}2018年政府信息公开工作年度报告"
        for number, url in enumerate(
            (
                f"{self.mirror}/czj/{self.slug}/2018.html",
                "http://203.0.113.7:88/book/2018dzs/czj/files/basic-html/page1.html",
            )
        ):
            column.lines.append(
                Line(url, title, datetime.fromisoformat(f"2019-01-2{number}T10:00"), "", str, direct=True)
            )
            self.forbidden.append(
                Stranger(url, "off the list: a mirror" if number == 0 else "a bare IP that nobody declared")
            )
        self.forbidden.append(Stranger(f"{self.mirror}/", "off the list: the mirror's home"))
        self.page(f"/llz/{self.slug}/", obstacles.moved(f"{self.mirror}/llz/{self.slug}/", "meta"))
        self.on(f"/dyx/{self.slug}/", lambda request: redirect(f"{self.mirror}/dyx/{self.slug}/"))
        self.on(f"/qsz/{self.slug}/", lambda request: redirect("http://127.0.0.1/"))
        self.on(f"/bhz/{self.slug}/", lambda request: redirect("http://10.20.30.40:8080/zfxxgknb/"))
        self.towns = {"llz": "乐陵镇", "dyx": "大雁乡", "qsz": "青石镇", "bhz": "白河镇"}
        self.dead += [
            Stranger(self.url(f"/{key}/{self.slug}/"), "leads off the list, or inside") for key in self.towns
        ]
        for path in (f"/llz/{self.slug}/", f"/dyx/{self.slug}/"):
            self.forbidden.append(Stranger(self.mirror + path, "off the list, by a redirect"))
        self.forbidden += [
            Stranger("http://127.0.0.1/", "loopback"),
            Stranger("http://10.20.30.40:8080/zfxxgknb/", "a private address"),
        ]

    # switches and answers

    def empty(self, key: str) -> None:
        """From now on the column of this agency answers 200, and lists nothing."""
        self.emptied.add(key)

    def answer(self, request: Request) -> Answer:
        if request.host in self.off_list:
            return self._mirrored(request)
        if request.path.startswith("/sfj/") and "CT6T" not in request.headers.get("cookie", ""):
            cookies = (("Set-Cookie", "CT6T=1; Path=/"), ("Set-Cookie", "CT6TS=a81c; Path=/"))
            return Answer(302, b"", (("Location", self.url(request.path)), *cookies))
        return super().answer(request)

    def _mirrored(self, request: Request) -> Answer:
        """The same path of the portal, half in traditional characters, all links to itself."""
        inner = replace(request, host=self.host, headers={"cookie": "CT6T=1"})
        said = super().answer(inner)
        if said.status != 200:
            said = super().answer(replace(inner, path="/"))
        text = (gzip.decompress(said.body) if said.body.startswith(b"\x1f\x8b") else said.body).decode(
            "utf-8", "replace"
        )
        for plain, strange in (
            ("报告", "報(bào)告"),
            ("开", "開(kāi)"),
            (self.host, self.off_list[0]),
            (self.place.name, "某某代写"),
        ):
            text = text.replace(plain, strange)
        return html(text)

    def lists(self, column: Column) -> None:
        def handle(request: Request) -> Answer:
            lines = [] if column.key in self.emptied else column.lines
            rows = "".join(self._row(column, line) for line in lines)
            text = self.frame(
                column.name,
                column.trail,
                f'<h3>{column.name}</h3><ul class="list">{rows}</ul>',
                self._label(column, 0),
            )
            return self._dressed(column, text, 0, BUILT)

        self.on(column.data["path"], handle)

    def _row(self, column: Column, line: Line) -> str:
        url = line.extra + line.path + ("/" if line.path in column.data.get("slash", ()) else "")
        return (
            f'<li><a href="{escape(url)}">{escape(line.title)}</a> <span>{line.published:%Y-%m-%d}</span></li>\n'
        )

    def _label(self, column: Column, number: int) -> str:
        return "gb2312" if column.data.get("dress") in {"gb2312", "latin1"} and number % 3 < 2 else "utf-8"

    def _dressed(self, column: Column, text: str, number: int, modified: datetime) -> Answer:
        """The page as this column's server sends it; `number` makes two of three pages differ from the third."""
        how, plain = column.data.get("dress", ""), (("Content-Type", "text/html"),)
        if how == "latin1":
            body = text.encode("gb18030" if number % 3 < 2 else "utf-8")
            return Answer(200, body, (("Content-Type", "text/html; charset=ISO-8859-1"),), modified)
        if how == "gb2312":
            return Answer(200, text.encode("gb18030"), plain, modified)
        if how == "gzip":
            packed = gzip.compress(text.encode(), mtime=0)
            return Answer(
                200, packed, plain + ((("Content-Encoding", "gzip"),) if number % 3 < 2 else ()), modified
            )
        return self.said(text, modified)

    def _article(self, column: Column, line: Line) -> Answer:
        number = line.published.year
        name = "<p>联系人：朱镕喆、李㛃。</p>" if column.data.get("dress") == "gb2312" else ""
        where = f"发布时间：{line.published:%Y-%m-%d %H:%M} 来源：{line.source}"
        text = f'<div class="article"><h1>{escape(line.title)}</h1><p>{where}</p><div id="content">{line.body()}{name}</div></div>'
        label = self._label(column, number) if column.data.get("dress") != "gb2312" else "gb2312"
        page = self.frame(
            line.title,
            [*column.trail, (column.name, column.data.get("path", "/"))],
            text,
            label,
            self.metas(column.name, line),
        )
        if column.data.get("dress") == "mixed":
            page = obstacles.mixed(page, where)
        return self._dressed(column, page, number, line.published)

    def frame(
        self, title: str, crumbs: Sequence[tuple[str, str]], body: str, charset: str = "utf-8", metas: str = ""
    ) -> str:
        """A whole page."""
        return put(
            FRAME, charset=charset, title=escape(title), metas=metas, portal=self.title, body=body, nav=self.anchors(self.nav, '<a href="{url}">{name}</a> '),
            crumbs=self.anchors(crumbs, '<a href="{url}">{name}</a>&gt;'), footer=self.anchors(self.footer, '<a href="{url}">{name}</a> '),
        )  # fmt: skip

    def _home(self) -> str:
        boxes = "".join(
            f"<h4>{c.name}</h4><ul>{self.anchors([(x.title, x.path) for x in c.lines[:9]])}</ul>"
            for c in self.columns.values()
            if c.key in {"xwzx", "bmdt", "gggs"}
        )
        friends = self.anchors(
            [("中国政府网", "http://www.gov.cn/"), (f"{self.place.name}资讯", f"{self.mirror}/")]
        )
        odd = self.anchors([("专题一", "/ring/0.html"), ("专题二", "/selfsame/")])
        return self.frame(self.title, [], f"{boxes}<ul>{odd}{friends}</ul>")

    def _hub(self) -> str:
        """Every bureau, whatever it stands behind."""
        links = [
            (o.name, f"/{key}/" if key == "yjj" else f"/{key}/{self.slug}/") for key, o in self.owners.items()
        ]
        links += [(self.place.name + name, f"/{key}/{self.slug}/") for key, (name, _) in BEHIND.items()]
        links += [(self.place.name + name, f"/{key}/{self.slug}/") for key, name in self.towns.items()]
        return self.frame("政府信息公开年报", self.crumbs, f'<ul class="bm">{self.anchors(sorted(links))}</ul>')

    def article_path(self, column: Column, published: datetime) -> str:
        self.identifier += self.draw.randrange(1, 40)
        base = column.data["path"]
        if self.variant:
            return f"{base}content_{self.identifier}.shtml"
        return f"{base}{published:%Y%m}/t{published:%Y%m%d}_{self.identifier}.html"
