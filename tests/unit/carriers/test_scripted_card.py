"""A body that only a script holds, on a page that prints the index card itself (gkmlpt, PORTALS.md §2.4)."""

from __future__ import annotations

import json

from pipelines.carriers import read_document

CARD = (
    "<table><tr><td>发布机构:</td><td>某县水利局</td></tr><tr><td>成文日期:</td><td>2025-01-05</td></tr></table>"
)
BODY = f"<p>{'本报告依照条例编制。' * 12}</p><table><tr><td>规章</td><td>3</td></tr></table>"


def lines(shown: str) -> list[str]:
    """The prose of a page that shows this and holds BODY in its script."""
    config = json.dumps({"DETAIL": {"content": BODY}}, ensure_ascii=False).replace("</", "<\\/")
    text = f"<html><body>{shown}<script>window._CONFIG = {config};</script></body></html>"
    [(_, document)] = read_document(text.encode(), declared_type="text/html; charset=utf-8")
    return document.lines


def test_a_card_beside_it_does_not_hide_the_body() -> None:
    assert any("本报告依照条例编制" in line for line in lines(CARD))


def test_a_page_that_prints_tables_of_its_own_is_no_shell() -> None:
    rows = "".join(f"<tr><td>事项{n}</td><td>{n}</td></tr>" for n in range(30))
    assert not any("本报告依照条例编制" in line for line in lines(f"<table>{rows}</table>"))
