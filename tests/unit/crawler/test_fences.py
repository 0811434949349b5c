"""A fence closes as much as it stands around: a subtree, or the host."""

from __future__ import annotations

from crawler.blocks import Block
from crawler.fences import Fences

CHALLENGE, FORBIDDEN = Block("ruishu", "challenge"), Block("http_403", "forbidden")
CAPTCHA = Block("captcha", "challenge", single=True)
HOST = "www.yunze.gov.cn"


def url(path: str) -> str:
    return f"http://{HOST}{path}"


def test_a_challenge_on_the_home_page_closes_the_host() -> None:
    fences = Fences()
    assert fences.met(url("/"), CHALLENGE) == HOST
    assert fences.around(url("/xxgk/a.html")) == CHALLENGE
    assert fences.around("http://zwgk.yunze.gov.cn/") is None


def test_a_fenced_subtree_leaves_the_rest_open() -> None:
    fences = Fences()
    fences.passed(url("/"))
    assert fences.met(url("/xxgk/nb/1.html"), CHALLENGE) == f"{HOST}/xxgk/"
    assert fences.around(url("/xxgk/2.html")) == CHALLENGE
    assert fences.around(url("/zwgk/2.html")) is None
    assert fences.around(url("/xxgk.html")) is None


def test_a_subtree_that_has_answered_before_is_no_fence_of_its_own() -> None:
    fences = Fences()
    fences.passed(url("/art/1.html"))
    fences.passed(url("/"))
    assert fences.met(url("/art/2.html"), CHALLENGE) == HOST


def test_many_fences_are_one() -> None:
    fences = Fences()
    fences.passed(url("/"))
    assert [fences.met(url(f"/{name}/"), CHALLENGE) for name in "abc"] == [f"{HOST}/a/", f"{HOST}/b/", HOST]


def test_fences_with_pages_between_them_or_of_several_makers_are_several() -> None:
    fences = Fences()
    for name in "abcd":
        fences.passed(url("/"))
        assert fences.met(url(f"/{name}/"), CHALLENGE) == f"{HOST}/{name}/"
    for name in ("wzws", "jiasule", "aliyun"):
        assert fences.met(url(f"/{name}/"), Block(name, "challenge")) == f"{HOST}/{name}/"
    assert fences.around(url("/other/")) is None


def test_refusals_close_a_subtree_that_gives_nothing_and_never_the_host() -> None:
    fences = Fences()
    assert [fences.met(url(f"/{n}"), FORBIDDEN) for n in range(5)] == [None] * 5
    fences.passed(url("/"))
    assert [fences.met(url(f"/zc/{n}"), FORBIDDEN) for n in range(3)] == [None, None, f"{HOST}/zc/"]
    fences.passed(url("/art/0"))
    assert [fences.met(url(f"/art/{n}"), FORBIDDEN) for n in range(9)] == [None] * 9


def test_a_page_in_between_starts_the_count_anew() -> None:
    fences = Fences()
    fences.passed(url("/"))
    for _ in range(2):
        assert fences.met(url("/zc/1"), FORBIDDEN) is None
    assert fences.met(url("/zc/2"), Block("soft_404", "soft_404")) is None
    fences.passed(url("/zc/3"))
    assert fences.met(url("/zc/4"), FORBIDDEN) is None


def test_the_captcha_of_one_download_closes_nothing() -> None:
    fences = Fences()
    fences.passed(url("/system/_content/download.jsp?wbfileid=1"))
    for number in range(9):
        assert fences.met(url(f"/system/_content/download.jsp?wbfileid={number}"), CAPTCHA) is None
        assert fences.around(url(f"/system/_content/download.jsp?wbfileid={number}")) is None
        fences.passed(url("/info/1.htm"))


def test_captchas_in_a_row_close_their_program_and_not_the_host() -> None:
    fences = Fences()
    fences.passed(url("/"))
    program = "/system/_content/download.jsp"
    assert [fences.met(url(f"{program}?wbfileid={n}"), CAPTCHA) for n in range(3)] == [None, None, HOST + program]
    assert fences.around(url(f"{program}?wbfileid=7")) == CAPTCHA
    assert fences.around(url("/system/_content/other.jsp")) is None
    assert fences.around(url("/info/1.htm")) is None


def test_captchas_on_all_pages_close_the_host() -> None:
    fences = Fences()
    assert fences.met(url("/"), CAPTCHA) == HOST
    fences = Fences()
    fences.passed(url("/"))
    assert [fences.met(url(f"/info/{n}.htm"), CAPTCHA) for n in range(3)] == [None, None, HOST]
