"""How a crawl ends when something is wrong, as a shell sees it: exit code, one clear line, a row in the ledger."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from models.ledger import SiteLock
from tests.e2e.crawling import FAST, ROOT, World, disturbed, ended, thorough, wait_for

HOST = "www.wip.gov.cn"
PLAIN = True


@pytest.mark.parametrize(
    ("args", "word"),
    [
        ((), "name one portal"),
        (("wip", "huancui"), "name one portal"),
        (("nosuch",), "no portal named nosuch"),
        (("wip", "-a", "years=2024-2021"), "years=2024-2021"),
        (("wip", "-a", "year=2024"), "did you mean years="),
        (("wip", "-a", "full=perhaps"), "full=1"),
        (("wip", "-a", "url=http://www.wip.gov.cn/"), "unknown argument url="),
        (("wip", "-s", "JOBDIR=jobs"), "JOBDIR"),
        (("portal",), "url= is missing"),
        (("portal", "-a", "url=http://127.0.0.1:8080/"), "private_address"),
        (("portal", "-a", "url=file:///etc/passwd"), "scheme"),
    ],
)
def test_2_wrong_usage(world: World, args: tuple[str, ...], word: str) -> None:
    run = world.crawl(*args)
    assert run.code == 2, str(run)
    assert word in run.err
    assert "Traceback" not in run.err
    assert world.query("SELECT count(*) FROM runs") == [(0,)]
    assert world.portal.requests == []


def test_1_a_crash(world: World) -> None:
    run = world.crawl("wip", "-s", "LOG_FORMATTER=crawler.nosuch.Formatter")
    assert run.code == 1, str(run)
    assert "did not come to its end" in run.err and "crawler.nosuch" in run.err


@pytest.mark.parametrize("how", ["down", "drop"])
def test_3_unreachable(world: World, how: str) -> None:
    world.portal.down(HOST, how)
    run = world.crawl("wip")
    assert run.code == 3, str(run)
    assert "could not be reached" in run.err
    assert "Traceback" not in run.err
    assert (
        world.last_run() | {"exit_code": 3, "finish_reason": "unreachable", "status": "finished"}
        == world.last_run()
    )
    assert len(world.portal.requests) <= 12  # it is not hammered


def test_3_no_proxy_at_all(world: World) -> None:
    run = world.crawl("wip", http_proxy="http://127.0.0.1:9", https_proxy="http://127.0.0.1:9")
    assert run.code == 3, str(run)
    assert "could not be reached" in run.err and "Traceback" not in run.err
    assert world.last_run()["finish_reason"] == "unreachable"


def test_3_no_network(world: World) -> None:
    run = world.crawl("wip", http_proxy="", https_proxy="")
    assert run.code == 3, str(run)
    assert "could not be reached" in run.err and "Traceback" not in run.err


def test_3_fewer_reports_than_before(world: World) -> None:
    assert world.crawl("wip").code == 0
    good = world.last_run()["reports_found"]
    numbers = world.cells()
    for year in (2022, 2023, 2024):
        truth = [r for r in world.portal.truth.by_host(HOST) if r.year == year]
        for report in truth:
            for page in report.pages:
                world.portal.remove(page)
    run = world.crawl("wip", "-a", "full=1")
    assert run.code == 3, str(run)
    assert f"the last good run had {good}" in run.err
    assert world.cells() == numbers  # good data is never overwritten by less


def test_4_no_database(world: World) -> None:
    world.url = "postgresql://gongkai:s3cr3t@127.0.0.1:9/gongkai"
    run = world.crawl("wip")
    assert run.code == 4, str(run)
    assert "DATABASE_URL" in run.err
    assert "s3cr3t" not in run.err + run.out and "Traceback" not in run.err
    assert world.portal.requests == []


def test_4_a_database_without_tables(empty_database: str, world: World) -> None:
    world.url = empty_database
    run = world.crawl("wip")
    assert run.code == 4, str(run)
    assert "alembic upgrade head" in run.err


def test_5_locked(world: World) -> None:
    with SiteLock("wip") as lock:
        assert lock.acquire()
        run = world.crawl("wip")
        assert run.code == 5, str(run)
        assert "another run of wip" in run.err
        assert world.portal.requests == []
    assert world.crawl("wip", "-a", "years=2023").code == 0


def test_5_two_runs_at_once(world: World) -> None:
    one = world.start("wip")
    wait_for(lambda: world.portal.requests)
    assert world.crawl("wip").code == 5
    assert ended(one).code == 0


@pytest.mark.parametrize("kind", thorough("jiasule", "chuangyu", but="ruishu"))
def test_6_a_challenge(world: World, kind: str) -> None:
    world.portal.challenge(HOST, kind)
    run = world.crawl("wip")
    assert run.code == 6, str(run)
    assert "blocked by www.wip.gov.cn" in run.err
    last = world.last_run()
    assert (last["finish_reason"], last["status"]) == ("blocked", "finished")
    assert last["blocked"] >= 1
    assert len(world.portal.requests) <= 2  # left alone at once
    assert not list(world.var.glob("objects/*/*/*"))  # and nothing of it is kept


def test_6_a_challenge_in_the_middle(world: World) -> None:
    world.portal.challenge(HOST, "ruishu", prefix="/art/")
    run = world.crawl("wip")
    assert run.code == 6, str(run)
    assert world.query("SELECT count(*) FROM captures WHERE outcome = 'blocked' AND sha256 IS NULL") != [(0,)]
    assert world.query("SELECT count(*) FROM readings") == [(0,)]
    world.portal.up(HOST)
    assert world.crawl("wip").code == 0


@pytest.mark.parametrize(
    ("limit", "reason"),
    [
        ("PAGE_BUDGET=6", "page_budget"),
        ("BYTE_BUDGET=20000", "byte_budget"),
        ("CLOSESPIDER_TIMEOUT=1", "closespider_timeout"),
    ],
)
def test_7_a_limit(world: World, limit: str, reason: str) -> None:
    world.portal.latency(0.1, HOST)
    run = world.crawl("wip", "-s", limit)
    assert run.code == 7, str(run)
    assert world.last_run()["finish_reason"] == reason


@pytest.mark.thorough
def test_7_a_stalled_portal(world: World) -> None:
    world.portal.latency(20, HOST)
    run = world.crawl("wip", "-s", "WATCHDOG_SECONDS=2", "-s", "DOWNLOAD_TIMEOUT=8", "-s", "RETRY_TIMES=0")
    assert run.code in (3, 7), str(run)
    assert world.last_run()["finish_reason"] in ("stalled", "unreachable")


@pytest.mark.parametrize("number", thorough(signal.SIGINT, but=signal.SIGTERM))
def test_7_a_signal_ends_it_gracefully(world: World, number: int) -> None:
    with disturbed(world, "wip", 10, number) as run:
        assert run.code == 7, str(run)
    last = world.last_run()
    assert (last["status"], last["finish_reason"]) == ("finished", "shutdown")
    assert "Traceback" not in run.err


def test_8_disk_full(world: World) -> None:
    # no file may grow beyond 12 KB: writing fails as it does on a full disk
    command = [
        "bash",
        "-c",
        'ulimit -f 12; exec "$@"',
        "bash",
        sys.executable,
        "-m",
        "scrapy",
        "crawl",
        "wip",
        *FAST,
    ]
    pipe = subprocess.PIPE
    run = ended(subprocess.Popen(command, cwd=ROOT, env=world.env(), stdout=pipe, stderr=pipe, text=True))
    assert run.code == 8, str(run)
    assert "No room for originals" in run.err and "Make room" in run.err
    assert world.last_run()["finish_reason"] == "disk_full"
    assert world.crawl("wip").code == 0  # there is room again


@pytest.mark.parametrize("scenario", thorough("loopback", but="offlist"))
def test_a_redirect_off_the_list_is_not_followed(world: World, scenario: str) -> None:
    world.portal.set(scenario, HOST)
    world.crawl("wip")
    assert world.portal.forbidden == []
    assert {seen.host for seen in world.portal.requests} == {HOST}


def test_robots_txt_that_forbids_everything(world: World) -> None:
    world.portal.replace(f"http://{HOST}/robots.txt", "User-agent: *\nDisallow: /\n")
    run = world.crawl("wip")
    assert run.code == 3, str(run)
    assert "robots.txt forbids" in run.err
    assert {seen.path for seen in world.portal.requests} == {"/robots.txt"}
    assert "robots/forbidden/www.wip.gov.cn" in world.query("SELECT stats FROM runs")[0][0]


def test_robots_txt_of_a_server_in_trouble(world: World) -> None:
    world.portal.fail_next(f"http://{HOST}/robots.txt", 503, 5)
    run = world.crawl("wip")
    assert run.code == 3, str(run)
    assert {seen.path for seen in world.portal.requests} == {"/robots.txt"}  # RFC 9309: nothing is allowed then


@pytest.mark.parametrize("throttle", thorough("0", but="1"))
def test_crawl_delay_is_kept(world: World, throttle: str) -> None:
    world.portal.replace(f"http://{HOST}/robots.txt", "User-agent: *\nDisallow:\nCrawl-delay: 1\n")
    fixed = ("-s", "DOWNLOAD_DELAY_JITTER=0", "-s", f"AUTOTHROTTLE_ENABLED={throttle}")
    run = world.crawl("wip", "-a", "years=2023", "-s", "PAGE_BUDGET=7", *fixed)
    assert run.code == 7, str(run)
    times = sorted(seen.time for seen in world.portal.requests)
    assert all(later - earlier > 0.95 for earlier, later in pairwise(times[1:])), times


@pytest.fixture
def inside() -> Iterator[tuple[int, list[str]]]:
    """A server in our own network: its port, and the paths it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], asked
        server.shutdown()


