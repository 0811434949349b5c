"""Settings of the crawl. Every value that differs from Scrapy's own carries its reason.

A site file overrides the politeness of its portal (spider priority); `-s NAME=VALUE` overrides both.
"""

import os
import sys
from pathlib import Path

# Imported early: it looks through the stack and all loaded modules, half a second of a start once they are many.
import scrapy.core.downloader.contextfactory  # noqa: F401
from scrapy.settings import default_settings

BOT_NAME = "gongkai"
SPIDER_MODULES = ["crawler.spiders"]
SPIDER_LOADER_CLASS = "crawler.spiderloader.SiteSpiderLoader"  # each site file is a spider name
# Our crawl overrides Scrapy's, which exits 0 on nearly every failure. Scrapy imports every module of commands to
# find one: where the command line names it, it is shown that one alone, which halves what a start costs.
COMMANDS_MODULE = "crawler.commands"
_command = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
if _command.isidentifier() and (Path(__file__).parent / "commands" / f"{_command}.py").is_file():
    COMMANDS_MODULE += f".{_command}"

# --- who we are -------------------------------------------------------------------------------------------
# GONGKAI_CONTACT is a URL or address of the admin who runs this crawl; without one the run warns.
_PURPOSE = "collects annual reports on government information disclosure"
USER_AGENT = (
    f"gongkai/0.1 (+{contact}; {_PURPOSE})"
    if (contact := os.environ.get("GONGKAI_CONTACT"))
    else (f"gongkai/0.1 ({_PURPOSE})")
)
ROBOTSTXT_USER_AGENT = "gongkai"  # the name that an office can use in its robots.txt
ROBOTSTXT_OBEY = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",  # some portals answer a foreign language with their English site
}
REFERRER_POLICY = "same-origin"  # no portal learns which other portal led here (GHSA-cwxj-rr6w-m6w7: never theirs)
COOKIES_ENABLED = False  # Scrapy's jar asks publicsuffix.org; ours keeps each host's cookies to itself

# --- a good guest -----------------------------------------------------------------------------------------
CONCURRENT_REQUESTS = 4  # over all hosts of a site; what waits in the downloader is out of the order of priority
CONCURRENT_REQUESTS_PER_DOMAIN = 1  # one connection a host
DOWNLOADER = "crawler.downloader.OneAtATime"  # Scrapy's own breaks that promise where the delay is 0
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.3  # 0.7–1.3 s; the mean stays what the site file says
AUTOTHROTTLE_ENABLED = True  # a portal that slows down is asked more slowly
AUTOTHROTTLE_START_DELAY = 1.0  # the default of 5 s would punish every host for its first page
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
CRAWL_DELAY_MAX = 60.0  # s; a robots.txt that asks for more is followed up to here, and its wish is in the stats
REDIRECT_MAX_TIMES = 5  # of 20: enough for http → https → www → page
RETRY_TIMES = 2
RETRY_PAUSE = 2.0  # s, doubled with every retry; a host's own Retry-After comes first
RETRY_AFTER_MAX = 300.0  # s; a host that asks for more is left for the next run
HOST_FAILURES = 3  # requests in a row that failed with all their retries: the host is down for this run
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the ledger counts them; ERROR is for our own faults

# --- bounds -----------------------------------------------------------------------------------------------
DOWNLOAD_TIMEOUT = 60  # s, of 180
DOWNLOAD_MAXSIZE = 64 * 1024 * 1024  # of 1 GiB; also the limit after decompression
DOWNLOAD_WARNSIZE = 0  # a big scan is no reason for a warning
DEPTH_LIMIT = 0  # the walk counts clicks itself (walk.DEEPEST); an agency's years are a long chain of requests
CLOSESPIDER_TIMEOUT = 3 * 3600  # s; ends the run with exit code 7, the next one carries on
PAGE_BUDGET = 5000  # answers in one run; the site file may say otherwise
ARCHIVE_CAPTURES = 200_000  # captures of an archive's index held in memory; beyond that each page is looked up
BYTE_BUDGET = 2 * 1024**3  # bytes in one run, likewise
WATCHDOG_SECONDS = 600  # no answer for so long while something is under way: the run is closed as stalled
MEMUSAGE_LIMIT_MB = 2048  # ends the run with exit code 7 before the machine ends it with SIGKILL
MEMUSAGE_WARNING_MB = 1536
URLLENGTH_LIMIT = 2083

