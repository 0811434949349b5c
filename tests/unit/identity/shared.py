"""Lists of headlines, and documents made of printed lines."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from pipelines.document import Document, Paragraph
from tests.shared import SHARED

EXCERPTS = SHARED / "samples" / "weihai_page_text_excerpts.md"


def headlines(path: Path) -> list[tuple[str, str, str, str]]:
    """(label, title, agency, year) of a list of headlines; a literal \\n in a title is a line break."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["label"], row["title"].replace("\\n", "\n"), row["agency"], row["year"]) for row in rows]


def document(*lines: str, **more: object) -> Document:
    """A page that prints these lines."""
    return Document("html", "text/html", [Paragraph(line) for line in lines], **more)  # type: ignore[arg-type]


def excerpts() -> dict[str, Document]:
    """The texts of real pages by URL, without our own notes on them."""
    if not EXCERPTS.exists():
        return {}
    pages: dict[str, Document] = {}
    for section in EXCERPTS.read_text(encoding="utf-8").split("\n## ")[1:]:
        url, _, text = section.partition("\n")
        lines = [line for line in text.split("  NOTE ")[0].splitlines() if line.strip()]
        pages[re.sub(r"\s.*", "", url)] = document(*lines)
    return pages
