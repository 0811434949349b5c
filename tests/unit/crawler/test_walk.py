"""The walk over the replica's pages, without a network: what it asks for, and what it leaves alone."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count
from typing import Literal
from urllib.parse import urlencode, urljoin

import pytest

from crawler.arguments import CrawlArguments
from crawler.blocks import classify
from crawler.cms.base import Link, Page
from crawler.hosts import HostPolicy
from crawler.registry import Agency, Site, load_site
from crawler.walk import LIST_PAGES, Visit, Walk
from pipelines.carriers.charset import decode
from pipelines.evidence import Evidence
from tests.portal import Portal
from tests.portal.answer import canonical

PORTAL = Portal()


@dataclass
class Tour:
    """What a walk asked for, by kind of visit, redirects followed."""

    asked: list[Visit] = field(default_factory=list)
    requests: int = 0

    def urls(self, *kinds: str) -> list[str]:
        return [canonical(visit.url) for visit in self.asked if visit.kind in kinds]


def tour(site: Site | None, arguments: CrawlArguments | None = None, url: str | None = None) -> Tour:
    """Walk as the spider does: the best first, each answer at once."""
    walk = Walk(site, arguments or CrawlArguments(), 2025, url)
    hosts = HostPolicy.of_hosts(site.hosts) if site else HostPolicy.of_url(url or "")
    done, order = Tour(), count()
    waiting: list[tuple[int, int, Visit]] = []

    def push(visits: object) -> None:
        for visit in visits:  # type: ignore[attr-defined]
            heapq.heappush(waiting, (-visit.priority, next(order), visit))

    push(walk.start())
    while waiting or (further := walk.more(len(done.asked))):
        if not waiting:
            push(further)
            continue
        visit = heapq.heappop(waiting)[2]
        if hosts.refusal(visit.url):
            continue
        done.asked.append(visit)
        url = visit.url
        for _ in range(5):
            said = PORTAL.answer(url + ("&" if "?" in url else "?") + urlencode(visit.link.form or ()))
            done.requests += 1
            location = dict(said.headers).get("Location")
            if not location:
                break
            url = urljoin(url, location)
        headers = {name.lower(): value for name, value in said.headers}
        kind = headers.get("content-type", "")
        text = decode(said.body)[0] if kind.startswith(("text/", "application/javascript")) else ""
        there = said.status == 200 and classify(said.status, headers, text) is None
        page = Page(url, text, said.status, headers, visit.link.form)
        if not visit.is_document:
            push(walk.page(page, visit) if there and text else walk.failed(visit))
            continue
        article, files = walk.article(page, visit) if there and visit.kind != "attachment" else (None, [])
        if visit.kind == "endpoint":
            push(walk.answered(visit, article is not None))
        push(files)
    return done


@pytest.mark.parametrize("name", ["huancui", "wendeng", "wip"])
@pytest.mark.parametrize("described", [True, False], ids=["site-file", "url-only"])
def test_every_report_and_nothing_else(name: str, described: bool) -> None:
    truth = PORTAL.truth
    host = f"www.{name}.gov.cn"
    site = load_site(name) if described else None
    done = tour(site, url=None if described else f"http://{host}/")
    documents = done.urls("article", "endpoint", "attachment")
    wanted = {page for report in truth.by_host(host) for page in report.pages}
    wanted |= {source.url for report in truth.by_host(host) for source in report.sources}
    assert wanted <= set(documents)
    assert not set(done.urls("article", "attachment", "page")) & set(truth.distractors)
    assert len(set(documents)) == len(documents)
    # 1.5 requests for each that a walker who knows the way would make
    assert done.requests <= 1.5 * len(set(truth.needed[host]))


def test_years_and_agency_narrow_the_walk() -> None:
    site = load_site("huancui")
    whole = tour(site)
    years = tour(site, CrawlArguments(years=frozenset({2022, 2023})))
    assert {visit.year for visit in years.asked if visit.is_document} == {2022, 2023}
    one = tour(site, CrawlArguments(agency="信访局"))
    assert {visit.code for visit in one.asked if visit.kind == "endpoint"} == {"11371002565229128G"}
    assert one.requests < years.requests < whole.requests
    by_code = tour(site, CrawlArguments(agency="11371002565229128G"))
    assert by_code.urls("endpoint") == one.urls("endpoint")


def test_years_narrow_columns_too() -> None:
    done = tour(load_site("wendeng"), CrawlArguments(years=frozenset({2023})))
    truth = [report for report in PORTAL.truth.by_host("www.wendeng.gov.cn") if report.year == 2023]
    assert {page for report in truth for page in report.pages} <= set(done.urls("article"))
    years = {visit.year for visit in done.asked if visit.is_document}
    assert years <= {2023, None}


def test_an_agency_named_in_a_list() -> None:
    done = tour(load_site("wip"), CrawlArguments(agency="蔄山镇"))
    truth = PORTAL.truth.by_host("www.wip.gov.cn")
    assert {page for report in truth if "蔄山镇" in report.agency for page in report.pages} <= set(
        done.urls("article")
    )
    others = {page for report in truth if "汪疃镇" in report.agency for page in report.pages}
    assert not others & set(done.urls("article"))


def walk_of(site: Site | None = None, **arguments: object) -> Walk:
    return Walk(site, CrawlArguments(**arguments), 2025, "http://www.x.gov.cn/")  # type: ignore[arg-type]


def chain(walk: Walk, code: str, present: set[int]) -> list[int]:
    """The years that are asked for a code whose reports exist for `present`."""
    page = Page("http://www.x.gov.cn/", f'<a href="/col/col1/index.html?vc_xxgkarea={code}">某局</a>')
    visits = [visit for visit in walk.page(page, Visit("page", Link(page.url))) if visit.code == code]
    asked: list[int] = []
    while visits:
        visit = visits.pop()
        assert visit.year is not None
        asked.append(visit.year)
        visits += walk.answered(visit, visit.year in present)
    return asked


def test_an_agency_is_given_up_after_three_empty_years() -> None:
    assert chain(walk_of(), "11371002565229128G", {2025, 2023}) == [2025, 2024, 2023, 2022, 2021, 2020]


def test_an_agency_is_not_asked_beyond_the_first_reports() -> None:
    assert chain(walk_of(), "11371002565229128G", set(range(2000, 2026)))[-1] == 2008


def test_an_endpoint_that_never_answers_is_left_alone() -> None:
    walk = walk_of()
    for number in range(3):
        assert chain(walk, f"1137100256522912{number}G", set()) == [2025, 2024, 2023]
    assert chain(walk, "11371002004360724B", {2025}) == []


def test_silence_says_nothing_of_an_agency() -> None:
    walk = walk_of()
    page = Page("http://www.x.gov.cn/", '<a href="/x?vc_xxgkarea=11371002565229128G">某局</a>')
    [visit] = [visit for visit in walk.page(page, Visit("page", Link(page.url))) if visit.code]
    for year in range(2024, 2007, -1):
        [visit] = walk.answered(visit, None)
        assert visit.year == year
    assert list(walk.answered(visit, None)) == []


def test_evidence_of_an_endpoint_page() -> None:
    walk = walk_of()
    page = Page("http://www.x.gov.cn/a/", '<a href="/x?vc_xxgkarea=11371002565229128G&jh=261">环翠区信访局</a>')
    [visit] = [visit for visit in walk.page(page, Visit("page", Link(page.url, "部门"))) if visit.code]
    assert visit.url == "http://www.x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11371002565229128G&fbtime=2025"
    assert visit.evidence == (
        Evidence("agency", "area_code", "11371002565229128G", "环翠区信访局"),
        Evidence("year", "fbtime", "2025", "2025"),
    )
    assert [(hop.url, hop.anchor) for hop in visit.trail] == [("http://www.x.gov.cn/a/", "部门")]


LISTED = """
<div><a href="/">首页</a> &gt; <a href="/c/">政府信息公开年报</a> &gt; <a href="/c/2023/">2023年</a></div>
<ul>
<li><a href="/art/2024/1/20/art_1_{0}.html">环翠区民政局2023年政府信息公开年报</a><span>2024-01-20</span></li>
<li><a href="/art/2024/1/22/art_1_{1}.html">召开政府信息公开工作年度报告部署会</a><span>2024-01-22</span></li>
</ul>
<a href="/c/2023/index_{2}.html">下一页</a>"""


def listed(first: int, page: int) -> str:
    return LISTED.format(first, first + 1, page)


def test_evidence_of_a_listed_article() -> None:
    page = Page("http://www.x.gov.cn/c/2023/", listed(1, 2))
    visits = walk_of().page(page, Visit("page", Link(page.url, "2023年"), annual=True))
    [article] = [visit for visit in visits if visit.kind == "article"]
    assert article.url.endswith("art_1_1.html")
    assert article.listed == "2024-01-20"
    assert article.year == 2023
    assert {(item.about, item.kind, item.value) for item in article.evidence} == {
        ("agency", "anchor", "环翠区民政局"),
        ("year", "anchor", "2023"),
        ("year", "column", "2023"),
        ("published_on", "column", "2024-01-20"),
    }


def test_a_pager_that_goes_in_circles_ends() -> None:
    walk = walk_of()
    page = Page("http://www.x.gov.cn/c/2023/", listed(1, 2))
    visits = walk.page(page, Visit("page", Link(page.url, "2023年"), annual=True))
    [more] = [visit for visit in visits if visit.page_number == 2]
    same_again = Page(more.url, listed(1, 3))  # another page number, the same rows
    assert walk.page(same_again, more) == []


def test_a_list_without_end_is_left() -> None:
    walk = walk_of()
    visit = Visit("page", Link("http://www.x.gov.cn/c/2023/", "2023年"), annual=True)
    for number in range(2, LIST_PAGES + 10):
        further = [v for v in walk.page(Page(visit.url, listed(2 * number, number)), visit) if v.page_number > 1]
        if not further:
            break
        [visit] = further
    assert visit.page_number == LIST_PAGES


def test_twins_are_asked_where_the_host_has_answered() -> None:
    page = Page("http://www.x.gov.cn/c/", '<a href="https://www.x.gov.cn:8443/zfxxgknb/">政府信息公开年报</a>')
    [visit] = walk_of().page(page, Visit("page", Link(page.url)))
    assert visit.url == "http://www.x.gov.cn/zfxxgknb/"
    other = Page("http://www.x.gov.cn/d/", '<a href="https://xxgk.x.gov.cn/zfxxgknb/">政府信息公开年报</a>')
    [visit] = walk_of().page(other, Visit("page", Link(other.url)))
    assert visit.url == "https://xxgk.x.gov.cn/zfxxgknb/"


def test_navigation_ends_after_six_clicks() -> None:
    page = Page("http://www.x.gov.cn/a/", '<a href="/zfxxgk/">政府信息公开</a>')
    for depth, opened in ((5, 1), (6, 0)):
        walk = walk_of()
        assert walk.page(page, Visit("page", Link(page.url), depth=depth)) == []
        assert len(walk.more(0)) == opened


def test_documents_come_before_pages_and_the_newest_first() -> None:
    link = Link("http://www.x.gov.cn/")
    kinds = [
        Visit("attachment", link),
        Visit("article", link, year=2025),
        Visit("endpoint", link, year=2024),
        Visit("article", link),
        Visit("page", link, score=8),
        Visit("page", link, score=3),
        Visit("script", link),
    ]
    assert [visit.priority for visit in kinds] == sorted((visit.priority for visit in kinds), reverse=True)


def test_an_agency_filter_learns() -> None:
    site = load_site("huancui")
    declared = Agency(code="11371002004360724B", name="威海市环翠区住房和城乡建设局", aliases=("区住建局",))
    known = site.model_copy(update={"agencies": (declared,)})
    done = tour(known, CrawlArguments(agency="区住建局"))
    assert {visit.code for visit in done.asked if visit.kind == "endpoint"} == {"11371002004360724B"}


SHELL = "<script>location.href='{}'</script>"


@pytest.mark.parametrize("kind", ["page", "article"])
def test_a_page_that_only_leads_on_is_followed_three_times(kind: Literal["page", "article"]) -> None:
    walk, link = walk_of(), Link("http://www.x.gov.cn/0/", "政府信息公开年报", "2025-01-02")
    visits = [Visit(kind, link, annual=True)]
    for number in range(1, 6):
        page = Page(visits[0].url, SHELL.format(f"/{number}/"))
        found = walk.page(page, visits[0]) if kind == "page" else walk.article(page, visits[0])[1]
        if not found:
            break
        visits = found
        assert [(visit.url, visit.kind, visit.link.text, visit.listed) for visit in found] == [
            (f"http://www.x.gov.cn/{number}/", kind, "政府信息公开年报", "2025-01-02")
        ]
    assert visits[0].hops == 3


def test_an_endpoint_that_leads_on_has_no_report() -> None:
    visit = Visit("endpoint", Link("http://www.x.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1&fbtime=2024"))
    assert walk_of().article(Page(visit.url, SHELL.format("/index.html")), visit) == (None, [])


def test_reports_of_a_column_have_its_evidence() -> None:
    organ = Evidence("agency", "column", "区财政局", "区财政局")
    item = "<a href='/public/1/22.html'>2024年政府信息公开年报</a><span>2025-01-02</span>"
    row = f"<ul class='doc_list'><li>{item}</li></ul>"
    visit = Visit(
        "page", Link("http://www.x.gov.cn/public/column/1?type=3", "政府信息公开年报"), (), (organ,), annual=True
    )
    (report,) = walk_of().page(Page(visit.url, row), visit)
    assert report.kind == "article" and organ in report.evidence


HEAD = '<div>当前位置：<a href="/">首页</a> &gt; 政府信息公开</div>'


def test_doors_are_opened_only_when_nothing_certain_is_left() -> None:
    walk = walk_of()
    home = Page("http://www.x.gov.cn/", '<a href="/nb/">政府信息公开年报</a><a href="/zwgk/">政务公开</a>')
    [column] = walk.page(home, Visit("page", Link(home.url)))
    assert (column.url, column.annual) == ("http://www.x.gov.cn/nb/", True)
    [door] = walk.more(0)
    assert door.url == "http://www.x.gov.cn/zwgk/"
    walk = walk_of()
    walk.page(home, Visit("page", Link(home.url)))
    walk.page(Page("http://www.x.gov.cn/nb/", listed(1, 2)), column)
    assert walk.more(1) == []  # a report was found: 政务公开 stays closed


def test_the_agencies_of_a_hub_are_tried_one_after_the_other() -> None:
    names = ("民政局", "财政局", "林业局", "水利局", "审计局")
    links = "".join(f'<a href="/XxgkContent/show/{at}.html">某县{name}</a>' for at, name in enumerate(names))
    hub = Page("http://www.x.gov.cn/zfxxgk/", HEAD + links)
    for fruitful, opened in ((False, 3), (True, 5)):
        walk = walk_of()
        assert walk.page(hub, Visit("page", Link(hub.url, "政府信息公开"), depth=1)) == []
        tried = []
        while visits := walk.more(0):
            [door] = visits
            tried.append(door.link.text)
            own = f'<a href="/col/{len(tried)}/">政府信息公开年报</a>' if fruitful else "<p>机构简介</p>"
            walk.page(Page(door.url, own), door)
        assert len(tried) == opened


def test_an_agency_whose_report_was_seen_is_no_door() -> None:
    walk = walk_of()
    walk.page(
        Page("http://www.x.gov.cn/nb/", listed(1, 2)),
        Visit("page", Link("http://www.x.gov.cn/nb/", "政府信息公开年报"), annual=True),
    )
    hub = Page(
        "http://www.x.gov.cn/zfxxgk/", HEAD + '<a href="/mzj/">环翠区民政局</a><a href="/czj/">环翠区财政局</a>'
    )
    walk.page(hub, Visit("page", Link(hub.url, "政府信息公开"), depth=1))
    assert [door.link.text for door in walk.more(1)] == ["环翠区财政局"]
    assert walk.more(1) == []


def test_a_report_at_the_address_of_a_column() -> None:
    walk = walk_of()
    signs = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "存在的主要问题")
    body = "".join(f"<h3>{sign}</h3><p>{'本机关依法公开政府信息。' * 12}</p>" for sign in signs)
    visit = Visit("page", Link("http://www.x.gov.cn/nb/2017/", "2017年"), annual=True, year=2017)
    page = Page(visit.url, f"<h1>2017年</h1><div id='zoom'>{body}</div>")
    document = walk.report_on(page, visit, walk.page(page, visit))
    assert document is not None and document.kind == "article" and document.year == 2017
    assert Evidence("year", "anchor", "2017", "2017年") in document.evidence
    listing = Page(visit.url, listed(1, 2))
    assert walk.report_on(listing, visit, walk.page(listing, visit)) is None


@pytest.mark.parametrize(
    ("headline", "asked"),
    [
        ("某县民政局2012年政务公开工作总结", True),
        ("关于2012年信息公开情况的综述", True),
        ("某县民政局政府信息公开情况", True),
        ("市长到恩格贝调研", False),
        ("某县民政局公开招聘工作人员公告", False),
        ("关于做好2020年政府信息公开工作年度报告编制工作的通知", False),
        ("某县民政局2020年部门预算", False),
    ],
)
def test_strangers_in_the_right_column(headline: str, asked: bool) -> None:
    row = '<li><a href="/art/2021/1/{0}/art_1_{0}.html">{1}</a><span>2021-01-{0}</span></li>'
    sure = "某县财政局2020年政府信息公开工作年度报告"
    page = Page("http://www.x.gov.cn/nb/", f"<ul>{row.format(11, sure)}{row.format(12, headline)}</ul>")
    visits = walk_of().page(page, Visit("page", Link(page.url, "政府信息公开年报"), annual=True))
    assert (headline in {visit.link.text for visit in visits}) is asked


def test_a_page_without_answer_does_not_end_its_list() -> None:
    walk = walk_of()
    first = LISTED.format(1, 2, 2) + '<a href="/c/2023/index_3.html">3</a>'
    page = Page(
        "http://www.x.gov.cn/c/2023/", first.replace("下一页", "2").replace("index_2", "index_1") + "<a>1</a>"
    )
    visits = walk.page(page, Visit("page", Link(page.url, "2023年"), annual=True))
    more = [visit for visit in visits if visit.page_number > 1]
    asked = []
    while more:
        [visit] = more
        asked.append(visit.url)
        more = list(walk.failed(visit))
    assert asked == ["http://www.x.gov.cn/c/2023/index_1.html", "http://www.x.gov.cn/c/2023/index_3.html"]


def test_an_unproven_endpoint_is_probed_with_three_agencies() -> None:
    walk = walk_of()
    codes = [f"1137100256522912{number}G" for number in range(8)]
    links = "".join(f'<a href="/x?vc_xxgkarea={code}">环翠区某{code[16]}局</a>' for code in codes)
    page = Page("http://www.x.gov.cn/", links)
    first = [visit for visit in walk.page(page, Visit("page", Link(page.url))) if visit.code]
    assert len(first) == 3
    assert len(list(walk.answered(first[0], True))) == 1 + 5  # the next year, and all who waited


def test_the_portals_own_search_is_the_last_resort() -> None:
    walk = walk_of()
    fields = '<input name="websiteid" value="371081000500000"><input name="q">'
    home = Page("http://www.x.gov.cn/", f'<form action="/jsearchfront/search.do">{fields}</form>')
    assert walk.page(home, Visit("page", Link(home.url))) == []
    [search] = walk.more(0)
    assert search.kind == "search" and "search.do" in search.url
    assert walk.more(0) == []


@pytest.mark.parametrize(
    ("years", "searched"), [((2024, 2025), False), ((2023, 2025), True), ((2023, 2024), True)]
)
def test_the_portals_own_search_is_asked_where_an_agency_lacks_a_year(
    years: tuple[int, ...], searched: bool
) -> None:
    walk = walk_of()
    fields = '<input name="websiteid" value="371081000500000"><input name="q">'
    home = Page("http://www.x.gov.cn/", f'<form action="/jsearchfront/search.do">{fields}</form>')
    walk.page(home, Visit("page", Link(home.url)))
    rows = "".join(
        f'<li><a href="/nb/{year}.html">某县财政局{year}年政府信息公开工作年度报告</a>{year + 1}-01-20</li>'
        for year in years
    )
    column = Page("http://www.x.gov.cn/nb/", f"<ul>{rows}</ul>")
    assert len(walk.page(column, Visit("page", Link(column.url), annual=True))) == len(years)
    asked = walk.more(len(years))
    assert [visit.kind for visit in asked] == (["search"] if searched else [])
    if searched:  # what the results show for the first time is asked, and they go on as long as they show reports
        hit = '<a href="/old/2019.html">某县财政局2019年政府信息公开工作年度报告</a>'
        hits = f'<div class="jcse-news-title">{hit}</div>'
        found = walk.page(Page(asked[0].url, f"<html><body>{hits}<p>共90条</p></body></html>"), asked[0])
        assert [(visit.kind, visit.url.rpartition("/")[2][:9]) for visit in found] == [
            ("article", "2019.html"),
            ("search", "search.do"),
        ]


def test_a_directory_and_its_file_are_one_page_and_the_other_is_asked_where_one_fails() -> None:
    walk = walk_of()
    start = list(walk.start())
    links = "".join(f'<a href="/nb/{name}">政府信息公开年报</a>' for name in ("index.html", ""))
    page = Page("http://www.x.gov.cn/", f"{links}<a href='/index.html'>首页</a>")
    [column] = walk.page(page, start[0])
    assert column.url == "http://www.x.gov.cn/nb/"
    [other] = walk.failed(column)
    assert (other.url, other.annual) == ("http://www.x.gov.cn/nb/index.html", True)
    assert list(walk.failed(other)) == []


def test_a_home_page_that_leads_on_to_its_own_file_is_followed() -> None:
    walk = walk_of()
    [start] = walk.start()
    shell = Page(start.url, '<html><head><meta http-equiv="refresh" content="0;url=index.html"></head></html>')
    [moved] = walk.page(shell, start)
    assert moved.url == "http://www.x.gov.cn/index.html" and moved.is_start
    assert walk.page(Page(moved.url, shell.text), moved) == []
