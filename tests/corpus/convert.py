"""The programs that turn a draft's first file into the finished one: LibreOffice, Chromium, poppler, pikepdf."""

from __future__ import annotations

import functools
import importlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.corpus.raster import rasterise

Step = Callable[..., Path]
_LIBREOFFICE = {
    "docx": "docx:MS Word 2007 XML",
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "pdf": "pdf:writer_pdf_Export",
    "html": "html:HTML (StarWriter)",
    "txt": "txt:Text (encoded):UTF8",
}
_CALC = {
    "xlsx": "xlsx:Calc Office Open XML",
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
    "pdf": "pdf:calc_pdf_Export",
}


def run(*command: str) -> None:
    """Run a tool; its own words go into the error."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout[-800:]}{done.stderr[-800:]}")


@functools.cache
def _profile(name: str) -> Path:
    """A throw-away user profile for a program of this run."""
    return Path(tempfile.mkdtemp(prefix=f"corpus-{name}-"))


def _soffice(source: Path, target: str, infilter: str | None) -> Path:
    out = source.parent / "converted"
    out.mkdir(exist_ok=True)
    command = ["soffice", f"-env:UserInstallation=file://{_profile('soffice')}", "--headless"]
    command += [f"--infilter={infilter}"] if infilter else []
    run(*command, "--convert-to", target, "--outdir", str(out), str(source))
    result = out / f"{source.stem}.{target.split(':')[0]}"
    if not result.exists():
        raise RuntimeError(f"LibreOffice made no {result.name} of {source}")
    moved = source.parent / f"{source.stem}-lo.{result.suffix[1:]}"
    return result.replace(moved)


def libreoffice(source: Path, to: str) -> Path:
    """LibreOffice Writer."""
    return _soffice(source, _LIBREOFFICE[to], "HTML (StarWriter)" if source.suffix == ".html" else None)


def calc(source: Path, to: str) -> Path:
    """LibreOffice Calc; HTML is opened as a spreadsheet."""
    return _soffice(source, _CALC[to], "HTML (StarCalc)" if source.suffix == ".html" else None)


def chromium(source: Path, tagged: str = "no") -> Path:
    """Chromium's print to PDF; paper and scale come from the page's CSS. A tagged file is twice as large."""
    target = source.with_suffix(".pdf")
    run(
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-sync", "--disable-component-update", "--no-first-run",
        f"--user-data-dir={_profile('chromium')}",
        *([] if tagged == "yes" else ["--disable-pdf-tagging"]),
        "--no-pdf-header-footer", f"--print-to-pdf={target}", source.resolve().as_uri(),
    )  # fmt: skip
    return target


def pdftotext(source: Path, mode: str = "reading") -> Path:
    """poppler's text layer: in its guess at a reading order, as laid out, or raw, in the order of the content."""
    target = source.with_suffix(".txt")
    run("pdftotext", *([] if mode == "reading" else [f"-{mode}"]), str(source), str(target))
    return target


def pdftocairo(source: Path) -> Path:
    """The PDF written anew by cairo."""
    target = source.with_name(f"{source.stem}-cairo.pdf")
    run("pdftocairo", "-pdf", str(source), str(target))
    return target


def raster(source: Path, to: str = "pdf", **options: str) -> Path:
    """A scan of a PDF: poppler's pages, worn by raster.py."""
    numbers = {key: float(text) for key, text in options.items()}
    resolution = str(int(numbers.pop("dpi", 150)))
    pages = source.parent / "pages"
    shutil.rmtree(pages, ignore_errors=True)
    pages.mkdir()
    run("pdftoppm", "-r", resolution, "-gray", str(source), str(pages / "page"))
    target = source.with_name(f"{source.stem}-scan.{to}")
    rasterise(sorted(pages.glob("*.pgm")), target, int(resolution), seed=source.stem, **numbers)
    return target


def _pikepdf() -> Any:
    return importlib.import_module("pikepdf")


def strip_tounicode(source: Path) -> Path:
    """Remove every /ToUnicode map and rename the glyphs: the page looks right, its text layer says nothing."""
    pikepdf = _pikepdf()
    target = source.with_name(f"{source.stem}-blind.pdf")
    with pikepdf.open(source) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
                del item["/ToUnicode"]
        pdf.save(target)
    return target


def rotate(source: Path, degrees: str = "90") -> Path:
    """/Rotate on every page, with the content turned back: upright on screen, sideways in its coordinates."""
    pikepdf = _pikepdf()
    target = source.with_name(f"{source.stem}-rotated.pdf")
    with pikepdf.open(source) as pdf:
        for page in pdf.pages:
            x1, y1, x2, y2 = (float(edge) for edge in page.mediabox)
            width, height = x2 - x1, y2 - y1
            # turned counterclockwise by 90°, which /Rotate 90 (clockwise) undoes
            matrix = {
                "90": f"0 1 -1 0 {height:g} 0",
                "270": f"0 -1 1 0 0 {width:g}",
                "180": f"-1 0 0 -1 {width:g} {height:g}",
            }
            page.contents_add(f"q {matrix[degrees]} cm ".encode(), prepend=True)
            page.contents_add(b" Q")
            if degrees != "180":
                page.mediabox = [0, 0, height, width]
                for box in ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox"):
                    if box in page:
                        del page[box]
            page.Rotate = int(degrees)
        pdf.save(target)
    return target


def encrypt(source: Path, user: str = "", owner: str = "owner") -> Path:
    """Encrypt; with an empty user password everyone may open the file."""
    pikepdf = _pikepdf()
    target = source.with_name(f"{source.stem}-encrypted.pdf")
    with pikepdf.open(source) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner=owner, user=user, R=4))
    return target


def easyofd(source: Path) -> Path:
    """PDF to OFD by the PyPI package easyofd."""
    target = source.with_suffix(".ofd")
    home = Path.cwd()
    os.chdir(source.parent)  # easyofd writes where it stands
    try:
        maker = importlib.import_module("easyofd.ofd").OFD()
        target.write_bytes(maker.pdf2ofd(source.read_bytes(), optional_text=True))
    finally:
        os.chdir(home)
    return target


def rename(source: Path, to: str) -> Path:
    """Another extension for the same bytes, as WPS and careless people do."""
    return source.replace(source.with_suffix(f".{to}"))


STEPS: dict[str, Step] = {
    "libreoffice": libreoffice,
    "calc": calc,
    "chromium": chromium,
    "pdftotext": pdftotext,
    "pdftocairo": pdftocairo,
    "raster": raster,
    "strip-tounicode": strip_tounicode,
    "rotate": rotate,
    "encrypt": encrypt,
    "easyofd": easyofd,
    "rename": rename,
}


def apply(step: str, source: Path) -> Path:
    """One step of a recipe, as `name key=value key=value`."""
    name, *arguments = step.split()
    options = dict(argument.split("=", 1) for argument in arguments)
    return STEPS[name](source, **options)
