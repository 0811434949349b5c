"""Which answers a browser may keep, and for how long."""

from __future__ import annotations

import pytest

from crawler.browser import kept
from crawler.browser.kept import Kept

URL = "http://www.x.gov.cn/static/js/app.js"
BODY = b"go();"


def answer(*headers: str, status: str = "200 OK", body: bytes = BODY, length: int | None = len(BODY)) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Content-Type: text/javascript", *headers]
    lines += [f"Content-Length: {length}"] if length is not None else []
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_kept_until_it_is_stale() -> None:
    clock = Clock()
    answers = Kept(clock)
    whole = answer("Cache-Control: public, max-age=60")
    answers.offer(URL, whole)
    assert answers.get(URL) == whole
    assert answers.get(f"{URL}?v=2") is None
    clock.now += 61
    assert answers.get(URL) is None


@pytest.mark.parametrize(
    "said",
    [
        answer(),
        answer("Cache-Control: max-age=0"),
        answer("Cache-Control: no-store, max-age=60"),
        answer("Cache-Control: private, max-age=60"),
        answer("Cache-Control: max-age=60", "Vary: Cookie"),
        answer("Cache-Control: max-age=60", "Set-Cookie: a=b"),
        answer("Cache-Control: max-age=60", status="404 Not Found"),
        answer("Cache-Control: max-age=60", status="206 Partial Content"),
        answer("Cache-Control: max-age=60", length=len(BODY) + 1),
        answer("Cache-Control: max-age=60", length=None),
        answer("Cache-Control: max-age=60", "Transfer-Encoding: chunked", length=None),
        b"",
    ],
)
def test_what_its_server_does_not_allow_or_what_broke_off_is_not_kept(said: bytes) -> None:
    answers = Kept()
    answers.offer(URL, said)
    assert answers.get(URL) is None


def test_a_chunked_answer_and_one_that_varies_by_compression_are_kept() -> None:
    answers = Kept()
    chunked = answer(
        "Cache-Control: max-age=60",
        "Vary: Accept-Encoding",
        "Transfer-Encoding: chunked",
        length=None,
        body=b"5\r\ngo();\r\n0\r\n\r\n",
    )
    answers.offer(URL, chunked)
    assert answers.get(URL) == chunked


def test_what_is_too_large_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    said = answer("Cache-Control: max-age=60")
    monkeypatch.setattr(kept, "MOST", 2 * len(said) + 1)
    answers = Kept()
    for number in range(3):
        answers.offer(f"{URL}?{number}", said)
    assert [answers.get(f"{URL}?{number}") is not None for number in range(3)] == [True, True, False]
    monkeypatch.setattr(kept, "LARGEST", len(said) - 1)
    other = Kept()
    other.offer(URL, said)
    assert other.get(URL) is None
