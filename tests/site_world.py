"""A small world for the static site: documents of the corpus, stored as a crawl would, one of them hostile."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from models.ledger import close_run, open_run
from models.session import session
from pipelines.capture import Capture
from pipelines.carriers.sniff import sniff
from pipelines.evidence import Evidence
from pipelines.objects import store
from pipelines.reading import read_bytes
from pipelines.register import ensure_site
from pipelines.saving import save_capture, save_readings

CORPUS = Path(__file__).parent / "corpus" / "documents"
SITE = "huancui"
FIRST, SECOND = "威海市环翠区甲局", "威海市环翠区乙局"

# what a page must not be able to do to whoever looks at it
HOSTILE = """
<script>document.title = 'pwned'; document.body.dataset.pwned = 'yes'</script>
<img src="http://evil.example/x.png" onerror="document.body.dataset.pwned='yes'">
<iframe src="http://evil.example/"></iframe>
<link rel="stylesheet" href="http://evil.example/x.css"><style>main { display: none }</style>
<p>&lt;script&gt;document.body.dataset.pwned='yes'&lt;/script&gt;</p>
<p>&lt;/script&gt;&lt;/td&gt;&lt;/table&gt;&lt;h1 id=main&gt;broken out&lt;/h1&gt;</p>
"""

# (folder of the corpus, agency, year): each form, and carriers with and without pages
DOCUMENTS = (
    ("2021/html", FIRST, 2024),
    ("2021/pdf", FIRST, 2023),
    ("2021/docx", FIRST, 2021),
    ("2019/html", FIRST, 2020),
    ("2014/html", FIRST, 2016),
    ("2021/archive", SECOND, 2022),
    ("2019/doc", SECOND, 2019),
)


def make_world() -> None:
    """Fill the configured database and object store."""
    with session() as opened:
        ensure_site(opened, SITE, "威海市环翠区人民政府", "http://www.huancui.gov.cn/", "371002", "威海市环翠区")
        run = open_run(opened, SITE)
    for folder, agency, year in DOCUMENTS:
        file = min(path for path in (CORPUS / folder).iterdir() if path.is_file())
        add_report(file.read_bytes(), agency, year, file.name, run)
    hostile = min((CORPUS / "2021/html").glob("*.html")).read_bytes()
    cut = hostile.lower().rfind(b"</table>") + len(b"</table>")
    add_report(hostile[:cut] + HOSTILE.encode() + hostile[cut:], SECOND, 2024, "hostile.html", run)
    with session() as opened:
        counts = {"requests": 40, "captures": 8, "reports_found": 8, "reports_new": 8}
        close_run(opened, run, "finished", 0, counts, {"obstacle/robots/disallow/www.huancui.gov.cn/col": 2})


def add_report(body: bytes, agency: str, year: int, name: str, run: int | None = None) -> None:
    """Keep, read and store one document, as fetched from the portal."""
    url = f"http://www.huancui.gov.cn/art/{year}/{name}"
    told = [Evidence("agency", "operator", agency, agency), Evidence("year", "operator", str(year), str(year))]
    digest = store().put(body)
    capture = Capture(
        url=url,
        final_url=url,
        status=200,
        headers=[],
        body=body,
        fetched_at=datetime.now(UTC),
        site=SITE,
        run_id=run,
        evidence=told,
        file_name=name,
    )
    with session() as opened:
        capture_id = save_capture(opened, capture, digest, len(body), sniff(body))
        save_readings(opened, capture_id, digest, read_bytes(body, name=name, evidence=told))