# --- nothing listens, nothing but http(s) is fetched --------------------------------------------------------
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # 2.19 starts a code-executing HTTP server by default
DOWNLOAD_HANDLERS = {
    "file": None, "data": None, "ftp": None, "s3": None,  # GHSA-23j4-mw76-5v7h
    # plain HTTP for all but the requests that the render middleware marks
    "http": "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler",
    "https": "crawler.tls.TlsHandler",
}  # fmt: skip
TWISTED_DNS_RESOLVER = "crawler.resolver.PublicResolver"  # refuses answers in private networks
REQUEST_FINGERPRINTER_CLASS = "crawler.fingerprint.UrlKeyFingerprinter"  # URL twins are one request

# --- a browser, for pages that are empty without one (crawler/browser; GONGKAI_BROWSER says which) ---------------
PLAYWRIGHT_BROWSER_PROVIDER = "crawler.browser.provider.SharedBrowser"  # started by the first page that needs it
PLAYWRIGHT_ABORT_REQUEST = "crawler.middlewares.render.unseen"
PLAYWRIGHT_MAX_PAGES_PER_CONTEXT = 2
PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT = 30_000  # ms; DOWNLOAD_TIMEOUT does not reach the browser
RETRY_EXCEPTIONS = [*default_settings.RETRY_EXCEPTIONS, "playwright.async_api.Error"]
BROWSER_GATE_BIND = os.environ.get("GONGKAI_GATE_BIND", "127.0.0.1")  # where a remote browser finds its way out
BROWSER_GATE_NAME = os.environ.get("GONGKAI_GATE_NAME", "127.0.0.1")

# --- the order of an answer: 304 → decompress → decode → classify → redirect → refresh → retry ---------------
DOWNLOADER_MIDDLEWARES = {
    "crawler.middlewares.allowlist.AllowListMiddleware": 50,  # first on the way out, also for redirects
    "crawler.middlewares.archive.ArchiveMiddleware": 60,  # before robots: the portal itself is not asked
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # dont_filter gets around it; ours replaces it
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.render.RenderMiddleware": 200,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,  # we have no credentials to leak
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "crawler.middlewares.retry.PoliteRetryMiddleware": 550,
    "crawler.middlewares.scheme.SchemeMiddleware": 560,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "crawler.middlewares.redirect.StraightRedirectMiddleware": 600,
    "crawler.middlewares.blocks.BlockMiddleware": 620,  # before redirect and retry: a 307 can be a challenge
    "crawler.middlewares.encoding.EncodingMiddleware": 630,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.compression.CompressionMiddleware": 640,
    "crawler.middlewares.conditional.ConditionalMiddleware": 660,
    "crawler.middlewares.cookies.CookieMiddleware": 700,  # jpaas refuses (403) who lacks its column page's cookie
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.referer.RefererMiddleware": 700,
}

# --- keep → dedupe → read → store ------------------------------------------------------------------------------
ITEM_PIPELINES = {
    "pipelines.keep.KeepPipeline": 100,
    "pipelines.dedupe.DedupePipeline": 200,
    "pipelines.read.ReadPipeline": 300,
    "pipelines.store.StorePipeline": 400,
    "pipelines.compare.ComparePipeline": 500,
}
CONCURRENT_ITEMS = 8  # of one answer; the readers' pool is smaller still
READ_WORKERS = 0  # processes that read documents; 0: one a core
READ_TIMEOUT = 30  # s of work on one document, 120 on a scan; then its worker is killed, the document `unreadable`

EXTENSIONS = {
    "crawler.extensions.quietlog.QuietLog": 0,
    "crawler.extensions.ledger.Ledger": 10,  # opens the run before anything is asked
    "scrapy.extensions.throttle.AutoThrottle": None,
    "crawler.extensions.throttle.PoliteThrottle": 20,
    "crawler.extensions.watchdog.Watchdog": 30,
    "crawler.extensions.progress.Progress": 40,
}

# --- a log that cron can mail -----------------------------------------------------------------------------------
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.logformatter.QuietLogFormatter"  # no bodies, one line an event
LOG_COLOR = False
LOG_DATEFORMAT = "%Y-%m-%dT%H:%M:%S%z"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
LOG_VERSIONS: list[str] = []  # the ledger keeps the versions
LOGSTATS_INTERVAL = 300.0  # s; one line a minute would fill cron's mail
STATS_DUMP = False  # the ledger keeps them; the summary is for people
