"""Articles over several pages: which objects they are, and their documents as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pipelines.capture import Capture
from pipelines.document import Block, CarrierError, Document, Grid, Paragraph
from pipelines.report import Finding

MISSING = "page_missing"


@dataclass(frozen=True, slots=True)
class FurtherPage:
    """A further page of an article; `body` is None where it could not be fetched. `digest` is its object's."""

    url: str
    digest: str
    body: bytes | None


def further_pages(capture: Capture) -> list[tuple[str, str]]:
    """(url, sha256) of the pages after the first, in their order; "" for one that is missing."""
    return [(item.quote, item.value) for item in capture.evidence if item.about == "page"]


def join(
    document: Document, pages: Sequence[FurtherPage], read: Callable[[FurtherPage], Document]
) -> list[Finding]:
    """Add what the further pages show to the first page's document, page by page.

    Gives a finding that names each page's object. A page that is missing, unreadable or only shows again what
    another did leaves an error: what it held is not in the document.
    """
    findings: list[Finding] = []
    shown = [document.blocks]
    blocks = _paged(document.blocks, 1)
    for number, page in enumerate(pages, 2):
        try:
            if page.body is None:
                raise CarrierError(MISSING, "it could not be fetched; crawl the site again")
            further = read(page)
            if further.blocks in shown:
                raise CarrierError("page_repeated", "it shows what another page of the article shows")
        except CarrierError as error:
            detail = f"page {number} of the article ({page.url}) is missing: {error}"
            findings.append(Finding(MISSING, "error", f"page {number}", detail, cause="reading", raw=page.url))
            continue
        shown.append(further.blocks)
        blocks += _paged(further.blocks, number)
        document.links += further.links
        document.notes += further.notes
        detail = f"page {number} of the article is the object {page.digest} from {page.url}"
        findings.append(Finding("article_page", "info", f"page {number}", detail, raw=page.url))
    document.blocks = blocks
    document.pages = len(pages) + 1
    for index, grid in enumerate(document.grids):
        grid.index = index
    return findings


def _paged(blocks: Iterable[Block], number: int) -> list[Block]:
    """The blocks with the number of their page."""
    paged: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            paged.append(replace(block, page=number))
        else:
            cells = [replace(cell, page=number) for cell in block.cells]
            paged.append(Grid(cells, block.n_rows, block.n_cols, page=number, certain=block.certain))
    return paged
