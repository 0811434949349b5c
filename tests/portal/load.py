"""The tables of `data/` → agencies, reports and articles."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from tests.portal import figures, labels
from tests.portal.model import Agency, Article, Column, File, Report, Second

HOSTS = {
    "www.huancui.gov.cn": "huancui",
    "www.wendeng.gov.cn": "wendeng",
    "www.wip.gov.cn": "wip",
}
LAYOUTS = {"blanked", "ghost", "halfwidth", "other3_shifted", "spaced", "split2", "typo_repealed"}


@cache
def agencies() -> dict[tuple[str, str], Agency]:
    """Host and key → agency."""
    records = labels.read_toml("agencies.toml")["agency"]
    return {(r["host"], r["key"]): Agency(**r) for r in records}


@cache
def reports(host: str) -> tuple[Report, ...]:
    """The reports on a host, in the order of its data file."""
    return tuple(_report(host, record) for record in labels.read_toml(f"reports/{HOSTS[host]}.toml")["report"])


def _report(host: str, record: dict[str, Any]) -> Report:
    agency = agencies()[host, record["agency"]]
    year = int(record["year"])
    form = "2019" if year < 2021 else "2021"
    layout = frozenset(record.get("layout", ()))
    if layout - LAYOUTS:
        raise KeyError(f"unknown layout {sorted(layout - LAYOUTS)} of {agency.name} {year}")
    return Report(
        agency=agency,
        year=year,
        form=form,
        published=record["published"],
        headline=record.get("headline", f"{agency.name}{year}年政府信息公开工作年度报告"),
        printed=figures.printed(record, form),
        style=record["style"],
        layout=layout,
        voice=record["voice"],
        items=record["items"],
        basis_year=record.get("basis_year", year),
        page=record.get("page", "html"),
        files=tuple(File(**file) for file in record.get("files", ())),
        body=record.get("body", ""),
        charset=record.get("charset", "utf-8"),
        id=record.get("id", 0),
        second=Second(**record["second"]) if "second" in record else None,
        verdict=record.get("verdict", "accepted"),
        reason=record.get("reason"),
    )


@cache
def site(host: str) -> dict[str, Any]:
    """What a host is called and its columns."""
    return labels.read_toml(f"sites/{HOSTS[host]}.toml")


@cache
def columns(host: str) -> dict[int, Column]:
    """The columns of a host by id, each with its items that are not reports."""
    owner = site(host)["owner"]
    return {raw["id"]: _column(host, raw, owner) for raw in site(host)["column"]}


def _column(host: str, raw: dict[str, Any], owner: str) -> Column:
    source = raw.get("source", owner)
    return Column(
        host=host,
        id=raw["id"],
        name=raw["name"],
        parent=raw["parent"],
        year=raw.get("year"),
        unitid=raw.get("unitid", 300000 + raw["id"]),
        look=raw.get("look", site(host).get("look", "new")),
        pager=raw.get("pager", ""),
        items=tuple(_article(host, raw["id"], source, item) for item in raw.get("items", ())),
    )


def _article(host: str, column: int, source: str, item: list[Any]) -> Article:
    identifier, published, kind, headline, *extra = item
    return Article(
        host=host,
        column=column,
        id=identifier,
        published=datetime.fromisoformat(published),
        headline=headline,
        kind=kind,
        source=source,
        extra=extra[0] if extra else "",
    )
