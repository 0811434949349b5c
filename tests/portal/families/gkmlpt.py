"""A Guangdong portal with gkmlpt: the catalogue as a tree in a script, lists as JSON, departments under prefixes.

From PORTALS.md §2.4 and samples/reconstructed/gkmlpt_*: _CONFIG, TREE, jump_url, 100 a page, page 0 ≡ page 1, url
and post_url of one article, https that fails (attachments are linked so), DETAIL.content or div.tyxxy_main.
Inference: the list of a parent node holds its children's articles (0) or nothing (1); the answer to a wrong sid;
where the departments are listed; what post_url looks like; a node whose jump_url leads to a plain column (1).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from tests.portal.answer import Answer, Request, document, html
from tests.portal.families import chatter, world
from tests.portal.families.base import Ask, Host, Source, Stranger
from tests.portal.families.world import Place
from tests.portal.model import Agency, File, Report

BUILT = datetime.fromisoformat("2026-03-31T06:00:00")
PLACES = (
    Place("粤湾区", "449951", "www.yuewan.gov.cn", "0751", "512900"),
    Place("潮林县", "449952", "www.chaolin.gov.cn", "0768", "521900"),
)
OFFICES = (
    ("教育局", "ywjyj", "cljyj"),
    ("财政局", "ywczj", "czj"),
    ("住房和建设局", "ywzjj", "zjj"),
    ("海湾街道办事处", "hwjd", "hwz"),
    ("卫生健康局", "ywwjj", "wsjkj"),
)
SHAPE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>
<meta name="SiteName" content="{site}"><meta name="ColumnName" content="政府信息公开">{metas}
<script>{config}</script><script src="/gkmlpt/js/app.js"></script></head><body>
<div id="app" class="gkml"><div class="header"><a href="/">返回首页</a></div>{body}</div></body></html>"""
SIZE = 100
JUMP = "/zwgk/wsjnb/"


@dataclass
class Node:
    """A node of the tree; `posts` are its own articles."""

    id: int
    name: str
    children: list[Node] = field(default_factory=list)
    jump: str = ""
    posts: list[dict[str, Any]] = field(default_factory=list)

    def tree(self, parent: int = 0) -> dict[str, Any]:
        """As TREE has it."""
        below = [child.tree(self.id) for child in self.children]
        return {"id": self.id, "name": self.name, "parent": parent, "children": below, "jump_url": self.jump}

    def walk(self) -> list[Node]:
        """This node and all below."""
        return [self, *(one for child in self.children for one in child.walk())]


@dataclass
class Office:
    """A catalogue: the government's own (prefix "") or a department's."""

    owner: Agency
    prefix: str
    sid: str
    top: list[Node]
    annual: Node

    def nodes(self) -> list[Node]:
        """All nodes."""
        return [one for node in self.top for one in node.walk()]


