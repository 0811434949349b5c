"""`python -m tests.portal.make_files`: make `files/` anew with LibreOffice and Chromium; the files are committed.

The reports' text and tables are given to those programs as a plain page; what they make of it is theirs.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageFilter

from tests.portal import load, markup, prose
from tests.portal.article import FILES
from tests.portal.blocks import Block
from tests.portal.model import File, Report

FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "doc": "doc:MS Word 97",
    "pdf": "pdf:writer_pdf_Export",
    "html": "html:HTML (StarWriter)",
}
SCAN_DPI, SCAN_TILT = 150, 0.4  # degrees, the way a page lies on the glass


def main() -> None:
    """All files of all reports."""
    FILES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        for host in load.HOSTS:
            for report in load.reports(host):
                if report.body:
                    stem, kind = report.body.split(".")
                    _make(report, File(stem, kind, "", "libreoffice"), Path(work))
                for file in report.files:
                    _make(replace(report, printed={**report.printed, **file.differs}), file, Path(work))


def _make(report: Report, file: File, work: Path) -> None:
    title = report.headline or f"{report.agency.name}{report.year}年政府信息公开工作年度报告"
    make(prose.blocks(report), "" if file.type == "html" else title, file, work, FILES)


def make(blocks: Iterable[Block], title: str, file: File, work: Path, into: Path) -> None:
    """Let the file's program make it of these blocks, into a directory."""
    page = work / f"{file.stem}.source.html"
    page.write_text(markup.clean(blocks, title), encoding="utf-8")
    made = {"libreoffice": _libreoffice, "chromium": _chromium, "scan": _scan}[file.maker](page, file, work)
    shutil.copyfile(made, into / file.path)
    print(file.path, (into / file.path).stat().st_size)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=180, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _libreoffice(page: Path, file: File, work: Path) -> Path:
    profile, out = f"-env:UserInstallation=file://{work}/profile", work / file.type
    common = ("soffice", profile, "--headless", "--infilter=HTML (StarWriter)")
    _run(*common, "--convert-to", FILTERS[file.type], "--outdir", str(out), str(page))
    return out / f"{file.stem}.source.{file.type}"


def _chromium(page: Path, file: File, work: Path) -> Path:
    made = work / file.path
    browser = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
    _run(*browser, f"--user-data-dir={work}/chromium", f"--print-to-pdf={made}", page.as_uri())
    return made


def _scan(page: Path, file: File, work: Path) -> Path:
    """Print, rasterise, tilt and soften: an image a page, no text."""
    printed = _chromium(page, file, work)
    _run("pdftoppm", "-r", str(SCAN_DPI), "-gray", str(printed), str(work / "scan"))
    pages = []
    for image in sorted(work.glob("scan-*.pgm")):
        grey = Image.open(image).rotate(SCAN_TILT, fillcolor=255, resample=Image.Resampling.BICUBIC)
        pages.append(grey.filter(ImageFilter.GaussianBlur(0.5)))
    made = work / f"{file.stem}.scan.pdf"
    pages[0].save(made, "PDF", resolution=SCAN_DPI, save_all=True, append_images=pages[1:], quality=55)
    return made


if __name__ == "__main__":
    main()
