"""The reader's version: a digest of everything that can change a reading, so that nobody can forget to raise it.

Kept originals are read again when the version has changed (`scrapy reread`, or the next crawl that sees them).
"""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path

# the rooms whose code and tables decide what a document says
ROOMS = ("carriers", "identity", "forms", "facts", "checks")
FILES = ("document.py", "evidence.py", "report.py", "reading.py", "cells.py")
# the libraries that turn bytes into text
LIBRARIES = ("lxml", "pypdfium2", "msdoc2docx", "trafilatura", "opencc")

GENERATION = 1


def reader_version() -> str:
    """`GENERATION.DIGEST`: the generation is for people, the digest (12 hexadecimal digits) for machines."""
    here = Path(__file__).parent
    paths = [here / name for name in FILES]
    for room in ROOMS:
        paths += [path for path in (here / room).rglob("*") if path.suffix in (".py", ".toml")]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(here).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library}=={version(library)}\0".encode())
    return f"{GENERATION}.{digest.hexdigest()[:12]}"
