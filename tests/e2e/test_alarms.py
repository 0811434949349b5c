"""Alarms as an admin gets them: caught on loopback, once a cause, with an all clear, never in a crawl's way."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests import warm
from tests.e2e.crawling import Ended, World, disturbed
from tests.e2e.listeners import Mailbox, Webhook, listening

HOST = "www.wip.gov.cn"


@pytest.fixture
def webhook() -> Iterator[Webhook]:
    with listening(Webhook()) as server:
        yield server


def crawl(world: World, address: str) -> Ended:
    return world.crawl("wip", GONGKAI_ALARM=address, no_proxy="127.0.0.1")


def alarms(world: World, *args: str, address: str | None = None, command: str = "alarms") -> Ended:
    more = {"GONGKAI_ALARM": address} if address else {}
    done = warm.run([command, *args], env=world.env(no_proxy="127.0.0.1", **more), timeout=120)
    return Ended(done.returncode, done.stdout, done.stderr)


def standing(world: World) -> list[tuple[Any, ...]]:
    return world.query("SELECT site, cause FROM alarms WHERE cleared_at IS NULL ORDER BY cause")


def test_once_a_cause_and_an_all_clear(world: World, webhook: Webhook) -> None:
    world.portal.challenge(HOST, "ruishu")
    run = crawl(world, webhook.address)
    assert run.code == 6, run
    assert "Wants a look: blocked/challenge/ruishu = " in run.err
    assert "scrapy runs --run 1" in run.err
    [told] = webhook.told
    assert "wip" in told["title"] and "challenge" in told["title"]
    assert "ruishu" in told["message"]
    assert "scrapy runs wip --run 1" in told["message"]

    assert crawl(world, webhook.address).code == 6
    assert len(webhook.told) == 1  # the same cause is not told twice

    world.portal.up(HOST)  # it answers again, and lets nobody in: a run that comes to its end
    world.portal.replace(f"http://{HOST}/robots.txt", "User-agent: *\nDisallow: /\n")
    run = crawl(world, webhook.address)
    assert run.code == 3, run
    [_, poor, clear] = webhook.told
    assert "fewer reports than expected" in poor["title"]
    assert "0 reports, expected at least 15" in poor["message"]
    assert ("all clear" in clear["title"], clear["type"]) == (True, "success")
    assert "challenge" in clear["message"] and "fewer" not in clear["message"]
    assert ("wip", "challenge") not in standing(world)


def test_who_does_not_answer_is_told_later_and_fails_no_crawl(world: World, webhook: Webhook) -> None:
    webhook.status = 503
    world.portal.down(HOST)
    run = crawl(world, webhook.address)
    assert run.code == 3, run  # the portal's own code
    assert "could not be sent" in run.err
    assert world.query("SELECT attempts, notified_at, last_error IS NOT NULL FROM alarms") == [(1, None, True)]
    assert alarms(world, "send", address=webhook.address).code == 1

    webhook.status = 200
    assert alarms(world, "send", address=webhook.address).code == 0
    [told] = webhook.told
    assert "could not be reached" in told["message"]
    assert alarms(world, "send", address=webhook.address).code == 0
    assert len(webhook.told) == 1


@pytest.mark.thorough
def test_an_alarm_goes_where_it_was_configured_and_nowhere_else(world: World, webhook: Webhook) -> None:
    world.portal.down(HOST)
    run = world.crawl("wip")  # nothing configured: nothing sent, and the book says so
    assert run.code == 3
    assert alarms(world, "send").code == 2
    webhook.status = 307
    assert alarms(world, "send", address=webhook.address).code == 1
    assert webhook.told == []
    assert {seen.host for seen in world.portal.requests} == {HOST}


def test_by_mail(world: World) -> None:
    with listening(Mailbox()) as mailbox:
        world.portal.down(HOST)
        assert crawl(world, mailbox.address).code == 3
        [told] = mailbox.told
    assert told["To"] == "admin@example.org"
    assert "wip" in told["Subject"]
    body = told.get_body(("plain", "html"))
    assert body is not None
    assert "scrapy runs wip" in body.get_content()
    assert "http" not in body.get_content().replace("http 503", "")


def test_a_killed_run_is_found_by_the_check(world: World, webhook: Webhook) -> None:
    with disturbed(world, "wip", 3, signal.SIGKILL) as killed:
        assert killed.code == -signal.SIGKILL
    done = alarms(world, "check", address=webhook.address)
    assert done.code == 3, done
    [told] = webhook.told
    assert "run 1 never ended" in told["message"]
    assert standing(world) == [("wip", "killed")]
    assert world.last_run()["status"] == "crashed"
    assert alarms(world, "check", address=webhook.address).code == 3  # it stands
    assert len(webhook.told) == 1


@pytest.mark.thorough
def test_the_list_of_alarms(world: World) -> None:
    assert alarms(world).code == 0
    world.portal.down(HOST)
    world.crawl("wip")
    done = alarms(world, "--json")
    assert done.code == 3
    [row] = json.loads(done.out)
    assert (row["site"], row["cause"], row["sent"]) == ("wip", "unreachable", None)
    assert row["look"] == "scrapy runs wip --run 1"
    status = alarms(world, "--json", command="status")
    [site] = json.loads(status.out)
    assert (status.code, site["verdict"], site["alarms"], site["last_good"]) == (3, "too little", 1, None)
    look = alarms(world, "wip", "--run", "1", command="runs")
    assert look.code == 0
    assert any(line.startswith("!") and "failed/www.wip.gov.cn" in line for line in look.out.splitlines())


def test_a_test_message_reaches_its_address(world: World, webhook: Webhook) -> None:
    assert alarms(world, "--test", address=webhook.address).code == 0
    assert len(webhook.told) == 1
    assert alarms(world, "--test").code == 2
    bad = alarms(world, "--test", address="nosuch://user:secret@host")
    assert bad.code == 2
    assert "secret" not in bad.out + bad.err
