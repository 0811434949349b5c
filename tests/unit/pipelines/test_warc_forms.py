"""An answer to a form is found under the form, whoever wrote the file."""

from __future__ import annotations

from io import BytesIO

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archives.cdx import parse
from pipelines.warc.forms import Forms
from pipelines.warc.reading import Record, read_stream

URL = "http://www.x.gov.cn/list.jsp?page=2"
ASKED = f"{URL}&__wb_method=POST&col=7&name=%E5%B1%80"
BODY = b"col=7&name=%E5%B1%80"


def written(*, first: bool, named_by_answer: bool) -> BytesIO:
    """Request and answer as warcio writes them; wget puts the request first, and has the answer name it."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    head = StatusAndHeaders("POST /list.jsp?page=2 HTTP/1.1", [("Content-Length", "20")], is_http_request=True)
    answer = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    asking = writer.create_warc_record(URL, "request", payload=BytesIO(BODY), http_headers=head)
    answered = writer.create_warc_record(URL, "response", payload=BytesIO(b"<html>"), http_headers=answer)
    namer, named = (answered, asking) if named_by_answer else (asking, answered)
    namer.rec_headers.add_header("WARC-Concurrent-To", named.rec_headers.get_header("WARC-Record-ID"))
    for record in (asking, answered) if first else (answered, asking):
        writer.write_record(record)
    out.seek(0)
    return out


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("named_by_answer", [True, False])
def test_request_and_answer_find_each_other(first: bool, named_by_answer: bool) -> None:
    file = written(first=first, named_by_answer=named_by_answer)
    found = [record for record in read_stream("x", file) if isinstance(record, Record)]
    forms = Forms()
    for record in found:
        if record.kind == "request":
            forms.note(record)
    [answer] = [record for record in found if record.kind == "response"]
    assert forms.asked(answer) == ASKED


def test_an_index_that_tells_the_form() -> None:
    line = (
        f'{{"urlkey": "k", "timestamp": "20240102030405", "url": "{URL}", "status": "200", "mime": "text/html",'
        ' "digest": "A", "method": "POST", "requestBody": "col=7&name=\\u5c40"}'
    )
    [entry] = parse(line).entries
    assert entry.url == ASKED
