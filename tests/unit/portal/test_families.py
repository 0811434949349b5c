"""The replicas of the CMS families: their truth can be walked, their links lead somewhere, two are alike."""

from __future__ import annotations

import gzip
import re
from functools import cache
from html import unescape
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

import pytest
from lxml import html as markup

from tests.portal.answer import Answer, canonical
from tests.portal.families import registry
from tests.portal.families.base import Ask, Host, ask

HOSTS = registry.all_hosts()
IDS = [f"{host.family}-{host.host}" for host in HOSTS]
LINKS = "//a/@href|//area/@href|//iframe/@src|//frame/@src|//script/@src|//option/@value"
each_host = pytest.mark.parametrize("host", HOSTS, ids=IDS)


@cache
def walked(name: str) -> dict[str, Answer]:
    """The answers to the requests that the truth needs, by canonical URL (and form, for a POST)."""
    host = next(one for one in HOSTS if one.host == name)
    return {
        f"{canonical(one.url)} {sorted(one.form.items())}{one.body}": host.answer(one.request())
        for one in host.needed
    }


def plain(host: Host, url: str) -> Answer:
    """What a client hears that went the right way: with the headers of `needed`, if the URL stands there."""
    wanted = canonical(url)
    known = next((one for one in host.needed if canonical(one.url) == wanted and not one.form), Ask(url))
    return host.answer(known.request())


def text_of(said: Answer) -> str:
    body = gzip.decompress(said.body) if said.body.startswith(b"\x1f\x8b") else said.body
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030")


@each_host
def test_needed_requests_are_answered(host: Host) -> None:
    assert len(host.needed) == len(
        {(canonical(one.url), one.method, str(one.form), one.body) for one in host.needed}
    )
    for one in host.needed:
        said = host.answer(one.request())
        fine = {200, 302, 404} if one.url.endswith("/robots.txt") else {200, 302}
        assert said.status in fine, one
        assert urlsplit(one.url).hostname in host.hosts, one


@each_host
def test_every_report_is_needed_once_and_prints_what_is_claimed(host: Host) -> None:
    asked = {canonical(one.url) for one in host.needed}
    assert len({(known.agency, known.year) for known in host.reports}) == len(host.reports)
    for known in host.reports:
        assert any(canonical(source.url) in asked and canonical(source.final) in asked for source in known.sources)
        for source in known.sources:
            said = plain(host, source.final)
            assert said.status == 200, source
            if source.carrier == "html" and known.cells:
                assert "总计" in re.sub(r"<[^>]+>|\s", "", text_of(said)), source


@each_host
def test_every_report_is_found_on_the_way(host: Host) -> None:
    """The needed requests that are no reports name every report: its file, or the agency's code (route A)."""
    ends = {canonical(source.final) for known in host.reports for source in known.sources}
    steps = [host.answer(one.request()) for one in host.needed if canonical(one.url) not in ends]
    told = unquote(unescape("\n".join(text_of(said) for said in steps).replace("\\/", "/")))
    asked = {canonical(one.url) for one in host.needed}
    for known in host.reports:
        for source in known.sources:
            parts = urlsplit(unquote(source.final))
            codes = parse_qs(parts.query)
            names = codes.get("area") or codes.get("id") or [parts.path.rstrip("/").rsplit("/", 1)[-1]]
            assert names[0] in told or canonical(source.final) not in asked, source


@each_host
def test_every_distractor_answers_and_is_no_report(host: Host) -> None:
    reports = {canonical(source.url) for known in host.reports for source in known.sources}
    assert len(host.distractors) >= 20
    assert 15 <= len(host.reports) <= 60
    for one in host.distractors:
        assert one.why
        assert canonical(one.url) not in reports, one
        assert plain(host, one.url).status == 200, one


@each_host
def test_links_of_needed_pages_lead_somewhere(host: Host) -> None:
    dead = {canonical(one.url) for one in [*host.dead, *host.forbidden]}
    seen: set[str] = set()
    for one in host.needed:
        said = host.answer(one.request())
        kind = dict(said.headers).get("Content-Type", "")
        if said.status != 200 or not kind.startswith("text/html") or not said.body.strip():
            continue
        tree = markup.fromstring(text_of(said))
        links = tree.xpath(LINKS)
        assert isinstance(links, list)
        for link in links:
            url = urljoin(one.url, str(link).strip())
            if not url.startswith("http") or urlsplit(url).hostname not in host.hosts:
                continue
            if canonical(url) in seen or canonical(url) in dead:
                continue
            seen.add(canonical(url))
            assert plain(host, url).status in {200, 302}, (one.url, link)
    for lost in host.dead:
        said = plain(host, lost.url)
        assert said.status >= 400 or said.lost or len(said.body) < 3000, lost


@each_host
def test_validators_change_with_the_page_only(host: Host) -> None:
    twin = type(host)(host.variant)
    for key, said in walked(host.host).items():
        again = next(
            one for one in twin.needed if f"{canonical(one.url)} {sorted(one.form.items())}{one.body}" == key
        )
        other = twin.answer(again.request())
        assert (said.status, said.modified) == (other.status, other.modified), key
        if said.modified is not None:
            assert said.body == other.body, key


@each_host
def test_an_unknown_path_has_an_answer(host: Host) -> None:
    assert ask(host, host.url("/no/such/page.html")).status in {200, 404}


def test_host_names_are_invented_once() -> None:
    names = [name for host in HOSTS for name in host.hosts]
    assert len(names) == len(set(names))
    trapped = {name for host in HOSTS for name in host.off_list}
    assert all(name.endswith(".gov.cn") or re.fullmatch(r"[\d.]+", name) for name in set(names) - trapped)
    assert all(name.endswith(".example") for name in trapped)
