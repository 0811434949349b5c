"""Portals that are empty without a browser: a shell, a script of the same host, and JSON behind it.

Of PORTALS.md §2.8 (`/buffersInformation/details?id=<uuid>`, a SPA), §3 (carrier: SPA route; shell page with 0 items) and the
brief: the home page and the annual column are written by `fetch('/api/…')`, pictures and a film hang on them, one link
redirects off the list, one page sends itself there, one script is asked from a stranger.
Inference: everything a server says, as SPAs of this kind share no CMS.
Variant 0: history routes, GET, the pager's links rendered; half of the reports are routes, half are pages. Variant 1: pages
with an empty list each, XMLHttpRequest by POST of JSON, all rows at once, reports are pages but for three routes.
In the truth the carrier of a route is `spa`: its URL gives a shell, `/api/…` gives the body as JSON.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import Any, ClassVar

from tests.portal.answer import Answer, Request, redirect
from tests.portal.families.base import Ask, Source, Stranger
from tests.portal.families.desk import BUILT, Column, Desk, Line, put, windows
from tests.portal.families.world import Place

SHELL = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{{title}}</title>
<link href="/static/css/app.css" rel="stylesheet"></head>
<body><noscript>We're sorry but this site doesn't work properly without JavaScript enabled. Please enable it to continue.</noscript>
<div id="app"></div><script src="/static/js/app.js"></script></body></html>"""
APP = """(function(){
var app = document.getElementById('app'), path = location.pathname, query = new URLSearchParams(location.search);
function get(url, then){ fetch(url).then(function(r){ return r.json(); }).then(function(r){ then(r.data); }); }
function links(rows){ return rows.map(function(o){ return '<li><a href="' + o.url + '">' + o.title + '</a><span>' + (o.publishTime || '') + '</span></li>'; }).join(''); }
function box(html){ var d = document.createElement('div'); d.innerHTML = html; app.appendChild(d); return d; }
get('/api/site/menu', function(m){
  document.title = m.siteName;
  box('<ul class="menu">' + links(m.menu) + '</ul>');
  if (path === '/' || path === '/home') {
    box('<img src="/static/img/banner1.jpg"><video src="/static/media/intro.mp4" autoplay muted></video>');
    get('/api/article/list?channel=news&page=1&size=10', function(d){ box('<h3>要闻</h3><ul>' + links(d.rows) + '</ul>'); });
    box('<ul class="foot">' + links(m.footer) + '</ul>');
  } else if (path === '/zt') {
    box('专题跳转中'); setTimeout(function(){ location.href = '{{away}}'; }, 10);
  } else if (path.indexOf('/channel/') === 0) {
    var c = path.split('/')[2], p = +(query.get('page') || 1);
    get('/api/article/list?channel=' + c + '&page=' + p + '&size=20', function(d){
      var pages = Math.ceil(d.total / 20), pager = '';
      for (var i = 1; i <= pages; i++) pager += '<a href="/channel/' + c + '?page=' + i + '">' + i + '</a> ';
      box('<h3>' + d.channelName + '</h3><ul class="list">' + links(d.rows) + '</ul><div class="pager">' + pager + '</div>');
    });
  } else if (path === '/buffersInformation/details') {
    get('/api/article/detail?id=' + query.get('id'), function(d){
      document.title = d.title;
      box('<div class="crumb">首页 &gt; ' + d.channelName + '</div><h1>' + d.title + '</h1><p>发布时间：' + d.publishTime + ' 来源：' + d.source + '</p><div class="detail">' + d.content + '</div>');
    });
  }
});
var s = document.createElement('script'); s.src = '{{stranger}}'; document.body.appendChild(s);
})();
"""
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{{title}}</title>{{metas}}<link rel="stylesheet" href="/static/css/page.css">
<script src="/static/js/common.js"></script></head><body onload="loadMenu();{{load}}"><div id="menu"></div>
<div class="con">{{body}}</div><img src="/static/img/foot.png"></body></html>"""
COMMON = """function post(url, data, then){ var x = new XMLHttpRequest(); x.open('POST', url); x.setRequestHeader('Content-Type', 'application/json');
 x.onload = function(){ then(JSON.parse(x.responseText).data); }; x.send(JSON.stringify(data)); }
