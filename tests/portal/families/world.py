"""Invented places: agencies with valid codes, their reports with consistent numbers, and the text of both."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from pathlib import Path

from tests.portal import figures, labels, markup, prose
from tests.portal.blocks import Block, Heading, Paragraph
from tests.portal.families.base import NARRATIVE
from tests.portal.model import Agency, File, Report

FILES = Path(__file__).parent / "files"
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ORGANISATION = (3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Place:
    """A county, district or city that does not exist; `region` is its six digits, `portal` its portal's name."""

    name: str
    region: str
    host: str
    area: str
    postcode: str

    @property
    def portal(self) -> str:
        """What the reports call the web site."""
        return f"{self.name}人民政府网站"


def credit_code(region: str, seed: str) -> str:
    """A 统一社会信用代码 of an authority (11…) with right check characters (GB 32100-2015, GB 11714-1997)."""
    digits = f"{random.Random(seed).randrange(10**6):06d}"
    body = f"00{digits}"
    rest = 11 - sum(int(sign) * weight for sign, weight in zip(body, _ORGANISATION, strict=True)) % 11
    code = f"11{region}{body}{'X' if rest == 10 else rest % 11}"
    total = sum(_SIGNS.index(sign) * weight for sign, weight in zip(code, _WEIGHTS, strict=True))
    return code + _SIGNS[-total % 31]


def agency(place: Place, name: str, key: str, short: str = "") -> Agency:
    """An authority of the place: `财政局` gets the place's name before it; a full name stays as it is."""
    full = name if name.startswith(place.name) else f"{place.name}{name}"
    draw = random.Random(f"{place.host}/{key}")
    street = draw.choice(("文化路", "人民东路", "青山街", "滨河大道", "府前街", "建设路"))
    contact = (
        f"地址：{place.name}{street}{draw.randrange(1, 180)}号，"
        f"邮编：{place.postcode}，电话：{place.area}-{draw.randrange(2_000_000, 8_999_999)}"
    )
    return Agency(
        host=place.host,
        key=key,
        name=full,
        short=short or name.removeprefix(place.name),
        code=credit_code(place.region, f"{place.host}/{key}"),
        contact=contact,
        portal=place.portal,
    )


def report(
    owner: Agency,
    year: int,
    *,
    headline: str | None = None,
    published: datetime | None = None,
    style: str = "",
    layout: Iterable[str] = (),
    page: str = "html",
    files: tuple[File, ...] = (),
    basis_year: int = 0,
    charset: str = "utf-8",
    number: int = 0,
) -> Report:
    """A report in the form of its year, numbers drawn by agency and year; published in the following January
    (bureaux) or March (before 2019, and the government's own) unless said otherwise."""
    draw = random.Random(f"{owner.host}/{owner.key}/{year}")
    form = NARRATIVE if year < 2019 else "2019" if year < 2021 else "2021"
    return Report(
        agency=owner,
        year=year,
        form=form,
        published=published or _date(owner, year, draw),
        headline=f"{owner.name}{year}年政府信息公开工作年度报告" if headline is None else headline,
        printed={} if form == NARRATIVE else figures.printed(_numbers(draw, form), form),
        style=style or draw.choice(("word", "wps", "plain")),
        layout=frozenset(layout),
        voice=_voice(owner, draw),
        items=draw.randrange(40, 2400),
        basis_year=basis_year or year,
        page=page,
        files=files,
        body="",
        charset=charset,
        id=number,
        second=None,
        verdict="accepted",
        reason=None,
    )


def _date(owner: Agency, year: int, draw: random.Random) -> datetime:
    late = year < 2018 or _voice(owner, draw) == "region"
    first = datetime.fromisoformat(f"{year + 1}-0{3 if late else 1}-04")
    return first + timedelta(days=draw.randrange(24), seconds=draw.randrange(8 * 3600, 18 * 3600))


def _voice(owner: Agency, draw: random.Random) -> str:
    bare = owner.name.removesuffix("人民政府").removesuffix("办事处")
    if bare.endswith(("镇", "乡", "街道")):
        return "town"
    return "region" if bare != owner.name else draw.choice(("bureau", "section"))


