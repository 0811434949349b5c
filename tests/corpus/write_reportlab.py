"""PDF by ReportLab: the Chinese font is named (STSong-Light, UniGB-UCS2-H), not embedded, as in many old files."""

from __future__ import annotations

import importlib
import subprocess
from pathlib import Path
from typing import Any

from tests.corpus.model import Draft
from tests.corpus.paper import HEIGHT, set_pages

_MM = 72 / 25.4
_FONT = "WenQuanYi Micro Hei"


def write_reportlab(draft: Draft, path: Path, embedded: bool = False, ruled: bool = True) -> Path:
    """Write the draft with a named CID font, or with an embedded TrueType subset."""
    canvas: Any = importlib.import_module("reportlab.pdfgen.canvas").Canvas(
        str(path), pagesize=(210 * _MM, 297 * _MM)
    )
    metrics: Any = importlib.import_module("reportlab.pdfbase.pdfmetrics")
    if embedded:
        found = subprocess.run(["fc-match", "-f", "%{file}", _FONT], capture_output=True, text=True, check=True)
        metrics.registerFont(importlib.import_module("reportlab.pdfbase.ttfonts").TTFont("Chinese", found.stdout))
        font = "Chinese"
    else:
        font = "STSong-Light"
        metrics.registerFont(importlib.import_module("reportlab.pdfbase.cidfonts").UnicodeCIDFont(font))
    canvas.setTitle(draft.headline)
    for page in set_pages(draft):
        canvas.setLineWidth(0.5)
        for x1, y1, x2, y2 in page.rules if ruled else []:
            canvas.line(x1 * _MM, (HEIGHT - y1) * _MM, x2 * _MM, (HEIGHT - y2) * _MM)
        for line in page.texts:
            canvas.setFont(font, line.size * _MM)
            canvas.drawString(line.x * _MM, (HEIGHT - line.y) * _MM, line.text)
        canvas.showPage()
    canvas.save()
    return path
