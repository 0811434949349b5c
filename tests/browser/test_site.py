"""The static site in a real Chromium, from file:// as an office would open it, and behind a web server."""

from __future__ import annotations

import functools
import re
import threading
import uuid
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect, sync_playwright

from crawler.browser.provider import executable
from models.embedded import Server
from models.session import engine
from pipelines.site.build import build
from tests.conftest import COPY, _admin, as_text
from tests.site_world import FIRST, make_world

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def site(postgres: Server, template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of the small world, with every original."""
    name = f"site_{uuid.uuid4().hex[:12]}"
    _admin(postgres, COPY, name, template)
    directory = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", as_text(postgres.url(name)))
        patch.setenv("GONGKAI_OBJECTS", str(directory / "objects"))
        make_world()
        done = build(directory / "out", originals="all")
        assert done.problems == []
        yield directory / "out"
        engine().dispose()
    _admin(postgres, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=executable("") or "chromium", args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page whose console stays silent and that asks for nothing from elsewhere."""
    context = browser.new_context()
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(f"{opened.url}: {message.text}"))
    opened.on("pageerror", lambda error: said.append(f"{opened.url}: {error}"))
    opened.on("request", lambda request: said.append(request.url) if _elsewhere(request.url) else None)
    opened.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    yield opened
    settle(opened)
    context.close()
    assert said == []


def visit(page: Page, url: str) -> None:
    """Go there, from a page that has all its pictures to one that has all of its own."""
    settle(page)
    page.goto(url)
    settle(page)


def settle(page: Page) -> None:
    """Wait for the pictures, the lazy ones too: one that is left while it comes looks like one that never does.

    Fails where a picture cannot be shown.
    """
    page.evaluate("""() => Promise.all([...document.images].map((picture) => {
        picture.loading = "eager";
        return picture.decode();
    }))""")


def _elsewhere(url: str) -> bool:
    return not url.startswith(("file:", "data:", "http://127.0.0.1:"))


def _pages(site: Path) -> list[str]:
    return sorted(str(file.relative_to(site)) for file in site.rglob("*.html"))


