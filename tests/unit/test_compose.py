"""docker-compose.yml against the Compose Specification (there is no engine here), and its promises."""

from __future__ import annotations

import ipaddress
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from compose_spec import PyOptions

from crawler.jobs.child import TERM_SECONDS
from crawler.jobs.worker import FINISH_SECONDS, SILENT

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES = {"db", "migrate", "worker", "scheduler", "page", "web", "browser"}
OURS = {"migrate", "worker", "scheduler", "page"}  # of the crawler's image


def interpolate(text: str) -> str:
    """What `docker compose` does before it validates: ${NAME:-default}, ${NAME:?message}, and $$ for $."""
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
    return re.sub(r"\$\{\w+:\?[^}]*\}", "secret", text).replace("$$", "$")


def parse(text: str) -> dict[str, Any]:
    options = PyOptions()
    options.apply_merge = True
    compose = options.from_yaml(interpolate(text))
    compose.validate()
    return dict(compose.to_dict())


def services() -> dict[str, Any]:
    found: dict[str, Any] = parse(TEXT)["services"]
    return found


def health(service: dict[str, Any]) -> str:
    """The command of its health check; empty where it has none."""
    test = service.get("healthcheck", {}).get("test", [])
    return test if isinstance(test, str) else " ".join(test[1:])


def test_it_is_valid() -> None:
    assert set(services()) == SERVICES


def test_the_validator_sees_a_mistake() -> None:
    with pytest.raises(ValueError):
        parse(TEXT.replace('restart: "no"', "restart: sometimes"))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_service_has_rights_that_it_does_not_need(name: str) -> None:
    service = services()[name]
    assert service["user"] not in ("root", "0", "0:0")
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["read_only"] is True
    assert {"memory", "cpus"} <= set(service["deploy"]["resources"]["limits"])


@pytest.mark.parametrize("name", sorted(SERVICES - {"migrate"}))
def test_every_service_that_stays_has_a_health_check(name: str) -> None:
    service = services()[name]
    assert health(service)
    assert service["restart"] == "unless-stopped"


def test_ports_only_on_loopback() -> None:
    opened = [port for service in services().values() for port in service.get("ports", [])]
    assert len(opened) == 2
    assert all("127.0.0.1" in str(port) for port in opened)


def test_the_browser_has_no_way_out() -> None:
    compose = parse(TEXT)
    browser = compose["services"]["browser"]
    assert browser["profiles"] == ["browser"]
    assert set(browser["networks"]) == {"browsing"}
    network = compose["networks"]["browsing"]
    assert network["internal"] is True
    [subnet] = network["ipam"]["config"]
    address = ipaddress.ip_address(browser["networks"]["browsing"]["ipv4_address"])
    assert address in ipaddress.ip_network(subnet["subnet"])
    assert f"GONGKAI_BROWSER=http://{address}:9222" in TEXT, "the head of the file tells how to use it"
    assert "browsing" in compose["services"]["worker"]["networks"]


def test_the_page_is_built_where_it_is_served() -> None:
    """Below the mount, for a mount itself cannot change places with anything."""
    [(directory, mount)] = re.findall(r"GONGKAI_PAGE:-((/\w+)/\w+)", (ROOT / "deploy/page.sh").read_text())
    page, web = services()["page"], services()["web"]
    assert f"page:{mount}" in page["volumes"]
    assert f"{directory}/index.html" in health(page)
    assert f"page:{mount}:ro" in web["volumes"]
    assert f"root {directory};" in (ROOT / "deploy/nginx.conf").read_text()
    assert any("deploy/nginx.conf:/etc/nginx/conf.d/default.conf" in each for each in web["volumes"])


def test_a_worker_counts_its_own_cores() -> None:
    """Python counts the host's: on a big one, readers by the dozen would meet the container's limit of memory."""
    worker = services()["worker"]
    [crawls] = re.findall(r"--concurrency (\d+) -s READ_WORKERS=1", " ".join(worker["command"]))
    assert int(crawls) <= float(worker["deploy"]["resources"]["limits"]["cpus"])


def test_a_stopping_worker_has_the_time_it_needs() -> None:
    assert services()["worker"]["stop_grace_period"] == "2m"
    assert min(SILENT, 120) > FINISH_SECONDS + TERM_SECONDS


@cache
def commands() -> str:
    """What `scrapy` alone prints."""
    command = [sys.executable, "-m", "scrapy"]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_is_one(name: str) -> None:
    """Each `scrapy …` in a command or a health check is a command of this project."""
    service = services()[name]
    text = f"{' '.join(service['command'])} {health(service)}"
    if "deploy/page.sh" in text:
        text += (ROOT / "deploy/page.sh").read_text()
    known = commands()
    for command in re.findall(r"\bscrapy (\w+)", text):
        assert re.search(rf"^  {command} ", known, re.M), command


@pytest.mark.parametrize(
    ("file", "context"), [("deploy/Dockerfile", "."), ("deploy/browser.Dockerfile", "deploy")]
)
def test_every_file_that_an_image_takes_is_there(file: str, context: str) -> None:
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / file).read_text(), re.M)
    assert copied
    for source in " ".join(copied).split():
        assert (ROOT / context / source).exists(), source


@pytest.mark.parametrize("script", sorted(path.name for path in (ROOT / "deploy").glob("*.sh")))
def test_every_script_parses_and_is_used(script: str) -> None:
    assert subprocess.run(["sh", "-n", ROOT / "deploy" / script], check=False).returncode == 0
    files = [*(ROOT / "deploy").glob("*Dockerfile"), *(ROOT / "deploy").glob("*.sh"), ROOT / "docs/deployment.md"]
    used = TEXT + "".join(path.read_text("utf-8") for path in files if path.name != script)
    assert script in used
