"""What portals are full of: pages that are no reports, and the calendar that never ends."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from tests.portal import article
from tests.portal.answer import Answer, Request, html
from tests.portal.families import world
from tests.portal.families.world import Place
from tests.portal.model import Article

WHY = {
    "news": "news",
    "training": "news about the reports",
    "notice": "a notice",
    "plan": "a work plan",
    "guide": "the guide to disclosure (指南)",
    "system": "the rules about the reports (制度)",
    "rule": "法治政府建设年度报告",
    "explain": "a picture of a report (图解)",
    "bulletin": "statistics (统计公报, 年鉴)",
    "budget": "预算, 决算",
    "website": "网站工作年度报表",
    "instruct": "the notice that asks for the reports, with the empty form",
}
"""Kind of text (data/articles.toml) → why such a page is no report."""

_NEAR = (
    ("instruct", "关于做好{y}年政府信息公开工作年度报告编制发布工作的通知"),
    ("training", "{place}召开{y}年政府信息公开工作年度报告编制工作部署会"),
    ("website", "{place}{y}年政府网站工作年度报表"),
    ("website", "{bureau}网站与政务新媒体{y}年度工作报表"),
    ("rule", "{bureau}{y}年法治政府建设年度报告"),
    ("rule", "{place}人民政府{y}年度法治政府建设情况报告"),
    ("explain", "图解：{place}{y}年政府信息公开工作年度报告"),
    ("guide", "{bureau}政府信息公开指南（{y}年修订）"),
    ("system", "{place}政府信息公开工作年度报告制度"),
    ("plan", "{place}{y}年政务公开工作要点"),
    ("budget", "{bureau}{y}年度部门预算公开"),
    ("budget", "{bureau}{y}年度部门决算公开"),
    ("bulletin", "{place}{y}年国民经济和社会发展统计公报"),
    ("bulletin", "{place}统计年鉴（{y}年）"),
    ("news", "{place}{y}年事业单位法人年度报告公示工作启动"),
    ("news", "{place}{y}年企业年报公示工作开始"),
    ("rule", "{bureau}{y}年度行政执法统计年报"),
    ("news", "{place}{y}年环境质量报告书发布"),
    ("news", "{place}{y}年政府工作报告"),
    ("news", "住房公积金{y}年年度报告（{place}）"),
    ("training", "{bureau}学习政府信息公开条例"),
    ("system", "{bureau}政府信息公开目录编制说明"),
)
_FAR = (
    ("news", "{place}春耕备耕工作有序推进"),
    ("news", "{bureau}走访慰问困难群众"),
    ("news", "{place}召开安全生产工作会议"),
    ("notice", "关于{place}部分路段临时交通管制的通告"),
    ("notice", "{bureau}公开招聘工作人员公告"),
    ("news", "{bureau}深入企业开展调研服务"),
    ("news", "{place}文化下乡活动走进乡村"),
    ("notice", "{bureau}关于征集意见建议的公告"),
    ("plan", "{bureau}{y}年重点工作安排"),
    ("news", "{place}中小学校开学工作准备就绪"),
    ("news", "{bureau}{y}年上半年工作总结会议召开"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A page that is no report; `kind` names its text."""

    number: int
    published: datetime
    headline: str
    kind: str
    source: str

    @property
    def why(self) -> str:
        """Why it is no report."""
        return WHY[self.kind]


def near(place: Place, count: int, *, first: int, years: Sequence[int], bureaux: Sequence[str]) -> list[Item]:
    """Pages that look like reports; numbered from `first`, newest first."""
    return _items(place, _NEAR, count, first, years, bureaux)


def far(place: Place, count: int, *, first: int, years: Sequence[int], bureaux: Sequence[str]) -> list[Item]:
    """Ordinary news and notices; numbered from `first`, newest first."""
    return _items(place, _FAR, count, first, years, bureaux)


def _items(
    place: Place,
    texts: Sequence[tuple[str, str]],
    count: int,
    first: int,
    years: Sequence[int],
    bureaux: Sequence[str],
) -> list[Item]:
    draw = random.Random(f"{place.host}/{first}/{count}")
    found = []
    for at in range(count):
        kind, text = texts[at % len(texts)]
        year, bureau = years[at * 7 % len(years)], bureaux[at % len(bureaux)]
        full = bureau if bureau.startswith(place.name) else place.name + bureau
        date = datetime.fromisoformat(f"{year + 1}-01-02T08:00")
        date += timedelta(days=draw.randrange(330), minutes=draw.randrange(600))
        headline = text.format(y=year, place=place.name, bureau=full)
        if len(texts) < count:
            headline = f"{headline}（第{at // len(texts) + 1}期）" if at >= len(texts) else headline
        found.append(Item(first + at, date, headline, kind, full))
    return sorted(found, key=lambda item: item.published, reverse=True)


def body(place: Place, item: Item) -> str:
    """The text of such a page; a notice about the reports carries the empty form."""
    form = world.report(world.agency(place, "统计局", "form"), 2022)
    page = Article(place.host, 0, item.number, item.published, item.headline, item.kind, item.source, "")
    return article.article_body(page, form)


def calendar(request: Request) -> Answer:
    """A month of a calendar (`?y=2025&m=3`) with links to the months before and after, without end."""
    year = int(request.query.get("y", "2026")) if request.query.get("y", "2026").isdigit() else 2026
    month = int(request.query.get("m", "1")) if request.query.get("m", "1").isdigit() else 1
    before = (year - 1, 12) if month <= 1 else (year, month - 1)
    after = (year + 1, 1) if month >= 12 else (year, month + 1)
    days = "".join(f'<a href="{request.path}?y={year}&amp;m={month}&amp;d={d}">{d}</a> ' for d in range(1, 29))
    return html(
        f"<html><head><title>公开日历 {year}年{month}月</title></head><body><h3>{year}年{month}月</h3>"
        f'<a href="{request.path}?y={before[0]}&amp;m={before[1]}">上一月</a> {days}'
        f'<a href="{request.path}?y={after[0]}&amp;m={after[1]}">下一月</a></body></html>'
    )


def listing(lines: Sequence[tuple[str, str, datetime]], form: str = "%Y-%m-%d", kind: str = "list") -> str:
    """(url, headline, date) as a plain list, date after the link."""
    rows = (
        f'<li><a href="{escape(url)}" target="_blank" title="{escape(text)}">{escape(text)}</a>'
        f"<span>{date.strftime(form)}</span></li>"
        for url, text, date in lines
    )
    return f'<ul class="{kind}">\n' + "\n".join(rows) + "\n</ul>"


def sessions(request: Request) -> Answer:
    """A mailbox whose links carry a session id that is another one on every page (`?id=3&sid=…`)."""
    mark = hashlib.md5(request.query.get("sid", "").encode(), usedforsecurity=False).hexdigest()[:16]
    number = request.query.get("id", "1")
    rows = "".join(
        f'<li><a href="{request.path}?id={n}&amp;sid={mark}">群众来信第{n}号</a></li>' for n in range(1, 13)
    )
    return html(
        f"<html><head><title>领导信箱</title></head><body><h3>来信第{escape(number)}号</h3><ul>{rows}</ul></body></html>"
    )
