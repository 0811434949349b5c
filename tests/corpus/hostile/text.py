"""HTML, plain text and RTF that are too deep, too wide, too long, or that ask the reader to fetch."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

_TITLE = "石桥县人民政府2023年政府信息公开工作年度报告"


def files(folder: Path, canary: str) -> Iterator[Path]:
    """All of them, from tables of spans."""
    for name, content in {**_html(canary), **_plain(), **_rtf(canary)}.items():
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        yield path


def _page(body: str, head: str = "") -> str:
    head = f'<meta charset="utf-8"><title>{_TITLE}</title>{head}'
    return f"<html><head>{head}</head><body><h1>{_TITLE}</h1>{body}</body></html>"


def _html(canary: str) -> dict[str, str | bytes]:
    wide = "<table>" + '<tr><td colspan="100000" rowspan="100000">0</td></tr>' * 50 + "</table>"
    cross = (
        "<table>"
        + "".join(f'<tr><td rowspan="65534">{n}</td><td colspan="1000">0</td></tr>' for n in range(900))
        + "</table>"
    )
    outside = (
        f'<script src="{canary}a.js">fetch("{canary}")</script><link rel="stylesheet" href="{canary}a.css">'
        f'<img src="{canary}a.png"><iframe src="file:///etc/passwd"></iframe>'
        f'<object data="{canary}a.pdf"></object>'
        f'<base href="{canary}"><embed src="http://127.0.0.1:22/"><p>无</p>'
    )
    cell = "<td>信息内容</td>"
    odd = '<td colspan="-5">规章</td><td rowspan="0">0</td><td colspan="9e9">1</td>'
    half = "规章".encode("gb18030")[:-1]
    refresh = f'<meta http-equiv="refresh" content="0;url={canary}">'
    return {
        "colspan-100000.html": _page(wide),
        "crossing-rowspans.html": _page(cross),
        "negative-spans.html": _page(f"<table><tr>{odd}</tr></table>"),
        "nested-div-100000.html": _page("<div>" * 100_000 + "0" + "</div>" * 100_000),
        "nested-tables-5000.html": _page("<table><tr><td>" * 5_000 + "0" + "</td></tr></table>" * 5_000),
        "unclosed-font-200000.html": _page("<p>" + "<font><b>" * 100_000 + "规章 0 0 0"),
        "hundred-thousand-rows.html": _page("<table>" + f"<tr>{cell * 8}</tr>" * 100_000 + "</table>"),
        "one-row-hundred-thousand-cells.html": _page("<table><tr>" + cell * 100_000 + "</tr></table>"),
        "attributes-100000.html": _page("<p " + " ".join(f'a{n}="1"' for n in range(100_000)) + ">规章</p>"),
        "comment-never-closed.html": _page("<!-- " + "总计" * 500_000),
        "entities-500000.html": _page("&amp;&#x4e00;&nbsp;" * 500_000),
        "entity-bomb.xhtml": '<?xml version="1.0"?>' + laughs("html") + "<html><body>&j;</body></html>",
        "one-line-20MB.html": _page("<p>" + "公开信息" * 1_700_000 + "</p>"),
        "nul-bytes.html": _page("<table><tr><td>规\0章</td><td>\0" * 1000).encode() + b"\0" * 100_000,
        "utf-7-and-half-characters.html": b'<meta charset="utf-7">+ADw-script+AD4-' + half * 5000,
        "unknown-charset.html": b'<meta charset="x-no-such-charset">' + _page("规章 0 0 0").encode("gb18030"),
        "refresh-and-outside-references.html": _page(outside, refresh),
        "data-uri-10MB.html": _page('<img src="data:image/png;base64,' + "A" * 10_000_000 + '">'),
    }


def _plain() -> dict[str, str | bytes]:
    row = "规章 0 0 0\n行政规范性文件 1 2 3\n"
    periods = "".join(f"{year}年1月1日至{year}年12月31日" for year in range(1000, 9999))
    return {
        "digits-5MB-one-line.txt": _TITLE + "\n" + "1234567890" * 500_000,
        "spaces-and-digits-5MB.txt": _TITLE + "\n" + "1 2,3 ４．" * 500_000,
        "brackets-500000.txt": _TITLE + "\n" + "（（（（一" * 100_000,
        "hundred-thousand-known-rows.txt": _TITLE + "\n" + row * 50_000,
        "year-after-year.txt": _TITLE + "\n" + periods * 8,
        "controls-and-overrides.txt": _TITLE + "\u202e\u200b\ufeff\u0000\u001b[31m" * 5000 + row,
        "half-surrogates.txt": (_TITLE + "\ud800规章\udfff" * 1000).encode("utf-8", "surrogatepass"),
        "utf-16-without-mark.txt": (_TITLE + "\n" + row * 100).encode("utf-16-le"),
        "random-gb18030.txt": bytes((n * 7919 + n // 256) % 256 for n in range(300_000)),
        "pipes-500000.txt": _TITLE + "\n" + "| \n 0  |" * 500_000,
    }


def _rtf(canary: str) -> dict[str, str | bytes]:
    open_, close = "{\\rtf1\\ansi\\ansicpg936 ", "}"
    field = (
        '{\\field{\\*\\fldinst INCLUDEPICTURE "%sx.png" \\\\d}}{\\field{\\*\\fldinst INCLUDETEXT "%sx.doc"}}'
        "{\\object\\objautlink\\objupdate{\\*\\objclass Package}{\\*\\objdata 0105000002000000}}"
        "{\\*\\template %st.dot}"
    )
    return {
        "nested-groups-200000.rtf": open_ + "{" * 200_000 + "0" + "}" * 200_000 + close,
        "unbalanced-groups.rtf": open_ + "}" * 1000 + "{" * 100_000,
        "binary-longer-than-the-file.rtf": open_ + "\\bin2147483647 " + "x" * 1000,
        "cells-1000000.rtf": open_ + "\\trowd" + "\\cellx1" * 200_000 + "0\\cell " * 200_000 + "\\row" + close,
        "skipped-characters.rtf": open_ + "\\uc99999999\\u35268?" * 2000 + close,
        "outside-references.rtf": open_ + field % (canary, canary, canary) + close,
    }


def laughs(root: str, levels: int = 10) -> str:
    """A document type whose last entity unfolds to 10^10 characters (billion laughs)."""
    names = "abcdefghij"[:levels]
    entities = [f'<!ENTITY {names[0]} "公开公开公开公开公开">']
    entities += [f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names)]
    return f"<!DOCTYPE {root} [{''.join(entities)}]>"
