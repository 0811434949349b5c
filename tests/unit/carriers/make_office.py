"""Makes the office files of tests/unit/carriers/data with LibreOffice from the ones that are there already.

    python -m tests.unit.carriers.make_office

LibreOffice writes the date into its files, so a renewed file differs in bytes, not in what it shows.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.unit.carriers.make_fixtures import DATA

WRITER = {"rtf": "Rich Text Format", "odt": "writer8", "fodt": "OpenDocument Text Flat XML"}
CALC = {"xls": "MS Excel 97", "xlsx": "Calc Office Open XML", "ods": "calc8", "xml": "MS Excel 2003 XML"}


def convert(source: Path, kind: str, writer: str, out: Path, *given: str) -> None:
    """Write the source in a format of LibreOffice; `given` are more arguments."""
    with tempfile.TemporaryDirectory() as room:
        command = ["soffice", f"-env:UserInstallation=file://{room}/profile", "--headless", *given]
        command += ["--convert-to", f"{kind}:{writer}", "--outdir", f"{room}/out", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        (made,) = Path(room, "out").iterdir()
        shutil.copy(made, out)


def main() -> int:
    for kind, writer in WRITER.items():
        convert(DATA / "writer.docx", kind, writer, DATA / f"writer.{kind}")
    for kind, writer in CALC.items():
        convert(DATA / "writer.html", kind, writer, DATA / f"calc.{kind}", "--infilter=HTML (StarCalc)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