class Gkmlpt(Host):
    """粤湾区 and 潮林县."""

    family = "gkmlpt"
    names = (("www.yuewan.gov.cn",), ("www.chaolin.gov.cn",))

    def __init__(self, variant: int = 0) -> None:
        super().__init__(variant)
        self.place = PLACES[variant]
        self.serial, self.cats = (9103400, 128000)[variant], (20700, 4410)[variant]
        owner = world.agency(self.place, f"{self.place.name}人民政府", "zf")
        self.offices = [self._office(owner, "", ("755041", "445100")[variant])]
        for at, (name, *slugs) in enumerate(OFFICES):
            agency = world.agency(self.place, name, f"b{at}")
            self.offices.append(self._office(agency, f"/{slugs[variant]}", f"{755100 + at * 3 + variant}"))
        self.news: list[tuple[str, str, datetime]] = []
        self.apart: list[tuple[str, str, datetime]] = []  # the plain column of the node with a jump_url
        if variant:
            self.offices[-1].annual.jump, self.offices[-1].annual.children = JUMP, []
        self._reports()
        self._strangers()
        self._serve()
        self._needed()

    def _node(self, name: str, *children: Node) -> Node:
        self.cats += 13
        return Node(self.cats, name, list(children))

    def _office(self, owner: Agency, prefix: str, sid: str) -> Office:
        years = [self._node(f"{year}年") for year in range(2025, 2020, -1)] if self.variant else []
        name = ("政府信息公开年报", "政府信息公开年度报告")[self.variant]
        annual = self._node(name if prefix != "/ywczj" else "年度报告", *years)
        law = self._node(
            "法定主动公开内容", self._node("机构职能"), self._node("规划计划"), self._node("统计年报")
        )
        money = self._node("财政预决算", self._node("部门预算"), self._node("部门决算"))
        other = self._node("法治政府建设年度报告")
        top = [self._node("政府信息公开指南"), self._node("政府信息公开制度"), law, money, other]
        top.insert((1, 4)[self.variant], annual if self.variant else self._node("政府信息公开", annual))
        return Office(owner, prefix, sid, top, annual)

    # articles

    def _add(self, office: Office, node: Node, headline: str, published: datetime, body: Callable[[], str]) -> str:
        """An article at its two addresses; returns the path of the first."""
        self.serial += 29
        number = self.serial
        path = f"{office.prefix}/gkmlpt/content/{number // 10**6}/{number // 1000}/post_{number}.html"
        twin = f"{office.prefix}/xxgk/content/post_{number}.html"
        stamp = int(published.timestamp())
        node.posts.append(
            {
                "id": number,
                "title": headline,
                "document_number": "",
                "identifier": f"{office.owner.code}/{published.year}-{number % 90000:05d}",
                "publisher": office.owner.name,
                "date": f"{published:%Y-%m-%d %H:%M:%S}",
                "created_at": f"{published:%Y-%m-%d %H:%M:%S}",
                "first_publish_time": stamp,
                "display_publish_time": stamp,
                "url": self.url(path),
                "post_url": self.url(twin),
                "attachment": [],
                "abstract": "",
                "classify_main_name": node.name,
                "is_expired": 0,
                "is_abolished": 0,
                "relation": "[]",
            }
        )
        modified = published if self.variant else None
        for one in (path, twin):
            self.page(one, lambda: self._content(office, headline, published, body()), modified)
        return path

    def _content(self, office: Office, headline: str, published: datetime, body: str) -> str:
        day = f"{published:%Y-%m-%d %H:%M:%S}"
        metas = f'<meta name="ArticleTitle" content="{escape(headline)}"><meta name="PubDate" content="{day}">'
        metas += f'<meta name="ContentSource" content="{office.owner.name}">'
        if self.variant:
            cells = f"<td>发布机构：{office.owner.name}</td><td>发布日期：{day}</td>"
            table = f"<table class='xxgk_head'><tr>{cells}</tr></table>"
            inside = f"<h1 class='title'>{escape(headline)}</h1>{table}<div class='tyxxy_main'>{body}</div>"
            return self._frame(office, headline, metas, inside, detail=None)
        detail = {"id": 0, "title": headline, "publisher": office.owner.name, "date": day, "content": body}
        return self._frame(office, headline, metas, '<div class="article-content"></div>', detail=detail)

    def _frame(self, office: Office, title: str, metas: str, body: str, detail: dict[str, Any] | None) -> str:
        tree = json.dumps([node.tree() for node in office.top], ensure_ascii=False)
        told = json.dumps(detail, ensure_ascii=False).replace("</", "<\\/")
        if self.variant:
            config = (
                f'window._CONFIG={{"SID":"{office.sid}","SERVICE_AREA_ID":"445","DETAIL":{told},"TREE":{tree}}}'
            )
        else:
            head = f"SID: '{office.sid}', SERVICE_AREA_ID: '755'"
            config = f"window._CONFIG = {{\n  {head},\n  TREE: {tree},\n  DETAIL: {told}\n}};"
        site = f"{self.place.name}人民政府"
        return SHAPE.format(title=escape(title), site=site, metas=metas, config=config, body=body)

    def _reports(self) -> None:
        for at, office in enumerate(self.offices):
            for year in range(2012 if at == 0 else 2022 - at % 3, 2026):
                self._report(office, at, year)

    def _report(self, office: Office, at: int, year: int) -> None:
        files: tuple[File, ...] = ()
        name = f"{office.owner.name}{year}年政府信息公开工作年度报告"
        if at == 2 and year in {2023, 2024}:
            kind = ("docx", "pdf")[year % 2]
            files = (File(f"{self.host.split('.')[1]}_b{at}{year}", kind, f"{name}.{kind}", "libreoffice"),)
        page = "file" if files else "html"
        if at == 0:
            name = f"{self.place.name}{year}年政府信息公开工作年度报告"
        if at == 3 and year == 2024:
            name = "2024年政府信息公开工作年度报告"
        paper = world.report(office.owner, year, files=files, page=page, headline=name)
        node = office.annual
        if office.annual.jump:
            self._jumped(paper)
            return
        if self.variant and year > 2020:
            node = next(child for child in node.children if child.name == f"{year}年")
        link = f"/attachment/1/{self.serial // 1000}/{self.serial}/{year}.{files[0].type}" if files else ""
        path = self._add(
            office,
            node,
            name,
            paper.published,
            lambda: world.body(paper, lambda file: f"https://{self.host}{link}"),
        )
        url, twin = self.url(path), node.posts[-1]["post_url"]
        sources = [] if page == "file" else [Source(url, url), Source(twin, twin)]
        for file in files:
            final = self.url(link)
            sources.append(Source(final, final, file.type))
            self.on(link, self._stored(file, paper.published))
            node.posts[-1]["attachment"] = [
                {
                    "id": at,
                    "name": file.name,
                    "type": "doc",
                    "mime": "",
                    "size": "0",
                    "url": f"https://{self.host}{link}",
                }
            ]
        note = "no agency in the headline" if name.startswith("2") else "only an attachment" if files else ""
        self.add(paper, sources, note)

    def _jumped(self, paper: Report) -> None:
        self.serial += 29
        path = f"{JUMP}content/post_{self.serial}.html"
        self.page(
            path, lambda: _bare(paper.headline, f"<h1>{paper.headline}</h1>{world.body(paper)}"), paper.published
        )
        self.apart.append((path, paper.headline, paper.published))
        self.add(paper, [Source(self.url(path), self.url(path))], "in a column that jump_url leads to")

    @staticmethod
    def _stored(file: File, modified: datetime) -> Callable[[Request], Answer]:
        return lambda request: document(world.stored(file), file.type, modified)

    # what is no report

    def _strangers(self) -> None:
        years, names = (2016, 2019, 2021, 2022, 2024), [name for name, *_ in OFFICES if name.endswith("局")]
        for at, item in enumerate(chatter.near(self.place, 44, first=1, years=years, bureaux=names)):
            office = self.offices[at % len(self.offices)]
            wanted = {
                "rule": "法治政府建设年度报告",
                "budget": "部门预算",
                "bulletin": "统计年报",
                "guide": "政府信息公开指南",
            }
            name = wanted.get(item.kind, "政府信息公开制度")
            node = next(one for one in office.nodes() if one.name == name)
            path = self._item(office, office.annual if at % 9 == 4 else node, item)
            self.distractors.append(Stranger(self.url(path), item.why))
        first = self.offices[0]
        for at, item in enumerate(chatter.far(self.place, 130, first=99, years=years, bureaux=names)):
            if at < 92:  # the government's annual node needs a second page
                path = self._item(first, first.annual, item)
                if at < 10:
                    self.distractors.append(Stranger(self.url(path), f"{item.why} in a node of reports"))
                continue
            path = f"/xwzx/content/post_{self.serial + at}.html"
            self.page(path, lambda i=item: self._plain(i), item.published)  # type: ignore[misc]
            self.news.append((path, item.headline, item.published))
        first.annual.posts[3]["is_expired"] = 1
        off = f"http://www.{self.host.split('.')[1]}-info.example/gkmlpt/index"
        self.forbidden.append(Stranger(off, "a host that is no government's"))

    def _item(self, office: Office, node: Node, item: chatter.Item) -> str:
        return self._add(office, node, item.headline, item.published, lambda: chatter.body(self.place, item))

    def _plain(self, item: chatter.Item) -> str:
        body = chatter.body(self.place, item)
        return _bare(item.headline, f"<h1>{item.headline}</h1>{body}")

    # answers

    def _serve(self) -> None:
        for path in ("/", "/index.html"):
            self.page(path, self._home, BUILT)
        self.page("/xwzx/", lambda: chatter.listing(self.news), BUILT)
        self.page("/zwgk/bmml/", self._departments, BUILT)
        if self.variant:
            self.page(JUMP, lambda: _bare("政府信息公开年报", chatter.listing(self.apart)), BUILT)
        self.file("/gkmlpt/js/app.js", b"/* gkmlpt */\n", "js", BUILT)
        self.on("/hdjl/letters", chatter.sessions)
        for office in self.offices:
            self.on(f"{office.prefix}/gkmlpt/index", self._index(office))
            for node in office.nodes():
                self.on(f"{office.prefix}/gkmlpt/api/all/{node.id}", self._all(office, node))

    def _index(self, office: Office) -> Callable[[Request], Answer]:
        def handle(request: Request) -> Answer:
            body = f"<h2>{office.owner.name} 政府信息公开平台</h2><div id='tree'></div>"
            return html(self._frame(office, "政府信息公开平台", "", body, detail=None))

        return handle

    def _all(self, office: Office, node: Node) -> Callable[[Request], Answer]:
        def handle(request: Request) -> Answer:
            if request.query.get("sid") != office.sid:
                return _json({"code": 404, "message": "站点不存在"}, status=404)
            posts = node.posts if self.variant else [post for one in node.walk() for post in one.posts]
            posts = sorted(posts, key=lambda post: str(post["date"]), reverse=True)
            asked = request.query.get("page", "1")
            page = max(1, int(asked)) if asked.isdigit() else 1
            shown = posts[(page - 1) * SIZE : page * SIZE]
            told = {"id": node.id, "name": node.name, "post_count": len(posts)}
            return _json({"classify": told, "total": len(posts), "articles": shown})

        return handle

    def _home(self) -> str:
        links = '<li><a href="/gkmlpt/index">政府信息公开</a></li><li><a href="/xwzx/">新闻中心</a></li>'
        links += '<li><a href="/zwgk/bmml/">部门信息公开目录</a></li>'
        links += '<li><a href="/hdjl/letters?id=1&amp;sid=0">信箱</a></li>'
        if self.variant:
            links = links.replace(
                'href="/gkmlpt/index"', "href='javascript:;' onclick=\"window.open('/gkmlpt/index')\""
            )
        friend = f"<a href='{self.forbidden[0].url}'>友情链接</a>"
        body = f"<ul class='nav'>{links}</ul>{chatter.listing(self.news)}{friend}"
        return _bare(f"{self.place.name}人民政府", body)

    def _departments(self) -> str:
        rows = "".join(
            f'<option value="{office.prefix}/gkmlpt/index">{office.owner.name}</option>'
            if self.variant
            else f'<li><a href="{office.prefix}/gkmlpt/index" target="_blank">{office.owner.name}</a></li>'
            for office in self.offices[1:]
        )
        inside = f"<select onchange='go(this.value)'>{rows}</select>" if self.variant else f"<ul>{rows}</ul>"
        return (
            f"<html><head><meta charset='utf-8'><title>部门信息公开目录</title></head><body>{inside}</body></html>"
        )

    # the way

    def _needed(self) -> None:
        self.need("/robots.txt", "/", "/zwgk/bmml/")
        for office in self.offices:
            self.need(f"{office.prefix}/gkmlpt/index")
            nodes = office.annual.walk() if self.variant else [office.annual]
            if office.annual.jump:
                self.need(JUMP)
                continue
            for node in nodes:
                if not node.posts and node is not office.annual:
                    continue
                for page in range(1, max(1, -(-len(node.posts) // SIZE)) + 1):
                    self.need(f"{office.prefix}/gkmlpt/api/all/{node.id}?page={page}&sid={office.sid}")
        posts = [post for office in self.offices for node in office.nodes() for post in node.posts]
        for paper, known in zip(self.papers, self.reports, strict=True):
            self.need(Ask(known.sources[0].url))
            if paper.page == "file":
                self.need(next(post["url"] for post in posts if post["title"] == paper.headline))


def _json(data: object, status: int = 200) -> Answer:
    text = json.dumps(data, ensure_ascii=False)
    return Answer(status, text.encode(), (("Content-Type", "application/json; charset=utf-8"),))


def _bare(title: str, body: str) -> str:
    return f"<html><head><meta charset='utf-8'><title>{escape(title)}</title></head><body>{body}</body></html>"
