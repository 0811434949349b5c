"""Evidence for who wrote a report and for which year, gathered on the way and never thrown away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# `page` is a further page of the same article: its object (sha256; empty where it could not be fetched) and,
# as quote, its address.
About = Literal["agency", "year", "headline", "published_on", "page"]

# Where a piece of evidence was printed. Ranking lives in pipelines/identity, not here.
Kind = Literal[
    "operator",  # said by an admin (--agency, --year)
    "headline",  # the report's own headline
    "period",  # 统计期限 从2025年1月1日到12月31日
    "area_code",  # area= / vc_xxgkarea= of the xxgk module: a social-credit code
    "index_code",  # 索引号, the part before "/" is the agency's code
    "publisher",  # 发布单位 / 发布机构
    "content_source",  # meta ContentSource, 信息来源
    "category",  # 内容分类: 2024年
    "fbtime",  # fbtime= of xxgkAnnualReport.jsp: the report year
    "anchor",  # text or title of the link that led here
    "column",  # name of the column that listed it
    "breadcrumb",
    "body",  # the report's prose: 结合2024年X政府信息公开工作实际
    "signature",  # name and date at the foot
    "published_on",  # page's own publication date
    "file_name",
    "url",
    "host",
    "object",  # kept bytes, by their sha256
    "site",  # the portal's own region: of its site file, else as its home page says
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One printed hint. `value` is normalised (a name, a code, "2024", an ISO date), `quote` as printed."""

    about: About
    kind: Kind
    value: str
    quote: str = ""
