"""What the replica knows: agencies, the reports they published and the articles around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

Printed = Mapping[str, str]
"""Cell code → the characters printed in that cell, e.g. `applications.granted.total` → `"12"`."""


@dataclass(frozen=True, slots=True)
class Agency:
    """A publishing authority; `code` is its 18-character unified social credit code (统一社会信用代码)."""

    host: str
    key: str
    name: str
    short: str
    code: str
    contact: str
    shell: int | None = None
    source: str = ""
    portal: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment of a report's page, in `files/`; `differs` holds the cells that it prints otherwise."""

    stem: str
    type: str
    name: str
    maker: str
    differs: Printed = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its name in `files/`."""
        return f"{self.stem}.{self.type}"


@dataclass(frozen=True, slots=True)
class Second:
    """A second article with the same report."""

    column: int
    id: int
    published: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """A 政府信息公开工作年度报告, as printed.

    `page` says what its web page carries: `html` the tables, `file` only an attachment, `both`.
    `headline` is "" where the page prints none. `verdict`, `reason`: what a perfect reader must conclude.
    """

    agency: Agency
    year: int
    form: str
    published: datetime
    headline: str
    printed: Printed
    style: str
    layout: frozenset[str]
    voice: str
    items: int
    basis_year: int
    page: str
    files: tuple[File, ...]
    body: str
    charset: str
    id: int
    second: Second | None
    verdict: str
    reason: str | None

    @property
    def key(self) -> tuple[str, str, int]:
        """Host, agency and year: one report each."""
        return self.agency.host, self.agency.key, self.year


@dataclass(frozen=True, slots=True)
class Article:
    """A listed item that is not a report. `extra`: `404`, `soft` (a dead page of status 200) or a foreign URL."""

    host: str
    column: int
    id: int
    published: datetime
    headline: str
    kind: str
    source: str
    extra: str

    @property
    def path(self) -> str:
        """`/art/Y/M/D/art_COLUMN_ID.html`, the Hanweb JCMS form."""
        return article_path(self.published, self.column, self.id)


@dataclass(frozen=True, slots=True)
class Column:
    """A column (栏目) of Hanweb JCMS; `year` where it holds the reports of that year, `look` of its jpage list."""

    host: str
    id: int
    name: str
    parent: int
    year: int | None
    unitid: int
    look: str
    pager: str
    items: tuple[Article, ...]


def article_path(published: datetime, column: int, identifier: int) -> str:
    """`/art/Y/M/D/art_COLUMN_ID.html` without leading zeros (PORTALS.md §1)."""
    return f"/art/{published.year}/{published.month}/{published.day}/art_{column}_{identifier}.html"