function rows(list){ var h = ''; for (var i = 0; i < list.length; i++) h += "<tr><td>" + (list[i].publishTime || '') + "</td><td><a href='" + list[i].url + "'>" + list[i].title + "</a></td></tr>"; return '<table>' + h + '</table>'; }
function loadMenu(){ post('/gateway/cms/menu', {}, function(m){ document.getElementById('menu').innerHTML = rows(m.menu) + rows(m.footer); }); }
function loadList(code){ post('/gateway/cms/info/page', { channelCode: code, pageNo: 1, pageSize: 200 }, function(d){ document.getElementById('list').innerHTML = rows(d.rows); }); }
function loadDetail(){ var id = location.search.split('id=')[1]; post('/gateway/cms/info/get', { id: id }, function(d){ document.title = d.title;
 document.getElementById('detail').innerHTML = '<h1>' + d.title + '</h1><p>发布时间：' + d.publishTime + ' 来源：' + d.source + '</p>' + d.content; }); }
function leave(){ setTimeout(function(){ location.replace('{{away}}'); }, 10); }
"""


class Spa(Desk):
    """帆渡市 (0), 漪园区 (1)."""

    family = "spa"
    names = (("www.fandushi.gov.cn",), ("www.yiyuanqu.gov.cn",))
    places: ClassVar[tuple[Place, ...]] = (
        Place("帆渡市", "319881", "www.fandushi.gov.cn", "0523", "201800"),
        Place("漪园区", "319802", "www.yiyuanqu.gov.cn", "0527", "202150"),
    )

    def build(self) -> None:
        self.away = ("http://open.fandu-data.example/portal", "http://www.yiyuan-zt.example/")[self.variant]
        self.stranger = "http://stat.counter.example/t.js?s=3101"
        self.code = ("zfxxgknb", "ndbg")[self.variant]
        self.number = 8800 + 3100 * self.variant
        self.routes: dict[str, Line] = {}
        self.robots("" if self.variant else "User-agent: *\nDisallow: /manage/\n")
        if self.variant == 0:
            self.staff(
                zfb="人民政府办公室",
                jwd="经济委员会",
                ghj="规划和自然资源局",
                lsj="绿化和市容管理局",
                tyj="体育局",
                yqz="烟桥镇人民政府",
            )
        else:
            self.staff(
                mzj="民政局",
                nyw="农业农村委员会",
                kjw="科学技术委员会",
                bhz="博华镇人民政府",
                xgj="星光街道办事处",
            )
        annual = self.column(self.code, "政府信息公开年报", [], code=self.code)
        self._entry(annual)
        for at, key in enumerate(self.owners):
            for year in range(2018 if at == 0 else 2021, 2026):
                route = at < 3 and year % 2 if self.variant == 0 else year == 2024 and at < 3
                self._routed(annual, key, year) if route else self.report(annual, key, year)
        self.near(annual, 6)
        for key, name, count in (("news", "要闻", 64), ("dept", "部门动态", 47), ("gggs", "公告公示", 52)):
            self.far(self.column(key, name, [], code=key), count)
        self.near(self.column("tjgb", "统计公报", [], code="tjgb"), 22)
        self._data_needed(annual)
        self.footer = self.singles("/content/about/{n}.html")
        self._strangers()
        if self.variant == 0:
            self._history()
        else:
            self._pages()

    def _entry(self, annual: Column) -> None:
        """What a walker asks before any list."""
        if self.variant == 0:
            self.need("/", "/static/js/app.js", "/api/site/menu", f"/channel/{annual.key}")
        else:
            empty = Ask(self.url("/gateway/cms/menu"), "POST", {}, {"Content-Type": "application/json"}, "{}")
            self.need("/", "/static/js/common.js", empty, f"/xxgk/{annual.key}.html")

    def _data_needed(self, annual: Column) -> None:
        if self.variant:
            body = json.dumps({"channelCode": annual.key, "pageNo": 1, "pageSize": 200})
            self.need(
                Ask(self.url("/gateway/cms/info/page"), "POST", {}, {"Content-Type": "application/json"}, body)
            )
            return
        for page in range(1, len(windows(annual.lines, 20)) + 1):
            self.need(f"/channel/{annual.key}?page={page}") if page > 1 else None
            self.need(f"/api/article/list?channel={annual.key}&page={page}&size=20")

    def _routed(self, column: Column, key: str, year: int) -> None:
        """A report that is a route of the application."""
        uuid = f"{self.hexes(8)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(4)}-{self.hexes(12)}"
        path = (f"/buffersInformation/details?id={uuid}", f"/xxgk/detail.html?id={uuid}")[self.variant]
        line = self.report(column, key, year, path=path, note="a route: its page is a shell, its body is JSON")
        column.lines[-1] = self.routes[uuid] = replace(line, direct=True)
        url = self.url(path)
        self.reports[-1] = replace(self.reports[-1], sources=(Source(url, url, "spa"),), carrier="spa")
        if self.variant == 0:
            self.need(f"/api/article/detail?id={uuid}")
        else:
            body = json.dumps({"id": uuid})
            self.need(
                Ask(self.url("/gateway/cms/info/get"), "POST", {}, {"Content-Type": "application/json"}, body)
            )

    def _strangers(self) -> None:
        """What a browser must not ask: strangers, pictures, films."""
        self.forbidden += [
            Stranger(self.away, "off the list: a page or a redirect leads there"),
            Stranger(self.stranger, "a stranger's script"),
        ]
        files = ("/static/img/banner1.jpg", "/static/media/intro.mp4", "/static/img/foot.png")
        for path, kind in zip(files, ("image/jpeg", "video/mp4", "image/png"), strict=True):
            self.on(path, lambda request, kind=kind: Answer(200, b"\0" * 2048, (("Content-Type", kind),), BUILT))  # type: ignore[misc]
            self.forbidden.append(Stranger(self.url(path), "a picture or a film: nothing to read"))
        self.on("/jump", lambda request: redirect(self.away))
        self.dead.append(Stranger(self.url("/jump?to=open"), "redirects off the list"))

    def menu(self) -> dict[str, Any]:
        """The navigation, as JSON."""
        form = "/xxgk/{}.html" if self.variant else "/channel/{}"
        channels = [{"title": c.name, "url": form.format(c.key)} for c in self.columns.values()]
        odd = [
            {"title": "数据开放", "url": "/jump?to=open"},
            {"title": "专题", "url": "/xxgk/zt.html" if self.variant else "/zt"},
        ]
        footer = [{"title": name, "url": url} for name, url in self.footer]
        return {"siteName": self.title, "menu": [{"title": "首页", "url": "/"}, *channels, *odd], "footer": footer}

    # variant 0

    def _history(self) -> None:
        """One shell for every route; the router is the script."""
        shell = put(SHELL, title="")
        for path in (
            "/",
            "/home",
            "/zt",
            "/buffersInformation/details",
            *(f"/channel/{key}" for key in self.columns),
        ):
            self.page(path, shell, BUILT)
        self._script("/static/js/app.js", put(APP, away=self.away, stranger=self.stranger))
        self.on("/api/site/menu", lambda request: _json(self.menu()))
        self.on(
            "/api/article/list",
            lambda request: self._listed(
                request.query.get("channel", ""), request.query.get("page", "1"), request.query.get("size", "20")
            ),
        )
        self.on("/api/article/detail", lambda request: self._detail(request.query.get("id", "")))

    def _script(self, path: str, text: str) -> None:
        headers = (("Content-Type", "application/javascript"), ("Cache-Control", "max-age=86400"))
        self.on(path, lambda request: Answer(200, text.encode(), headers, BUILT))

    # variant 1

    def _pages(self) -> None:
        """A page a column, each with an empty list."""
        for key, column in self.columns.items():
            text = put(
                PAGE,
                title=column.name,
                metas=self.metas(column.name),
                load=f"loadList('{key}')",
                body=f'<h3>{column.name}</h3><div id="list"></div>',
            )
            self.page(f"/xxgk/{key}.html", text, BUILT)
        lead = f'<div id="list"></div><script src="{self.stranger}"></script>'
        self.page(
            "/", put(PAGE, title=self.title, metas=self.metas(""), load="loadList('news')", body=lead), BUILT
        )
        self.page("/xxgk/zt.html", put(PAGE, title="专题", metas="", load="leave()", body=""), BUILT)
        self.page(
            "/xxgk/detail.html",
            put(PAGE, title="", metas="", load="loadDetail()", body='<div id="detail"></div>'),
            BUILT,
        )
        self._script("/static/js/common.js", put(COMMON, away=self.away))
        self.on("/gateway/cms/menu", lambda request: _json(self.menu()))
        self.on("/gateway/cms/info/page", self._posted)
        self.on("/gateway/cms/info/get", lambda request: self._detail(str(_posted(request).get("id", ""))))

    def _posted(self, request: Request) -> Answer:
        asked = _posted(request)
        return self._listed(
            str(asked.get("channelCode", "")), str(asked.get("pageNo", 1)), str(asked.get("pageSize", 20))
        )

    # data

    def _listed(self, key: str, page: str, size: str) -> Answer:
        column = self.columns.get(key)
        if column is None or not page.isdigit() or not size.isdigit():
            return _json({"total": 0, "rows": []})
        parts = windows(column.lines, min(int(size), 200))
        lines = parts[int(page) - 1] if 0 < int(page) <= len(parts) else []
        rows = [
            {"title": x.title, "url": x.path, "publishTime": f"{x.published:%Y-%m-%d}", "source": x.source}
            for x in lines
        ]
        return _json({"total": len(column.lines), "channelName": column.name, "page": int(page), "rows": rows})

    def _detail(self, uuid: str) -> Answer:
        line = self.routes.get(uuid)
        if line is None:
            return _json(None, code=404)
        said = {
            "id": uuid,
            "title": line.title,
            "publishTime": f"{line.published:%Y-%m-%d %H:%M:%S}",
            "source": line.source,
        }
        return _json({**said, "channelName": "政府信息公开年报", "content": line.body()})

    def lists(self, column: Column) -> None:
        """Lists are data, see `_listed`."""

    def article_path(self, column: Column, published: datetime) -> str:
        self.number += self.draw.randrange(1, 12)
        return f"/content/{published:%Y/%m%d}/{self.number}.html"

    def article_page(self, column: Column, line: Line) -> str:
        """Articles that are pages are whole pages, in both variants."""
        body = (
            f"<div class='crumb'>首页 &gt; {column.name}</div><h1>{escape(line.title)}</h1>"
            f"<p>发布时间：{line.published:%Y-%m-%d} 来源：{line.source}</p><div class='detail'>{line.body()}</div>"
        )
        text = put(PAGE, title=escape(line.title), metas=self.metas(column.name, line), load="", body=body)
        return (
            text
            if self.variant
            else text.replace("/static/js/common.js", "/static/js/page.js").replace("loadMenu();", "")
        )


def _json(data: object, code: int = 200) -> Answer:
    said = json.dumps({"code": code, "msg": "", "data": data}, ensure_ascii=False)
    return Answer(200, said.encode(), (("Content-Type", "application/json;charset=UTF-8"),))


def _posted(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