def test_every_page_renders_on_a_phone_without_scrolling_sideways(site: Path, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    assert len(_pages(site)) == 8 + 2 + 1 + 4
    for path in _pages(site):
        visit(page, f"{site.as_uri()}/{path}")
        assert page.locator("h1").count() == 1, path
        assert page.locator("h1").is_visible(), path
        assert page.locator(".untranslated").count() == 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path


def test_behind_a_web_server_it_is_the_same(site: Path, page: Page) -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for path in _pages(site):
        visit(page, f"http://127.0.0.1:{server.server_port}/{path}")
        assert page.locator("#language").is_visible(), path
    server.shutdown()
    server.server_close()


def test_all_links_and_anchors_resolve(site: Path) -> None:
    ids = {path: set(html.parse(str(site / path)).xpath("//@id")) for path in _pages(site)}
    checked = 0
    for path in _pages(site):
        for link in html.parse(str(site / path)).xpath("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme in ("http", "https", "data"):
                continue
            target = (site / path).parent / unquote(parts.path) if parts.path else site / path
            assert target.is_file(), (path, link)
            if parts.fragment:
                assert unquote(parts.fragment) in ids[str(target.resolve().relative_to(site))], (path, link)
            checked += 1
    assert checked > 500


def test_no_address_of_elsewhere_is_loaded(site: Path) -> None:
    """Only links lead out; nothing is fetched from another host, and no markup of an original is passed on."""
    for path in _pages(site):
        tree = html.parse(str(site / path))
        loaded = tree.xpath("//@src | //link/@href | //@srcset | //object/@data | //iframe/@src")
        assert not [url for url in loaded if urlsplit(url).scheme in ("http", "https")], path
        assert not tree.xpath("//@style | //style | //*[@onclick or @onerror or @onload]"), path
        scripts = tree.xpath("//script[not(@src) and not(@type='application/json')]")
        assert not scripts, path
    for file in (site / "assets").glob("*.css"):
        assert "url(" not in file.read_text(), file


def test_a_hostile_original_is_text(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/r/2-2024.html")
    assert page.locator("main").count() == 1
    assert page.evaluate("document.body.dataset.pwned") is None
    assert page.title().startswith("威海市环翠区乙局 2024")
    transcript = page.locator(".transcript").inner_text()
    assert "<script>document.body.dataset.pwned='yes'</script>" in transcript
    assert "</script></td></table><h1 id=main>broken out</h1>" in transcript
    assert page.locator(".transcript :is(script, style, iframe, img, link, h1)").count() == 0


def test_the_language_switches_and_is_remembered(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/index.html")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.locator("h1").inner_text() == "政府信息公开年报"
    page.click("#language")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.locator("h1").inner_text() == "Annual reports on government information disclosure"
    for path in _pages(site):
        visit(page, f"{site.as_uri()}/{path}")
        assert page.evaluate("document.documentElement.lang") == "en", path
        left = page.eval_on_selector_all("[data-i]", "all => all.map(e => e.textContent)")
        assert not [text for text in left if re.search(r"[\u4e00-\u9fff]", text)], path
        said = page.eval_on_selector_all("[data-en]", "all => all.filter(e => e.textContent !== e.dataset.en)")
        assert not said, path
    visit(page, f"{site.as_uri()}/s/huancui.html")
    square = page.locator("td[data-s=missing] span").first
    assert "missing: not found on the portal" in (square.get_attribute("title") or "")
    page.click("#language")
    assert "缺失：站点上未找到" in (square.get_attribute("aria-label") or "")
    page.reload()
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_findings_are_filtered_searched_and_led_to(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/findings.html")
    rows = page.locator("#rows tbody tr")
    all_of_them = rows.count()
    assert all_of_them > 5
    page.select_option("select[name=severity]", "error")
    errors = rows.count()
    assert 0 < errors < all_of_them
    assert set(page.locator("#rows tbody tr td:first-child").all_inner_texts()) == {"错误"}
    page.select_option("select[name=severity]", "info")
    expect(rows).not_to_have_count(errors)
    assert rows.count() > all_of_them
    page.select_option("select[name=severity]", "")
    details = page.locator("#rows td.detail")
    assert all(re.search(r"[\u4e00-\u9fff]", text) for text in details.all_inner_texts())
    page.click("#language")
    expect(details.first).to_have_attribute("lang", "en")
    page.click("#language")
    page.fill("input[name=text]", "甲局 规章")
    assert 0 < rows.count() < all_of_them
    assert all(FIRST in row for row in rows.all_inner_texts())
    page.reload()  # what was asked for stands in the address
    assert page.input_value("input[name=text]") == "甲局 规章"
    rows.first.locator("td a").click()
    page.wait_for_url("**/r/*#findings")
    assert page.locator("ol.notes li").count() > 0
    visit(page, f"{site.as_uri()}/findings.html")
    page.fill("input[name=text]", "no such words")
    assert rows.count() == 0
    assert page.locator("output").inner_text() == "0 条结果"
    page.click("button[type=reset]")
    expect(rows).to_have_count(all_of_them)


def test_agencies_are_searched(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/agencies.html")
    assert page.locator("#rows tbody tr").count() == 2
    page.fill("input[name=text]", "甲")
    page.locator("#rows tbody a").click()
    assert page.locator("h1").inner_text() == FIRST


def test_the_heat_map_tells_states_apart_without_colour(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/s/huancui.html")
    marks = {
        state: set(page.locator(f"td[data-s={state}]").all_inner_texts())
        for state in ("accepted", "review", "missing")
    }
    assert marks == {"accepted": {"●"}, "review": {"◐"}, "missing": {"·"}}
    colours = [
        page.eval_on_selector(f"td.s-{state}", "e => getComputedStyle(e).backgroundColor") for state in marks
    ]
    assert len(set(colours)) == 3
    page.fill("input[name=text]", "乙")
    assert page.locator("#heat tbody tr:visible").count() == 1
    page.locator("td[data-s=review] a:visible").first.click()
    assert "威海市环翠区乙局" in page.locator("h1").inner_text()


def test_the_heat_map_is_one_stop_of_the_keyboard_and_says_each_reason(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/s/huancui.html")
    assert page.locator("#heat [tabindex='0']").count() == 1
    page.focus(".wide.tall")
    page.keyboard.press("Tab")
    told = page.locator("#square")
    assert told.inner_text() == page.locator("#heat tbody th").first.inner_text()
    gap = page.locator("#heat tbody tr").first.locator("td").all_inner_texts().index("·")
    for _ in range(gap + 1):
        page.keyboard.press("ArrowRight")
    assert told.inner_text().endswith("缺失：站点上未找到")
    page.keyboard.press("ArrowUp")  # the edge
    assert told.inner_text().endswith("缺失：站点上未找到")
    page.fill("input[name=text]", "甲")
    page.locator("#heat td[data-s=review] a:visible, #heat td[data-s=accepted] a:visible").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/*")
    visit(page, f"{site.as_uri()}/s/huancui.html")
    page.locator("td[data-s=missing] span").last.click()  # a finger has no hover
    assert "缺失" in told.inner_text()


def test_paper_shows_what_the_screen_folds(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/r/1-2020.html")
    assert page.locator("details:not([open])").count() > 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details[open]").count() == 0


def test_a_number_leads_to_its_place_in_the_original(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/r/1-2020.html")
    cells = page.locator("table.sheet td[data-to]")
    assert cells.count() > 150
    for number in range(0, cells.count(), 17):
        cell = cells.nth(number)
        cell.click()
        spot = page.locator(".spot")
        assert spot.count() == 1
        printed = cell.get_attribute("data-raw") or cell.evaluate("e => e.firstChild?.textContent ?? ''")
        assert spot.inner_text().strip() == printed
    assert page.locator("#where").inner_text().startswith("表 ")


def test_the_keyboard_reaches_every_cell(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/r/1-2020.html")
    assert page.locator("table.applications td[tabindex='0']").count() == 1
    page.focus("table.applications td[tabindex='0']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "c-applications.carried_over.commercial_enterprise"
    page.keyboard.press("Enter")
    assert page.locator(".asked").get_attribute("id") == "c-applications.carried_over.commercial_enterprise"
    page.click("#where button")
    assert page.evaluate("document.activeElement.id") == "c-applications.carried_over.commercial_enterprise"
    visit(page, f"{site.as_uri()}/index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_pages_of_a_pdf_are_shown_beside_its_text(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/r/1-2023.html")
    picture = page.locator("#pictures img").first
    assert picture.evaluate("e => e.naturalWidth") > 500
    assert page.locator("#text").is_hidden()
    page.click("#tab-text")
    assert page.locator("#text").is_visible()
    assert page.locator("#pictures").is_hidden()
    page.focus("#tab-text")
    page.keyboard.press("ArrowRight")
    assert page.locator("#pictures").is_visible()
    cell = page.locator("table.applications td[data-at]").first
    cell.click()
    assert page.locator("#where").inner_text().startswith("页 ")
    assert page.locator("#pictures .found").count() == 1


def test_flagged_cells_are_marked_with_their_findings(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/r/1-2020.html")
    flagged = page.locator("table.sheet td.flag")
    assert flagged.count() > 0
    number = flagged.first.locator("sup a").first
    number.click()
    target = page.evaluate("document.querySelector(':target').textContent")
    assert "规章 · 本年新制作数量" in target


def test_the_plot_is_drawn_and_its_data_stand_in_a_table(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/a/1.html")
    drawn = page.evaluate("""() => {
        const chart = Chart.getChart(document.querySelector('.plot canvas'));
        return chart.data.datasets.map((set) => [set.label, set.data]);
    }""")
    assert drawn[0][0] == "新收申请"
    labels = page.evaluate("Chart.getChart(document.querySelector('.plot canvas')).data.labels")
    assert labels == [str(year) for year in range(2016, 2025)]
    assert drawn[0][1][labels.index("2022")] is None  # no report, and nothing drawn
    row = page.locator("table.compare").first.locator("tbody tr").first.locator("td").all_inner_texts()
    years = page.locator("table.compare").first.locator("thead th a").all_inner_texts()
    for year, text in zip(years, row, strict=True):
        value = drawn[0][1][labels.index(year)]
        if text:  # the table of 2014 has a line of its own
            assert value == int(text)
    assert page.locator(".plot canvas").get_attribute("aria-label")


def test_tables_have_headers_and_pages_have_landmarks(site: Path) -> None:
    for path in _pages(site):
        tree = html.parse(str(site / path)).getroot()
        assert tree.xpath("count(//main)") == tree.xpath("count(//h1)") == 1, path
        assert tree.xpath("//html/@lang"), path
        assert not tree.xpath("//th[not(@scope)]"), path
        assert not tree.xpath("//img[not(@alt)] | //nav[not(@aria-label)] | //canvas[not(@aria-label)]"), path
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for target in tree.xpath("//@aria-labelledby | //@aria-controls"):
            assert target in ids, (path, target)
        unnamed = "//section[not(@aria-labelledby)] | //button[not(normalize-space())]"
        assert not tree.xpath(unnamed), path


def test_paper_has_no_buttons_and_dark_is_dark(site: Path, page: Page) -> None:
    visit(page, f"{site.as_uri()}/r/1-2020.html")
    light = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.emulate_media(media="print")
    assert page.locator("#language").is_hidden()
    assert page.locator(".top nav").is_hidden()
    assert page.locator("table.applications").is_visible()
    page.emulate_media(media="screen", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != light


def test_without_scripts_the_pages_still_tell(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(f"{site.as_uri()}/s/huancui.html")
    assert opened.locator("td[data-s=missing] span").first.get_attribute("title") == (
        f"威海市环翠区乙局 2016 {'缺失：站点上未找到'}"
    )
    opened.goto(f"{site.as_uri()}/findings.html")
    assert opened.locator("noscript").inner_text()
    context.close()
