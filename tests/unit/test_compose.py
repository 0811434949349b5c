"""docker-compose.yml against the Compose Specification (there is no engine here), and its promises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from compose_spec import PyOptions

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")


def interpolate(text: str) -> str:
    """What `docker compose` does before it validates: ${NAME:-default} and ${NAME:?message}."""
    text = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", text)
    return re.sub(r"\$\{\w+:\?[^}]*\}", "secret", text)


def parse(text: str) -> dict[str, Any]:
    options = PyOptions()
    options.apply_merge = True
    compose = options.from_yaml(interpolate(text))
    compose.validate()
    return dict(compose.to_dict())


def test_it_is_valid() -> None:
    assert set(parse(TEXT)["services"]) == {"db", "migrate", "crawler"}


def test_the_validator_sees_a_mistake() -> None:
    with pytest.raises(ValueError):
        parse(TEXT.replace('restart: "no"', "restart: sometimes"))


@pytest.mark.parametrize("name", ["db", "migrate", "crawler"])
def test_no_service_runs_as_root(name: str) -> None:
    service = parse(TEXT)["services"][name]
    assert service["user"] not in ("root", "0", "0:0")
    assert service["cap_drop"] == ["ALL"]


def test_ports_only_on_loopback() -> None:
    for service in parse(TEXT)["services"].values():
        for port in service.get("ports", []):
            assert "127.0.0.1" in str(port)


def test_every_file_that_it_names_is_there() -> None:
    services = parse(TEXT)["services"]
    assert (ROOT / "deploy/Dockerfile").is_file()
    assert services["crawler"]["command"] == ["sh", "deploy/schedule.sh"]
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "deploy/Dockerfile").read_text(), re.M)
    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
