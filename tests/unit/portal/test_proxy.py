"""The proxy: what it answers, what it refuses, what it remembers, and the switches of a portal."""

from __future__ import annotations

import gzip
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.portal import Portal
from tests.portal.portal import LOOPBACK, OFF_LIST

HUANCUI, WENDENG, WIP = "www.huancui.gov.cn", "www.wendeng.gov.cn", "www.wip.gov.cn"
ARTICLE = f"http://{WENDENG}/art/2026/1/19/art_182996_6093007.html"
ROUTE_A = f"http://{HUANCUI}/module/xxgk/xxgkAnnualReport.jsp?area=1137100200436109XF&fbtime=2021"


@dataclass(frozen=True)
class Got:
    """An answer as the client sees it; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


class Client:
    """One kept-alive connection to the proxy."""

    def __init__(self, portal: Portal) -> None:
        self.line = http.client.HTTPConnection(portal.url.removeprefix("http://"), timeout=10)

    def ask(self, url: str, method: str = "GET", body: str | None = None, **headers: str) -> Got:
        sent = {name.replace("_", "-"): text for name, text in headers.items()}
        self.line.request(method, url, body, sent)
        said = self.line.getresponse()
        return Got(said.status, {name.lower(): text for name, text in said.getheaders()}, said.read())


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


@pytest.fixture
def client(portal: Portal) -> Client:
    return Client(portal)


def test_connection_is_kept_and_every_request_is_on_record(portal: Portal, client: Client) -> None:
    for url in (f"http://{HUANCUI}/", f"http://{WIP}/robots.txt", f"http://{WENDENG}/index.html"):
        client.ask(url, User_Agent="test")
    assert [(s.method, s.host, s.path, s.status) for s in portal.requests] == [
        ("GET", HUANCUI, "/", 200),
        ("GET", WIP, "/robots.txt", 404),
        ("GET", WENDENG, "/index.html", 200),
    ]
    assert len({s.connection for s in portal.requests}) == 1
    assert portal.requests[0].headers["user-agent"] == "test"
    assert [s.path for s in portal.asked(WIP)] == ["/robots.txt"]
    portal.forget()
    assert portal.requests == []


def test_every_needed_url_answers(portal: Portal, client: Client) -> None:
    portal.calm()
    for host, urls in portal.truth.needed.items():
        for url in urls:
            expected = (
                {302} if "downfile.jsp" in url else {200, 404} if url.endswith(f"{WIP}/robots.txt") else {200}
            )
            assert client.ask(url).status in expected, (host, url)
    assert portal.forbidden == []


@pytest.mark.parametrize("url", [ARTICLE, ROUTE_A, f"http://{HUANCUI}/", f"http://{HUANCUI}/robots.txt"])
def test_validators(client: Client, url: str) -> None:
    first = client.ask(url)
    again = client.ask(url, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert client.ask(url, If_None_Match='"other"').status == 200
    assert client.ask(url, If_Modified_Since=first.headers["last-modified"]).status == 304
    assert client.ask(url, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT").status == 200


def test_attachments_redirect_and_carry_validators(portal: Portal, client: Client) -> None:
    source = next(s for r in portal.truth.by_host(WENDENG) for s in r.sources if s.carrier == "doc")
    moved = client.ask(source.url)
    assert (moved.status, moved.headers["location"]) == (302, source.final)
    file = client.ask(source.final)
    assert file.headers["content-type"] == "application/msword"
    assert file.body.startswith(b"\xd0\xcf\x11\xe0")
    assert client.ask(source.final, If_None_Match=file.headers["etag"]).status == 304


def test_head_has_no_body_and_the_same_length(client: Client) -> None:
    assert client.ask(ARTICLE, "HEAD").body == b""
    assert client.ask(ARTICLE, "HEAD").headers["content-length"] == client.ask(ARTICLE).headers["content-length"]


def test_gzip_where_the_client_takes_it(client: Client) -> None:
    plain, packed = client.ask(ARTICLE), client.ask(ARTICLE, Accept_Encoding="gzip, deflate")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert client.ask(ARTICLE, If_None_Match=packed.headers["etag"]).status == 304


def test_dataproxy_by_form_and_by_query(client: Client) -> None:
    path = f"http://{WENDENG}/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15"
    form = "col=1&appid=1&webid=81&path=/&columnid=151356&sourceContentType=1&unitid=299361&permissiontype=0"
    posted = client.ask(path, "POST", form, Content_Type="application/x-www-form-urlencoded")
    assert posted.body == client.ask(f"{path}&{form}").body
    assert posted.body.count(b"<record>") == 15 and b"<totalrecord>60</totalrecord>" in posted.body
    assert client.ask(f"{path}&columnid=151356&unitid=1").body.count(b"<record>") == 0
    greedy = client.ask(f"{path.replace('startrecord=46', 'startrecord=1')}&{form}")
    assert greedy.body.count(b"<record>") == 45


def test_other_hosts_https_and_odd_ports_are_refused_and_noted(portal: Portal, client: Client) -> None:
    assert client.ask("http://www.weihai.gov.cn/").status == 403
    assert client.ask(f"http://{WIP}:8443/").status == 400
    assert client.ask("/").status == 400
    client.line.close()
    client.line.set_tunnel(HUANCUI, 443)
    with pytest.raises(OSError, match="502"):
        client.line.connect()
    notes = [s.note for s in portal.forbidden]
    assert notes == [
        "forbidden host asked",
        "plain request to an https port",
        "not a proxy request",
        "CONNECT refused",
    ]


def test_weather(portal: Portal, client: Client) -> None:
    page = f"http://{WENDENG}/art/2024/1/25/art_151356_4303229.html"
    first = client.ask(page)
    assert (first.status, first.headers["retry-after"]) == (503, "1")
    assert client.ask(page).status == 200
    started = time.monotonic()
    swapped = "fbtime=2022&area=11371002004360724B"
    assert client.ask(f"http://{HUANCUI}/module/xxgk/xxgkAnnualReport.jsp?{swapped}").status == 200
    assert time.monotonic() - started > 2.5


def test_down_drop_and_up(portal: Portal, client: Client) -> None:
    portal.down(WIP)
    assert client.ask(f"http://{WIP}/").status == 502
    portal.down(WIP, how="drop")
    with pytest.raises(http.client.RemoteDisconnected):
        client.ask(f"http://{WIP}/")
    portal.up(WIP)
    assert client.ask(f"http://{WIP}/").status == 200
    assert [s.note for s in portal.asked(WIP)] == ["down", "dropped", ""]
    assert portal.forbidden == []


def test_change_gives_a_new_validator(portal: Portal, client: Client) -> None:
    before = client.ask(ROUTE_A).headers
    portal.change(
        ROUTE_A, {"disclosure.licences.handled": "142"}
    )  # as long as 141: the length alone would not tell
    after = client.ask(ROUTE_A, If_None_Match=before["etag"], If_Modified_Since=before["last-modified"])
    assert after.status == 200 and after.headers["etag"] != before["etag"]
    assert after.headers["content-length"] == before["content-length"]


def test_remove_replace_redirect_and_fail_next(portal: Portal, client: Client) -> None:
    portal.fail_next(ARTICLE, 500, n=2)
    assert [client.ask(ARTICLE).status for _ in range(3)] == [500, 500, 200]
    portal.replace(ARTICLE, "<html>更正</html>")
    assert client.ask(ARTICLE).body.decode() == "<html>更正</html>"
    portal.remove(ARTICLE, 410)
    assert client.ask(ARTICLE).status == 410
    portal.redirect(ROUTE_A, "http://127.0.0.1/x")
    assert client.ask(ROUTE_A).headers["location"] == "http://127.0.0.1/x"


@pytest.mark.parametrize(
    ("kind", "status", "sign"),
    [("ruishu", 412, "$_ts"), ("jiasule", 521, "jsl_clearance"), ("chuangyu", 200, "创宇盾")],
)
def test_challenges(portal: Portal, client: Client, kind: str, status: int, sign: str) -> None:
    portal.set("challenge", WENDENG, kind=kind)
    got = client.ask(ARTICLE)
    assert got.status == status and sign in got.body.decode()
    assert client.ask(ROUTE_A).status == 200
    portal.set("normal", WENDENG)
    assert client.ask(ARTICLE).status == 200


def test_challenge_of_a_path_only(portal: Portal, client: Client) -> None:
    portal.challenge(HUANCUI, prefix="/module/xxgk/")
    assert client.ask(ROUTE_A).status == 412
    assert client.ask(f"http://{HUANCUI}/").status == 200


@pytest.mark.parametrize(("scenario", "target"), [("offlist", OFF_LIST), ("loopback", LOOPBACK)])
def test_redirects_that_must_not_be_followed(portal: Portal, client: Client, scenario: str, target: str) -> None:
    portal.set(scenario, WIP)
    assert client.ask(f"http://{WIP}/").headers["location"] == target


def test_latency(portal: Portal, client: Client) -> None:
    portal.set("latency", WIP, seconds=0.3)
    started = time.monotonic()
    client.ask(f"http://{WIP}/")
    assert time.monotonic() - started >= 0.3


def test_unknown_names_are_refused(portal: Portal) -> None:
    with pytest.raises(ValueError, match="unknown scenario"):
        portal.set("storm")
    with pytest.raises(ValueError, match="unknown challenge"):
        portal.challenge(WIP, "captcha")
    with pytest.raises(KeyError, match="no host of the replica"):
        portal.down("www.weihai.gov.cn")
    with pytest.raises(KeyError, match="no report's page"):
        portal.change(f"http://{WIP}/", {})


def test_command_line(tmp_path: Path) -> None:
    log, truth = tmp_path / "log.jsonl", tmp_path / "truth.json"
    module = [sys.executable, "-m", "tests.portal"]
    subprocess.run([*module, "--truth", str(truth)], check=True)
    assert len(json.loads(truth.read_text(encoding="utf-8"))["reports"]) >= 60
    wrong = subprocess.run([*module, "--scenario", "storm"], capture_output=True, text=True)
    assert wrong.returncode == 2 and "unknown scenario" in wrong.stderr
    serving = subprocess.Popen(
        [*module, "--log", str(log), "--scenario", f"down:{WIP}"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert serving.stdout is not None
        line = http.client.HTTPConnection(serving.stdout.readline().strip().removeprefix("http://"), timeout=10)
        line.request("GET", f"http://{WIP}/")
        assert line.getresponse().status == 502
    finally:
        serving.terminate()
        assert serving.wait(10) == 0
    assert json.loads(log.read_text(encoding="utf-8"))["note"] == "down"
