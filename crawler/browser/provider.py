"""One browser for a whole run, started when the first page needs it: the system's Chromium, or one elsewhere.

`GONGKAI_BROWSER`: nothing (the first Chromium on PATH), a path, `off`, or the address of a remote Chromium
(http://… or ws://…, Chrome DevTools Protocol).
"""

from __future__ import annotations

import asyncio
import os
import shutil
from typing import TYPE_CHECKING, ClassVar

from scrapy.exceptions import NotSupported

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Playwright, ProxySettings
    from scrapy_playwright.handler import Config

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
# A browser that fetches what its page asks for and nothing of its own, and takes no way around its proxy.
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--mute-audio",
    "--disable-quic",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)


def remote(wanted: str) -> bool:
    """Whether the setting names a browser elsewhere."""
    return wanted.startswith(("http://", "https://", "ws://", "wss://"))


def executable(wanted: str | None = None) -> str | None:
    """The browser's program; None where there is none or none is wanted."""
    wanted = os.environ.get("GONGKAI_BROWSER", "") if wanted is None else wanted
    if wanted == "off" or remote(wanted):
        return None
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, NAMES)), None)


def available(wanted: str) -> bool:
    """Whether a page can be rendered at all."""
    return remote(wanted) or executable(wanted) is not None


class SharedBrowser:
    """scrapy-playwright's provider: its two download handlers, one a scheme, get the same browser.

    Playwright's driver is a process of its own; it starts with the first page, not with every run.
    """

    _lock: ClassVar[asyncio.Lock | None] = None
    _driver: ClassVar[Playwright | None] = None
    _browser: ClassVar[Browser | None] = None

    def __init__(self, config: Config) -> None:
        self.config = config

    async def start(self) -> None:
        """Nothing yet."""

    async def launch_browser(self) -> Browser:
        cls = type(self)
        cls._lock = cls._lock or asyncio.Lock()
        async with cls._lock:
            if cls._driver is None:
                from playwright.async_api import async_playwright  # large, and most runs render nothing

                cls._driver = await async_playwright().start()
            if cls._browser is None or not cls._browser.is_connected():
                cls._browser = await self._launch(cls._driver)
        return cls._browser

    async def _launch(self, driver: Playwright) -> Browser:
        wanted = os.environ.get("GONGKAI_BROWSER", "")
        if remote(wanted):
            return await driver.chromium.connect_over_cdp(wanted)
        # root cannot have Chromium's sandbox; a crawl is better run by another user (deploy/)
        arguments = [*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        # each context has the gate; what the browser asks on its own account (updates) goes nowhere
        nowhere: ProxySettings = {"server": "http://127.0.0.1:9"}
        env: dict[str, str | float | bool] = {
            name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")
        }
        return await driver.chromium.launch(
            executable_path=executable(wanted), args=arguments, proxy=nowhere, env=env
        )

    async def launch_persistent_context(self, context_kwargs: dict[str, object]) -> BrowserContext:
        raise NotSupported("no profile outlives a run")

    async def close(self) -> None:
        cls = type(self)
        browser, driver = cls._browser, cls._driver
        cls._browser = cls._driver = cls._lock = None
        if browser is not None:
            await browser.close()
        if driver is not None:
            await driver.stop()
