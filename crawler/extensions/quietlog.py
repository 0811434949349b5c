"""Extension: what must not be in a log that cron mails around – passwords, and tracebacks of dead hosts."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.utils.log import get_scrapy_root_handler

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_PASSWORD = re.compile(r"(\w+://[^\s:/@]*:)[^\s@/]+@")


def redact(text: str) -> str:
    """The text with the password of every URL in it replaced: `postgresql://gongkai:***@db/gongkai`."""
    return _PASSWORD.sub(r"\1***@", text)


class Redact(logging.Filter):
    """Rewrites records in place: no passwords, and one line where a host simply does not answer."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "scrapy.downloadermiddlewares.robotstxt" and record.levelno >= logging.ERROR:
            record.exc_info, record.levelno, record.levelname = None, logging.WARNING, "WARNING"
        message = record.getMessage()
        if "://" in message and "@" in message:
            record.msg, record.args = redact(message), None
        return True


class QuietLog:
    """Puts the filter on Scrapy's root handler, which exists only once the spider is open."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls()
        crawler.signals.connect(extension.spider_opened, signal=signals.spider_opened)
        return extension

    def spider_opened(self) -> None:
        if handler := get_scrapy_root_handler():
            handler.addFilter(Redact())
