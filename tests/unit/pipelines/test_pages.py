"""An article over several pages is one document; a page that is missing is never passed over."""

from __future__ import annotations

from pipelines.capture import Capture
from pipelines.evidence import Evidence
from pipelines.pages import FurtherPage, further_pages
from pipelines.reading import read_bytes
from pipelines.report import Reading
from tests.unit.forms import sample


def parts() -> list[bytes]:
    """A whole report as its chapters 一 to 二, 三 and the rest, each on a page of its own."""
    page = sample.page().decode()
    body = page.partition("<body>")[2].partition("</body>")[0]
    at = [body.index(heading) for heading in ("三、收到和处理", "四、政府信息公开行政复议")]
    at = [body.rindex("<", 0, each) for each in at]
    bodies = body[: at[0]], body[at[0] : at[1]], body[at[1] :]
    return [f"<html><head><title>年报</title></head><body>{each}</body></html>".encode() for each in bodies]


def read(*pages: bytes | None) -> Reading:
    first, *others = pages
    further = [FurtherPage(f"http://a.gov.cn/1_{n}.html", f"{n}" * 64, body) for n, body in enumerate(others, 2)]
    assert first is not None
    [reading] = read_bytes(first, url="http://a.gov.cn/1.html", further=further)
    return reading


def test_the_pages_are_read_as_one() -> None:
    [whole] = read_bytes(sample.page())
    reading = read(*parts())
    assert reading.verdict == whole.verdict == "accepted"
    assert reading.report and whole.report
    assert [section.heading for section in reading.report.sections] == [
        section.heading for section in whole.report.sections
    ]
    cell = reading.report.applications["new_received"]["total"]
    assert cell.value == whole.report.applications["new_received"]["total"].value
    assert cell.place.page == 2
    named = [finding for finding in reading.findings if finding.rule == "article_page"]
    assert [(finding.where, finding.severity) for finding in named] == [("page 2", "info"), ("page 3", "info")]
    assert "2" * 64 in named[0].detail


def test_a_missing_page_is_an_error() -> None:
    first, second, third = parts()
    for reading in (read(first, second, None), read(first, second, b"")):
        assert (reading.verdict, reading.reason) == ("review", "page_missing")
    assert read(first, second, third, None).reason == "page_missing"  # even where the report looks whole


def test_a_page_that_shows_another_again_is_missing() -> None:
    first, second, third = parts()
    assert read(first, second, second, third).reason == "page_missing"
    assert read(first, first, first).verdict == "review"


def test_the_capture_names_its_pages_in_their_order() -> None:
    evidence = [
        Evidence("agency", "anchor", "某局"),
        Evidence("page", "object", "b" * 64, "http://a.gov.cn/1_2.html"),
        Evidence("page", "object", "", "http://a.gov.cn/1_3.html"),
    ]
    capture = Capture("u", "u", 200, [], b"", None, evidence=evidence)  # type: ignore[arg-type]
    assert further_pages(capture) == [("http://a.gov.cn/1_2.html", "b" * 64), ("http://a.gov.cn/1_3.html", "")]
