"""Portals with old TLS: reached, but in old TLS only after today's has failed, and no other host with them."""

from __future__ import annotations

import json
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.e2e.crawling import ROOT

SPIDER = """
import json, sys
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from crawler import settings

class Asking(Spider):
    name = "asking"
    answers = {}
    async def start(self):
        for url in sys.argv[1:]:
            yield Request(url, callback=self.got, errback=self.failed, dont_filter=True)
    def got(self, response):
        self.answers[response.url] = [response.text, response.protocol or ""]
    def failed(self, failure):
        self.answers[failure.request.url] = type(failure.value).__name__
    def closed(self, reason):
        old = {k: v for k, v in self.crawler.stats.get_stats().items() if k.startswith("obstacle/tls/")}
        print(json.dumps([self.answers, old]))

process = AsyncCrawlerProcess({
    "DOWNLOAD_HANDLERS": settings.DOWNLOAD_HANDLERS,
    "PLAYWRIGHT_BROWSER_PROVIDER": settings.PLAYWRIGHT_BROWSER_PROVIDER,
    "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False, "RETRY_TIMES": 0, "LOG_LEVEL": "CRITICAL",
})
process.crawl(Asking)
process.start()
"""


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<p>page</p>")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate and its small key, as old portals have them."""
    key = rsa.generate_private_key(65537, 1024)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "www.yunze.gov.cn")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    file = tmp_path_factory.mktemp("tls") / "host.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.TraditionalOpenSSL, plain) + made.public_bytes(pem)
    )
    return file


@contextmanager
def host(certificate: Path, ciphers: str, versions: tuple[ssl.TLSVersion, ssl.TLSVersion]) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(ciphers)
    context.minimum_version, context.maximum_version = versions
    context.load_cert_chain(certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def ask(*urls: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-c", SPIDER, *urls], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stdout, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1 is deprecated")
def test_a_portal_that_speaks_tls_1_0_alone(certificate: Path) -> None:
    with host(certificate, "ALL:@SECLEVEL=0", (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1)) as url:
        answers, old = ask(url)
    assert answers[url][0] == "<p>page</p>"
    assert old == {"obstacle/tls/old/127.0.0.1": 1}


def test_a_modern_portal_is_never_spoken_to_in_old_tls(certificate: Path) -> None:
    with host(certificate, "DEFAULT:@SECLEVEL=0", (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)) as url:
        answers, old = ask(url)
    assert answers[url][0] == "<p>page</p>"
    assert old == {}


def test_a_host_that_is_down_is_not_asked_in_old_tls() -> None:
    url = "https://127.0.0.1:9/"
    answers, old = ask(url)
    assert answers[url] == "DownloadConnectionRefusedError" or "Error" in answers[url]
    assert old == {}
