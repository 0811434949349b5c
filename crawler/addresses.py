"""How the walk writes an address down, and how it asks for one."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from crawler.cms.base import Link, Page
from crawler.fingerprint import key_of, twin_key
from crawler.hosts import WEB_PORTS
from pipelines.urls import without_visit


def spelt(link: Link, *, twins: bool = False) -> str:
    """One key for what a link asks, form body included."""
    return (twin_key if twins else key_of)(link.url) + (repr(link.form) if link.form else "")


def here(page: Page, link: Link) -> Link:
    """The link as its twin on the very scheme and port that this host has just answered on, and as a new
    visitor would ask for it."""
    if link.form is None and (plain := without_visit(link.url)) != link.url:
        link = replace(link, url=plain)
    here, there = urlsplit(page.url), urlsplit(link.url)
    try:
        twin = here.hostname == there.hostname and {here.port, there.port} <= WEB_PORTS
    except ValueError:
        return link
    if not twin or (here.scheme, here.netloc) == (there.scheme, there.netloc):
        return link
    return replace(link, url=urlunsplit((here.scheme, here.netloc, *there[2:])))
