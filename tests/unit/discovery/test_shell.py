"""What a browser is worth its cost for: pages that are empty until a script fills them."""

from __future__ import annotations

import pytest

from crawler.cms.base import Page
from crawler.discovery.shell import is_shell

SCRIPT = '<script src="/app.js"></script>'
LINKS = "".join(f'<li><a href="/{n}">通知公告第{n}号</a></li>' for n in range(12))


@pytest.mark.parametrize(
    ("body", "shell"),
    [
        (f'<div id="app"></div>{SCRIPT}', True),
        (f"<noscript>Please enable JavaScript to continue.</noscript><div></div>{SCRIPT}", True),
        (f"<p>正在加载，请稍候</p>{SCRIPT}", True),
        (f'<h3>政府信息公开年报</h3><div id="menu"></div><div id="list"></div>{SCRIPT}', True),
        (f'<a href="/">首页</a><div id="app"><div class="x"></div></div>{SCRIPT}', True),
        ('<div id="app"></div>', False),
        (f'<ul>{LINKS}</ul><div id="app"></div>{SCRIPT}', False),
        (f'<a href="/a">政府信息公开</a><div id="banner"></div>{SCRIPT}', False),
        (f'<div id="zoom">{"本机关主动公开政府信息。" * 60}</div><div id="app"></div>{SCRIPT}', False),
        (f'<p>暂无内容</p><div id="list"><img src="/1.jpg"></div>{SCRIPT}', False),
    ],
)
def test_shell(body: str, shell: bool) -> None:
    assert is_shell(Page("http://www.yunze.gov.cn/", f"<html><body>{body}</body></html>")) is shell
