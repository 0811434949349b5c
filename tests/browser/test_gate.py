"""A real Chromium behind the gate: what is on the list passes, and nothing else does, however it is asked for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.async_api import Error, async_playwright

from crawler.browser.gate import Gate
from crawler.browser.provider import ARGUMENTS, executable
from crawler.hosts import HostPolicy


class Host(ThreadingHTTPServer):
    """A host on loopback; `pages` are path → (status, headers, body); `asked` are the paths it saw."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, tuple[int, dict[str, str], str]] = {}
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, headers, body = self.server.pages.get(self.path, (404, {}, "none"))
        self.send_response(status)
        for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        self.server.asked.append(f"{self.path}?{sent}")
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<p>posted</p>")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def portal() -> Iterator[Host]:
    host = Host()
    yield host
    host.shutdown()
    host.server_close()


@pytest.fixture
def stranger() -> Iterator[Host]:
    host = Host()
    host.pages["/"] = (200, {}, "<p>stranger</p>")
    yield host
    host.shutdown()
    host.server_close()


def visit(portal: Host, *paths: str) -> tuple[str, Gate]:
    """The last page's text as the browser shows it, and the gate that all came through; their requests are
    watched, as a crawl's are."""

    async def run() -> tuple[str, Gate]:
        gate = Gate(HostPolicy.of_hosts([portal.name]), frozenset({"127.0.0.1"}))
        port = await gate.start()
        async with async_playwright() as driver:
            browser = await driver.chromium.launch(
                executable_path=executable("") or "chromium", args=[*ARGUMENTS, "--no-sandbox"]
            )
            context = await browser.new_context(
                proxy={"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"}
            )
            for path in paths:
                page = await context.new_page()
                await page.route("**", lambda route: route.continue_())
                try:
                    await page.goto(f"http://{portal.name}{path}")
                    await page.wait_for_timeout(800)
                    text = await page.inner_text("body")
                except Error as error:
                    text = str(error)
            await browser.close()
        await gate.close()
        return text, gate

    return asyncio.run(run())


def test_a_page_and_its_scripts_pass(portal: Host) -> None:
    portal.pages["/"] = (200, {}, "<body><div id=app></div><script src=/a.js></script></body>")
    portal.pages["/a.js"] = (
        200,
        {"Content-Type": "text/javascript"},
        "fetch('/data',{method:'POST',body:'page=2'}).then(r=>r.text()).then(t=>{app.innerHTML=t})",
    )
    text, gate = visit(portal, "/")
    assert text == "posted"
    assert portal.asked[:3] == ["/", "/a.js", "/data?page=2"]
    assert set(gate.refused) <= {""} or not gate.refused


@pytest.mark.parametrize(("control", "times"), [("max-age=600", 1), ("no-cache", 2)])
def test_a_script_that_may_be_kept_is_asked_for_once(portal: Host, control: str, times: int) -> None:
    script = "app.innerHTML = 'filled'"
    portal.pages["/a.js"] = (
        200,
        {"Content-Type": "text/javascript", "Content-Length": str(len(script)), "Cache-Control": control},
        script,
    )
    for path in ("/one", "/two"):
        portal.pages[path] = (200, {}, "<body><div id=app></div><script src=/a.js></script></body>")
    text, _ = visit(portal, "/one", "/two")
    assert text == "filled"
    assert portal.asked.count("/a.js") == times


@pytest.mark.parametrize(
    "page",
    [
        "<script>location.href='http://{stranger}/'</script>",
        "<meta http-equiv=refresh content='0;url=http://{stranger}/'>",
        "<iframe src='http://{stranger}/'></iframe>",
        "<script>fetch('http://{stranger}/',{{mode:'no-cors'}})</script>",
        "<img src='http://{stranger}/'>",
        "<script>new Worker(URL.createObjectURL(new Blob([\"fetch('http://{stranger}/',{{mode:'no-cors'}})\"])))</script>",
        "<script>navigator.sendBeacon('http://{stranger}/', 'x'); new WebSocket('ws://{stranger}/')</script>",
        "<script>open('http://{stranger}/')</script>",
        "<link rel=prefetch href='http://{stranger}/'><link rel=preconnect href='http://{stranger}/'>",
    ],
)
def test_no_way_leads_off_the_list(portal: Host, stranger: Host, page: str) -> None:
    portal.pages["/"] = (200, {}, "<p>shown</p>" + page.format(stranger=stranger.name))
    _, gate = visit(portal, "/")
    assert stranger.asked == []
    assert "/" in portal.asked
    assert gate.passed["127.0.0.1"] >= 1


def test_a_redirect_off_the_list_is_not_followed(portal: Host, stranger: Host) -> None:
    portal.pages["/"] = (302, {"Location": f"http://{stranger.name}/"}, "")
    text, gate = visit(portal, "/")
    assert stranger.asked == []
    assert "stranger" not in text
    assert gate.refused["127.0.0.1"] == 1
