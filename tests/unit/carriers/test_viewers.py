"""Pages that show nothing themselves: viewers and flip-books are read as pointers to their file."""

from __future__ import annotations

import pytest

from pipelines.carriers import read_document
from pipelines.document import Document
from pipelines.reading import read_bytes


def read(page: str) -> Document:
    ((_, document),) = read_document(page.encode())
    return document


@pytest.mark.parametrize(
    "body, target",
    [
        (
            '<iframe src="/pdfjs/web/viewer.html?file=%2Fup%2F2023%E5%B9%B4%E6%8A%A5.pdf"></iframe>',
            "/up/2023年报.pdf",
        ),
        ('<iframe src="../x/viewer.html?file=../../u/a.pdf#page=2"></iframe>', "../../u/a.pdf"),
        ('<iframe src="/x/web/viewer.html?file=../u/a.pdf"></iframe>', "/x/u/a.pdf"),
        (
            '<iframe src="viewer.html?a=1&file=http://www.example.gov.cn/a.pdf"></iframe>',
            "http://www.example.gov.cn/a.pdf",
        ),
        ('<script>var DEFAULT_URL = "../2023.pdf";</script><div id="viewer"></div>', "../2023.pdf"),
        ('<script>PDFObject.embed("/u/a.pdf?v=1", "#box")</script>', "/u/a.pdf?v=1"),
        ('<div class="flip" data-pdf="/book/nb.pdf"></div>', "/book/nb.pdf"),
        ("<p>附件</p><a href=\"javascript:openFile('/x/y.doc')\">点击</a>", "/x/y.doc"),
        ('<object type="application/pdf"><param name="src" value="b.pdf"></object>', "b.pdf"),
        ('<embed src="c.ofd">', "c.ofd"),
        ('<noscript><a href="files/basic-html/page1.html">文字版</a></noscript>', "files/basic-html/page1.html"),
    ],
)
def test_a_viewer_is_read_as_a_pointer_to_its_file(body: str, target: str) -> None:
    page = f"<html><body>{body}</body></html>"
    assert target in [href for href, _ in read(page).links]
    (reading,) = read_bytes(page.encode())
    assert (reading.verdict, reading.reason) == ("not_a_report", "attachment_only")
    assert [finding.detail for finding in reading.findings] == [f"the page points to {target}"]


def test_files_that_scripts_name_are_no_links_of_a_page_with_text() -> None:
    page = "<html><body><script>load('template.pdf')</script>" + "<p>正文很长。</p>" * 200 + "</body></html>"
    assert read(page).links == []
