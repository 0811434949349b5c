"""`python -m tests.portal.families.make_files [MODULE…]`: missing files of `files/`, by LibreOffice and Chromium.

A replica that wants a file gives its report a `File` and calls `world.stored(file)` when it is asked for it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.portal import make_files
from tests.portal.families import registry, world


def main() -> None:
    """Files that no one has made yet; delete one to have it made anew."""
    world.FILES.mkdir(exist_ok=True)
    modules = sys.argv[1:] or list(registry.FAMILIES)
    kinds = [registry.host_class(module) for module in modules]
    with tempfile.TemporaryDirectory() as work:
        for host in (kind(variant) for kind in kinds for variant in range(len(kind.names))):
            for report in host.papers:
                for file in report.files:
                    if not (world.FILES / file.path).exists():
                        text = world.blocks(report)
                        make_files.make(text, report.headline, file, Path(work), world.FILES)


if __name__ == "__main__":
    main()
