"""Word 97–2003 files (.doc, and .wps of the same build): turned into .docx, then read as that."""

from __future__ import annotations

import tempfile
from pathlib import Path

from doc2docx import convert
from doc2docx.cfb import CompoundFileLimits
from doc2docx.diagnostics import Severity
from doc2docx.errors import EncryptedDocumentError, UnsupportedFeatureError

from pipelines.carriers.docx import read_docx
from pipelines.carriers.limits import MAX_BYTES
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document

_LIMITS = CompoundFileLimits(max_input_bytes=MAX_BYTES, max_stream_bytes=MAX_BYTES, max_directory_entries=10_000)


def read(source: Source) -> Document:
    """The document; raises CarrierError: corrupt, encrypted, unsupported and those of docx.

    Note "doc_conversion" names what the converter had to repair or leave out.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-doc-") as room:
        given, made = Path(room, "given.doc"), Path(room, "made.docx")
        given.write_bytes(source.body)
        try:
            report = convert(given, made, limits=_LIMITS).report
        except EncryptedDocumentError as error:
            raise CarrierError(
                "encrypted", "the Word file is protected by a password; ask for an open copy"
            ) from error
        except UnsupportedFeatureError as error:
            raise CarrierError(
                "unsupported", f"the Word file cannot be read ({error}); save it as .docx"
            ) from error
        except Exception as error:  # a broken file may break the converter anywhere
            raise CarrierError("corrupt", f"the Word file is damaged ({error}); fetch it again") from error
        document = read_docx(made.read_bytes())
    document.carrier = "doc"
    document.media_type = source.media_type
    codes = sorted({entry.code for entry in report.diagnostics if entry.severity is not Severity.INFO})
    if codes:
        document.notes.append(("doc_conversion", "the converter reports " + ", ".join(codes)))
    return document
