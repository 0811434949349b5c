"""One thing to ask for, and everything known of it on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from crawler.arguments import FIRST_YEAR
from crawler.cms.base import Link
from pipelines.capture import Hop
from pipelines.evidence import Evidence

Kind = Literal["page", "script", "search", "article", "attachment", "endpoint"]


@dataclass(frozen=True, slots=True)
class Visit:
    """`trail` are the pages walked and the anchor followed on each; `annual` says that it is (or lies in) a column
    of annual reports; `listed` is the date that the list shows; `code` and `year` make an endpoint's page.

    `root` names the list of which a page is the `page_number`th; `doors` are the doors that were opened on the
    way, outermost first. `stirred`: what the page that leads here shows has changed since it was last seen. `hops`
    are the pages on the way here that only led on.
    `rendered`: its plain answer was an empty shell, a browser is to fill it.
    """

    kind: Kind
    link: Link
    trail: tuple[Hop, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    depth: int = 0
    score: int = 0
    annual: bool = False
    year: int | None = None
    code: str | None = None
    parent: str | None = None
    page_number: int = 1
    root: str | None = None
    doors: tuple[str, ...] = ()
    stirred: bool = False
    hops: int = 0
    rendered: bool = False

    @property
    def url(self) -> str:
        return self.link.url

    @property
    def listed(self) -> str | None:
        return self.link.date

    @property
    def is_document(self) -> bool:
        """Whether the answer is kept and read."""
        return self.kind in ("article", "attachment", "endpoint")

    @property
    def is_start(self) -> bool:
        """Whether the walk begins here."""
        return not self.trail and self.depth == 0

    @property
    def priority(self) -> int:
        """Attachments complete their article; then documents, the newest year first; then what promises most."""
        if self.kind == "attachment":
            return 5000
        if self.is_document:
            return 1000 + (self.year or FIRST_YEAR) - FIRST_YEAR
        return 100 + 10 * self.score - self.depth - self.page_number

    @property
    def anchors(self) -> list[str]:
        """What led here, outermost first."""
        return [hop.anchor for hop in self.trail if hop.anchor] + ([self.link.text] if self.link.text else [])
