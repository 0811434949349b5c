"""The running text of a report: the templates of data/prose.toml filled with the report's own numbers."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.portal import gold, labels, load
from tests.portal.blocks import Block, Heading, Paragraph, grids
from tests.portal.model import Report

_RESULTS = (
    ("granted", "予以公开"),
    ("partially_granted", "部分公开"),
    ("denied", "不予公开"),
    ("unavailable", "无法提供"),
    ("not_processed", "不予处理"),
    ("other", "其他处理"),
)


@cache
def _templates() -> dict[str, Any]:
    return labels.read_toml("prose.toml")


def blocks(report: Report) -> list[Block]:
    """The whole report: preface, six sections, tables in the second to the fourth."""
    voice = _templates()[report.voice]
    headings = _templates()["headings"]["notice" if report.form == "2019" else "usual"]
    slots = _slots(report)
    text = {part: [Paragraph(_pick(item, report).format(**slots)) for item in voice[part]] for part in voice}
    two, three, four = grids(report)
    parts: list[list[Block]] = [list(text["overall"]), list(two), [three], [four], list(text["problems"])]
    parts.append(list(text["others"]))
    found: list[Block] = list(text["preface"])
    for heading, part in zip(headings, parts, strict=True):
        found += [Heading(heading), *part]
    return found


def _pick(item: str | list[str], report: Report) -> str:
    if isinstance(item, str):
        return item
    return item[(report.year + len(report.agency.name)) % len(item)]


def _number(report: Report, code: str) -> int:
    return int(gold.value(report.printed[code]) or 0)


def _results(report: Report, prefix: str) -> int:
    starts = (f"applications.{prefix}.",)
    return sum(_number(report, c) for c in report.printed if c.startswith(starts) and c.endswith(".total"))


def _slots(report: Report) -> dict[str, object]:
    wechat = report.items * (report.year % 7 + 11) // 100
    agency = report.agency
    return {
        "agency": agency.name,
        "short": agency.short,
        "year": report.year,
        "next": report.year + 1,
        "basis": report.basis_year,
        "portal": agency.portal or load.site(agency.host)["portal"],
        "site": f"http://{agency.host}",
        "contact": agency.contact,
        "items": report.items,
        "web": report.items - wechat,
        "wechat": wechat,
        "requests": _requests(report),
        "disputes": _disputes(report),
        "normative": _normative(report),
        "fee": f"{report.year}年未收取政府信息公开信息处理费。",
        "motions": _motions(report),
        "training": report.items % 4 + 1,
        "reading": report.items % 9 + 2,
    }


def _requests(report: Report) -> str:
    new = _number(report, "applications.new_received.total")
    carried = _number(report, "applications.carried_over.total")
    if not new and not carried:
        return "本年度未收到政府信息公开申请。"
    forward = _number(report, "applications.carried_forward.total")
    said = f"本年度新收政府信息公开申请{new}件，" if new else "本年度未新收到政府信息公开申请，"
    said += f"上年结转{carried}件，" if carried else "无上年结转，"
    parts = [f"{name}{n}件" for prefix, name in _RESULTS if (n := _results(report, prefix))]
    said += f"共办结{new + carried - forward}件" + (f"（{'、'.join(parts)}）" if parts else "")
    return said + (f"，结转下年度继续办理{forward}件。" if forward else "。")


def _disputes(report: Report) -> str:
    totals = [_number(report, f"review.{channel}.total") for channel, _ in labels.channels()]
    if not any(totals):
        return "未发生因政府信息公开引起的行政复议和行政诉讼。"
    said = f"因政府信息公开被申请行政复议{totals[0]}件" if totals[0] else "未发生政府信息公开行政复议"
    lawsuits = totals[1] + totals[2]
    return said + (f"，被提起行政诉讼{lawsuits}件。" if lawsuits else "，未发生政府信息公开行政诉讼。")


def _normative(report: Report) -> str:
    if report.form == "2019":
        made = _number(report, "disclosure.normative_documents.made")
        return f"本年度制作规范性文件{made}件。" if made else "本年度未制作规范性文件。"
    issued, repealed, stock = (
        _number(report, f"disclosure.normative_documents.{m}") for m in ("issued", "repealed", "in_force")
    )
    if not issued and not repealed:
        return "本年度未制发行政规范性文件。" if not stock else f"现行有效行政规范性文件{stock}件。"
    return f"本年度制发行政规范性文件{issued}件，废止{repealed}件，现行有效{stock}件。"


def _motions(report: Report) -> str:
    people, consultative = report.items % 3, report.items % 5
    if not people and not consultative:
        return f"{report.year}年未承办人大代表建议和政协提案。"
    return f"{report.year}年承办人大代表建议{people}件、政协提案{consultative}件，均已按期办复。"
