"""Indexes of web archives: the dialects of CDX servers, hostile lines, and which capture stands for a page."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archives.arguments import parse as parse_arguments
from crawler.archives.candidates import shape
from crawler.archives.cdx import Entry, page_count, parse
from crawler.archives.index import Index
from crawler.arguments import ArgumentError

# as printed in the documentation of the Wayback CDX server
TEXT = """\
org,archive)/ 19970126045828 http://www.archive.org:80/ text/html 200 Q4YULN754FHV2U6Q5JUT6Q2P57WEWNNY 1415
org,archive)/ 19971011050034 http://www.archive.org:80/ text/html 200 XAHDNHZ5P3GSSSNJ3DMEOJF7BMCCPZR3 1402
org,archive)/ 19971211122953 http://www.archive.org:80/ warc/revisit - XAHDNHZ5P3GSSSNJ3DMEOJF7BMCCPZR3 552
"""
JSON = """\
[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],
["org,archive)/", "19970126045828", "http://www.archive.org:80/", "text/html", "200", "Q4YU", "1415"],
["org,archive)/", "19971011050034", "http://www.archive.org:80/", "text/html", "301", "XAHD", "1402"]]
"""
# as a Common Crawl index answers
LINE = (
    '{"urlkey": "cn,gov,x)/", "timestamp": "20160524114937", "status": "200", "url": "http://www.x.gov.cn/", '
    '"filename": "crawl-data/CC-MAIN-2016-22/x.warc.gz", "length": "17240", "mime": "text/html", '
    '"offset": "375611148", "digest": "STCRRRMZY5SHDFVUCNBO2YBA4DRXWFUT"}'
)


def test_text_of_the_wayback_machine() -> None:
    answer = parse(TEXT)
    assert [entry.status for entry in answer.entries] == [200, 200, None]
    assert answer.entries[0].moment == datetime(1997, 1, 26, 4, 58, 28, tzinfo=UTC)
    assert (answer.resume, answer.bad, answer.cut) == (None, 0, False)


def test_rows_of_json_name_their_fields() -> None:
    answer = parse(JSON)
    assert [(entry.stamp, entry.status) for entry in answer.entries] == [
        ("19970126045828", 200),
        ("19971011050034", 301),
    ]
    assert answer.bad == 0


def test_objects_of_common_crawl_tell_the_place() -> None:
    [entry] = parse(LINE).entries
    assert entry.place == ("crawl-data/CC-MAIN-2016-22/x.warc.gz", 375611148, 17240)
    assert not entry.cut
    assert parse(LINE.replace('"200"', '"200", "truncated": "length"', 1)).entries[0].cut


def test_cdxj() -> None:
    [entry] = parse('cn,gov,x)/a 20210102030405 {"url": "http://www.x.gov.cn/a", "status": "200"}').entries
    assert (entry.url, entry.stamp) == ("http://www.x.gov.cn/a", "20210102030405")


@pytest.mark.parametrize(
    ("text", "resume"),
    [
        (f"{TEXT}\norg%2Carchive%29%2F+19980109140107%21", "org%2Carchive%29%2F+19980109140107%21"),
        (f"{TEXT}\norg,archive)/ 19980109140106", "org,archive)/ 19980109140106"),
        (JSON.replace("]]\n", '],\n[],\n["org%2Carchive%29%2F+1998"]]\n'), "org%2Carchive%29%2F+1998"),
    ],
)
def test_the_key_of_the_next_page(text: str, resume: str) -> None:
    answer = parse(text)
    assert (answer.resume, answer.bad) == (resume, 0)


@pytest.mark.parametrize("text", [TEXT[:150], JSON[:230], LINE[:200], f"{LINE}\n{LINE[:60]}"])
def test_an_answer_that_is_cut_off_says_so(text: str) -> None:
    answer = parse(text)
    assert answer.cut and answer.bad == 1
    assert parse(JSON.rpartition(",\n")[0] + "\n").cut  # between two rows


@pytest.mark.parametrize(
    "line",
    [
        LINE.replace("20160524114937", "20161324114937"),  # no such month
        LINE.replace("http://www.x.gov.cn/", "javascript:alert(1)"),
        LINE.replace("http://www.x.gov.cn/", "http://www.x.gov.cn/\\r\\nHost: y"),
        "[" * 5000,
        "{" * 5000,
        '{"timestamp": "20160524114937"}',
        "<html><body>Wayback Machine is down",
        LINE.replace("http://www.x.gov.cn/", "http://www.x.gov.cn/" + "a" * 9000),
    ],
)
def test_a_hostile_line_is_no_entry(line: str) -> None:
    answer = parse(f"{line}\n{LINE}\n")
    assert len(answer.entries) == 1 and answer.bad == 1 and not answer.cut


def test_a_file_outside_the_archive_is_no_place() -> None:
    assert parse(LINE.replace("crawl-data/", "../../")).entries[0].place is None
    assert parse(LINE.replace('"375611148"', '"-1"')).entries[0].place is None


@given(st.text(max_size=400))
def test_nothing_makes_it_fail(text: str) -> None:
    answer = parse(text)
    assert all(entry.url.lower().startswith("http") for entry in answer.entries)


def test_number_of_pages() -> None:
    assert page_count('{"pages": 4, "pageSize": 5, "blocks": 17}') == 4
    assert page_count("12\n") == 12
    assert page_count(LINE) is None and page_count("") is None and page_count('{"pages": true}') is None


def entry(day: str, status: int | None = 200, digest: str = "", url: str = "http://www.x.gov.cn/a") -> Entry:
    return Entry(url, datetime.fromisoformat(day).replace(tzinfo=UTC), status, digest=digest or day)


def stamps(found: list[Entry]) -> list[str]:
    return [f"{each.moment:%Y}" for each in found]


def test_what_stood_there_at_the_time() -> None:
    index = Index()
    index.add([entry("2012-01-01"), entry("2015-01-01"), entry("2019-01-01"), entry("2020-01-01", 404)])
    at = datetime(2016, 1, 1, tzinfo=UTC)
    assert stamps(index.choose("https://www.x.gov.cn:8443/a", at)) == ["2015", "2012", "2019"]
    assert stamps(index.choose("http://www.x.gov.cn/a")) == ["2019", "2015", "2012"]
    assert stamps(index.choose("http://www.x.gov.cn/a", datetime(2010, 1, 1, tzinfo=UTC)))[0] == "2012"


def test_the_same_content_once_and_a_redirect_last() -> None:
    index = Index()
    index.add([entry("2012-01-01", digest="A"), entry("2013-01-01", digest="A"), entry("2014-01-01", 302)])
    assert [(each.moment.year, each.status) for each in index.choose("http://www.x.gov.cn/a")] == [
        (2013, 200),
        (2014, 302),
    ]
    assert [each.moment.year for each in index.earlier("http://www.x.gov.cn/a")] == [2013]


def test_what_is_not_listed_is_looked_up() -> None:
    index = Index(whole=True)
    index.add([entry("2012-01-01")])
    assert index.covers("http://www.x.gov.cn/b") and "http://www.x.gov.cn/b" not in index
    assert not index.covers("http://www.x.gov.cn/scan.jpg")


def test_a_column_is_in_the_shape_of_its_articles() -> None:
    one, other = "art_70627_2040972.html", "art_70627_2040979.html"
    assert shape(f"http://www.x.gov.cn/art/2016/1/29/{one}") == shape(f"http://www.x.gov.cn/art/2017/12/3/{other}")
    assert shape(f"http://www.x.gov.cn/art/2016/1/29/{one}") != shape(
        "http://www.x.gov.cn/art/2016/1/29/art_1_2.html"
    )
    assert shape("http://www.x.gov.cn/zwgk/202101/t20210129_123.html") == shape(
        "http://www.x.gov.cn/zwgk/202203/t20220301_9.html"
    )


@pytest.mark.parametrize(
    "given",
    [
        {"site": "huancui"},
        {"source": "waybak", "site": "huancui"},
        {"source": "wayback"},
        {"source": "cdx", "site": "huancui"},
        {"source": "wayback", "site": "huancui", "gaps": "wendeng"},
        {"source": "warc", "site": "huancui"},
        {"source": "warc", "site": "huancui", "file": "/nowhere/x.warc.gz"},
        {"source": "wayback", "site": "huancui", "file": "x.warc"},
        {"source": "wayback", "site": "huancui", "from": "1066"},
        {"source": "wayback", "site": "huancui", "ful": "1"},
        {"source": "cdx", "site": "huancui", "endpoint": "ftp://x/cdx"},
        {"source": "commoncrawl", "site": "huancui", "endpoint": "http://x/collinfo.json"},
    ],
)
def test_arguments_that_cannot_be_meant(given: dict[str, str]) -> None:
    with pytest.raises(ArgumentError):
        parse_arguments(given, 2026)


def test_the_replay_beside_the_index() -> None:
    asked = parse_arguments(
        {"source": "cdx", "endpoint": "http://127.0.0.1:8080/coll/cdx", "gaps": "huancui"}, 2026
    )
    assert (asked.replay, asked.name, asked.gaps) == ("http://127.0.0.1:8080/coll", "127.0.0.1:8080/coll", True)
    assert asked.hosts == {"127.0.0.1:8080"}
    public = parse_arguments({"source": "wayback", "site": "huancui"}, 2026)
    assert public.replay == "https://web.archive.org/web" and public.hosts == {"web.archive.org"}
