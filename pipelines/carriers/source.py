"""What a reader is given: the bytes, and what is known of them from outside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read. `media_type` is what the content shows (see sniff), never what a header said.

    `charset` is the HTTP header's; `container` the CSS selector under which the page's CMS prints
    the article; `name` and `url` serve messages only.
    """

    body: bytes
    media_type: str
    name: str | None = None
    charset: str | None = None
    container: str | None = None
    url: str | None = None
