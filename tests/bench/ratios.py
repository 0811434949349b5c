"""Our reader against other programs, each on the same file."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pdfplumber
import trafilatura

from tests.bench.clock import cost, turns
from tests.bench.documents import Measured, of_carrier, ruled_pdfs

_PDF_REPEATS, _HTML_REPEATS, _DOC_REPEATS = 15, 3, 3
_DOCS = ("f21-doc-01", "f19-doc-01", "f14-doc-01", "nar-doc-01")
_TIMEOUT = 120  # s for one conversion


class ToolMissingError(Exception):
    """A program to compare with is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What a document costs us and the other program, in s of processor time. `target`: the ratio it may have."""

    what: str
    ours: float
    theirs: float
    target: float | None = None

    @property
    def value(self) -> float:
        return self.ours / self.theirs

    @property
    def missed(self) -> bool:
        return self.target is not None and self.value > self.target


def pdf(target: float) -> Iterator[Ratio]:
    """Each five-page report, read completely, against pdfplumber extracting its tables and no more."""
    for document in ruled_pdfs():
        ours, theirs = turns(document.read, partial(_tables, document.body), _PDF_REPEATS)
        yield Ratio(f"PDF of five pages {document.id} ({document.made_by}) / pdfplumber", ours, theirs, target)


def _tables(body: bytes) -> None:
    with pdfplumber.open(io.BytesIO(body)) as opened:
        for page in opened.pages:
            page.extract_tables()


def html(target: float) -> Iterator[Ratio]:
    """All HTML reports of a form, and all together, against trafilatura.extract."""
    sums: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for document in of_carrier("html"):
        if document.form is not None:
            both = turns(document.read, partial(trafilatura.extract, document.body), _HTML_REPEATS)
            sums[document.form].append(both)
    for form, pairs in sorted(sums.items()):
        yield _together(f"HTML, form {form}, {len(pairs)} reports / trafilatura", pairs, None)
    every = [pair for pairs in sums.values() for pair in pairs]
    yield _together(f"HTML, {len(every)} reports / trafilatura", every, target)


def _together(what: str, pairs: list[tuple[float, float]], target: float | None) -> Ratio:
    """The mean cost of a document."""
    ours, theirs = (sum(costs) / len(pairs) for costs in zip(*pairs, strict=True))
    return Ratio(what, ours, theirs, target)


def doc(target: float) -> Iterator[Ratio]:
    """A .doc against LibreOffice converting it, alone and (no target: its start is paid once) in a row."""
    soffice = _soffice()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        chosen = [document for document in of_carrier("doc") if document.id in _DOCS]
        pairs = [turns(each.read, partial(_convert, soffice, folder, [each]), _DOC_REPEATS) for each in chosen]
        yield _together(f".doc, {len(pairs)} reports / LibreOffice converting each", pairs, target)
        every = of_carrier("doc")
        ours = sum(cost(document.read) for document in every) / len(every)
        theirs = cost(partial(_convert, soffice, folder, every)) / len(every)
        yield Ratio(f".doc, {len(every)} reports / LibreOffice converting all in one run", ours, theirs)


def _soffice() -> str:
    found = shutil.which("soffice")
    if found is None:
        raise ToolMissingError(
            "LibreOffice is not installed, so .doc cannot be compared with it: "
            "make tools, or apt-get install libreoffice-writer"
        )
    return found


def _convert(soffice: str, folder: str, documents: list[Measured]) -> None:
    command = [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "docx"]
    paths = [str(document.path) for document in documents]
    done = subprocess.run(
        [*command, "--outdir", folder, *paths], capture_output=True, text=True, timeout=_TIMEOUT, check=False
    )
    made = [Path(folder, document.path.stem + ".docx") for document in documents]
    if done.returncode or not all(path.exists() for path in made):
        raise ToolMissingError(f"LibreOffice converts nothing here: {done.stdout[-400:]}{done.stderr[-400:]}")
    for path in made:
        path.unlink()