@pytest.mark.parametrize("host", thorough("localhost", "127.1", but="2130706433"))
def test_a_name_that_leads_inside_is_not_entered(world: World, inside: tuple[int, list[str]], host: str) -> None:
    port, asked = inside
    # through a proxy, too: what it takes the name for cannot be known
    for proxy in ("", world.portal.url):
        run = world.crawl("portal", "-a", f"url=http://{host}:{port}/", http_proxy=proxy, https_proxy=proxy)
        assert run.code == 2, str(run)
        assert "must be declared in a site file" in run.err
    assert asked == [] and world.portal.requests == []


LYING_DNS = """import socket
ask = socket.getaddrinfo
inside = ("www.inside.gov.cn", b"www.inside.gov.cn")
socket.getaddrinfo = lambda host, *rest, **more: ask("127.0.0.1" if host in inside else host, *rest, **more)
"""


def test_a_dns_that_points_inside_is_not_believed(world: World, inside: tuple[int, list[str]]) -> None:
    port, asked = inside
    (world.var / "sitecustomize.py").write_text(LYING_DNS, encoding="utf-8")
    url = f"url=http://www.inside.gov.cn:{port}/"
    command = [sys.executable, "-m", "scrapy", "crawl", *FAST, "portal", "-a", url]
    env = world.env(http_proxy="", https_proxy="", PYTHONPATH=str(world.var))
    run = ended(subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True))
    assert run.code == 3, str(run)
    assert "resolves to the private address 127.0.0.1: refused" in run.err
    assert asked == []


def test_unless_a_site_file_declares_it(world: World, inside: tuple[int, list[str]]) -> None:
    port, asked = inside
    sites = world.var / "sites"
    sites.mkdir()
    text = (ROOT / "crawler/sites/wip.toml").read_text(encoding="utf-8")
    declared = f'extra_hosts = [{{ host = "localhost:{port}", reason = "a test" }}]'
    start = f'start = ["http://localhost:{port}/x"]'
    (sites / "wip.toml").write_text(f"{declared}\n{start}\n{text}", encoding="utf-8")
    world.crawl("wip", "-s", f"SITES_DIR={sites}", http_proxy="", https_proxy="")
    assert "/x" in asked


@pytest.mark.thorough
def test_a_run_without_a_contact_says_so(world: World) -> None:
    assert "GONGKAI_CONTACT" in world.crawl("wip", "-a", "years=2023", GONGKAI_CONTACT="").err
    contact = "https://example.org/about-our-crawler"
    world.portal.forget()
    run = world.crawl("wip", "-a", "years=2023", GONGKAI_CONTACT=contact)
    assert run.code == 0 and "GONGKAI_CONTACT" not in run.err
    assert all(contact in seen.headers["user-agent"] for seen in world.portal.requests)
