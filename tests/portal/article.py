"""Article pages of Hanweb JCMS: what a page holds, and the two skins it may wear."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.portal import labels, markup, prose, skin
from tests.portal.blocks import Cell, Grid, Paragraph
from tests.portal.model import Article, Column, File, Report
from tests.portal.templates import fill

FILES = Path(__file__).parent / "files"
ICONS = {"pdf": "pdf.png", "doc": "word.png", "docx": "word.png"}


def hashed(file: File) -> str:
    """The 32 hexadecimal digits under which the CMS keeps an attachment."""
    return hashlib.md5(file.stem.encode(), usedforsecurity=False).hexdigest()


def attached(file: File) -> str:
    """`/attach/0/<hash>.<type>`, where the file itself is."""
    return f"/attach/0/{hashed(file)}.{file.type}"


def download(file: File) -> str:
    """`/module/download/downfile.jsp?…`, which answers 302 to the file."""
    return (
        f"/module/download/downfile.jsp?classid=0&showname={quote(file.name)}&filename={hashed(file)}.{file.type}"
    )


def report_body(report: Report, *, direct: bool) -> str:
    """Body of a report's page: tables, attachments or both; `direct` links straight to /attach/."""
    parts = []
    if report.page != "file":
        parts.append(_exported(report) if report.body else markup.STYLES[report.style](prose.blocks(report)))
    elif not report.files:
        raise ValueError(f"{report.key} has no table and no file")
    for file in report.files:
        url = escape(attached(file) if direct else download(file))
        icon = f'<img src="/module/jslib/icons/{ICONS[file.type]}" border="0" />'
        parts.append(f'<p>附件：{icon}<a href="{url}" target="_blank">{escape(file.name)}</a></p>')
    return "\n".join(parts)


def _exported(report: Report) -> str:
    page = (FILES / report.body).read_text(encoding="utf-8")
    found = re.search(r"<body[^>]*>(.*)</body>", page, re.S)
    if found is None:
        raise ValueError(f"{report.body} has no body")
    return found[1]


@cache
def _texts() -> dict[str, Any]:
    return labels.read_toml("articles.toml")


def article_body(item: Article, form: Report) -> str:
    """Body of any other page, by its kind; a notice about the form carries the form itself, all cells empty."""
    slots = {"headline": item.headline, "owner": item.source, "date": f"{item.published:%Y年%m月%d日}"}
    parts = [Paragraph(text.format(**slots)) for text in _texts()[item.kind]]
    body = markup.plain(parts)
    table = _texts()["tables"].get(item.kind)
    if table:
        rows = tuple(tuple(Cell(text) for text in row) for row in table)
        body += markup.plain([Grid(rows, (1,) * len(table[0]))])
    if item.kind == "instruct":
        empty = replace(form, printed=dict.fromkeys(form.printed, ""))
        body += markup.word([block for block in prose.blocks(empty) if not isinstance(block, Paragraph)])
    return body


def new_skin(site: dict[str, Any], path: Sequence[Column], headline: str, info: Sequence[str], body: str) -> str:
    """The skin of the sample: con-title, small-title, #zoom, the comments of the template engine."""
    return fill(
        "article_new.html",
        breadcrumb=skin.breadcrumb(path),
        tag=site.get("title_tag", "p"),
        title=escape(headline).replace("\n", "<br />"),
        info="\n".join(f"<span>{text}</span>" for text in info),
        body=body,
    )


def old_skin(site: dict[str, Any], path: Sequence[Column], headline: str, info: Sequence[str], body: str) -> str:
    """The skin before it: layout tables, td.bt_content, div.art_con, a.bt_link."""
    return fill(
        "article_old.html",
        breadcrumb=skin.breadcrumb(path, "bt_link"),
        title=escape(headline).replace("\n", "<br>"),
        info="　".join(info),
        body=body,
    )