def _numbers(draw: random.Random, form: str) -> dict[str, dict[str, list[int | str]]]:
    """A record as the data files have it: results drawn, what came in follows from them."""
    codes = [row.code for row in labels.rows(form) if row.code not in labels.NOT_RESULTS]
    width = draw.choice((1, 1, 2, 6))
    results = {
        code: [draw.randrange(1, 9) if draw.random() < 0.7 else 0 for _ in range(width)]
        for code in draw.sample(codes, draw.randrange(1, 6))
    }
    forward = [draw.choice((0, 0, 0, 1, 2)) for _ in range(width)]
    total = [sum(row[at] for row in results.values()) + forward[at] for at in range(width)]
    over = [draw.randrange(2) if n > 1 else 0 for n in total]
    new = [n - m for n, m in zip(total, over, strict=True)]
    applications = {**results, "new_received": new, "carried_over": over, "carried_forward": forward}
    disclosure: dict[str, list[int | str]] = {}
    for clause in labels.clauses(form):
        for code, _ in clause.rows:
            drawn = [draw.choice((0, draw.randrange(1, 400))) for _ in clause.measures]
            disclosure[code] = [_sign(name, n) for (name, _), n in zip(clause.measures, drawn, strict=True)]
    review = {channel: [draw.choice((0, 0, 0, 1, 3)) for _ in range(4)] for channel, _ in labels.channels()}
    return {"disclosure": disclosure, "applications": applications, "review": review}  # type: ignore[dict-item]


def _sign(measure: str, number: int) -> int | str:
    return f"+{number}" if measure == "items_change" and number else number


def body(source: Report, link: Callable[[File], str] | None = None) -> str:
    """The report's page inside: tables, attachments or both; `link` gives the URL of an attachment."""
    parts = [] if source.page == "file" else [markup.STYLES[source.style](blocks(source))]
    for file in source.files:
        if link is None:
            raise ValueError(f"{source.key} has files, and no link for them")
        parts.append(f'<p>附件：<a href="{escape(link(file))}" target="_blank">{escape(file.name)}</a></p>')
    return "\n".join(parts)


def blocks(source: Report) -> list[Block]:
    """The report as headings, paragraphs and tables; before 2019 running text only."""
    return _narrative(source) if source.form == NARRATIVE else prose.blocks(source)


def _narrative(source: Report) -> list[Block]:
    draw = random.Random(f"{source.key}")
    n, agency_, year = source.items, source.agency, source.year
    asked = draw.choice((0, 0, 2, 5))
    said = f"共受理政府信息公开申请{asked}件，均已按期答复。" if asked else "未收到政府信息公开申请。"
    text = (
        (
            "",
            f"根据《中华人民共和国政府信息公开条例》和上级有关要求，编制{agency_.name}{year}年度政府信息公开工作报告。"
            f"本报告数据统计期限为{year}年1月1日至{year}年12月31日。联系方式：{agency_.contact}。",
        ),
        (
            "一、概述",
            f"{year}年，{agency_.short}健全工作机构，明确专人负责，完善审查程序，政府信息公开工作有序开展。",
        ),
        (
            "二、主动公开政府信息的情况",
            f"全年主动公开政府信息{n}条，其中机构职能类{n // 9}条，业务动态类{n - n // 9}条。",
        ),
        ("三、依申请公开政府信息的情况", f"{year}年{said}"),
        ("四、政府信息公开的收费及减免情况", f"{year}年未收取任何政府信息公开费用。"),
        (
            "五、因政府信息公开申请行政复议、提起行政诉讼的情况",
            f"{year}年没有发生行政复议和行政诉讼。",
        ),
        ("六、存在的主要问题及改进情况", "公开内容还不够丰富，更新不够及时。今后将加强培训，完善制度，提高质量。"),
    )
    found: list[Block] = []
    for heading, paragraph in text:
        found += [Heading(heading)] if heading else []
        found.append(Paragraph(paragraph))
    return found


def stored(file: File) -> bytes:
    """The attachment itself, from `files/` (see make_files)."""
    return (FILES / file.path).read_bytes()
